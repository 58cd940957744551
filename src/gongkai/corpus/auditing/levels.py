"""A government's report against those of the agencies that the tree puts below it (rules V-01 to V-04)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from gongkai.corpus.agencies.names import spelling
from gongkai.corpus.agencies.tree import Node, Tree
from gongkai.corpus.auditing.results import Results
from gongkai.corpus.auditing.series import ROLL_UP, Entry, Series
from gongkai.corpus.store import Store
from gongkai.law.rules import builtin_rules
from gongkai.report.auditing.cross_level import RollUp
from gongkai.report.auditing.engine import examine
from gongkai.report.auditing.findings import Audit, Finding, NotAssessable
from gongkai.report.combine import check_rollup
from gongkai.report.model import Report
from gongkai.report.text import fold

BATCH = 1000  # Reports that are held at once.
SUMS = ("V-01", "V-02")
_PROSE = 'SELECT sha256, text FROM sections WHERE sha256 IN (SELECT unnest(?)) ORDER BY sha256, "at"'
_SENTENCE = re.compile(r"[^。;!?\n]+")
_SUBJECT = re.compile(r"本(?:年度?)?(?:报告|年报)|(?:所列|报告中的?|统计)数据")
_UNITS = re.compile(r"各|所属|下属|全[省市州盟县区旗]")
_ADDED = re.compile(r"汇总|(?:涵盖|包括|包含|覆盖)[^,]{0,30}(?:各|所属|下属|全[省市州盟县区旗])")
_NOT_ADDED = re.compile(r"不(?:含|包括|包含|涵盖)|未(?:含|包括|纳入|汇总)|除外")
_OFFICE = re.compile(r"政府办公[室厅]$")


@dataclass(frozen=True, slots=True)
class Level:
    """The report of an organ that has others below it in the tree. ``own`` is its own report where the roll-up is
    another one; ``below`` are the agencies that exist in the year (position in the tree,
    node, report); ``declared`` in which way the
    report says that it is a roll-up: by its title, its prose, by the user, or not at all."""

    entry: Entry
    own: Entry | None
    below: tuple[tuple[int, Node, Entry | None], ...]
    declared: str | None

    @property
    def missing(self) -> list[str]:
        return [node.name for _, node, entry in self.below if entry is None]

    @property
    def entries(self) -> list[Entry]:
        """Every report that goes into the roll-up, and the roll-up."""
        below = [entry for _, _, entry in self.below if entry]
        return [self.entry, *below] + ([self.own] if self.own else [])


def says_it_adds_up(text: str) -> bool:
    """True where a sentence about the report or its figures says that they are those of the agencies below too."""
    for sentence in _SENTENCE.findall(fold(text)):
        if _SUBJECT.search(sentence) and _UNITS.search(sentence) and _ADDED.search(sentence):
            return not _NOT_ADDED.search(sentence)
    return False


def check_levels(
    store: Store,
    connection: duckdb.DuckDBPyConnection,
    series: Series,
    tree: Tree,
    results: Results,
    *,
    roll_up: bool = False,
) -> None:
    """The cross-level rules. Figures are added up only for a report that says it is a roll-up, or where ``roll_up``
    says so of all; of others it is only told who has not reported."""
    levels = list(_levels(series, tree))
    prose = _declaring(connection, [level.entry for level in levels])
    declared = {level.entry.sha256: _declared(level.entry, prose, roll_up) for level in levels}
    levels = [replace(level, declared=declared[level.entry.sha256]) for level in levels]
    for level in levels:
        if level.declared is None:
            _tell_coverage(level, results)
    for batch in _batches([level for level in levels if level.declared]):
        wanted = {entry.sha256 for level in batch for entry in level.entries}
        reports = {report.source.sha256: report for report in store.reports(wanted) if report.source}
        for level in batch:
            results.take(level.entry, _checked(level, reports, declared, tree))


def _levels(series: Series, tree: Tree) -> Iterator[Level]:
    """Every report of an organ with agencies below of which at least one has reported."""
    for organ, at in sorted(series.directory.nodes.items()):
        for year, own in series.chosen.get(organ, {}).items():
            below = tuple((c, tree.nodes[c], _report_of(series, c, year)) for c in tree.below(at, year))
            if any(entry for _, _, entry in below):
                total = series.rolled_up.get((organ, year))
                yield Level(total or own, own if total else None, below, None)


def _report_of(series: Series, at: int, year: int) -> Entry | None:
    """The report of an agency below; where it has a roll-up beside its own, the roll-up."""
    organ = series.directory.listed.get(at)
    return series.rolled_up.get((organ or "", year)) or series.report(organ, year)


def _declaring(connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(entries), BATCH):
        hashes = [entry.sha256 for entry in entries[start : start + BATCH]]
        for sha256, text in connection.execute(_PROSE, [hashes]).fetchall():
            if ROLL_UP in text or "数据" in text:
                found.update([sha256] if says_it_adds_up(text) else [])
    return found


def _declared(entry: Entry, prose: set[str], roll_up: bool) -> str | None:
    if ROLL_UP in (entry.title or ""):
        return "title"
    if roll_up:
        return "user"
    return "prose" if entry.sha256 in prose else None


def _batches(levels: Iterable[Level]) -> Iterator[list[Level]]:
    batch: list[Level] = []
    size = 0
    for level in levels:
        batch.append(level)
        size += len(level.entries)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _tell_coverage(level: Level, results: Results) -> None:
    """Of a report that is no roll-up: who below it has not reported, for information."""
    units = tuple(Report(agency=node.name) for _, node, entry in level.below if entry)
    parent = Report(level.entry.agency, level.entry.year, level.entry.edition)
    subject = RollUp(parent, level.entry.form, None, None, units, tuple(node.name for _, node, _ in level.below))
    audit = examine(subject, [builtin_rules()["V-03"]])
    audit.findings = [replace(finding, severity="info", mend="请催报或核对单位名称") for finding in audit.findings]
    results.take(level.entry, audit)


def _checked(level: Level, reports: Mapping[str, Report], declared: Mapping[str, str | None], tree: Tree) -> Audit:
    units = [replace(reports[entry.sha256], agency=node.name) for _, node, entry in level.below if entry]
    own = reports[level.own.sha256] if level.own else None
    audit = check_rollup(reports[level.entry.sha256], own, units, [node.name for _, node, _ in level.below])
    if reason := _obstacle(level, declared, tree):
        audit.findings = [finding for finding in audit.findings if finding.rule not in SUMS]
        audit.not_assessable = [check for check in audit.not_assessable if check.rule not in SUMS]
        for rule in SUMS:
            if level.entry.edition in builtin_rules()[rule].editions:
                audit.not_assessable.append(NotAssessable(rule, reason))
    elif level.declared == "prose":
        audit.findings = [_doubted(finding) if finding.rule in SUMS else finding for finding in audit.findings]
    return audit


def _obstacle(level: Level, declared: Mapping[str, str | None], tree: Tree) -> str | None:
    """Why the parts of a roll-up cannot be added up."""
    if level.missing:
        return f"库中缺少{len(level.missing)}家所属单位的报告：{'、'.join(level.missing[:10])}"
    office = any(_OFFICE.search(spelling(node.name)) for _, node, _ in level.below)
    if level.own is None and not office and level.declared != "user":
        return "库中没有本级自己的报告，机关树里也没有它的办公室"
    for at, node, entry in level.below:
        if entry and tree.children.get(at) and declared.get(entry.sha256) is None:
            return f"“{node.name}”还有下级单位，它的报告没有写明是汇总"
    return None


def _doubted(finding: Finding) -> Finding:
    severity = "warning" if finding.severity == "error" else finding.severity
    return replace(
        finding, severity=severity, message=f"{finding.message}（报告正文称数据为汇总，请先确认汇总的范围。）"
    )
