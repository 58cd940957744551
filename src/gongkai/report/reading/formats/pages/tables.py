"""Tables of pages as parts, and joined parts as tables of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.report.model import Place
from gongkai.report.reading.document import Table, TableCell
from gongkai.report.reading.formats.pages.grid import Grid, nearest
from gongkai.report.reading.formats.pages.lines import cell_text
from gongkai.report.reading.formats.pages.page import Page

SAME_BORDER = 4.0
_DIGITS = "一二三四五六七八九"
_NUMERALS = {
    numeral: value
    for value, numeral in enumerate(
        [*_DIGITS, "十", *(f"十{d}" for d in _DIGITS), "二十", *(f"二十{d}" for d in _DIGITS)], 1
    )
}
ITEM = re.compile(r"(?P<open>[（(]?)\s*(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})\s*(?:[)）]|[、．.](?!\d))")
FIGURE = re.compile(r"[-+−]?\d[\d,，.]*%?|[/／—-]+")


Edges = tuple[float, float, float, float]
"""Left, bottom, right, top as in ``Place``."""


@dataclass(slots=True)
class Piece:
    """A cell of a table part: text, rows, x of its sides, page and place on it. ``full`` says that the last line of
    the text leaves no room for another character."""

    text: str
    row: int
    row_span: int
    left: float
    right: float
    full: bool
    page: int
    box: Edges

    @property
    def below(self) -> int:
        return self.row + self.row_span

    @property
    def is_figure(self) -> bool:
        return FIGURE.fullmatch(self.text) is not None

    @property
    def is_label(self) -> bool:
        return bool(self.text) and not self.is_figure

    @property
    def item(self) -> tuple[str, int] | None:
        """The list mark that the text begins with, as its kind and number: （四） is ("（一", 4)."""
        found = ITEM.match(self.text)
        if found is None:
            return None
        number = found["number"]
        if number.isdigit():
            return f"{found['open']}1", int(number)
        return (f"{found['open']}一", _NUMERALS[number]) if number in _NUMERALS else None

    def spans_like(self, other: Piece) -> bool:
        return abs(self.left - other.left) <= SAME_BORDER and abs(self.right - other.right) <= SAME_BORDER


@dataclass(slots=True)
class Part:
    """A table on one page, or what several pages gave so far: column borders, number of rows, cells. ``aligned``
    means that columns were found by white space, so that their borders are rough."""

    xs: list[float]
    rows: int
    pieces: list[Piece]
    place: Place
    aligned: bool = False

    def last_row(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.below == self.rows]

    def first_row(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.row == 0]


def part_of(page: Page, grid: Grid) -> Part | None:
    """The table of a page; None where it holds no text at all."""
    levels = [round(page.height - y, 1) for y in grid.ys]
    pieces = []
    for region in grid.regions:
        box, top, bottom = grid.region_box(region), levels[region.row], levels[region.row + region.row_span]
        text, full = cell_text(region.runs, box) if region.runs else ("", False)
        edges = (box.left, bottom, box.right, top)
        pieces.append(Piece(text, region.row, region.row_span, box.left, box.right, full, page.number, edges))
    if not any(piece.text for piece in pieces):
        return None
    return Part(list(grid.xs), len(grid.ys) - 1, pieces, page.place(grid.box))


def to_table(part: Part, number: int) -> Table:
    """The table as the document has it; ``number`` counts its tables from 0."""
    sides = {piece.left for piece in part.pieces} | {piece.right for piece in part.pieces}
    columns = {x: nearest(part.xs, x) for x in sides}
    cells = []
    for piece in sorted(part.pieces, key=lambda piece: (piece.row, piece.left)):
        column, row = columns[piece.left], piece.row
        place = Place(table=number, row=row, column=column, page=piece.page, box=piece.box)
        cells.append(TableCell(piece.text, row, column, piece.row_span, max(1, columns[piece.right] - column), place))
    return Table(cells, Place(table=number, page=part.place.page, box=part.place.box))
