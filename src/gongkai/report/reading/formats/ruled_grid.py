"""Tables from lines: rulings that touch make a grid, unit cells without a line between them make one merged cell.

Works on the ``Page`` of any fixed-layout format; knows nothing of text but the middle of each run.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gongkai.report.reading.formats.page_flow_page import Box, Page, Ruling, Run

MAX_RULINGS = 3_000
MAX_UNITS = 40_000
_TOUCH = 2.0
_SAME_LINE = 3.5
_HALF_GAP = 2.5
_FEWEST_BOXES = 4
_OVERHANG = 8.0
_COVERED = 0.5


@dataclass(slots=True, eq=False)
class Region:
    """A cell of a grid, with the runs whose middle lies in it, in the order in which the file paints them."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    runs: list[Run] = field(default_factory=list)


_FREE = Region(-1, -1)
Edges = set[tuple[int, int]]


@dataclass(slots=True, eq=False)
class Grid:
    """Column borders ``xs`` and row borders ``ys`` of a table, and its cells row by row."""

    xs: list[float]
    ys: list[float]
    regions: list[Region]
    _owners: list[list[Region]]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def region_box(self, region: Region) -> Box:
        return Box(
            self.xs[region.column],
            self.ys[region.row],
            self.xs[region.column + region.column_span],
            self.ys[region.row + region.row_span],
        )

    def region_at(self, x: float, y: float) -> Region | None:
        """The cell around a point; None outside the grid."""
        if not self.box.holds(x, y):
            return None
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        return self._owners[row][column]


def find_grids(page: Page) -> tuple[list[Grid], list[Grid]]:
    """The tables that the lines of a page draw, smallest first, and the frames: grids of one column, which are tables
    only as part of one."""
    horizontals, verticals = page.horizontals, page.verticals
    if len(horizontals) + len(verticals) > MAX_RULINGS:
        page.overfull = True
        return [], []
    drawn = [grid for part in _components(horizontals, verticals) if (grid := _grid(*part, _SAME_LINE))]
    tables = [grid for grid in drawn if _has_columns(grid)]
    frames = [grid for grid in drawn if not _has_columns(grid)]
    loose = [grid.box for grid in frames if len(grid.regions) == 1]
    tables += _grids_of_boxes([*loose, *page.fills], tables)
    return sorted(tables, key=lambda grid: grid.box.width * grid.box.height), frames


def place_runs(grids: Sequence[Grid], runs: Sequence[Run]) -> list[Run]:
    """Put each run into the cell around its middle, innermost table first; returns the runs outside all tables."""
    outside: list[Run] = []
    for run in runs:
        x, y = run.centre, run.middle
        region = next((found for grid in grids if (found := grid.region_at(x, y))), None)
        (region.runs if region else outside).append(run)
    return outside


def _has_columns(grid: Grid) -> bool:
    return any(region.column for region in grid.regions)


