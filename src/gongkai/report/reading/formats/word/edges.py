"""Grid columns from the positions at which the cells of each row end: Word binary files and RTF state nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

# Twentieths of a point: borders dragged by hand miss each other by up to 2 mm; a column is never that narrow.
_TOLERANCES = (100, 40, 15, 0)


def columns_of(rows: Sequence[Sequence[int]]) -> list[list[tuple[int, int]]]:
    """(column, span) of each cell of each row; ``rows`` are the ascending edges of a row, one more than its cells."""
    for tolerance in _TOLERANCES:
        column = _columns(rows, tolerance)
        placed = [[(column[left], column[right] - column[left]) for left, right in pairwise(edges)] for edges in rows]
        if all(span > 0 for cells in placed for _, span in cells):
            return placed
    return [[(index, 1) for index in range(len(edges) - 1)] for edges in rows]


def _columns(rows: Sequence[Sequence[int]], tolerance: int) -> dict[int, int]:
    """The grid line of each edge: edges nearer to each other than ``tolerance`` are one line."""
    lines: dict[int, int] = {}
    line, last = -1, None
    for edge in sorted({edge for edges in rows for edge in edges}):
        if last is None or edge - last > tolerance:
            line += 1
        lines[edge] = line
        last = edge
    return lines
