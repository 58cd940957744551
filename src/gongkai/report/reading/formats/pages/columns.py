"""Tables without vertical lines: columns by the white space between texts, rows by the lines of text and by whatever
horizontal rulings there are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from statistics import median

from gongkai.report.reading.formats.pages.lines import Line
from gongkai.report.reading.formats.pages.page import Box, Page, Run, around
from gongkai.report.reading.formats.pages.tables import FIGURE, ITEM, Part, Piece
from gongkai.report.reading.formats.pages.text import clean, continued, is_wide

_APART, _CLOSE = 1.2, 0.5
_FAR = 4.0
_TIGHT = 0.7
_FIGURE_LINES = 3
_FIGURE_LINES_RULED = 2
_LABEL_LINES = 3
_PIECE = re.compile(r"\S+(?:[^\S\u3000]\S+)*")
_BLANKS = re.compile(r"\s{2}|\u3000")
_LEADER = re.compile(r"…|\.{4,}|·{4,}")


@dataclass(frozen=True, slots=True)
class _Segment:
    """Text of a line between two wide gaps."""

    text: str
    box: Box

    @property
    def is_figure(self) -> bool:
        return FIGURE.fullmatch(self.text) is not None


_Cell = tuple[int, int, _Segment]
"""First column, last column, text."""


@dataclass(slots=True)
class _Row:
    """A row in the making: its texts by first column; ``bottom`` is where its last line ends."""

    texts: dict[int, list[_Segment]] = field(default_factory=dict)
    lasts: dict[int, int] = field(default_factory=dict)
    bottom: float = 0.0

    @property
    def has_figures(self) -> bool:
        return any(segment.is_figure for first, group in self.texts.items() if first for segment in group)

    @property
    def is_label(self) -> bool:
        return list(self.texts) == [0]

    @property
    def is_numbered(self) -> bool:
        return ITEM.match(self.texts[0][0].text) is not None

    def add(self, cells: Sequence[_Cell], bottom: float) -> None:
        for first, last, segment in cells:
            self.texts.setdefault(first, []).append(segment)
            self.lasts[first] = max(last, self.lasts.get(first, 0))
        self.bottom = bottom

    def spans(self, columns: int) -> Iterator[tuple[int, int]]:
        """First column and first column no longer covered, for every cell, blank ones too."""
        column = 0
        for first in sorted(self.texts):
            yield from ((blank, blank + 1) for blank in range(column, first))
            following = min((other for other in self.texts if other > first), default=columns)
            column = min(self.lasts[first] + 1, following)
            yield first, column
        yield from ((blank, blank + 1) for blank in range(column, columns))


def aligned_tables(page: Page, flow: Sequence[Line]) -> list[Line | Part]:
    """The lines of a page with those replaced that stand in columns. ``flow`` are the lines outside ruled tables.
    Sets ``aligned`` and ``unaligned`` of the page."""
    if sum(map(_is_spread, flow)) < _FIGURE_LINES_RULED:
        return list(flow)
    split = [_segments(line, _pieces_of(line)) for line in flow]
    found: list[Line | Part] = []
    done = 0
    for start, end in _blocks(flow, split):
        part = _table(page, [_cells(line) for line in flow[start:end]])
        if part:
            page.aligned = True
            found += [*flow[done:start], part]
            done = end
    return [*found, *flow[done:]]


def _is_spread(line: Line) -> bool:
    """Whether a line may have several segments: a quick look."""
    if len(line.runs) == 1:
        return _BLANKS.search(line.runs[0].text) is not None
    apart = _APART * line.height
    return any(after.left - before.right > apart or _BLANKS.search(after.text) for before, after in pairwise(line.runs))


def _pieces_of(line: Line) -> list[Run]:
    return [piece for run in line.runs for piece in _pieces(run)]


def _segments(line: Line, pieces: Sequence[Run], alone: Collection[int] = ()) -> list[_Segment]:
    """The pieces of a line parted at wide gaps and around those whose index is in ``alone``."""
    groups: list[list[Run]] = []
    for number, piece in enumerate(pieces):
        near = groups and piece.left - groups[-1][-1].right <= _APART * line.height
        if near and number not in alone and number - 1 not in alone:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_Segment(clean("".join(run.text for run in group)), around(group)) for group in groups]


def _cells(line: Line) -> list[_Segment]:
    """The segments of a line of a table. Columns may be narrow: a figure stands alone that no word follows closely."""
    pieces = _pieces_of(line)
    alone: set[int] = set()
    for number in reversed(range(len(pieces))):
        piece, after = pieces[number], pieces[number + 1] if number + 1 < len(pieces) else None
        closed = after is None or after.left - piece.right > _CLOSE * line.height or number + 1 in alone
        if closed and FIGURE.fullmatch(piece.text):
            alone.add(number)
    return _segments(line, pieces, alone)


def _pieces(run: Run) -> Iterator[Run]:
    """A run cut where several blanks stand in it; positions follow from the widths that characters usually have."""
    pieces = list(_PIECE.finditer(run.text))
    if len(pieces) == 1:
        yield run
        return
    unit = (run.right - run.left) / _weight(run.text)
    for piece in pieces:
        left = run.left + unit * _weight(run.text[: piece.start()])
        yield run._replace(text=piece[0], left=left, right=left + unit * _weight(piece[0]))


def _weight(text: str) -> float:
    return sum(1.0 if is_wide(character) or character == "\u3000" else 0.5 for character in text)


def _blocks(flow: Sequence[Line], split: Sequence[Sequence[_Segment]]) -> Iterator[tuple[int, int]]:
    """Stretches of lines that may be a table: lines in several segments, few lines of one segment between them."""
    start = last = None
    for number, segments in enumerate(split):
        broken = number > 0 and flow[number].box.top - flow[number - 1].box.bottom > _FAR * flow[number].height
        if start is not None and last is not None and (broken or number - last > _LABEL_LINES):
            yield start, last + 1
            start = None
        if _is_row(segments):
            start, last = number if start is None else start, number
    if start is not None and last is not None:
        yield start, last + 1


def _is_row(segments: Sequence[_Segment]) -> bool:
    several = len(segments) > 1 and any(len(segment.text) > 1 or segment.is_figure for segment in segments)
    return several and not any(_LEADER.search(segment.text) for segment in segments)


def _table(page: Page, split: Sequence[Sequence[_Segment]]) -> Part | None:
    box = around(segment.box for segments in split for segment in segments)
    rules = _rules(page, box)
    figured = [segments for segments in split if any(segment.is_figure for segment in segments[1:])]
    if len(figured) < (_FIGURE_LINES_RULED if rules else _FIGURE_LINES):
        return None
    xs = _columns(figured, box)
    if len(xs) < 3 or any(_collide(segments, xs) for segments in split):
        page.unaligned = True
        return None
    rows = list(_rows(split, xs, rules))
    pieces = [
        _piece(page, box, number, xs, span, row.texts.get(span[0], []))
        for number, row in enumerate(rows)
        for span in row.spans(len(xs) - 1)
    ]
    return Part(xs, len(rows), pieces, page.place(box), aligned=True)


def _collide(segments: Sequence[_Segment], xs: Sequence[float]) -> bool:
    """Whether two texts of a line fall into one column, one of them a figure: the columns are not what they seem."""
    placed = [(_column(xs, segment.box.left + 1), segment) for segment in segments]
    return any(a == b and (one.is_figure or other.is_figure) for (a, one), (b, other) in pairwise(placed))


def _piece(
    page: Page, table: Box, row: int, xs: Sequence[float], span: tuple[int, int], texts: Sequence[_Segment]
) -> Piece:
    text = reduce(continued, (segment.text for segment in texts), "")
    place = page.place(around(segment.box for segment in texts) if texts else table)
    assert place.box
    return Piece(text, row, 1, xs[span[0]], xs[span[1]], False, page.number, place.box)


def _rules(page: Page, box: Box) -> list[float]:
    """The heights of horizontal rulings, and of the edges of filled bands, that cross a block of lines."""
    bands = [(edge, f.left, f.right) for f in page.fills for edge in (f.top, f.bottom)]
    return sorted(
        at
        for at, left, right in (*page.horizontals, *bands)
        if box.top < at < box.bottom and min(right, box.right) - max(left, box.left) > box.width / 2
    )


def _columns(rows: Sequence[Sequence[_Segment]], box: Box) -> list[float]:
    """Column borders: the middles of the strips in which no line of figures has text."""
    taken: list[list[float]] = []
    for left, right in sorted((s.box.left, s.box.right) for row in rows for s in row):
        if taken and left <= taken[-1][1]:
            taken[-1][1] = max(taken[-1][1], right)
        else:
            taken.append([left, right])
    return [box.left, *((a[1] + b[0]) / 2 for a, b in pairwise(taken)), box.right]


def _rows(split: Sequence[Sequence[_Segment]], xs: Sequence[float], rules: Sequence[float]) -> Iterator[_Row]:
    row: _Row | None = None
    usual = _usual_gap(split)
    for segments in split:
        box = around(segment.box for segment in segments)
        cells = [(_column(xs, s.box.left + 1), _column(xs, s.box.right - 1), s) for s in segments]
        if row and _starts_row(row, cells, _tight(row, box, usual), _ruled_off(row, box, rules)):
            yield row
            row = None
        row = row or _Row()
        row.add(cells, box.bottom)
    if row:
        yield row


def _column(xs: Sequence[float], x: float) -> int:
    return min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)


def _usual_gap(split: Sequence[Sequence[_Segment]]) -> float:
    boxes = [around(s.box for s in segments) for segments in split if any(s.is_figure for s in segments[1:])]
    return median(after.top - before.bottom for before, after in pairwise(boxes))


def _tight(row: _Row, box: Box, usual: float) -> bool:
    return box.top - row.bottom < _TIGHT * usual


def _ruled_off(row: _Row, box: Box, rules: Sequence[float]) -> bool:
    return any(row.bottom - 1 <= at <= box.top + 1 for at in rules)


def _starts_row(row: _Row, cells: Sequence[_Cell], tight: bool, ruled_off: bool) -> bool:
    """Whether a line begins a new row. A label runs on over lines until its figures have come, or while the lines
    stand closer than rows do."""
    figures = any(segment.is_figure for first, _, segment in cells if first)
    labelled = cells[0][0] == 0
    numbered = labelled and ITEM.match(cells[0][2].text) is not None
    if ruled_off or numbered or (figures and row.has_figures):
        return True
    awaited = row.is_label and row.is_numbered
    if figures:
        return not row.is_label or not (tight or awaited or not labelled)
    return not (labelled and len(cells) == 1 and (tight or awaited))
