"""The frame of a PDF page: user space with y upwards, turned by quarters until the text stands upright."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.report.reading.formats.pages import pdf_library as library
from gongkai.report.reading.formats.pages.page import Box

Floats = Sequence[float]
Columns = tuple[Floats, Floats, Floats, Floats]
"""Lefts, bottoms, rights and tops of many boxes, y upwards."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The page whose box in user space is left, bottom, right, top, after ``turns`` quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the turned page."""
        across, along = self.right - self.left, self.top - self.bottom
        return (along, across) if self.turns % 2 else (across, along)

    @property
    def corner(self) -> tuple[float, float]:
        """The top left corner of the turned page in turned user space."""
        match self.turns:
            case 0:
                return self.left, self.top
            case 1:
                return self.bottom, -self.left
            case 2:
                return -self.right, -self.bottom
            case _:
                return -self.top, self.right

    def upright(self, lefts: Floats, bottoms: Floats, rights: Floats, tops: Floats) -> Columns:
        """Boxes of user space in turned user space."""
        match self.turns:
            case 0:
                return lefts, bottoms, rights, tops
            case 1:
                return bottoms, _negative(rights), tops, _negative(lefts)
            case 2:
                return _negative(rights), _negative(tops), _negative(lefts), _negative(bottoms)
            case _:
                return _negative(tops), lefts, _negative(bottoms), rights

    def boxes(self, user: Iterable[tuple[float, float, float, float]]) -> list[Box]:
        """Boxes given as left, bottom, right, top in user space as boxes of the page."""
        columns = list(zip(*user, strict=True))
        if not columns:
            return []
        x, y = self.corner
        sides = zip(*self.upright(*columns), strict=True)
        return [Box(left - x, y - top, right - x, y - bottom) for left, bottom, right, top in sides]


def _negative(values: Floats) -> list[float]:
    return [-value for value in values]


def page_frame(page: int, turns: int) -> Frame:
    """The frame of the page with this handle, turned by ``turns``."""
    room = library.floats(4)
    library.get_page_box(page, ctypes.addressof(room))
    left, top, right, bottom = room
    return Frame(left, bottom, right, top, turns)
