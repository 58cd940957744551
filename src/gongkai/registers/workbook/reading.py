"""Reading a workbook of registers: rows by sheet, with everything that is wrong in them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from gongkai.jobs.actions import Told, untold
from gongkai.registers.counting import Tally
from gongkai.registers.registry import all_sheets
from gongkai.registers.sheets import Column, Fault, Sheet
from gongkai.registers.validation import column_fault, complete, faults_between
from gongkai.registers.workbook.cells import CellFault, is_blank, read_cell, shown, spelled
from gongkai.registers.workbook.opening import Grid, open_workbook

LISTS_SHEET = "选项"
"""The template's sheet of options; nothing is imported from it."""
TOTALS = frozenset(("合计", "总计", "小计"))
SEARCHED_ROWS = 20  # The headers stand in one of the first rows, below titles.


@dataclass(frozen=True)
class Located:
    """A fault and its place: ``row`` as Excel numbers it, None for the sheet as a whole."""

    sheet: str
    row: int | None
    fault: Fault

    def as_json(self) -> dict[str, Any]:
        fault = self.fault
        place = {"sheet": self.sheet, "row": self.row, "column": fault.header}
        return {**place, "found": fault.found, "expected": fault.expected, "severity": fault.severity}


@dataclass
class Line:
    """A row of a sheet: its number in Excel, its cells as they stand, its values by field, what is wrong."""

    number: int
    cells: list[Any]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return any(fault.severity == "error" for fault in self.faults)


@dataclass
class SheetRows:
    """What a workbook holds for one register. ``faults`` concern its headers; with any, no row of it is imported.
    ``absent`` are the fields without a column: a row that exists keeps them. ``examples`` are the numbers of rows that
    are the template's example and were passed over."""

    sheet: Sheet
    headers: list[str]
    absent: list[str]
    lines: list[Line] = field(default_factory=list)
    faults: list[Located] = field(default_factory=list)
    examples: list[int] = field(default_factory=list)

    @property
    def sound(self) -> list[Line]:
        """The rows that nothing in the workbook keeps out."""
        return [] if self.faults else [line for line in self.lines if not line.refused]


@dataclass
class Contents:
    """A workbook read: its registers, and what is wrong with the workbook as a whole."""

    sheets: list[SheetRows] = field(default_factory=list)
    faults: list[Located] = field(default_factory=list)

    @property
    def filled_in(self) -> bool:
        """Whether there is any row besides the template's examples."""
        return any(rows.lines for rows in self.sheets)

    def all_faults(self) -> list[Located]:
        """Every error and warning, in the order of the workbook."""
        found = list(self.faults)
        for rows in self.sheets:
            found += rows.faults
            found += [Located(rows.sheet.name, line.number, fault) for line in rows.lines for fault in line.faults]
        return found


def read_workbook(content: bytes, told: Told = untold) -> Contents:
    """The rows of a workbook. Raises WorkbookRefused where it cannot be read at all."""
    known = {spelled(sheet.name): sheet for sheet in all_sheets()}
    contents, seen = Contents(), set[str]()
    told(0, 0, _("正在打开文件"))
    grids = open_workbook(content)
    tally = Tally(told, sum(len(grid.rows) for grid in grids if spelled(grid.name) in known))
    for grid in grids:
        sheet = known.get(spelled(grid.name))
        if sheet is None:
            contents.faults += _unknown_sheet(grid, known.values())
        elif sheet.slug in seen:
            contents.faults.append(Located(grid.name, None, Fault("", grid.name, _("同一台账只能有一个工作表"))))
        else:
            seen.add(sheet.slug)
            contents.sheets.append(_read_sheet(sheet, grid, tally))
    if not contents.sheets and not contents.faults:
        contents.faults.append(Located("", None, Fault("", _("空"), _("至少有一个台账工作表，可先下载模板"))))
    return contents


def _unknown_sheet(grid: Grid, sheets: Any) -> Iterator[Located]:
    """Sheets without content, hidden ones and the template's own list are no fault."""
    empty = all(is_blank(cell) for _number, row in grid.rows for cell in row)
    if not empty and grid.visible and grid.name != LISTS_SHEET:
        names = _("、").join(sheet.name for sheet in sheets)
        yield Located(grid.name, None, Fault("", grid.name, _("工作表名要是其中之一：%(names)s") % {"names": names}))


def _read_sheet(sheet: Sheet, grid: Grid, tally: Tally) -> SheetRows:
    by_header = {spelled(column.header): column for column in sheet.columns}
    at = _header_row(grid, by_header)
    number, headers = grid.rows[at] if at is not None else (1, [])
    columns, faults = _columns(sheet, number, headers, by_header)
    if at is None and not grid.rows:
        faults = []  # An empty sheet is a register without rows.
    absent = [column.field for column in sheet.columns if column not in columns.values()]
    found = SheetRows(sheet, [_header(cell) for cell in headers], absent, faults=faults)
    broken = {row + 1: column for row, column in sorted(grid.unread, reverse=True)}
    counted = tally.each(grid.rows, _("正在读取“%(sheet)s”") % {"sheet": sheet.name})
    for number_, cells in islice(counted, len(grid.rows) if at is None else at + 1, None):
        if _is_row(cells, columns):
            found.lines.append(_read_line(sheet, Line(number_, cells), columns, grid, check=not faults))
        elif number_ in broken:
            header = columns[broken[number_]].header if broken[number_] in columns else ""
            found.lines.append(_broken_line(sheet, number_, cells, header))
    _pass_over_example(found, number)
    _refuse_repeated_numbers(found)
    return found


