"""Web pages of government sites and pages saved from Word, Excel and browsers, taken apart with lxml. No network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.report.model import Note
from gongkai.report.reading.document import Document, Paragraph
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.decoding import declared_charset, decode
from gongkai.report.reading.formats.layout import BlockWriter, Grid, RawTable
from gongkai.report.reading.formats.limits import MAX_ROWS, CellBudget
from gongkai.report.reading.formats.numbering import format_number, joined
from gongkai.report.reading.formats.web.main_content import main_content
from gongkai.report.reading.formats.web.tree import (
    drop_captions,
    drop_unseen,
    flatten_inline,
    lines,
    page_source,
    parse_html,
    text_of,
)

_MAX_DEPTH = 150
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FURNITURE = re.compile(
    r"^(?:(?:您|你)?(?:的|所在的?|当前|现在)*位置\s*[:：]|首页\s*[>»›/]|[【\[]?字[体号]\s*[:：]|[【\[]\s*(?:打印|关闭|收藏|大|字)|"
    r"(?:打印|关闭)(?:本页|窗口|页面)?$|分享到|扫一扫|手机(?:查看|浏览|访问)|(?:浏览|点击|访问|阅读)(?:次数|量|数)|"
    r"[上下]一[篇条]\s*[:：]?|相关(?:链接|文章|附件|信息|阅读)\s*[:：]?$|责任编辑|返回(?:顶部|首页)|版权所有|网站标识码|"
    r"网站地图|\S*ICP备|\S*公网安备)"
)
_FURNITURE_LENGTH = 80
_PRINTED_DATE = re.compile(
    r"(?:发布|发文|成文|公开|生成|更新)(?:日期|时间)\s*[:：]\s*[\[【]?(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})"
)
_ATTACHMENT = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|ofd|rtf|zip|rar)(?:[?#]|$)", re.IGNORECASE)
_SITE_SUFFIX = re.compile(r"\s*[-_|—–]+\s*")
_TITLE_WORDS = (("报告", "年报"), ("公开",))
_LABELLED = re.compile(r"^[（(]?[\d一二三四五六七八九十]+[)）、.．]")
_LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def read_html(data: bytes) -> Document:
    """The report on a page: headings, paragraphs and tables of its main content, with the page's title and date of
    publication in front where they stand outside of it. Raises UnreadableError."""
    decoded = decode(data, declared_charset(data[:4096]))
    document = read_page(decoded.text)
    document.notes.extend(decoded.notes)
    return document


def read_page(text: str, first_table: int = 0) -> Document:
    """The same for decoded text; its tables count from ``first_table``."""
    source = page_source(text)
    root = parse_html(source)
    if root.find(".//frameset") is not None and root.find(".//table") is None:
        raise UnreadableError("这是只有框架的网页，正文在另一个文件里", "请在浏览器里单独打开正文页，另存后再读")
    metas = _metas(root)
    page_title = (root.findtext(".//title") or "").strip()
    drop_unseen(root, source)
    main = main_content(root)
    page = _Page(root, main)
    document = Document("html")
    writer = BlockWriter(first_table=first_table)
    writer.extend([*_front(root, main, metas, page_title), *page.content()])
    document.blocks = writer.blocks
    document.notes = [*_dated(metas), *page.notes(tables=writer.tables > first_table)]
    return document


def _metas(root: etree._Element) -> dict[str, str]:
    return {
        str(meta.get("name", "")).lower(): str(meta.get("content", "")).strip()
        for meta in root.iter("meta")
        if meta.get("name") and meta.get("content")
    }


def _dated(metas: dict[str, str]) -> list[Note]:
    date = metas.get("pubdate") or metas.get("publishdate", "")
    return [Note("published", f"网页标明的发布日期：{date}")] if re.match(r"\d{4}", date) else []


def _front(root: etree._Element, main: etree._Element, metas: dict[str, str], page_title: str) -> Iterator[Paragraph]:
    """The title and the printed date of publication, where the page sets them outside of its main content."""
    if main.tag in ("html", "body"):
        return
    inside = "".join(text_of(main).split())
    title = _title(root, main, metas, page_title)
    if title and "".join(title.split()) not in inside[: len(title) + 300]:
        yield Paragraph(title, level=1)
    printed = _PRINTED_DATE.search(text_of(root))
    if printed and not _PRINTED_DATE.search(text_of(main)):
        yield Paragraph("发布日期：{}-{:0>2}-{:0>2}".format(*printed.groups()))


def _title(root: etree._Element, main: etree._Element, metas: dict[str, str], page_title: str) -> str:
    headings = [heading for heading in root.iter("h1", "h2") if main not in heading.iterancestors()]
    printed = [" ".join(text_of(heading).split()) for heading in headings]
    stated = [metas.get("articletitle", ""), *printed, *_SITE_SUFFIX.split(page_title)]
    for words in _TITLE_WORDS:
        for title in stated:
            if any(word in title for word in words):
                return title
    return stated[0]


class _Page:
    """The walk over the main content of a page."""

    def __init__(self, root: etree._Element, main: etree._Element) -> None:
        self._attachments = list(dict.fromkeys(_attachments(root)))
        self._pictures = sum("icon" not in image.get("src", "").lower() for image in main.iter("img"))
        self._main = main
        self._budget = CellBudget()

    def content(self) -> list[Paragraph | RawTable]:
        drop_captions(self._main)
        flatten_inline(self._main)
        parts = self._flow(self._main, None, 0)
        return [part for part in parts if isinstance(part, RawTable) or not _is_furniture(part.text)]

    def notes(self, *, tables: bool) -> list[Note]:
        if tables:
            return []
        notes = []
        if self._attachments:
            notes.append(Note("attachment", f"网页里没有表格，表格可能在附件中：{'；'.join(self._attachments[:5])}"))
        if self._pictures:
            notes.append(Note("image", f"网页里没有表格，有 {self._pictures} 张图片，图片里的文字和表格没有读出"))
        return notes

    def _flow(self, element: etree._Element, level: int | None, depth: int) -> list[Paragraph | RawTable]:
        """The paragraphs and tables in a block, in order; ``level`` is the heading level around it."""
        if depth > _MAX_DEPTH:
            return _paragraphs(text_of(element), level)
        content = _paragraphs(element.text, level)
        for child in element:
            content += self._block(child, level, depth + 1)
            if child.tail:
                content += _paragraphs(child.tail, level)
        return content

    def _block(self, element: etree._Element, level: int | None, depth: int) -> list[Paragraph | RawTable]:
        tag = str(element.tag)
        if tag == "table":
            return self._table(element, depth)
        content = self._flow(element, _HEADINGS.get(tag, level), depth)
        parent = element.getparent()
        if tag == "li" and content and parent is not None and parent.tag == "ol":
            _number_item(content[0], element, parent)
        return content

    def _table(self, element: etree._Element, depth: int) -> list[Paragraph | RawTable]:
        """A table, its caption in front of it; a footer's rows come last wherever the source has them."""
        grid = Grid(self._budget)
        around: list[Paragraph | RawTable] = []
        rows: list[etree._Element] = []
        last: list[etree._Element] = []
        for child in element:
            if child.tag == "tr":
                rows.append(child)
            elif child.tag in ("thead", "tbody", "tfoot"):
                (last if child.tag == "tfoot" else rows).extend(child.iterchildren("tr"))
            elif child.tag != "col":
                around += self._block(child, None, depth + 1)
        for row in rows + last:
            grid.start_row()
            for cell in row.iterchildren("td", "th"):
                self._cell(cell, grid, depth)
        return [*around, grid.finish()]

    def _cell(self, element: etree._Element, grid: Grid, depth: int) -> None:
        height, width = _span(element, "rowspan"), _span(element, "colspan")
        cell = grid.add(MAX_ROWS if height == 0 else height, width)
        cell.content = self._flow(element, None, depth + 1)


