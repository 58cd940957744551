"""What an audit says: findings, and checks that could not be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from gongkai.law.editions import Edition
from gongkai.law.rules import Rule, Severity
from gongkai.report.model import Number, Report, Source


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the report that a finding rests on. ``text`` is verbatim; ``section`` is an index into
    ``Report.sections`` and ``start``/``end`` are offsets in that section's text, all None where the words were not
    located (a title, words of a table)."""

    text: str
    section: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is, or may be, wrong. ``message`` is a Chinese sentence that a clerk understands and shows both
    sides; ``cells`` are the cells it names with their values (None = blank); ``mend`` proposes the likely mend."""

    rule: str
    severity: Severity
    message: str
    cells: Mapping[str, Number | None] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()
    basis: str = ""
    mend: str | None = None


@dataclass(frozen=True, slots=True)
class NotAssessable:
    """A check that could not be made, and why (Chinese)."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule function yields when its check fails; the engine adds rule id, severity and basis.
    ``severity`` overrides the rule's own where the rule grades its cases."""

    message: str
    cells: Mapping[str, Number | None] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()
    mend: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """What a rule function yields when it cannot decide, with the reason (Chinese)."""

    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What a rule function looks at: one report, its edition (None when no form fits) and last year's report.
    A subject equals only itself, so that what is derived from it can be cached."""

    report: Report
    edition: Edition | None = None
    previous: Report | None = None


RuleFunction = Callable[[Subject, Rule], Iterator[Hit | Skip]]


@dataclass(slots=True)
class Audit:
    """The result of auditing one report. ``error`` is set, and the rest empty, when the file could not be read."""

    report: Report
    findings: list[Finding] = field(default_factory=list)
    not_assessable: list[NotAssessable] = field(default_factory=list)
    source: Source | None = None
    error: str | None = None

    def count(self, severity: Severity) -> int:
        return sum(f.severity == severity for f in self.findings)
