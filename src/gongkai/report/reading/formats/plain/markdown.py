"""Markdown as converters write it: headings, paragraphs, tables of bars, HTML tables, tables in code fences.

The text of a paragraph is a stretch of the source, word for word: claims are quoted from it. Marks of emphasis around
a whole paragraph are left out; marks inside stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from gongkai.report.reading.document import Block, Document, Paragraph, Table
from gongkai.report.reading.formats.plain.columns import read_bars
from gongkai.report.reading.formats.plain.lines import Line, Piece, TableMaker, joined, lines_of
from gongkai.report.reading.formats.plain.markdown_html import blocks_of_html, html_tables, texts_of_html
from gongkai.report.reading.formats.plain.markdown_tables import read_table
from gongkai.report.reading.formats.plain.text import SHAPES, Shape, blocks_of, paragraph, tables_of

_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3}|~~|==)(?=\S)(?P<words>.+)(?<=\S)(?P=mark)$", re.DOTALL)
_HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<words>.*?)\s*#*\s*$", re.DOTALL)
_BULLET = re.compile(r"(?:[-*+]\s+|>\s?)+")
_UNDERLINE = re.compile(r"[=-]+$")
_PARAGRAPH_ENDS = re.compile(r"[。！？!?；;：:](?:[”」』）)])?$")
_PARAGRAPH_BEGINS = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]|第[一二三四五六七八九十]+[章节条]|[一二三四五六七八九十]是"
)
_NOT_MARKDOWN = tuple(shape for shape in SHAPES if shape is not read_bars)
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_LONGEST_HEADING = 60


def read_markdown(text: str) -> Document:
    """A decoded Markdown text. Every paragraph is ``text[place.start:place.end]``."""
    return Document("md", list(_Reader(text).blocks()), text=text)


@cache
def _parser() -> MarkdownIt:
    """Without indented code: Chinese paragraphs are indented."""
    return MarkdownIt("commonmark").enable("table").disable(["code", "reference"])


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.maker = TableMaker()
        self.level = 0

    def blocks(self) -> Iterator[Block]:
        """All blocks: HTML tables cut out first, since empty lines in them end them for Markdown."""
        at, number = 0, 1
        for start, end in html_tables(self.text):
            yield from self._plain(lines_of(self.text[at:start], at, number))
            number += len(lines_of(self.text[at:start])) - 1
            yield from blocks_of_html(self.text, start, end, number, self.maker)
            number += len(lines_of(self.text[start:end])) - 1
            at = end
        yield from self._plain(lines_of(self.text[at:], at, number))

    def _plain(self, lines: Sequence[Line]) -> Iterator[Block]:
        """Lines without HTML tables: tables that are none to Markdown first, outside of code fences."""
        for fenced, part in _fenced(lines):
            if fenced:
                yield from self._markdown(part)
            else:
                yield from self._with_tables(part, _NOT_MARKDOWN, self._markdown)

    def _with_tables(
        self, lines: Sequence[Line], shapes: Sequence[Shape], rest: Callable[[Sequence[Line]], Iterator[Block]]
    ) -> Iterator[Block]:
        """The tables of some shapes; the lines between them go to ``rest``."""
        waiting: list[Line] = []
        for found in tables_of(lines, self.text, self.maker, shapes):
            if isinstance(found, Table):
                yield from rest(waiting)
                yield found
                waiting = []
            elif isinstance(found, Line):
                waiting.append(found)
            else:
                yield from rest(waiting)
                yield paragraph(found)
                waiting = []
        yield from rest(waiting)

    def _markdown(self, lines: Sequence[Line]) -> Iterator[Block]:
        source = "\n".join(line.text for line in lines)
        for token in _parser().parse(source) if source.strip() else ():
            if token.map is None or token.nesting < 0:
                continue
            own = lines[token.map[0] : token.map[1]]
            yield from self._block(token, own)

    def _block(self, token: Token, lines: Sequence[Line]) -> Iterator[Block]:
        if token.type == "heading_open":
            yield from self._heading(int(token.tag[1:]), lines)
        elif token.type == "paragraph_open":
            yield from self._with_tables(lines, (read_bars,), self._running)
        elif token.type == "table_open":
            yield read_table(lines, self.maker)
        elif token.type == "fence":
            closed = len(lines) > 1 and _FENCE.match(lines[-1].text)
            yield from blocks_of(lines[1:-1] if closed else lines[1:], self.text, self.maker)
        elif token.type == "html_block":
            yield from (paragraph(piece) for line in lines for piece in texts_of_html(line))

    def _heading(self, level: int, lines: Sequence[Line]) -> Iterator[Paragraph]:
        shown = self._joined([line for line in lines if not _UNDERLINE.match(line.text.strip())])
        if marked := _HEADING.match(shown.text):
            shown = _part(shown, marked.start("words"), marked.end("words"))
        shown = _without_emphasis(shown)
        if shown.text:
            self.level = level
            yield paragraph(shown, level)

    def _running(self, lines: Sequence[Line]) -> Iterator[Paragraph]:
        for group in _broken_lines(lines):
            shown = self._joined(group)
            bullet = _BULLET.match(shown.text)
            shown = _part(shown, bullet.end(), len(shown.text)) if bullet else shown
            plain = _without_emphasis(shown)
            if plain.text:
                yield paragraph(plain, self._bold_level(shown, plain))

    def _bold_level(self, shown: Piece, plain: Piece) -> int | None:
        """A short paragraph in bold is a heading below the last real one."""
        bold = shown.text.startswith(("**", "__")) and plain.text != shown.text
        short = len(plain.text) <= _LONGEST_HEADING and not _PARAGRAPH_ENDS.search(plain.text)
        return min(self.level + 1, 9) if bold and short else None

    def _joined(self, lines: Sequence[Line]) -> Piece:
        return joined([line.whole() for line in lines], self.text) if lines else Piece("", 1, 0, 0)


def _fenced(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """Lines in groups that stand in one code fence, its own lines included, or outside of all."""
    part: list[Line] = []
    fence = ""
    for line in lines:
        mark = _FENCE.match(line.text)
        if mark and not fence:
            yield False, part
            part, fence = [line], mark[1]
        elif mark and mark[1].startswith(fence):
            yield True, [*part, line]
            part, fence = [], ""
        else:
            part.append(line)
    yield bool(fence), part


def _broken_lines(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in groups that are one paragraph each: converters often write one paragraph a line without empty lines
    between, others wrap long lines."""
    groups: list[list[Line]] = []
    for line in lines:
        shown = line.whole().text
        if groups and not _ends_paragraph(groups[-1][-1]) and not _begins_paragraph(shown):
            groups[-1].append(line)
        elif shown:
            groups.append([line])
    return groups


def _ends_paragraph(line: Line) -> bool:
    hard_break = line.text.endswith(("  ", "\\"))
    return hard_break or _PARAGRAPH_ENDS.search(line.whole().text.rstrip("*_")) is not None


def _begins_paragraph(shown: str) -> bool:
    return shown.startswith(("**", "__", "- ", "* ", "> ", "\u3000")) or _PARAGRAPH_BEGINS.match(shown) is not None


def _part(piece: Piece, begin: int, end: int) -> Piece:
    """A part of a piece without outer white space."""
    part = piece.text[begin:end]
    lead = len(part) - len(part.lstrip())
    words = part.strip()
    start = piece.start + begin + lead
    return Piece(words, piece.line, start, start + len(words))


def _without_emphasis(piece: Piece) -> Piece:
    """The words inside marks of emphasis that enclose the whole piece."""
    match = _EMPHASIS.match(piece.text)
    if match is None or match["mark"][0] * 2 in match["words"]:
        return piece
    return _without_emphasis(_part(piece, match.start("words"), match.end("words")))
