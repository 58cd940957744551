"""The prose of a report in its parts: title, preamble, sections, what surrounds an appended table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gongkai.law.editions import Edition
from gongkai.report.model import Section
from gongkai.report.reading.headings import (
    Heading,
    is_section_title,
    parse_heading,
    run_in_headings,
    section_key,
    top_style,
)
from gongkai.report.reading.labels import canonical

_FEWEST_RUN_IN = 2
_FEWEST_LISTED = 3
_DATE_LINE = re.compile(r"^[\s\d二〇○零一二三四五六七八九十年月日./-]{6,24}$")
_LEADER = re.compile(r"[\s.…·．]*[\s.…·．-]\d{0,3}[\s-]*$")  # Dots and the page behind an entry of a table of contents.
_CAPTION = re.compile(r"附件|附表|统计表|填报|填表|制表|单位[:：]|年度[)）]?$|报表")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prose; ``start`` is its offset in the plain text (None in other formats), ``near_table`` marks what
    belongs to an appended table, ``listed`` an entry of a table of contents."""

    text: str
    start: int | None = None
    near_table: bool = False
    listed: bool = False


@dataclass(slots=True)
class _Open:
    heading: Heading | None
    key: str | None
    lines: list[Line] = field(default_factory=list)


def split_sections(lines: Sequence[Line], edition: Edition | None) -> list[Section]:
    """The sections of the prose below the title. Text before the first heading is the ``preamble``."""
    lines = _split_run_in(_with_contents(lines))
    opening = _opening_headings([_heading(line) for line in lines], edition)
    parts = [_Open(None, "preamble")]
    attachment = _Open(None, "attachment")
    for number, line in enumerate(lines):
        if heading := opening.get(number):
            parts.append(_Open(heading, section_key(heading.title, edition)))
        elif not _repeats(line, part := attachment if line.near_table else parts[-1]):
            part.lines.append(line)
    return [_close(part) for part in [*parts, attachment] if part.heading or part.lines]


def _repeats(line: Line, part: _Open) -> bool:
    """True for the caption of a table (web pages) that says again the heading or the table title above it."""
    said = canonical(line.text)
    if part.heading:
        return said == canonical(part.heading.title)
    return line.near_table and len(said) > 4 and any(canonical(above.text).endswith(said) for above in part.lines)


def _heading(line: Line) -> Heading | None:
    return None if line.near_table or line.listed else parse_heading(line.text)


def _with_contents(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, those of a table of contents marked: another heading stands directly below each, and they come again
    further on."""
    found = [_heading(line) for line in lines]
    entries = [(h.style, h.ordinal, canonical(_LEADER.sub("", h.title))) if h else None for h in found]
    last = {entry: number for number, entry in enumerate(entries) if entry}
    listed = [
        entry is not None and last[entry] > number and entries[number + 1] not in (None, entry)
        for number, entry in enumerate(entries)
    ]
    if sum(listed) < _FEWEST_LISTED:
        return lines
    return [replace(line, listed=True) if mark else line for line, mark in zip(lines, listed, strict=True)]


def _opening_headings(found: Sequence[Heading | None], edition: Edition | None) -> dict[int, Heading]:
    """The headings that open a section, by line: of the top style, numbered upwards, and of all such sequences the one
    with the most titles that read like sections. Real reports number again from 一 inside a section; a number may
    stand twice where both titles are sections of their own."""
    style = top_style([h for h in found if h])
    candidates = [(i, h, 3 if is_section_title(h.title) else 1) for i, h in enumerate(found) if h and h.style == style]
    own = _of_their_own([heading for _, heading, _ in candidates], edition)
    best: list[tuple[int, int]] = []
    for n, (_, heading, weight) in enumerate(candidates):
        before = [(best[m][0], m) for m in range(n) if candidates[m][1].ordinal < heading.ordinal + (own[m] and own[n])]
        total, link = max(before, default=(0, -1))
        best.append((total + weight, link))
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    opening: dict[int, Heading] = {}
    while at >= 0:
        opening[candidates[at][0]] = candidates[at][1]
        at = best[at][1]
    return opening


def _of_their_own(headings: Sequence[Heading], edition: Edition | None) -> list[bool]:
    """For each heading whether it names a section that no other one names."""
    keys = [section_key(heading.title, edition) for heading in headings]
    counts = Counter(keys)
    return [key is not None and counts[key] == 1 for key in keys]


def _split_run_in(lines: Sequence[Line]) -> Sequence[Line]:
    """A report whose headings run into its text is cut at them; one with headings on lines of their own is left."""
    marks: list[list[tuple[int, int]]] = []
    last = 0
    for line in lines:
        found = [] if line.near_table or line.listed else list(run_in_headings(line.text, last))
        last = found[-1][2].ordinal if found else last
        marks.append([(start, end) for start, end, _ in found])
    run_in = [m for line, found in zip(lines, marks, strict=True) for m in found if m != (0, len(line.text))]
    if len(run_in) < _FEWEST_RUN_IN:
        return lines
    return [piece for line, cuts in zip(lines, marks, strict=True) for piece in _cut(line, cuts)]


def _cut(line: Line, marks: Sequence[tuple[int, int]]) -> list[Line]:
    edges = sorted({0, len(line.text), *(edge for mark in marks for edge in mark)})
    return [p for a, b in pairwise(edges) if (p := _piece(line, a, b)).text]


def _piece(line: Line, start: int, end: int) -> Line:
    text = line.text[start:end]
    lead = len(text) - len(text.lstrip())
    return Line(text.strip(), None if line.start is None else line.start + start + lead)


def _close(part: _Open) -> Section:
    text, anchors = "", []
    for line in part.lines:
        text += "\n" if text else ""
        if line.start is not None:
            anchors.append((len(text), line.start))
        text += line.text
    heading = part.heading
    return Section(
        key=part.key,
        number=heading.number if heading else None,
        title=heading.title if heading else None,
        text=text,
        anchors=tuple(anchors),
    )


def belongs_to_table(before: Sequence[str]) -> int:
    """How many of the lines directly before an appended table are its caption (附件, title, 填报单位)."""
    count = 0
    for text in reversed(before):
        short = len(text) <= 60 and not re.search(r"[。；]", text)
        if not short or _DATE_LINE.match(text) or parse_heading(text):
            break
        count += 1
    captions = [i for i in range(1, count + 1) if _CAPTION.search(before[-i])]
    return max(captions, default=0)


def form_notes(edition: Edition) -> frozenset[str]:
    """The words, in canonical form, that the form itself prints above its tables: their notes, the titles of grids."""
    notes = {canonical(t.form_note) for t in edition.tables if t.form_note}
    return frozenset(notes | {canonical(t.title) for t in edition.tables if t.layout == "grid"})
