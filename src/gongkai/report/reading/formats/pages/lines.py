"""Runs into lines, and the text of a cell whichever way its characters run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.report.reading.formats.pages.page import Box, Run, around
from gongkai.report.reading.formats.pages.text import WIDE_GAP, clean, continued, is_wide

_NARROW_GAP = 0.25
_WIDE_GAP = 2.0
_DOUBLE = 0.4
_NEAR = 8
_FEWEST_STACKED = 3
_ROOM = 2.2
_DOWN = 1


@dataclass(slots=True)
class Line:
    """Runs that stand on one line, from left to right, overprinted ones once."""

    runs: list[Run]
    text: str
    box: Box

    @property
    def height(self) -> float:
        return self.box.bottom - self.box.top

    @property
    def middle(self) -> float:
        return (self.box.top + self.box.bottom) / 2


def lines(runs: Iterable[Run]) -> list[Line]:
    """The lines that runs make up, from top to bottom. A run belongs to a line when the middle of one lies within the
    height of the other: small marks and raised figures stay in their line."""
    found: list[Line] = []
    group: list[Run] = []
    tallest: Run | None = None
    for run in sorted(runs, key=lambda run: run.top + run.bottom):
        if tallest is None or not _side_by_side(tallest, run):
            if group:
                found.append(_line(group))
            group, tallest = [], run
        elif run.bottom - run.top > tallest.bottom - tallest.top:
            tallest = run
        group.append(run)
    return [*found, _line(group)] if group else []


def _side_by_side(one: Run, other: Run) -> bool:
    return one.top <= other.middle <= one.bottom or other.top <= one.middle <= other.bottom


def _line(group: list[Run]) -> Line:
    if len(group) == 1:
        run = group[0]
        return Line(group, clean(run.text), Box(run.left, run.top, run.right, run.bottom))
    group = list(_without_doubles(sorted(group, key=lambda run: run.left)))
    return Line(group, _text(group), around(group))


def _without_doubles(runs: Iterable[Run]) -> Iterator[Run]:
    """Bold type is often the same characters painted twice, a little apart."""
    kept: list[Run] = []
    for run in runs:
        width = (run.right - run.left) / len(run.text)
        if not any(run.left - old.left < _DOUBLE * width for old in kept[-_NEAR:] if old.text == run.text):
            kept.append(run)
            yield run


def _text(runs: Sequence[Run]) -> str:
    parts = [runs[0].text]
    for before, run in pairwise(runs):
        gap, size = run.left - before.right, run.bottom - run.top
        if gap > _WIDE_GAP * size:
            parts.append(WIDE_GAP)
        elif gap > _NARROW_GAP * size and not is_wide(before.text[-1]) and not is_wide(run.text[0]):
            parts.append(" ")
        parts.append(run.text)
    return clean("".join(parts))


def cell_text(runs: Sequence[Run], cell: Box) -> tuple[str, bool]:
    """The text of the runs in a cell, at least one, and whether its last line leaves no room for another character.
    Turned characters and characters stacked in columns are read in the frame in which they run from left to right."""
    if len(runs) == 1:
        run = runs[0]
        return clean(run.text), _fills(Box(run.left, run.top, run.right, run.bottom), cell.width)
    turn = _reading_turn(runs)
    found = lines(run.in_turn(turn) for run in runs) if turn else lines(runs)
    width = cell.height if turn % 2 else cell.width
    return _joined(found, width), _fills(found[-1].box, width)


def _reading_turn(runs: Sequence[Run]) -> int:
    turn = _main_turn(runs)
    return _DOWN if not turn and _is_vertical(runs) else turn


def _main_turn(runs: Sequence[Run]) -> int:
    """How most characters are turned; a text without any turned one is the common case."""
    if not any(run.turn for run in runs):
        return 0
    votes: Counter[int] = Counter()
    for run in runs:
        votes[run.turn] += len(run.text)
    return votes.most_common(1)[0][0]


def _is_vertical(runs: Sequence[Run]) -> bool:
    """Whether upright characters run down in columns: the file paints each below the one before."""
    if any(len(run.text) > 1 for run in runs) or len(runs) < _FEWEST_STACKED:
        return False
    down = sum(
        abs(after.centre - before.centre) < (after.right - after.left) / 2 and after.middle > before.bottom - 1
        for before, after in pairwise(runs)
    )
    across = sum(before.top < after.middle < before.bottom for before, after in pairwise(runs))
    return down > len(runs) / 2 > across


def _joined(found: Sequence[Line], width: float) -> str:
    """The lines of a cell as one text: figures on two lines are one figure only where the first line was full."""
    whole = found[0].text
    for before, line in pairwise(found):
        apart = whole[-1:].isdigit() and line.text[:1].isdigit() and not _fills(before.box, width)
        whole = f"{whole} {line.text}" if apart else continued(whole, line.text)
    return whole


def _fills(text: Box, width: float) -> bool:
    """Whether a line leaves no room for another character; the usual padding of a cell is taken off."""
    return width - text.width < _ROOM * text.height
