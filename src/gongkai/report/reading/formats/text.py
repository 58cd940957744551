"""Plain text as converters leave it: paragraphs, one for each line, and tables in every shape they come in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gongkai.report.model import Place
from gongkai.report.reading.document import Block, Document, Paragraph, Table
from gongkai.report.reading.formats.text_cells import read_cells
from gongkai.report.reading.formats.text_columns import read_aligned, read_bars, read_tabs
from gongkai.report.reading.formats.text_labels import read_label_lines
from gongkai.report.reading.formats.text_lines import Line, Piece, TableMaker, lines_of

Found = tuple[Table | Piece, int] | None
Shape = Callable[[Sequence[Line], int, str, TableMaker], Found]
SHAPES: tuple[Shape, ...] = (read_cells, read_bars, read_tabs, read_aligned, read_label_lines)


def read_text(text: str) -> Document:
    """A decoded plain text. Every paragraph is ``text[place.start:place.end]``."""
    return Document("txt", list(blocks_of(lines_of(text), text, TableMaker())), text=text)


def blocks_of(lines: Sequence[Line], text: str, maker: TableMaker, shapes: Sequence[Shape] = SHAPES) -> Iterator[Block]:
    """The blocks of some lines of ``text``, in order."""
    at = 0
    while at < len(lines):
        found = next((f for shape in shapes if (f := shape(lines, at, text, maker))), None)
        if found is None:
            found = (lines[at].whole(), at + 1)
        block, at = found
        if isinstance(block, Table):
            yield block
        elif block.text:
            yield paragraph(block)


def paragraph(piece: Piece, level: int | None = None) -> Paragraph:
    return Paragraph(piece.text, Place(line=piece.line, start=piece.start, end=piece.end), level)
