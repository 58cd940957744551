"""Cutting one row of figures, against an enumeration of all cuts that shares no code with it."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.digits import Budget, ColumnSum, Line, Search, Splitter, count_figures

SEVEN = ["integer"] * 7
TOTAL = (ColumnSum(6, (0, 1, 2, 3, 4, 5)),)
GROUPS = tuple(ColumnSum(5 * g + 4, tuple(range(5 * g, 5 * g + 4))) for g in range(3))


def cuts(digits: str, columns: int) -> set[tuple[int, ...]]:
    """All ways to cut digits into numbers without leading zeros."""
    found = set()
    for places in combinations(range(1, len(digits)), columns - 1):
        parts = [digits[a:b] for a, b in zip((0, *places), (*places, len(digits)), strict=True)]
        if all(p == "0" or p[0] != "0" for p in parts):
            found.add(tuple(map(int, parts)))
    return found


def read(text, kinds=SEVEN, sums=TOTAL):
    return Line("row", [text], kinds, sums, Budget())


def values(readings):
    return {r.values for r in readings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3000003", (3, 0, 0, 0, 0, 0, 3)),
        ("120000012", (12, 0, 0, 0, 0, 0, 12)),
        ("12 0 0 3 0 0 15", (12, 0, 0, 3, 0, 0, 15)),
        ("1200300 15", (12, 0, 0, 3, 0, 0, 15)),
        ("1,234 0 0 0 0 0 1,234", (1234, 0, 0, 0, 0, 0, 1234)),
        ("1,234000001,234", (1234, 0, 0, 0, 0, 0, 1234)),
        ("2////13", (2, None, None, None, None, 1, 3)),
        ("2 — — — — 1 3", (2, None, None, None, None, 1, 3)),
        ("2————13", (2, None, None, None, None, 1, 3)),
        ("///////", (None,) * 7),
        ("-------", (None,) * 7),
    ],
)
def test_a_row_that_its_own_total_decides(text, expected):
    found = read(text).sound
    assert [r.values for r in found] == ([expected] if expected else [])


@pytest.mark.parametrize("text", ["300000", "0123456", "12 0 0 3 0 15", "3000003 1", ""])
def test_a_row_that_no_cut_fits(text):
    assert read(text).sound == ()


@given(st.lists(st.sampled_from(["0", "7", "12", "30", "105"]), min_size=2, max_size=5))
def test_spaces_are_boundaries_that_no_figure_crosses(groups):
    found = values(Splitter(" ".join(groups), ["integer"] * 6, ()).readings(Search(Budget())))
    edges = {len("".join(groups[:i])) for i in range(1, len(groups))}
    assert found == {v for v in cuts("".join(groups), 6) if edges <= set(accumulate(len(str(n)) for n in v))}


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("12+315", ["integer", "signed_integer", "integer"], {(12, 3, 15), (12, 31, 5)}),
        ("12 -2 5", ["integer", "signed_integer", "integer"], {(12, -2, 5)}),
        ("12减25", ["integer", "signed_integer", "integer"], {(12, -2, 5)}),
        ("0增加30", ["integer", "signed_integer", "integer"], {(0, 3, 0)}),
        ("6 96171.6", ["integer", "decimal"], {(6, Decimal("96171.6"))}),
        ("6251000元", ["integer", "decimal"], {(int("6251000"[:i]), int("6251000"[i:])) for i in (1, 2, 3, 6)}),
        ("0.5 0.25", ["decimal", "decimal"], {(Decimal("0.5"), Decimal("0.25"))}),
        ("3万元", ["decimal"], {(3,)}),
    ],
)
def test_signs_decimals_and_money(text, kinds, expected):
    assert values(read(text, kinds, ()).sound) == expected


@given(st.text("0123", min_size=3, max_size=9), st.integers(2, 4))
def test_all_cuts_are_found(digits, columns):
    found = Splitter(digits, ["integer"] * columns).readings(Search(Budget()))
    assert values(found) == cuts(digits, columns)


@given(st.lists(st.integers(0, 130), min_size=6, max_size=6))
@settings(max_examples=30, deadline=None)
def test_sound_readings_are_the_cuts_that_add_up(parts):
    digits = "".join(map(str, [*parts, sum(parts)]))
    expected = {v for v in cuts(digits, 7) if sum(v[:6]) == v[6]}
    assert values(read(digits).sound) == expected
    assert (*parts, sum(parts)) in expected


@given(st.lists(st.lists(st.integers(0, 12), min_size=4, max_size=4), min_size=3, max_size=3))
@settings(max_examples=40, deadline=None)
def test_three_groups_with_a_total_each(groups):
    row = [n for group in groups for n in (*group, sum(group))]
    found = read("".join(map(str, row)), ["integer"] * 15, GROUPS).sound
    assert tuple(row) in values(found)
    assert all(sum(v[5 * g : 5 * g + 4]) == v[5 * g + 4] for v in values(found) for g in range(3))


def test_a_broken_group_leaves_the_readings_that_break_no_other():
    line = read("10005021031200214", ["integer"] * 15, GROUPS)
    assert line.sound == ()
    found = line.least_faulty()
    assert {r.faults for r in found} == {1}
    assert (1, 0, 0, 0, 5, 0, 2, 1, 0, 3, 12, 0, 0, 2, 14) in values(found)


def test_figures_keep_their_offsets():
    (reading,) = read("  12 0 0 3 0 0 15").sound
    assert reading.spans[0] == (2, 4)
    assert reading.spans[-1] == (15, 17)


def test_only_a_row_with_one_cut_is_certain():
    assert read("3000004").certain.values == (3, 0, 0, 0, 0, 0, 4)
    assert read("3000004").certain.faults == 1
    assert read("120000012").certain is None


def test_a_row_that_may_hold_a_page_number_has_the_readings_of_both():
    line = Line("row", ["2 5", "2  "], ["integer"], (), Budget())
    assert values(line.sound) == {(2,)}


def test_a_spent_budget_is_no_answer():
    assert Line("row", ["98765432109876543210987654321"], SEVEN, TOTAL, Budget(steps=50)).sound is None


def test_marks_and_digits_count_as_figures():
    assert count_figures("3 / — 0 无 件") == 5
