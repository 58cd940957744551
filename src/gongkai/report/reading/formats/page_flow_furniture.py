"""Page furniture: page numbers, running headers and footers, watermarks. It is taken away before tables are filled,
so that a page number printed over the last row of a table never becomes a figure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from gongkai.report.reading.formats.page_flow_lines import Line, lines
from gongkai.report.reading.formats.page_flow_page import Page, Run
from gongkai.report.reading.formats.ruled_grid import Grid

_ZONE = 0.12
_SAME_PLACE = 3.0
_OFTEN = 0.4
_APART, _APART_IN_TABLE = 2.0, 0.6
_LARGE = 1.6
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
    """Part of a line near the top or bottom of a page, set apart from the rest of the line. ``alone`` means that
    nothing stands beyond it and nothing near it."""

    page: int
    runs: list[Run]
    text: str
    middle: float
    in_table: bool
    alone: bool
    central: bool

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
    """The pieces of the lines in the top and bottom margins."""
    depth = page.height * _ZONE
    top = [run for run in page.runs if run.bottom < 2 * depth and not run.turn]
    bottom = [run for run in page.runs if run.top > page.height - 2 * depth and not run.turn]
    heads, feet = lines(top), lines(bottom)[::-1]
    for zone in (heads, feet):
        for number, line in enumerate(zone):
            if min(line.middle, page.height - line.middle) < depth:
                following = zone[number + 1] if number + 1 < len(zone) else None
                alone = number == 0 and _stands_off(line, following, tables)
                yield from _pieces(page, line, alone, tables)


def _stands_off(line: Line, following: Line | None, tables: Sequence[Grid]) -> bool:
    if following is None:
        return True
    gap = max(following.box.top - line.box.bottom, line.box.top - following.box.bottom)
    return gap > _FAR * line.height or (_in_table(following.runs[0], tables) and not _in_table(line.runs[0], tables))


def _in_table(run: Run, tables: Sequence[Grid]) -> bool:
    return any(table.box.holds(run.centre, run.middle) for table in tables)


def _pieces(page: Page, line: Line, alone: bool, tables: Sequence[Grid]) -> Iterator[_Piece]:
    """The parts of a line that wide gaps set apart; inside a table, where figures stand close, narrow gaps do."""
    groups: list[list[Run]] = []
    for run in line.runs:
        apart = _APART_IN_TABLE if _in_table(run, tables) else _APART
        if groups and run.left - groups[-1][-1].right <= apart * line.height:
            groups[-1].append(run)
        else:
            groups.append([run])
    for group in groups:
        text = "".join("".join(run.text for run in group).split())
        central = abs(group[0].left + group[-1].right - page.width) < 2 * _CENTRAL
        in_table = _in_table(group[0], tables)
        yield _Piece(page.number, group, text, line.middle, in_table, alone and len(groups) == 1, central)


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
    """Large words at the same place of many pages."""
    heights = [run.height for page in pages for run in page.runs]
    large = median(heights) * _LARGE if heights else 0.0
    places: dict[tuple[str, int, int], list[Run]] = defaultdict(list)
    for page in pages:
        for run in page.runs:
            if run.height > large:
                places[run.text, round(run.left / _SAME_PLACE), round(run.top / _SAME_PLACE)].append(run)
    for runs in places.values():
        if len(runs) >= max(2, len(pages) * _OFTEN):
            yield from runs
