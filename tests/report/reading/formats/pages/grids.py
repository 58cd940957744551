"""Random tables of merged cells, and tables read back in the same terms."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from gongkai.report.reading.document import Table
from tests.report.reading.formats.pages.drawing import Line, Sheet, Text, borders, cell_texts
from tests.report.reading.formats.statutory import Grid, Printed, size

Area = tuple[str, int, int, int, int]
TEXTS = ("", "0", "7", "38", "件", "合计", "予以公开")


def areas(grid: Grid) -> list[Area]:
    """What a grid says, in order: text, row, column, spans."""
    return sorted((c.area for c in grid), key=lambda a: (a[1], a[2]))


def read_areas(table: Table) -> list[Area]:
    found = [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells]
    return sorted(found, key=lambda a: (a[1], a[2]))


@st.composite
def merged_grids(draw: st.DrawFn, most: int = 6) -> Grid:
    """A table of at least two columns, cut into rectangles at random; borders that no cell uses are left out."""
    rows, columns = draw(st.integers(1, most)), draw(st.integers(2, most))
    taken: set[tuple[int, int]] = set()
    cells: Grid = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            free = next((c for c in range(column, columns) if (row, c) in taken), columns)
            width = draw(st.integers(1, free - column))
            height = draw(st.integers(1, rows - row))
            taken |= {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
            cells.append(Printed(draw(st.sampled_from(TEXTS)), row, column, height, width))
    return _without_idle_borders(cells)


def _without_idle_borders(grid: Grid) -> Grid:
    ys = sorted({c.row for c in grid} | {c.row + c.row_span for c in grid})
    xs = sorted({c.column for c in grid} | {c.column + c.column_span for c in grid})
    return [
        Printed(
            c.text,
            ys.index(c.row),
            xs.index(c.column),
            ys.index(c.row + c.row_span) - ys.index(c.row),
            xs.index(c.column + c.column_span) - xs.index(c.column),
        )
        for c in grid
    ]


def is_table(grid: Grid) -> bool:
    """Whether a grid has several columns and some text: less than that is a frame."""
    return size(grid)[1] > 1 and any(c.text for c in grid)


@st.composite
def layouts(draw: st.DrawFn, grid: Grid) -> tuple[list[float], list[float]]:
    """Column and row borders with cells of any sane size."""
    rows, columns = size(grid)
    xs, ys = [draw(st.floats(40, 90))], [draw(st.floats(110, 150))]
    for _ in range(columns):
        xs.append(xs[-1] + draw(st.floats(48, 75)))
    for _ in range(rows):
        ys.append(ys[-1] + draw(st.floats(14, 60)))
    return xs, ys


def ruled(grid: Grid, xs: Sequence[float], ys: Sequence[float], size_: float = 9.0) -> Sheet:
    """A page with the grid drawn in thin strokes."""
    sheet = Sheet()
    sheet.add(*(Line(*side) for side in borders(grid, xs, ys)))
    return sheet.add(*cell_texts(grid, xs, ys, size_))


def columns_of_widths(widths: Sequence[float], left: float = 60.0, total: float = 475.0) -> list[float]:
    """Column borders in proportion to ``widths``."""
    xs = [left]
    for width in widths:
        xs.append(xs[-1] + total * width / sum(widths))
    return xs


MATRIX_WIDTHS = (1.0, 1.6, 3.0, *([1.2] * 7))
"""Widths of the ten columns of the requests matrix."""


def over_two_pages(
    grid: Grid, at: int, widths: Sequence[float], *, label: str = "above", header: int = 0, closed: bool = True
) -> list[Sheet]:
    """Two pages with a table cut before row ``at``. The text of a merged cell that the cut divides stands ``above``,
    ``below``, on ``both`` pages or in ``halves``; ``header`` rows are printed again; ``closed`` cuts have lines."""
    upper, lower = _halves(grid, at, label)
    if header:
        again = [Printed(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid if c.row < header]
        lower = again + [Printed(c.text, c.row + header, c.column, c.row_span, c.column_span) for c in lower]
    sheets = []
    for number, part in enumerate((upper, lower)):
        rows = size(part)[0]
        height = min(24.0, 720 / rows)
        first = 780 - height * rows if number == 0 else 60.0
        xs, ys = columns_of_widths(widths), [first + height * row for row in range(rows + 1)]
        cut = ys[-1] if number == 0 else ys[0]
        sides = [s for s in borders(part, xs, ys) if closed or not s[1] == s[3] == cut]
        sheet = Sheet().add(*(Line(*side) for side in sides), *cell_texts(part, xs, ys, 8, 2))
        sheets.append(sheet.add(page_number(f"- {number + 3} -")))
    return sheets


def _halves(grid: Grid, at: int, label: str) -> tuple[Grid, Grid]:
    upper, lower = [], []
    for cell in grid:
        rest = cell.row + cell.row_span - at
        if rest <= 0 or cell.row >= at:
            (upper if rest <= 0 else lower).append(cell)
            continue
        middle = len(cell.text) // 2 + 1
        texts = {
            "above": (cell.text, ""),
            "below": ("", cell.text),
            "both": (cell.text, cell.text),
            "halves": (cell.text[:middle], cell.text[middle:]),
        }[label]
        upper.append(Printed(texts[0], cell.row, cell.column, cell.row_span - rest, cell.column_span))
        lower.append(Printed(texts[1], at, cell.column, rest, cell.column_span))
    return upper, [Printed(c.text, c.row - at, c.column, c.row_span, c.column_span) for c in lower]


def page_number(text: str, y: float = 812.0) -> Text:
    return Text(text, 297 - len(text) * 2.5, y, 9)
