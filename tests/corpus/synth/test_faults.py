"""Every kind of fault is found, causes nothing unexplained, and the same report without it is clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.corpus.synth.faults import FAMILIES, FAULTS
from gongkai.law.editions import builtin_editions
from gongkai.law.rules import builtin_rules
from tests.corpus.synth.samples import by_path, made, not_found, options, told, unexplained

FOUND_IN_A_STORE_ONLY = {"copied_from_another"}  # X-10 needs the reports of other agencies beside this one.


def asked(kind):
    return options(400, rate=1.0, formats=("txt",), kinds=(kind,))


def first_with(kind):
    """A report with this kind of fault, the reports of its agency before it, the same without faults."""
    seen = {}
    for one in made(asked(kind)):
        seen[one.path.rpartition(".")[0]] = one
        if any(fault.kind == kind for fault in one.answer.injected):
            return one, seen
    raise AssertionError(f"no report has a place for {kind}")


@pytest.mark.parametrize("kind", sorted(FAULTS))
def test_a_fault_is_found_and_nothing_else_is_said(kind):
    one, seen = first_with(kind)
    findings = told(seen, one)
    if kind not in FOUND_IN_A_STORE_ONLY:
        assert not_found(one.answer, findings) == []
    assert unexplained(one.answer, findings) == []


def test_reports_without_faults_are_silent():
    reports = by_path(options(40, seed=5))
    assert [unexplained(one.answer, told(reports, one)) for one in reports.values()] == [[]] * 40


def test_kinds_are_described_and_in_a_known_family():
    assert all(fault.family in FAMILIES and fault.what and fault.id == kind for kind, fault in FAULTS.items())
    assert len(FAULTS) >= 70


def test_every_kind_is_documented():
    page = (Path(__file__).parents[3] / "docs" / "corpus-synth.md").read_text(encoding="utf-8")
    assert [kind for kind, fault in FAULTS.items() if f"`{kind}` {fault.what}" not in page] == []


def test_a_fault_demands_rules_that_exist_of_cells_that_exist():
    for one in made(options(150, rate=1.0, formats=("md",))):
        for expected in (e for fault in one.answer.injected for e in fault.must):
            assert set(expected.rules) <= builtin_rules().keys()
            assert set(expected.cells) <= builtin_editions()[one.answer.edition].slots.keys()


def test_a_fault_changes_what_its_report_prints():
    faulty, clean = by_path(options(60, rate=1.0, formats=("md",))), by_path(options(60, formats=("md",)))
    changed = [path for path, one in faulty.items() if one.answer.injected]
    assert len(changed) > 50
    assert all(faulty[path].content != clean[path].content for path in changed)
    assert all(faulty[path].content == clean[path].content for path in faulty.keys() - set(changed))


def test_the_share_of_faulty_reports_is_the_rate():
    faulty = sum(bool(one.answer.injected) for one in made(options(500, rate=0.3, formats=("md",))))
    assert 110 < faulty < 190
