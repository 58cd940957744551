"""Tables that a document prints as running text: found over all its lines, read where its real tables say nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import accumulate

from gongkai.law.editions import Edition
from gongkai.report.model import NOWHERE, Cell, Note, Place
from gongkai.report.reading.flattened import find_flattened, solve
from gongkai.report.reading.flattened_cells import FlatCell
from gongkai.report.reading.lines import PrintedLine
from gongkai.report.reading.placing import Placement

_HAN = re.compile(r"[\u3400-\u9fff]")
_FEW_WORDS = 10
_LONGEST_HEADING = 200


class RunningText:
    """The lines of a document as one text, and the way back from an offset to its line."""

    def __init__(self, lines: Sequence[PrintedLine]) -> None:
        self.lines = lines
        self.text = "\n".join(line.text for line in lines)

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each line."""
        return list(accumulate((len(line.text) + 1 for line in self.lines), initial=0))[:-1]

    @cached_property
    def compact(self) -> str:
        """The text without white space."""
        return "".join(self.text.split())

    def locate(self, offset: int) -> tuple[int, int]:
        """The number of the line that holds an offset, and the offset in that line."""
        number = bisect_right(self.starts, offset) - 1
        return number, offset - self.starts[number]

    def place(self, start: int, end: int) -> Place:
        number, within = self.locate(start)
        at = self.lines[number].start
        return NOWHERE if at is None else Place(start=at + within, end=at + within + end - start)


def place_running(text: RunningText, placement: Placement) -> None:
    """Add to ``placement`` the cells that the running text prints and the tables do not; what is ambiguous becomes a
    note. The stretches of text that are table rows are remembered in ``placement.running``."""
    found = find_flattened(text.text, [placement.edition])
    if found is None:
        return
    solution = solve(found, placement.edition, placement.cells.keys())
    for key, flat in solution.cells.items():
        if key not in placement.cells:
            placement.cells[key] = _cell(key, flat, text, placement)
            placement.printed.add(placement.edition.slots[key][1].key if key in placement.edition.slots else key)
    placement.notes += [_at_its_line(note, text) for note in solution.notes]
    headings = _heading_words(placement.edition)
    tables = [(_start_of_heading(text.text, a, headings), b) for a, b in _merged(text.text, solution.stretches)]
    placement.running = list(_without_section_headings(text.text, tables, placement.edition))


def _cell(key: str, flat: FlatCell, text: RunningText, placement: Placement) -> Cell:
    slot = placement.edition.slots.get(key)
    unit = slot[0].unit_of(slot[1], slot[2]) if slot else None
    return Cell(key, flat.value, flat.raw, unit, text.place(flat.start, flat.end))


def _at_its_line(note: Note, text: RunningText) -> Note:
    start, end = note.where.start, note.where.end
    return note if start is None or end is None else replace(note, where=text.place(start, end))


def _merged(text: str, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Rows of one table with the few words between them (units, page footers) as one stretch."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and len(_HAN.findall(text, merged[-1][1], start)) <= _FEW_WORDS:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@cache
def _heading_words(edition: Edition) -> re.Pattern[str]:
    """What may stand above the rows of a table: its title, column labels and the words around them."""
    words = {"申请人情况", "信息内容", "统计指标", "单位", "计量单位", "统计数", "指标名称", *_table_titles(edition)}
    for table in edition.tables:
        words |= {table.form_note or "", *(w for c in table.columns for w in (c.label, *c.groups))}
    words |= {w.rstrip("）") for w in words}
    alternatives = "|".join(sorted((r"\s*".join(map(re.escape, w)) for w in words if w), key=len, reverse=True))
    rows = "|".join(re.escape(label) for label in _heading_rows(edition))
    if rows:
        alternatives += rf"|[一二三四五六七八九十]{{1,2}}、\s*(?:{rows})[\s—―─-]*"
    return re.compile(rf"(?:[\s|（）()]*(?:{alternatives}))+[\s|（）()]*$")


def _without_section_headings(
    text: str, stretches: Sequence[tuple[int, int]], edition: Edition
) -> Iterator[tuple[int, int]]:
    """The stretches cut where a numbered section title stands among the tables: two titles are words of a table too."""
    if not edition.sections:
        yield from stretches
        return
    inner = _heading_rows(edition)
    titles = "|".join(re.escape(t) for s in edition.sections for t in s.titles if t not in inner)
    pattern = re.compile(rf"[一二三四五六七八九十]{{1,3}}、\s*(?:{titles})")
    for start, end in stretches:
        at = start
        for heading in pattern.finditer(text, max(0, start - _LONGEST_HEADING), end):
            if heading.end() > start:
                yield at, max(at, heading.start())
                at = heading.end()
        yield at, end


@cache
def _heading_rows(edition: Edition) -> frozenset[str]:
    """The labels of rows without a figure in tables of one figure a row: some read like titles of sections."""
    return frozenset(
        row.label for t in edition.tables if t.layout == "row_value" for row in t.rows if not row.has_cell and row.label
    )


def _table_titles(edition: Edition) -> Iterator[str]:
    """Titles that only a table has: the heading of a section is no table's."""
    sections = {title for section in edition.sections for title in section.titles}
    return (table.title for table in edition.tables if table.title not in sections)


def _start_of_heading(text: str, start: int, headings: re.Pattern[str]) -> int:
    """Where the headings printed directly before a table begin."""
    begin = max(0, start - _LONGEST_HEADING)
    found = headings.search(text, begin, start)
    return found.start() if found else start


def without_stretches(text: RunningText, stretches: Sequence[tuple[int, int]]) -> list[PrintedLine]:
    """The lines without some stretches of the text."""
    cuts: dict[int, list[tuple[int, int]]] = {}
    for start, end in stretches:
        (first, at), (last, until) = text.locate(start), text.locate(end)
        for number in range(first, last + 1):
            whole = len(text.lines[number].text)
            cuts.setdefault(number, []).append((at if number == first else 0, until if number == last else whole))
    return [piece for i, line in enumerate(text.lines) for piece in _remaining(line, cuts.get(i, []))]


def _remaining(line: PrintedLine, cuts: Sequence[tuple[int, int]]) -> list[PrintedLine]:
    edges = [0, *(edge for cut in cuts for edge in cut), len(line.text)]
    pieces = [line.piece(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [piece for piece in pieces if piece.text]
