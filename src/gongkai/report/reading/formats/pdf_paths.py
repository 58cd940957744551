"""What a PDF page paints besides characters: thin marks that may be rulings, filled rectangles, images."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import compress, pairwise
from typing import NamedTuple

from gongkai.report.reading.formats import pdf_library as library
from gongkai.report.reading.formats.ruled_grid_lines import THIN

MAX_OBJECTS = 60_000
MAX_SEGMENTS = 5_000
MAX_DEPTH = 6
_RECTANGLE_POINTS = 6
_AXIS = 0.5

Point = tuple[float, float]


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


IDENTITY = Matrix()
UserBox = tuple[float, float, float, float]


@dataclass(slots=True)
class Shapes:
    """Boxes in user space: left, bottom, right, top. ``pictures`` is the area of images, ``drawings`` the number of
    other shapes."""

    marks: list[UserBox] = field(default_factory=list)
    fills: list[UserBox] = field(default_factory=list)
    pictures: float = 0.0
    drawings: int = 0
    overfull: bool = False


def read_shapes(page: int) -> Shapes:
    """The shapes of the page with this handle, those inside form objects too."""
    shapes = Shapes()
    _Reader(shapes).read(page, library.count_objects, library.get_object, IDENTITY, 0)
    return shapes


class _Reader:
    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._left = MAX_OBJECTS

    def read(
        self, holder: int, count: Callable[[int], int], get: Callable[[int, int], int], matrix: Matrix, depth: int
    ) -> None:
        objects = library.each(get, holder, range(self._granted(count(holder))))
        types = list(map(library.get_type, objects))
        self._paths(list(compress(objects, (t == library.PATH for t in types))), matrix)
        images = list(compress(objects, (t == library.IMAGE for t in types)))
        self._shapes.pictures += sum(_area(box) for box in self._boxes(images, matrix))
        if depth < MAX_DEPTH:
            for form in compress(objects, (t == library.FORM for t in types)):
                inner = matrix.after(_matrix(form))
                self.read(form, library.count_form_objects, library.get_form_object, inner, depth + 1)

    def _granted(self, wanted: int) -> int:
        granted = max(0, min(wanted, self._left))
        self._left -= granted
        self._shapes.overfull |= granted < wanted
        return granted

    def _boxes(self, objects: list[int], matrix: Matrix) -> Iterator[UserBox]:
        bounds = library.object_bounds(objects)
        boxes = zip(bounds[0::4], bounds[1::4], bounds[2::4], bounds[3::4], strict=True)
        return boxes if matrix == IDENTITY else (_turned(box, matrix) for box in boxes)

    def _paths(self, paths: list[int], matrix: Matrix) -> None:
        marks = self._shapes.marks
        for path, box in zip(paths, self._boxes(paths, matrix), strict=True):
            if box[2] - box[0] <= THIN or box[3] - box[1] <= THIN:
                marks.append(box)
            else:
                self._outline(path, matrix.after(_matrix(path)))

    def _outline(self, path: int, matrix: Matrix) -> None:
        """Take a path apart: strokes along an axis, thin filled rectangles, and filled rectangles of any size."""
        if library.count_segments(path) > MAX_SEGMENTS:
            self._shapes.drawings += 1
            return
        filled, stroked = _draw_mode(path)
        for points in _subpaths(path, matrix):
            if stroked:
                self._shapes.marks.extend(_sides(points))
            elif filled:
                self._filled(points)

    def _filled(self, points: list[Point]) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if len(points) > _RECTANGLE_POINTS:
            self._shapes.drawings += 1
        elif box[2] - box[0] <= THIN or box[3] - box[1] <= THIN:
            self._shapes.marks.append(box)
        else:
            self._shapes.fills.append(box)


def _area(box: UserBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _matrix(item: int) -> Matrix:
    room = library.floats(6)
    if not library.get_matrix(item, ctypes.addressof(room)):
        return IDENTITY
    return Matrix(*room)


def _turned(box: UserBox, matrix: Matrix) -> UserBox:
    left, bottom, right, top = box
    corners = [matrix.point(x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _draw_mode(path: int) -> tuple[bool, bool]:
    """Whether a path is filled and whether it is stroked."""
    room = (ctypes.c_int * 2)()
    start = ctypes.addressof(room)
    library.get_draw_mode(path, start, start + ctypes.sizeof(ctypes.c_int))
    return bool(room[0]), bool(room[1])


def _subpaths(path: int, matrix: Matrix) -> Iterator[list[Point]]:
    """The corner points of each subpath; the first point is repeated where the subpath is closed. Control points of
    curves count as points, so that what is round is no rectangle."""
    points: list[Point] = []
    room = library.floats(2)
    x, y = ctypes.addressof(room), ctypes.addressof(room) + ctypes.sizeof(ctypes.c_float)
    for number in range(library.count_segments(path)):
        segment = library.get_segment(path, number)
        if library.get_segment_type(segment) == library.MOVE:
            if len(points) > 1:
                yield points
            points = []
        library.get_point(segment, x, y)
        points.append(matrix.point(*room))
        if library.is_closing(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _sides(points: list[Point]) -> Iterator[UserBox]:
    """The sides of a stroked outline that run along an axis."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x1 - x0) <= _AXIS or abs(y1 - y0) <= _AXIS:
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
