"""Workbooks of the demonstration, read back by another library."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from gongkai.demo.county import County, county
from gongkai.demo.sheets import COLUMNS
from gongkai.demo.workbooks import write_workbook, write_workbooks


def read_back(path):
    book = load_workbook(path, read_only=True)
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def comparable(value):
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return float(value) if isinstance(value, Decimal) else value


@pytest.fixture(scope="module")
def small():
    return County("示例县", (county().record("县科技局"), county().record("县民政局")))


def test_one_workbook_an_agency(tmp_path, small):
    written = write_workbooks(tmp_path / "registers", small)
    assert [path.name for path in written] == ["示例县科学技术局台账.xlsx", "示例县民政局台账.xlsx"]
    assert all(path.is_file() for path in written)


def test_every_row_comes_back(tmp_path, small):
    for record, path in zip(small.records, write_workbooks(tmp_path, small), strict=True):
        back = read_back(path)
        assert list(back) == list(COLUMNS)
        for name, columns in COLUMNS.items():
            assert back[name][0] == columns
            rows = [tuple(map(comparable, row.values())) for row in record.sheets[name]]
            assert [tuple(map(comparable, row)) for row in back[name][1:]] == rows


def test_a_workbook_may_hold_nothing(tmp_path):
    path = tmp_path / "empty.xlsx"
    write_workbook(path, {name: [] for name in COLUMNS})
    assert read_back(path) == {name: [columns] for name, columns in COLUMNS.items()}
