"""Placing the figures of printed tables into the cells of an edition, one form layout after the other.

Rows are told apart by label, never by number. What cannot be placed becomes a reading note, never a wrong cell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from gongkai.law.editions import Column, Edition, FormTable, Row
from gongkai.report.model import NOWHERE, Cell, Note, Place
from gongkai.report.reading.document import TableCell
from gongkai.report.reading.labels import SURE, LabelIndex, LabelMatch, choose, index_of, meanings_in
from gongkai.report.reading.printed import PrintedRow
from gongkai.report.reading.values import parse_figure, tidy


@dataclass
class Placement:
    """The cells of one edition found so far, and what could not be placed. ``printed`` are the rows met, ``named``
    those named without a misprint, ``forms`` the blocks of the document that are tables of the form, ``running`` the
    stretches of its running text that are."""

    edition: Edition
    cells: dict[str, Cell] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    forms: set[int] = field(default_factory=set)
    running: list[tuple[int, int]] = field(default_factory=list)
    last: dict[str, Row] = field(default_factory=dict)
    headers: dict[str, dict[int, Column]] = field(default_factory=dict)

    def put(self, form: FormTable, row: Row, column: Column, cell: TableCell | None, unit: str | None = None) -> None:
        """Place the figure of ``cell`` (None: the document prints an empty place) at ``row`` and ``column``."""
        key = form.key_of(row, column)
        text, where = (cell.text, cell.place) if cell else ("", NOWHERE)
        figure = parse_figure(text, kind=form.type_of(row, column), unit=form.unit_of(row, column))
        if figure is None:
            self.note(
                "unreadable", f"「{self.edition.label(key)}」格内不是一个数：“{tidy(text)[:30]}”，未采用。", where
            )
            return
        found = Cell(key, figure.value, figure.raw, form.unit_of(row, column), where, unit)
        if (known := self.cells.get(key)) and known.value != found.value and found.raw:
            if known.raw:
                self.note(
                    "repeated",
                    f"「{self.edition.label(key)}」出现两次且数字不同（{known.raw}、{found.raw}），取前者。",
                    where,
                )
                return
        elif known:
            return
        self.cells[key] = found

    def note(self, code: str, message: str, where: Place = NOWHERE) -> None:
        self.notes.append(Note(code, message, where))

    def recognise(self, form: FormTable, label: str) -> Row | None:
        """The row of ``form`` meant by a text that may be a label; remembers it as the context of the next one."""
        index = index_of(form)
        match = index.match(label)
        row = self._meant(match, index, self.last.get(form.key)) if match else None
        if row:
            self.last[form.key] = row
            self.printed.add(row.key)
        return row

    def _meant(self, match: LabelMatch, index: LabelIndex, last: Row | None) -> Row | None:
        if match.score == SURE:
            return choose(match.rows, index, last, self.printed)
        free = [row for row in match.rows if row.key not in self.named | self.printed]
        return free[0] if len(free) == 1 else None

    def name_rows(self, labels: Collection[str]) -> None:
        """Remember the rows that the document names without a misprint: no misprinted label means one of them."""
        meanings = meanings_in(self.edition)
        self.named.update(*(meanings.named(label) for label in labels))


@dataclass(slots=True)
class Segment:
    """A label of a printed row and the cells that follow it up to the next label."""

    row: Row
    label: TableCell
    rest: list[TableCell]


def segments(printed: PrintedRow, form: FormTable, placement: Placement) -> list[Segment]:
    """Split a printed row at the labels of ``form`` that it holds."""
    found: list[Segment] = []
    for cell, look in zip(printed.cells, printed.looks, strict=True):
        row = placement.recognise(form, cell.text) if look.label else None
        if row:
            found.append(Segment(row, cell, []))
        elif found:
            found[-1].rest.append(cell)
    return found


def covering(cells: Sequence[TableCell], column: int) -> TableCell | None:
    """The cell of a printed row that covers a grid column."""
    return next((c for c in cells if c.column <= column < c.column + c.column_span), None)
