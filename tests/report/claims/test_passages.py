"""Whole passages in the style of many offices: sober, talkative, old and new."""

from __future__ import annotations

import pytest
from told import told

PASSAGES = [
    (
        "县财政局2010年拢共公开3条信息，全部放在县政府网站上。没有收到过公开申请，费用没收过，也没减免过。行"
        "政复议、诉讼、申诉都是0件。",
        "proactive_items=3 req_received=0 fee_collected=0 fee_waived=0 review_total=0 litigation_total=0 "
        "complaints_total=0",
    ),
    (
        "工商局当年选派4人次去上级听课。主动公开47条：职责类5条、动态类38条、公开类3条、收费类1条。接到申"
        "请0件。无人提起复议或诉讼。办公室有1人兼职干这项工作，其他科所队16人协助。未向任何申请人收取费用。",
        "trainees=4 proactive_items=47 req_received=0 review_total=0 litigation_total=0 "
        "staff_part_time=1 fee_collected=0",
    ),
    (
        "机构改革后的头四个月，国资局在网站上主动公开信息24条，该公开的都公开了（100%）。24条里，法规文件"
        "7条，机构人员5条，预决算没有，党建3条，动态8条，其他1条。两名同志管这件事。",
        "channel_website=24",
    ),
    (
        "2011年渔业局没有收到要求公开信息的申请，没有因此被复议，也没有被起诉。",
        "req_received=0 review_total=0 litigation_total=0",
    ),
    (
        "交建局2017年公开信息461条，规范性文件类396条，动态通知类65条。有人递来4件申请，3件寄信，1"
        "件上网填的，要的都是竣工备案资料，4件都同意公开。不收费，无减免。没有复议案，没有诉讼案。没有专职人员，"
        "都是兼职。",
        "proactive_items=461 req_received=4 req_received_letter=3 req_received_online=1 reply_granted=4 "
        "fee_collected=0 fee_waived=0 review_total=0 litigation_total=0 staff_full_time=0",
    ),
    (
        "旅文局全年公开598条，依申请公开的没有。局网站发了713条，微博495条，微信632条。",
        "proactive_items=598 req_received=0 channel_website=713 channel_weibo=495 channel_wechat=632",
    ),
    (
        "农发局今年拿出来公开的信息有74条，动态12条（16%），公示7条（9%）。依申请公开0条。没有收费，没"
        "有减免。复议没有，诉讼没有。",
        "proactive_items=74 fee_collected=0 fee_waived=0 review_total=0 litigation_total=0",
    ),
    (
        "社会事业局2014年做出或拿到的政府信息11条，11条都主动公开了。没人申请。收费与减免均未发生。没有复"
        "议、诉讼、申诉找上门。",
        "proactive_items=11 req_received=0 fee_collected=0 fee_waived=0 review_total=0 "
        "litigation_total=0 complaints_total=0",
    ),
    (
        "某片区2022年公开110条信息；收到申请1件，没有引出复议或诉讼。安排了2个人维护平台。没有人举报公开工作。",
        "proactive_items=110 req_received=1 review_total=0 litigation_total=0 complaints_total=0",
    ),
    (
        "招商局官网这一年只挂了1条政府信息，微信公众号倒是发了21条原创。没有收到申请，没有咨询电话，复议和诉讼也没有。",
        "channel_website=1 channel_wechat=21 req_received=0 review_total=0 litigation_total=0",
    ),
    (
        "综合执法局公开信息37条，29条走门户网站，8条走其他形式。没有依申请公开。不公开的有563条，涉及清违"
        "。收费减免都没有。",
        "proactive_items=37 channel_website=29 channel_other=8 req_received=0 fee_collected=0 fee_waived=0",
    ),
    (
        "街道2023年在区政府网站上公布了218条信息，其中行政执法类占一半以上。居民提出的公开申请有9件，上年"
        "没办完的还有1件，到年底办完8件，剩2件转到2024年。公开了4件，部分公开1件，因为没有现成材料没法提"
        "供的3件。",
        "channel_website=218 req_received=9 req_carried_in=1 req_answered=8 req_carried_out=2 "
        "reply_granted=4 reply_partial=1 reply_unable=3",
    ),
    (
        "全年共收到7人提出的9份申请，内容以拆迁补偿为主，信件寄来7份，网上2份。9份全部办结，其中全部公开5份"
        "、部分公开2份、告知不存在2份。",
        "req_received=9 req_received_letter=7 req_received_online=2 req_answered=9 reply_granted=5 "
        "reply_partial=2 reply_unable=2",
    ),
    (
        "本镇依申请公开工作平稳，2020年仅接到1件，书面答复后当事人未提异议。",
        "req_received=1",
    ),
    (
        "2014年环保局公开的信息，总数是1,045条：环评审批312条、监测数据456条、行政处罚77条、其他200条。",
        "proactive_items=1045",
    ),
    (
        "县卫计局：主动公开信息210条；受理申请0件；复议0件；诉讼0件；收费0元；专职人员1名，兼职人员3名；培训1次35人。",
        "proactive_items=210 req_received=0 review_total=0 litigation_total=0 fee_collected=0 "
        "staff_full_time=1 staff_part_time=3 training_classes=1 trainees=35",
    ),
    (
        "有人问，去年公开了多少？答：门户网站1,811条，政务微信402条，政务微博390条，公报8期。",
        "channel_website=1811 channel_wechat=402 channel_weibo=390",
    ),
    (
        "全县这一年开了五场新闻发布会，做了十二期在线访谈，对二十六个热点作出回应，解读文章一百零八篇。",
        "press_conferences=5 online_interviews=12 response_hot_topics=26 interpretation_articles=108",
    ),
    (
        "全局目前有效的规范性文件是17件，当年新出3件，废掉2件。",
        "normative_docs_valid=17 normative_docs_made=3",
    ),
    (
        "办公室专门负责公开的有2人（1专1兼）。",
        "",
    ),
    (
        "档案馆、图书馆和政务大厅三处设了查阅点，一年接待来查的群众214人次。",
        "reading_points=3 reading_point_visits=214",
    ),
    (
        "全年无申请。无收费。无诉讼。无复议。",
        "req_received=0 fee_collected=0 litigation_total=0 review_total=0",
    ),
    (
        "信息公开申请11件，同比多4件；不予公开2件，理由是商业秘密；另有1件申请人主动撤回。",
        "req_received=11 reply_refused=2",
    ),
    (
        "交通局在2011年里，没有碰到申请公开的，没有碰到投诉的，更没有复议和诉讼。",
        "req_received=0 complaints_total=0 review_total=0 litigation_total=0",
    ),
    (
        "经费方面，全年印制公开栏花了2.6万元，没有向任何人收费。",
        "fee_collected=0",
    ),
    (
        "召开专题会、碰头会共六次，办班两期，120名干部听了课。",
        "meetings_held=6 training_classes=2 trainees=120",
    ),
    (
        "今年有6件申请走到了复议，4件维持，2件撤销；其中1件又进了法院。",
        "review_total=6 litigation_total=1",
    ),
    (
        "申请公开件43宗，答复41宗，其中：全部公开25宗，部分公开6宗，不公开3宗，不掌握7宗；余2宗仍在办理。",
        "req_received=43 req_answered=41 reply_granted=25 reply_partial=6 reply_refused=3 reply_unable=7 "
        "req_carried_out=2",
    ),
    (
        "全年主动公开信息的条数是一千二百零六，渠道以网站为主。",
        "",
    ),
    (
        "2019年全局新增公开信息155条，累计已有1,902条。",
        "proactive_items=155 proactive_items=1902",
    ),
    (
        "共受理公开申请三十件，其中个人二十四件，单位六件。",
        "req_received=30",
    ),
    (
        "我局2012年制作或获取的政府信息共35条，主动公开信息28条，主动公开率80%；依申请公开信息7条，不予公开信息0条。",
        "proactive_items=28",
    ),
    (
        "（二）依申请公开政府信息情况。2013年，我局共收到申请公开政府信息2件，其中，以书面形式申请2件。",
        "req_received=2",
    ),
    (
        "2014年，我局受理信息公开申请1件，申请方式为当面申请，答复方式为书面答复，答复结果为“同意公开”。",
        "req_received=1 req_received_in_person=1 reply_granted=1",
    ),
    (
        "一、概述 2016年我局按照要求，设置兼职工作人员1名，负责政府信息公开的日常工作；无专项经费。",
        "staff_part_time=1",
    ),
    (
        "我局2009年度政府信息公开申请数0条，答复数0条。",
        "req_received=0 req_answered=0",
    ),
    (
        "全年共向区档案馆、图书馆移交文件156份，供公众查阅。",
        "",
    ),
    (
        "通过福建平潭网、微信公众号等平台主动公开信息98条，在政务公开栏张贴公示12次。",
        "proactive_items=98",
    ),
    (
        "我局门户网站年内共公开政府信息1,023条，其中概况类信息12条、工作动态803条、法规公文58条、政策解读类信息26条。",
        "channel_website=1023",
    ),
    (
        "2018年，全局政府信息主动公开数量为126条，同比增加26条，增幅26%。",
        "proactive_items=126",
    ),
    (
        "截至2014年12月底，我局共有3人从事政府信息公开工作，其中专职人员0人，兼职人员3人。",
        "staff_full_time=0 staff_part_time=3",
    ),
    (
        "本年度没有因依申请公开产生收费和减免的情况，也没有因此产生行政复议、提起行政诉讼的情况。",
        "fee_collected=0 fee_waived=0 review_total=0 litigation_total=0",
    ),
    (
        "2020年度，我局收到政府信息公开申请件3件（其中自然人2件，法人1件），已全部办结，予以公开2件，信息不存在1件。",
        "req_received=3 reply_granted=2 reply_unable=1",
    ),
    (
        "接受公众咨询66人次，其中现场接待35人次，电话咨询31人次。",
        "",
    ),
    (
        "2011年度我局未发生政府信息公开相关的投诉举报和行政复议、行政诉讼案件。",
        "review_total=0 litigation_total=0 complaints_total=0",
    ),
    (
        "2015年度共主动公开政府信息53条，其中，通过区政务网公开53条，通过其他方式公开12条。",
        "proactive_items=53 channel_website=53 channel_other=12",
    ),
    (
        "我局无行政复议和行政诉讼案件发生，收到群众举报0件。",
        "review_total=0 litigation_total=0 complaints_total=0",
    ),
    (
        "2010年度未有公民、法人和其它组织向我局提出政府信息公开申请。",
        "req_received=0",
    ),
    (
        "组织局机关及下属单位信息员15人参加区里举办的信息公开业务培训。",
        "trainees=15",
    ),
    (
        "2022年，区农业农村局共制定政策文件2件，规范性文件1件，均在规定时限内公开并配套解读材料3份。",
        "normative_docs_made=1 interpretation_articles=3",
    ),
    (
        "2023年度我局主动公开政府信息40条，未收到依申请公开；未发生行政复议；未发生行政诉讼；未收取信息处理费。",
        "proactive_items=40 req_received=0 review_total=0 litigation_total=0 fee_collected=0",
    ),
    (
        "年度内受理依申请公开事项共计4宗，办结4宗，均为网上申请。",
        "req_received=4 req_answered=4 req_received_online=4",
    ),
    (
        "我局政府信息公开工作领导小组办公室设在局办公室，配有专（兼）职工作人员2名，全年参加各级培训2次、6人次。",
        "trainees=6",
    ),
    (
        "共收到依申请公开事项5条。其中同意公开答复数3条，同意部分公开答复数1条，否决公开答复总数1条。",
        "req_received=5 reply_granted=3 reply_partial=1 reply_refused=1",
    ),
    (
        "2019年新制发规范性文件0件，现行有效规范性文件3件，对外公开总数3件。",
        "normative_docs_made=0 normative_docs_valid=3 normative_docs_disclosed=3",
    ),
    (
        "本单位全年回应公众关注热点或重大舆情2次，参加政府新闻发布会1次，政策解读稿件发布4篇。",
        "response_hot_topics=2 press_conferences=1 interpretation_articles=4",
    ),
    (
        "政府信息公开专栏页面访问量9,320次，现场接待人数0人次，网上咨询数2人次。",
        "",
    ),
    (
        "2021年，我局收到行政复议案件1件，复议结果为维持；行政诉讼案件1件，尚在审理中。",
        "review_total=1 litigation_total=1",
    ),
    (
        "这一年局里往网上放了信息1,120条，门户网占九成。",
        "channel_website=1120",
    ),
    (
        "全年见诸网站的信息共计332条，另有18条登在政府公报上。",
        "channel_website=332 channel_gazette=18",
    ),
    (
        "公众号更新87次、推文203篇，微博只发了12条。",
        "channel_wechat=203 channel_weibo=12",
    ),
    (
        "整年下来，向社会亮家底的信息达到560条：官网320条，公众号210条，公告栏30条。",
        "proactive_items=560 channel_website=320 channel_wechat=210",
    ),
    (
        "一年当中公开的信息共有四百一十二条。",
        "proactive_items=412",
    ),
    (
        "要数渠道，网站排第一，挂了210条；微信其次，推了96条。",
        "channel_website=210 channel_wechat=96",
    ),
    (
        "信息公开申请今年共有6宗，网络5宗，信函1宗，均已答复。",
        "req_received=6 req_received_online=5 req_received_letter=1",
    ),
    (
        "递到局里的公开申请有十份，八份同意公开，两份因属内部信息未予公开。",
        "req_received=10 reply_granted=8",
    ),
    (
        "有三位村民来镇上申请公开征地信息，都给了答复。",
        "req_received=3",
    ),
    (
        "今年办了2件公开申请，一件给了，一件说明不归本局管。",
        "req_received=2 reply_granted=1",
    ),
    (
        "来申请的人不多，全年5件，4件走网络，1件走窗口。",
        "req_received=5 req_received_online=4 req_received_in_person=1",
    ),
    (
        "全年只有一件依申请公开，申请人通过电子邮件提出，当月办结。",
        "req_received=1",
    ),
    (
        "因为答复引来一起行政复议，没有引起诉讼。",
        "review_total=1 litigation_total=0",
    ),
    (
        "跟公开有关的官司一场没有。",
        "litigation_total=0",
    ),
    (
        "没有人告我们，也没有人投诉。",
        "complaints_total=0",
    ),
    (
        "全年没有因公开信息吃官司。",
        "litigation_total=0",
    ),
    (
        "不收分文，自然也没有减免一说。",
        "fee_collected=0 fee_waived=0",
    ),
    (
        "办这些事没有向申请人收过钱。",
        "fee_collected=0",
    ),
    (
        "信息公开全部不收费。",
        "fee_collected=0",
    ),
    (
        "公开工作没花申请人一分钱。",
        "fee_collected=0",
    ),
    (
        "没有产生收费，减免也就无从谈起。",
        "fee_collected=0 fee_waived=0",
    ),
    (
        "查阅费、复印费一律免收。",
        "fee_collected=0",
    ),
    (
        "做信息公开的有三个人，一个专职，两个兼职。",
        "staff_full_time=1 staff_part_time=2",
    ),
    (
        "专职人手没有，都是兼着干。",
        "staff_full_time=0",
    ),
    (
        "全镇配了一名专职信息员。",
        "staff_full_time=1",
    ),
    (
        "年内开会研究公开工作四次，培训两期，受训80人次。",
        "meetings_held=4 training_classes=2 trainees=80",
    ),
    (
        "请专家来讲了两堂课，听课的有90人次。",
        "trainees=90",
    ),
    (
        "就热点问题作了13次回应。",
        "response_hot_topics=13",
    ),
    (
        "上线访谈3期，开新闻发布会2场。",
        "online_interviews=3 press_conferences=2",
    ),
    (
        "给政策配解读，一共配了26篇。",
        "interpretation_articles=26",
    ),
    (
        "出台规范性文件5件，件件有解读。",
        "normative_docs_made=5",
    ),
    (
        "档案馆和图书馆各设一个查阅点，有40人次去查过。",
        "reading_point_visits=40",
    ),
    (
        "全年查阅点来了66人次。",
        "reading_point_visits=66",
    ),
    (
        "主动公开的事项共285项，比头一年多出30项。",
        "proactive_items=285",
    ),
    (
        "全年在省局网站发稿41篇，在报纸上稿17篇。",
        "channel_website=41",
    ),
    (
        "全年依申请公开数为0，复议诉讼数也为0。",
        "req_received=0 review_total=0 litigation_total=0",
    ),
    (
        "一件申请都没接到。",
        "req_received=0",
    ),
    (
        "申请、复议、诉讼、投诉，样样都是零。",
        "req_received=0 review_total=0 litigation_total=0 complaints_total=0",
    ),
    (
        "公开申请为零，收费为零，复议为零。",
        "req_received=0 fee_collected=0 review_total=0",
    ),
    (
        "全年申请量挂零。",
        "req_received=0",
    ),
    (
        "没有一宗公开申请，没有一宗复议。",
        "req_received=0 review_total=0",
    ),
    (
        "2010年的公开信息总量是1,306条，内容覆盖十个类别。",
        "proactive_items=1306",
    ),
    (
        "2018年一共挂出政府信息2,003条，其中政策文件111条，解读23条，公告公示890条。",
        "proactive_items=2003 interpretation_articles=23",
    ),
    (
        "收到申请24件，其中有1件是去年结转来的；答复了22件，还有2件跨到了今年。",
        "req_received=24 req_carried_in=1 req_answered=22 req_carried_out=2",
    ),
    (
        "予以公开的9件，部分公开的3件，不予公开的2件，无法提供的6件，其他处理的2件。",
        "reply_granted=9 reply_partial=3 reply_refused=2 reply_unable=6 reply_other=2",
    ),
]


@pytest.mark.parametrize(("text", "expected"), PASSAGES)
def test_passages(text: str, expected: str) -> None:
    assert told(text) == expected.split()
