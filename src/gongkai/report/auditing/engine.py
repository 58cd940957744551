"""Audit one report: every rule that applies to its edition and year, each finding or why it could not be assessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from gongkai.law.checks import ruled_editions, rules_edition
from gongkai.law.editions import Edition, builtin_editions
from gongkai.law.rules import SEVERITIES, Rule, builtin_rules
from gongkai.report.auditing.cross_year import agency_change, obstacle
from gongkai.report.auditing.declarative import Plan, Sheet, figures_of, plan, prints_coarse_rows
from gongkai.report.auditing.findings import (
    Audit,
    Finding,
    Hit,
    NotAssessable,
    RuleFunction,
    Skip,
    Subject,
)
from gongkai.report.auditing.registry import EXECUTABLE_KINDS, rule_functions
from gongkai.report.auditing.wording import basis_of
from gongkai.report.model import Report

_rulebooks: dict[str | None, Rulebook] = {}
OTHER_AGENCIES = ("cross_level", "cross_agency")  # Rules of these kinds are for those who hold several reports.
WITHOUT_TABLE = ("narrative", "document", "cross_year")
MOST_REASONS = 3


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The rules of an edition, with what carries each out."""

    edition: Edition | None
    rules: tuple[Rule, ...]
    functions: dict[str, RuleFunction]

    @cached_property
    def fine(self) -> Plan | None:
        return self._plan(coarse=False)

    @cached_property
    def coarse(self) -> Plan | None:
        """For a document that prints one row in place of several (see ``law.checks.substitutes``)."""
        return self._plan(coarse=True)

    def _plan(self, *, coarse: bool) -> Plan | None:
        declarative = [r for r in self.rules if r.id not in self.functions and r.kind in EXECUTABLE_KINDS]
        return plan(self.edition, declarative, coarse=coarse) if self.edition else None

    @cached_property
    def positions(self) -> dict[str, int]:
        """The order in which the form prints its cells."""
        return {key: at for at, key in enumerate(self.edition.slots)} if self.edition else {}


def audit(report: Report, *, edition: Edition | None = None, previous: Report | None = None) -> Audit:
    """Every finding about ``report``, gravest first, then in the order of the document.

    ``edition`` is needed for a custom edition only, and only used where the report is on it; ``previous`` is last
    year's report of the same agency, without which the cross-year rules are not assessable. ExpressionError when a
    rule of a custom edition cannot be read.
    """
    if edition is None or report.edition not in (None, edition.id):
        edition = builtin_editions().get(report.edition or "")
    return examine(Subject(report, edition, previous), rulebook(edition).rules)


def examine(subject: Subject, rules: Iterable[Rule]) -> Audit:
    """What ``rules`` say of a subject; those that do not cover its year are left out."""
    report, book = subject.report, rulebook(subject.edition)
    examiner = _Examiner(book, subject)
    results = [(rule, *examiner.examine(rule)) for rule in rules if rule.covers_year(report.year)]
    findings = _without_consequences([(rule, finding) for rule, found, _ in results for finding in found])
    return Audit(
        report,
        findings=sorted(findings, key=lambda f: _order(f, book)),
        not_assessable=[NotAssessable(rule.id, _reason(skips)) for rule, _, skips in results if skips],
        source=report.source,
    )


def rulebook(edition: Edition | None) -> Rulebook:
    """The rules that apply to an edition: those written for it, for a custom edition those of its base and its own.
    Without an edition there is no table to check, and the rules about prose and documents of every year remain."""
    name = edition.id if edition else None
    book = _rulebooks.get(name)
    if book is None or book.edition is not edition:
        book = _rulebooks[name] = Rulebook(edition, tuple(_rules_for(edition)), rule_functions())
    return book


def _rules_for(edition: Edition | None) -> Iterable[Rule]:
    rules = [rule for rule in builtin_rules().values() if rule.kind not in OTHER_AGENCIES]
    if edition is None:
        return [r for r in rules if r.kind in WITHOUT_TABLE and set(r.editions) >= ruled_editions()]
    known = rules_edition(edition)
    return [*(rule for rule in rules if known in rule.editions), *edition.rules]


class _Examiner:
    """One audit: the report's figures are laid out once for all rules."""

    def __init__(self, book: Rulebook, subject: Subject) -> None:
        self.book = book
        self.subject = subject
        self.known = rules_edition(book.edition) if book.edition else None
        self.obstacle = obstacle(subject)
        self.agency_change = None if self.obstacle else agency_change(subject)

    @cached_property
    def sheet(self) -> Sheet | None:
        edition, report = self.book.edition, self.subject.report
        if edition is None:
            return None
        chosen = self.book.coarse if prints_coarse_rows(report, edition) else self.book.fine
        assert chosen is not None
        figures = {**dict.fromkeys(chosen.assumed_blank), **figures_of(report)}
        if self.subject.previous and not self.obstacle:
            figures |= figures_of(self.subject.previous, "prev")
        return Sheet(chosen, figures)

    def examine(self, rule: Rule) -> tuple[list[Finding], list[str]]:
        """The findings of a rule, and why what it asks could not be assessed."""
        if rule.kind == "cross_year" and self.obstacle:
            return [], [self.obstacle]
        found: list[Finding] = []
        skips: list[str] = []
        for result in self._results(rule):
            if isinstance(result, Skip):
                skips.append(result.reason)
            else:
                found.append(self._finding(rule, result))
        return found, skips

    def _results(self, rule: Rule) -> Iterable[Hit | Skip]:
        if function := self.book.functions.get(rule.id):
            return function(self.subject, rule)
        return self.sheet.run(rule) if self.sheet else ()

    def _finding(self, rule: Rule, hit: Hit) -> Finding:
        severity = hit.severity or rule.severity_in(self.known)
        message = hit.message
        if rule.kind == "cross_year" and self.agency_change:
            severity = "warning" if severity == "error" else severity
            message += self.agency_change
        basis = basis_of(rule, self.book.edition)
        return Finding(rule.id, severity, message, hit.cells, hit.quotes, basis, hit.mend)


def _without_consequences(found: list[tuple[Rule, Finding]]) -> list[Finding]:
    """Findings that another one explains away are dropped; those that it probably causes say so."""
    failed = {rule.id for rule, _ in found}
    kept = []
    for rule, finding in found:
        if failed.intersection(rule.silent_when_failed):
            continue
        causes = [cause for cause in rule.consequence_of if cause in failed]
        if causes:
            finding = replace(
                finding, message=f"{finding.message}（可能由{'、'.join(causes)}所指问题引起，请先改那一处。）"
            )
        kept.append(finding)
    return kept


def _reason(reasons: list[str]) -> str:
    distinct = list(dict.fromkeys(reasons))
    told = "；".join(distinct[:MOST_REASONS])
    return f"{told}等" if len(distinct) > MOST_REASONS else told


def _order(finding: Finding, book: Rulebook) -> tuple[int, int, int, int]:
    """Gravest first; then words in the order of the text, then cells in the order of the form."""
    severity = SEVERITIES.index(finding.severity)
    spots = [(q.section, q.start or 0) for q in finding.quotes if q.section is not None]
    if spots:
        return severity, 1, *min(spots)
    places = [book.positions[key] for key in finding.cells if key in book.positions]
    return severity, 2 if places else 0, min(places, default=0), 0
