"""One page of an OFD document, with its templates, as a ``Page``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import starmap
from statistics import median_low

from gongkai.report.reading.formats.pages.ofd_markup import (
    POINTS,
    Element,
    box,
    children,
    descend,
    is_shown,
    name,
    numbers,
    placement,
    text_of,
)
from gongkai.report.reading.formats.pages.ofd_text import LOST, is_washed_out, text_runs
from gongkai.report.reading.formats.pages.page import Box, Page, Run, clipped, printed
from gongkai.report.reading.formats.pages.rulings import rulings
from gongkai.report.reading.formats.pages.shapes import Matrix, Point, Shapes, Sides

MAX_OBJECTS = 100_000
MAX_DEPTH = 8
_LARGE = 1.8
_LONGEST_PATH = 200_000
_COMMANDS = re.compile("([SMLQBAC])([^SMLQBAC]*)")
_ARC = 7

Resources = Mapping[str, Element]
"""Composite graphic units by id."""


def read_page(contents: Sequence[Element], area_mm: Sides, number: int, resources: Resources) -> Page:
    """The page of the roots of its template and page files, in the order in which they are painted; ``area_mm`` is its
    physical box."""
    frame = Matrix(POINTS, 0.0, 0.0, POINTS, -area_mm[0] * POINTS, -area_mm[1] * POINTS)
    reader = _Reader(resources)
    for content in contents:
        body = descend(content, "Content")
        for layer in children(body, "Layer") if body is not None else ():
            reader.read(layer, frame, 0)
    return reader.page(number, (area_mm[2] - area_mm[0]) * POINTS, (area_mm[3] - area_mm[1]) * POINTS)


class _Reader:
    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._shapes = Shapes()
        self._runs: list[Run] = []
        self._pale: list[Run] = []
        self._left = MAX_OBJECTS

    def read(self, holder: Element, matrix: Matrix, depth: int) -> None:
        """Take in the objects of a layer, block or composite."""
        for element in holder:
            self._left -= 1
            if self._left < 0 or depth > MAX_DEPTH:
                self._shapes.overfull = True
                return
            if is_shown(element):
                self._object(element, matrix, depth)

    def _object(self, element: Element, matrix: Matrix, depth: int) -> None:
        match name(element):
            case "TextObject":
                runs = self._pale if is_washed_out(element) else self._runs
                runs.extend(text_runs(element, matrix.after(placement(element))))
            case "PathObject":
                self._path(element, matrix.after(placement(element)))
            case "ImageObject":
                sides = box(element.get("Boundary"))
                if sides:
                    self._shapes.add_image(matrix.box(sides))
            case "PageBlock":
                self.read(element, matrix, depth + 1)
            case "CompositeObject":
                self._composite(element, matrix, depth)

    def _composite(self, element: Element, matrix: Matrix, depth: int) -> None:
        unit = self._resources.get(element.get("ResourceID", ""))
        content = descend(unit, "Content") if unit is not None else None
        if content is not None:
            self.read(content, matrix.after(placement(element)), depth + 1)

    def _path(self, element: Element, matrix: Matrix) -> None:
        filled, stroked = element.get("Fill") == "true", element.get("Stroke", "true") == "true"
        for outline in _outlines(text_of(descend(element, "AbbreviatedData"))):
            points = [matrix.point(x, y) for x, y in outline]
            self._shapes.add_outline(points, filled=filled, stroked=stroked)

    def page(self, number: int, width: float, height: float) -> Page:
        shapes = self._shapes
        horizontals, verticals = rulings(clipped(starmap(Box, shapes.marks), width, height))
        return Page(
            number,
            width,
            height,
            printed(self._plain_runs(), width, height),
            horizontals,
            verticals,
            list(clipped(starmap(Box, shapes.fills), width, height)),
            pictures=shapes.pictures / max(1.0, width * height),
            lost=sum(run.text.count(LOST) for run in self._runs),
            drawings=shapes.drawings,
            overfull=shapes.overfull,
        )

    def _plain_runs(self) -> list[Run]:
        """The runs without large pale ones, which are watermarks."""
        heights = [run.height for run in self._runs]
        large = _LARGE * median_low(heights) if heights else 0.0
        return [*self._runs, *(run for run in self._pale if run.height <= large)]


def _outlines(data: str) -> Iterator[list[Point]]:
    """The corner and control points of each subpath of abbreviated data; a closed one repeats its first point."""
    points: list[Point] = []
    for command, rest in _COMMANDS.findall(data[:_LONGEST_PATH]):
        values = numbers(rest)
        if command in "SM" and len(points) > 1:
            yield points
        if command in "SM":
            points = []
        if command == "A":
            values = [
                value for start in range(0, len(values), _ARC) for value in values[start + _ARC - 2 : start + _ARC]
            ]
        points.extend(zip(values[0::2], values[1::2], strict=False))
        if command == "C" and points:
            points.append(points[0])
    if len(points) > 1:
        yield points
