"""What every format reader hands to the recogniser: paragraphs and tables in document order, nothing interpreted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from gongkai.report.model import NOWHERE, Note, Place


@dataclass(slots=True)
class Paragraph:
    """A paragraph of running text. ``level`` is the outline level the file itself states (1 = top), else None.
    In plain text ``place.start``/``place.end`` are its offsets in the decoded text."""

    text: str
    place: Place = NOWHERE
    level: int | None = None


@dataclass(slots=True)
class TableCell:
    """A cell as printed; ``row`` and ``column`` are the grid position of its top left corner."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = NOWHERE


@dataclass(slots=True)
class Table:
    """A table. ``ragged`` tables come from converters that lose spans: their rows are lists of cell texts whose
    positions count from 0 without gaps, so a column index means nothing across rows."""

    cells: list[TableCell] = field(default_factory=list)
    place: Place = NOWHERE
    ragged: bool = False

    def rows(self) -> list[list[TableCell]]:
        """The cells that start in each row, in column order; a merged cell stands only in its first row."""
        height = max((c.row + c.row_span for c in self.cells), default=0)
        rows: list[list[TableCell]] = [[] for _ in range(height)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        for row in rows:
            row.sort(key=_COLUMN)
        return rows


_COLUMN = attrgetter("column")


Block = Paragraph | Table


@dataclass(slots=True)
class Document:
    """A file taken apart. ``format`` is the format found in the bytes (not the file's name); ``text`` is the whole
    decoded text when the file is plain text (txt, md), else None."""

    format: str
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    text: str | None = None

    def paragraphs(self) -> Iterator[Paragraph]:
        return (b for b in self.blocks if isinstance(b, Paragraph))

    def tables(self) -> Iterator[Table]:
        return (b for b in self.blocks if isinstance(b, Table))
