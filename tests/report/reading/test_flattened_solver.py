"""Rows joined by equations, against brute force over all cuts of all rows."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.digits import Budget, ColumnSum, Line
from gongkai.report.reading.digits_faults import Equation
from gongkai.report.reading.digits_solver import solve_lines
from gongkai.report.reading.flattened_sums import row_equations
from tests.report.reading.flattening import FORM_2019, FORM_2021, requests
from tests.report.reading.test_flattened_digits import SEVEN, TOTAL, cuts

THREE = ["integer"] * 3
SUM = (ColumnSum(2, (0, 1)),)
BALANCE = Equation(((1, "in"), (1, "before"), (-1, "done"), (-1, "after")))
OUTCOMES = Equation(((1, "done"), (-1, "granted"), (-1, "refused")))


def lines_of(rows, kinds=THREE, sums=SUM):
    budget = Budget()
    return [Line(key, ["".join(map(str, row))], kinds, sums, budget) for key, row in rows.items()]


def brute_force(rows, equations):
    """For each row the cuts that are part of a table in which every sum holds."""
    options = [[v for v in cuts("".join(map(str, row)), 3) if v[0] + v[1] == v[2]] for row in rows.values()]
    possible = {key: set() for key in rows}
    for table in product(*options):
        chosen = dict(zip(rows, table, strict=True))
        if all(sum(sign * chosen[key][c] for sign, key in e.terms) == 0 for e in equations for c in range(3)):
            for key, values in chosen.items():
                possible[key].add(values)
    return possible


figures = st.integers(0, 140)


@st.composite
def small_tables(draw):
    """Six rows of two figures and their total, in which both equations hold."""
    granted, refused, after = ([draw(figures), draw(figures)] for _ in range(3))
    done = [a + b for a, b in zip(granted, refused, strict=True)]
    before = [draw(st.integers(0, d + a)) for d, a in zip(done, after, strict=True)]
    received = [d + a - b for d, a, b in zip(done, after, before, strict=True)]
    rows = {"in": received, "before": before, "granted": granted, "refused": refused, "done": done, "after": after}
    return {key: [*row, sum(row)] for key, row in rows.items()}


@given(small_tables())
@settings(max_examples=150, deadline=None)
def test_the_readings_left_are_those_of_all_solutions(rows):
    verdict = solve_lines(lines_of(rows), [BALANCE, OUTCOMES])
    assert not verdict.broken
    left = {key: {r.values for r in readings} for key, readings in verdict.readings.items()}
    assert left == brute_force(rows, [BALANCE, OUTCOMES])
    assert all(tuple(row) in left[key] for key, row in rows.items())


@given(small_tables(), st.sampled_from(["in", "granted", "done"]), st.integers(0, 2), st.integers(1, 90))
@settings(max_examples=100, deadline=None)
def test_a_misprint_that_leaves_no_solution_is_said_and_touches_no_certain_row(rows, key, column, error):
    rows[key][column] += error
    consistent = all(brute_force(rows, [BALANCE, OUTCOMES]).values())
    lines = lines_of(rows)
    verdict = solve_lines(lines, [BALANCE, OUTCOMES])
    faulty_alone = any(line.certain and line.certain.faults for line in lines)
    assert consistent or verdict.broken or faulty_alone
    for line in lines:
        if line.certain:
            assert [r.values for r in verdict.readings[line.key]] == [tuple(rows[line.key])]


def test_an_equation_decides_what_a_row_alone_cannot():
    budget = Budget()
    texts = {"granted": "1111112", "refused": "0 2 2", "done": "1 113 114"}
    lines = [Line(key, [text], THREE, SUM, budget) for key, text in texts.items()]
    assert {r.values for r in lines[0].sound} == {(1, 111, 112), (111, 1, 112)}
    verdict = solve_lines(lines, [OUTCOMES])
    assert [r.values for r in verdict.readings["granted"]] == [(1, 111, 112)]


def test_rows_that_no_equation_joins_are_decided_alone():
    rows = {"in": [12, 3, 15], "other": [2, 2, 4]}
    verdict = solve_lines(lines_of(rows), [BALANCE])
    assert {key: [r.values for r in left] for key, left in verdict.readings.items()} == {
        "in": [(12, 3, 15)],
        "other": [(2, 2, 4)],
    }


def test_a_row_too_long_to_cut_is_given_up_and_takes_its_equations_with_it():
    rows = requests(random.Random(1), FORM_2021)
    budget = Budget()
    endless = Line("outcome_total", ["9" * 60], SEVEN, TOTAL, Budget(steps=100))
    lines = [
        endless,
        *(Line(k, ["".join(map(str, v))], SEVEN, TOTAL, budget) for k, v in rows.items() if k != endless.key),
    ]
    verdict = solve_lines(lines, row_equations(FORM_2021.table("requests"), FORM_2021, rows.__contains__))
    assert endless.key in verdict.given_up
    assert not verdict.broken


def solved(edition, rows):
    budget = Budget()
    lines = [Line(key, ["".join(map(str, row))], SEVEN, TOTAL, budget) for key, row in rows.items()]
    return solve_lines(lines, row_equations(edition.table("requests"), edition, rows.__contains__))


def wrong_cells(verdict, rows):
    """Cells on which all readings agree and that are not what is printed."""
    return [
        (key, column)
        for key, left in verdict.readings.items()
        for column, values in enumerate(zip(*(r.values for r in left), strict=True))
        if len(set(values)) == 1 and values[0] != rows[key][column]
    ]


def placed(verdict):
    return sum(
        len(set(values)) == 1
        for left in verdict.readings.values()
        for values in zip(*(r.values for r in left), strict=True)
    )


@pytest.mark.parametrize("edition", [FORM_2019, FORM_2021], ids=lambda e: e.id)
@pytest.mark.parametrize(("digits", "density"), [(1, 0.3), (2, 0.2), (3, 0.15)])
def test_valid_tables_are_solved_and_the_true_one_is_never_excluded(edition, digits, density):
    whole = 0
    for seed in range(12):
        rows = requests(random.Random(seed), edition, digits=digits, density=density)
        verdict = solved(edition, rows)
        assert not verdict.broken
        assert all(tuple(rows[key]) in {r.values for r in left} for key, left in verdict.readings.items())
        assert wrong_cells(verdict, rows) == []
        whole += placed(verdict) == 7 * len(rows)
    assert whole >= 10


@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_table_with_one_misprint_never_yields_a_wrong_cell(seed):
    rng = random.Random(seed)
    rows = requests(rng, FORM_2019)
    key, column = rng.choice(list(rows)), rng.randrange(7)
    rows[key][column] = rng.choice([0, rows[key][column] + rng.choice([-1, 1, 2, 10]), rng.randrange(200)])
    rows[key][column] = max(0, rows[key][column])
    verdict = solved(FORM_2019, rows)
    assert wrong_cells(verdict, rows) == []
    assert placed(verdict) > 90


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_a_table_with_many_misprints_never_yields_a_wrong_cell(seed):
    rng = random.Random(seed)
    rows = requests(rng, FORM_2019)
    for _ in range(4):
        rows[rng.choice(list(rows))][rng.randrange(7)] = rng.randrange(120)
    assert wrong_cells(solved(FORM_2019, rows), rows) == []


def test_a_total_row_left_at_zero_costs_no_other_row():
    rows = requests(random.Random(3), FORM_2019)
    rows["outcome_total"] = [0] * 7
    verdict = solved(FORM_2019, rows)
    assert verdict.broken
    assert wrong_cells(verdict, rows) == []
    assert placed(verdict) == 7 * len(rows)


def test_a_row_that_contradicts_its_total_is_read_where_the_columns_vouch_for_it():
    rows = requests(random.Random(4), FORM_2019)
    rows["req_received"][6] += 1
    verdict = solved(FORM_2019, rows)
    assert [r.values for r in verdict.readings["req_received"]] == [tuple(rows["req_received"])]


def test_hopeless_digits_end_in_bounded_time_without_a_guess():
    rng = random.Random(5)
    rows = {key: [rng.randrange(10**5, 10**6) for _ in range(7)] for key in requests(rng, FORM_2021)}
    verdict = solved(FORM_2021, rows)
    assert wrong_cells(verdict, rows) == []
