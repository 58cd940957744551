"""Putting a table together that page breaks have cut: repeated headers, split rows, merged cells cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.report.reading.formats.pages.grid import Grid, nearest
from gongkai.report.reading.formats.pages.page import Page
from gongkai.report.reading.formats.pages.tables import SAME_BORDER, Part, Piece
from gongkai.report.reading.formats.pages.text import continued
from gongkai.report.reading.formats.plain.words import columns_of

_HEADER_ROWS = 6
_ROUGHLY = 30.0
_PART_OF = re.compile("其中[:：、，,]?")
Pair = tuple[Piece, Piece]


def goes_on(upper: Part, lower: Part) -> bool:
    """Whether ``lower``, at the top of a page, continues ``upper``, at the end of the page before: same sides, and
    every column border of one is a border of the other. Columns found by white space only roughly keep their place."""
    if upper.aligned and lower.aligned:
        pairs = zip(upper.xs, lower.xs, strict=False)
        return len(upper.xs) == len(lower.xs) and all(abs(a - b) <= _ROUGHLY for a, b in pairs)
    if not _same_ends(upper.xs, lower.xs):
        return False
    return _within(upper.xs, lower.xs) or _within(lower.xs, upper.xs)


def _same_ends(one: Sequence[float], other: Sequence[float]) -> bool:
    return abs(one[0] - other[0]) <= SAME_BORDER and abs(one[-1] - other[-1]) <= SAME_BORDER


def _within(some: Sequence[float], borders: Sequence[float]) -> bool:
    return all(abs(borders[nearest(borders, x)] - x) <= SAME_BORDER for x in some)


def add_cut_rows(
    upper: Page, above: list[Grid], frames_above: list[Grid], lower: Page, below: list[Grid], frames_below: list[Grid]
) -> None:
    """Count rows of a single cell that a page break cuts off a table among the tables: they look like a frame."""
    last = _outermost(upper, [*above, *frames_above], last=True)
    first = _outermost(lower, [*below, *frames_below], last=False)
    if last is None or first is None or not _same_ends(last.xs, first.xs):
        return
    if last in frames_above and first in below:
        above.append(last)
    elif first in frames_below and last in above:
        below.append(first)


def _outermost(page: Page, grids: Sequence[Grid], *, last: bool) -> Grid | None:
    """The first or last grid of a page, if no text stands beyond it."""
    grid = max(grids, key=lambda g: g.ys[-1], default=None) if last else min(grids, key=lambda g: g.ys[0], default=None)
    if grid is None:
        return None
    beyond = any(run.middle > grid.ys[-1] if last else run.middle < grid.ys[0] for run in page.runs)
    return None if beyond else grid


def join(upper: Part, lower: Part) -> None:
    """Move the cells of ``lower`` to the end of ``upper``. Header rows printed again are dropped; a row or a merged
    cell that the break cuts becomes one again."""
    lower = _without_header(upper, lower)
    if not lower.rows:
        return
    pairs = list(_pairs(upper, lower))
    split = _is_split_row(pairs, upper, lower)
    shift = upper.rows - 1 if split else upper.rows
    glued = {id(b): a for a, b in pairs if split or _is_one_label(a, b, upper, lower)}
    for piece in lower.pieces:
        if piece.row == 0 and (above := glued.get(id(piece))):
            _glue(above, piece, shift)
        else:
            piece.row += shift
            upper.pieces.append(piece)
    upper.rows = shift + lower.rows
    upper.xs = max(upper.xs, lower.xs, key=len)


def _glue(above: Piece, piece: Piece, shift: int) -> None:
    above.row_span = piece.below + shift - above.row
    above.full = piece.full
    if piece.text and not above.text:
        above.page, above.box = piece.page, piece.box
    if above.text != piece.text:
        above.text = continued(above.text, piece.text)


def _without_header(upper: Part, lower: Part) -> Part:
    """``lower`` without the rows that repeat the first rows of ``upper``."""
    for rows in range(min(_HEADER_ROWS, upper.rows, lower.rows), 0, -1):
        one, other = _head(upper, rows), _head(lower, rows)
        if one and other and _same_cells(one, other):
            rest = [replace(piece, row=piece.row - rows) for piece in lower.pieces if piece.row >= rows]
            return Part(lower.xs, lower.rows - rows, rest, lower.place)
    return lower


def _head(part: Part, rows: int) -> list[Piece] | None:
    """The cells of the first ``rows`` rows, if they are a header: no cell reaches further, none is a figure."""
    head = [piece for piece in part.pieces if piece.row < rows]
    if any(piece.below > rows or piece.is_figure for piece in head) or not any(piece.text for piece in head):
        return None
    return sorted(head, key=lambda piece: (piece.row, piece.left))


def _same_cells(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    return len(one) == len(other) and all(
        (a.text, a.row, a.row_span) == (b.text, b.row, b.row_span) and a.spans_like(b)
        for a, b in zip(one, other, strict=True)
    )


def _pairs(upper: Part, lower: Part) -> Iterator[Pair]:
    """Cells that stand above each other across the break, with the same sides."""
    last = upper.last_row()
    for piece in lower.first_row():
        above = next((a for a in last if a.spans_like(piece)), None)
        if above:
            yield above, piece


def _is_split_row(pairs: Sequence[Pair], upper: Part, lower: Part) -> bool:
    """Whether the break runs through a row: what is left of its cells stands in the first row of the next page.
    Decided on the cells of that row alone; cells that span rows follow."""
    leaves = [(a, b) for a, b in pairs if a.row_span == 1 and b.row_span == 1]
    if not leaves or len(pairs) != len(lower.first_row()) or len(pairs) != len(upper.last_row()):
        return False
    if not any(b.text for _, b in leaves):
        header = all(a.is_label for a, _ in leaves)
        return not header
    figures_above = any(a.is_figure for a, _ in leaves)
    figures_below = any(b.is_figure for _, b in leaves)
    safe = figures_above or not figures_below
    both = [(a, b) for a, b in leaves if a.text and b.text]
    return not any(_begins_row(a, b) for a, b in leaves) and all(_is_cut(a, b, safe=safe) for a, b in both)


def _begins_row(above: Piece, below: Piece) -> bool:
    """Whether a text begins a row, since it is numbered, says 其中, or is a label of a form as the one above it is."""
    if below.item or _PART_OF.match(below.text):
        return True
    return bool(columns_of(above.text) and columns_of(below.text)) and not columns_of(above.text + below.text)


def _is_cut(above: Piece, below: Piece, *, safe: bool) -> bool:
    """Whether two texts are one that the break cut: the first is numbered or fills its line, the second not numbered.
    A full line alone is no proof where the figures of the row would all stand in its second half."""
    return above.is_label and below.is_label and (above.item is not None or (above.full and safe))


def _is_one_label(above: Piece, below: Piece, upper: Part, lower: Part) -> bool:
    """Whether two cells are one merged cell: a label whose sub-rows go on over the break."""
    if above.is_figure or below.is_figure:
        return False
    if above.item and above.text == below.text:
        return True
    neighbours = _right_neighbour(above, upper.last_row()), _right_neighbour(below, lower.first_row())
    sequel = _follow_each_other(*neighbours)
    headed = all(neighbour and neighbour.is_label for neighbour in neighbours)
    if not (sequel or above.row_span > 1 or below.row_span > 1 or (headed and not below.text)):
        return False
    if above.text and below.text:
        return not below.item and (sequel or above.item is not None or above.full)
    return bool(above.text) or bool(below.text) or headed


def _right_neighbour(piece: Piece, row: Sequence[Piece]) -> Piece | None:
    return next((other for other in row if abs(other.left - piece.right) <= SAME_BORDER), None)


def _follow_each_other(one: Piece | None, other: Piece | None) -> bool:
    """Whether two labels are successive items of one list (2. and 3.)."""
    first, second = one.item if one else None, other.item if other else None
    return first is not None and second is not None and second == (first[0], first[1] + 1)
