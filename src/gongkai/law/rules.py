"""The reconciliation rules as data: one rule, one id, one citation.

A rule whose ``expr`` is in the small expression language of ``law.expressions`` is executable as it stands; the
others name a procedure that is one small function in ``report.auditing``, named after the rule's id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from gongkai.law.data_files import load_json

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True)
class Rule:
    """One entry of ``law/data/rules.json``. ``years`` is (first, last) year reported on, None open; ``for_each`` names
    the bound variable and what it runs over; ``substitute`` maps a row to the rows that it stands for. ``citation`` and
    ``lawful`` (exceptions) are the Chinese words for users. ``silent_when_failed`` names rules whose failure explains
    this one away, ``consequence_of`` rules whose failure probably causes this one. ``blank_total`` ``sum_columns``
    lets the applicant columns stand for a blank 总计. ``exempt`` are cells that may lawfully stay blank, ``limits`` the
    thresholds of a procedure."""

    id: str
    kind: str
    editions: tuple[str, ...]
    severity: Severity
    expr: str
    title_zh: str
    title_en: str
    basis: str
    source: str = ""
    blank: str = "zero_children"
    tolerance: float = 0
    when: str | None = None
    for_each: Mapping[str, Any] = field(default_factory=dict)
    exceptions: tuple[str, ...] = ()
    optional_keys: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    severity_by_edition: Mapping[str, Severity] = field(default_factory=dict)
    missing_total: Severity | None = None
    missing_children_by_column: Mapping[str, Severity] = field(default_factory=dict)
    substitute: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    citation: str = ""
    lawful: tuple[str, ...] = ()
    silent_when_failed: tuple[str, ...] = ()
    consequence_of: tuple[str, ...] = ()
    blank_total: str | None = None
    exempt: tuple[str, ...] = ()
    limits: Mapping[str, float] = field(default_factory=dict)

    def covers_year(self, year: int | None) -> bool:
        """True when the rule applies to reports for ``year``; an unknown year is covered by open rules only."""
        first, last = self.years
        if year is None:
            return first is None and last is None
        return (first or year) <= year <= (last or year)

    def severity_in(self, edition: str | None) -> Severity:
        return self.severity_by_edition.get(edition or "", self.severity)


def rule_from_dict(data: Mapping[str, Any]) -> Rule:
    """Build a rule from one entry of a rules file; KeyError names a missing field."""
    years = data.get("years") or {}
    return Rule(
        id=data["id"],
        kind=data["kind"],
        editions=tuple(data["editions"]),
        severity=data["severity"],
        expr=data["expr"],
        title_zh=data["title_zh"],
        title_en=data["title_en"],
        basis=data["basis"],
        source=data.get("source", ""),
        blank=data.get("blank", "zero_children"),
        tolerance=data.get("tolerance", 0),
        when=data.get("when"),
        for_each=data.get("for_each", {}),
        exceptions=tuple(data.get("exceptions", ())),
        optional_keys=tuple(data.get("optional_keys", ())),
        years=(years.get("from"), years.get("to")),
        severity_by_edition=data.get("severity_by_edition", {}),
        missing_total=data.get("missing_total"),
        missing_children_by_column=data.get("missing_children_by_column", {}),
        substitute={row: tuple(rows) for row, rows in data.get("substitute", {}).items()},
        citation=data.get("citation", ""),
        lawful=tuple(data.get("lawful", ())),
        silent_when_failed=tuple(data.get("silent_when_failed", ())),
        consequence_of=tuple(data.get("consequence_of", ())),
        blank_total=data.get("blank_total"),
        exempt=tuple(data.get("exempt", ())),
        limits=data.get("limits", {}),
    )


@cache
def builtin_rules() -> dict[str, Rule]:
    """All rules by id, in the order of the data file."""
    return {r["id"]: rule_from_dict(r) for r in load_json("rules.json")["rules"]}


@cache
def additive_keys() -> frozenset[str]:
    """Rows (or cell keys) whose figures may be added over agencies."""
    return frozenset(load_json("rules.json")["additive_keys"])


@cache
def non_additive_keys() -> frozenset[str]:
    """De-duplicated counts and stocks: never added over agencies."""
    return frozenset(load_json("rules.json")["non_additive_keys"])
