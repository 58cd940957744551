"""Workbooks with faults of the kinds that ledgers.md names (lines 5, 6 and 9), and the place to report each at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from .generate import workbooks
from .sheets import SHEETS, Column, Row, Value, Workbook, outcomes


class Fault(NamedTuple):
    """``row`` is Excel's: 1 is the row of headers; None, with ``column``, where the sheet itself is at fault."""

    sheet: str
    row: int | None
    column: str | None
    kind: str

    @property
    def place(self) -> tuple[str, int | None, str | None]:
        return self.sheet, self.row, self.column


@st.composite
def faulty(draw: st.DrawFn, year: int, *, max_rows: int = 6) -> tuple[Workbook, list[Fault]]:
    """A workbook with one to five faults, at most one a row, and all of them in the order of the sheets and rows."""
    workbook = draw(workbooks(year, max_rows=max_rows, sheets=SHEETS))
    random = draw(st.randoms(use_true_random=False))
    injector = _Injector(random, workbook)
    for _ in range(random.randint(1, 5)):
        injector.inject()
    return workbook, injector.in_order()


def with_fault(workbook: Workbook, kind: str, seed: int) -> Fault | None:
    """Puts one fault of this kind into the workbook; None where nothing in it can have that fault."""
    return _KINDS[kind](_Injector(Random(seed), workbook))


class _Injector:
    def __init__(self, random: Random, workbook: Workbook) -> None:
        self.random = random
        self.workbook = workbook
        self.faults: list[Fault] = []
        self.copied: set[tuple[str, int]] = set()
        _strip_references(workbook)

    def inject(self) -> None:
        for kind in self.random.sample(list(_KINDS), len(_KINDS)):
            fault = _KINDS[kind](self)
            if fault is not None:
                self.faults.append(fault)
                return

    def in_order(self) -> list[Fault]:
        sheets = list(self.workbook)
        return sorted(self.faults, key=lambda f: (sheets.index(f.sheet), f.row or 0, f.column or ""))

    # Where a fault may go.

    def rows(self) -> list[tuple[str, int, Row]]:
        """Rows as yet without a fault, in sheets that lack no column."""
        taken = {(fault.sheet, fault.row) for fault in self.faults} | self.copied
        broken = {fault.sheet for fault in self.faults if fault.kind == "missing column"}
        return [
            (sheet, index + 2, row)
            for sheet, rows in self.workbook.items()
            if sheet in SHEETS and sheet not in broken
            for index, row in enumerate(rows)
            if (sheet, index + 2) not in taken
        ]

    def spoil(self, kind: str, values: tuple[Value, ...], fits: Callable[[Column, Row], bool]) -> Fault | None:
        places = [
            (sheet, number, row, column)
            for sheet, number, row in self.rows()
            for column in SHEETS[sheet].columns
            if column.header in row and fits(column, row)
        ]
        if not places:
            return None
        sheet, number, row, column = self.random.choice(places)
        row[column.header] = self.random.choice(values)
        return Fault(sheet, number, column.header, kind)

    # One function a kind.

    def unknown_sheet(self) -> Fault | None:
        name = self.random.choice(("信息公开申请表", "主动公开", "备注"))
        if name in self.workbook:
            return None
        self.workbook[name] = [{"序号": 1, "内容": "说明"}]
        return Fault(name, None, None, "unknown sheet")

    def unknown_column(self) -> Fault | None:
        header = self.random.choice(("备注", "经办科室", "日期2"))
        sheets = [sheet for sheet, rows in self.workbook.items() if sheet in SHEETS and rows and header not in rows[0]]
        if not sheets:
            return None
        sheet = self.random.choice(sheets)
        for row in self.workbook[sheet]:
            row[header] = "甲"
        return Fault(sheet, 1, header, "unknown column")

    def missing_column(self) -> Fault | None:
        """In a sheet without other faults, for those of its rows could no longer be told."""
        spoilt = {fault.sheet for fault in self.faults}
        sheets = [name for name, rows in self.workbook.items() if name in SHEETS and rows and name not in spoilt]
        if not sheets:
            return None
        sheet = self.random.choice(sheets)
        header = self.random.choice([column.header for column in SHEETS[sheet].columns if column.required])
        for row in self.workbook[sheet]:
            del row[header]
        return Fault(sheet, 1, header, "missing column")

    def bad_date(self) -> Fault | None:
        """Text that is no date at all or none of the calendar; not 2017/3/1, which a lenient reader may take."""
        return self.spoil("bad date", ("不详", "2017-02-30", "2019-13-01", "去年"), _filled("date"))

    def bad_month(self) -> Fault | None:
        return self.spoil("bad month", ("2019-13", "年初", "2019-00"), _filled("month"))

    def bad_number(self) -> Fault | None:
        return self.spoil("bad number", ("十二", "12件", "约3", "1.2.3"), _filled("count", "money"))

    def bad_option(self) -> Fault | None:
        filled = _filled("option")
        return self.spoil("bad option", ("不详", "其它", "Other"), lambda c, row: bool(c.options) and filled(c, row))

    def wrong_outcome(self) -> Fault | None:
        """A label of another edition than that in force on the answer date."""
        places = [place for place in self.answered() if place[0] == "信息公开申请"]
        if not places:
            return None
        sheet, number, row = self.random.choice(places)
        valid = outcomes(_year(row["答复日期"]))
        others = {label: None for year in (2014, 2019, 2021) for label in outcomes(year) if label not in valid}
        row["办理结果"] = self.random.choice(list(others))
        return Fault(sheet, number, "办理结果", "outcome of another form")

    def duplicate_number(self) -> Fault | None:
        """The first to have the number is right; the later row is at fault."""
        places = [place for place in self.rows() if SHEETS[place[0]].number]
        if not places:
            return None
        sheet, number, row = self.random.choice(places)
        self.workbook[sheet].append(dict(row))
        self.copied.add((sheet, number))
        return Fault(sheet, len(self.workbook[sheet]) + 1, SHEETS[sheet].number, "duplicate number")

    def answer_before_receipt(self) -> Fault | None:
        places = [
            (sheet, number, row)
            for sheet, number, row in self.rows()
            if sheet == "信息公开申请" and {"答复日期", "办理结果"} <= row.keys() and _year(row["收到日期"]) > 2014
        ]
        if not places:
            return None
        sheet, number, row = self.random.choice(places)
        received = row["收到日期"]
        assert isinstance(received, date)
        answered = received - timedelta(days=self.random.randint(1, 300))
        row["答复日期"], row["办理结果"] = answered, self.random.choice(outcomes(answered.year))
        return Fault(sheet, number, "答复日期", "answer before receipt")

    def missing_value(self) -> Fault | None:
        fault = self.spoil("missing value", (None,), lambda column, _: column.required)
        if fault is not None and (fault.sheet, fault.column) == ("公开渠道", "索引号"):
            assert fault.row is not None
            self.workbook["公开渠道"][fault.row - 2]["标题"] = None  # Without a title beside it, that is.
        return fault

    def answer_without_outcome(self) -> Fault | None:
        return self.half_answer("办理结果", "answer without outcome")

    def outcome_without_answer(self) -> Fault | None:
        return self.half_answer("答复日期", "outcome without answer")

    def half_answer(self, blanked: str, kind: str) -> Fault | None:
        """The place is that of the cell that is missing."""
        places = self.answered()
        if not places:
            return None
        sheet, number, row = self.random.choice(places)
        row[blanked] = None
        return Fault(sheet, number, blanked, kind)

    def answered(self) -> list[tuple[str, int, Row]]:
        return [(sheet, number, row) for sheet, number, row in self.rows() if row.get("答复日期") is not None]


