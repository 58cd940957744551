"""A page as the fixed-layout formats (pdf, ofd) hand it over: runs of characters, rulings and fills in one frame.

The frame is the page as read: origin at the top left, x to the right, y downwards, lengths in points. Pages that are
stored turned are turned upright before they get here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.report.model import Place


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class Run(NamedTuple):
    """Characters that follow each other on one line without a gap. ``turn`` counts the quarter turns, clockwise, of
    its glyphs. Runs of a page keep the order in which the file paints them."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    turn: int = 0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    def in_turn(self, turn: int) -> Run:
        """The run in a frame where characters turned by ``turn`` quarters clockwise run from left to right."""
        text, left, top, right, bottom, own = self
        match turn:
            case 1:
                return Run(text, top, -right, bottom, -left, own)
            case 2:
                return Run(text, -right, -bottom, -left, -top, own)
            case 3:
                return Run(text, -bottom, left, -top, right, own)
            case _:
                return self


class Ruling(NamedTuple):
    """A straight line: ``at`` is its y when horizontal, its x when vertical; ``start`` and ``end`` lie along it."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(slots=True)
class Page:
    """``number`` counts from 1. ``pictures`` is the share of the page under images; ``hidden_text`` says that the
    characters are an invisible layer over a scanned image; ``lost`` counts characters without a known code;
    ``drawings`` counts painted shapes that are neither rulings nor fills; ``overfull`` says that something beyond the
    caps was left out, ``aligned`` that a table was found by white space alone, ``unaligned`` that figures stand in
    columns which could not be told apart."""

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    horizontals: list[Ruling] = field(default_factory=list)
    verticals: list[Ruling] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    pictures: float = 0.0
    hidden_text: bool = False
    lost: int = 0
    drawings: int = 0
    overfull: bool = False
    aligned: bool = False
    unaligned: bool = False

    def place(self, box: Iterable[float]) -> Place:
        """The place of a box of this page; ``Place`` counts y from the bottom."""
        left, top, right, bottom = box
        height = self.height
        return Place(
            page=self.number,
            box=(round(left, 1), round(height - bottom, 1), round(right, 1), round(height - top, 1)),
        )


def clipped(boxes: Iterable[Box], width: float, height: float) -> Iterator[Box]:
    """Boxes cut to a page; what lies beyond it is not printed."""
    for left, top, right, bottom in boxes:
        if left <= width and top <= height and right >= 0 and bottom >= 0:
            yield Box(max(left, 0.0), max(top, 0.0), min(right, width), min(bottom, height))


def printed(runs: Iterable[Run], width: float, height: float) -> list[Run]:
    """The runs whose middle is on the page."""
    return [
        run for run in runs if 0 <= (run.left + run.right) / 2 <= width and 0 <= (run.top + run.bottom) / 2 <= height
    ]


def around(parts: Iterable[Run | Box]) -> Box:
    """The smallest box around runs or boxes."""
    boxes = list(parts)
    if len(boxes) == 1:
        return Box(boxes[0].left, boxes[0].top, boxes[0].right, boxes[0].bottom)
    return Box(
        min(b.left for b in boxes),
        min(b.top for b in boxes),
        max(b.right for b in boxes),
        max(b.bottom for b in boxes),
    )
