"""Percentages, changes over last year, proposals."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.rules import Severity
from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Finding
from gongkai.report.model import Report
from tests.report.auditing.cases_text import NATIONAL, OF_2021, spoken

Graded = list[tuple[str, Severity]]


def _found(text: str, rule: str, *, previous: Report | None = None, edition: str | None = None) -> list[Finding]:
    said = spoken(text, edition, year=None if edition else 2020)
    return [f for f in audit(said, previous=previous).findings if f.rule == rule]


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("公开信息80条，其中财政类20条，占25%。", []),
        ("公开信息80条，其中财政类20条，占比35%。", ["warning"]),
        ("公开信息80条，其中财政类20条（占35%），城建类60条（占75%）。", ["warning"]),
        ("公开信息74条，其中财政类10条，占13%。", ["info"]),
        ("公开信息74条，其中财政类10条，占14%；城建类12条，占16.2%。", []),
        ("公开信息74条，其中财政类10条，占13.50%。", []),
        ("公开信息80条，其中财政类20条，占全市的2%。", []),
        ("公开信息80条，其中财政类20条，阅读量占总量的90%。", []),
        ("公开信息80条，其中财政类20条，约占26%。", []),
        ("制定5个方面12个制度文件，纳入考核，占分值4%。", []),
        ("满意率100%，网办率98.5%。", []),
    ],
)
def test_shares(text: str, severities: list[str]) -> None:
    assert [f.severity for f in _found(text, "T-15")] == severities


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("公开信息1250条，比上年的1000条增长25%。", []),
        ("公开信息1250条，比上年的1000条增长35%。", ["warning"]),
        ("公开信息1250条，较上年增加250条，增长25%。", []),
        ("公开信息1250条，较上年增加250条，同比增长20%。", ["warning"]),
        ("收到申请90件，较上年减少10件，下降10%。", []),
        ("收到申请90件，较上年减少10件，下降11.1%。", ["warning"]),
        ("公开信息由上年的80条增加到100条，增长25%。", []),
        ("公开信息由上年的80条增加到100条，增长20%。", ["warning"]),
        ("公开信息由上年的100条减少到80条，增长20%。", ["warning"]),
        ("公开信息1250条，同比增长25%。", []),
        ("公开信息1250条，粉丝数同比增长25%。", []),
        ("公开信息由上年的0条增加到100条，增长100%。", []),
    ],
)
def test_changes_over_last_year(text: str, severities: list[str]) -> None:
    assert [f.severity for f in _found(text, "T-15")] == severities


def test_last_years_report_gives_the_other_part() -> None:
    previous = spoken("公开信息1000条。", None, year=2019)
    text = "主动公开政府信息1250条，同比增长{}%。"
    assert _found(text.format(25), "T-15", previous=previous) == []
    (finding,) = _found(text.format(30), "T-15", previous=previous)
    assert finding.message == "正文写30%，按上年1000、本年1250计算应为25%。"


def test_last_years_table_comes_before_its_prose() -> None:
    previous = spoken("收到信息公开申请9件。", OF_2021, {"req_received@total": 10}, year=2023)
    text = "收到信息公开申请12件，同比增长{}%。"
    assert _found(text.format(20), "T-15", previous=previous, edition=OF_2021) == []
    assert len(_found(text.format(33.3), "T-15", previous=previous, edition=OF_2021)) == 1


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("收到申请10件，办结10件，办结率100%。", []),
        ("收到申请10件，办结9件，办结率95%。", ["warning"]),
        ("收到申请10件，办结9件，办结率100%。", ["info"]),
        ("收到申请10件，办结9件，结转下年1件，办结率100%。", []),
        ("收到申请10件，办结9件，满意率100%。", []),
    ],
)
def test_rates_of_requests_dealt_with(text: str, severities: list[str]) -> None:
    assert [f.severity for f in _found(text, "T-15")] == severities


@pytest.mark.parametrize(("rate", "possible"), [("13.5", True), ("13.4", False), ("100", True), ("14", True)])
def test_a_rate_that_no_whole_number_gives(rate: str, possible: bool) -> None:
    found = _found(f"主动公开政府信息74条，全文电子化率{rate}%。", "T-15")
    assert [f.severity for f in found] == ([] if possible else ["warning"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("办结率为120%。", True),
        ("政策文件占105%。", True),
        ("办结率达到100%。", False),
        ("办理量同比增长率为120%。", False),
        ("访问量增长120%。", False),
    ],
)
def test_no_share_is_more_than_the_whole(text: str, found: bool) -> None:
    assert [f.severity for f in _found(text, "T-15")] == (["warning"] if found else [])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 1))
def test_a_rounded_share_is_right_and_a_cut_off_one_is_told_apart(part: int, rest: int, places: int) -> None:
    exact = Decimal(part) * 100 / (part + rest)
    step = Decimal(1).scaleb(-places)
    rounded = exact.quantize(step, ROUND_HALF_UP)
    cut = exact.quantize(step, ROUND_DOWN)
    text = f"公开信息{part + rest}条，其中财政类{part}条，占{{}}%。"
    assert _found(text.format(rounded), "T-15") == []
    assert [f.severity for f in _found(text.format(cut), "T-15")] in ([], ["info"])
    off = rounded + 2 * step
    assert [f.severity for f in _found(text.format(off), "T-15")] == ["warning"]


_OUTCOMES = "其中已解决{}件，正在解决{}件，暂时难以解决{}件。"


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("承办政协提案60件。" + _OUTCOMES.format(25, 30, 5), []),
        ("承办政协提案63件（参阅件3件）。" + _OUTCOMES.format(25, 30, 5), []),
        ("承办政协提案63件。" + _OUTCOMES.format(25, 30, 5), ["error"]),
        ("承办人大代表建议32件，办理率100%。" + _OUTCOMES.format(18, 6, 4), ["error"]),
        ("办理32件人大代表建议。" + _OUTCOMES.format(18, 10, 4), []),
        ("办理人大代表建议12件、政协提案20件。其中A类18件，B类10件，C类4件。", []),
        ("办理人大代表建议12件、政协提案20件。其中A类18件，B类10件，C类3件。", ["error"]),
        ("办理建议提案40件，其中主办25件，协办15件。" + _OUTCOMES.format(20, 3, 2), []),
        ("办理政协提案20件，并案2件。" + _OUTCOMES.format(10, 5, 3), []),
        ("办理政协提案20件，并案1件。" + _OUTCOMES.format(10, 5, 3), ["warning"]),
        ("承办政协提案20件，其中已解决10件，正在解决5件。", ["warning"]),
        ("承办政协提案20件，其中已解决15件。", []),
        ("承办政协提案20件，均已办结。", []),
        ("承办政协提案20件。\n全局已解决群众诉求5件，正在解决2件，暂难解决1件。", []),
    ],
)
def test_proposals(text: str, severities: list[str]) -> None:
    assert [f.severity for f in _found(text, "T-10")] == severities


def test_two_kinds_of_proposals_are_judged_each_for_itself() -> None:
    text = "承办政协提案20件。" + _OUTCOMES.format(10, 5, 5) + "承办人大建议9件。" + _OUTCOMES.format(5, 2, 1)
    (finding,) = _found(text, "T-10")
    assert finding.message == "正文称承办人大建议9件，办理结果已解决5＋正在解决2＋暂难解决1＝8件，有1件没有说明结果。"
    assert finding.quotes[0].text.startswith("承办人大建议9件")


@pytest.mark.parametrize(
    ("text", "cells", "found"),
    [
        ("局长参加新闻发布会。", {"press_conferences_principal": 0}, [("T-08", "warning")]),
        ("副局长参加新闻发布会。", {"press_conferences_principal": 0}, []),
        ("局长参加新闻发布会。", {"press_conferences_principal": 2}, []),
        ("2月召开新闻发布会通报情况。", {"press_conferences": None}, [("T-08", "warning")]),
        ("建立新闻发布会制度，适时召开新闻发布会等形式通报情况。", {"press_conferences": 0}, []),
        ("开展在线访谈。", {"online_interviews": 0}, [("T-08", "warning")]),
        ("局领导走进“行风热线”直播间。", {"response_other": 0}, [("T-08", "warning")]),
        ("参与12345热线工单办理。", {"response_other": 0}, []),
        ("编发政务简报36期。", {"channel_other": 0}, [("T-08", "warning")]),
        ("编发政务简报36期。", {"channel_other": 36}, []),
        ("召开政务公开专题会议部署。", {"meetings_held": 0}, [("T-08", "warning")]),
        ("召开政务公开专题会议部署。", {"meetings_held": 0, "training_classes": 2}, [("T-08", "info")]),
        ("召开安全生产会议部署。", {"meetings_held": 0}, []),
        ("参加市政府召开的政务公开会议。", {"meetings_held": 0}, []),
        ("市政府召开政务公开专题会议部署。", {"meetings_held": 0}, []),
        ("举办政务公开培训班。", {"training_classes": 0}, [("T-08", "warning")]),
        ("没有举办政务公开培训班。", {"training_classes": 0}, []),
        ("下一步举办政务公开培训班。", {"training_classes": 0}, []),
        ("2016年举办政务公开培训班。", {"training_classes": 0}, []),
        ("及时向档案馆、图书馆移交公开文件。", {"library_deliveries": 0}, [("T-08", "warning")]),
        ("通过微信发布通知。", {"channel_wechat": 0}, [("T-19", "warning")]),
        ("通过网站、微博等公开信息。", {"channel_website": 3, "channel_weibo": None}, [("T-19", "warning")]),
        ("依托市政府微信公众号发布通知。", {"channel_wechat": 0}, []),
        ("通过工作微信群发布通知。", {"channel_wechat": 0}, []),
        ("探索通过微信发布通知。", {"channel_wechat": 0}, []),
        ("今后将通过微信发布通知。", {"channel_wechat": 0}, []),
    ],
)
def test_what_was_done_has_a_figure(text: str, cells: dict[str, int | None], found: Graded) -> None:
    edition = "cn-gid-2014-shandong" if "library_deliveries" in cells else NATIONAL
    result = audit(spoken(text, edition, cells, year=2017))
    assert [(f.rule, f.severity) for f in result.findings if f.rule in ("T-08", "T-19")] == found


def test_problems_are_no_activities() -> None:
    said = spoken(
        "通过微信公开信息不多，召开政务公开专题会议较少。", NATIONAL, {"channel_wechat": 0}, key="sec_problems"
    )
    assert not [f for f in audit(said).findings if f.rule in ("T-08", "T-19")]
