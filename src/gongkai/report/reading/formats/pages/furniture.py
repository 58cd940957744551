"""Page furniture: page numbers, running headers and footers, watermarks. It is taken away before tables are filled,
so that a page number printed over the last row of a table never becomes a figure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.report.reading.formats.pages.grid import Grid
from gongkai.report.reading.formats.pages.lines import Line, lines
from gongkai.report.reading.formats.pages.page import Page, Run

_ZONE = 0.12
_SAME_PLACE = 3.0
_OFTEN = 0.4
_APART, _APART_IN_TABLE = 2.0, 0.6
_LARGE, _GOOD_PART = 1.6, 0.1
_FAR = 1.5
_CENTRAL = 30.0
_IN_TABLE = 2
_NUMERALS = "〇零一二三四五六七八九十百"
_DASH = "[-‐-―−－_·•~～〜]"
_FRAMED = re.compile(
    rf"{_DASH}+(\d{{1,4}}){_DASH}+|第(\d{{1,4}}|[{_NUMERALS}]{{1,4}})页(?:[,，/]?共(?:\d{{1,4}}|[{_NUMERALS}]{{1,4}})页)?"
    r"|共\d{1,4}页[,，]?第(\d{1,4})页|[Pp]age(\d{1,4})(?:of\d{1,4})?"
)
_FIGURES = re.compile(r"\d+")
_BARE = re.compile(r"(\d{1,4})(?:/\d{1,4})?|[ivxIVX]{1,5}")
"""Bare figures may be values: they need a place of their own or a sequence over the pages."""


@dataclass(slots=True)
class _Piece:
    """Part of a line near the top or bottom of a page, set apart from the rest of the line. ``alone`` means of
    bare figures that nothing stands beyond them and nothing near them."""

    page: int
    runs: list[Run]
    text: str
    middle: float
    in_table: bool
    central: bool
    alone: bool = False

    @property
    def framed(self) -> bool:
        return _FRAMED.fullmatch(self.text) is not None

    @property
    def number(self) -> int | None:
        found = _FRAMED.fullmatch(self.text) or _BARE.fullmatch(self.text)
        digits = next((g for g in found.groups() if g and g.isdigit()), None) if found else None
        return int(digits) if digits else None


def remove_furniture(pages: Sequence[Page], grids: Sequence[Sequence[Grid]]) -> None:
    """Take page numbers, headers, footers and watermarks out of ``runs`` of each page. ``grids`` are the tables of
    each page, still without text."""
    pieces = [piece for page, tables in zip(pages, grids, strict=True) for piece in _margin_pieces(page, tables)]
    doomed = {id(run) for piece in (*_numbers(pieces), *_repeated(pieces, len(pages))) for run in piece.runs}
    doomed.update(id(run) for run in _watermarks(pages))
    for page in pages:
        page.runs = [run for run in page.runs if id(run) not in doomed]


def _margin_pieces(page: Page, tables: Sequence[Grid]) -> Iterator[_Piece]:
    """The pieces of text in the top and bottom margins."""
    depth = page.height * _ZONE
    top = [run for run in page.runs if run.top + run.bottom < 2 * depth and not run.turn]
    bottom = [run for run in page.runs if run.top + run.bottom > 2 * (page.height - depth) and not run.turn]
    for zone, last in ((top, False), (bottom, True)):
        inside = [run for run in zone if _in_table(run, tables)]
        free = [run for run in zone if not _in_table(run, tables)] if inside else zone
        for group in _groups(inside, _APART_IN_TABLE):
            yield _piece(page, group, in_table=True)
        found = lines(free)
        for line in found:
            pieces = [_piece(page, group, in_table=False) for group in _groups(line.runs, _APART)]
            if len(pieces) == 1 and line is found[-1 if last else 0] and _BARE.fullmatch(pieces[0].text):
                pieces[0].alone = _stands_off(line, page, tables)
            yield from pieces


def _in_table(run: Run, tables: Sequence[Grid]) -> bool:
    return any(table.box.holds(run.centre, run.middle) for table in tables)


def _groups(runs: Sequence[Run], apart: float) -> Iterator[list[Run]]:
    """Runs side by side, parted where a gap of more than ``apart`` ems opens or another line begins."""
    group: list[Run] = []
    for run in runs:
        if group:
            before, size = group[-1], run.bottom - run.top
            if not (-size < run.left - before.right <= apart * size and before.top < run.middle < before.bottom):
                yield group
                group = []
        group.append(run)
    if group:
        yield group


def _stands_off(line: Line, page: Page, tables: Sequence[Grid]) -> bool:
    """Whether the text nearest to an outermost line is far away, or in a table."""
    above = (run.bottom for run in page.runs if run.bottom <= line.box.top and not _in_table(run, tables))
    below = (run.top for run in page.runs if run.top >= line.box.bottom and not _in_table(run, tables))
    gaps = line.box.top - max(above, default=-page.height), min(below, default=2 * page.height) - line.box.bottom
    return min(gaps) > _FAR * line.height


def _piece(page: Page, group: list[Run], *, in_table: bool) -> _Piece:
    text = "".join("".join(run.text for run in group).split())
    central = abs(group[0].left + group[-1].right - page.width) < 2 * _CENTRAL
    return _Piece(page.number, group, text, group[0].middle, in_table, central)


def _numbers(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """The page numbers."""
    counted: dict[int, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        if (number := piece.number) is not None:
            counted[number - piece.page].append(piece)
    for piece in pieces:
        if piece.framed or _BARE.fullmatch(piece.text):
            number = piece.number
            level = counted[number - piece.page] if number is not None else []
            others = {p.page for p in level if abs(p.middle - piece.middle) <= _SAME_PLACE} - {piece.page}
            if _is_page_number(piece, len(others)):
                yield piece


def _is_page_number(piece: _Piece, others: int) -> bool:
    """Whether a piece that looks like a page number is one. ``others`` is the number of other pages that have theirs
    at the same height and in sequence. Inside a table more is asked for: figures stand there."""
    if piece.in_table:
        return others >= _IN_TABLE or (piece.framed and (others > 0 or piece.central))
    return others > 0 or piece.framed or piece.alone


def _repeated(pieces: Sequence[_Piece], pages: int) -> Iterator[_Piece]:
    """Headers and footers: the same words at the same height on many pages."""
    groups: dict[str, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        words = _FIGURES.sub("#", piece.text)
        if not piece.in_table and words != "#":
            groups[words].append(piece)
    for group in groups.values():
        for piece in group:
            level = {p.page for p in group if abs(p.middle - piece.middle) <= _SAME_PLACE}
            if len(level) >= max(2, pages * _OFTEN):
                yield piece


def _watermarks(pages: Sequence[Page]) -> Iterator[Run]:
    """Words at the same place of many pages, larger than any that a good part of the text is printed in."""
    large = _largest_of_the_text(pages) * _LARGE
    places: dict[tuple[str, int, int], list[Run]] = defaultdict(list)
    for page in pages:
        for run in page.runs:
            if run.bottom - run.top > large:
                places[run.text, round(run.left / _SAME_PLACE), round(run.top / _SAME_PLACE)].append(run)
    for runs in places.values():
        if len(runs) >= max(2, len(pages) * _OFTEN):
            yield from runs


def _largest_of_the_text(pages: Sequence[Page]) -> float:
    """The largest size that a good part of the characters have: prose may be far larger than the tables' figures."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for text, _, top, _, bottom, _ in page.runs:
            sizes[round(bottom - top, 1)] += len(text)
    least = sizes.total() * _GOOD_PART
    return max((size for size, count in sizes.items() if count >= least), default=0.0)
