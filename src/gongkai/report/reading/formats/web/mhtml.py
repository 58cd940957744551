"""Web pages saved as one file (MHTML, 单个文件网页): what Word, Excel, WPS and browsers write as .mht, .doc or .xls."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message

from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.decoding import declared_charset, decode
from gongkai.report.reading.formats.web.html import read_page


def read_mhtml(data: bytes) -> Document:
    """The first page in the file; of a workbook saved this way, whose first page is only a frame, all its sheets. The
    headers and footers that Word adds as further pages are not read. Raises UnreadableError."""
    message = message_from_bytes(data, policy=policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    result = Document("mhtml")
    for number, page in enumerate(pages):
        document = _read(page, sum(1 for _ in result.tables()))
        if document is not None:
            result.blocks += document.blocks
            result.notes += document.notes
            if number == 0:
                break
    if not result.blocks and not result.notes:
        raise UnreadableError("单个文件网页里没有正文", "请在浏览器里打开，另存为“网页，仅 HTML”后再读")
    return result


def _read(page: Message, first_table: int) -> Document | None:
    """A part as a page; None for a frame or an empty part."""
    payload = page.get_payload(decode=True)
    markup = payload if isinstance(payload, bytes) else b""
    decoded = decode(markup, page.get_content_charset() or declared_charset(markup[:4096]))
    try:
        document = read_page(decoded.text, first_table)
    except UnreadableError:
        return None
    document.notes += decoded.notes
    return document if document.blocks or document.notes else None
