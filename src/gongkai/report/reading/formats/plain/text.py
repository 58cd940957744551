"""Plain text as converters leave it: paragraphs, one for each line, and tables in every shape they come in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gongkai.report.model import Place
from gongkai.report.reading.document import Block, Document, Paragraph, Table
from gongkai.report.reading.formats.plain.cells import read_cells
from gongkai.report.reading.formats.plain.columns import read_aligned, read_bars, read_tabs
from gongkai.report.reading.formats.plain.labels import read_label_lines
from gongkai.report.reading.formats.plain.lines import Line, Looked, Piece, TableMaker, lines_of

Shape = Callable[[Sequence[Line], int, str, TableMaker], Looked | None]
SHAPES: tuple[Shape, ...] = (read_cells, read_bars, read_tabs, read_aligned, read_label_lines)
_PATIENCE = 8
_LONG = 400


def read_text(text: str) -> Document:
    """A decoded plain text. Every paragraph is ``text[place.start:place.end]``."""
    return Document("txt", list(blocks_of(lines_of(text), text, TableMaker())), text=text)


def blocks_of(lines: Sequence[Line], text: str, maker: TableMaker) -> Iterator[Block]:
    """The blocks of some lines of ``text``, in order."""
    for found in tables_of(lines, text, maker, SHAPES):
        if isinstance(found, Table):
            yield found
        elif (piece := found.whole() if isinstance(found, Line) else found).text:
            yield paragraph(piece)


def tables_of(
    lines: Sequence[Line], text: str, maker: TableMaker, shapes: Sequence[Shape]
) -> Iterator[Table | Piece | Line]:
    """Tables, stretches of a table run together, and all other lines, in order.

    A shape that looked at many lines in vain is tried again only after a part of them, so that hostile text costs no
    more than a small multiple of its length."""
    at = 0
    next_try = dict.fromkeys(shapes, 0)
    while at < len(lines):
        found: Looked = None, at
        for shape in shapes:
            if at >= next_try[shape] and (looked := shape(lines, at, text, maker)):
                if looked[0] is not None:
                    found = looked
                    break
                next_try[shape] = at + 1 + _skipped(looked[1] - at)
        yield lines[at] if found[0] is None else found[0]
        at = max(at + 1, found[1])


def _skipped(looked_at: int) -> int:
    return looked_at if looked_at > _LONG else looked_at // _PATIENCE


def paragraph(piece: Piece, level: int | None = None) -> Paragraph:
    return Paragraph(piece.text, Place(line=piece.line, start=piece.start, end=piece.end), level)
