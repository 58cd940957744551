"""The second evaluation of the rules agrees with the one that audits."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.corpus.synth.judging import breaches, cells_by_rule
from gongkai.law.checks import checks_of
from gongkai.law.editions import builtin_editions
from gongkai.law.rules import builtin_rules
from gongkai.report.auditing.engine import audit
from gongkai.report.model import Cell, Report

EDITIONS = sorted(builtin_editions())
YEARS = {edition.id: edition.last_year or 2023 for edition in builtin_editions().values()}


def random_report(edition, year, rng, blank):
    cells = {}
    for key in builtin_editions()[edition].slots:
        value = None if rng.random() < blank else rng.choice((0, 0, 1, 2, 3, rng.randint(0, 60)))
        cells[key] = Cell(key, value, "" if value is None else str(value))
    return Report("霁川县水利局", year, edition, cells=cells)


def values(report):
    return {key: cell.value for key, cell in report.cells.items()}


@pytest.mark.parametrize("edition", EDITIONS)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), blank=st.sampled_from((0.0, 0.2, 0.9)))
def test_both_evaluations_agree(edition, seed, blank):
    rng = random.Random(seed)
    now, then = (random_report(edition, YEARS[edition] - back, rng, blank) for back in (0, 1))
    judged = cells_by_rule(edition).keys()
    found = {f.rule for f in audit(now, previous=then).findings if f.rule in judged and "未填" not in f.message}
    broken = {b.rule for b in breaches(edition, now.year, values(now), values(then))}
    every = {f.rule for f in audit(now, previous=then).findings}
    assert found <= broken <= every


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rule_that_is_an_expression_is_judged(edition):
    procedures = {"C14-01", "C19-01", "C19-02", "Q14-05", "X-07", "X-08", "X-09"}
    rules = [r for r in builtin_rules().values() if r.kind in ("arithmetic", "quality", "cross_year")]
    asked = [r for r in rules if edition in r.editions and r.id not in procedures]
    assert cells_by_rule(edition).keys() == {r.id for r in asked if checks_of(r, builtin_editions()[edition])}


def test_an_absent_cell_leaves_its_rules_unjudged():
    figures = {"req_closed": 5, "req_closed_on_time": 1}
    assert breaches("cn-gid-2014-national", 2016, figures) == []
    (found,) = breaches("cn-gid-2014-national", 2016, figures | {"req_closed_extended": 1})
    assert (found.rule, found.severity) == ("A14-04", "error")
    assert set(found.cells) == {"req_closed", "req_closed_on_time", "req_closed_extended"}


def test_severity_is_that_of_the_edition():
    figures = {"review_total": 3, "review_upheld": 1, "review_corrected": 0, "review_other": 1}
    severities = {
        e: {b.rule: b.severity for b in breaches(e, 2016, figures)}.get("L14-02")
        for e in ("cn-gid-2014-national", "cn-gid-2014-shandong")
    }
    assert severities == {"cn-gid-2014-national": "warning", "cn-gid-2014-shandong": "error"}
