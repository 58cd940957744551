"""How a rule's failing and passing case is written down.

Every module ``cases_*.py`` beside this file has ``CASES: dict[str, Case]`` by rule id. ``test_meta.py`` audits both
reports of every case: the failing one must yield exactly this rule (see ``Case.also``) with the right severity, the
passing one must not yield it; a rule of ``rules.json`` without a case fails the run.

Findings of kind ``document`` are left out of "exactly" for cases of other kinds, so that a table or a sentence can be
written down without a whole well-formed document around it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.law.editions import Edition, builtin_editions
from gongkai.law.rules import Severity
from gongkai.report.auditing.findings import Audit
from gongkai.report.model import Cell, Claim, Number, Period, Report, Scope, Section

YEARS = {
    "cn-gid-2014-national": 2017,
    "cn-gid-2014-shandong": 2018,
    "cn-gid-2014-shandong-dept": 2017,
    "cn-gid-2014-weihai": 2016,
    "cn-gid-2019": 2020,
    "cn-gid-2021": 2024,
}


@dataclass(frozen=True)
class Case:
    """``severity`` None means the severity that the rule has in the edition of ``fails``. ``previous`` is last year's
    report for both. ``also`` are rules that cannot but fail with this one. ``audit`` replaces ``engine.audit`` where
    a rule is checked by something else (the roll-up of several reports)."""

    fails: Report
    passes: Report
    severity: Severity | None = None
    previous: Report | None = None
    also: frozenset[str] = frozenset()
    edition: Edition | None = None
    audit: Callable[[Report], Audit] | None = None


def report(
    edition: str | None = "cn-gid-2019",
    cells: Mapping[str, Number | str | None] | None = None,
    *,
    year: int | None = None,
    agency: str | None = "东湖区档案局",
    title: str | None = None,
    sections: Sequence[Section | str] = (),
    claims: Sequence[Claim] = (),
    text: str | None = None,
) -> Report:
    """A report with just what a case needs. A cell is a number, None (blank) or the text of a mark such as ``"/"``;
    a section may be its bare text."""
    return Report(
        agency=agency,
        year=year if year is not None else YEARS.get(edition or ""),
        edition=edition,
        title=title,
        cells={key: cell(key, value, edition) for key, value in (cells or {}).items()},
        sections=[s if isinstance(s, Section) else Section(None, None, None, s) for s in sections],
        claims=list(claims),
        text=text,
    )


def cell(key: str, value: Number | str | None, edition: str | None = None) -> Cell:
    slot = builtin_editions()[edition].slots.get(key) if edition in builtin_editions() else None
    unit = slot[0].unit_of(slot[1], slot[2]) if slot else None
    if isinstance(value, str):
        return Cell(key, None, value, unit)
    return Cell(key, value, "" if value is None else str(value), unit)


def claim(
    key: str,
    value: Number,
    quote: str,
    section_text: str,
    *,
    unit: str = "件",
    scope: Scope = "own",
    period: Period = "year",
    approx: bool = False,
    section: int = 0,
) -> Claim:
    """The claim that ``quote``, words of ``section_text``, makes."""
    start = section_text.index(quote)
    return Claim(key, value, unit, scope, period, approx, quote, start, start + len(quote), section)
