"""Opening a workbook: its sheets as grids of values. What formulas hold is their stored result; nothing is computed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from gongkai.registers.errors import WorkbookRefused
from gongkai.registers.workbook.guard import look_over
from gongkai.registers.workbook.unread import Unread


@dataclass(frozen=True)
class Grid:
    """A sheet: ``rows`` are (number as in Excel, values from column A on); ``unread`` says of cells why they have no
    value, by (row, column) from 0."""

    name: str
    visible: bool
    rows: list[tuple[int, list[Any]]]
    unread: Unread = field(default_factory=dict)


def open_workbook(content: bytes) -> list[Grid]:
    """The sheets of a workbook that somebody handed in. Raises WorkbookRefused."""
    unread = look_over(content)
    with _refusals():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            _grid(sheet, workbook.get_sheet_by_index(index), unread[index] if index < len(unread) else {})
            for index, sheet in enumerate(workbook.sheets_metadata)
            if sheet.typ is SheetTypeEnum.WorkSheet
        ]


def _grid(sheet: SheetMetadata, cells: CalamineSheet, unread: Unread) -> Grid:
    """Rows below the last that can be read are there, too, where something in them cannot."""
    rows = _rows(cells)
    last = rows[-1][0] if rows else 0
    below = sorted({row + 1 for row, _column in unread if row >= last})
    visible = sheet.visible is SheetVisibleEnum.Visible
    return Grid(sheet.name, visible, [*rows, *((number, []) for number in below)], unread)


def _rows(sheet: CalamineSheet) -> list[tuple[int, list[Any]]]:
    """Merged cells hold their value in the first row of a column and are blank below, as Excel has them."""
    first_row, first_column = sheet.start or (0, 0)
    margin = [""] * first_column
    return [(number, margin + row) for number, row in enumerate(sheet.to_python(), first_row + 1)]


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what python-calamine raises into WorkbookRefused; a panic of its native code has no importable class."""
    try:
        yield
    except PasswordError as error:
        raise WorkbookRefused(_("文件加了密码。"), _("请在 WPS 或 Excel 里去掉密码，另存后再导入。")) from error
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise _damaged() from error
        raise


def _damaged() -> WorkbookRefused:
    return WorkbookRefused(_("文件不完整或已损坏。"), _("请用 WPS 或 Excel 打开后另存为 .xlsx，再导入。"))
