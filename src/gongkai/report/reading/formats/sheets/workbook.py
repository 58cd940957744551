"""Workbooks of Excel, WPS and LibreOffice (xlsx, xls, et, ods). python-calamine reads the cells of Excel files."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from gongkai.report.model import Note
from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.layout import BlockWriter
from gongkai.report.reading.formats.limits import CellBudget
from gongkai.report.reading.formats.package import Package, damaged
from gongkai.report.reading.formats.sheets.guard import check_xls, check_xlsx
from gongkai.report.reading.formats.sheets.ods import read_ods_sheets
from gongkai.report.reading.formats.sheets.regions import SheetCells, Spans, sheet_parts
from gongkai.report.reading.formats.sheets.xlsx_percent import Percents, percent_formats

_Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


Sheets = Iterable[tuple[SheetCells, bool]]


def read_xlsx(data: bytes) -> Document:
    """The visible sheets of an xlsx workbook; merged cells are spans, numbers stand as the sheet prints them, lone
    rows above and below a table are paragraphs. Raises UnreadableError."""
    package = Package(data)
    check_xlsx(package)
    return _document("xlsx", _excel_sheets(data, percent_formats(package)))


def read_xls(data: bytes) -> Document:
    """The same for Excel 97-2003 and WPS workbooks (xls, et)."""
    check_xls(data)
    return _document("xls", _excel_sheets(data, {}))


def read_ods(data: bytes) -> Document:
    """The same for OpenDocument workbooks."""
    return _document("ods", read_ods_sheets(data))


def _document(kind: str, sheets: Sheets) -> Document:
    document = Document(kind)
    hidden, tables, budget = [], 0, CellBudget()
    for sheet, visible in sheets:
        if not visible:
            hidden.append(sheet.name)
            continue
        writer = BlockWriter(sheet.name, tables)
        writer.extend(sheet_parts(sheet, budget))
        document.blocks += writer.blocks
        tables = writer.tables
    if hidden:
        document.notes.append(Note("hidden_sheet", f"没有读隐藏的工作表：{'、'.join(hidden)}"))
    return document


def _excel_sheets(data: bytes, percents: dict[str, Percents]) -> Iterator[tuple[SheetCells, bool]]:
    with _refusals():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for index, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ is SheetTypeEnum.WorkSheet:
                visible = sheet.visible is SheetVisibleEnum.Visible
                cells = _cells(workbook.get_sheet_by_index(index), percents.get(sheet.name, {})) if visible else None
                yield cells or SheetCells(sheet.name, {}), visible


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what python-calamine raises into UnreadableError; a panic of its native code has no importable class."""
    try:
        yield
    except PasswordError as error:
        raise UnreadableError("表格文件加了密码", "请在 WPS 或 Excel 里去掉密码后另存") from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise


def _cells(sheet: CalamineSheet, percents: Percents) -> SheetCells:
    spans, covered = _spans(sheet)
    texts: dict[tuple[int, int], str] = {}
    first_row, first_column = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(), first_row):
        for column, value in enumerate(values, first_column):
            if value != "" and (row, column) not in covered:
                text = printed(value, percents.get((row, column)))
                if text:
                    texts[row, column] = text
    return SheetCells(sheet.name, texts, spans)


def _spans(sheet: CalamineSheet) -> tuple[Spans, set[tuple[int, int]]]:
    """(spans by top left cell, cells that merged cells cover), as far as the used range goes."""
    spans: Spans = {}
    covered: set[tuple[int, int]] = set()
    end_row, end_column = sheet.end or (0, 0)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top <= end_row and left <= end_column and (top, left) not in covered:
            spans[top, left] = bottom - top + 1, right - left + 1
            covered.update(
                (row, column)
                for row in range(top, min(bottom, end_row) + 1)
                for column in range(left, min(right, end_column) + 1)
                if (row, column) != (top, left)
            )
    return spans, covered


def printed(value: _Value, percent_digits: int | None = None) -> str:
    """A value as the sheet prints it: 12.0 is 12, 0.1 + 0.2 is 0.3, a percentage keeps its sign."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | int):
        return f"{value:.15g}" if percent_digits is None else f"{value:.{percent_digits}%}"
    if isinstance(value, datetime.datetime):
        return str(value.date() if value.time() == datetime.time() else value)
    return str(value).strip()
