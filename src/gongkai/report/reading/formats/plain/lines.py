"""Plain text as lines and stretches of lines, each knowing its offsets in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gongkai.report.model import Place
from gongkai.report.reading.document import Table, TableCell
from gongkai.report.reading.formats.limits import CellBudget

_LINE = re.compile(r"[^\n\r\v\f\u2028\u2029]*")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\u2028\u2029]")
_OUTER = "\ufeff\u200b\u200c\u200d"


class Piece(NamedTuple):
    """A stretch of the text without outer white space: its words, its first line (from 1) and its offsets."""

    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """A line without its end; ``number`` counts from 1."""

    text: str
    number: int
    start: int

    @property
    def blank(self) -> bool:
        return not self._whole.text

    def whole(self) -> Piece:
        return self._whole

    @cached_property
    def _whole(self) -> Piece:
        return self.piece(0, len(self.text))

    def piece(self, begin: int, end: int) -> Piece:
        """A part of the line without outer white space."""
        part = self.text[begin:end]
        shown = part.rstrip().rstrip(_OUTER).rstrip()
        lead = len(shown) - len(shown.lstrip().lstrip(_OUTER).lstrip())
        start = self.start + begin + lead
        return Piece(shown[lead:], self.number, start, start + len(shown) - lead)


def lines_of(text: str, offset: int = 0, number: int = 1) -> list[Line]:
    """The lines of ``text``, which begins at ``offset`` and line ``number`` of the whole."""
    lines: list[Line] = []
    at = 0
    while True:
        found = _LINE.match(text, at)
        content = found[0] if found else ""
        lines.append(Line(content, number + len(lines), offset + at))
        end = _BREAK.match(text, at + len(content))
        if end is None:
            return lines
        at = end.end()


def joined(pieces: Sequence[Piece], text: str) -> Piece:
    """The stretch from the first piece to the last. ``text`` is the whole text."""
    filled = [p for p in pieces if p.text] or list(pieces[:1])
    start, end = filled[0].start, filled[-1].end
    return Piece(text[start:end], filled[0].line, start, end)


Looked = tuple[Table | Piece | None, int]
"""What a shape of table found, and the line behind what it looked at."""


class TableMaker:
    """Makes tables of pieces and counts them and their cells."""

    def __init__(self, first_table: int = 0) -> None:
        self.tables = first_table
        self._budget = CellBudget()

    def table(self, rows: Iterable[Sequence[Piece]], *, ragged: bool) -> Table:
        """A table with one cell for each piece, in order."""
        number = self.tables
        self.tables += 1
        cells = list(self._cells(rows, number))
        return Table(cells, Place(table=number, line=cells[0].place.line if cells else None), ragged)

    def _cells(self, rows: Iterable[Sequence[Piece]], number: int) -> Iterator[TableCell]:
        for r, row in enumerate(rows):
            self._budget.spend(len(row))
            for c, piece in enumerate(row):
                place = Place(table=number, row=r, column=c, line=piece.line, start=piece.start, end=piece.end)
                yield TableCell(piece.text, r, c, place=place)
