"""What a file is, by its content; the name only settles what content cannot (wps, et, md)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import PurePath

import olefile

from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.decoding import wide_encoding
from gongkai.report.reading.formats.package import Package

_HEAD = 8192
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "zip"),
    (b"\x1f\x8b\x08", "zip"),
)
_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "slides"),
    ("MatOST", "works"),
    ("MM", "works"),
)
_PARTS: tuple[tuple[str, str], ...] = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "slides"),
    ("OFD.xml", "ofd"),
)
_OPEN_DOCUMENT = {b"spreadsheet": "ods", b"text": "odt", b"presentation": "slides"}
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|div|title|meta|link|style|script|center|span|font|h[1-6]|p|td|tr|br)"
    r"(?:[\s>/]|$)",
    re.IGNORECASE,
)
_WHOLE_PAGE = re.compile(r"<(?:!doctype\s+html|html|body)[\s>]", re.IGNORECASE)
_MHTML = re.compile(r"^(?:[\w-]+:.*\n(?:[ \t].*\n)*)*content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
# Possessive, within a line: a thousand empty lines must not be gone through a thousand times each.
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|[^\S\n]*+\|?(?:[^\S\n]*+:?-{3,}+:?[^\S\n]*+\|)+)", re.MULTILINE)
_XML_KINDS: tuple[tuple[str, str], ...] = (
    ("schemas.microsoft.com/office/2006/xmlPackage", "word_xml"),
    ("schemas.microsoft.com/office/word/2003/wordml", "word_xml"),
    ("urn:schemas-microsoft-com:office:spreadsheet", "spreadsheetml"),
    ("schemas.uof.org", "uof"),
)
_REPORT_JSON = re.compile(r"""["']schema["']\s*:\s*["']gongkai\.report/""")


def detect(data: bytes, name: str | None = None) -> str:
    """The format of ``data``: docx, doc, wps, rtf, pdf, ofd, html, mhtml, xlsx, xls, et, ods, txt, md, json (a
    ``gongkai.report/1`` file), word_xml (Word 2003 XML or flat OPC); or one that
    cannot be read: zip, image, encrypted, slides, works, odt, uof, spreadsheetml, xlsb, empty, unknown."""
    suffix = PurePath(name or "").suffix.lower()
    if not data.strip(b"\x00\t\n\r\f \xef\xbb\xbf"):
        return "empty"
    return _by_magic(data, suffix) or _by_text(data, suffix)


def _by_magic(data: bytes, suffix: str) -> str | None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return _ole(data, suffix) or _zip(data) or _image(data) or ("pdf" if b"%PDF-" in data[:1024] else None)


def _image(data: bytes) -> str | None:
    bitmap = data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data)
    return "image" if bitmap or (data.startswith(b"RIFF") and data[8:12] == b"WEBP") else None


def _ole(data: bytes, suffix: str) -> str | None:
    if not data.startswith(_OLE):
        return None
    streams = _ole_streams(data)
    kind = next((kind for stream, kind in _STREAMS if stream in streams), "unknown")
    return {("doc", ".wps"): "wps", ("xls", ".et"): "et"}.get((kind, suffix), kind)


def _ole_streams(data: bytes) -> set[str]:
    """Names of the top streams; a broken container is taken for a Word file, whose reader says what is wrong."""
    try:
        with olefile.OleFileIO(data) as container:
            return {entry[0] for entry in container.listdir()}
    except Exception:  # olefile raises whatever the broken bytes lead it to.
        return {"WordDocument"}


def _zip(data: bytes) -> str | None:
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    try:
        package = Package(data)
    except UnreadableError:
        return next((kind for part, kind in _PARTS if part.encode() in data), "zip")
    if "xl/workbook.bin" in package.names:
        return "xlsb"
    if "mimetype" in package.names:
        mimetype = package.read("mimetype")
        return next((kind for word, kind in _OPEN_DOCUMENT.items() if mimetype.endswith(word)), "zip")
    return next((kind for part, kind in _PARTS if any(name.startswith(part) for name in package.names)), "zip")


def _by_text(data: bytes, suffix: str) -> str:
    head = _head(data)
    if head is None:
        return "unknown"
    for test in _TEXT_TESTS:
        kind = test(head, suffix)
        if kind:
            return kind
    return "md" if _MARKDOWN.search(head) else "txt"


def _head(data: bytes) -> str | None:
    """The start of a text with one character for each byte or UTF-16 unit; None for binary data."""
    start = data[:_HEAD]
    wide = "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else wide_encoding(start)
    if wide:
        return start.decode(wide, "replace")
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return None if controls * 50 > len(start) else start.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _json(head: str, _: str) -> str | None:
    return "json" if head.lstrip().startswith("{") and _REPORT_JSON.search(head) else None


def _mhtml(head: str, _: str) -> str | None:
    return "mhtml" if _MHTML.match(head.lstrip().replace("\r\n", "\n")) else None


def _xml(head: str, _: str) -> str | None:
    if not head.lstrip().startswith(("<?xml", "<w:wordDocument", "<pkg:package")):
        return None
    return next((kind for mark, kind in _XML_KINDS if mark in head and not _WHOLE_PAGE.search(head)), None)


def _html(head: str, suffix: str) -> str | None:
    """Markdown of converters holds ``<table>`` fragments, so a fragment makes a page only outside ``.md`` files."""
    if _WHOLE_PAGE.search(head):
        return "html"
    fragment = _HTML.search(head) is not None and not _MARKDOWN.search(head)
    return "html" if fragment and suffix not in (".md", ".markdown") else None


def _named_markdown(_: str, suffix: str) -> str | None:
    return "md" if suffix in (".md", ".markdown") else None


_TEXT_TESTS: tuple[Callable[[str, str], str | None], ...] = (_json, _mhtml, _xml, _html, _named_markdown)
