"""A register as CSV (UTF-8 with a byte order mark, as Excel expects)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from gongkai.registers.identity import row_values
from gongkai.registers.models import Row
from gongkai.registers.sheets import Sheet
from gongkai.registers.workbook.layout import label_of, looks_like_formula

BOM = "\ufeff"


def export_csv(sheet: Sheet, rows: Iterable[Row]) -> bytes:
    """The rows under the register's headers."""
    return "".join(csv_lines(sheet, rows)).encode()


def csv_lines(sheet: Sheet, rows: Iterable[Row]) -> Iterator[str]:
    """The file line by line, for a response that streams."""
    yield BOM + _line([column.header for column in sheet.columns])
    for row in rows:
        values = row_values(sheet, row)
        yield _line([safe(label_of(column, values)) for column in sheet.columns])


def safe(value: Any) -> str:
    """A value as CSV has it. Text that a spreadsheet would take for a formula gets an apostrophe before it, which shows
    it as text."""
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and looks_like_formula(text) else text


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
