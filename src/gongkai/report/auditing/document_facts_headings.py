"""The numbers of a report's headings and what is wrong with their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.report.auditing.document_facts import lines
from gongkai.report.auditing.prose import Prose, half_width
from gongkai.report.reading.headings import ordinal

# Outermost first: the order in which official documents nest their numbers (GB/T 9704: 一、 （一） 1. （1）).
STYLES = ("part", "chinese", "bracket", "arabic", "arabic_bracket")
_NUMBER = re.compile(
    r"\s*(?:第(?P<part>[一二三四五六七八九十]{1,3})(?:部分|章)|(?P<chinese>[一二三四五六七八九十]{1,3})[、.](?![一二三四五六七八九十]+[季月级年日])"
    r"|\((?P<bracket>[一二三四五六七八九十]{1,3})\)|(?P<arabic>\d{1,2})(?P<point>[、.])(?!\d)|\((?P<arabic_bracket>\d{1,2})\))"
)
_PRINTED = {
    "part": "第{}部分",
    "chinese": "{}、",
    "bracket": "（{}）",
    "arabic": "{}.",
    "arabic_bracket": "（{}）",
}
_DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading number at the beginning of a line (or of a section); ``start``..``end`` is the line's beginning.
    ``point`` is the mark behind an Arabic number, ``top`` is set for the number of a section of the report."""

    style: str
    ordinal: int
    start: int
    end: int
    point: str | None = None
    top: bool = False
    title: str = ""

    @property
    def rank(self) -> int:
        return STYLES.index(self.style)

    @property
    def printed(self) -> str:
        """The number as it is printed, e.g. ``（二）``."""
        return printed(self.style, self.ordinal)


@dataclass(frozen=True, slots=True)
class HeadingFault:
    """``kind``: ``restart`` (a number of the parts' own style inside a part), ``gap``, ``repeat``, ``first`` (does not
    begin at one) or ``mixed`` (two marks behind Arabic numbers). ``after`` is the number before it, if any."""

    kind: str
    mark: Mark
    after: Mark | None = None


def printed(style: str, number: int) -> str:
    """A number in a style; ``printed("bracket", 2)`` is ``（二）``."""
    return _PRINTED[style].format(number if style.startswith("arabic") else chinese(number))


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 21 → 二十一 (below 100)."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens - 1] + "十"
    return head + (_DIGITS[ones - 1] if ones else "")


def marks(prose: Prose) -> list[Mark]:
    """Every heading number in the order of the report; the numbers of sections are marked ``top``."""
    tops = {}
    for index, begin in zip(prose.sections, prose.begins, strict=True):
        tops[begin] = index
    found: list[Mark] = []
    seen: set[int] = set()
    for start, line in lines(prose):
        if start in tops:
            found += _section_marks(prose, seen, tops[start], start)
        if mark := _mark(line, start):
            found.append(mark)
    return found + list(_section_marks(prose, seen, len(prose.report.sections), len(prose.text)))


def _section_marks(prose: Prose, seen: set[int], upto: int, start: int) -> Iterator[Mark]:
    """The numbers of the sections up to ``upto`` that were not yet given (a section without text has no line)."""
    for index in range(min(upto + 1, len(prose.report.sections))):
        section = prose.report.sections[index]
        if index in seen:
            continue
        seen.add(index)
        match = _NUMBER.match(half_width(section.number or ""))
        if match and section.key != "attachment":
            style, text = _style(match)
            yield Mark(style, ordinal(text), start, start, None, True, section.title or "")


def _mark(line: str, start: int) -> Mark | None:
    match = _NUMBER.match(line)
    if match is None:
        return None
    style, text = _style(match)
    end = min(len(line), match.end() + 24)
    return Mark(style, ordinal(text), start, start + end, match["point"], False, line[match.end() : end])


def _style(match: re.Match[str]) -> tuple[str, str]:
    return next((style, text) for style in STYLES if (text := match[style]))


@dataclass(slots=True)
class _Walk:
    """Where the walk through the marks stands: the last mark of each style since a mark above it, and the last part."""

    top: str
    last: dict[str, Mark] = field(default_factory=dict)
    inner: Mark | None = None
    before: Mark | None = None
    part: Mark | None = None


def heading_faults(prose: Prose) -> list[HeadingFault]:
    """What is wrong with the heading numbers; empty where the report has no numbered parts."""
    found = marks(prose)
    tops = [m for m in found if m.top]
    if not tops:
        return []
    walk = _Walk(tops[0].style)
    faults: list[HeadingFault] = []
    for mark in found:
        if fault := _step(prose, walk, mark):
            faults.append(fault)
        walk.before = mark
    return [*faults, *_mixed_points(found)]


def _step(prose: Prose, walk: _Walk, mark: Mark) -> HeadingFault | None:
    rank = STYLES.index(walk.top)
    if mark.rank < rank:
        return None
    last = walk.last.get(mark.style)
    if mark.rank == rank:
        return _step_of_parts(walk, mark, last)
    walk.last = {style: m for style, m in walk.last.items() if STYLES.index(style) <= mark.rank}
    walk.last[mark.style] = mark
    return _lower_fault(prose, walk, mark, last)


def _step_of_parts(walk: _Walk, mark: Mark, last: Mark | None) -> HeadingFault | None:
    # An excerpt may begin with any part.
    expected = last.ordinal + 1 if last else mark.ordinal
    part, walk.part = walk.part, mark if mark.top else walk.part
    if mark.top or mark.ordinal == expected:
        walk.last, walk.inner = {mark.style: mark}, None
        if mark.ordinal > expected:
            return HeadingFault("gap", mark, last)
        return HeadingFault("repeat", mark, part) if mark.top and part and part.ordinal >= mark.ordinal else None
    known, walk.inner = walk.inner, mark
    walk.last = {mark.style: last} if last else {}
    if known and mark.ordinal == known.ordinal + 1:
        return None
    return HeadingFault("restart", mark, last)


def _lower_fault(prose: Prose, walk: _Walk, mark: Mark, last: Mark | None) -> HeadingFault | None:
    expected = last.ordinal + 1 if last else 1
    if mark.ordinal == expected or (mark.ordinal == 1 and walk.before is not last):
        return None
    begin = last.start if last else max((m.start for m in walk.last.values() if m is not mark), default=0)
    if mark.ordinal > expected and _inline(prose, mark.style, expected, begin, mark.start):
        return None
    if last is None:
        return HeadingFault("first", mark)
    return HeadingFault("gap" if mark.ordinal > expected else "repeat", mark, last)


def _inline(prose: Prose, style: str, number: int, start: int, end: int) -> bool:
    """True where the missing number stands inside a line."""
    wanted = half_width(printed(style, number)).rstrip(".")
    return wanted in prose.text[start:end]


def _mixed_points(found: list[Mark]) -> Iterator[HeadingFault]:
    arabic = [m for m in found if m.point]
    for last, mark in pairwise(arabic):
        if mark.point != last.point and mark.ordinal == last.ordinal + 1:
            yield HeadingFault("mixed", mark, last)
            return
