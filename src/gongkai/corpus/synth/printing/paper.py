"""A report as a run of blocks, before it takes the shape of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from gongkai.law.editions import builtin_editions
from gongkai.report.model import Cell
from gongkai.report.writing.layout import Box, PrintedTable, printed_tables

LineKind = Literal["heading", "body", "signature", "caption"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text between two breaks."""

    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the form with its cells."""

    table: PrintedTable
    cells: Mapping[str, Cell]

    def text(self, box: Box) -> str:
        return self.cells[box.key].raw if box.key else box.text

    def rows(self) -> list[list[tuple[Box, str]]]:
        """The boxes that begin in each row with their texts."""
        return [[(box, self.text(box)) for box in row] for row in self.table.rows()]


Block = Line | Grid


@dataclass(slots=True)
class Paper:
    """``published`` is the date that the page of a site prints, (year, month, day)."""

    title: tuple[str, ...]
    agency: str
    year: int
    blocks: list[Block] = field(default_factory=list)
    published: tuple[int, int, int] | None = None

    @property
    def grids(self) -> list[Grid]:
        return [b for b in self.blocks if isinstance(b, Grid)]


@cache
def form_tables(edition: str, *, units: bool = True) -> tuple[PrintedTable, ...]:
    """The empty tables of an edition as printed; without ``units`` the column of units is left out."""
    form = builtin_editions()[edition]
    tables = printed_tables({key: Cell(key, None, "") for key in form.slots}, form)
    return tuple(tables if units else [_without_units(t) for t in tables])


def _without_units(table: PrintedTable) -> PrintedTable:
    column = next((b.column for b in table.boxes if b.head == "column" and b.text == "单位"), None)
    if column is None:
        return table
    boxes = [
        replace(b, column=b.column - (b.column > column))
        for b in table.boxes
        if b.column != column or b.column_span > 1
    ]
    widths = tuple(w for at, w in enumerate(table.widths) if at != column)
    return replace(table, boxes=boxes, widths=widths)
