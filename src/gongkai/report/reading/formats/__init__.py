"""One reader for each file format: bytes to a Document. Readers are loaded when a file needs them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.decoding import decode
from gongkai.report.reading.formats.detect import detect
from gongkai.report.reading.formats.limits import check_length, check_size, check_text

_READERS = {
    "docx": "word.docx.read_docx",
    "doc": "word.doc.read_doc",
    "wps": "word.doc.read_doc",
    "rtf": "word.rtf.read_rtf",
    "word_xml": "word.word_xml.read_word_xml",
    "html": "web.html.read_html",
    "mhtml": "web.mhtml.read_mhtml",
    "xlsx": "sheets.workbook.read_xlsx",
    "xls": "sheets.workbook.read_xls",
    "et": "sheets.workbook.read_xls",
    "ods": "sheets.workbook.read_ods",
    "pdf": "pages.pdf.read_pdf",
    "ofd": "pages.ofd.read_ofd",
}
_TEXT_READERS = {"txt": "plain.text.read_text", "md": "plain.markdown.read_markdown"}
_UNREADABLE = {
    "empty": ("文件是空的", "请重新下载或重新导出这个文件"),
    "unknown": ("认不出的文件格式", "请用 Word 或 WPS 打开后另存为 docx 再读"),
    "zip": ("这是压缩包", "请先解压，再读里面的文件"),
    "image": ("这是图片，没有文字层", "请先做文字识别（OCR），存为 docx 或带文字层的 PDF 后再读"),
    "encrypted": ("文件加了密码", "请用 Word 或 WPS 打开，去掉密码后另存"),
    "slides": ("这是演示文稿", "请把年度报告存为 docx 后再读"),
    "works": ("这是 Microsoft Works 文件", "请用 Works 或 LibreOffice 打开后另存为 docx"),
    "odt": ("这是 OpenDocument 文本（odt）", "请用 WPS 或 LibreOffice 打开后另存为 docx"),
    "uof": ("这是标文通（UOF）文件", "请用 WPS 打开后另存为 docx"),
    "spreadsheetml": ("这是 2003 版 XML 表格", "请用 WPS 或 Excel 打开后另存为 xlsx"),
    "xlsb": ("这是二进制工作簿（xlsb）", "请用 WPS 或 Excel 打开后另存为 xlsx"),
    "json": ("这是导出的数据文件，不是文书", "请用 gongkai audit 或 gongkai convert 直接打开"),
}


def open_document(data: bytes, name: str | None = None) -> Document:
    """The paragraphs and tables of a file, read as what its bytes are, whatever its ``name`` says.

    Raises UnreadableError when it is no document, is protected, damaged, too big, or holds nothing that can be read;
    a file with pictures only comes back empty with a note.
    """
    check_size(len(data))
    kind = detect(data, name)
    if kind in _UNREADABLE:
        raise UnreadableError(*_UNREADABLE[kind])
    document = _read_text(data, kind) if kind in _TEXT_READERS else _read_other(data, kind)
    document.format = kind
    if not document.blocks and not document.notes:
        raise UnreadableError("文件里没有文字", "请确认文件内容；扫描件请先做文字识别（OCR）")
    return document


def _load(reader: str) -> Callable[[bytes], Document]:
    module, _, function = reader.rpartition(".")
    return cast(Callable[[bytes], Document], getattr(import_module(f"{__name__}.{module}"), function))


def _read_text(data: bytes, kind: str) -> Document:
    module, _, function = _TEXT_READERS[kind].rpartition(".")
    read = cast(Callable[[str], Document], getattr(import_module(f"{__name__}.{module}"), function))
    decoded = decode(data)
    check_text(decoded.text)
    document = read(decoded.text)
    document.notes.extend(decoded.notes)
    return document


def _read_other(data: bytes, kind: str) -> Document:
    document = _load(_READERS[kind])(data)
    check_length(sum(len(paragraph.text) for paragraph in document.paragraphs()))
    return document
