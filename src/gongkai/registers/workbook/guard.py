"""Looks an uploaded workbook over before it is opened: what it is, how far it unpacks and spreads, and which cells
would be read as blank although they are not (error values, formulas without a result)."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Literal

import olefile
from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from gongkai.registers.errors import WorkbookRefused
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.package import Package, parse_xml
from gongkai.report.reading.formats.sheets.guard import check_xls, column_number

Form = Literal["xlsx", "xls", "ods"]
Unread = dict[tuple[int, int], str]
"""By row and column, from 0: why a cell has no value that can be read."""

MAX_UNPACKED = 400_000_000
MAX_GRID = 4_000_000
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,9})(\d{1,9})["']""")
_CELL_START = re.compile(rb"<(?:\w+:)?c[\s/>]")
# A tag ends before the next begins, and no repetition gives back what it took: else a small file, made for it, would
# keep the process busy for hours.
_ERROR = re.compile(rb"""<(?:\w+:)?c\s(?=[^<>]*\bt\s*=\s*["']e["'])[^<>]*+>""")
_EMPTY_VALUE = rb"""(?:<(?:\w+:)?v\s*+/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?+"""
_NO_RESULT = re.compile(
    rb"""<(?:\w+:)?c\s(?![^<>]*\bt\s*=\s*["']str["'])[^<>]*+>\s*+<(?:\w+:)?f[\s>/][^<]*+(?:</(?:\w+:)?f>)?+\s*+"""
    + _EMPTY_VALUE
    + rb"""\s*+</(?:\w+:)?c>"""
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ODS_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODS_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"


def look_over(content: bytes) -> tuple[Form, dict[str, Unread]]:
    """The form of the file, and by sheet the cells that cannot be read. Raises WorkbookRefused."""
    if len(content) > settings.UPLOAD_LIMIT:
        raise WorkbookRefused(
            _("文件有 %(size)d MB，超过 %(most)d MB 的上限。")
            % {"size": len(content) // 1_000_000, "most": settings.UPLOAD_LIMIT // 1_000_000},
            _("请按年度或台账分成几个文件导入。"),
        )
    try:
        return _look_over(content)
    except UnreadableError as error:
        raise WorkbookRefused(f"{error.reason}。", _("请用 WPS 或 Excel 打开后另存为 .xlsx，再导入。")) from error


def _look_over(content: bytes) -> tuple[Form, dict[str, Unread]]:
    if content.startswith(b"PK"):
        return _look_over_package(Package(content), content)
    if content.startswith(olefile.MAGIC):
        _refuse_ole(content)
        check_xls(content)
        return "xls", {}
    raise WorkbookRefused(_("这不是 Excel 工作簿。"), _("请导入 .xlsx、.xls 或 .ods 文件，可先下载模板。"))


def _look_over_package(package: Package, content: bytes) -> tuple[Form, dict[str, Unread]]:
    if package.stated_size > MAX_UNPACKED:
        raise _too_big()
    package.refuse_false_sizes()
    if _has_macros(package):
        raise _macros()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" in package.names:
            return "xlsx", {name: _look_over_sheet(archive.read(part)) for name, part in _sheet_parts(package)}
        if "opendocument.spreadsheet" in (package.find("mimetype") or b"").decode("ascii", "replace"):
            _check_ods(archive.read("content.xml"))
            return "ods", {}
    raise WorkbookRefused(_("这不是 Excel 工作簿。"), _("请导入 .xlsx、.xls 或 .ods 文件，可先下载模板。"))


def _has_macros(package: Package) -> bool:
    """By the names of parts, in any spelling, and by what the list of types says: a macro may stand under any name."""
    types = (package.find("[Content_Types].xml") or b"").lower()
    names = [name.lower() for name in package.names]
    return (
        any(
            name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/", "xl/macrosheets/"))
            for name in names
        )
        or b"vbaproject" in types
        or b"macro" in types
    )


def _refuse_ole(content: bytes) -> None:
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        if container.exists("EncryptedPackage"):
            raise WorkbookRefused(_("文件加了密码。"), _("请在 WPS 或 Excel 里去掉密码，另存后再导入。"))
        if container.exists("_VBA_PROJECT_CUR"):
            raise _macros()


def _sheet_parts(package: Package) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the part that holds it."""
    relations = parse_xml(package.find("xl/_rels/workbook.xml.rels") or b"<none/>")
    targets = {str(r.get("Id")): str(r.get("Target", "")) for r in relations}
    for sheet in parse_xml(package.read("xl/workbook.xml")).iter("{*}sheet"):
        target = targets.get(str(sheet.get(_RELATIONSHIP)), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in package.names:
            yield str(sheet.get("name", "")), part


def _look_over_sheet(markup: bytes) -> Unread:
    bottom, columns, placed = 0, set(), 0
    for reference in _REFERENCE.finditer(markup):
        letters, digits = reference.groups()
        columns.add(letters)
        bottom, placed = max(bottom, int(digits)), placed + 1
    unplaced = max(0, sum(1 for _cell in _CELL_START.finditer(markup)) - placed)
    if (bottom + unplaced) * (max(map(column_number, columns), default=0) + unplaced) > MAX_GRID:
        raise _too_far()
    unread = dict.fromkeys(map(_place, _NO_RESULT.findall(markup)), _("公式没有计算结果"))
    return unread | dict.fromkeys(map(_place, _ERROR.findall(markup)), _("公式出错"))


def _place(cell: bytes) -> tuple[int, int]:
    found = _REFERENCE.search(cell)
    return (int(found[2]) - 1, column_number(found[1]) - 1) if found else (-1, -1)


def _check_ods(markup: bytes) -> None:
    """Raise WorkbookRefused where cells with content spread too far."""
    for table in parse_xml(markup).iter(f"{_ODS_TABLE}table"):
        row = bottom = right = 0
        for element in table.iter(f"{_ODS_TABLE}table-row"):
            row += int(element.get(f"{_ODS_TABLE}number-rows-repeated", "1"))
            if reach := _reach(element):
                bottom, right = row, max(right, reach)
        if bottom * right > MAX_GRID:
            raise _too_far()


def _reach(row: etree._Element) -> int:
    """The last column of a row with content, from 1."""
    column = reach = 0
    for cell in row:
        column += int(cell.get(f"{_ODS_TABLE}number-columns-repeated", "1"))
        if cell.get(_ODS_VALUE) or len(cell):
            reach = column
    return reach


def _macros() -> WorkbookRefused:
    return WorkbookRefused(_("文件里有宏，不接收。"), _("请另存为不带宏的 .xlsx，再导入。"))


def _too_big() -> WorkbookRefused:
    return WorkbookRefused(_("文件解压后过大，不接收。"), _("请删去图片等无关内容，或分成几个文件导入。"))


def _too_far() -> WorkbookRefused:
    return WorkbookRefused(_("工作表里有离表格很远的单元格，范围过大。"), _("请删去多余的行和列，另存后再导入。"))
