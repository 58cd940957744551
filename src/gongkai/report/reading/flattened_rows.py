"""The rows of one flattened table, told apart by whether their figures can be cut into cells at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gongkai.law.editions import Column, FormTable, Row
from gongkai.report.reading.digits import Budget, ColumnSum, Line
from gongkai.report.reading.digits_faults import Equation
from gongkai.report.reading.flattened_runs import Run, without_lone_numbers
from gongkai.report.reading.flattened_sums import column_sums

_MANY = 3
State = Literal["blank", "readable", "doubtful", "unreadable"]


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A printed row. ``doubtful``: blanks were lost in the table, or other numbers stand in it, so that even a full
    reading of the row may be an accident; ``unreadable``: it has fewer or more figures than columns, whichever way it
    is cut, unknown words stand before them, or columns set by blanks lack some."""

    run: Run
    row: Row
    columns: tuple[Column, ...]
    state: State
    line: Line

    @property
    def key(self) -> str:
        return self.run.item.key


def printed_rows(table: FormTable, runs: Sequence[Run]) -> list[PrintedRow]:
    """The rows of ``table`` that hold cells, in printed order."""
    holding = [run for run in runs if _holds_figures(run, table)]
    sparse = any(0 < run.figures < len(run.columns) for run in holding)
    budget = Budget()
    short_first = sorted(holding, key=lambda run: run.figures)
    rows = {run.item.key: _printed_row(run, table, budget, sparse=sparse) for run in short_first}
    printed = [rows[run.item.key] for run in holding]
    return [_doubted(row) for row in printed] if _has_strangers(printed) else printed


def _has_strangers(rows: Sequence[PrintedRow]) -> bool:
    """Many rows that do not add up: numbers of another column, such as serial numbers, stand among the figures."""
    filled = [row for row in rows if row.run.figures and len(row.columns) > 1]
    overlong = sum(row.state == "unreadable" and row.run.figures > len(row.columns) for row in filled)
    odd = overlong + sum(row.state == "readable" and row.line.sound == () for row in filled)
    return odd >= _MANY and 3 * odd > len(filled)


def _doubted(row: PrintedRow) -> PrintedRow:
    return replace(row, state="doubtful") if row.state == "readable" else row


def _holds_figures(run: Run, table: FormTable) -> bool:
    """Rows with cells, and groups printed with figures of their own instead of their sub-rows."""
    row = run.item.row
    return row is None or row.has_cell or (row.holds == "computed" and run.figures >= len(table.columns))


def _printed_row(run: Run, table: FormTable, budget: Budget, *, sparse: bool) -> PrintedRow:
    row = run.item.row or table.rows[0]
    columns = tuple(table.columns[i] for i in run.columns)
    kinds = [table.type_of(row, column) for column in columns]
    sums = column_sums(table) if len(columns) == len(table.columns) else ()
    texts = _readable_texts(run, kinds, sums)
    line = Line(run.item.key, texts, kinds, sums, budget)
    return PrintedRow(run, row, columns, _state(run, texts, sparse=sparse), line)


def _readable_texts(run: Run, kinds: Sequence[str], sums: Sequence[ColumnSum]) -> list[str]:
    """The texts that can be cut into the columns; without a bare page number where that makes the row add up."""
    texts = [t for t in run.texts if Line("", [t], kinds, sums, Budget()).readable]
    if texts or run.figures <= len(kinds):
        return texts
    fewer = dict.fromkeys(v for t in run.texts for v in without_lone_numbers(t))
    return [t for t in fewer if Line("", [t], kinds, sums, Budget()).sound]


def _state(run: Run, texts: Sequence[str], *, sparse: bool) -> State:
    if not run.figures and not run.more:
        return "blank"
    if not texts or _lacks_columns(run):
        return "unreadable"
    return "doubtful" if _may_have_lost_blanks(run, sparse=sparse) else "readable"


def _lacks_columns(run: Run) -> bool:
    """Figures set in columns by blanks, fewer than the columns: each is whole, and which is missing cannot be told."""
    return run.apart and all(len(text.split()) < len(run.columns) for text in run.texts)


def _may_have_lost_blanks(run: Run, *, sparse: bool) -> bool:
    """A row in a table that lost blanks, or with fewer groups of digits than columns; not where each column has its
    own group of digits, nor where it prints as many zeros as only a row without blanks has."""
    columns = len(run.columns)
    zeros = max(text.count("0") for text in run.texts)
    if columns == 1 or 2 * zeros >= columns or any(len(text.split()) == columns for text in run.texts):
        return False
    return sparse or 0 < run.gaps < columns - 1


def without_blank_rows(equations: Sequence[Equation], rows: Sequence[PrintedRow]) -> list[Equation]:
    """The equations without the rows that are printed blank: they count as nothing. Where that empties one side, the
    total or all that it sums was left open, and the equation says nothing."""
    blank = {row.key for row in rows if row.state == "blank"}
    kept = (Equation(tuple(t for t in e.terms if t[1] not in blank)) for e in equations)
    return [e for e in kept if len({sign for sign, _ in e.terms}) > 1]
