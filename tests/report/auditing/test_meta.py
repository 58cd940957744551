"""No rule without a procedure, a name and two cases: one that fails and one that passes."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import tests.report.auditing
from gongkai.law.editions import builtin_editions
from gongkai.law.expressions import SIDES
from gongkai.law.outcomes import BLANK_POLICIES, assess
from gongkai.law.rules import Severity, builtin_rules
from gongkai.report.auditing import declarative, engine, registry
from gongkai.report.auditing.findings import Audit, Hit, Subject
from gongkai.report.model import Report
from tests.report.auditing.cases import Case


def _cases() -> dict[str, Case]:
    found: dict[str, Case] = {}
    for module in pkgutil.iter_modules(tests.report.auditing.__path__):
        if module.name.startswith("cases_"):
            cases = importlib.import_module(f"{tests.report.auditing.__name__}.{module.name}").CASES
            assert found.keys().isdisjoint(cases), f"{module.name} repeats cases"
            found |= cases
    return found


CASES = _cases()
RULES = builtin_rules()


def _audit(case: Case, report: Report) -> Audit:
    if case.audit:
        return case.audit(report)
    return engine.audit(report, edition=case.edition, previous=case.previous)


def _expected_severity(rule_id: str, case: Case) -> Severity:
    edition = case.edition.id if case.edition else case.fails.edition
    return case.severity or RULES[rule_id].severity_in(edition)


def _found(rule_id: str, audit: Audit) -> set[str]:
    """The rules that were found to fail; document rules only where one of them is at stake."""
    whole = RULES[rule_id].kind == "document"
    return {f.rule for f in audit.findings if whole or RULES[f.rule].kind != "document"}


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert CASES.keys() == RULES.keys()


@pytest.mark.parametrize("rule_id", CASES)
def test_the_failing_case_yields_exactly_its_rule(rule_id: str) -> None:
    case = CASES[rule_id]
    audit = _audit(case, case.fails)
    assert _found(rule_id, audit) - case.also == {rule_id}
    assert {f.severity for f in audit.findings if f.rule == rule_id} == {_expected_severity(rule_id, case)}


@pytest.mark.parametrize("rule_id", CASES)
def test_the_failing_case_is_told_in_words_with_its_basis(rule_id: str) -> None:
    case = CASES[rule_id]
    finding = next(f for f in _audit(case, case.fails).findings if f.rule == rule_id)
    assert finding.message.endswith(("。", "）", "？"))
    assert not any(key in finding.message for key in finding.cells if "_" in key), "a clerk does not know keys"
    assert finding.basis
    assert finding.cells or finding.quotes or RULES[rule_id].kind not in ("arithmetic", "quality")


def _looked_at(rule_id: str, case: Case) -> bool:
    """For rules that are data: one of their checks passed. The others judge their own cases."""
    if rule_id in registry.rule_functions():
        return True
    edition = case.edition or builtin_editions()[case.passes.edition or ""]
    checks = declarative.plan(edition, [RULES[rule_id]])
    figures = {**dict.fromkeys(checks.assumed_blank), **declarative.figures_of(case.passes)}
    if case.previous:
        figures |= declarative.figures_of(case.previous, "prev")
    return "pass" in {assess(check, figures) for check in checks.checks[rule_id]}


@pytest.mark.parametrize("rule_id", CASES)
def test_the_passing_case_does_not_yield_it(rule_id: str) -> None:
    case = CASES[rule_id]
    assert rule_id not in {f.rule for f in _audit(case, case.passes).findings}
    assert _looked_at(rule_id, case), "it must pass because it was looked at"


def test_every_rule_has_a_procedure() -> None:
    functions = registry.rule_functions()
    assert registry.without_procedure(RULES.values(), functions) == []
    forgotten = {rule_id: function for rule_id, function in functions.items() if rule_id != "D-04"}
    assert registry.without_procedure(RULES.values(), forgotten) == ["D-04"]


def _nothing(subject: Subject, rule: object) -> list[Hit]:
    return []


def test_a_rule_that_does_not_exist_cannot_be_registered() -> None:
    _nothing.__name__ = "z_99_nothing"
    with pytest.raises(registry.RuleRegistryError, match="no rule Z-99"):
        registry.rule("Z-99")(_nothing)  # type: ignore[arg-type]


def test_a_function_cannot_hide_which_rule_it_is() -> None:
    _nothing.__name__ = "something_else"
    with pytest.raises(registry.RuleRegistryError, match="must begin with"):
        registry.rule("X-07")(_nothing)  # type: ignore[arg-type]


def test_a_rule_has_one_function() -> None:
    registry.rule_functions()
    _nothing.__name__ = "x_07_again"
    with pytest.raises(registry.RuleRegistryError, match="two functions"):
        registry.rule("X-07")(_nothing)  # type: ignore[arg-type]


def test_the_rules_are_numbered_once_and_complete() -> None:
    assert len(RULES) == 129
    assert all(r.citation for r in RULES.values())


REPOSITORY = Path(__file__).resolve().parents[3]


def test_the_table_of_rules_in_the_docs_is_up_to_date() -> None:
    command = [sys.executable, REPOSITORY / "scripts" / "rules_table.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_docs_name_every_blank_policy_and_field() -> None:
    text = (REPOSITORY / "docs" / "auditing.md").read_text(encoding="utf-8")
    fields = ("when", "for_each", "optional_keys", "substitute", "years", "severity_by_edition", "citation", "lawful")
    for word in (*BLANK_POLICIES, *fields, "silent_when_failed", "consequence_of", *SIDES):
        assert f"`{word}" in text, word
