"""How registers are laid out in a workbook that Gongkai writes, and how text is kept from being taken for a formula."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from gongkai.registers.sheets import Column, Sheet, Values

LARGEST_EXACT = Decimal(10) ** 15
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")
_WIDTHS = {
    "date": 12,
    "month": 10,
    "integer": 9,
    "decimal": 12,
    "flag": 8,
    "option": 18,
    "outcome": 26,
    "long_text": 40,
}
_DATES = ("date", "month")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula once it is typed or pasted."""
    return text.lstrip(" ").startswith(_FORMULA)


def label_of(column: Column, values: Values) -> Any:
    """A value as the workbook shows it: labels instead of stored keys, None for a blank."""
    value = values[column.field]
    if value in (None, ""):
        return None
    if column.dated_options:
        return column.dated_options.label(value, values.get(column.dated_options.date))
    if column.kind == "flag":
        return "是" if value else "否"
    if column.kind == "month":
        return f"{value:%Y-%m}"
    return column.options.get(value, value)


class Book:
    """A workbook being written; ``write_sheet`` adds a register."""

    def __init__(self, file: Any) -> None:
        # No option of XlsxWriter that guesses at text is on: strings stay strings, whatever they begin with.
        self.book = xlsxwriter.Workbook(
            file, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        )
        self.plain = self.book.add_format({"text_wrap": False})
        self.quoted = self.book.add_format({"num_format": "@", "quote_prefix": True})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.header = self.book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF7"})
        self.needed = self.book.add_format({"bold": True, "bottom": 1, "bg_color": "#FBE9D0"})

    def write_sheet(self, sheet: Sheet) -> Any:
        """An empty sheet with the register's headers."""
        written = self.book.add_worksheet(sheet.name)
        written.freeze_panes(1, 0)
        for at, column in enumerate(sheet.columns):
            written.set_column(at, at, _WIDTHS.get(column.kind, 18))
            written.write_string(0, at, column.header, self.needed if column.required else self.header)
        return written

    def write_row(self, written: Any, at: int, sheet: Sheet, values: Values) -> None:
        for place, column in enumerate(sheet.columns):
            self.write(written, at, place, label_of(column, values))

    def write(self, written: Any, at: int, place: int, value: Any) -> None:
        """One cell, by what it holds. Nothing is ever written as a formula or a link."""
        if value is None or value == "":
            return
        if isinstance(value, datetime.date):
            written.write_datetime(at, place, value, self.day)
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            self._number(written, at, place, value)
        else:
            text = str(value)
            written.write_string(at, place, text, self.quoted if looks_like_formula(text) else None)

    def _number(self, written: Any, at: int, place: int, value: int | float | Decimal) -> None:
        """A number that a cell cannot hold exactly is written as text."""
        if Decimal(repr(float(value))) == Decimal(str(value)):
            written.write_number(at, place, value)
        else:
            written.write_string(at, place, str(value))

    def close(self) -> None:
        self.book.close()
