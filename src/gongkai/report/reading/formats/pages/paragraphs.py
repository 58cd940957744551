"""Lines of running text into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from statistics import median

from gongkai.report.reading.document import Paragraph
from gongkai.report.reading.formats.pages.lines import Line
from gongkai.report.reading.formats.pages.page import Page, around
from gongkai.report.reading.formats.pages.text import continued

_COMMON = 0.1
_TEXT_AREA = 0.7
_NEAR = 3.0
_INDENT = 1.2
_SHORT = 2.2
_TALLER = 1.3
_SPACED = 1.5
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_NUMBERED = re.compile(rf"第?{_NUMERAL}(?:[、．.章条]|部分)|[（(]{_NUMERAL}[)）]|\d{{1,2}}[、．.](?!\d)")
_HEADING = re.compile(rf"(?:{_NUMERAL}[、．.]|[（(]{_NUMERAL}[)）])[^，。；：！？]+")
_TITLE = re.compile("[^，。；：！？]{0,60}年度报告")
_SENTENCE_END = re.compile(r"[。！？；：!?;:…”’』」）)]$")


@dataclass(frozen=True, slots=True)
class Measure:
    """The text area of pages of one size: left and right edge of the lines, usual distance from line to line."""

    left: float
    right: float
    pitch: float


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of running text with its page and the measure of that page."""

    line: Line
    page: Page
    measure: Measure


def measure(pages: Iterable[Sequence[Line]], width: float) -> Measure:
    """The measure of the lines of pages of one size, ``width`` points wide. Where all lines are short, no line is
    full."""
    pages = list(pages)
    every = [line.box for page in pages for line in page]
    steps = [b.middle - a.middle for page in pages for a, b in pairwise(page)]
    left, right = _edge([box.left for box in every]), -_edge([-box.right for box in every])
    return Measure(left, max(right, width * _TEXT_AREA), median(steps) if steps else 0.0)


def _edge(values: list[float]) -> float:
    """The lowest value that several lines share; a stray line does not move the edge."""
    enough = max(2.0, len(values) * _COMMON)
    ordered = sorted(values)
    for first, value in enumerate(ordered):
        last = first + int(enough) - 1
        if last < len(ordered) and ordered[last] - value <= _NEAR:
            return value
    return ordered[0] if ordered else 0.0


def paragraphs(stretch: Sequence[PlacedLine]) -> Iterator[Paragraph]:
    """The paragraphs of lines with no table between them; a paragraph goes on over a page break."""
    group: list[PlacedLine] = []
    for placed in stretch:
        if group and not _goes_on(group[-1], placed):
            yield _paragraph(group)
            group = []
        group.append(placed)
    if group:
        yield _paragraph(group)


def _goes_on(before: PlacedLine, after: PlacedLine) -> bool:
    """Whether a line continues the paragraph of the line before it: that line is full and this one is not indented."""
    upper, lower = before.line, after.line
    em = min(upper.height, lower.height)
    if max(upper.height, lower.height) > _TALLER * em or upper.box.right < before.measure.right - _SHORT * em:
        return False
    if _TITLE.fullmatch(upper.text):
        return False
    if before.page is after.page and lower.middle - upper.middle > _SPACED * after.measure.pitch:
        return False
    ended = _SENTENCE_END.search(upper.text) is not None
    if lower.box.left - after.measure.left > _INDENT * em:
        return abs(lower.box.left - upper.box.left) < _NEAR and not ended and not _HEADING.fullmatch(upper.text)
    return not (ended and _NUMBERED.match(lower.text))


def _paragraph(group: Sequence[PlacedLine]) -> Paragraph:
    page = group[0].page
    box = around(placed.line.box for placed in group if placed.page is page)
    return Paragraph(reduce(continued, (placed.line.text for placed in group)), page.place(box))
