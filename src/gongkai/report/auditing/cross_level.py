"""Rules about a roll-up: the report of an agency that says it adds up its own figures and those of its subordinates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gongkai.law.rules import Rule
from gongkai.report.auditing.declarative import Figures, Sheet, figures_of, plan
from gongkai.report.auditing.findings import Hit, Skip, Subject
from gongkai.report.auditing.registry import rule
from gongkai.report.model import Number, Report
from gongkai.report.text import fold

_NOT_NAME = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class RollUp(Subject):
    """``report`` is the roll-up; ``own`` the agency's own figures (None: it has none), ``expected_units`` the names of
    the units that must report (None: not known)."""

    own: Report | None = None
    subordinates: tuple[Report, ...] = ()
    expected_units: tuple[str, ...] | None = None

    @property
    def units(self) -> tuple[Report, ...]:
        """Every report that goes into the roll-up."""
        return ((self.own,) if self.own else ()) + self.subordinates


def plain_name(agency: str) -> str:
    """An agency's name as it is compared: without spaces, punctuation and width."""
    return _NOT_NAME.sub("", fold(agency))


def counted_twice(reports: Iterable[Report]) -> list[str]:
    """Agencies, or files where no agency is known, that stand among ``reports`` more than once."""
    names = [_identity(report) for report in reports]
    seen = Counter(key for key, _ in names if key)
    return list(dict.fromkeys(name for key, name in names if seen[key] > 1))


def _identity(report: Report) -> tuple[str, str]:
    if report.agency:
        return plain_name(report.agency), report.agency
    source = report.source
    return (source.sha256, source.name) if source else ("", "")


def sum_of(parts: Sequence[Figures]) -> dict[str, Number | None]:
    """Sums over reports: absent where one of them lacks the cell, blank where all leave it blank."""
    shared = set(parts[0]).intersection(*parts[1:]) if parts else set()
    sums: dict[str, Number | None] = {}
    for key in shared:
        filled = [value for part in parts if (value := part[key]) is not None]
        sums[key] = round(sum(filled), 6) if filled else None
    return sums


@rule("V-01")
def v_01_parent_is_sum_of_units(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Additive figures of the roll-up equal own plus subordinates."""
    yield from _compared(subject, rule)


@rule("V-02")
def v_02_distinct_counts_at_most_the_sum(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """De-duplicated counts of the roll-up are at most the sum over its units."""
    yield from _compared(subject, rule)


def _compared(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    assert isinstance(subject, RollUp)
    edition = subject.edition
    if edition is None or any(unit.edition != subject.report.edition for unit in subject.units):
        yield Skip("汇总报告与各单位报告没有同一版式的统计表")
        return
    checks = plan(edition, [replace(rule, when=None)])  # The caller has said that it is a roll-up.
    parent = figures_of(subject.report)
    own = figures_of(subject.own) if subject.own else dict.fromkeys(edition.slots)
    below = sum_of([figures_of(unit) for unit in subject.subordinates])
    sides = {"parent": parent, "own": own, "sub": below}
    figures = {f"{side}({key})": value for side, part in sides.items() for key, value in part.items()}
    yield from Sheet(checks, figures).run(rule)


@rule("V-03")
def v_03_every_unit_reported(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """No unit that must report is missing, none reports that is not on the list."""
    assert isinstance(subject, RollUp)
    if subject.expected_units is None:
        yield Skip("未提供应当报告的单位名单")
        return
    reported = {plain_name(unit.agency): unit.agency for unit in subject.units if unit.agency}
    expected = {plain_name(name): name for name in subject.expected_units}
    missing = [name for key, name in expected.items() if key not in reported]
    extra = [name for key, name in reported.items() if key not in expected and name != subject.report.agency]
    strangers = f"有{len(extra)}家单位不在应报名单中：{'、'.join(extra)}。" if extra else ""
    if missing:
        told = f"应有{len(expected)}家单位报告，缺{len(missing)}家：{'、'.join(missing)}。"
        yield Hit(told + strangers, mend="请催报或核对单位名称后重新汇总")
    elif strangers:
        yield Hit(strangers, severity="info")


@rule("V-04")
def v_04_no_unit_twice(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """No unit goes into the roll-up through two reports."""
    assert isinstance(subject, RollUp)
    if twice := counted_twice(subject.units):
        yield Hit(f"以下单位被重复汇总：{'、'.join(twice)}。", mend="每个单位只保留一份报告后重新汇总")
