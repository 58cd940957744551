"""PDF files with a text layer, read through PDFium (ISO 32000)."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import pypdfium2

from gongkai.report.model import Note
from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.pages import pdf_library as library
from gongkai.report.reading.formats.pages.flow import document_of
from gongkai.report.reading.formats.pages.notes import damaged_page, too_many_pages
from gongkai.report.reading.formats.pages.page import Page
from gongkai.report.reading.formats.pages.pdf_guard import refuse_bombs
from gongkai.report.reading.formats.pages.pdf_page import read_page

MAX_PAGES = 1_000
MAX_CHARACTERS = 3_000_000
MAX_SECONDS = 60.0


def read_pdf(data: bytes) -> Document:
    """The paragraphs and tables of a PDF; scanned pages give notes and no blocks. Raises UnreadableError for files
    that are locked, truncated, no PDF or too much to parse."""
    notes: list[Note] = []
    refuse_bombs(data)
    with library.LOCK:
        document = _open(data)
        try:
            pages = list(_pages(document, notes))
        finally:
            document.close()
    result = document_of(pages, "pdf")
    result.notes += notes
    return result


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error.err_code) from error
    if _is_truncated(data):
        document.close()
        raise UnreadableError("PDF 文件不完整，缺少结尾部分", "请重新下载或重新导出这个文件")
    return document


def _refusal(code: int | None) -> UnreadableError:
    if code == library.WRONG_PASSWORD:
        return UnreadableError("PDF 文件加了打开密码", "请去掉密码后另存，再读取")
    if code == library.UNKNOWN_LOCK:
        return UnreadableError("PDF 文件的加密方式不能识别", "请向制作单位索取未加密的文件")
    return UnreadableError("PDF 文件已损坏或不是 PDF", "请重新下载或重新导出这个文件")


def _is_truncated(data: bytes) -> bool:
    """Whether objects follow the last end mark, or there is none: PDFium would show what is left as if it were all."""
    end = max(data.rfind(b"%%EOF"), data.rfind(b"startxref"))
    return end < 0 or data.find(b"endobj", end) >= 0


def _pages(document: pypdfium2.PdfDocument, notes: list[Note]) -> Iterator[Page]:
    characters, started = 0, monotonic()
    for index in range(len(document)):
        if index >= MAX_PAGES or characters > MAX_CHARACTERS or monotonic() - started > MAX_SECONDS:
            notes.append(too_many_pages(index))
            return
        try:
            page = _page(document, index)
        except pypdfium2.PdfiumError:
            notes.append(damaged_page(index + 1))
        else:
            characters += sum(len(run.text) for run in page.runs)
            yield page


def _page(document: pypdfium2.PdfDocument, index: int) -> Page:
    page = document[index]
    try:
        textpage = page.get_textpage()
        try:
            return read_page(page, textpage, index + 1)
        finally:
            textpage.close()
    finally:
        page.close()
