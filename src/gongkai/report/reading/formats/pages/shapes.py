"""Painted outlines sorted into what may be a ruling, what may be the ground of a cell, and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from gongkai.report.reading.formats.pages.rulings import THICK, THIN

_RECTANGLE_POINTS = 6
_AXIS = 0.5
_LONG = 4

Point = tuple[float, float]
Sides = tuple[float, float, float, float]
"""Least x, least y, greatest x, greatest y, in any frame."""


class Matrix(NamedTuple):
    """x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> Point:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Matrix) -> Matrix:
        """First ``inner``, then this one."""
        e, f = self.point(inner.e, inner.f)
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    def box(self, sides: Sides) -> Sides:
        """The box around a turned box."""
        left, low, right, high = sides
        return bounds([self.point(x, y) for x in (left, right) for y in (low, high)])


IDENTITY = Matrix()


def bounds(points: Sequence[Point]) -> Sides:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


@dataclass(slots=True)
class Shapes:
    """Boxes of what a page paints. ``pictures`` is the area of images, ``drawings`` the number of other shapes."""

    marks: list[Sides] = field(default_factory=list)
    fills: list[Sides] = field(default_factory=list)
    pictures: float = 0.0
    drawings: int = 0
    overfull: bool = False

    def add_image(self, box: Sides) -> None:
        """Take in an image; some converters paint borders with a stretched dot."""
        if is_thin(box):
            self.marks.append(box)
        else:
            self.pictures += area(box)

    def add_outline(self, points: Sequence[Point], *, filled: bool, stroked: bool) -> None:
        """Take in one outline: strokes along an axis, thin filled rectangles, filled rectangles of any size. Control
        points of curves count as points, so that what is round is no rectangle."""
        if stroked:
            self.marks.extend(_sides(points))
        elif filled:
            self._add_ground(points)

    def _add_ground(self, points: Sequence[Point]) -> None:
        box = bounds(points)
        if len(points) > _RECTANGLE_POINTS:
            self.drawings += 1
        elif is_thin(box):
            self.marks.append(box)
        else:
            self.fills.append(box)


def is_thin(box: Sides) -> bool:
    """Whether a box is a line: thin, or a thick border that is still far longer than wide."""
    across, along = box[2] - box[0], box[3] - box[1]
    thickness = min(across, along)
    return thickness <= THIN or (thickness <= THICK and max(across, along) > _LONG * thickness)


def area(box: Sides) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _sides(points: Sequence[Point]) -> Iterator[Sides]:
    """The sides of a stroked outline that run along an axis."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x1 - x0) <= _AXIS or abs(y1 - y0) <= _AXIS:
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
