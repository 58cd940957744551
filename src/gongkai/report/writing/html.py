"""A report as one self-contained HTML file: semantic tables, no script, nothing fetched."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from lxml import html
from lxml.html import HtmlElement

from gongkai.report.writing.arrangement import Arrangement, Block, Figure, Heading, Text
from gongkai.report.writing.figures import clean
from gongkai.report.writing.layout import Box, PrintedTable
from gongkai.report.writing.pictures import shape_of

Decorate = Callable[[HtmlElement, Box], None]
Content = Callable[[Text], Sequence[str | HtmlElement]]
Source = Callable[[Figure], str]


def el(tag: str, *content: str | HtmlElement | Mapping[str, str], **attributes: str) -> HtmlElement:
    """An element: mappings among ``content`` are attributes, texts and elements go in in order, cleaned and escaped."""
    element: HtmlElement = html.Element(tag)
    for part in (*content, attributes):
        if isinstance(part, Mapping):
            element.attrib.update({name: clean(value) for name, value in part.items()})
        elif not isinstance(part, str):
            element.append(part)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + clean(part)
        else:
            element.text = (element.text or "") + clean(part)
    return element


def write_html(paper: Arrangement) -> bytes:
    """The web page of an arranged report."""
    article = el("article", *article_parts(paper))
    return page("".join(paper.title), el("main", article), css=stylesheet(__package__, "report.css"))


@cache
def stylesheet(package: str, name: str) -> str:
    """A style sheet or script that ships in ``package``."""
    return (files(package) / name).read_text(encoding="utf-8")


def page(title: str, *body: HtmlElement, css: str, script: str = "") -> bytes:
    """A whole page; its content security policy allows this style sheet, this script and pictures that the page itself
    holds, and nothing else."""
    policy = f"default-src 'none'; style-src '{_digest(css)}'; base-uri 'none'; form-action 'none'"
    policy += "; img-src data:" if any(part.find(".//img") is not None for part in body) else ""
    policy += f"; script-src '{_digest(script)}'" if script else ""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", title),
        el("style", css),
    )
    document = el("html", {"lang": "zh-CN"}, head, el("body", *body, *([el("script", script)] if script else [])))
    text: str = html.tostring(document, encoding="unicode", doctype="<!doctype html>")
    return (text + "\n").encode()


def _digest(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def article_parts(
    paper: Arrangement,
    *,
    prefix: str = "r",
    top: int = 1,
    decorate: Decorate | None = None,
    content_of: Content | None = None,
    source_of: Source | None = None,
) -> Iterator[HtmlElement]:
    """The parts of the page of a report. ``prefix`` begins every id and ``top`` is the level of the title's heading;
    ``decorate`` may add to the element of a figure; ``content_of`` makes the content of a paragraph; ``source_of``
    gives the address of a picture, which otherwise stands in the page itself."""
    yield el("header", el(f"h{top}", *_lines(paper.title), {"class": "report-title"}, id=f"{prefix}-title"))
    tables = iter(range(1, len(paper.tables) + 1))

    def element(block: Block) -> HtmlElement:
        if isinstance(block, PrintedTable):
            return table_element(block, f"{prefix}-t{next(tables)}", decorate)
        if isinstance(block, Heading):
            return el(f"h{top + 1}", block.text, {"class": "section-title"})
        if isinstance(block, Figure):
            return _figure(block, source_of)
        return _text_element(block, content_of(block) if content_of else [block.text], top)

    for group in _groups(paper.blocks):
        yield el("section", *map(element, group))
    if paper.appended:
        yield el("section", {"class": "appended"}, *map(element, paper.appended))


def _lines(lines: Iterable[str]) -> Iterator[str | HtmlElement]:
    for number, line in enumerate(lines):
        if number:
            yield el("br")
        yield line


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Each heading with what follows it."""
    group: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and group:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _text_element(text: Text, content: Sequence[str | HtmlElement], top: int) -> HtmlElement:
    tag = {"subheading": f"h{top + 2}", "attachment": f"h{top + 1}"}.get(text.style, "p")
    return el(tag, {"class": text.style.replace("_", "-")}, *content)


def _figure(figure: Figure, source_of: Source | None) -> HtmlElement:
    picture = figure.picture
    if picture.content is None:
        return el("p", {"class": "picture"}, figure.text)
    shape = shape_of(picture, picture.content)
    source = source_of(figure) if source_of else _held(shape.media_type, picture.content)
    width, height = map(str, shape.pixels)
    image = el("img", src=source, alt=picture.alt, width=width, height=height, loading="lazy")
    return el("figure", {"class": "picture"}, image, *([el("figcaption", picture.caption)] if picture.caption else []))


def _held(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(content).decode()}"


def table_element(table: PrintedTable, prefix: str, decorate: Decorate | None = None) -> HtmlElement:
    """The table in a region that scrolls sideways on a narrow screen."""
    rows = list(table.rows())
    ids = {id(box): f"{prefix}-h{number}" for number, box in enumerate(b for b in table.boxes if b.head)}
    merged = any(b.head and (b.row_span > 1 or b.column_span > 1) for b in table.boxes)
    elements = [el("tr", *(_cell(b, table, ids if merged else {}, decorate) for b in row)) for row in rows]
    parts = [el("tbody", *elements[table.header_rows :])]
    if table.header_rows:
        parts.insert(0, el("thead", *elements[: table.header_rows]))
    caption = el("caption", table.caption, id=f"{prefix}-caption")
    kind = "form" + " narrow" * table.narrow + " whole" * table.fits_a_page
    region = {"class": "scroll", "role": "group", "tabindex": "0", "aria-labelledby": f"{prefix}-caption"}
    return el("div", region, el("table", {"class": kind}, caption, *parts))


def _cell(box: Box, table: PrintedTable, ids: dict[int, str], decorate: Decorate | None) -> HtmlElement:
    element = el("th" if box.head else "td", *_lines(box.text.split("\n") if box.text else ()))
    for name, span in (("rowspan", box.row_span), ("colspan", box.column_span)):
        if span > 1:
            element.set(name, str(span))
    if box.head:
        element.set("scope", _scope(box))
        if ids:
            element.set("id", ids[id(box)])
    elif ids and (heads := [ids[id(h)] for h in heads_of(box, table)]):
        element.set("headers", " ".join(heads))
    if names := _classes(box):
        element.set("class", names)
    if decorate:
        decorate(element, box)
    return element


def _scope(box: Box) -> str:
    if box.head == "row":
        return "rowgroup" if box.row_span > 1 else "row"
    return "colgroup" if box.column_span > 1 else "col"


def _classes(box: Box) -> str:
    align = "" if box.align == "center" else box.align
    return " ".join(filter(None, (align, f"in{min(box.indent, 6)}" if box.indent else "")))


def heads_of(box: Box, table: PrintedTable) -> list[Box]:
    """The boxes that head a figure: those above it since the last title row, and those to its left."""
    title = max((b.row for b in table.boxes if b.head == "title" and b.row < box.row), default=-1)
    above = [b for b in table.boxes if b.head in ("title", "column") and title <= b.row < box.row and _overlap(b, box)]
    left = [b for b in table.boxes if b.head == "row" and b.row <= box.row < b.row + b.row_span]
    return above + left


def _overlap(head: Box, box: Box) -> bool:
    return head.column < box.column + box.column_span and box.column < head.column + head.column_span
