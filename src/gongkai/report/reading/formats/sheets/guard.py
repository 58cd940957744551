"""Looks a workbook over before it is opened: python-calamine keeps a sheet as a dense grid, and a few cells in far
corners make it ask for more memory than there is, which ends the process."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

import olefile
from lxml import etree

from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.limits import MAX_MARKUP
from gongkai.report.reading.formats.package import Package, bomb, damaged, parse_xml

_MAX_GRID = 2_000_000
_CELL_TAG = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_ROW_TAG = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_END_OF_SHEET, _SHEET = 0x000A, 0x0085
_CELL_RECORDS = frozenset((0x0006, 0x0206, 0x0406, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E))
_MULTIPLE_NUMBERS = 0x00BD
_DIMENSIONS = 0x0200
_MOST_CELLS = 65_536 * 256
_MAX_SHEETS = 256

Position = tuple[int, int]


def too_sparse() -> UnreadableError:
    return UnreadableError(
        "工作表里有离表格很远的单元格，范围过大", "请删去多余的行和列，只保留年度报告的表格，另存后再读"
    )


def disordered() -> UnreadableError:
    return UnreadableError("工作表里各行的次序是乱的", "请用 WPS 或 Excel 打开后另存为 xlsx 再读")


def check_xlsx(package: Package) -> None:
    """Raises UnreadableError for a workbook that unpacks or spreads too far."""
    package.refuse_false_sizes()
    if package.stated_size > 4 * MAX_MARKUP:
        raise bomb()
    for name in package.names:
        markup = package.read(name)
        if b"sheetData" in markup and _widest(markup) > _MAX_GRID:
            _check_spread(_filled(parse_xml(markup)))


def check_xls(data: bytes) -> None:
    """The same for Excel 97-2003 workbooks."""
    check_biff(workbook_stream(data))


def workbook_stream(data: bytes) -> bytes:
    """The stream of such a file that holds its sheets."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            name = "Workbook" if container.exists("Workbook") else "Book"
            return bytes(container.openstream(name).read())
    except Exception as error:  # olefile raises whatever the broken bytes lead it to.
        raise damaged() from error


def check_biff(stream: bytes) -> None:
    """The same for the workbook stream of such a file."""
    for sheet in biff_sheets(stream):
        _check_spread(_biff_positions(stream, sheet))


def column_number(letters: bytes) -> int:
    """The number of a column, counted from 1 (``A``); 0 for no letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_spread(positions: Iterable[Position]) -> None:
    """Raise UnreadableError where the grid around the cells is too wide, or where their rows do not ascend, which makes
    python-calamine miscount it."""
    top = left = 1 << 60
    bottom = right = -1
    for row, column in positions:
        if row < bottom:
            raise disordered()
        top, bottom = min(top, row), row
        left, right = min(left, column), max(right, column)
    if bottom >= top and (bottom - top + 1) * (right - left + 1) > _MAX_GRID:
        raise too_sparse()


def _widest(markup: bytes) -> int:
    """An upper bound of the grid of a sheet, from every reference in it, whatever tag it stands in; cells and rows
    without one count on from the one before. Beyond all bounds where rows do not ascend."""
    right = bottom = references = rows = previous = 0
    for letters, digits in _REFERENCE.findall(markup):
        row = int(digits[:8])
        if letters and row < previous:
            return _MAX_GRID + 1
        previous = row if letters else previous
        references, rows = references + bool(letters), rows + (not letters)
        right, bottom = max(right, column_number(letters[:8])), max(bottom, row)
    unplaced = max(0, len(_CELL_TAG.findall(markup)) - references)
    unplaced_rows = max(0, len(_ROW_TAG.findall(markup)) - rows)
    return (right + unplaced) * (bottom + unplaced_rows)


def _filled(root: etree._Element) -> Iterator[Position]:
    """The positions of the cells with content, by a full reading of the sheet."""
    row = 0
    for element in root.iter("{*}row"):
        stated = str(element.get("r", ""))
        row, column = int(stated[:8]) if stated.isdecimal() else row + 1, 0
        for cell in element.iterchildren("{*}c"):
            reference = re.fullmatch(r"([A-Za-z]+)(\d+)", str(cell.get("r", "")))
            column = column_number(reference[1].encode()) if reference else column + 1
            if len(cell):
                yield int(reference[2][:8]) if reference else row, column


def biff_records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of the records from a place to the end of its sheet ([MS-XLS] 2.1.4)."""
    while at + 4 <= len(stream):
        kind, size = int.from_bytes(stream[at : at + 2], "little"), int.from_bytes(stream[at + 2 : at + 4], "little")
        if kind == _END_OF_SHEET:
            return
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def biff_sheets(stream: bytes) -> list[int]:
    """Where the sheets of a workbook start."""
    starts = [int.from_bytes(body[:4], "little") for kind, body in biff_records(stream, 0) if kind == _SHEET]
    if len(starts) > _MAX_SHEETS:
        raise bomb()
    return starts


def _biff_positions(stream: bytes, start: int) -> Iterator[Position]:
    for kind, body in biff_records(stream, start):
        if kind == _DIMENSIONS:
            _check_dimensions(body)
        elif kind in _CELL_RECORDS and len(body) >= 6:
            row, column = int.from_bytes(body[:2], "little"), int.from_bytes(body[2:4], "little")
            last = int.from_bytes(body[-2:], "little") if kind == _MULTIPLE_NUMBERS else column
            yield row, column
            yield row, last


def _check_dimensions(body: bytes) -> None:
    """Raise UnreadableError for a stated used range that no such file can have: room for all of it is asked for.
    Rows take four bytes each since Excel 97, two before."""
    width = 4 if len(body) >= 12 else 2
    top, bottom = (int.from_bytes(body[at : at + width], "little") for at in (0, width))
    left, right = (int.from_bytes(body[2 * width + at : 2 * width + at + 2], "little") for at in (0, 2))
    if (bottom and bottom < top) or (right and right < left) or (bottom - top) * (right - left) > _MOST_CELLS:
        raise too_sparse()
