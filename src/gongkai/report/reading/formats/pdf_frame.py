"""The frame of a PDF page: user space with y upwards, turned by quarters until the text stands upright."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.report.reading.formats import pdf_library as library
from gongkai.report.reading.formats.page_flow_page import Box

Floats = Sequence[float]
Sides = tuple[Floats, Floats, Floats, Floats]


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

    def sides(self, lefts: Floats, bottoms: Floats, rights: Floats, tops: Floats) -> Sides:
        """Lefts, tops, rights and bottoms of boxes in the turned page, y downwards."""
        match self.turns:
            case 0:
                xs, ys = (lefts, rights, self.left, 1), (tops, bottoms, self.top, -1)
            case 1:
                xs, ys = (bottoms, tops, self.bottom, 1), (lefts, rights, self.left, 1)
            case 2:
                xs, ys = (rights, lefts, self.right, -1), (bottoms, tops, self.bottom, 1)
            case _:
                xs, ys = (tops, bottoms, self.top, -1), (rights, lefts, self.right, -1)
        (near_x, far_x), (near_y, far_y) = _measured(*xs), _measured(*ys)
        return near_x, near_y, far_x, far_y

    def boxes(self, user: Iterable[tuple[float, float, float, float]]) -> list[Box]:
        """Boxes given as left, bottom, right, top in user space."""
        columns = list(zip(*user, strict=True))
        return list(map(Box, *self.sides(*columns))) if columns else []


def _measured(near: Floats, far: Floats, origin: float, sign: int) -> tuple[list[float], list[float]]:
    if sign > 0:
        return [v - origin for v in near], [v - origin for v in far]
    return [origin - v for v in near], [origin - v for v in far]


def page_frame(page: int, turns: int) -> Frame:
    """The frame of the page with this handle, turned by ``turns``."""
    room = library.floats(4)
    library.get_page_box(page, ctypes.addressof(room))
    left, top, right, bottom = room
    return Frame(left, bottom, right, top, turns)