_KINDS: dict[str, Callable[[_Injector], Fault | None]] = {
    "unknown sheet": _Injector.unknown_sheet,
    "unknown column": _Injector.unknown_column,
    "missing column": _Injector.missing_column,
    "bad date": _Injector.bad_date,
    "bad month": _Injector.bad_month,
    "bad number": _Injector.bad_number,
    "bad option": _Injector.bad_option,
    "outcome of another form": _Injector.wrong_outcome,
    "duplicate number": _Injector.duplicate_number,
    "answer before receipt": _Injector.answer_before_receipt,
    "missing value": _Injector.missing_value,
    "answer without outcome": _Injector.answer_without_outcome,
    "outcome without answer": _Injector.outcome_without_answer,
}
KINDS = tuple(_KINDS)


def _filled(*kinds: str) -> Callable[[Column, Row], bool]:
    return lambda column, row: column.kind in kinds and row[column.header] is not None


def _year(day: Value) -> int:
    assert isinstance(day, date)
    return day.year


def _strip_references(workbook: Workbook) -> None:
    """No row names a row of another sheet, lest a fault there leave it hanging and be reported twice."""
    for index, row in enumerate(workbook.get("公开渠道", [])):
        row["索引号"], row["标题"] = None, f"信息{index}"
    for sheet, header in (("回应解读", "关联索引号"), ("复议诉讼", "关联登记号")):
        for row in workbook.get(sheet, []):
            if header in row:
                row[header] = None
