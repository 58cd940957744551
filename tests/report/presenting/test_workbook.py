from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from gongkai.report.presenting import findings_bytes, workbook
from tests.report.presenting.audits import every_kind, hostile_audit, sample_audit


def opened(audits):
    return openpyxl.load_workbook(BytesIO(findings_bytes(audits, "xlsx")))


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def book():
    return opened(every_kind())


def test_one_row_a_finding(book):
    header, first, second, third, *others = rows(book["问题"])
    assert header == ["报告", "单位", "年度", "版式", "规则", "级别", "问题", "数据", "原文", "依据", "建议"]
    assert first == [
        "交通运输局.docx", "某市交通运输局", 2021, "cn-gid-2021", "A19-01", "错误", "两边不等：左边为12，右边为15。",
        "规章·本年制发件数＝空白；规章·本年废止件数＝2", None, "国办公开办函〔2021〕30号", "请核对总计列。",
    ]  # fmt: skip
    assert second[8] == "主动公开政府信息128条\n信息128条。\n（一）健全"
    assert third[7] == "no_such_cell＝7"
    assert len(others) == 3


def test_summaries_by_rule_and_by_report(book):
    by_rule = rows(book["按规则汇总"])
    assert by_rule[0] == ["规则", "内容", "错误", "警告", "提示", "涉及报告"]
    assert by_rule[1][0] == "A19-01"
    assert by_rule[1][1]
    assert by_rule[1][2:] == [2, 0, 0, 2]
    by_report = rows(book["按报告汇总"])
    assert by_report[1][:8] == ["交通运输局.docx", "某市交通运输局", 2021, "cn-gid-2021", 1, 1, 1, 1]
    assert by_report[4][0] == "坏文件.pdf"
    assert by_report[4][8] == "文件已加密；请去掉密码后再试"


def test_what_could_not_be_checked(book):
    skipped = rows(book["未能核对"])
    assert skipped[1][0] == "交通运输局.docx"
    assert skipped[1][3] == "V-01"
    assert skipped[1][5] == "没有上一年度报告"


def test_headers_are_frozen_and_filtered(book):
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")


def test_no_text_is_a_formula():
    book = opened([hostile_audit()])
    kinds = {c.data_type for s in book.worksheets for row in s.iter_rows() for c in row if c.value is not None}
    assert kinds <= {"s", "n"}


def test_a_table_too_long_for_a_sheet_goes_on_on_the_next(monkeypatch):
    monkeypatch.setattr(workbook, "_ROWS_PER_SHEET", 2)
    book = opened([sample_audit()])
    assert [len(rows(book[name])) for name in ("问题", "问题2")] == [3, 2]
    assert rows(book["问题2"])[1][4] == "D-01"


def test_no_reports_give_empty_tables():
    assert [len(rows(sheet)) for sheet in opened([]).worksheets] == [1, 1, 1, 1]