def _header_row(grid: Grid, by_header: dict[str, Column]) -> int | None:
    """Where the headers stand: the first row in which at least half of the filled cells are known headers, else the
    first that is not blank."""
    filled = [
        (at, [_header(cell) for cell in cells if not is_blank(cell)])
        for at, (_number, cells) in enumerate(grid.rows[:SEARCHED_ROWS])
    ]
    for at, headers in filled:
        known = sum(header in by_header for header in map(spelled, headers))
        if known and known * 2 >= len(headers):
            return at
    return next((at for at, headers in filled if headers), None)


def _header(cell: Any) -> str:
    """A header without the star that marks it as required."""
    return "" if is_blank(cell) else str(cell).strip().strip("*＊").strip()


def _columns(
    sheet: Sheet, number: int, headers: Sequence[Any], by_header: dict[str, Column]
) -> tuple[dict[int, Column], list[Located]]:
    """The columns by place, and what is wrong with the headers."""
    columns: dict[int, Column] = {}
    faults: list[Fault] = []
    for place, header in enumerate(map(_header, headers)):
        column = by_header.get(spelled(header))
        if column is None and header:
            names = _("、").join(c.header for c in sheet.columns)
            faults.append(Fault(header, header, _("没有这一列；可用的列：%(names)s") % {"names": names}))
        elif column in columns.values() and column is not None:
            faults.append(Fault(header, header, _("这一列重复了")))
        elif column is not None:
            columns[place] = column
    missing = (c for c in sheet.columns if (c.required or c.header_required) and c not in columns.values())
    faults += [Fault(c.header, _("没有这一列"), _("必须有这一列")) for c in missing]
    return columns, [Located(sheet.name, number, fault) for fault in faults]


def _is_row(cells: list[Any], columns: dict[int, Column]) -> bool:
    """Whether a row holds anything, and not the headers once more."""
    filled = ((columns.get(at), cell) for at, cell in enumerate(cells) if not is_blank(cell))
    return any(column is None or not _repeats(column, cell) for column, cell in filled)


def _repeats(column: Column, cell: Any) -> bool:
    return isinstance(cell, str) and spelled(_header(cell)) == spelled(column.header)


def _read_line(sheet: Sheet, line: Line, columns: dict[int, Column], grid: Grid, *, check: bool) -> Line:
    raw = {c.field: (at, line.cells[at]) for at, c in columns.items() if at < len(line.cells)}
    values: dict[str, Any] = {}
    for column in sorted(columns.values(), key=_dates_first):
        at, cell = raw.get(column.field, (0, None))
        unread = grid.unread.get((line.number - 1, at)) if grid.unread else None
        try:
            if unread:
                raise CellFault(_("要填值，不能是出错的公式"))
            values[column.field] = None if is_blank(cell) else read_cell(column, cell, values)
        except CellFault as fault:
            line.faults.append(Fault(column.header, unread or shown(cell), str(fault)))
    line.values = complete(sheet, values)
    _check(sheet, line, columns, check)
    line.faults += _total(line, columns)
    return line


def _broken_line(sheet: Sheet, number: int, cells: list[Any], header: str) -> Line:
    """A row of nothing but formulas without a value, told once: its links may be broken, or the formulas were drawn
    down too far."""
    fault = Fault(header, _("公式出错"), _("这一行只有出错的公式：请填值，或者删除这一行"))
    return Line(number, cells, complete(sheet, {}), [fault])


def _total(line: Line, columns: dict[int, Column]) -> Iterator[Fault]:
    """A row of sums at the foot of a sheet, told beside what else is wrong with it."""
    at, first = next((at, cell) for at, cell in enumerate(line.cells) if not is_blank(cell))
    if spelled(str(first)) in TOTALS:
        header = columns[at].header if at in columns else ""
        yield Fault(header, shown(first), _("看起来是合计行，请删除"))


def _dates_first(column: Column) -> bool:
    return column.dated_options is not None


def _check(sheet: Sheet, line: Line, columns: dict[int, Column], between: bool) -> None:
    """Add what is wrong with each value by itself, and between columns."""
    faulty = {fault.header for fault in line.faults}
    for column in columns.values():
        if column.header not in faulty and (fault := column_fault(sheet, column, line.values[column.field])):
            line.faults.append(fault)
    if between:
        line.faults += faults_between(sheet, line.values, {fault.header for fault in line.faults})


def _pass_over_example(found: SheetRows, header_row: int) -> None:
    """The template's example row, left as it is in its place, is not imported."""
    first = found.lines[0] if found.lines else None
    if first and first.number == header_row + 1 and first.values == complete(found.sheet, found.sheet.example):
        found.examples.append(found.lines.pop(0).number)


def _refuse_repeated_numbers(found: SheetRows) -> None:
    """The first row that bears a number is right; a later one is at fault."""
    sheet = found.sheet
    if sheet.number is None:
        return
    header, first = sheet.column(sheet.number).header, dict[str, int]()
    for line in found.lines:
        number = line.values.get(sheet.number)
        if number and first.setdefault(number, line.number) != line.number:
            expected = _("编号不能重复；第%(row)d行已有这个编号") % {"row": first[number]}
            line.faults.append(Fault(header, number, expected))
