"""Rows of a ruled table that have no line between them: figures that stand above each other in one cell part them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gongkai.report.reading.formats.pages.grid import Grid, with_borders
from gongkai.report.reading.formats.pages.lines import Line, lines
from gongkai.report.reading.formats.pages.page import Run
from gongkai.report.reading.formats.pages.tables import FIGURE


def with_text_rows(grid: Grid) -> Grid:
    """The table with rows parted where every cell that holds text has as many lines as the figures have, side by
    side; the same table where that is nowhere so."""
    cuts = [cut for row in range(len(grid.ys) - 1) for cut in _cuts(grid, row)]
    return with_borders(grid, cuts) if cuts else grid


def _cuts(grid: Grid, row: int) -> Iterator[float]:
    cells = list({id(region): region for region in grid.owners[row]}.values())
    if not any(_stacks_figures(cell.runs) for cell in cells) or any(cell.row_span > 1 for cell in cells):
        return
    stacks = [lines(cell.runs) for cell in cells if cell.runs]
    tallest = max(stacks, key=len)
    if len(tallest) > 1 and all(_beside(stack, tallest) for stack in stacks):
        for upper, lower in pairwise(tallest):
            yield (upper.box.bottom + lower.box.top) / 2


def _stacks_figures(runs: Sequence[Run]) -> bool:
    """Whether a cell holds figures under each other."""
    if len(runs) < 2:
        return False
    apart = any(after.middle > before.bottom or after.bottom < before.middle for before, after in pairwise(runs))
    return apart and all(FIGURE.fullmatch(run.text) for run in runs)


def _beside(stack: Sequence[Line], other: Sequence[Line]) -> bool:
    return len(stack) == len(other) and all(
        a.box.top < b.middle < a.box.bottom for a, b in zip(stack, other, strict=True)
    )
