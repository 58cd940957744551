"""Which cells of an xlsx workbook print as percentages; the cell reader gives bare numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.report.reading.formats.package import Package, parse_xml
from gongkai.report.reading.formats.sheets.guard import column_number

_BUILT_IN = {"9": 0, "10": 2}
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*>")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_STYLE = re.compile(rb"""\bs=["'](\d{1,6})["']""")
_DECIMALS = re.compile(r"0\.(0+)%")

Percents = dict[tuple[int, int], int]


def percent_formats(package: Package) -> dict[str, Percents]:
    """By sheet name: (row, column) from 0 of each cell with a percent format, and its number of decimals."""
    markup = package.find("xl/styles.xml")
    styles = _percent_styles(parse_xml(markup)) if markup else {}
    if not styles:
        return {}
    return {name: _cells(package.find(part) or b"", styles) for name, part in _sheet_parts(package)}


def _percent_styles(root: etree._Element) -> dict[int, int]:
    """Decimals of each cell style (index in ``cellXfs``) that is a percentage."""
    formats = dict(_BUILT_IN)
    for custom in root.iter("{*}numFmt"):
        code = str(custom.get("formatCode", "")).partition(";")[0]
        if "%" in code:
            decimals = _DECIMALS.search(code)
            formats[str(custom.get("numFmtId"))] = len(decimals[1]) if decimals else 0
    cell_styles = root.find("{*}cellXfs")
    numbers = [] if cell_styles is None else [str(style.get("numFmtId")) for style in cell_styles]
    return {index: formats[number] for index, number in enumerate(numbers) if number in formats}


def _sheet_parts(package: Package) -> Iterator[tuple[str, str]]:
    """(name, part) of each sheet."""
    relations = package.find("xl/_rels/workbook.xml.rels")
    workbook = package.find("xl/workbook.xml")
    if relations is None or workbook is None:
        return
    targets = {str(item.get("Id")): str(item.get("Target", "")) for item in parse_xml(relations)}
    for sheet in parse_xml(workbook).iter("{*}sheet"):
        identifier = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        target = targets.get(str(identifier), "")
        yield str(sheet.get("name")), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _cells(markup: bytes, styles: dict[int, int]) -> Percents:
    found: Percents = {}
    for cell in _CELL.finditer(markup):
        reference, style = _REFERENCE.search(cell[0]), _STYLE.search(cell[0])
        if reference and style and int(style[1]) in styles:
            found[int(reference[2]) - 1, column_number(reference[1]) - 1] = styles[int(style[1])]
    return found
