"""Looks a workbook over before it is opened: python-calamine keeps a sheet as a dense grid and a few cells in far
corners make it ask for more memory than there is, which ends the process."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

import olefile

from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.limits import MAX_MARKUP
from gongkai.report.reading.formats.package import Package, bomb, damaged

_MAX_GRID = 2_000_000
_FILLED = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["'](\d{1,7})["']""")
_BOF = 0x0809
_CELL_RECORDS = frozenset((0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E))
_MULTIPLE_NUMBERS = 0x00BD


def too_sparse() -> UnreadableError:
    return UnreadableError(
        "工作表里有离表格很远的单元格，范围过大", "请删去多余的行和列，只保留年度报告的表格，另存后再读"
    )


def check_xlsx(package: Package) -> None:
    """Raises UnreadableError for a workbook that unpacks or spreads too far."""
    if package.stated_size > 4 * MAX_MARKUP:
        raise bomb()
    for name in package.names:
        markup = package.read(name)
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            _check_spread(_positions(markup))


def check_xls(data: bytes) -> None:
    """The same for Excel 97-2003 workbooks."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            name = "Workbook" if container.exists("Workbook") else "Book"
            stream = container.openstream(name).read()
    except Exception as error:  # olefile raises whatever the broken bytes lead it to.
        raise damaged() from error
    for positions in _biff_sheets(stream):
        _check_spread(positions)


def _check_spread(positions: Iterable[tuple[int, int]]) -> None:
    top = left = 1 << 30
    bottom = right = 0
    for row, column in positions:
        top, bottom = min(top, row), max(bottom, row)
        left, right = min(left, column), max(right, column)
    if (bottom - top + 1) * (right - left + 1) > _MAX_GRID:
        raise too_sparse()


def _positions(markup: bytes) -> Iterator[tuple[int, int]]:
    """Positions of the cells with content; a cell without a reference counts on from the one before it."""
    unplaced = 0
    for cell in _FILLED.finditer(markup):
        reference = _REFERENCE.search(cell[1])
        if reference is None:
            unplaced += 1
        else:
            yield int(reference[2]), column_number(reference[1])
    if unplaced:
        yield from ((int(row[1]), unplaced) for row in _ROW.finditer(markup))
        yield 1, 1


def column_number(letters: bytes) -> int:
    """The number of a column, counted from 1 (``A``)."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _biff_sheets(stream: bytes) -> Iterator[list[tuple[int, int]]]:
    """The cell positions of each sheet, from the record headers of the stream ([MS-XLS] 2.1.4)."""
    positions: list[tuple[int, int]] = []
    at = 0
    while at + 4 <= len(stream):
        kind, size = int.from_bytes(stream[at : at + 2], "little"), int.from_bytes(stream[at + 2 : at + 4], "little")
        body = stream[at + 4 : at + 4 + size]
        if kind == _BOF:
            yield positions
            positions = []
        elif kind in _CELL_RECORDS and len(body) >= 6:
            row, column = int.from_bytes(body[:2], "little"), int.from_bytes(body[2:4], "little")
            last = int.from_bytes(body[-2:], "little") if kind == _MULTIPLE_NUMBERS else column
            positions += [(row, column), (row, last)]
        at += 4 + size
    yield positions
