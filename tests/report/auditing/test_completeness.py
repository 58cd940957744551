"""Cells left empty, and fees that the prose should have told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from gongkai.law.editions import builtin_editions
from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Audit
from gongkai.report.model import Number
from tests.report.auditing.cases import report
from tests.report.auditing.cases_2014 import NATIONAL, WEIHAI
from tests.report.auditing.cases_2019 import COLUMNS, CURRENT, TRIAL, row

Cells = Mapping[str, Number | str | None]
BLANK = dict.fromkeys(builtin_editions()[TRIAL].slots)
ART20 = {key: None for key in BLANK if "@" not in key and not key.startswith(("review", "litigation"))}


def told(rule: str, result: Audit) -> list[tuple[str, str]]:
    return [(f.severity, f.message) for f in result.findings if f.rule == rule]


def blank_cells(edition: str, cells: Cells) -> list[tuple[str, str]]:
    return told("C19-01" if "2014" not in edition else "C14-01", audit(report(edition, cells)))


def test_an_empty_table_is_a_warning() -> None:
    ((severity, message),) = blank_cells(TRIAL, {"admin_fees_items_prev_year": None, "admin_fees_items_change": None})
    assert severity == "warning"
    assert message == (
        "“第二十条第（八）项”没有填写任何数据，2格：「行政事业性收费·上一年项目数量」「行政事业性收费·本年增/减」。"
        "无数据的请填0，不适用的请填“/”。"
    )


def test_empty_tables_are_told_together_and_partly_filled_ones_apart() -> None:
    cells = {**ART20, **row("req_received", 0), "req_received@org_other": None}
    (empty, partly) = blank_cells(TRIAL, cells)
    assert (empty[0], partly[0]) == ("warning", "info")
    assert empty[1].startswith("“第二十条第（一）项”、“第二十条第（五）项”、“第二十条第（六）项”、")
    assert "没有填写任何数据，共22格" in empty[1]
    assert partly[1].startswith(
        "“收到和处理政府信息公开申请情况”有空白格，1格：「本年新收政府信息公开申请数量·其他」。"
    )


@pytest.mark.parametrize("mark", ["/", "——", "无", 0, 3])
def test_a_mark_or_a_figure_is_no_blank(mark: Number | str) -> None:
    assert blank_cells(TRIAL, {"rules_made": mark}) == []


def test_absent_cells_are_not_counted_and_their_tables_named() -> None:
    result = audit(report(TRIAL, {"rules_made": None, "normative_docs_made": 2}))
    ((severity, message),) = told("C19-01", result)
    assert (severity, "1格" in message) == ("info", True)
    reason = next(n.reason for n in result.not_assessable if n.rule == "C19-01")
    assert "“收到和处理政府信息公开申请情况”" in reason
    assert "“第二十条第（一）项”" not in reason


def test_a_table_of_which_every_cell_is_there_needs_no_excuse() -> None:
    result = audit(report(CURRENT, dict.fromkeys(builtin_editions()[CURRENT].slots, 0)))
    assert "C19-01" not in {n.rule for n in result.not_assessable}
    assert told("C19-01", result) == []


def test_before_2019_blanks_are_information_and_a_gazette_may_be_blank() -> None:
    assert blank_cells(NATIONAL, {"channel_gazette": None, "trainees": 0}) == []
    ((severity, _),) = blank_cells(NATIONAL, {"trainees": None})
    assert severity == "info"
    assert blank_cells(WEIHAI, {"sec_proactive": None, "trainees": 1}) == []


FEE = "other_unpaid_fee"


@pytest.mark.parametrize(
    ("cells", "prose", "faults"),
    [
        ({f"{FEE}@total": 2}, "没有其他事项。", 1),
        ({f"{FEE}@total": 2}, "全年收取信息处理费300元。", 0),
        ({f"{FEE}@total": 2}, "发出收费通知两件，均未缴纳。", 0),
        ({f"{FEE}@total": 0}, "没有其他事项。", 0),
        ({f"{FEE}@total": None, f"{FEE}@org_other": None}, "没有其他事项。", 0),
        ({f"{FEE}@total": None, f"{FEE}@org_other": 1, f"{FEE}@{COLUMNS[0]}": 2}, "没有其他事项。", 1),
    ],
)
def test_requests_closed_for_an_unpaid_fee_imply_a_fee(cells: Cells, prose: str, faults: int) -> None:
    found = [f for f in audit(report(CURRENT, cells, sections=[prose])).findings if f.rule == "C19-02"]
    assert len(found) == faults
    filled = {key: value for key, value in cells.items() if value}
    assert all(f.cells == filled and f"为{sum(filled.values())}，" in f.message for f in found)


def test_without_prose_or_row_the_fee_cannot_be_judged() -> None:
    reasons = {
        rows: next((n.reason for n in audit(report(CURRENT, cells)).not_assessable if n.rule == "C19-02"), None)
        for rows, cells in {
            "no prose": {f"{FEE}@total": 2},
            "one row for three": row("outcome_other", 2, 2),
            "no such request": {f"{FEE}@total": 0},
        }.items()
    }
    assert reasons["no prose"] == "没有读到正文"
    assert "没有读到“逾期未按收费通知要求缴纳费用”" in str(reasons["one row for three"])
    assert reasons["no such request"] is None
