"""Carrying out the rules that are data: figures in, hits and skips out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from gongkai.law.checks import checks_of, rules_edition, substitutes, unfilled_rows
from gongkai.law.editions import Edition
from gongkai.law.expressions import Number, Ref
from gongkai.law.outcomes import Check, Outcome, absent_from, assess
from gongkai.law.rules import Rule, Severity
from gongkai.report.auditing.declarative_mend import propose
from gongkai.report.auditing.findings import Hit, Skip
from gongkai.report.auditing.wording import FEW_TERMS, Speaker, gathered, names
from gongkai.report.model import Report

Figures = Mapping[str, Number | None]
_MARK = re.compile(r"[\s/／\\\-—–－―_*]*|无")
_WHICH = {
    "": "表中",
    "prev": "上年报告的表中",
    "parent": "汇总表中",
    "own": "本级报告中",
    "sub": "所属单位报告中",
}
_TOLD_ONCE: tuple[Outcome, ...] = ("missing_total", "missing_children")
MOST_MENDS = 40  # A table that fails everywhere was read or filled askew as a whole; single mends would mislead.


@dataclass(frozen=True, eq=False)
class Plan:
    """The declarative checks of an edition; ``coarse`` as in ``checks_of``."""

    edition: Edition
    checks: Mapping[str, tuple[Check, ...]]
    assumed_blank: frozenset[str]

    @cached_property
    def hard(self) -> Mapping[str, tuple[Check, ...]]:
        """The checks that admit no exception, by each cell that they name."""
        found: defaultdict[str, list[Check]] = defaultdict(list)
        for check in (c for checks in self.checks.values() for c in checks):
            if check.rule.severity_in(rules_edition(self.edition)) == "error":
                for name in check.names:
                    found[name].append(check)
        return {name: tuple(checks) for name, checks in found.items()}


def plan(edition: Edition, rules: Iterable[Rule], *, coarse: bool = False) -> Plan:
    """Bind ``rules`` to an edition; rules that are not applicable in it are left out."""
    bound = {rule.id: checks_of(rule, edition, coarse=coarse) for rule in rules}
    return Plan(edition, {rule_id: checks for rule_id, checks in bound.items() if checks}, unfilled_rows(edition))


def prints_coarse_rows(report: Report, edition: Edition) -> bool:
    """True when the document prints one row (其他处理) in place of the several that the edition has."""
    printed = {key.partition("@")[0] for key in report.cells}
    return any(row in printed and printed.isdisjoint(fine) for row, fine in substitutes(edition).items())


def figures_of(report: Report, side: str = "") -> dict[str, Number | None]:
    """Cell name → figure, None for a blank or a mark. A cell whose text could not be read as a figure is left out:
    it is as good as absent. ``side`` is the side of an expression that the report stands for (``prev`` …)."""
    figures = {
        key: cell.value
        for key, cell in report.cells.items()
        if cell.value is not None or not cell.raw or _MARK.fullmatch(cell.raw)
    }
    return {f"{side}({key})": value for key, value in figures.items()} if side else figures


@dataclass(frozen=True, eq=False)
class Sheet:
    """The figures that one audit's checks look at, with the plan for them."""

    plan: Plan
    figures: Figures

    def run(self, rule: Rule) -> Iterator[Hit | Skip]:
        """The hits of a rule, then at most one skip that says what is absent."""
        outcomes = [(check, assess(check, self.figures)) for check in self.plan.checks.get(rule.id, ())]
        faults = [(c, o) for c, o in outcomes if o in ("fail", "missing_total", "missing_children")]
        for told_once in _TOLD_ONCE:
            slight = [c for c, o in faults if o == told_once and _severity(c, o) == "info"]
            if len(slight) > 1:
                yield self._gathered(slight, told_once)
                faults = [(c, o) for c, o in faults if c not in slight]
        yield from (self._hit(check, outcome) for check, outcome in faults)
        if reason := self._reason(outcomes):
            yield Skip(reason)

    def _hit(self, check: Check, outcome: Outcome) -> Hit:
        speaker = Speaker(self.plan.edition, check, self.figures)
        mend = propose(check, self.figures, self.plan.hard, self.plan.edition) if self._worth_mending else None
        return Hit(speaker.sentence(outcome), self._cells(check), mend=mend, severity=_severity(check, outcome))

    def _gathered(self, checks: list[Check], outcome: Outcome) -> Hit:
        """Many rows that lack no more than their total are told once."""
        totals = {c.total: self.figures[c.total] for c in checks if c.total}
        return Hit(gathered(self.plan.edition, checks, outcome), totals, severity="info")

    @cached_property
    def _worth_mending(self) -> bool:
        checks = {id(c): c for checks in self.plan.hard.values() for c in checks}.values()
        return sum(assess(c, self.figures) == "fail" for c in checks) <= MOST_MENDS

    def _cells(self, check: Check) -> dict[str, Number | None]:
        """The report's own cells that matter: all of a short sum, of a long one the total and the filled parts."""
        few = len(check.names) <= FEW_TERMS
        found = {}
        for name in (*check.names, *sorted(check.needed)):
            side, key = _side_of(name)
            value = self.figures[name]
            if side in ("", "parent") and (few or name == check.total or value is not None):
                found[key] = value
        return found

    def _reason(self, outcomes: list[tuple[Check, Outcome]]) -> str | None:
        edition = self.plan.edition
        absent = [name for check, o in outcomes if o == "absent" for name in absent_from(check, self.figures)]
        if absent:
            return _absence(edition, list(dict.fromkeys(absent)), self.figures)
        blank = [n for check, o in outcomes if o == "blank" for n in check.names if self.figures[n] is None]
        if blank:
            return f"{_named(edition, list(dict.fromkeys(blank)))}未填写"
        if outcomes and all(outcome == "skipped" for _, outcome in outcomes):
            return "所涉各栏均未填写"
        return None


def _severity(check: Check, outcome: Outcome) -> Severity | None:
    if outcome == "missing_total":
        return check.rule.missing_total or "warning"
    if outcome == "missing_children":
        return check.rule.missing_children_by_column.get(check.bound or "", "warning")
    return None


def _side_of(name: str) -> tuple[str, str]:
    side, bracket, key = name.rstrip(")").rpartition("(")
    return (side, key) if bracket else ("", name)


def _named(edition: Edition, found: list[str]) -> str:
    return names(edition, [_side_of(name)[1] for name in found])


def _absence(edition: Edition, absent: list[str], figures: Figures) -> str:
    """Why checks could not be made: which table or which cells were not found, in which of the reports."""
    parts = []
    for side, which in _WHICH.items():
        keys = [key for name in absent for s, key in [_side_of(name)] if s == side]
        if keys:
            parts.append(f"{which}没有读到{_tables_or_cells(edition, keys, figures, side)}")
    return "；".join(parts)


def _tables_or_cells(edition: Edition, keys: list[str], figures: Figures, side: str) -> str:
    tables = {slot[0].key: slot[0] for key in keys if (slot := edition.slots.get(key))}
    missing = [t for t in tables.values() if not any(Ref(key, side).name in figures for *_, key in t.slots())]
    covered = {key for table in missing for *_, key in table.slots()}
    rest = [key for key in keys if key not in covered]
    told = [f"“{table.title}”一表" for table in missing]
    return "、".join([*told, *([names(edition, rest)] if rest else [])])
