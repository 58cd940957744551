"""Looks an uploaded workbook over before it is opened: what it is, how far it unpacks and spreads, and which cells
would be read as blank although they are not (error values, formulas without a result)."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

import olefile
from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from gongkai.registers.errors import WorkbookRefused
from gongkai.registers.workbook.unread import REFERENCE, TABLE, Unread, unread_ods, unread_xls, unread_xlsx
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.package import Package, parse_xml
from gongkai.report.reading.formats.sheets.guard import check_biff, column_number, workbook_stream

MAX_UNPACKED = 400_000_000
MAX_GRID = 4_000_000
_CELL_START = re.compile(rb"<(?:\w+:)?c[\s/>]")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ODS_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"


def look_over(content: bytes) -> list[Unread]:
    """Of each sheet the cells that cannot be read. Raises WorkbookRefused."""
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


def unpacked_size(content: bytes) -> int:
    """How many bytes a workbook says that it unpacks to; what is no package stays as it is."""
    try:
        return Package(content).stated_size if content.startswith(b"PK") else len(content)
    except UnreadableError:
        return len(content)


def _look_over(content: bytes) -> list[Unread]:
    if content.startswith(b"PK"):
        return _look_over_package(Package(content), content)
    if content.startswith(olefile.MAGIC):
        _refuse_ole(content)
        stream = workbook_stream(content)
        check_biff(stream)
        return unread_xls(stream)
    raise WorkbookRefused(_("这不是 Excel 工作簿。"), _("请导入 .xlsx、.xls 或 .ods 文件，可先下载模板。"))


def _look_over_package(package: Package, content: bytes) -> list[Unread]:
    if package.stated_size > MAX_UNPACKED:
        raise _too_big()
    package.refuse_false_sizes()
    if _has_macros(package):
        raise _macros()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" in package.names:
            return [_look_over_sheet(archive.read(part)) if part else {} for part in _sheet_parts(package)]
        if "opendocument.spreadsheet" in (package.find("mimetype") or b"").decode("ascii", "replace"):
            return _look_over_ods(archive.read("content.xml"))
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


def _sheet_parts(package: Package) -> Iterator[str]:
    """The part that holds each sheet, blank where there is none."""
    relations = parse_xml(package.find("xl/_rels/workbook.xml.rels") or b"<none/>")
    targets = {str(r.get("Id")): str(r.get("Target", "")) for r in relations}
    for sheet in parse_xml(package.read("xl/workbook.xml")).iter("{*}sheet"):
        target = targets.get(str(sheet.get(_RELATIONSHIP)), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        yield part if part in package.names else ""


def _look_over_sheet(markup: bytes) -> Unread:
    bottom, columns, placed = 0, set(), 0
    for reference in REFERENCE.finditer(markup):
        letters, digits = reference.groups()
        columns.add(letters)
        bottom, placed = max(bottom, int(digits)), placed + 1
    unplaced = max(0, sum(1 for _cell in _CELL_START.finditer(markup)) - placed)
    if (bottom + unplaced) * (max(map(column_number, columns), default=0) + unplaced) > MAX_GRID:
        raise _too_far()
    return unread_xlsx(markup)


def _look_over_ods(markup: bytes) -> list[Unread]:
    """Raises WorkbookRefused where cells with content spread too far."""
    tables = list(parse_xml(markup).iter(f"{TABLE}table"))
    for table in tables:
        row = bottom = right = 0
        for element in table.iter(f"{TABLE}table-row"):
            row += int(element.get(f"{TABLE}number-rows-repeated", "1"))
            if reach := _reach(element):
                bottom, right = row, max(right, reach)
        if bottom * right > MAX_GRID:
            raise _too_far()
    return [unread_ods(table) for table in tables]


def _reach(row: etree._Element) -> int:
    """The last column of a row with content, from 1."""
    column = reach = 0
    for cell in row:
        column += int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        if cell.get(_ODS_VALUE) or len(cell):
            reach = column
    return reach


def _macros() -> WorkbookRefused:
    return WorkbookRefused(_("文件里有宏，不接收。"), _("请另存为不带宏的 .xlsx，再导入。"))


def _too_big() -> WorkbookRefused:
    return WorkbookRefused(_("文件解压后过大，不接收。"), _("请删去图片等无关内容，或分成几个文件导入。"))


def _too_far() -> WorkbookRefused:
    return WorkbookRefused(_("工作表里有离表格很远的单元格，范围过大。"), _("请删去多余的行和列，另存后再导入。"))
