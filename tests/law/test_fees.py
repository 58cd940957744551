"""The information-processing fee: published totals, the sum tier by tier, and an independent count unit by unit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.fees import FeeError, FeeLine, fee_by_items, fee_by_pages

DAY = date(2026, 11, 2)
ITEMS = {0: 0, 1: 0, 10: 0, 11: 100, 30: 2000, 31: 2200, 40: 4000, 41: 4300, 50: 7000, 51: 7400, 55: 9000, 60: 11000}
PAGES = {0: 0, 30: 0, 31: 10, 68: 380, 100: 700, 101: 720, 200: 2700, 201: 2740, 231: 3940, 250: 4700}


@pytest.mark.parametrize(("items", "total"), ITEMS.items())
def test_by_items(items, total):
    assert fee_by_items(items, DAY).total == total


@pytest.mark.parametrize(("pages", "total"), PAGES.items())
def test_by_pages(pages, total):
    assert fee_by_pages(pages, DAY).total == total


def price_of_item(number: int) -> int:
    """Free up to 10, 100 yuan up to 30, then 100 yuan more for every ten begun."""
    if number <= 10:
        return 0
    return 100 if number <= 30 else 100 * ((number - 31) // 10 + 2)


def price_of_page(number: int) -> int:
    return 0 if number <= 30 else 10 if number <= 100 else 20 if number <= 200 else 40


@given(st.integers(0, 600))
def test_the_total_is_the_price_of_each_unit_added_up(count):
    assert fee_by_items(count, DAY).total == sum(map(price_of_item, range(1, count + 1)))
    assert fee_by_pages(count, DAY).total == sum(map(price_of_page, range(1, count + 1)))


@given(st.integers(1, 5000), st.sampled_from([fee_by_items, fee_by_pages]))
def test_the_lines_cover_every_unit_once_and_add_up(count, compute):
    fee = compute(count, DAY)
    assert [unit for line in fee.lines for unit in range(line.first, line.last + 1)] == list(range(1, count + 1))
    assert all(line.count * line.rate == line.amount for line in fee.lines)
    assert sum(line.amount for line in fee.lines) == fee.total


def test_the_sum_is_shown_tier_by_tier():
    assert fee_by_pages(231, DAY).lines == (
        FeeLine(1, 30, 30, 0, 0),
        FeeLine(31, 100, 70, 10, 700),
        FeeLine(101, 200, 100, 20, 2000),
        FeeLine(201, 231, 31, 40, 1240),
    )
    assert fee_by_items(55, DAY).lines[-1] == FeeLine(51, 55, 5, 400, 2000)
    assert fee_by_items(0, DAY).lines == ()


def test_a_fee_names_its_basis_and_what_it_counts_over():
    fee = fee_by_items(11, DAY)
    assert fee.citation == "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"
    assert "一个自然月" in fee.scope
    assert "同一申请" in fee_by_pages(11, DAY).scope


@pytest.mark.parametrize(
    ("count", "day", "message"),
    [
        (-1, DAY, "数量应在 0 至 100000 页之间"),
        (100_001, DAY, "数量应在"),
        (5, date(2020, 12, 31), "自 2021-01-01 起施行，2020-12-31 不适用"),
    ],
)
def test_what_cannot_be_charged_is_refused(count, day, message):
    with pytest.raises(FeeError, match=message):
        fee_by_pages(count, day)


def test_the_first_day_and_the_largest_count_are_accepted():
    assert fee_by_pages(31, date(2021, 1, 1)).total == 10
    assert fee_by_items(100_000, DAY).lines[-1].last == 100_000
