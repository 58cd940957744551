"""The characters of a PDF page as runs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import count, pairwise
from operator import sub
from statistics import median_low

from gongkai.report.reading.formats.pages.page import Ruling, Run
from gongkai.report.reading.formats.pages.pdf_characters import Characters
from gongkai.report.reading.formats.pages.pdf_frame import Frame

_GAP, _OVERLAP, _RISE = 2.0, -2.5, 2.0
_INSIDE = 1.5
_LARGE = 1.8

Span = tuple[int, int]


def read_runs(characters: Characters, frame: Frame, verticals: Iterable[Ruling]) -> list[Run]:
    """The runs of a page, cut where one crosses a vertical line into another cell. Slanted text and large pale text
    are watermarks and left out."""
    return list(_Cutter(characters, frame, verticals).runs()) if characters.count else []


class _Cutter:
    def __init__(self, characters: Characters, frame: Frame, verticals: Iterable[Ruling]) -> None:
        self._characters = characters
        self._text = characters.text
        self._lefts, self._bottoms, self._rights, self._tops = frame.upright(*characters.boxes())
        self._turns = frame.turns
        self._corner = x, y = frame.corner
        self._walls = [(at + x, y - bottom, y - top) for at, top, bottom in verticals]
        self._wall_xs = [wall[0] for wall in self._walls]

    def runs(self) -> Iterator[Run]:
        x, y = self._corner
        lefts, bottoms, rights, tops, text = self._lefts, self._bottoms, self._rights, self._tops, self._text
        spans = list(self._spans())
        heights = [tops[start] - bottoms[start] for start, _ in spans]
        large = _LARGE * median_low(heights) if heights else 0.0
        turns = self._characters.turns([start for start, _ in spans])
        for (start, end), height, turn in zip(spans, heights, turns, strict=True):
            if turn is None or (height > large and self._characters.is_washed_out(start)):
                continue
            left, right, top, bottom = lefts[start] - x, rights[end - 1] - x, y - tops[start], y - bottoms[start]
            yield Run(text[start:end], left, top, right, bottom, (turn + self._turns) % 4)

    def _spans(self) -> Iterator[Span]:
        """Characters that stand side by side without a gap, white space at the ends left off."""
        for start, end in pairwise([0, *self._breaks(), self._characters.count]):
            piece = self._text[start:end]
            short = piece.lstrip()
            if short:
                start += len(piece) - len(short)
                end = start + len(short.rstrip())
                if self._reaches_wall(start, end):
                    yield from self._cut(start, end)
                else:
                    yield start, end

    def _breaks(self) -> list[int]:
        """The indices of characters that do not stand next to the one before. One pass over plain differences: this
        is the innermost loop of reading."""
        gaps, rises = map(sub, self._lefts[1:], self._rights), map(sub, self._bottoms[1:], self._bottoms)
        apart = [
            index
            for index, gap, rise in zip(count(1), gaps, rises)
            if not (_OVERLAP <= gap <= _GAP and -_RISE <= rise <= _RISE)
        ]
        return [index for index in apart if not self._is_ligature(index)]

    def _is_ligature(self, index: int) -> bool:
        """Whether a letter shares its glyph with the letter before it."""
        same = self._lefts[index] == self._lefts[index - 1] and self._rights[index] == self._rights[index - 1]
        return same and self._text[index].isascii() and self._text[index].isalpha()

    def _reaches_wall(self, start: int, end: int) -> bool:
        first = bisect_left(self._wall_xs, self._lefts[start] + _INSIDE)
        return first < len(self._walls) and self._wall_xs[first] < self._rights[end - 1] - _INSIDE

    def _cut(self, start: int, end: int) -> Iterator[Span]:
        """Cut a span where a vertical line runs between two characters: tightly set tables leave no gap there.
        A line through a character is text that overflows its cell and stays whole."""
        first = bisect_left(self._wall_xs, self._lefts[start] + _INSIDE)
        last = bisect_left(self._wall_xs, self._rights[end - 1] - _INSIDE)
        middle = (self._tops[start] + self._bottoms[start]) / 2
        for at, low, high in self._walls[first:last]:
            if low < middle < high and (cut := self._boundary(at, start, end)):
                yield start, cut
                start = cut
        yield start, end

    def _boundary(self, at: float, start: int, end: int) -> int | None:
        """The index of the first character right of a line at ``at``, if the line stands between two pieces of text."""
        near = bisect_left(self._lefts, at, start, end)
        inner = [index for index in (near - 1, near) if start < index < end]
        cut = min(inner, key=lambda index: abs(self._lefts[index] - at), default=None)
        tolerance = (self._tops[start] - self._bottoms[start]) / 4
        if cut is None or abs(self._lefts[cut] - at) > tolerance:
            return None
        apart = self._lefts[cut] - self._rights[cut - 1] > tolerance / 2 or self._text[cut - 1].isspace()
        characters = self._characters
        return cut if apart or characters.object(cut) != characters.object(cut - 1) else None
