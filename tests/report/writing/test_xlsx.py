"""The workbook as openpyxl sees it."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from gongkai.report.model import Cell, Report, Section
from gongkai.report.writing import write_bytes
from gongkai.report.writing.arrangement import arrange
from gongkai.report.writing.xlsx import number_format, sheet_name
from tests.report.writing.reports import AGENCY, EDITIONS, full_report


def opened(report):
    return openpyxl.load_workbook(BytesIO(write_bytes(report, "xlsx")))


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_every_box_is_at_its_place_figures_as_numbers(edition_id):
    report = full_report(edition_id)
    book = opened(report)
    for table, sheet in zip(arrange(report).tables, book.worksheets[1:], strict=True):
        for box in table.boxes:
            expected = box.cell.value if box.cell else box.text or None
            assert sheet.cell(box.row + 1, box.column + 1).value == expected
        merged = {(r.min_row - 1, r.min_col - 1, r.size["rows"], r.size["columns"]) for r in sheet.merged_cells.ranges}
        assert merged == {
            (b.row, b.column, b.row_span, b.column_span) for b in table.boxes if b.row_span > 1 or b.column_span > 1
        }


def test_blank_mark_zero_and_remark_are_kept_apart():
    values = [(None, ""), (None, "/"), (0, "0"), (1036, "1,036"), (55, "55（含撤回2件）")]
    keys = ["proactive_items", "normative_docs_disclosed", "normative_docs_made", "channel_website", "channel_weibo"]
    cells = {k: Cell(k, value, raw) for k, (value, raw) in zip(keys, values, strict=True)}
    sheet = opened(Report(edition="cn-gid-2014-national", cells=cells)).worksheets[1]
    figures = [sheet.cell(row, 3) for row in (3, 4, 5, 7, 8)]
    assert [c.value for c in figures] == [None, "/", 0, 1036, "55（含撤回2件）"]
    assert figures[3].number_format == "#,##0"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("3", "0"), ("1,036", "#,##0"), ("1.50", "0.00"), ("+5", "+0;-0;0"), ("-5", "0"), ("1,036.5", "#,##0.0")],
)
def test_number_formats_show_what_was_printed(printed, expected):
    assert number_format(printed) == expected


def test_headers_are_frozen_and_repeat():
    sheet = opened(full_report("cn-gid-2021")).worksheets[2]
    assert sheet.freeze_panes == "D4"
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.page_setup.orientation == "landscape"


def test_the_text_has_a_sheet_of_its_own():
    sheet = opened(full_report("cn-gid-2021")).worksheets[0]
    lines = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert sheet.title == "正文"
    assert lines[:2] == [AGENCY, "2021年政府信息公开工作年度报告"]
    assert "一、总体情况" in lines
    assert lines[-1] == "2022年1月20日"


def test_no_text_is_taken_for_a_formula_or_a_link():
    text = "=1+1\n{=SUM(A1)}\nhttps://www.example.gov.cn"
    report = Report(sections=[Section("preamble", None, None, text)], edition="cn-gid-2014-national")
    report.cells = {"proactive_items": Cell("proactive_items", None, "=cmd|' /C calc'!A0")}
    book = opened(report)
    kinds = {c.data_type for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value is not None}
    assert kinds == {"s"}
    assert not any(c.hyperlink for sheet in book.worksheets for row in sheet.iter_rows() for c in row)


def test_a_paragraph_longer_than_a_cell_goes_on_below():
    text = "文" * 40_000
    sheet = opened(Report(sections=[Section("preamble", None, None, text)])).worksheets[0]
    assert "".join(row[0] for row in sheet.iter_rows(min_row=2, values_only=True)) == text


def test_sheet_names_are_those_that_excel_accepts():
    taken = {"正文"}
    names = [sheet_name(title, taken) for title in ("甲:乙/丙[丁]*?\\'", "表" * 40, "表" * 40, "", "", "正文")]
    assert names[0] == "甲乙丙丁"
    assert names[1] == "表" * 31
    assert names[2] == "表" * 30 + "2"
    assert names[3:5] == ["统计表", "统计表2"]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 31 for name in names)
