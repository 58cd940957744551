"""Thin marks into straight lines: short pieces, dashes and dots that follow each other become one ruling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.report.reading.formats.pages.page import Box, Ruling

THIN, THICK = 3.0, 6.5
"""Points: a mark up to the first is a line whatever its length; borders of office files go up to the second."""
_DOT = 3.0
_SAME_LINE = 1.0
_DASH_GAP = 4.0
_SHORTEST = 5.0


def rulings(marks: Iterable[Box]) -> tuple[list[Ruling], list[Ruling]]:
    """The horizontal and the vertical lines that thin boxes make up, each sorted by where it stands."""
    across: list[Ruling] = []
    along: list[Ruling] = []
    for left, top, right, bottom in marks:
        width, height = right - left, bottom - top
        if height <= THICK and width * _DOT >= height:
            across.append(Ruling((top + bottom) / 2, left, right))
        if width <= THICK and height * _DOT >= width:
            along.append(Ruling((left + right) / 2, top, bottom))
    return list(_merged(across)), list(_merged(along))


def _merged(pieces: list[Ruling]) -> Iterator[Ruling]:
    """Join pieces that lie on one line and nearly touch; what stays short is no line."""
    for line in _levels(pieces):
        line.sort(key=lambda piece: piece.start)
        at, start, end = line[0]
        for piece in line[1:]:
            if piece.start - end > _DASH_GAP:
                yield from _long_enough(Ruling(at, start, end))
                at, start, end = piece
            elif piece.end > end:
                end = piece.end
        yield from _long_enough(Ruling(at, start, end))


def _long_enough(line: Ruling) -> Iterator[Ruling]:
    if line.length >= _SHORTEST:
        yield line


def _levels(pieces: list[Ruling]) -> Iterator[list[Ruling]]:
    """Pieces by the line they lie on."""
    if not pieces:
        return
    pieces.sort()
    level = [pieces[0]]
    for piece in pieces[1:]:
        if piece.at - level[0].at > _SAME_LINE:
            yield level
            level = []
        level.append(piece)
    yield level