def _components(
    horizontals: Sequence[Ruling], verticals: Sequence[Ruling]
) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Groups of lines that touch each other, directly or through others."""
    leader = list(range(len(horizontals) + len(verticals)))

    def find(item: int) -> int:
        while leader[item] != item:
            leader[item] = item = leader[leader[item]]
        return item

    for number, (y, left, right) in enumerate(horizontals):
        first = bisect_left(verticals, (left - _TOUCH,))
        for other in range(first, bisect_left(verticals, (right + _TOUCH,))):
            _, top, bottom = verticals[other]
            if top - _TOUCH <= y <= bottom + _TOUCH:
                leader[find(number)] = find(len(horizontals) + other)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for number, line in enumerate([*horizontals, *verticals]):
        groups.setdefault(find(number), ([], []))[number >= len(horizontals)].append(line)
    return (group for group in groups.values() if group[0] and group[1])


def _grid(horizontals: list[Ruling], verticals: list[Ruling], same: float) -> Grid | None:
    """The grid of lines that touch each other; sides without a line are closed by the ends of the other lines."""
    xs = _borders([v.at for v in verticals], horizontals, same)
    ys = _borders([h.at for h in horizontals], verticals, same)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MAX_UNITS:
        return None
    floors = {edge for line in horizontals for edge in _covered(line, ys, xs)}
    walls = {edge for line in verticals for edge in _covered(line, xs, ys)}
    return _with_regions(xs, ys, floors, walls)


def _borders(positions: list[float], crossing: list[Ruling], same: float) -> list[float]:
    """Positions of lines, near ones taken as one; open ends that stick out of the table are borders too."""
    first, last = min(positions), max(positions)
    low, high = min(line.start for line in crossing), max(line.end for line in crossing)
    open_ends = [end for end in (low, high) if end < first - _OVERHANG or end > last + _OVERHANG]
    borders: list[list[float]] = []
    for position in sorted([*positions, *open_ends]):
        if borders and position - borders[-1][0] <= same:
            borders[-1].append(position)
        else:
            borders.append([position])
    return [sum(group) / len(group) for group in borders]


def _nearest(values: Sequence[float], value: float) -> int:
    after = bisect_left(values, value)
    return min((i for i in (after - 1, after) if 0 <= i < len(values)), key=lambda i: abs(values[i] - value))


def _covered(line: Ruling, levels: Sequence[float], borders: Sequence[float]) -> Iterator[tuple[int, int]]:
    """(level, unit) of each unit between two borders of which a line covers at least half."""
    level = _nearest(levels, line.at)
    first = max(0, bisect_right(borders, line.start) - 1)
    for unit in range(first, min(bisect_left(borders, line.end), len(borders) - 1)):
        low, high = borders[unit], borders[unit + 1]
        if min(high, line.end) - max(low, line.start) >= (high - low) * _COVERED:
            yield level, unit


def _with_regions(xs: list[float], ys: list[float], floors: Edges, walls: Edges) -> Grid:
    """Merge unit cells into the largest rectangles without a line inside. ``floors`` are (y border, column),
    ``walls`` are (x border, row)."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owners = [[_FREE] * columns for _ in range(rows)]
    regions = []
    for row in range(rows):
        for column in range(columns):
            if owners[row][column] is _FREE:
                right = _reach_right(owners[row], row, column, walls)
                below = _reach_down(owners, row, range(column, right), floors, walls)
                region = Region(row, column, below - row, right - column)
                regions.append(region)
                for line in owners[row:below]:
                    line[column:right] = [region] * (right - column)
    return Grid(xs, ys, regions, owners)


def _reach_right(owners: Sequence[Region], row: int, column: int, walls: Edges) -> int:
    right = column + 1
    while right < len(owners) and owners[right] is _FREE and (right, row) not in walls:
        right += 1
    return right


def _reach_down(owners: Sequence[Sequence[Region]], row: int, columns: range, floors: Edges, walls: Edges) -> int:
    """The first row below that no longer belongs to the cell that spans ``columns``."""
    below, last = row + 1, len(owners[row])
    while below < len(owners):
        cut = any((below, column) in floors or owners[below][column] is not _FREE for column in columns)
        inner = any((column, below) in walls for column in columns[1:])
        opens = columns.stop < last and (columns.stop, below) not in walls
        if cut or inner or opens:
            break
        below += 1
    return below


def _grids_of_boxes(boxes: list[Box], tables: list[Grid]) -> list[Grid]:
    """Tables whose cells are separate boxes with small gaps: bordered cells set apart, or filled grounds."""
    free = [b for b in boxes if not any(t.box.holds((b.left + b.right) / 2, (b.top + b.bottom) / 2) for t in tables)]
    if len(free) < _FEWEST_BOXES or len(free) > MAX_RULINGS:
        return []
    grown = [Box(b.left - _HALF_GAP, b.top - _HALF_GAP, b.right + _HALF_GAP, b.bottom + _HALF_GAP) for b in free]
    horizontals = sorted(Ruling(y, b.left, b.right) for b in grown for y in (b.top, b.bottom))
    verticals = sorted(Ruling(x, b.top, b.bottom) for b in grown for x in (b.left, b.right))
    grids = (_grid(*part, 2 * _HALF_GAP) for part in _components(horizontals, verticals))
    return [grid for grid in grids if grid and _has_columns(grid) and len(grid.ys) > 2]
