"""A report as a workbook: the text on one sheet, each table on its own in the official layout, figures as numbers."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from gongkai.report.writing.arrangement import Arrangement, Figure, Heading, Text
from gongkai.report.writing.figures import row_height, spreadsheet_value
from gongkai.report.writing.layout import Box, PrintedTable

TEXT_SHEET = "正文"
_A4 = 9
_LONGEST_CELL = 32_767
_WIDTH = 88.0
_TEXT_WIDTH = 76.0


def write_xlsx(paper: Arrangement) -> bytes:
    """The workbook of an arranged report."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "".join(paper.title)[:255], "author": (paper.agency or "")[:255]})
        formats = _Formats(book)
        _text_sheet(book, paper, formats)
        names = {TEXT_SHEET}
        for table in paper.tables:
            _table_sheet(book, table, formats, sheet_name(table.caption, names))
    return out.getvalue()


class _Formats:
    """Cell formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"text_wrap": True, "valign": "vcenter", **properties})
        return self.made[key]

    def of_box(self, box: Box) -> Format:
        look: dict[str, Any] = {"border": 1, "align": box.align, "font_name": "宋体", "font_size": 10.5}
        if box.indent:
            look["indent"] = min(box.indent, 15)
        if box.head:
            look |= {"font_name": "黑体", "bg_color": "#F2F2F2"}
        if box.cell and box.cell.value is not None:
            look["num_format"] = number_format(box.text)
        return self.get(**look)


def number_format(printed: str) -> str:
    """The number format that shows a figure as it was printed: thousands, decimals, sign."""
    digits = printed.lstrip("+-")
    whole, _, decimals = digits.partition(".")
    shape = ("#,##0" if "," in whole or "，" in whole else "0") + (f".{'0' * len(decimals)}" if decimals else "")
    return f"+{shape};-{shape};{shape}" if printed.startswith("+") else shape


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel accepts (31 characters, none of ``[]:*?/\\``), not yet taken."""
    base = re.sub(r"[\[\]:*?/\\']", "", title).strip() or "统计表"
    name, number = base[:31], 1
    while name.lower() in {t.lower() for t in taken}:
        number += 1
        name = f"{base[: 31 - len(str(number))]}{number}"
    taken.add(name)
    return name


def _text_sheet(book: Workbook, paper: Arrangement, formats: _Formats) -> None:
    sheet = book.add_worksheet(TEXT_SHEET)
    sheet.set_column(0, 0, _TEXT_WIDTH)
    _paper(sheet, landscape=False)
    title = formats.get(font_name="方正小标宋简体", font_size=18, align="center")
    row = 0
    for line in paper.title:
        sheet.set_row(row, row_height([(line, _TEXT_WIDTH * 11 / 18)], 26))
        sheet.write_string(row, 0, line, title)
        row += 1
    for block in (*paper.blocks, *paper.appended):
        if not isinstance(block, PrintedTable):
            row += _write_text(sheet, row, block, formats)


def _write_text(sheet: Worksheet, row: int, block: Heading | Text | Figure, formats: _Formats) -> int:
    """Write a paragraph, in pieces where it is longer than a cell may be; returns the number of rows used."""
    font = "黑体" if isinstance(block, Heading) else "仿宋_GB2312"
    align = "right" if isinstance(block, Text) and block.style == "signature" else "left"
    pieces = [block.text[i : i + _LONGEST_CELL] for i in range(0, len(block.text), _LONGEST_CELL)]
    for number, piece in enumerate(pieces):
        sheet.set_row(row + number, row_height([(piece, _TEXT_WIDTH * 11 / 12)], 17))
        sheet.write_string(row + number, 0, piece, formats.get(font_name=font, font_size=12, align=align))
    return len(pieces)


def _paper(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C— &P —")
    if landscape:
        sheet.set_landscape()


def _table_sheet(book: Workbook, table: PrintedTable, formats: _Formats, name: str) -> None:
    sheet = book.add_worksheet(name)
    widths = _column_widths(table)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number, row in enumerate(table.rows()):
        low = [(b.text, sum(widths[b.column : b.column + b.column_span])) for b in row if b.row_span == 1]
        sheet.set_row(number, row_height(low, 15))
    for box in table.boxes:
        _write_box(sheet, box, formats)
    _paper(sheet, landscape=table.narrow)
    if table.header_rows:
        sheet.repeat_rows(0, table.header_rows - 1)
        sheet.freeze_panes(table.header_rows, min(b.column for b in table.boxes if b.cell))


def _column_widths(table: PrintedTable) -> list[float]:
    """In digits: the form's proportions, widened for long figures."""
    total = sum(table.widths)
    widths = [max(_WIDTH * width / total, 7.0) for width in table.widths]
    for box in table.boxes:
        if box.cell and box.column_span == 1:
            widths[box.column] = max(widths[box.column], min(len(box.text) + 2, 40))
    return widths


def _write_box(sheet: Worksheet, box: Box, formats: _Formats) -> None:
    look = formats.of_box(box)
    if box.row_span > 1 or box.column_span > 1:
        last = (box.row + box.row_span - 1, box.column + box.column_span - 1)
        sheet.merge_range(box.row, box.column, *last, "", look)
    value = spreadsheet_value(box.cell, box.text) if box.cell else box.text
    if value == "":
        sheet.write_blank(box.row, box.column, None, look)
    elif isinstance(value, str):
        sheet.write_string(box.row, box.column, value[:_LONGEST_CELL], look)
    else:
        sheet.write_number(box.row, box.column, value, look)
