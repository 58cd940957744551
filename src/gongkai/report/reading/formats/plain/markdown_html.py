"""HTML inside Markdown: tables with merged cells as converters emit them, and paragraphs with tags around them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from gongkai.report.reading.document import Block, Document, Table
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.plain.lines import Line, Piece, TableMaker, lines_of
from gongkai.report.reading.formats.plain.text import paragraph
from gongkai.report.reading.formats.web.html import read_page

_OPEN = re.compile(r"<table\b[^<>]*>", re.IGNORECASE)
_EDGE = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_MOST_NESTED = 50
_TAGS = re.compile(r"<[!/?A-Za-z][^<>]*>")


def html_tables(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each outermost HTML table."""
    at = 0
    while opening := _OPEN.search(text, at):
        depth, at = 0, opening.start()
        for edge in _EDGE.finditer(text, at):
            depth += -1 if edge[1] else 1
            at = edge.end()
            if depth == 0:
                break
        yield opening.start(), at


def blocks_of_html(text: str, start: int, end: int, number: int, maker: TableMaker) -> Iterator[Block]:
    """The tables of a stretch of HTML that begins on line ``number``; its words as paragraphs where it holds none."""
    tables = [block for block in _page(text[start:end]).blocks if isinstance(block, Table)]
    for table in tables:
        yield _placed(table, maker, start, end, number)
    if not tables:
        for line in lines_of(text[start:end], start, number):
            yield from (paragraph(piece) for piece in texts_of_html(line))


def _page(fragment: str) -> Document:
    if len(_OPEN.findall(fragment)) > _MOST_NESTED:
        return Document("html")
    try:
        return read_page(fragment)
    except UnreadableError:
        return Document("html")


def _placed(table: Table, maker: TableMaker, start: int, end: int, number: int) -> Table:
    """The table with places in the Markdown text: those of the whole table, which is as near as HTML tells."""
    count, maker.tables = maker.tables, maker.tables + 1
    cells = [
        replace(cell, place=replace(cell.place, table=count, line=number, start=start, end=end)) for cell in table.cells
    ]
    return Table(cells, replace(table.place, table=count, line=number, start=start, end=end), table.ragged)


def texts_of_html(line: Line) -> Iterator[Piece]:
    """The stretches of a line between tags."""
    at = 0
    for tag in _TAGS.finditer(line.text):
        yield from _shown(line.piece(at, tag.start()))
        at = tag.end()
    yield from _shown(line.piece(at, len(line.text)))


def _shown(piece: Piece) -> Iterator[Piece]:
    if html.unescape(piece.text).strip():
        yield piece
