"""The reporter's share of what all did, ways that were not used, totals behind their parts, figures of later years."""

from __future__ import annotations

import pytest
from told import told, unmapped

from gongkai.report.claims import extract

SHARES = [
    (
        "全县水务系统共公开政府信息900条，其中县局本级310条。",
        [("proactive_items", 900, "jurisdiction"), ("proactive_items", 310, "own")],
    ),
    (
        "全市各级气象部门公开政府信息500条，其中市局公开120条。",
        [("proactive_items", 500, "jurisdiction"), ("proactive_items", 120, "own")],
    ),
    (
        "全市建成政府信息查阅点14个，其中市本级2个。",
        [("reading_points", 14, "jurisdiction"), ("reading_points", 2, "own")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SHARES)
def test_share_of_the_reporter(text: str, expected: list[tuple[str, int, str]]) -> None:
    found = extract(text, year=2018, agency="某市水务局")
    assert [(c.key, c.value, c.scope) for c in found] == expected


WAYS = [
    ("收到申请6件，其中信函申请6件，无传真申请。", "req_received=6 req_received_letter=6 req_received_fax=0"),
    ("共收到4件申请，都来自网上，没有当面申请。", "req_received=4 req_received_online=4 req_received_in_person=0"),
    ("没有收到信函申请。", "req_received=0"),
    ("上一年也没有结转的申请。", "req_carried_in=0"),
    ("收到申请1件，已答复，没有结转。", "req_received=1 req_carried_out=0"),
    (
        "受理申请总数：3件；其中：当面申请：0件；传真申请：1件；信函申请：2件。",
        "req_received=3 req_received_in_person=0 req_received_fax=1 req_received_letter=2",
    ),
    (
        "受理申请总数：4件，其中：1、当面申请：1件；2、网上申请：3件；3、传真申请：0件。",
        "req_received=4 req_received_in_person=1 req_received_online=3 req_received_fax=0",
    ),
    ("共有9人次申请公开信息，6人次网上递交，3人次写信。", "req_received=9 req_received_online=6 req_received_letter=3"),
    ("收到申请3件。全市教育系统受理17件。", "req_received=3 req_received=17"),
    ("收到申请2件，给了1件，拿不出的1件。", "req_received=2 reply_granted=1 reply_unable=1"),
    ("收到申请40件，已办38件，费用方面一分钱也没收。", "req_received=40 req_answered=38 fee_collected=0"),
    ("收到申请一件，当面递交，当场答复。", "req_received=1 req_received_in_person=1"),
    (
        "收到申请30件，涉及建设许可的18件。按渠道分：窗口递交9件，邮寄8件，网络13件。",
        "req_received=30 req_received_in_person=9 req_received_letter=8 req_received_online=13",
    ),
    ("收到申请5件，办结4件，1件未到期，转下年度办理。", "req_received=5 req_answered=4 req_carried_out=1"),
    (
        "有4位村民来申请公开，网上递交的3件，当面的1件。",
        "req_received=4 req_received_online=3 req_received_in_person=1",
    ),
    (
        "收到申请2件，一件给了全部材料，另一件因涉及隐私没有公开。",
        "req_received=2 reply_granted=1 reply_refused=1",
    ),
]

TOTALS = [
    (
        "局网站120条；微信30条；微博10条，合计160条。",
        "channel_website=120 channel_wechat=30 channel_weibo=10 proactive_items=160",
    ),
    ("行政复议维持3件、纠正1件，总计4件。", "review_total=4"),
    ("截至2012年底，共主动公开信息800条，其中2012年公开90条。", "proactive_items=800 proactive_items=90"),
    ("举行新闻发布会7场，其中主要负责人出席发布会2场。", "press_conferences=7"),
]

OTHERS = [
    ("收到申请1件。在农业网站发布信息70条。", "req_received=1 channel_website=70"),
    ("门户网站公开信息50条，另有20条印在宣传册上。", "channel_website=50"),
    ("通过展板、广播等其他方式公开25条。", "channel_other=25"),
    ("行政执法公示平台公示300条。", "channel_other=300"),
    ("编制行政规范性文件3件。", "normative_docs_made=3"),
    ("解读惠企政策8篇。", "interpretation_articles=8"),
    ("现行有效规范性文件4件。公众号发布26条。", "normative_docs_valid=4 channel_wechat=26"),
    ("收费金额为0，减免金额为0。", "fee_collected=0 fee_waived=0"),
    ("为困难群众免收复印费用30元。", "fee_waived=30"),
    ("未设专职人员，由2名同志兼任。", "staff_full_time=0 staff_part_time=2"),
    (
        "1、网站公开：12条；2、政府公报公开：0条；3、其他方式公开：3条。",
        "channel_website=12 channel_gazette=0 channel_other=3",
    ),
    ("通过微信公众号“某县审批”发布31条。", "channel_wechat=31"),
    ("“税收热点”微博发博文17条。", "channel_weibo=17"),
    ("一个是公示平台，挂出900条；另一个是农业网站，登了40条。", "channel_other=900 channel_website=40"),
    ("年内未制作规范性文件。", "normative_docs_made=0"),
    ("开展安全生产检查、培训企业员工90人次。举办保密培训1次。", ""),
    ("发表政策解读文章6篇。", "interpretation_articles=6"),
    ("现有规范性文件3件有效。", "normative_docs_valid=3"),
    ("减免2人费用8元。", "fee_waived=8"),
    ("年内没收过费用。", "fee_collected=0"),
    ("申请复议1人次。", "review_total=1"),
    ("行政诉讼3件，其中未经复议直接起诉2件、复议后起诉1件。", "litigation_total=3"),
    ("条例规定的12项内容已全部公开。", ""),
    ("区政府本级召开政务公开推进会2次。", "meetings_held=2"),
]


@pytest.mark.parametrize(("text", "expected"), [*WAYS, *TOTALS, *OTHERS])
def test_passages(text: str, expected: str) -> None:
    assert told(text) == expected.split()


def test_plans_of_a_named_later_year_are_silent() -> None:
    assert told("2021年，本委计划办培训班5期，公开信息300条。", year=2020) == []
    assert told("2020年，本委按计划举办政务公开培训班5期。", year=2020) == ["training_classes=5"]


def test_a_part_before_an_open_one_still_counts() -> None:
    assert unmapped("公开的信息中，属“机关党建”的2条，属“会议”的3条。") == ["2条", "3条"]
    assert unmapped("行政复议6件，其中维持4件、纠正1件、尚未审结1件。") == ["4件", "1件", "1件"]


def test_figures_of_all_years_and_of_last_year() -> None:
    claims = extract("截至2012年底，历年累计公开信息70条。收到申请6件，是去年（3件）的两倍。", year=2012)
    assert [(c.value, c.period) for c in claims] == [(70, "cumulative"), (6, "year"), (3, "other_year")]


def test_carried_over_belongs_to_the_year() -> None:
    assert [c.period for c in extract("2021年，上年度结转5件申请。", year=2021)] == ["year"]


def test_how_an_item_is_counted_is_no_statement():
    text = "全年主动公开政府信息947条，同一信息在几个渠道发布的，总数只计一次；重复发布仅计算1条。"
    assert [(c.key, c.value) for c in extract(text)] == [("proactive_items", 947)]