def _paragraphs(text: str | None, level: int | None) -> list[Paragraph | RawTable]:
    if not text or text.isspace():
        return []
    return [Paragraph(line, level=level) for line in lines(text)]


def _span(element: etree._Element, name: str) -> int:
    value = element.get(name)
    return int(value[:6]) if value is not None and value[:6].isdecimal() else 1


def _number_item(first: Paragraph | RawTable, item: etree._Element, listing: etree._Element) -> None:
    """Print the number of an item of an ordered list, unless its text brings its own or the page shows none."""
    if isinstance(first, RawTable) or _LABELLED.match(first.text) or "none" in listing.get("style", ""):
        return
    start = listing.get("start", "1")
    number = (int(start) if start.isdecimal() else 1) + sum(1 for _ in item.itersiblings("li", preceding=True))
    first.text = joined(f"{format_number(number, _LIST_TYPES.get(listing.get('type', ''), 'decimal'))}.", first.text)


def _is_furniture(text: str) -> bool:
    """Whether a paragraph belongs to the page and not to the report: the trail, font sizes, share and print links."""
    return len(text) < _FURNITURE_LENGTH and _FURNITURE.match(text) is not None


def _attachments(root: etree._Element) -> Iterator[str]:
    """The names of the files that a page links to or shows in a frame."""
    for element in root.iter("a", "iframe", "embed", "object"):
        target = element.get("href") or element.get("src") or element.get("data") or ""
        if _ATTACHMENT.search(target):
            yield " ".join(text_of(element).split()) or target.rpartition("/")[2]
