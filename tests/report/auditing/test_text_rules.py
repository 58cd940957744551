"""Figures of the prose against the cells of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from gongkai.law.editions import builtin_editions
from gongkai.law.rules import Severity
from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Finding
from gongkai.report.model import Number, Report
from tests.report.auditing.cases import claim, report
from tests.report.auditing.cases_text import DEPARTMENT, NATIONAL, OF_2019, OF_2021, WEIHAI, says, spoken

Cells = Mapping[str, Number | str | None]
CLOSED = {"req_received": 6, "req_received_online": 6, "req_closed": 6, "req_closed_on_time": 6, "req_replied": 6}
CARRIED = {"req_received@total": 23, "req_carried_in@total": 1, "outcome_total@total": 23, "req_carried_out@total": 1}


def _narrative(said: Report, *, previous: Report | None = None) -> list[Finding]:
    return [f for f in audit(said, previous=previous).findings if f.rule.startswith("T-") and f.rule != "T-07"]


def _graded(said: Report) -> list[tuple[str, Severity]]:
    return [(f.rule, f.severity) for f in _narrative(said)]


def _only(said: Report) -> Finding:
    (finding,) = _narrative(said)
    return finding


@pytest.mark.parametrize(
    ("text", "cells", "found"),
    [
        ("全年收到信息公开申请7件。", CLOSED, [("T-01", "error")]),
        ("全年收到信息公开申请6件。", CLOSED, []),
        ("全市收到信息公开申请70件。", CLOSED, []),
        ("2016年收到信息公开申请7件。", CLOSED, []),
        ("累计收到信息公开申请70件。", CLOSED, []),
        ("全年收到信息公开申请7件。", {"req_received": None, "req_closed": 2}, [("T-01", "warning")]),
        ("全年收到信息公开申请7件。", {"req_closed": 7}, []),
        ("上半年收到信息公开申请2件，下半年4件，全年收到信息公开申请6件。", CLOSED, []),
        ("发布政务微信200条。", {"channel_wechat": 200}, []),
        ("政务微信公布120条。", {"channel_wechat": 200}, [("T-01", "error")]),
        ("在公示专栏，网站公布120条。", {"channel_website": 200}, [("T-01", "error")]),
        ("网站“公示”栏目公布信息120条。", {"channel_website": 200}, [("T-01", "warning")]),
        ("举办新闻发布会2场，另举办新闻发布会1场。", {"press_conferences": 3}, []),
        ("网上申请3件、电子邮件申请2件。", {"req_received_online": 5}, []),
        ("举办业务培训班3期。", {"training_classes": 1}, [("T-01", "warning")]),
        ("举办政府信息公开培训班3期。", {"training_classes": 1}, [("T-01", "error")]),
        ("制发规范性文件5件。", {"normative_docs_made": 5}, []),
        ("制发规范性文件5件。", {"normative_docs_made": 4}, [("T-01", "error")]),
    ],
)
def test_a_figure_is_compared_where_it_is_about_this_agency_and_year(
    text: str, cells: Cells, found: list[tuple[str, Severity]]
) -> None:
    assert _graded(spoken(text, cells=cells)) == found


def test_a_finding_shows_both_sides_and_who_bears_the_table_out() -> None:
    finding = _only(spoken("全年收到信息公开申请7件。", cells=CLOSED))
    assert finding.message == "正文称“全年收到信息公开申请7件”，统计表「收到申请数」6，两者不一致。"
    assert finding.cells == {"req_received": 6, "req_received_online": 6, "req_closed": 6, "req_replied": 6}
    assert [(q.text, q.start) for q in finding.quotes] == [("全年收到信息公开申请7件", 0)]
    assert finding.mend == (
        "表内「网络申请数」6、「申请办结数」6、「申请答复数」6与表内数相互印证，正文的数可能有误；请核对台账后改正正文。"
    )


def test_without_support_either_side_may_be_wrong() -> None:
    finding = _only(spoken("全年收到信息公开申请7件。", cells={"req_received": 6, "req_closed": 4}))
    assert finding.mend == "请对照台账核实，改正有误的一处，使正文与统计表一致。"


def test_one_finding_tells_of_every_place() -> None:
    text = "主动公开信息51条。\n第二部分：主动公开信息51条。"
    said = says(
        text,
        ("proactive_items", 51, "主动公开信息51条"),
        ("proactive_items", 51, "第二部分：主动公开信息51条"),
        cells={"proactive_items": 50},
    )
    finding = _only(said)
    assert "（2处）" in finding.message
    assert len(finding.quotes) == 2


def test_lawsuits_are_the_two_columns_of_the_later_form() -> None:
    cells = {"litigation_direct_total": 4, "litigation_after_review_total": 5, "review_total": 2}
    assert _graded(spoken("发生行政诉讼9件。", OF_2021, cells)) == []
    finding = _only(spoken("发生行政诉讼8件。", OF_2021, cells))
    assert finding.cells == {"litigation_direct_total": 4, "litigation_after_review_total": 5}
    assert "合计9" in finding.message


def test_a_blank_total_is_the_sum_of_its_columns() -> None:
    cells = {"req_received@total": None, "req_received@natural_person": 5, "req_received@org_commercial": 2}
    assert _graded(spoken("收到信息公开申请7件。", OF_2019, cells)) == []
    assert _graded(spoken("收到信息公开申请8件。", OF_2019, cells)) == [("T-01", "error")]


@pytest.mark.parametrize(
    ("text", "cells", "found"),
    [
        ("主动公开信息1200余条。", {"proactive_items": 1250}, []),
        ("主动公开信息1200余条。", {"proactive_items": 1386}, [("T-02", "warning")]),
        ("主动公开信息1.2万条。", {"proactive_items": 12034}, []),
        ("主动公开信息1.2万条。", {"proactive_items": 13034}, [("T-02", "warning")]),
        ("主动公开信息近400条。", {"proactive_items": 392}, []),
        ("主动公开信息超过400条。", {"proactive_items": 392}, [("T-02", "warning")]),
    ],
)
def test_approximate_figures(text: str, cells: Cells, found: list[tuple[str, Severity]]) -> None:
    assert _graded(spoken(text, cells=cells)) == found


@pytest.mark.parametrize(
    ("text", "cells", "found"),
    [
        ("未发生行政复议、行政诉讼。", {"review_total": 0, "litigation_total": None}, []),
        ("未发生行政复议、行政诉讼。", {"review_total": 1, "litigation_total": None}, [("T-03", "error")]),
        ("没有收到信息公开申请。", {"req_received": 2}, [("T-03", "error")]),
        ("收到信息公开申请0件。", {"req_received": 2}, [("T-03", "error")]),
        ("未发生行政诉讼败诉的情况。", {"litigation_total": 2}, []),
        ("未发生行政诉讼。引发舆情0次。", {"litigation_total": 2}, [("T-03", "error")]),
        ("未发生因政府信息公开引发的行政复议、行政诉讼。", {"review_total": 1}, [("T-03", "error")]),
        ("没有因信息公开工作引发的行政诉讼案件。", {"litigation_total": 2}, [("T-03", "error")]),
        ("未发生因政府信息公开引发的行政复议、行政诉讼。", {"review_total": 0, "litigation_total": None}, []),
        ("未发生因政府信息公开引发的行政复议被纠错的情况。", {"review_total": 1}, []),
        ("未发生行政诉讼引发的败诉。", {"litigation_total": 2}, []),
        ("未发生行政复议，感谢社会支持。", {"review_total": 1}, [("T-03", "error")]),
        ("未发生行政诉讼，没有超期答复。", {"litigation_total": 2}, [("T-03", "error")]),
        ("申请均按时答复，没有引发行政诉讼。", {"litigation_total": 2}, []),
        ("行政诉讼败诉0件。", {"litigation_total": 2}, []),
    ],
)
def test_nothing_means_0(text: str, cells: Cells, found: list[tuple[str, Severity]]) -> None:
    graded = _graded(spoken(text, cells=cells))
    assert [(rule, severity) for rule, severity in graded if severity == "error"] == found


def test_the_channel_total_is_told_from_a_wrong_number() -> None:
    cells = {"proactive_items": 70, "channel_items_total": 95, "channel_website": 65, "channel_weibo": 30}
    finding = _only(spoken("主动公开信息95条。", WEIHAI, cells))
    assert (finding.rule, finding.severity) == ("T-05", "warning")
    assert finding.cells == {"proactive_items": 70, "channel_items_total": 95}
    assert "相差25" in finding.message
    assert _graded(spoken("主动公开信息94条。", WEIHAI, cells)) == [("T-01", "error")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收到信息公开申请8件。\n收到信息公开申请8件。", []),
        ("收到信息公开申请8件。\n收到信息公开申请7件。", [("T-06", "error")]),
        ("收到信息公开申请8件，其中收到信息公开申请3件来自网络。", []),
        ("收到信息公开申请8件。\n未收到信息公开申请。", [("T-06", "warning")]),
        ("市本级收到信息公开申请5件。\n收到信息公开申请8件。", []),
        ("微信发布信息8条。\n微信发布信息7条。", []),
    ],
)
def test_repeated_figures(text: str, found: list[tuple[str, Severity]]) -> None:
    assert _graded(spoken(text)) == found


def test_the_repeated_figure_that_agrees_with_the_table_is_named() -> None:
    found = {f.rule: f for f in _narrative(spoken("收到信息公开申请6件。\n收到信息公开申请7件。", cells=CLOSED))}
    assert found.keys() == {"T-01", "T-06"}
    assert found["T-06"].mend == "统计表为6，请核对另一处并改为一致。"


def test_figures_without_a_row_are_told_once() -> None:
    said = spoken("网站公布30条，微信公布20条，收到信息公开申请2件。", OF_2021, {"req_received@total": 2})
    (finding,) = [f for f in audit(said).findings if f.rule == "T-07"]
    assert finding.severity == "info"
    assert [q.text for q in finding.quotes] == ["网站公布30条", "微信公布20条"]


@pytest.mark.parametrize(
    ("text", "cells", "found"),
    [
        ("共受理信息公开申请24件（含上年结转1件）。", CARRIED, []),
        ("共受理信息公开申请23件（含上年结转1件）。", CARRIED, [("T-17", "error")]),
        ("共受理信息公开申请24件。", CARRIED, []),
        ("共受理信息公开申请23件。", CARRIED, []),
        ("共收到信息公开申请24件。", CARRIED, [("T-17", "error")]),
        ("共收到信息公开申请25件。", CARRIED, [("T-01", "error")]),
        ("新收信息公开申请23件，上年结转1件，办结23件，结转下年度1件。", CARRIED, []),
        ("新收信息公开申请23件，上年结转2件。", CARRIED, [("T-01", "error")]),
    ],
)
def test_received_and_carried_over(text: str, cells: Cells, found: list[tuple[str, Severity]]) -> None:
    assert _graded(spoken(text, OF_2021, cells)) == found


def test_what_was_added_is_said() -> None:
    finding = _only(spoken("共收到信息公开申请24件。", OF_2021, CARRIED))
    assert "本年新收与上年结转之和" in finding.message
    assert finding.mend == "请在正文写明是否含上年结转。"


@pytest.mark.parametrize(
    ("text", "edition", "cells", "found"),
    [
        ("办结信息公开申请7件。", OF_2021, {"outcome_total@total": 7}, []),
        ("办结信息公开申请6件。", OF_2021, {"outcome_total@total": 7}, [("T-20", "error")]),
        ("办结信息公开申请7件。", NATIONAL, {"req_closed": 7, "req_replied": 6}, []),
        ("答复信息公开申请6件。", NATIONAL, {"req_closed": 7, "req_replied": 6}, []),
        ("办结信息公开申请5件。", NATIONAL, {"req_closed": 7, "req_replied": 6}, [("T-20", "error")]),
        ("办结信息公开申请5件。", NATIONAL, {"req_closed": None, "req_replied": None}, [("T-20", "warning")]),
    ],
)
def test_closed_and_replied(text: str, edition: str, cells: Cells, found: list[tuple[str, Severity]]) -> None:
    assert _graded(spoken(text, edition, cells)) == found


@pytest.mark.parametrize(
    ("text", "cells", "found"),
    [
        (
            "收到申请5件，其中同意公开3件，信息不存在2件。",
            {"req_received": 5, "reply_granted": 3, "reply_not_exist": 2},
            [],
        ),
        (
            "收到申请5件，其中同意公开3件，信息不存在2件。",
            {"req_received": 5, "reply_granted": 4, "reply_not_exist": 1},
            [("T-09", "error")],
        ),
        (
            "收到申请3件。其中1件属于主动公开范围，2件不属于本机关。",
            {"req_received": 3, "reply_not_this_agency": 2},
            [],
        ),
        (
            "收到申请3件。其中1件属于主动公开范围，2件不属于本机关。",
            {"req_received": 3, "reply_already_public": 2},
            [("T-09", "error")],
        ),
        (
            "年内办结申请1件。申请答复中，告知通过其他途径办理7件。",
            {"req_replied": 1, "reply_other_channel": 1},
            [("T-09", "error")],
        ),
        ("收到申请3件，予以公开或部分公开3件。", {"req_received": 3, "reply_granted": 2, "reply_partial": 1}, []),
        ("收到申请3件，其中不予公开1件。", {"req_received": 3, "reply_granted": 0, "reply_refused": 1}, []),
    ],
)
def test_kinds_of_reply(text: str, cells: Cells, found: list[tuple[str, Severity]]) -> None:
    assert _graded(spoken(text, cells=cells)) == found


@pytest.mark.parametrize(
    ("text", "cells", "found"),
    [
        ("收到申请9件，予以公开5件，已主动公开2件。", {"outcome_granted@total": 7}, []),
        ("收到申请9件，予以公开5件。", {"outcome_granted@total": 4}, [("T-09", "error")]),
        ("收到申请9件，信息不存在1件，不属于本机关3件。", {"unable_not_held@total": 4}, []),
        ("收到申请9件，信息不存在1件，不属于本机关3件。", {"unable_not_held@total": 3}, [("T-09", "warning")]),
        (
            "收到申请9件，其中不予公开4件。",
            {"refused_state_secret@total": 1, "refused_third_party@total": 2},
            [],
        ),
    ],
)
def test_kinds_of_outcome_in_the_later_form(text: str, cells: Cells, found: list[tuple[str, Severity]]) -> None:
    assert _graded(spoken(text, OF_2021, {"req_received@total": 9, **cells})) == found


def test_a_group_that_the_form_computes_is_the_sum_of_its_rows() -> None:
    rows = ("state_secret", "law_prohibited", "security_stability", "third_party", "internal_affairs")
    more = ("process_info", "enforcement_file", "admin_query")
    cells = {f"refused_{row}@total": 1 if row == "third_party" else 0 for row in rows + more}
    assert _graded(spoken("收到申请9件，其中不予公开1件。", OF_2021, cells)) == []
    assert _graded(spoken("收到申请9件，其中不予公开4件。", OF_2021, cells)) == [("T-09", "error")]


@pytest.mark.parametrize(
    ("text", "cells", "found"),
    [
        ("发布解读稿件18篇。", {"interpretation_articles": 18}, []),
        ("发布解读稿件18篇。", {"interpretation_articles": 12}, [("T-13", "error")]),
        ("发布图解、视频等解读信息18条。", {"interpretation_articles": 12}, [("T-13", "warning")]),
        ("发布解读稿件12篇，其中图解解读5篇。", {"interpretation_articles": 12}, []),
        ("没有收取任何费用。", {"fee_collected": 0.3}, [("T-14", "error")]),
        ("没有收取任何费用。", {"fee_collected": None}, []),
        ("依申请公开收取检索、复制费用3940元。", {"fee_collected": 0.394}, []),
        ("依申请公开收取检索、复制费用3940元。", {"fee_collected": 3940}, [("T-01", "error")]),
        ("组织4次内部会议和培训。", {"meetings_held": 1, "training_classes": 1}, [("T-12", "warning")]),
        ("组织2次内部会议和培训。", {"meetings_held": 1, "training_classes": 1}, []),
        ("参加市政府组织的培训和会议4次。", {"meetings_held": 1, "training_classes": 1}, []),
        ("下一步，拟组织4次会议和培训。", {"meetings_held": 1, "training_classes": 1}, []),
        ("办理网民留言159条。", {"response_hot_topics": 159}, [("T-16", "warning")]),
        ("办理网民留言159条，回应热点159次。", {"response_hot_topics": 159}, []),
        ("办理网民留言3条。", {"response_hot_topics": 3}, []),
        ("公开信息159条。", {"response_hot_topics": 159}, []),
    ],
)
def test_single_indicators(text: str, cells: Cells, found: list[tuple[str, Severity]]) -> None:
    assert _graded(spoken(text, cells=cells)) == found


@pytest.mark.parametrize(
    ("text", "cells", "wrong"),
    [
        ("配备专职工作人员1名、兼职工作人员2名。", {"staff_full_time": 1, "staff_part_time": 2}, False),
        ("配备专职工作人员1名、兼职工作人员2名。", {"staff_full_time": 4, "staff_part_time": 0}, True),
        ("设有兼职人员1人，其他科室工作人员16人。", {"staff_full_time": 0, "staff_part_time": 17}, False),
        ("从事政府信息公开工作人员共6人。", {"staff_total": 6, "staff_full_time": 2}, False),
        ("从事政府信息公开工作人员共6人。", {"staff_total": 5, "staff_full_time": 2}, True),
    ],
)
def test_staff(text: str, cells: Cells, wrong: bool) -> None:
    assert _graded(spoken(text, cells=cells)) == ([("T-11", "warning")] if wrong else [])


def test_visits_in_the_row_for_the_rest_are_asked_about() -> None:
    said = spoken("设置查阅点1个，接待查阅群众45人次。", DEPARTMENT, {"channel_other": 45, "reading_points": 1})
    finding = _only(said)
    assert (finding.rule, finding.severity, finding.cells) == ("T-18", "info", {"channel_other": 45})
    assert _graded(spoken("设置查阅点1个，接待查阅群众45人次。", WEIHAI, {"reading_point_visits": 45})) == []


def test_without_a_table_nothing_is_compared_and_the_audit_says_so() -> None:
    result = audit(spoken("收到信息公开申请7件。", None, year=2012))
    assert not [f for f in result.findings if f.rule == "T-01"]
    assert "没有识别出统计表，正文的数无从核对" in [n.reason for n in result.not_assessable if n.rule == "T-01"]


def test_a_cell_that_was_not_read_is_not_0() -> None:
    result = audit(spoken("未收到信息公开申请。", cells={"req_closed": 1}))
    assert not [f for f in result.findings if f.rule == "T-03"]
    assert [n.reason for n in result.not_assessable if n.rule == "T-01"] == [
        "没有读到表内“收到申请数”一项，正文的数无从核对"
    ]


def test_custom_editions_are_compared_by_the_keys_they_share() -> None:
    own = replace(builtin_editions()[NATIONAL], id="x-quarterly", base=NATIONAL, first_year=2010, last_year=2013)
    text = "收到申请7件。"
    said = report(None, {"req_received": 6}, year=2012, sections=[text])
    said.claims = [claim("req_received", 7, "收到申请7件", text)]
    assert ("T-01", "error") in [(f.rule, f.severity) for f in audit(said, edition=own).findings]
