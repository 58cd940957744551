"""Consistent tables raise no arithmetic alarm; a wrong figure raises every alarm that a naive adder foresees.

The adder below knows nothing of the rules: it reads parents, roles and the 总计 column off the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.editions import Edition, FormTable, builtin_editions
from gongkai.law.rules import builtin_rules
from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Finding
from gongkai.report.model import Number
from tests.report.auditing.cases import report

RULES = builtin_rules()
EDITIONS = builtin_editions()
Cells = dict[str, Number | None]


@dataclass(frozen=True)
class NaiveSum:
    """``total`` should be the sum of ``parts``."""

    total: str
    parts: tuple[str, ...]

    def holds(self, cells: Cells) -> bool:
        return (cells[self.total] or 0) == sum(cells[part] or 0 for part in self.parts)


def _children(table: FormTable, key: str) -> list[str]:
    """The rows with figures that add up to ``key``; a heading that is only computed gives way to its own rows."""
    rows = [row for row in table.rows if row.parent == key and row.role in ("component", "heading", "total")]
    return [leaf for row in rows for leaf in ([row.key] if row.has_cell else _children(table, row.key))]


def _row_sums(table: FormTable) -> list[NaiveSum]:
    found = []
    for row in table.rows:
        parts = [k for k in _children(table, row.key) if any(r.key == k and r.role == "component" for r in table.rows)]
        if row.has_cell and parts:
            for column in table.columns:
                slot = [table.key_of(next(r for r in table.rows if r.key == k), column) for k in parts]
                found.append(NaiveSum(table.key_of(row, column), tuple(slot)))
    return found


def _column_sums(table: FormTable) -> list[NaiveSum]:
    parents = {c.parent for c in table.columns if c.parent}
    if table.default_column:
        parts = [c for c in table.columns if c.key != table.default_column]
        total = next(c for c in table.columns if c.key == table.default_column)
        return [
            NaiveSum(table.key_of(row, total), tuple(table.key_of(row, c) for c in parts))
            for row in table.rows
            if row.has_cell
        ]
    return [NaiveSum(p, tuple(c.key for c in table.columns if c.parent == p)) for p in parents if p]


def naive_sums(edition: Edition) -> list[NaiveSum]:
    return [s for table in edition.tables for s in (*_row_sums(table), *_column_sums(table))]


def _consistent(edition: Edition, random: Random) -> Cells:
    """A table that adds up: leaves by chance, some of them blank, totals computed; inclusions respected."""
    sums = naive_sums(edition)
    totals = {s.total for s in sums}
    cells: Cells = {key: random.choice((None, 0, *range(30))) for key in edition.slots if key not in totals}
    _respect_inclusions(cells, random)
    for _ in range(3):  # Totals of totals settle in a few rounds.
        for each in sums:
            cells[each.total] = sum(cells.get(part) or 0 for part in each.parts)
    _balance(edition, cells, random)
    return {key: cells[key] for key in edition.slots}


def _respect_inclusions(cells: Cells, random: Random) -> None:
    """What a form cannot express in parents: subsets, non-negative stocks, a distinct count between max and sum."""
    for part, whole in (
        ("normative_docs_disclosed", "proactive_items"),
        ("press_conferences_principal", "press_conferences"),
        ("online_interviews_principal", "online_interviews"),
        ("rules_newly_disclosed", "rules_disclosed_total"),
        ("normative_docs_newly_disclosed", "normative_docs_disclosed_total"),
    ):
        if part in cells and whole in cells:
            cells[whole] = (cells[part] or 0) + random.randrange(9)
    for key in [k for k in cells if k.endswith("_items_change")]:
        cells[key] = -random.randint(0, cells[key.replace("change", "prev_year")] or 0)


def _balance(edition: Edition, cells: Cells, random: Random) -> None:
    """What the form says in its note: received plus carried in equals handled plus carried out, in each column."""
    matrix = next((t for t in edition.tables if t.layout == "matrix"), None)
    if matrix is None:
        return
    columns = [c.key for c in matrix.columns if c.key != matrix.default_column]
    for name in columns:
        handled = cells[f"outcome_total@{name}"] or 0
        carried_in = random.randint(0, handled)
        cells[f"req_carried_in@{name}"] = carried_in
        cells[f"req_carried_out@{name}"] = random.choice((None, 3))
        cells[f"req_received@{name}"] = handled + (cells[f"req_carried_out@{name}"] or 0) - carried_in
    for row in ("req_received", "req_carried_in", "req_carried_out"):
        cells[f"{row}@{matrix.default_column}"] = sum(cells[f"{row}@{name}"] or 0 for name in columns)


def _alarms(edition: Edition, cells: Cells) -> list[Finding]:
    """Arithmetic findings beyond information. Warnings of practice (P14-06 …) have nothing to do with sums."""
    found = audit(report(edition.id, cells, year=edition.first_year)).findings
    return [f for f in found if f.severity != "info" and RULES[f.rule].kind == "arithmetic"]


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_naive_adder_finds_the_sums_of_the_form(edition: Edition) -> None:
    sums = naive_sums(edition)
    assert len(sums) == {"cn-gid-2019": 33, "cn-gid-2021": 35}.get(edition.id, len(sums))
    assert {"review_total"} <= {s.total for s in sums}


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_table_that_adds_up_raises_no_error(edition: Edition, random: Random) -> None:
    cells = _consistent(edition, random)
    assert [s for s in naive_sums(edition) if not s.holds(cells)] == []
    assert [f for f in _alarms(edition, cells) if f.severity == "error"] == []


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_a_wrong_figure_is_found_by_every_sum_that_it_breaks(edition: Edition, random: Random) -> None:
    cells = _consistent(edition, random)
    sums = naive_sums(edition)
    wrong = random.choice(sorted({key for s in sums for key in (s.total, *s.parts)}))
    cells[wrong] = (cells[wrong] or 0) + random.randint(1, 9)
    found = _alarms(edition, cells)
    for broken in (s for s in sums if not s.holds(cells)):
        assert [f for f in found if broken.total in f.cells and wrong in f.cells], (broken.total, wrong)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_an_absent_cell_raises_no_error(edition: Edition, random: Random) -> None:
    cells = _consistent(edition, random)
    for key in random.sample(sorted(cells), k=random.randint(1, 12)):
        del cells[key]
    assert [f for f in _alarms(edition, cells) if f.severity == "error"] == []


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_a_mend_that_names_a_figure_mends(edition: Edition, random: Random) -> None:
    """Whatever is wrong with one figure, the proposal never points to a sound cell with a figure that breaks a sum."""
    cells = _consistent(edition, random)
    wrong = random.choice(sorted({key for s in naive_sums(edition) for key in (s.total, *s.parts)}))
    right, cells[wrong] = cells[wrong], (cells[wrong] or 0) + random.randint(1, 9)
    crossing = [f for f in _alarms(edition, cells) if f.mend and "相关的" in f.mend]
    for finding in crossing:
        assert f"改为{right or 0}后" in str(finding.mend)
