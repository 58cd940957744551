"""Text objects of OFD pages as runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, degrees

from gongkai.report.reading.formats.pages.ofd_markup import (
    POINTS,
    Element,
    children,
    deltas,
    descend,
    number,
    numbers,
)
from gongkai.report.reading.formats.pages.page import Run
from gongkai.report.reading.formats.pages.shapes import Matrix
from gongkai.report.reading.formats.pages.text import is_wide

_ASCENT, _DESCENT = 0.88, 0.12
_HALF = 0.5
_GAP = 0.2
_LEAST_GAP = 2.0 / POINTS
_SLANT = 8.0
_WASHED_OUT, _WHITE, _OPAQUE = 160, 250, 150
_USUAL_SIZE = 3.5
_MAX_CHARACTERS = 20_000
_QUARTERS = (Matrix(), Matrix(0, 1, -1, 0), Matrix(-1, 0, 0, -1), Matrix(0, -1, 1, 0))
_PLACEHOLDER = re.compile("[\0\ufffd\u00a4\ue000-\uefff\uf100-\uf8ff]")
LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character with its origin and its width along the line, in the space of its text object."""

    character: str
    x: float
    y: float
    width: float


def is_washed_out(element: Element) -> bool:
    """Whether text is painted pale or nearly transparent, as watermarks are; white stands on a ground."""
    colour = descend(element, "FillColor")
    alphas = [number(e, "Alpha", 255) for e in (element, colour) if e is not None]
    shades = numbers(colour.get("Value")) if colour is not None else []
    pale = len(shades) in (1, 3) and _WASHED_OUT < min(shades) < _WHITE
    return pale or min(alphas) < _OPAQUE


def text_runs(element: Element, matrix: Matrix) -> Iterator[Run]:
    """The runs of a text object; ``matrix`` takes its space, in millimetres, to points of the page. Slanted text is a
    watermark and gives none."""
    tilt = degrees(atan2(matrix.b, matrix.a))
    turn = round(tilt / 90)
    if abs(tilt - turn * 90) > _SLANT:
        return
    size = number(element, "Size", _USUAL_SIZE)
    own = round(number(element, "CharDirection", 0) / 90) % 4
    for glyphs in _lines(_glyphs(element, size), size, apart=own != 0):
        text = "".join(glyph.character for glyph in glyphs)
        first, last = glyphs[0], glyphs[-1]
        placed = matrix.after(_QUARTERS[own]._replace(e=first.x, f=first.y))
        sides = placed.box((0.0, -_ASCENT * size, last.x + last.width - first.x, _DESCENT * size))
        yield Run(_PLACEHOLDER.sub(LOST, text), *sides, (turn + own) % 4)


def _lines(glyphs: Iterator[_Glyph], size: float, *, apart: bool) -> Iterator[list[_Glyph]]:
    """Characters that follow each other without a gap, white space at the ends left off; each alone if ``apart``."""
    line: list[_Glyph] = []
    for glyph in glyphs:
        if line and (apart or not _follows(line[-1], glyph, size)):
            yield from _trimmed(line)
            line = []
        line.append(glyph)
    yield from _trimmed(line)


def _follows(before: _Glyph, glyph: _Glyph, size: float) -> bool:
    gap = glyph.x - before.x - before.width
    return -_HALF * size < gap < max(_LEAST_GAP, _GAP * size) and abs(glyph.y - before.y) < _GAP * size


def _trimmed(line: list[_Glyph]) -> Iterator[list[_Glyph]]:
    printed = [number for number, glyph in enumerate(line) if not glyph.character.isspace()]
    if printed:
        yield line[printed[0] : printed[-1] + 1]


def _glyphs(element: Element, size: float) -> Iterator[_Glyph]:
    codes = list(children(element, "TextCode"))
    joined = _joined_codes(element) if len(codes) == 1 else {}
    x = y = 0.0
    for code in codes:
        x, y = number(code, "X", x), number(code, "Y", y)
        text = (code.text or "")[:_MAX_CHARACTERS]
        yield from _placed(text, x, y, _steps(code, text, joined, size), size)


def _steps(code: Element, text: str, joined: dict[int, int], size: float) -> list[tuple[float, float]]:
    """The way from each character to the next. ``joined`` maps characters that share a glyph to the character that
    has it; distances then count glyphs. Without distances characters are as wide as they usually are."""
    count = max(0, len(text) - 1)
    across, along = code.get("DeltaX"), code.get("DeltaY")
    if across is None and along is None:
        return [(_natural(character, size), 0.0) for character in text[:count]]
    shared = len(joined) if len(numbers(across)) + len(joined) == count and "g" not in (across or "") else 0
    steps = zip(deltas(across, count - shared), deltas(along, count - shared), strict=True)
    if not shared:
        return list(steps)
    return [(0.0, 0.0) if number + 1 in joined else next(steps, (0.0, 0.0)) for number in range(count)]


def _placed(text: str, x: float, y: float, steps: list[tuple[float, float]], size: float) -> Iterator[_Glyph]:
    for character, (across, along) in zip(text, [*steps, (0.0, 0.0)], strict=False):
        width = _natural(character, size)
        if not along and _HALF * width < across < 2 * width and (across < width or character.isalpha()):
            width = across
        yield _Glyph(character, x, y, width)
        x, y = x + across, y + along


def _natural(character: str, size: float) -> float:
    return size if is_wide(character) or character == "\u3000" else size * _HALF


def _joined_codes(element: Element) -> dict[int, int]:
    """Characters drawn as part of an earlier one's glyph, with that one: several codes, fewer glyphs."""
    joined = {}
    for transform in children(element, "CGTransform"):
        first, codes, glyphs = (
            int(number(transform, key, default))
            for key, default in (("CodePosition", 0), ("CodeCount", 1), ("GlyphCount", 1))
        )
        if 0 < glyphs < codes <= _MAX_CHARACTERS:
            joined.update({first + code: first + glyphs - 1 for code in range(glyphs, codes)})
    return joined
