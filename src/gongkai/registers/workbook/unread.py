"""Which cells of a workbook would be read as blank although they are not: error values, formulas without a result.

An .xls file always holds a result; an .ods file does not tell an empty one from none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from gongkai.report.reading.formats.sheets.guard import biff_records, biff_sheets, column_number

Unread = dict[tuple[int, int], str]
"""By row and column, from 0: why a cell has no value that can be read."""

REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,9})(\d{1,9})["']""")
# A tag ends before the next begins, and no repetition gives back what it took: else a small file, made for it, would
# keep the process busy for hours.
_ERROR = re.compile(rb"""<(?:\w+:)?c\s(?=[^<>]*\bt\s*=\s*["']e["'])[^<>]*+>""")
_EMPTY_VALUE = rb"""(?:<(?:\w+:)?v\s*+/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?+"""
_NO_RESULT = re.compile(
    rb"""<(?:\w+:)?c\s(?![^<>]*\bt\s*=\s*["']str["'])[^<>]*+>\s*+<(?:\w+:)?f[\s>/][^<]*+(?:</(?:\w+:)?f>)?+\s*+"""
    + _EMPTY_VALUE
    + rb"""\s*+</(?:\w+:)?c>"""
)
_FORMULAS, _TRUTH_OR_ERROR = frozenset((0x0006, 0x0206, 0x0406)), 0x0205
_NO_NUMBER, _IS_ERROR = b"\xff\xff", 2
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_FORMULA = f"{TABLE}formula"
_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_ERROR_NAME = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!)|(?:Err|错误)[:：]\d{3}")


def unread_xlsx(markup: bytes) -> Unread:
    """Of a sheet's part."""
    unread = dict.fromkeys(map(_place, _NO_RESULT.findall(markup)), _("公式没有计算结果"))
    return unread | dict.fromkeys(map(_place, _ERROR.findall(markup)), _("公式出错"))


def unread_xls(stream: bytes) -> list[Unread]:
    """Of each sheet of a workbook stream ([MS-XLS] 2.4.24, 2.4.127)."""
    return [dict.fromkeys(_biff_errors(stream, start), _("公式出错")) for start in biff_sheets(stream)]


def unread_ods(table: etree._Element) -> Unread:
    """Of a table whose spread was looked at."""
    return dict.fromkeys(_ods_errors(table), _("公式出错"))


def _place(cell: bytes) -> tuple[int, int]:
    found = REFERENCE.search(cell)
    return (int(found[2]) - 1, column_number(found[1]) - 1) if found else (-1, -1)


def _biff_errors(stream: bytes, start: int) -> Iterator[tuple[int, int]]:
    for kind, body in biff_records(stream, start):
        of_formula = kind in _FORMULAS and body[12:14] == _NO_NUMBER and body[6] == _IS_ERROR
        if of_formula or (kind == _TRUTH_OR_ERROR and body[7:8] == b"\x01"):
            yield int.from_bytes(body[:2], "little"), int.from_bytes(body[2:4], "little")


def _ods_errors(table: etree._Element) -> Iterator[tuple[int, int]]:
    top = 0
    for row in table.iter(f"{TABLE}table-row"):
        bottom, left = top + int(row.get(f"{TABLE}number-rows-repeated", "1")), 0
        for cell in row:
            right = left + int(cell.get(f"{TABLE}number-columns-repeated", "1"))
            if _is_error(cell):
                yield from ((y, x) for y in range(top, bottom) for x in range(left, right))
            left = right
        top = bottom


def _is_error(cell: etree._Element) -> bool:
    """LibreOffice says so; other programs only show the name of the error."""
    if cell.get(_TYPE) == "error":
        return True
    return cell.get(_FORMULA) is not None and _ERROR_NAME.fullmatch(str(cell.xpath("string()")).strip()) is not None
