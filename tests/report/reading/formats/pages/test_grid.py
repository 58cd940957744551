"""Tables from lines: whatever draws the lines, the merged cells come back."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongkai.report.reading.formats.pages.grid import MAX_RULINGS, Grid, find_grids, place_runs
from gongkai.report.reading.formats.pages.page import Box, Page, Ruling, Run
from gongkai.report.reading.formats.pages.rulings import rulings
from tests.report.reading.formats.pages.drawing import borders
from tests.report.reading.formats.pages.grids import layouts, merged_grids
from tests.report.reading.formats.statutory import requests_matrix, review_table, size

Side = tuple[float, float, float, float]
Spans = list[tuple[int, int, int, int]]


def page_of(boxes: list[Box], fills: list[Box] | None = None) -> Page:
    horizontals, verticals = rulings(boxes)
    return Page(1, 595, 842, [], horizontals, verticals, fills or [])


def thin(side: Side, width: float = 0.5) -> Box:
    x0, y0, x1, y1 = side
    return Box(x0 - width / 2, y0 - width / 2, x1 + width / 2, y1 + width / 2)


def spans(grid: Grid) -> Spans:
    return sorted((r.row, r.column, r.row_span, r.column_span) for r in grid.regions)


def drawn_spans(table: list) -> Spans:
    return sorted((c.row, c.column, c.row_span, c.column_span) for c in table)


def whole(side: Side) -> list[Box]:
    return [thin(side)]


def doubled(side: Side) -> list[Box]:
    x0, y0, x1, y1 = side
    return [thin((x0 + d, y0 + d, x1 + d, y1 + d)) for d in (-1.0, 1.0)]


def dashed(side: Side) -> list[Box]:
    x0, y0, x1, y1 = side
    pieces = max(2, int(max(x1 - x0, y1 - y0) // 5))
    steps = [n / pieces for n in range(pieces + 1)]
    return [
        thin(
            (
                x0 + (x1 - x0) * a,
                y0 + (y1 - y0) * a,
                x0 + (x1 - x0) * (a + 0.6 / pieces),
                y0 + (y1 - y0) * (a + 0.6 / pieces),
            )
        )
        for a in steps[:-1]
    ]


def dotted(side: Side) -> list[Box]:
    x0, y0, x1, y1 = side
    dots = max(2, int(max(x1 - x0, y1 - y0) // 3))
    places = [(x0 + (x1 - x0) * n / dots, y0 + (y1 - y0) * n / dots) for n in range(dots + 1)]
    return [thin((x, y, x, y), 0.6) for x, y in places]


def thick(side: Side) -> list[Box]:
    return [thin(side, 4.0)]


def short_of_corners(side: Side) -> list[Box]:
    x0, y0, x1, y1 = side
    dx, dy = (1.2, 0.0) if y0 == y1 else (0.0, 1.2)
    return [thin((x0 + dx, y0 + dy, x1 - dx, y1 - dy))]


@pytest.mark.parametrize("pen", [whole, doubled, dashed, dotted, thick, short_of_corners])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_random_grids_come_back(pen, data):
    grid = data.draw(merged_grids())
    assume(size(grid)[1] > 1)
    xs, ys = data.draw(layouts(grid))
    tables, frames = find_grids(page_of([box for side in borders(grid, xs, ys) for box in pen(side)]))
    assert not frames
    assert [spans(table) for table in tables] == [drawn_spans(grid)]


@pytest.mark.parametrize("grid", [requests_matrix(), review_table()], ids=["requests", "review"])
def test_order_of_the_lines_does_not_matter(grid):
    rows, columns = size(grid)
    xs, ys = [40 + 30.0 * n for n in range(columns + 1)], [60 + 20.0 * n for n in range(rows + 1)]
    boxes = [thin(side) for side in borders(grid, xs, ys)]
    assert spans(find_grids(page_of(boxes))[0][0]) == spans(find_grids(page_of(boxes[::-1]))[0][0]) == drawn_spans(grid)


@pytest.mark.parametrize(
    "missing",
    [{"left", "right"}, {"top", "bottom"}, {"left", "right", "top", "bottom"}],
    ids=["no sides", "no top and bottom", "no frame"],
)
def test_table_without_outer_lines(missing):
    grid = review_table()
    xs, ys = [41 + 30.0 * n for n in range(16)], [100, 120, 140, 160, 180.0]
    edges = {"left": xs[0], "right": xs[-1], "top": ys[0], "bottom": ys[-1]}
    gone = {edges[side] for side in missing}
    sides = [s for s in borders(grid, xs, ys) if not (s[0] == s[2] in gone or s[1] == s[3] in gone)]
    assert spans(find_grids(page_of([thin(s) for s in sides]))[0][0]) == drawn_spans(grid)


@pytest.mark.parametrize("gap", [0.2, 1.0, 2.0, 3.0, 4.0])
@pytest.mark.parametrize("filled", [False, True], ids=["outlined", "filled"])
def test_cells_drawn_as_separate_boxes(gap, filled):
    grid = review_table()
    xs, ys = [40 + 30.0 * n for n in range(16)], [100, 120, 140, 160, 180.0]
    boxes = [
        Box(
            xs[c.column] + gap / 2,
            ys[c.row] + gap / 2,
            xs[c.column + c.column_span] - gap / 2,
            ys[c.row + c.row_span] - gap / 2,
        )
        for c in grid
    ]
    sides = [
        thin(side)
        for b in boxes
        for side in (
            (b.left, b.top, b.right, b.top),
            (b.left, b.bottom, b.right, b.bottom),
            (b.left, b.top, b.left, b.bottom),
            (b.right, b.top, b.right, b.bottom),
        )
    ]
    tables, _ = find_grids(page_of([], boxes) if filled else page_of(sides))
    assert [spans(table) for table in tables] == [drawn_spans(grid)]


def box_sides(left: float, top: float, right: float, bottom: float) -> list[Box]:
    return [
        thin(side)
        for side in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        )
    ]


def test_what_is_no_table():
    frame = box_sides(50, 50, 500, 700)
    one_column = [*box_sides(60, 60, 300, 200), thin((60, 130, 300, 130))]
    underline = [thin((320, 100, 400, 100))]
    tables, frames = find_grids(page_of([*frame, *one_column, *underline]))
    assert tables == []
    assert len(frames) == 2


def test_shading_behind_a_heading_is_no_border():
    sides = [*box_sides(50, 50, 250, 150), thin((150, 50, 150, 150)), thin((50, 100, 250, 100))]
    tables, _ = find_grids(page_of(sides, [Box(60, 60, 140, 75), Box(50, 50, 150, 100)]))
    assert [len(table.regions) for table in tables] == [4]


def test_tables_apart_are_apart_and_inner_ones_come_first():
    outer = [*box_sides(50, 50, 450, 400), thin((250, 50, 250, 400))]
    inner = [*box_sides(60, 100, 240, 200), thin((150, 100, 150, 200))]
    other = [*box_sides(50, 500, 450, 600), thin((250, 500, 250, 600))]
    tables, _ = find_grids(page_of([*outer, *inner, *other]))
    assert [round(table.box.left) for table in tables] == [60, 50, 50]
    run = Run("内", 70, 110, 80, 120)
    assert place_runs(tables, [run, Run("外", 500, 700, 510, 710)]) == [Run("外", 500, 700, 510, 710)]
    assert tables[0].regions[0].runs == [run]


def test_corner_that_no_rectangle_covers_still_belongs_to_some_cell():
    """An L of unit cells without lines between them: every point has a cell, none has two."""
    sides = [*box_sides(50, 50, 250, 150), thin((150, 50, 150, 100)), thin((150, 100, 250, 100))]
    tables, _ = find_grids(page_of([box for box in sides if box != thin((150, 50, 150, 100))]))
    for table in tables:
        units = [
            (r, c)
            for g in table.regions
            for r in range(g.row, g.row + g.row_span)
            for c in range(g.column, g.column + g.column_span)
        ]
        assert len(units) == len(set(units)) == (len(table.xs) - 1) * (len(table.ys) - 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.floats(0, 600)] * 4), max_size=40))
def test_any_lines_give_cells_that_cover_the_grid_once(lines):
    boxes = [Box(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in lines]
    thin_ones = [
        b._replace(right=b.left + 0.5) if n % 2 else b._replace(bottom=b.top + 0.5) for n, b in enumerate(boxes)
    ]
    tables, frames = find_grids(page_of(thin_ones, boxes[:10]))
    for table in [*tables, *frames]:
        covered = sum(region.row_span * region.column_span for region in table.regions)
        assert covered == (len(table.xs) - 1) * (len(table.ys) - 1)
        assert all(owner.row >= 0 for line in table.owners for owner in line)


def test_too_many_lines_are_left_alone():
    page = Page(
        1, 595, 842, horizontals=[Ruling(n / 10, 0, 500) for n in range(MAX_RULINGS)], verticals=[Ruling(1, 0, 500)]
    )
    assert find_grids(page) == ([], [])
    assert page.overfull
