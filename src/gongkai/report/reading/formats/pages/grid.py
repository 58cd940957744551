"""Tables from lines: rulings that touch make a grid, unit cells without a line between them make one merged cell.

Works on the ``Page`` of any fixed-layout format; knows nothing of text but the middle of each run.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat

from gongkai.report.reading.formats.pages.page import Box, Page, Ruling, Run

MAX_RULINGS = 3_000
MAX_UNITS = 20_000
MAX_TABLES = 100
_TOUCH = 2.0
_SAME_LINE = 4.5
_HALF_GAP = 2.5
_FEWEST_BOXES = 4
_OVERHANG = 8.0


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
    owners: list[list[Region]]
    """The cell that covers each unit, by row and column."""
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        self.box = Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def region_box(self, region: Region) -> Box:
        return Box(
            self.xs[region.column],
            self.ys[region.row],
            self.xs[region.column + region.column_span],
            self.ys[region.row + region.row_span],
        )

    def region_at(self, x: float, y: float) -> Region | None:
        """The cell around a point; None outside the grid."""
        left, top, right, bottom = self.box
        if not (left <= x < right and top <= y < bottom):
            return None
        return self.owners[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]


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
    tables.sort(key=lambda grid: grid.box.width * grid.box.height)
    page.overfull |= len(tables) > MAX_TABLES
    return tables[-MAX_TABLES:], frames


def place_runs(grids: Sequence[Grid], runs: Sequence[Run]) -> list[Run]:
    """Put each run into the cell around its middle, innermost table first; returns the runs outside all tables."""
    outside: list[Run] = []
    for run in runs:
        _, left, top, right, bottom, _ = run
        x, y, holder = (left + right) / 2, (top + bottom) / 2, outside
        for grid in grids:
            if region := grid.region_at(x, y):
                holder = region.runs
                break
        holder.append(run)
    return outside


def with_borders(grid: Grid, cuts: Sequence[float]) -> Grid:
    """The table with more row borders; a cell that one cuts through gives a cell on either side, with its runs."""
    ys = sorted([*grid.ys, *cuts])
    regions = []
    for region in grid.regions:
        top, bottom = ys.index(grid.ys[region.row]), ys.index(grid.ys[region.row + region.row_span])
        step = bottom - top if region.row_span > 1 else 1
        regions += [Region(row, region.column, step, region.column_span) for row in range(top, bottom, step)]
    owners = [[_FREE] * (len(grid.xs) - 1) for _ in ys[1:]]
    for region in regions:
        for line in owners[region.row : region.row + region.row_span]:
            line[region.column : region.column + region.column_span] = [region] * region.column_span
    finer = Grid(grid.xs, ys, regions, owners)
    place_runs([finer], [run for region in grid.regions for run in region.runs])
    return finer


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
    return _with_regions(xs, ys, _covered(horizontals, ys, xs), _covered(verticals, xs, ys))


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
    return [round(sum(group) / len(group), 1) for group in borders]


def nearest(borders: Sequence[float], x: float) -> int:
    """The index of the border nearest to ``x``."""
    after = bisect_left(borders, x)
    if after == len(borders) or (after and x - borders[after - 1] < borders[after] - x):
        return after - 1
    return after


def _covered(lines: Sequence[Ruling], levels: Sequence[float], borders: Sequence[float]) -> Edges:
    """(level, unit) of each unit between two borders whose middle a line covers."""
    middles = [(low + high) / 2 for low, high in pairwise(borders)]
    covered: Edges = set()
    for at, start, end in lines:
        units = range(bisect_left(middles, start), bisect_right(middles, end))
        covered.update(zip(repeat(nearest(levels, at)), units, strict=False))
    return covered


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
    below = row + 1
    while below < len(owners) and (below, columns.start) not in floors:
        cut = any((below, column) in floors or owners[below][column] is not _FREE for column in columns)
        inner = any((column, below) in walls for column in columns[1:])
        opens = columns.stop < len(owners[row]) and (columns.stop, below) not in walls
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
