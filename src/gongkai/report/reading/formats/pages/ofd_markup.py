"""Values in OFD markup (GB/T 33190-2016): arrays of numbers, boxes, matrices. Lengths are millimetres."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from gongkai.report.reading.formats.pages.shapes import IDENTITY, Matrix, Sides

Element = etree._Element
POINTS = 72 / 25.4
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_GROUPS = 10_000
_FARTHEST = 1e6


def name(element: Element) -> str:
    """The local name; producers disagree about prefixes and namespaces."""
    tag: Any = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, *wanted: str) -> Iterator[Element]:
    return (child for child in element if name(child) in wanted)


def descend(element: Element, *path: str) -> Element | None:
    """The first descendant along a path of local names."""
    found: Element | None = element
    for step in path:
        found = next(children(found, step), None) if found is not None else None
    return found


def text_of(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def numbers(value: str | None) -> list[float]:
    """The numbers in a list; absurd ones are cut to ``_FARTHEST``."""
    if not value:
        return []
    try:
        found = list(map(float, value.split()))
    except ValueError:
        found = list(map(float, _NUMBER.findall(value)))
    if all(-_FARTHEST <= number <= _FARTHEST for number in found):
        return found
    return [max(-_FARTHEST, min(number, _FARTHEST)) if number == number else 0.0 for number in found]


def number(element: Element, attribute: str, default: float) -> float:
    found = numbers(element.get(attribute))
    return found[0] if found else default


def box(value: str | None) -> Sides | None:
    """``x y width height`` as least x, least y, greatest x, greatest y; None where it is no box."""
    found = numbers(value)
    if len(found) < 4:
        return None
    x, y, width, height = found[:4]
    return x, y, x + width, y + height


def placement(element: Element) -> Matrix:
    """Where a graphic unit's own space lies in the space around it: its ``Boundary`` and ``CTM``."""
    at = numbers(element.get("Boundary"))
    shift = Matrix(e=at[0], f=at[1]) if len(at) >= 2 else IDENTITY
    ctm = numbers(element.get("CTM"))
    return shift.after(Matrix(*ctm)) if len(ctm) == 6 else shift


def deltas(value: str | None, steps: int) -> list[float]:
    """The distances between ``steps`` + 1 characters: ``g n d`` stands for n times d, a list that is too short goes
    on with its last value, a missing one with 0."""
    found: list[float] = []
    tokens = iter((value or "").split())
    for token in tokens:
        if token == "g":
            times, distance = numbers(next(tokens, "")), numbers(next(tokens, ""))
            found += distance[:1] * min(int(times[0]) if times else 0, _GROUPS)
        else:
            found += numbers(token)[:1]
        if len(found) >= steps:
            return found[:steps]
    return found + (found[-1:] or [0.0]) * (steps - len(found))


def is_shown(element: Element) -> bool:
    return element.get("Visible", "true") != "false"
