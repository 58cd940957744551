"""What must stay silent, what is told of parts, and how claims are quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import told, unmapped

from gongkai.report.claims import extract
from gongkai.report.text import fold

SILENT = [
    "根据《条例》第二十条，应当自收到申请之日起15个工作日内答复。",
    "本报告由概述、主动公开、附表等六个部分组成。",
    "地址：建设路36号5楼508室，邮编：350400，电话：0591-24312345，24319988。",
    "按照闽政办〔2015〕8号和国务院令第492号要求开展工作。",
    "落实“五公开”，认真学习“三个代表”重要思想和党的十九届四中全会精神。",
    "统计期限为2016年1月1日至12月31日。",
    "下一步，我局将新增公开信息100条，举办培训班2期。",
    "2019年，力争主动公开信息300条。",
    "一是加强领导，二是完善制度，三是第一时间公开。",
    "每月至少公开1次，全年不少于12条。",
    "未按时公开的，予以通报。",
    "为残疾人提供无障碍浏览，无正当理由不得拒绝。",
    "信息员未接受统一培训，业务不精。",
    "行政许可事项由原来的29项精简为22项。",
    "安排专项资金500万元，支持项目12个。",
    "审批环节由8个减少为3个，办理时限压缩5个工作日。",
    "如未收到答复，可拨打12345热线。",
    "图3 网站首页",
    "全县辖区内共有16个乡镇、36个单位。",
    "全年税收增长12.5%，压缩审批时限60%。",
    "完成植树造林2.3万亩，新建道路18公里。",
    "开展“一件事一次办”改革，推行一网通办。",
    "设置“政府信息公开”“办事服务”两个栏目。",
    "2011年1月20日",
    "同一信息在不同渠道公开的计1条。",
    "实行定密与公开两张单子管理。",
    "梳理定密和公开2张单子，一并核对。",
    "公开与保密记两本台账。",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert extract(text) == []


def test_plans_under_a_heading_of_problems_and_mends() -> None:
    text = (
        "五、存在的问题及改进措施\n目前全局仅有兼职人员1名。\n今后，要加强培训，每季度公开信息30条。新增专职人员2名。"
    )
    assert told(text) == ["staff_part_time=1"]


def test_plans_under_a_heading_of_plans() -> None:
    assert told("公开信息200条，举办培训3期。", heading="六、下一步工作打算") == []


def test_facts_after_the_plans_of_an_earlier_section() -> None:
    text = "一、工作打算 举办培训3期。二、主动公开情况 全年公开信息20条。"
    assert told(text) == ["proactive_items=20"]


UNMAPPED = [
    ("制作政府信息65条，其中主动公开60条，依申请公开信息3条，不予公开2条。", "65条 3条 2条"),
    ("公开信息40条，工作动态类30条，占75%；公告类10条，占25%。", "30条 75% 10条 25%"),
    ("答复网民留言36条，办结率100%。", "36条 100%"),
    ("主动公开全文电子化信息20条。", "20条"),
    ("开设专栏12个。", "12个"),
    ("网站访问量3万次，公众号粉丝2,000人。", "30000次 2000人"),
    ("收到申请3件，其中自然人申请2件，企业申请1件。", "2件 1件"),
    ("行政复议3件，其中维持2件、撤销1件。", "2件 1件"),
    ("未接到群众对公开工作的电话咨询。", "0次"),
    ("主动公开信息20条，比上年增加5条，增长33.3%。", "5条 33.3%"),
    ("承办人大建议5件、政协提案7件。", "5件 7件"),
    ("共有工作人员6名。", "6人"),
    ("媒体报道我局新闻14篇，其中日报3篇、电视台5篇。", "14篇 3篇 5篇"),
]


@pytest.mark.parametrize(("text", "expected"), UNMAPPED)
def test_unmapped(text: str, expected: str) -> None:
    assert unmapped(text) == expected.split()


QUOTES = [
    ("2013年度，我局无依申请公开事项。", ["我局无依申请公开事项"]),
    ("收到申请3件，其中：网上申请2件、信函申请1件。", ["收到申请3件", "网上申请2件", "信函申请1件"]),
    ("微博、微信分别发布信息5条和6条。", ["微博、微信分别发布信息5条和6条"] * 2),
    ("没有发生行政复议和行政诉讼。", ["没有发生行政复议和行政诉讼"] * 2),
    ("全年公众号推送21条原创信息。", ["全年公众号推送21条原创信息"]),
    ("一是公开信息5条；二是收到申请1件。", ["公开信息5条", "收到申请1件"]),
]


@pytest.mark.parametrize(("text", "quotes"), QUOTES)
def test_quotes(text: str, quotes: list[str]) -> None:
    assert [c.quote for c in extract(text)] == quotes


def test_traditional_characters_are_quoted_as_printed() -> None:
    (claim,) = extract("本局於年內主動公開政府信息25條。")
    assert (claim.key, claim.value, claim.unit) == ("proactive_items", 25, "條")
    assert claim.quote == "本局於年內主動公開政府信息25條"


WORDS = (
    "2017年 我局 主动公开 信息 收到 申请 12 ３ 条 件 ， 。 ； （ ） 、 无 未发生 行政复议 其中 一、 （一） 情况 分别 "
    "和 各 网站 微信 《 均为0 100% 公開 一个没有 下一步 ： 条_3_ 行政诉讼数_件_0_ 万 两 次 培训 收费 _"
)
PROSE = st.lists(st.sampled_from(["\n", *(w.replace("_", " ") for w in WORDS.split())]), max_size=60).map("".join)


@given(PROSE)
def test_every_claim_lies_in_the_text_in_order(text: str) -> None:
    claims = extract(text)
    assert all(text[c.start : c.end] == c.quote and 0 <= c.start < c.end <= len(text) for c in claims)
    assert [c.start for c in claims] == sorted(c.start for c in claims)
    assert all(c.section == 0 and c.value >= 0 for c in claims)


@given(PROSE)
def test_folding_the_text_changes_no_claim(text: str) -> None:
    plain, folded = extract(text), extract(fold(text))
    assert [(c.key, c.value, c.start, c.end) for c in plain] == [(c.key, c.value, c.start, c.end) for c in folded]


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert all(text[c.start : c.end] == c.quote for c in extract(text))


@pytest.mark.parametrize(("text", "expected"), [("公开政府信息30张。", ["proactive_items=30"]), ("公开图片3张。", [])])
def test_sheets_that_are_no_lists_count(text: str, expected: list[str]) -> None:
    assert told(text) == expected
    assert len(extract(text)) == 1
