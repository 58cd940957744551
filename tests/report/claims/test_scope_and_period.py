"""Whose number and of what time; approximation; units as printed."""

from __future__ import annotations

import pytest

from gongkai.report.claims import extract
from gongkai.report.model import Claim


def only(text: str, **report: str | int) -> Claim:
    """The one claim of ``text``."""
    (claim,) = extract(text, **report)
    return claim


OWN, ALL, OTHER = "own", "jurisdiction", "other"
SCOPES = [
    ("我局主动公开信息30条。", "某县水利局", OWN),
    ("全县各级行政机关主动公开信息3万条。", "某县水利局", ALL),
    ("全市税务系统公开信息5,600条。", "国家税务总局某市税务局", ALL),
    ("各乡镇共收到申请6件。", "某县人民政府办公室", ALL),
    ("全县收到申请6件。", "某县人民政府", OWN),
    ("全镇公开信息120条。", "某镇人民政府", OWN),
    ("街道各社区公开信息20条。", "某街道办事处", OWN),
    ("2015年，全省各级机关受理申请900件。", "某省财政厅", ALL),
    ("参加上级组织的政务公开培训2次。", "某县财政局", OTHER),
    ("组织全县政务公开培训2次。", "某县政府办", OWN),
]


@pytest.mark.parametrize(("text", "agency", "scope"), SCOPES)
def test_scope(text: str, agency: str, scope: str) -> None:
    assert only(text, agency=agency).scope == scope


def test_scope_is_carried_through_a_sentence_and_ends_with_it() -> None:
    claims = extract("全省共收到申请90件，其中网上申请60件。我厅收到申请7件。", agency="某省科技厅")
    assert [c.scope for c in claims] == [ALL, ALL, OWN]


@pytest.mark.parametrize(("text", "scope"), [("我局…。全市公开信息9条。", ALL), ("我县…。全县公开信息9条。", OWN)])
def test_scope_without_an_agency_is_read_off_the_text(text: str, scope: str) -> None:
    assert only(text).scope == scope


PERIODS = [
    ("2016年收到申请5件。", "year"),
    ("2015年收到申请5件。", "other_year"),
    ("去年收到申请5件。", "other_year"),
    ("上年度未收到申请。", "other_year"),
    ("全年收到申请5件。", "year"),
    ("自2008年《条例》施行以来，累计收到申请5件。", "cumulative"),
    ("2016年以来收到申请5件。", "year"),
    ("今年以来，收到申请5件。", "year"),
    ("历年累计公开信息50条。", "cumulative"),
    ("截至目前累计公开信息50条。", "cumulative"),
    ("截至2016年12月31日，收到申请5件。", "year"),
    ("2016年，我局累计公开信息50条。", "year"),
    ("网站累计访问量5万次。", "cumulative"),
    ("公开2017年部门预算1份。", "year"),
    ("上年结转申请2件。", "year"),
    ("截至目前，未收取费用。", "year"),
]


@pytest.mark.parametrize(("text", "period"), PERIODS)
def test_period_in_the_report_of_2016(text: str, period: str) -> None:
    assert only(text, year=2016).period == period


def test_comparison_with_another_year() -> None:
    claims = extract("公开信息120条，比2015年增加20条。", year=2016)
    assert [(c.value, c.period, c.key) for c in claims] == [
        (120, "year", "proactive_items"),
        (20, "year", "unmapped"),
    ]


def test_part_of_a_cumulative_figure_is_of_the_year() -> None:
    claims = extract("累计公开信息300条，其中2016年公开40条。", year=2016)
    assert [(c.key, c.value, c.period) for c in claims] == [
        ("proactive_items", 300, "cumulative"),
        ("proactive_items", 40, "year"),
    ]


def test_year_is_read_off_the_text_where_not_given() -> None:
    claims = extract("某局2014年度报告。2014年收到申请3件，比2013年多1件；2013年收到申请2件。")
    assert [c.period for c in claims if c.key == "req_received"] == ["year", "other_year"]


@pytest.mark.parametrize(
    ("text", "value", "unit", "approx"),
    [
        ("公开信息约500条。", 500, "条", True),
        ("公开信息500余条。", 500, "条", True),
        ("公开信息500條。", 500, "條", False),
        ("配备专职人员2名。", 2, "人", False),
        ("收取费用0.5万元。", 0.5, "万元", False),
        ("申请办结率１００％。", 100, "%", False),
        ("未收到公开申请。", 0, "件", False),
        ("未收取费用。", 0, "元", False),
        ("没有专职人员。", 0, "人", False),
        ("行政复议数为0。", 0, "件", False),
    ],
)
def test_value_unit_approximation(text: str, value: float, unit: str, approx: bool) -> None:
    claim = only(text)
    assert (claim.value, claim.unit, claim.approx) == (value, unit, approx)


CHANGES = [
    ("本年收到申请数由上年的3件增加到8件。", "req_received", 3, 8),
    ("收到政府信息公开申请从上年3件变为8件。", "req_received", 3, 8),
    ("全年收到申请从去年的12件降至8件。", "req_received", 12, 8),
    ("收到申请由2015年的12件减少至2016年的8件。", "req_received", 12, 8),
    ("主动公开政府信息由上年度的120条增长到150条。", "proactive_items", 120, 150),
    ("主动公开信息数从上年的200条下降到150条。", "proactive_items", 200, 150),
    ("网络申请由上年的1件上升为5件。", "req_received_online", 1, 5),
    ("行政诉讼由上年的2件降为0件。", "litigation_total", 2, 0),
    ("专职人员由去年末的2人增加到3人。", "staff_full_time", 2, 3),
]


@pytest.mark.parametrize(("text", "key", "then", "now"), CHANGES)
def test_a_change_states_the_figures_of_two_years(text: str, key: str, then: int, now: int) -> None:
    claims = extract(text, year=2016)
    assert [(c.key, c.value, c.period) for c in claims] == [(key, then, "other_year"), (key, now, "year")]
    assert [text[c.start : c.end] for c in claims] == [c.quote for c in claims]


def test_a_change_in_an_earlier_year_is_none_of_this_year() -> None:
    found = extract("收到申请由2014年的5件上升到2015年的9件。", year=2016)
    assert [(c.value, c.period) for c in found] == [(5, "other_year"), (9, "other_year")]


@pytest.mark.parametrize(
    "text", ["办结率由上年的80%提高到90%。", "部门由上年的20个精简到8个。", "栏目由12个调整为8个。"]
)
def test_a_change_of_something_else_is_no_claim(text: str) -> None:
    assert all(c.key == "unmapped" for c in extract(text, year=2016))


@pytest.mark.parametrize(("now", "claims"), [("降为零", [(0, "year")]), ("降为1件", [(5, "other_year"), (1, "year")])])
def test_a_change_to_nothing_states_this_year_only(now: str, claims: list[tuple[int, str]]) -> None:
    assert [(c.value, c.period) for c in extract(f"行政复议由上年的5件{now}。", year=2016)] == claims
