"""Tables put together from marks in running text: Word binary files and RTF end cells and rows, and state a row's
edges and merges only at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gongkai.report.reading.document import Paragraph
from gongkai.report.reading.formats.layout import RawTable, StatedGrid
from gongkai.report.reading.formats.limits import CellBudget
from gongkai.report.reading.formats.word.edges import columns_of

_MAX_NESTING = 12


@dataclass(slots=True)
class RowCell:
    """A cell as its row defines it: merged with the one to its left, or up and down (``restart``, ``continue``)."""

    merged_left: bool = False
    vertical: str = ""


@dataclass(slots=True)
class RowShape:
    """The edges of the cells of a row in twentieths of a point, one more than its cells, and how the cells merge."""

    edges: list[int]
    cells: list[RowCell]


@dataclass(slots=True)
class _Row:
    cells: list[list[Paragraph | RawTable]] = field(default_factory=list)
    shape: RowShape | None = None


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read: its rows so far and the content of the cell that is not closed yet."""

    rows: list[_Row] = field(default_factory=lambda: [_Row()])
    content: list[Paragraph | RawTable] = field(default_factory=list)


class TableStack:
    """The tables that are open at a place in the text, the outermost first."""

    def __init__(self, budget: CellBudget) -> None:
        self._budget = budget
        self._open: list[_OpenTable] = []

    def at_depth(self, depth: int) -> Iterator[RawTable]:
        """Close or open tables until ``depth`` are open; yields an outermost table that this ends."""
        depth = min(depth, _MAX_NESTING)
        while len(self._open) > depth:
            table = self._built(self._open.pop())
            if self._open:
                self._open[-1].content.append(table)
            else:
                yield table
        while len(self._open) < depth:
            self._open.append(_OpenTable())

    def add(self, content: Iterable[Paragraph]) -> None:
        """Add paragraphs to the open cell of the innermost table."""
        self._open[-1].content += content

    def end_cell(self) -> None:
        table = self._open[-1]
        table.rows[-1].cells.append(table.content)
        table.content = []

    def end_row(self, shape: RowShape | None) -> None:
        """End the row; ``shape`` is None where the file does not state one."""
        self._open[-1].rows[-1].shape = shape
        self._open[-1].rows.append(_Row())

    def _built(self, table: _OpenTable) -> RawTable:
        if table.content:
            table.rows[-1].cells.append(table.content)
        rows = [row for row in table.rows if row.cells]
        grid = StatedGrid(self._budget)
        for row, columns in zip(rows, _columns(rows), strict=True):
            grid.start_row(columns[0][0])
            shapes = row.shape.cells if row.shape else []
            for index, content in enumerate(row.cells):
                shape = shapes[index] if index < len(shapes) else RowCell()
                cell = grid.place(columns[index][1], shape.vertical, continues_left=shape.merged_left)
                if cell is not None:
                    cell.content = content
        return grid.table


def _columns(rows: list[_Row]) -> list[list[tuple[int, int]]]:
    """(column, span) of each cell, by the edges of the rows; by mere counting where a row does not state them."""
    edges = [row.shape.edges for row in rows if row.shape and len(row.shape.cells) == len(row.cells)]
    if len(edges) == len(rows):
        return columns_of(edges)
    return [[(index, 1) for index in range(len(row.cells))] for row in rows]
