"""Passages written to find what the first ones missed."""

from __future__ import annotations

import pytest
from told import told

PASSAGES = [
    (
        "这一年区里发文公布的规范性文件有6件，废止4件，眼下管用的还有52件。",
        "normative_docs_made=6 normative_docs_valid=52",
    ),
    (
        "2012年，交通局门户网站一共登出信息1,206条，还有32条刊在市政府公报上；其他渠道登了15条。",
        "channel_website=1206 channel_gazette=32 channel_other=15",
    ),
    (
        "申请人用邮件提交了2份申请，用传真提交了1份，到场提交的有4份。",
        "req_received_email=2 req_received_fax=1 req_received_in_person=4",
    ),
    (
        "答复里头，同意公开12件，部分同意3件，不同意2件，信息不存在3件。",
        "reply_granted=12 reply_partial=3 reply_refused=2 reply_unable=3",
    ),
    (
        "我镇没设收费项目，全年也就没有收费。",
        "fee_collected=0",
    ),
    (
        "2016年退还预收费用1笔，减免3人次共计45元。",
        "fee_waived=45",
    ),
    (
        "查阅点3个，全年接待9人次，比上年少4人次。",
        "reading_points=3 reading_point_visits=9",
    ),
    (
        "局里抽调了4名干部做专职，各科室再配1名兼职信息员，合计15名。",
        "staff_full_time=4",
    ),
    (
        "政务公开例会一季度一次，全年开了4次；业务培训两场，到场96人。",
        "meetings_held=4 training_classes=2 trainees=96",
    ),
    (
        "对群众关心的水价、拆迁等7个热点，及时作了回应。",
        "response_hot_topics=7",
    ),
    (
        "省厅网站全年挂出政策解读31篇，其中图文18篇、视频3个。",
        "interpretation_articles=31",
    ),
    (
        "在线访谈做了三期，网友提问240个，回复240个。",
        "online_interviews=3",
    ),
    (
        "没有发生一起因公开引发的投诉。",
        "complaints_total=0",
    ),
    (
        "信息公开方面的行政诉讼，2014年为零，2015年1件。",
        "litigation_total=0 litigation_total=1",
    ),
    (
        "年度主动公开信息数：政府网站1,002条，政务微博86条，政务微信135条，其他方式42条，合计1,265条。",
        "channel_website=1002 channel_weibo=86 channel_wechat=135 channel_other=42 proactive_items=1265",
    ),
    (
        "自条例实施至2013年底，累计收到申请19件，其中2013年4件。",
        "req_received=19 req_received=4",
    ),
    (
        "本年共受理信息公开申请二十七宗，全部为网上申请。",
        "req_received=27 req_received_online=27",
    ),
    (
        "收到的3份申请里，有2份不属于本局职责，1份依法公开。",
        "req_received=3 reply_granted=1",
    ),
    (
        "2022年，全院依申请公开信息收到0件，答复0件，结转0件。",
        "req_received=0 req_answered=0 req_carried_out=0",
    ),
    (
        "未收到任何单位或个人提出的信息公开申请，亦无涉及信息公开的复议、诉讼、投诉。",
        "req_received=0 review_total=0 litigation_total=0 complaints_total=0",
    ),
    (
        "主动公开文件类信息120条、工作动态类信息380条，合计500条。",
        "proactive_items=500",
    ),
    (
        "2013年度，本局主動公開政府信息共計158條，其中網站公開150條，微博8條；收到申請2宗，均已辦結；未收取費用。",
        "proactive_items=158 channel_website=150 channel_weibo=8 req_received=2 fee_collected=0",
    ),
    (
        "行政复议及行政诉讼案件数均为0宗。",
        "review_total=0 litigation_total=0",
    ),
    (
        "年内共办结公开申请16件（含上年结转2件），结转下年3件，平均用时7天。",
        "req_answered=16 req_carried_in=2 req_carried_out=3",
    ),
    (
        "专门的工作人员没有配，由办公室2人兼管。",
        "",
    ),
    (
        "对外公布的信息，大头是网站，2,130条；微信公众号880条；报纸电视合起来75条。",
        "channel_website=2130 channel_wechat=880",
    ),
    (
        "复议2起，一起撤回、一起驳回；诉讼没有。",
        "review_total=2 litigation_total=0",
    ),
    (
        "群众到政务大厅查阅点查资料的，全年23人次，打印材料56页，没收钱。",
        "reading_point_visits=23 fee_collected=0",
    ),
    (
        "办结的34件中，公开20件，部分公开4件，不公开3件，无法提供6件，不予处理1件。",
        "req_answered=34 reply_granted=20 reply_partial=4 reply_refused=3 reply_unable=6 reply_not_processed=1",
    ),
    (
        "我局全年在市政府门户网站信息公开平台发布各类政府信息342条，较上年度增加18条；在“XX发布”微信公众"
        "号发布信息56条。",
        "channel_website=342 channel_wechat=56",
    ),
    (
        "主动公开政府信息302条，其中通过政府公报公开0条，通过政府网站公开290条，通过新闻发布会公开2条，通"
        "过报刊、广播、电视公开10条。",
        "proactive_items=302 channel_gazette=0 channel_website=290",
    ),
    (
        "没有出现因政府信息公开而提起行政复议、行政诉讼的情形，也未发生收费行为。",
        "review_total=0 litigation_total=0 fee_collected=0",
    ),
    (
        "2017年度本局没有公民、法人或其他组织申请政府信息公开事项。",
        "req_received=0",
    ),
    (
        "本年度，收到通过政府网站提交的信息公开申请3件，均已在规定期限内办结。",
        "req_received_online=3",
    ),
    (
        "本部门2020年度无新收政府信息公开申请，无上年结转政府信息公开申请。",
        "req_received=0 req_carried_in=0",
    ),
    (
        "办理行政复议案件1件、行政应诉案件2件。",
        "review_total=1 litigation_total=2",
    ),
    (
        "一年中，共召开专题部署会1次、业务培训会2次，开展网站自查4次，整改错误链接12个。",
        "meetings_held=1 training_classes=2",
    ),
    (
        "接受社会监督方面，全年收到举报投诉0起。",
        "complaints_total=0",
    ),
    (
        "全年制作发布政策解读材料56件（文字解读30件、图文解读20件、视频解读6件）。",
        "interpretation_articles=56",
    ),
    (
        "通过调查问卷收集意见320份，满意率96%。",
        "",
    ),
    (
        "我市共受理政府信息公开申请1,203件，同比上升15.3%；办结1,187件。",
        "req_received=1203 req_answered=1187",
    ),
    (
        "政府信息公开的支出与收费：本年度支出0元，收费0元。",
        "fee_collected=0",
    ),
    (
        "2013年度未受理依申请公开信息事项。",
        "req_received=0",
    ),
    (
        "年内制发党组文件12份、局发文件88份，其中主动公开26份。",
        "proactive_items=26",
    ),
    (
        "政府信息公开工作专职人员由1名增加到2名。",
        "",
    ),
    (
        "对外公开电话咨询受理量为230个。",
        "",
    ),
    (
        "（三）减免费用情况：2016年，减免0人次，金额0元。",
        "fee_waived=0",
    ),
    (
        "依申请公开工作情况：今年以来，本单位受理依申请公开2件，其中1件为信息公开类，予以公开；1件为咨询类，不予处理。",
        "req_received=2 reply_granted=1 reply_not_processed=1",
    ),
    (
        "局门户网站发布环境质量月报12期、监测数据3,650条、行政处罚信息45条。",
        "",
    ),
    (
        "本机关无依申请公开收费事项。",
        "fee_collected=0",
    ),
    (
        "没有因信息公开工作引起投诉、行政复议、行政诉讼、行政赔偿。",
        "review_total=0 litigation_total=0 complaints_total=0",
    ),
    (
        "全区22个部门和8个街道共公开信息2.6万条。",
        "proactive_items=26000",
    ),
    (
        "2021年，乡政府通过公示栏公开信息86条、大喇叭播报52次、微信群发布320条。",
        "",
    ),
    (
        "截至年底，共有7件行政规范性文件继续有效。",
        "normative_docs_valid=7",
    ),
    (
        "新闻发言人主持发布会6场，局领导上线访谈2次。",
        "press_conferences=6 online_interviews=2",
    ),
    (
        "二、政府信息主动公开情况（一）公开内容。2013年本局新增主动公开政府信息96条，其中机构职能类信息2条"
        "、政策法规类信息10条、业务类信息84条。（二）公开形式。1.门户网站公开96条；2.公开栏张贴15期。",
        "proactive_items=96 channel_website=96",
    ),
    (
        "三、政府信息依申请公开办理情况 本年度我局共收到2份政府信息公开申请，其中通过网上提交的1份，通过邮寄提"
        "交的1份。已按期答复2份，其中同意公开1份，申请信息不存在1份。",
        "req_received=2 req_received_online=1 req_received_letter=1 req_answered=2 reply_granted=1 reply_unable=1",
    ),
    (
        "四、政府信息公开的收费及减免情况 我局2014年没有向依申请公开对象收取费用。",
        "fee_collected=0",
    ),
    (
        "五、因政府信息公开申请行政复议、提起行政诉讼的情况 2014年，我局没有发生因政府信息公开申请行政复议、"
        "提起行政诉讼的情况。",
        "review_total=0 litigation_total=0",
    ),
    (
        "本局指定办公室1名工作人员专门负责信息上传工作，全年上传信息186条。",
        "proactive_items=186",
    ),
    (
        "2011年，区卫生局共编制政府信息目录52条，主动公开政府信息52条，其中网站公开52条，公开率达100%。",
        "proactive_items=52 channel_website=52",
    ),
    (
        "年度内，未接到公民、法人或者其他组织关于政府信息公开方面的申请、投诉和复议、诉讼案件。",
        "req_received=0 review_total=0 litigation_total=0 complaints_total=0",
    ),
    (
        "我办全年公开信息12条，依申请公开信息0条，不予公开0条，未发生复议诉讼。",
        "proactive_items=12 review_total=0 litigation_total=0",
    ),
    (
        "2020年，我局在实验区政务公开网公开政府信息共计79条，微信公众号“XX城管”发布信息215条，抖音发布作品36个。",
        "channel_website=79 channel_wechat=215",
    ),
    (
        "依申请公开方面，共收到信息公开申请9件（网络8件，信函1件），其中自然人8件、法人1件；已办结9件，其中"
        "予以公开2件，部分公开1件，不予公开1件，信息不存在4件，补正后未答复1件。",
        "req_received=9 req_received_online=8 req_received_letter=1 req_answered=9 reply_granted=2 "
        "reply_partial=1 reply_refused=1 reply_unable=4",
    ),
    (
        "因政府信息公开引起行政复议2件（均予以维持），引起行政诉讼1件（一审胜诉）。",
        "review_total=2 litigation_total=1",
    ),
    (
        "2015年，县发改局政务网站编发信息310篇，被上级网站采用95篇。",
        "channel_website=310",
    ),
    (
        "我局2012年度无行政复议、提起行政诉讼和申诉情况。",
        "review_total=0 litigation_total=0 complaints_total=0",
    ),
    (
        "2010年我局共发文215份，主动公开65份，占30.2%；依申请公开80份；免予公开70份。",
        "proactive_items=65",
    ),
    (
        "设立了政府信息查阅室1处，配备电脑1台、资料架2个，接待查询6人次。",
        "reading_points=1 reading_point_visits=6",
    ),
    (
        "2016年共处理公众网上咨询、投诉建议58条，回复率100%。",
        "",
    ),
    (
        "全年未制发规范性文件，未召开新闻发布会。",
        "normative_docs_made=0 press_conferences=0",
    ),
    (
        "全年组织学习《条例》3次，召开政务公开工作推进会1次，举办专题培训1期，参训人员45人。",
        "meetings_held=1 training_classes=1 trainees=45",
    ),
    (
        "2024年，我局共受理政府信息公开申请6件，其中上年结转1件；全年办结6件，无结转下年度办理的申请。",
        "req_received=6 req_carried_in=1 req_answered=6 req_carried_out=0",
    ),
    (
        "全年累计办理依申请公开12件，均在法定时限内办结，没有引发行政复议和诉讼。",
        "req_answered=12 review_total=0 litigation_total=0",
    ),
    (
        "老百姓递来的申请，全年加起来才3件，两件要征地批文，一件要规划图，都给了。不要一分钱。",
        "req_received=3 reply_granted=3 fee_collected=0",
    ),
    (
        "官网去年放上去的东西有六百多条，微信公众号三百五十条，两边加起来近千条。",
        "channel_website=600 channel_wechat=350",
    ),
    (
        "镇里的信息公开，靠的是村务栏和广播：村务栏换了48回，广播播了120回；上网的有66条。",
        "channel_website=66",
    ),
    (
        "街道说，2022年没人来申请公开，也没人为这事告过街道；培训办过1次，38人听课。",
        "req_received=0 training_classes=1 trainees=38",
    ),
    (
        "公开申请7宗，答复7宗。其中5宗给了全部，1宗给了部分，1宗不给。复议0宗。",
        "req_received=7 req_answered=7 reply_granted=5 reply_partial=1 reply_refused=1 review_total=0",
    ),
    (
        "某局2009年政府信息公开年度报告 一、概述 我局重视政府信息公开工作，明确1名副局长分管，办公室2名同"
        "志具体经办。二、主动公开情况 （一）数量 截至2009年底，我局共主动公开政府信息44条，全文电子化44"
        "条。（二）类别 机构职能4条，占9%；法规政策15条，占34%；业务工作25条，占57%。三、依申请公开"
        " 未收到申请。四、收费 未收费。五、复议诉讼申诉 无。",
        "proactive_items=44 req_received=0 fee_collected=0 review_total=0 litigation_total=0 complaints_total=0",
    ),
    (
        "2017年，环境局通过管委会门户网站公开政府信息203条，通过环境发布微信公众号公开信息88条，通过公示"
        "栏公开信息12条。",
        "channel_website=203 channel_wechat=88",
    ),
    (
        "（三）依申请公开情况。2021年收到依申请公开件4件，均以网络形式提交，均已按时答复。",
        "req_received=4 req_received_online=4",
    ),
    (
        "2018年度收到政府信息公开申请0件，受理0件，办结0件。",
        "req_received=0 req_received=0 req_answered=0",
    ),
    (
        "我局2013年度依申请公开政府信息受理数为0，行政复议数为0，行政诉讼数为0，行政申诉数为0。",
        "req_received=0 review_total=0 litigation_total=0 complaints_total=0",
    ),
    (
        "2014年度制作、获取政府信息58条，其中主动公开51条，依申请公开信息7条。在主动公开的51条信息中，"
        "民生类31条，其他20条。",
        "proactive_items=51 proactive_items=51",
    ),
    (
        "本年度共有1人次就信息公开事宜前来咨询，无人提出申请。",
        "req_received=0",
    ),
    (
        "2022年全年主动公开政府信息65条，其中规范性文件2件；组织信息公开业务培训1次，参加人员22人；政务"
        "新媒体发布信息310条。",
        "proactive_items=65 training_classes=1 trainees=22",
    ),
    (
        "全年办理“我为政府网站找错”留言4条，处理纠错2条。",
        "",
    ),
    (
        "对依申请公开件，我局均在15个工作日内作出答复，2016年共答复5件，其中同意公开4件，非本机关掌握1件。",
        "req_answered=5 reply_granted=4",
    ),
    (
        "2012年我局信息公开工作人员共3人，均为兼职，参加省、市组织的业务培训4人次。",
        "trainees=4",
    ),
    (
        "2020年未发生因政府信息公开被举报投诉、被行政复议或被行政诉讼的情形，未收取信息处理费用。",
        "review_total=0 litigation_total=0 complaints_total=0 fee_collected=0",
    ),
    (
        "全年收到行政复议1件、行政诉讼1件，复议机关和法院均支持我局答复。",
        "review_total=1 litigation_total=1",
    ),
    (
        "共收到政府信息公开申请21件，同比增长40%；按申请方式分，信函9件、网络10件、当面2件；按办理结果分"
        "，予以公开9件、部分公开3件、不予公开2件、无法提供5件、其他处理2件。",
        "req_received=21 req_received_letter=9 req_received_online=10 req_received_in_person=2 "
        "reply_granted=9 reply_partial=3 reply_refused=2 reply_unable=5 reply_other=2",
    ),
    (
        "2011年我局在县政府网公开政府信息26条，政府公报公开0条。",
        "channel_website=26 channel_gazette=0",
    ),
    (
        "2019年发布政策解读4篇，召开新闻发布会0场，网上调查3次。",
        "interpretation_articles=4 press_conferences=0",
    ),
    (
        "现行有效规范性文件共有9件，均已向社会公开。",
        "normative_docs_valid=9",
    ),
    (
        "我局共有政府信息查阅点1个，设在办公楼一层大厅，2010年接待查阅3人次。",
        "reading_points=1 reading_point_visits=3",
    ),
    (
        "2023年依申请公开3件，均为信函申请，其中予以公开1件，无法提供2件；未发生行政复议，行政诉讼1件。",
        "req_received=3 req_received_letter=3 reply_granted=1 reply_unable=2 review_total=0 litigation_total=1",
    ),
    (
        "全区14个单位公开信息1,950条，其中本局185条。",
        "proactive_items=1950",
    ),
    (
        "全年主动公开信息量同比提高12%，达到321条。",
        "proactive_items=321",
    ),
    (
        "2016年无偿向群众提供信息公开资料复印件30份，未收任何费用。",
        "fee_collected=0",
    ),
]


@pytest.mark.parametrize(("text", "expected"), PASSAGES)
def test_passages(text: str, expected: str) -> None:
    assert told(text) == expected.split()
