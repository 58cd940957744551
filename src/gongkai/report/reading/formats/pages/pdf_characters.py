"""What PDFium says of the characters of a page."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from math import pi

from gongkai.report.reading.formats.pages import pdf_library as library
from gongkai.report.reading.formats.pages.pdf_frame import Columns

MAX_CHARACTERS = 100_000
LOST = "\ufffd"
_QUARTER = pi / 2
_SLANT = 0.15
_SAMPLE = 60
_WASHED_OUT, _WHITE, _OPAQUE = 160, 250, 150
_PROBE = 5
_LATIN = re.compile("[!-~]")
_LOST = re.compile("[\0\1\3-\x08\x0e-\x1f\ufffd\ue000-\uefff\uf100-\uf8ff]")
_SIGNS = (("\r", " "), ("\n", " "), ("\x02", "\u00ad"), ("\ufffe", "\u00ad"))


class Characters:
    """The characters of the text page with this handle, in the order in which the page paints them. ``text`` has one
    character an index; line ends that PDFium adds are spaces in it; ``lost`` counts those without code."""

    def __init__(self, textpage: int) -> None:
        self._page = textpage
        found = max(0, library.count_characters(textpage))
        self.count = min(found, MAX_CHARACTERS)
        self.overfull = found > self.count
        codes = self._without_guesses(self._codes())
        for sign, plain in _SIGNS:
            codes = codes.replace(sign, plain)
        self.text, self.lost = _LOST.subn(LOST, codes)

    def _codes(self) -> str:
        """The bulk call leaves out characters without a code; then each is asked for."""
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
        if not any(map(library.has_no_code, repeat(self._page), probed)):
            return text
        guessed = library.each(library.has_no_code, self._page, range(self.count))
        return "".join(LOST if guess else character for guess, character in zip(guessed, text, strict=True))

    def boxes(self) -> Columns:
        """The boxes of all characters in user space."""
        sides = library.character_boxes(self._page, self.count)
        return sides[0::4], sides[3::4], sides[2::4], sides[1::4]

    def reading_turns(self, stated: int) -> int:
        """The quarter turns that set most characters upright; ``stated`` where they do not agree."""
        sample = self.turns(self._sample())
        turns, votes = Counter(sample).most_common(1)[0] if sample else (None, 0)
        return stated if turns is None or votes * 3 < len(sample) * 2 else -turns % 4

    def turns(self, indices: Sequence[int]) -> list[int | None]:
        """The quarter turns clockwise of characters in user space; None for slanted text, which is a watermark."""
        angles = library.each(library.get_angle, self._page, indices)
        return [_quarters(angle) if angle else 0 for angle in angles]

    def mostly_invisible(self) -> bool:
        """Whether characters are painted invisibly, as text recognition does over a scanned page."""
        modes = [library.get_render_mode(self.object(index)) for index in self._sample()]
        return modes.count(library.INVISIBLE) * 2 > len(modes)

    def _sample(self) -> list[int]:
        """Indices of some characters all over the page."""
        return [i for i in range(0, self.count, self.count // _SAMPLE + 1) if not self.text[i].isspace()]

    def object(self, index: int) -> int:
        """The handle of the text object that paints a character."""
        handle: int = library.get_text_object(self._page, index)
        return handle

    def is_washed_out(self, index: int) -> bool:
        """Whether a character is painted pale or nearly transparent; white counts as plain, it stands on a ground."""
        room = (ctypes.c_uint * 4)()
        start, size = ctypes.addressof(room), ctypes.sizeof(ctypes.c_uint)
        if not library.get_fill_colour(self.object(index), *range(start, start + 4 * size, size)):
            return False
        red, green, blue, alpha = room
        return alpha < _OPAQUE or _WASHED_OUT < min(red, green, blue) < _WHITE


def _quarters(angle: float) -> int | None:
    quarters = angle / _QUARTER
    turn = round(quarters)
    return turn % 4 if abs(quarters - turn) < _SLANT else None
