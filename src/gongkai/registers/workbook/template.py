"""The empty workbook that clerks fill in: a note on each header, drop-down lists, checks, one example row.

The example stands below the headers. Left as it is, it is not imported (``workbook.reading``); changed, it is a row.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from gongkai.audit_log.chinese import in_chinese
from gongkai.registers.registry import all_sheets
from gongkai.registers.sheets import Column
from gongkai.registers.validation import FIRST_YEAR, LARGEST_DECIMAL, LARGEST_INTEGER, complete
from gongkai.registers.workbook.layout import Book
from gongkai.registers.workbook.reading import LISTS_SHEET

LAST_ROW = 20_000
"""The last row that the checks and lists reach."""
_LONGEST_LIST = 255  # Characters of a list that stands in the cell's own validation; Excel refuses more.


def template_workbook() -> bytes:
    """The template with all sheets."""
    file = io.BytesIO()
    book = Book(file)
    lists: list[list[str]] = []
    for sheet in all_sheets():
        written = book.write_sheet(sheet)
        book.write_row(written, 1, sheet, complete(sheet, sheet.example))
        for at, column in enumerate(sheet.columns):
            written.write_comment(0, at, note_of(column), {"x_scale": 2, "y_scale": 1.6, "author": ""})
            if rule := _rule(column, lists):
                written.data_validation(1, at, LAST_ROW, at, rule)
        written.set_row(1, None, book.book.add_format({"italic": True, "font_color": "#5A6472"}))
    _write_lists(book, lists)
    book.close()
    return file.getvalue()


@in_chinese
def note_of(column: Column) -> str:
    """What a header's note says: whether the column must be filled, what it holds, the example's fate."""
    parts = [_("必填") if column.required else _("可以不填"), _kinds_told()[column.kind], column.note]
    if column.options:
        parts.append(_("、").join(column.options.values()))
    told = _("。").join(part for part in parts if part)
    return _("%(told)s。第2行是示例，原样留着不会导入。") % {"told": told}


def _kinds_told() -> dict[str, str]:
    return {
        "text": _("文字"),
        "long_text": _("文字"),
        "date": _("日期，如 2024-03-05"),
        "month": _("月份，如 2024-03"),
        "integer": _("整数，不小于0"),
        "decimal": _("数字，不小于0"),
        "flag": _("“是”或“否”，空白为“否”"),
        "option": _("从列表中选"),
        "outcome": _("从列表中选"),
    }


def _rule(column: Column, lists: list[list[str]]) -> dict[str, Any] | None:
    """The check that Excel makes as somebody types; what it lets through is checked again on import."""
    wrong = {"error_title": column.header, "error_message": note_of(column)[:255]}
    if column.kind == "date":
        first, last = datetime.date(FIRST_YEAR, 1, 1), datetime.date(2999, 12, 31)
        return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last, **wrong}
    if column.kind in ("integer", "decimal"):
        most = LARGEST_INTEGER if column.kind == "integer" else int(LARGEST_DECIMAL)
        return {"validate": column.kind, "criteria": "between", "minimum": 0, "maximum": most, **wrong}
    if column.kind == "flag":
        return {"validate": "list", "source": ["是", "否"], **wrong}
    if column.dated_options:
        return {"validate": "list", "source": _listed(list(column.dated_options.labels()), lists), **wrong}
    return (
        {"validate": "list", "source": _source(list(column.options.values()), lists), **wrong}
        if column.options
        else None
    )


def _source(options: list[str], lists: list[list[str]]) -> list[str] | str:
    return options if len(",".join(options)) <= _LONGEST_LIST else _listed(options, lists)


def _listed(options: list[str], lists: list[list[str]]) -> str:
    """A list too long for the cell's own validation stands on a sheet of its own."""
    lists.append(options)
    name = xl_col_to_name(len(lists) - 1)
    return f"={LISTS_SHEET}!${name}$1:${name}${len(options)}"


def _write_lists(book: Book, lists: list[list[str]]) -> None:
    if lists:
        written = book.book.add_worksheet(LISTS_SHEET)
        for at, options in enumerate(lists):
            written.write_column(0, at, options)
        written.hide()
