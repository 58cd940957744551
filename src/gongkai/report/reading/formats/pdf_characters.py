"""The characters of a PDF page as runs."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import pi
from operator import sub
from statistics import median_low

from gongkai.report.reading.formats import pdf_library as library
from gongkai.report.reading.formats.page_flow_page import Ruling, Run
from gongkai.report.reading.formats.pdf_frame import Frame

MAX_CHARACTERS = 100_000
_QUARTER = pi / 2
_SLANT = 0.15
_SAMPLE = 60
_GAP, _OVERLAP, _RISE = 2.0, -2.5, 2.0
_INSIDE = 1.5
_LARGE = 1.8
_WASHED_OUT, _WHITE, _OPAQUE = 160, 250, 150
_PROBE = 5
_LATIN = re.compile("[!-~]")
LOST = "\ufffd"
_LOST = re.compile("[\0\1\3-\x08\x0e-\x1f\ufffd\ue000-\uefff\uf100-\uf8ff]")
_SIGNS = str.maketrans({"\r": None, "\n": None, "\ufffe": "\u00ad", "\x02": "\u00ad"})

Span = tuple[int, int]


class Characters:
    """The characters of the text page with this handle, in the order in which the page paints them."""

    def __init__(self, textpage: int) -> None:
        self._page = textpage
        found = max(0, library.count_characters(textpage))
        self.count = min(found, MAX_CHARACTERS)
        self.overfull = found > self.count
        self.text = self._without_guesses(self._codes())
        self.text, self.lost = _LOST.subn(LOST, self.text)

    def _codes(self) -> str:
        """One character an index. The bulk call leaves out characters without a code; then each is asked for."""
        room = (ctypes.c_uint16 * (self.count + 1))()
        written = library.get_text(self._page, 0, self.count, ctypes.addressof(room))
        text = bytes(room)[: 2 * self.count].decode("utf-16-le", "surrogatepass")
        if written == self.count + 1 and len(text) == self.count:
            return text
        return "".join(map(chr, library.each(library.get_unicode, self._page, range(self.count))))

    def _without_guesses(self, text: str) -> str:
        """Where a font says no codes, PDFium gives glyph numbers, which may look like figures. Latin characters and
        some others are probed; one guess among them and every character of the page is asked for."""
        probed = {*range(0, self.count, _PROBE), *(found.start() for found in _LATIN.finditer(text))}
        if not any(library.each(library.has_no_code, self._page, list(probed))):
            return text
        guessed = library.each(library.has_no_code, self._page, range(self.count))
        return "".join(LOST if guess else character for guess, character in zip(guessed, text, strict=True))

    def reading_turns(self, stated: int) -> int:
        """The quarter turns that set most characters upright; ``stated`` where they do not agree."""
        sample = [self._turn(i) for i in self._sample()]
        turns, votes = Counter(sample).most_common(1)[0] if sample else (None, 0)
        return stated if turns is None or votes * 3 < len(sample) * 2 else -turns % 4

    def _turn(self, index: int) -> int | None:
        """The quarter turns clockwise of a character in user space; None for slanted text, which is a watermark."""
        angle = library.get_angle(self._page, index) / _QUARTER
        turn = round(angle)
        return turn % 4 if abs(angle - turn) < _SLANT else None

    def mostly_invisible(self) -> bool:
        """Whether characters are painted invisibly, as text recognition does over a scanned page."""
        modes = [library.get_render_mode(self._object(i)) for i in self._sample()]
        return modes.count(library.INVISIBLE) * 2 > len(modes)

    def _sample(self) -> list[int]:
        """Indices of some characters all over the page."""
        return [i for i in range(0, self.count, self.count // _SAMPLE + 1) if not self.text[i].isspace()]

    def _object(self, index: int) -> int:
        handle: int = library.get_text_object(self._page, index)
        return handle

    def runs(self, frame: Frame, verticals: list[Ruling]) -> list[Run]:
        """The runs of the page, cut where one crosses a vertical line into another cell."""
        boxes = library.character_boxes(self._page, self.count)
        self._lefts, self._tops, self._rights, self._bottoms = frame.sides(
            boxes[0::4], boxes[3::4], boxes[2::4], boxes[1::4]
        )
        spans = [part for span in self._spans() for part in self._cut(span, verticals)]
        heights = [self._bottoms[start] - self._tops[start] for start, _ in spans]
        large = _LARGE * median_low(heights) if heights else 0.0
        found = []
        for (start, end), height in zip(spans, heights, strict=True):
            turn = self._turn(start)
            if turn is not None and not (height > large and self._is_washed_out(start)):
                found.append(self._run(start, end, (turn + frame.turns) % 4))
        return found

    def _run(self, start: int, end: int, turn: int) -> Run:
        return Run(
            self.text[start:end].translate(_SIGNS),
            self._lefts[start],
            self._tops[start],
            self._rights[end - 1],
            self._bottoms[start],
            turn,
        )

    def _spans(self) -> Iterator[Span]:
        """Characters that stand side by side without a gap, white space at the ends left off."""
        gaps = map(sub, self._lefts[1:], self._rights)
        rises = map(sub, self._bottoms[1:], self._bottoms)
        breaks = (
            i
            for i, gap, rise in zip(range(1, self.count), gaps, rises, strict=False)
            if (gap > _GAP or gap < _OVERLAP or rise > _RISE or rise < -_RISE) and not self._is_ligature(i)
        )
        for start, end in pairwise([0, *breaks, self.count]):
            piece = self.text[start:end]
            short = piece.lstrip()
            if short:
                start += len(piece) - len(short)
                yield start, start + len(short.rstrip())

    def _is_ligature(self, index: int) -> bool:
        """Whether a letter shares its glyph with the letter before it."""
        same = self._lefts[index] == self._lefts[index - 1] and self._rights[index] == self._rights[index - 1]
        return same and self.text[index].isascii() and self.text[index].isalpha()

    def _cut(self, span: Span, verticals: list[Ruling]) -> Iterator[Span]:
        """Cut a span where a vertical line runs between two characters: tightly set tables leave no gap there.
        A line through a character is text that overflows its cell and stays whole."""
        start, end = span
        left, right = self._lefts[start] + _INSIDE, self._rights[end - 1] - _INSIDE
        middle = (self._tops[start] + self._bottoms[start]) / 2
        for at, top, bottom in verticals[bisect_left(verticals, (left,)) : bisect_left(verticals, (right,))]:
            if top < middle < bottom and (cut := self._boundary(at, start, end)):
                yield start, cut
                start = cut
        yield start, end

    def _boundary(self, at: float, start: int, end: int) -> int | None:
        """The index of the first character right of a line at ``at``, if the line stands between two pieces of text."""
        near = bisect_left(self._lefts, at, start, end)
        cut = min((near - 1, near), key=lambda i: abs(self._lefts[i] - at) if start < i < end else at)
        tolerance = (self._bottoms[start] - self._tops[start]) / 4
        if not start < cut < end or abs(self._lefts[cut] - at) > tolerance:
            return None
        apart = self._lefts[cut] - self._rights[cut - 1] > tolerance / 2 or self.text[cut - 1].isspace()
        return cut if apart or self._object(cut) != self._object(cut - 1) else None

    def _is_washed_out(self, index: int) -> bool:
        """Whether a character is painted pale or nearly transparent; white counts as plain, it stands on a ground."""
        room = (ctypes.c_uint * 4)()
        start, size = ctypes.addressof(room), ctypes.sizeof(ctypes.c_uint)
        if not library.get_fill_colour(self._object(index), *range(start, start + 4 * size, size)):
            return False
        red, green, blue, alpha = room
        return alpha < _OPAQUE or _WASHED_OUT < min(red, green, blue) < _WHITE
