"""What a PDF page paints besides characters: thin marks that may be rulings, filled rectangles, images."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from itertools import compress

from gongkai.report.reading.formats.pages import pdf_library as library
from gongkai.report.reading.formats.pages.shapes import IDENTITY, Matrix, Point, Shapes, Sides, is_thin

MAX_OBJECTS = 60_000
MAX_SEGMENTS = 5_000
MAX_DEPTH = 6


def read_shapes(page: int) -> Shapes:
    """The shapes of the page with this handle in user space, those inside form objects too."""
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
        for box in self._boxes(images, matrix):
            self._shapes.add_image(box)
        if depth < MAX_DEPTH:
            for form in compress(objects, (t == library.FORM for t in types)):
                inner = matrix.after(_matrix(form))
                self.read(form, library.count_form_objects, library.get_form_object, inner, depth + 1)

    def _granted(self, wanted: int) -> int:
        granted = max(0, min(wanted, self._left))
        self._left -= granted
        self._shapes.overfull |= granted < wanted
        return granted

    def _boxes(self, objects: list[int], matrix: Matrix) -> Iterable[Sides]:
        bounds = library.object_bounds(objects)
        boxes = zip(bounds[0::4], bounds[1::4], bounds[2::4], bounds[3::4], strict=True)
        return boxes if matrix == IDENTITY else map(matrix.box, boxes)

    def _paths(self, paths: list[int], matrix: Matrix) -> None:
        marks = self._shapes.marks
        for path, box in zip(paths, self._boxes(paths, matrix), strict=True):
            if is_thin(box):
                marks.append(box)
            else:
                self._outline(path, matrix.after(_matrix(path)))

    def _outline(self, path: int, matrix: Matrix) -> None:
        if library.count_segments(path) > MAX_SEGMENTS:
            self._shapes.drawings += 1
            return
        filled, stroked = _draw_mode(path)
        for points in _subpaths(path, matrix):
            self._shapes.add_outline(points, filled=filled, stroked=stroked)


def _matrix(item: int) -> Matrix:
    room = library.floats(6)
    if not library.get_matrix(item, ctypes.addressof(room)):
        return IDENTITY
    return Matrix(*room)


def _draw_mode(path: int) -> tuple[bool, bool]:
    """Whether a path is filled and whether it is stroked."""
    room = (ctypes.c_int * 2)()
    start = ctypes.addressof(room)
    library.get_draw_mode(path, start, start + ctypes.sizeof(ctypes.c_int))
    return bool(room[0]), bool(room[1])


def _subpaths(path: int, matrix: Matrix) -> Iterator[list[Point]]:
    """The corner points of each subpath; the first point is repeated where the subpath is closed."""
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
