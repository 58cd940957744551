"""The registers of an organ as the workbook that ``import`` takes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.registers.identity import row_values
from gongkai.registers.models import Row
from gongkai.registers.registry import all_sheets
from gongkai.registers.sheets import Sheet
from gongkai.registers.workbook.layout import Book

MOST_ROWS = 1_048_575
_AT_ONCE = 2000


def export_workbook(agency: Agency, sheets: Iterable[Sheet] | None = None, year: int | None = None) -> bytes:
    """The sheets (default: all) with every row, or with the rows of a year (``rows_of``)."""
    file = io.BytesIO()
    book = Book(file)
    for sheet in sheets if sheets is not None else all_sheets():
        export_rows(book, sheet, rows_of(agency, sheet, year))
    book.close()
    return file.getvalue()


def export_rows(book: Book, sheet: Sheet, rows: QuerySet[Any]) -> None:
    """Write the chosen rows of one register; the first ``MOST_ROWS``, which is what a sheet can hold."""
    written = book.write_sheet(sheet)
    for at, row in enumerate(rows[:MOST_ROWS].iterator(_AT_ONCE), 1):
        book.write_row(written, at, sheet, row_values(sheet, row))


def rows_of(agency: Agency, sheet: Sheet, year: int | None = None) -> QuerySet[Row]:
    """The organ's rows in the order of entry; of a year, those with any date in it. A row without a date belongs to
    none; a term (起, 止) to every year that it touches."""
    rows = sheet.model._default_manager.filter(agency=agency).order_by("pk")
    if year is None:
        return rows
    dated = [column.field for column in sheet.columns if column.kind in ("date", "month")]
    chosen = Q(pk__in=[])
    for name in dated:
        chosen |= Q(**{f"{name}__year": year})
    for since, until in _terms(sheet):
        chosen |= Q(**{f"{since}__year__lte": year}) & (
            Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__year__gte": year})
        )
    return rows.filter(chosen)


def _terms(sheet: Sheet) -> list[tuple[str, str]]:
    """The (since, until) fields of rows that hold for a time."""
    until = [column.field for column in sheet.columns if column.future]
    return [(sheet.date, name) for name in until]
