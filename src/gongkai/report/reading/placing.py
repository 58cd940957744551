"""Placing the figures of printed tables into the cells of an edition, one form layout after the other.

Rows are told apart by label, never by number. What cannot be placed becomes a reading note, never a wrong cell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from gongkai.law.data_files import load_json
from gongkai.law.editions import Column, Edition, FormTable, Row
from gongkai.report.model import NOWHERE, Cell, Note, Place
from gongkai.report.reading.document import Table, TableCell
from gongkai.report.reading.labels import SURE, LabelIndex, LabelMatch, choose, index_of
from gongkai.report.reading.values import is_mark, parse_figure, tidy
from gongkai.report.text import remembered

_HAN = re.compile(r"[\u3400-\u9fff]")
UNITS = frozenset(load_json("units.json")["units"])


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
        """The row of ``form`` meant by a printed label; remembers it as the context of the next one."""
        index = index_of(form)
        match = index.match(label) if _may_be_label(label) else None
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
        for form in self.edition.tables:
            index = index_of(form)
            self.named |= {rows[0].key for label in labels if len(rows := index.exact(label)) == 1}


def printed_labels(tables: Iterable[Table]) -> list[str]:
    """The texts of cells that may be labels, each once."""
    texts = dict.fromkeys(cell.text for table in tables for cell in table.cells)
    return [text for text in texts if _may_be_label(text)]


@remembered
def _may_be_label(text: str) -> bool:
    return _HAN.search(text) is not None and text.strip() not in UNITS and not is_mark(text)


@dataclass(slots=True)
class Segment:
    """A label of a printed row and the cells that follow it up to the next label."""

    row: Row
    label: TableCell
    rest: list[TableCell]


def segments(cells: Sequence[TableCell], form: FormTable, placement: Placement) -> list[Segment]:
    """Split a printed row at the labels of ``form`` that it holds."""
    found: list[Segment] = []
    for cell in cells:
        row = placement.recognise(form, cell.text)
        if row:
            found.append(Segment(row, cell, []))
        elif found:
            found[-1].rest.append(cell)
    return found


def names_a_row(table: Table, form: FormTable) -> bool:
    """True when a cell of ``table`` reads like a row label of ``form`` that is not a mere 其他 or 总计."""
    index: LabelIndex = index_of(form)
    return any(len(cell.text.strip()) > 1 and _telling(cell.text, index) for cell in table.cells)


def _telling(text: str, index: LabelIndex) -> bool:
    if not _may_be_label(text):
        return False
    match = index.match(text)
    return match is not None and tidy(text) not in ("其他", "总计", "合计")


def looks_like_figure(cell: TableCell) -> bool:
    return _is_figure(cell.text)


@remembered
def _is_figure(text: str) -> bool:
    return not is_mark(text) and parse_figure(text, kind="decimal") is not None


def covering(cells: Sequence[TableCell], column: int) -> TableCell | None:
    """The cell of a printed row that covers a grid column."""
    return next((c for c in cells if c.column <= column < c.column + c.column_span), None)
