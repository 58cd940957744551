"""Tables of bars in Markdown. Rows keep every cell that is printed, also where they have more or fewer than the
heading."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt

from gongkai.report.reading.document import Table
from gongkai.report.reading.formats.plain.columns import split_bars
from gongkai.report.reading.formats.plain.lines import Line, Piece, TableMaker

_UNDERLINE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKED = re.compile(r"[*_`\\~<&\[]")


def read_table(lines: Sequence[Line], maker: TableMaker) -> Table:
    """The table that stands on ``lines``; the line under its heading is left out."""
    split = split_bars([line for line in lines if not _UNDERLINE.match(line.text)])
    rows = [[piece._replace(text=plain_words(piece)) for piece in row] for row in split]
    return maker.table(rows, ragged=len({len(row) for row in rows}) > 1)


def plain_words(piece: Piece) -> str:
    """What a cell shows: without marks of emphasis, escapes and tags; ``<br>`` is a line feed."""
    if not _MARKED.search(piece.text):
        return piece.text
    lines = (_rendered(_TAG.sub("", part)) for part in _BREAK.split(piece.text))
    return "\n".join(line for line in lines if line)


def _rendered(source: str) -> str:
    shown = [
        child.content or ("\n" if child.type.endswith("break") else "")
        for token in _parser().parseInline(source.strip())
        for child in token.children or ()
    ]
    return html.unescape("".join(shown)).strip()


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("strikethrough")
