"""From the figures behind the labels of one table to its cells, and to notes on what could not be decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from gongkai.law.editions import Edition, FormTable
from gongkai.report.model import Note, Number, Place
from gongkai.report.reading.digits import Reading
from gongkai.report.reading.digits_faults import Equation, residual
from gongkai.report.reading.digits_solver import solve_lines
from gongkai.report.reading.flattened_rows import PrintedRow, printed_rows, without_blank_rows
from gongkai.report.reading.flattened_runs import REMARK, Run
from gongkai.report.reading.flattened_sums import row_equations
from gongkai.report.reading.values import parse_figure

_MOST_SHOWN = 3
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class FlatCell:
    """A figure found, with what is printed (empty for a blank) and its offsets in the text."""

    value: Number | None
    raw: str
    start: int
    end: int


class TableReader:
    """Decides one table of an edition from the runs that the text prints of it."""

    def __init__(self, text: str, folded: str, edition: Edition, table: FormTable, runs: Sequence[Run]) -> None:
        self.text = text
        self.folded = folded
        self.table = table
        self.rows = printed_rows(table, runs)
        self.labels = {row.key: row.run.item.name for row in self.rows}
        equations = row_equations(table, edition, self.labels.__contains__)
        readable = [row.line for row in self.rows if row.state == "readable"]
        self.verdict = solve_lines(readable, without_blank_rows(equations, self.rows))

    def cells(self) -> dict[str, FlatCell]:
        """The cells that are certain, by key."""
        return {self.table.key_of(row.row, row.columns[i]): cell for row in self.rows for i, cell in self._cells(row)}

    def _cells(self, row: PrintedRow) -> Iterator[tuple[int, FlatCell]]:
        if row.state == "blank":
            end = row.run.label[1]
            if self._blank_rows_are_certain():
                yield from ((i, FlatCell(None, "", end, end)) for i in range(len(row.columns)))
            return
        readings = self.verdict.readings.get(row.key, ())
        for i in range(len(row.columns)):
            if len({r.values[i] for r in readings}) == 1 and (cell := self._cell(row, readings[0], i)):
                yield i, cell

    def _blank_rows_are_certain(self) -> bool:
        """Not where no row has figures, nor where one has more than its columns hold: they may be another row's."""
        overlong = any(r.state == "unreadable" and r.run.figures > len(r.columns) for r in self.rows)
        return not overlong and any(r.state != "blank" for r in self.rows)

    def _cell(self, row: PrintedRow, reading: Reading, i: int) -> FlatCell | None:
        start, end = (row.run.start + offset for offset in reading.spans[i])
        if len(row.columns) == 1 and (remark := REMARK.match(self.folded, end)):
            end = remark.end()
        raw, column = self.text[start:end], row.columns[i]
        figure = parse_figure(raw, kind=self.table.type_of(row.row, column), unit=self.table.unit_of(row.row, column))
        return FlatCell(figure.value, raw, start, end) if figure else None

    def notes(self, known: Collection[str] = ()) -> list[Note]:
        """What could not be decided and why, row by row, then the sums between rows that do not hold; nothing about
        rows with a cell among ``known``."""
        rows = [note for row in self.rows if not self._is_known(row, known) and (note := self._note(row))]
        return rows + [note for equation in self.verdict.broken if (note := self._broken(equation))]

    def _is_known(self, row: PrintedRow, known: Collection[str]) -> bool:
        return any(self.table.key_of(row.row, column) in known for column in row.columns)

    def _note(self, row: PrintedRow) -> Note | None:
        place = Place(start=row.run.label[0], end=row.run.end)
        printed = " ".join(self.text[row.run.start : row.run.end].split())[:60]
        named = f"「{row.run.item.name}」一行所印“{printed}”"
        if row.state in ("doubtful", "unreadable"):
            why = "个数与栏数不符或空格已丢失，不能确定各数属于哪一栏，未采用。"
            return Note("unreadable", f"{named}（应有{len(row.columns)}栏）{why}", place)
        readings = self.verdict.readings.get(row.key, ())
        if row.state == "blank" or (len(readings) == 1 and not readings[0].faults):
            return None
        if len(readings) == 1:
            return Note("contradiction", f"{named}各栏之和与总计不符，照印采用。", place)
        return Note("ambiguous", f"{named}{self._why_open(row, readings)}", place)

    def _why_open(self, row: PrintedRow, readings: Sequence[Reading]) -> str:
        if not readings:
            return "数字连写，与表内勾稽关系不合，不能确定如何分开，未采用。"
        columns = "、".join(c.label for i, c in enumerate(row.columns) if len({r.values[i] for r in readings}) > 1)
        shown = "；或 ".join(self._shown(r) for r in readings[:_MOST_SHOWN])
        more = f"等{len(readings)}种" if len(readings) > _MOST_SHOWN else ""
        return f"数字连写，可读作 {shown}{more}，勾稽关系不能定其一；{columns}未采用。"

    def _shown(self, reading: Reading) -> str:
        return "、".join("空" if v is None else str(v) for v in reading.values)

    def _broken(self, equation: Equation) -> Note | None:
        """A note on an equation that does not hold, as far as its rows are decided."""
        decided = {key: r[0] for key, r in self.verdict.readings.items() if len(r) == 1}
        open_rows = equation.rows - decided.keys()
        if not open_rows and not any(residual(equation, decided)):
            return None
        left, right = (self._side(equation, sign) for sign in (1, -1))
        ending = "凡不能由本行数字单独确定的未采用。" if open_rows else "照印采用。"
        runs = [row.run for row in self.rows if row.key in equation.rows]
        place = Place(start=min(run.label[0] for run in runs), end=max(run.end for run in runs))
        return Note("contradiction", f"表内数字自相矛盾：{left}与{right}不相等，{ending}", place)

    def _side(self, equation: Equation, sign: int) -> str:
        names = [f"「{self.labels[key]}」" for s, key in equation.terms if s == sign]
        more = f"等{len(names)}行" if len(names) > _MOST_NAMED else ""
        return "＋".join(names[:_MOST_NAMED]) + more
