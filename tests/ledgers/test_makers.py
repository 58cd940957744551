"""The makers of workbooks: what they make is valid, hard enough, written as it stands, faulty only where they say."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from .count import cells
from .faults import KINDS, Fault, faulty, with_fault
from .generate import Case, big, cases
from .sheets import SHEETS, Row, Sheet, Workbook, editions, outcomes
from .write import xlsx

slow = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


# --- what the generator makes ----------------------------------------------------------------------------------------


def check(workbook: Workbook) -> None:
    """Valid by ledgers.md, each rule said here in its own words."""
    for name, rows in workbook.items():
        sheet = SHEETS[name]
        assert all(list(row) == list(rows[0]) for row in rows)
        for row in rows:
            check_row(sheet, row)
        if sheet.number:
            assert len({row[sheet.number] for row in rows}) == len(rows)
    for row in workbook.get("信息公开申请", []):
        check_answer(row)


def check_row(sheet: Sheet, row: Row) -> None:
    assert set(row) <= set(sheet.headers)
    for column in sheet.columns:
        value = row.get(column.header)
        titled = sheet.name == "公开渠道" and column.header == "索引号" and row.get("标题") is not None
        assert value is not None or not column.required or titled
        assert value is None or value in column.options or not column.options
        assert value is None or isinstance(value, {"date": date, "count": int, "money": Decimal}.get(column.kind, str))
    assert (row.get("答复日期") is None) == (row.get("办理结果") is None)
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", str(row.get("月份", "2019-01")))


def check_answer(row: Row) -> None:
    received, answered = row["收到日期"], row.get("答复日期")
    if answered is not None:
        assert isinstance(received, date)
        assert isinstance(answered, date)
        assert received <= answered
        assert row["办理结果"] in outcomes(answered.year)


@slow
@given(cases())
def test_random_workbooks_are_valid(case: Case) -> None:
    check(case.workbook)
    assert case.edition in editions(case.year)


def test_a_big_workbook_is_valid_has_its_rows_and_is_the_same_again() -> None:
    book = big(3001, seed=7)
    check(book)
    assert sum(map(len, book.values())) == 3001
    assert book == big(3001, seed=7)
    assert book != big(3001, seed=8)


def test_a_big_workbook_reaches_every_cell() -> None:
    for year in (2016, 2020, 2021):
        book = big(30_000, 1, year)
        for edition in editions(year):
            assert [key for key, value in cells(book, edition, year).items() if not value] == []


def test_a_big_workbook_has_what_is_hard() -> None:
    book = big(5000, seed=3, year=2019)
    rows = book["信息公开申请"]
    answered = {label for row in rows if (label := row["办理结果"])}
    assert answered >= {"不同意公开:三安全一稳定", "其他处理", "其他"}
    assert {row["延期"] for row in rows} == {None, "是", "否"}
    assert any(row["答复日期"] is None for row in rows)
    received = {row["收到日期"] for row in rows}
    assert received >= {
        date.fromisoformat("2018-12-31"),
        date.fromisoformat("2019-01-01"),
        date.fromisoformat("2019-12-31"),
        date.fromisoformat("2020-01-01"),
    }
    assert any(row["索引号"] is None for row in book["公开渠道"])
    assert any(row["索引号"] is not None for row in book["公开渠道"])


# --- what the writer writes ------------------------------------------------------------------------------------------


def read_back(data: bytes) -> dict[str, list[dict[str, Any]]]:
    book = openpyxl.load_workbook(BytesIO(data))
    found: dict[str, list[dict[str, Any]]] = {}
    for sheet in book:
        headers, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, headers), row, strict=True)) for row in rows]
    return found


def plain(value: Any) -> Any:
    """A cell as it reads in the file: dates as ISO text, numbers as float."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return float(value) if isinstance(value, (int, float, Decimal)) else value


@pytest.mark.parametrize(("text_dates", "shuffled"), [(False, False), (True, True)])
def test_the_file_says_what_the_workbook_says(text_dates: bool, shuffled: bool) -> None:
    book = big(300, seed=1)
    found = read_back(xlsx(book, text_dates=text_dates, shuffled=shuffled, seed=4))
    assert set(found) == set(book)
    for name, rows in book.items():
        assert [{h: plain(v) for h, v in row.items()} for row in found[name]] == [
            {header: plain(value) for header, value in row.items()} for row in rows
        ]


def test_dates_are_excel_dates_unless_asked_otherwise() -> None:
    rows = big(300, seed=1)["信息公开申请"]
    kinds = {type(row["收到日期"]).__name__ for row in read_back(xlsx({"信息公开申请": rows}))["信息公开申请"]}
    assert kinds == {"datetime"}
    mixed = read_back(xlsx({"信息公开申请": rows}, text_dates=True))["信息公开申请"]
    assert {type(row["收到日期"]).__name__ for row in mixed} == {"datetime", "str"}


def test_sheets_and_columns_stand_in_any_order() -> None:
    book = big(300, seed=1)
    found = read_back(xlsx(book, shuffled=True, seed=2))
    assert list(found) != list(book)
    assert list(found["信息公开申请"][0]) != SHEETS["信息公开申请"].headers


def test_a_sheet_without_rows_has_its_headers() -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx({"查阅点接待": []})))
    assert [[cell.value for cell in row] for row in book["查阅点接待"].iter_rows()] == [["日期", "查阅点", "人次"]]


# --- faults ----------------------------------------------------------------------------------------------------------


@slow
@given(faulty(2019))
def test_faulty_workbooks_have_one_to_five_faults_each_in_its_own_place(drawn: tuple[Workbook, list[Fault]]) -> None:
    workbook, faults = drawn
    assert 1 <= len(faults) <= 5
    assert len({fault.place for fault in faults}) == len(faults)
    with pytest.raises((AssertionError, KeyError, TypeError)):
        check(workbook)
    for fault in faults:
        assert fault.sheet in workbook
        assert fault.row is None or 1 <= fault.row <= len(workbook[fault.sheet]) + 1


@slow
@given(faulty(2020))
def test_without_its_faulty_rows_a_workbook_is_sound(drawn: tuple[Workbook, list[Fault]]) -> None:
    workbook, faults = drawn
    for fault in faults:
        if fault.row is None or fault.kind == "missing column":
            workbook.pop(fault.sheet, None)
        elif fault.row == 1:
            assert fault.column is not None
            for row in workbook.get(fault.sheet, []):
                row.pop(fault.column, None)
    for name in workbook:
        spoilt = {fault.row for fault in faults if fault.sheet == name}
        workbook[name] = [row for number, row in enumerate(workbook[name], start=2) if number not in spoilt]
    check(workbook)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_fault_is_one_and_is_where_it_says(kind: str) -> None:
    workbook = big(400, seed=5, year=2019)
    fault = with_fault(workbook, kind, seed=1)
    assert fault is not None
    assert fault.kind == kind
    with pytest.raises((AssertionError, KeyError, TypeError)):
        check(workbook)
    if fault.row is not None and fault.row > 1:
        del workbook[fault.sheet][fault.row - 2]
        check(workbook)


def test_a_fault_that_has_no_place_is_not_made() -> None:
    assert with_fault({"查阅点接待": []}, "bad date", seed=1) is None
