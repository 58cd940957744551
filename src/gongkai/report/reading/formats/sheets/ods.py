"""OpenDocument spreadsheets: python-calamine gives no merged ranges for them, so lxml reads the content part."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.limits import MAX_CELLS, too_many_cells
from gongkai.report.reading.formats.package import Package, damaged, parse_xml
from gongkai.report.reading.formats.sheets.regions import SheetCells

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FAR = 1_048_576


def read_ods_sheets(data: bytes) -> Iterator[tuple[SheetCells, bool]]:
    """(cells, visible) of each sheet. The text of a cell is the text that it prints. Raises UnreadableError."""
    package = Package(data)
    markup = package.find("content.xml")
    if markup is None:
        raise damaged()
    if b"encryption-data" in (package.find("META-INF/manifest.xml") or b""):
        raise UnreadableError("表格文件加了密码", "请去掉密码后另存")
    root = parse_xml(markup)
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(item.get(f"{_TABLE}display") == "false" for item in style)
    }
    for table in root.iter(f"{_TABLE}table"):
        yield _sheet(table), table.get(f"{_TABLE}style-name") not in hidden


def _sheet(table: etree._Element) -> SheetCells:
    sheet = SheetCells(str(table.get(f"{_TABLE}name", "")), {})
    row = 0
    for element in table.iter(f"{_TABLE}table-row"):
        repeated = _count(element, "number-rows-repeated")
        cells = list(_cells(element))
        if len(sheet.texts) + repeated * len(cells) > MAX_CELLS:
            raise too_many_cells()
        for copy in range(row, row + repeated if cells else row):
            for column, text, span in cells:
                sheet.add(copy, column, text, span)
        row += repeated
    return sheet


def _cells(row: etree._Element) -> Iterator[tuple[int, str, tuple[int, int]]]:
    """(column, text, spans) of the cells of a row that hold text or are merged."""
    column = 0
    for cell in row:
        repeated = _count(cell, "number-columns-repeated")
        text = _printed(cell) if cell.tag == f"{_TABLE}table-cell" else ""
        span = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if text or span != (1, 1):
            if repeated > MAX_CELLS:
                raise too_many_cells()
            yield from ((at, text, span) for at in range(column, column + repeated))
        column += repeated


def _printed(cell: etree._Element) -> str:
    lines = ("".join(_pieces(paragraph)) for paragraph in cell.iterchildren(f"{_TEXT}p"))
    return "\n".join(lines).strip()


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter():
        if element.tag == f"{_TEXT}s":
            yield " "
        elif element.tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
            yield "\n"
        else:
            yield element.text or ""
        if element is not paragraph:
            yield element.tail or ""


def _count(element: etree._Element, name: str) -> int:
    value = str(element.get(f"{_TABLE}{name}", "1"))
    return max(1, min(int(value[:9]), _FAR)) if value.isdecimal() else 1
