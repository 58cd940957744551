"""What a failed sum says: the sentence, the cells, the likely mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from gongkai.law.checks import checks_of
from gongkai.law.editions import builtin_editions
from gongkai.law.rules import builtin_rules
from gongkai.report.auditing.declarative_mend import propose
from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Finding
from gongkai.report.auditing.wording import label, names, number
from gongkai.report.model import Number, Report
from tests.report.auditing.cases import report
from tests.report.auditing.cases_2014 import (
    CHANNELS,
    DEPARTMENT,
    GROUNDS,
    KINDS,
    NATIONAL,
    SHANDONG,
    WEIHAI,
    outcomes,
    sums,
)
from tests.report.auditing.cases_2019 import COLUMNS, CURRENT, OTHERS, SHARED_OUTCOMES, TRIAL, column, row

CLOSED = {"req_closed": 0, "req_closed_on_time": 2, "req_closed_extended": 0}
STAFF = {"staff_total": None, "staff_full_time": None, "staff_part_time": 2}


def finding(rule: str, subject: Report) -> Finding:
    (found,) = [f for f in audit(subject).findings if f.rule == rule]
    return found


ONE_REASON = "「申请答复数」填3，而分项中只有「同意公开答复数」2，相差1。"
ONE_OUTCOME = "「其他」一列，「（七）总计」填3，而分项中只有「重复申请」2，相差1。"
NO_TOTAL = "「从事政府信息公开工作人员数」未填，而「专职人员数」（未填）＋「兼职人员数」2＝2。"
WEBSITES = {"websites": 4, "websites_city": 1, "websites_county": 2, "websites_town": 0}
UNCOUNTED = {"normative_docs_disclosed": 2, "proactive_items": None}
UNTAUGHT = {"trainees": 9, "training_classes": None}
GAZETTE = {"gazette_issues": 0, "gazette_copies": 80}


@pytest.mark.parametrize(
    ("rule", "edition", "cells", "sentence"),
    [
        ("A14-04", NATIONAL, CLOSED, "「申请办结数」填0，而「按时办结数」2＋「延期办结数」0＝2，相差2。"),
        ("B14-05", NATIONAL, STAFF, NO_TOTAL),
        (
            "B14-02",
            WEIHAI,
            WEBSITES,
            "「市政府及其部门门户网站」1＋「县（市、区）政府门户网站」2＋「乡镇政府（街道办事处）门户网站」0＝3，相差1。",
        ),
        ("P14-02", NATIONAL, sums("proactive_items", None, CHANNELS, 0, 9), "未填，而「政府网站公开政府信息数」填9。"),
        ("Q14-05", DEPARTMENT, {"response_methods_total": 7}, "「通过不同渠道和方式回应解读的情况」填了7。"),
        ("C19-04", CURRENT, {"litigation_direct_total": 2}, "：「未经复议直接起诉·总计」填2。"),
        ("A14-05", NATIONAL, sums("req_replied", 3, KINDS, 0, 2), ONE_REASON),
        ("A14-05", NATIONAL, sums("req_replied", 3, KINDS), "「申请答复数」填3，而各分项均为0或未填，相差3。"),
        ("P14-05", NATIONAL, UNCOUNTED, "大于「主动公开政府信息数」（未填），多出2"),
        ("P14-02", NATIONAL, sums("proactive_items", 2, CHANNELS, 0, 9), "小于「政府网站公开政府信息数」的9，少7"),
        ("B14-07", NATIONAL, UNTAUGHT, "「接受培训人员数」填9，而「举办各类培训班数」未填"),
        ("L14-02", SHANDONG, outcomes("review", 3, 1), "「行政复议数量·被依法纠错数」0"),
        ("B14-13", WEIHAI, GAZETTE, "「公报发行期数」填0，而「公报发行总份数」填80"),
        ("A19-02", TRIAL, column(TRIAL, "org_other", 3, np_repeat=2), ONE_OUTCOME),
        ("A19-03", TRIAL, row("req_carried_in", 2, 1), "「上年结转政府信息公开申请数量」一行，「总计」填2"),
        ("A21-02", CURRENT, column(CURRENT, "total", 3, other_misc=2), "「其他处理·其他」2"),
        ("A19-03", CURRENT, row("outcome_other", 2, 1), "「其他处理」一行，「总计」填2，而分项中只有「自然人」1"),
    ],
)
def test_sentences(rule: str, edition: str, cells: Mapping[str, Number | None], sentence: str) -> None:
    assert sentence in finding(rule, report(edition, cells)).message


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        (
            "trainees == meetings_held * 2",
            "「接受培训人员数」填9，而「召开政府信息公开工作会议或专题会议数」3×2＝6，相差3。",
        ),
        ("trainees == training_classes * 2 + 4", "而「举办各类培训班数」1×2＋4＝6，相差3。"),
        (
            "trainees == training_classes - meetings_held",
            "而「举办各类培训班数」1－「召开政府信息公开工作会议或专题会议数」3＝-2，相差11。",
        ),
        (
            "trainees == max(training_classes, meetings_held) + 1",
            "而（「召开政府信息公开工作会议或专题会议数」填3）＋1＝4，相差5。",
        ),
        ("trainees < 9", "「接受培训人员数」填9，不小于9。"),
        ("trainees > 20", "「接受培训人员数」填9，不大于20。"),
        ("trainees != 9", "「接受培训人员数」填9，恰好等于9。"),
        ("trainees < training_classes", "「接受培训人员数」填9，不小于「举办各类培训班数」的1。"),
        (
            "trainees > meetings_held * 3",
            "「接受培训人员数」填9，不大于「召开政府信息公开工作会议或专题会议数」3×3＝9。",
        ),
        ("not trainees == 9", "「接受培训人员数」填9。"),
        ("trainees == 0 or training_classes == 0", "「接受培训人员数」填9；「举办各类培训班数」填1。"),
        ("blank(trainees)", "「接受培训人员数」填了9。"),
        ("not blank(special_funds)", "「政府信息公开专项经费」未填。"),
    ],
)
def test_sentences_of_rules_that_users_write(expression: str, sentence: str) -> None:
    rule = replace(builtin_rules()["B14-01"], expr=expression, id="LOCAL-01", editions=(NATIONAL,))
    edition = replace(builtin_editions()[NATIONAL], rules=(rule,))
    cells = {"trainees": 9, "training_classes": 1, "meetings_held": 3, "special_funds": None}
    found = audit(report(NATIONAL, cells), edition=edition).findings
    assert next(f.message for f in found if f.rule == "LOCAL-01").endswith(sentence)


def test_a_short_sum_names_all_its_cells_and_a_long_one_the_filled() -> None:
    assert finding("B14-05", report(NATIONAL, STAFF)).cells == STAFF
    cells = {**dict.fromkeys(GROUNDS), "reply_refused": 3, "refused_privacy": 1, "refused_other_law": 0}
    expected = {"reply_refused": 3, "refused_privacy": 1, "refused_other_law": 0}
    assert finding("A14-06", report(NATIONAL, cells)).cells == expected


def test_the_severity_of_a_missing_total_is_the_rules() -> None:
    assert finding("B14-05", report(NATIONAL, STAFF)).severity == "error"
    assert finding("A14-05", report(NATIONAL, sums("req_replied", None, KINDS, 1))).severity == "warning"
    assert finding("A19-03", report(TRIAL, row("outcome_granted", None, 1))).severity == "info"


def test_missing_parts_are_a_warning_but_in_the_total_column_information() -> None:
    blank = dict.fromkeys((*SHARED_OUTCOMES, *OTHERS[TRIAL]))
    for name, severity in (("org_other", "warning"), ("total", "info")):
        cells = {f"{key}@{name}": value for key, value in blank.items()} | {f"outcome_total@{name}": 4}
        assert finding("A19-02", report(TRIAL, cells)).severity == severity


def test_a_single_row_without_a_total_is_told_in_full() -> None:
    found = finding("A19-03", report(TRIAL, row("np_repeat", None, 2)))
    assert "「重复申请」一行，「总计」未填，而分项中只有「自然人」2" in found.message


def test_graver_faults_are_told_one_by_one() -> None:
    blank = dict.fromkeys((*SHARED_OUTCOMES, *OTHERS[TRIAL]))
    cells = {f"{key}@{name}": blank.get(key) for key in blank for name in COLUMNS[:2]}
    totals = {f"outcome_total@{name}": 4 for name in COLUMNS[:2]}
    found = [f for f in audit(report(TRIAL, {**cells, **totals})).findings if f.rule == "A19-02"]
    assert [f.severity for f in found] == ["warning", "warning"]
    assert "「自然人」一列，「（七）总计」填4，而各分项均未填写" in found[0].message


def test_a_sum_of_four_names_its_blanks_too() -> None:
    cells = {"websites": 4, "websites_city": 1, "websites_county": None, "websites_town": 0}
    assert finding("B14-02", report(WEIHAI, cells)).cells == cells


def test_rows_without_a_total_are_told_once() -> None:
    cells = {**row("outcome_granted", None, 1), **row("np_repeat", None, 2), **row("req_received", 3, 3)}
    found = finding("A19-03", report(TRIAL, cells))
    assert "「予以公开」一行、「重复申请」一行，分项有数而合计未填" in found.message
    assert found.cells == {"outcome_granted@total": None, "np_repeat@total": None}


@pytest.mark.parametrize(
    ("rule", "edition", "cells", "mend"),
    [
        ("A14-04", NATIONAL, CLOSED, "「申请办结数」可能漏填，按分项合计应为2"),
        ("B14-05", NATIONAL, STAFF, "「从事政府信息公开工作人员数」可能漏填，按分项合计应为2"),
        ("A14-04", NATIONAL, {**CLOSED, "req_closed": 31, "req_closed_on_time": 13}, None),
        (
            "B14-01",
            SHANDONG,
            {"library_deliveries": 45, "library_deliveries_paper": 20, "library_deliveries_electronic": 34},
            "「向图书馆、档案馆等查阅场所报送信息数」填45，似应为54（数字前后颠倒）",
        ),
        (
            "B14-01",
            SHANDONG,
            {"library_deliveries": 45, "library_deliveries_paper": 21, "library_deliveries_electronic": 33},
            None,
        ),
        (
            "A14-05",
            NATIONAL,
            sums("req_replied", 50, KINDS, 5, 30, 0, 0, 0, 8, 0, 15),
            "「申请答复数」填50，似应为58（合计漏计了「申请信息不存在数」8）",
        ),
        (
            "A14-05",
            NATIONAL,
            sums("req_replied", 66, KINDS, 5, 30, 0, 0, 0, 8, 0, 15),
            "「申请答复数」填66，似应为58（合计重复计入了「申请信息不存在数」8）",
        ),
        (
            "A14-05",
            NATIONAL,
            sums("req_replied", 600, KINDS, 5, 30, 0, 0, 0, 0, 0, 25),
            "「申请答复数」填600，似应为60（多写或漏写一位）",
        ),
        (
            "A14-05",
            NATIONAL,
            sums("req_replied", 52, KINDS, 12, 30, 0, 0, 0, 30, 0, 10),
            None,
        ),
        (
            "A14-05",
            NATIONAL,
            sums("req_replied", 47, KINDS, 12, 30, 0, 0, 0, 3, 0, 5),
            "「申请答复数」填47，似应为50（合计漏计了「申请信息不存在数」3）",
        ),
        ("A14-05", NATIONAL, sums("req_replied", 47, KINDS, 12, 30, 0, 0, 0, 2, 0, 5), None),
        ("A14-04", NATIONAL, {"req_closed": 1, "req_closed_on_time": 12, "req_closed_extended": 22}, None),
        ("A14-08", NATIONAL, {"req_replied": 4, "req_closed": 5}, None),
        ("P14-05", NATIONAL, {"normative_docs_disclosed": 2, "proactive_items": 0}, None),
    ],
)
def test_mends(rule: str, edition: str, cells: Mapping[str, Number | None], mend: str | None) -> None:
    assert finding(rule, report(edition, cells)).mend == mend


def test_a_figure_repeated_from_the_cell_before_is_suspected() -> None:
    cells = sums("req_replied", 57, KINDS, 12, 30, 0, 0, 0, 7, 7, 8)
    assert finding("A14-05", report(NATIONAL, cells)).mend == (
        "「告知作出更改补充数」填7，似应为0（与前一格「申请信息不存在数」相同，可能重复录入）"
    )


@pytest.mark.parametrize(
    ("change", "mend"), [(-12, "「行政许可·本年增/减」填-12，似应为-21（数字前后颠倒）"), (-21, None)]
)
def test_a_figure_that_may_be_negative_is_mended_below_0(change: int, mend: str | None) -> None:
    rule = replace(
        builtin_rules()["P19-03-licensing"],
        expr="licensing_items_change == licensing_items_prev_year - licensing_decisions",
    )
    (check,) = checks_of(rule, builtin_editions()[TRIAL])
    figures = {"licensing_items_change": change, "licensing_items_prev_year": 5, "licensing_decisions": 26}
    assert propose(check, figures, {}, builtin_editions()[TRIAL]) == mend


def _table(edition: str) -> dict[str, Number | None]:
    """A requests table that adds up: 6 requests of natural persons, 3 of companies."""
    columns = {"natural_person": (4, 2), "org_commercial": (3, 0), "total": (7, 2)}
    cells: dict[str, Number | None] = {}
    for name in (*COLUMNS, "total"):
        granted, repeat = columns.get(name, (0, 0))
        cells |= column(edition, name, granted + repeat, outcome_granted=granted, np_repeat=repeat)
        cells |= {f"req_received@{name}": granted + repeat, f"req_carried_in@{name}": 0, f"req_carried_out@{name}": 0}
    return cells


@pytest.mark.parametrize("edition", [TRIAL, CURRENT])
def test_the_table_adds_up(edition: str) -> None:
    assert not [f for f in audit(report(edition, _table(edition))).findings if f.severity == "error"]


def test_a_cell_where_two_failed_sums_cross_is_the_culprit() -> None:
    cells = {**_table(TRIAL), "np_repeat@natural_person": 5}
    found = {f.rule: f.mend for f in audit(report(TRIAL, cells)).findings if f.severity == "error"}
    told = "「重复申请·自然人」填5，改为2后，相关的2处勾稽关系都成立"
    assert found == {"A19-02": told, "A19-03": told}


def test_a_figure_in_the_wrong_column_is_put_back() -> None:
    cells = {**_table(TRIAL), "outcome_granted@org_commercial": 0, "outcome_granted@org_research": 3}
    mends = {f.mend for f in audit(report(TRIAL, cells)).findings if f.rule == "A19-02"}
    assert mends == {"「予以公开·科研机构」填3，可能填错了列，似应填在「予以公开·商业企业」"}


def test_a_table_that_fails_everywhere_gets_no_mends() -> None:
    cells = {key: at for at, key in enumerate(_table(TRIAL))}
    assert {f.mend for f in audit(report(TRIAL, cells)).findings if f.rule == "A19-02"} == {None}


@pytest.mark.parametrize(
    ("edition", "key", "within", "name"),
    [
        (NATIONAL, "staff_full_time", None, "专职人员数"),
        (NATIONAL, "litigation_corrected", None, "行政诉讼数量·被依法纠错数"),
        (TRIAL, "licensing_decisions", None, "行政许可·处理决定数量"),
        (TRIAL, "outcome_partial@total", None, "部分公开·总计"),
        (TRIAL, "outcome_partial@total", "total", "部分公开"),
        (TRIAL, "outcome_partial@org_other", "outcome_partial", "其他"),
        (TRIAL, "litigation_after_review_pending", None, "复议后起诉·尚未审结"),
        (CURRENT, "outcome_other@total", None, "其他处理·总计"),
        (CURRENT, "outcome_other@total", "outcome_other", "总计"),
        (DEPARTMENT, "response_methods_total", None, "通过不同渠道和方式回应解读的情况"),
        (WEIHAI, "websites_county", None, "县（市、区）政府门户网站"),
        (NATIONAL, "no_such_key", None, "no_such_key"),
        (None, "req_closed", None, "req_closed"),
    ],
)
def test_labels(edition: str | None, key: str, within: str | None, name: str) -> None:
    assert label(builtin_editions()[edition] if edition else None, key, within) == name


def test_long_lists_are_cut() -> None:
    edition = builtin_editions()[NATIONAL]
    assert names(edition, CHANNELS[:2]) == "「政府公报公开政府信息数」「政府网站公开政府信息数」"
    assert names(edition, KINDS).endswith("等8处")


@pytest.mark.parametrize(
    ("value", "text"), [(2, "2"), (2.0, "2"), (0.5, "0.5"), (96171.6, "96171.6"), (0.1 + 0.2, "0.3"), (-3, "-3")]
)
def test_numbers_are_written_plainly(value: Number, text: str) -> None:
    assert number(value) == text
