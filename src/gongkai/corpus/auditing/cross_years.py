"""Each report against last year's of the same organ, through renamings and mergers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from gongkai.corpus.agencies.matching import Change, Directory
from gongkai.corpus.agencies.names import begins_with_place, spelling
from gongkai.corpus.auditing.results import Results
from gongkai.corpus.auditing.series import Entry, Series
from gongkai.corpus.store import Store
from gongkai.law.editions import builtin_editions
from gongkai.law.rules import Rule, builtin_rules
from gongkai.report.auditing.cross_agency import Beside
from gongkai.report.auditing.engine import examine, rulebook
from gongkai.report.auditing.findings import Audit, Finding, Subject
from gongkai.report.combine import CombineError, combine
from gongkai.report.model import Report

BATCH = 1000  # Reports that are held at once.
Reports = Mapping[str, Report]


@dataclass(frozen=True, slots=True)
class Previous:
    """What a report is held against: one report, or several that are added up. ``remark`` is added to each finding;
    ``doubtful`` makes an error a warning; ``reason`` says why nothing can be said."""

    entries: tuple[Entry, ...] = ()
    remark: str = ""
    doubtful: bool = False
    reason: str | None = None


def previous_of(entry: Entry, organ: str, series: Series) -> Previous | None:
    """Last year's figures for a report; None where the store has no report of that year that could give them."""
    own = series.report(organ, entry.year - 1)
    for change in series.directory.changes.get((organ, entry.year), ()):
        if change.kind == "merged":
            return _merged(change, entry, series)
        if own is None:
            names = "、".join(name for name, _ in change.before)
            return Previous(reason=f"本机关由{names}拆分而来，上年没有可比的数据（{change.source}）")
    if own is None:
        return None
    return _one(own, entry, organ, series.directory)


def _merged(change: Change, entry: Entry, series: Series) -> Previous:
    before = [(name, series.report(organ, entry.year - 1)) for name, organ in change.before]
    missing = [name for name, found in before if found is None]
    names = "、".join(name for name, _ in before)
    if missing:
        told = "、".join(missing)
        return Previous(reason=f"本机关由{names}合并而成，库中没有{told}{entry.year - 1}年度的报告（{change.source}）")
    parts = tuple(found for _, found in before if found)
    return Previous(parts, f"（上年数为{names}{len(parts)}份报告之和：{change.source}，请先确认合并的范围。）", True)


def _one(own: Entry, entry: Entry, organ: str, directory: Directory) -> Previous:
    renamings = directory.renamed(own.agency, entry.agency)
    split = any(change.kind == "split" for change in directory.changes.get((organ, entry.year), ()))
    remark = ""
    if renamings:
        sources = "；".join(dict.fromkeys(renaming.source for renaming in renamings))
        remark = f"（上年报告的机关名称为“{own.agency}”，按更名处理：{sources}。）"
    if split:
        remark += "（本机关在机构改革中划入了其他机关的职责，请先确认口径。）"
    bare = not all(begins_with_place(spelling(name)) for name in {own.agency, entry.agency})
    if bare and own.agency != entry.agency:
        remark += f"（上年报告的机关名称为“{own.agency}”，请先确认是否为同一机关。）"
    doubtful = split or (bare and own.agency != entry.agency) or not all(r.certain for r in renamings)
    return Previous((own,), remark, doubtful)


def compare_years(store: Store, series: Series, results: Results, step: Callable[[int], None]) -> None:
    """The cross-year rules for every report that counts, and two reports of one organ and year against each other."""
    for organs in _batches(series):
        wanted = {entry.sha256: entry for organ in organs for entry in _needed(organ, series)}
        reports = {r.source.sha256: r for r in store.reports(wanted) if r.source} if wanted else {}
        for organ in organs:
            for entry in series.chosen[organ].values():
                _compare(entry, organ, series, reports, results)
            for entry in series.others.get(organ, ()):
                _beside(entry, organ, series, reports, results)
        step(sum(len(series.chosen[organ]) for organ in organs))


def _batches(series: Series) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for organ, by_year in series.chosen.items():
        batch.append(organ)
        size += len(by_year)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _needed(organ: str, series: Series) -> Iterator[Entry]:
    for entry in series.chosen[organ].values():
        previous = previous_of(entry, organ, series)
        if previous and previous.entries:
            yield entry
            yield from previous.entries
    for entry in series.others.get(organ, ()):
        yield entry
        yield series.chosen[organ][entry.year]


def _compare(entry: Entry, organ: str, series: Series, reports: Reports, results: Results) -> None:
    previous = previous_of(entry, organ, series)
    alone = previous.entries[0].sha256 if previous and len(previous.entries) == 1 else None
    results.add("series", (*entry.stem, organ, True, alone))
    if previous is None:
        return
    reason = previous.reason
    if reason is None and entry.sha256 in reports:
        try:
            then = _as_one(entry, previous, reports)
        except CombineError as error:
            reason = f"上年各机关的报告不能相加：{error.reason}"
        else:
            audit = _cross_year(reports[entry.sha256], then)
            if len(previous.entries) > 1:
                _leave_out_what_own_figures_explain(audit, entry, series.report(organ, entry.year - 1), reports)
            results.take(entry, _told(audit, _contested(previous, entry, organ, series, reports)))
    if reason is not None:
        for rule in cross_year_rules(entry.edition):
            if rule.covers_year(entry.year):
                results.skip(entry, rule.id, reason)


def _leave_out_what_own_figures_explain(audit: Audit, entry: Entry, own: Entry | None, reports: Reports) -> None:
    """An organ that took others in may have carried on its own figures alone: only what fails either way is told."""
    if own is not None:
        alone = _cross_year(reports[entry.sha256], replace(reports[own.sha256], agency=entry.agency))
        failed = {finding.rule for finding in alone.findings}
        audit.findings = [finding for finding in audit.findings if finding.rule in failed]


def _contested(previous: Previous, entry: Entry, organ: str, series: Series, reports: Reports) -> Previous:
    """Two reports of one name and year with other figures may come from two agencies: then nothing is certain."""
    for other in series.others.get(organ, ()):
        taken = series.report(organ, other.year)
        if (
            taken
            and other.year in (entry.year, entry.year - 1)
            and _differ(reports[other.sha256], reports[taken.sha256])
        ):
            remark = f"（库中“{organ}”{other.year}年度有两份数据不同的报告，请先确认是否为同一机关。）"
            return replace(previous, remark=previous.remark + remark, doubtful=True)
    return previous


def _differ(one: Report, other: Report) -> bool:
    return any(one.value(key) != other.value(key) for key in one.cells.keys() & other.cells.keys())


def _as_one(entry: Entry, previous: Previous, reports: Reports) -> Report:
    """Last year's figures under this year's name: what changed with the name is told in our own words."""
    found = [reports[part.sha256] for part in previous.entries]
    if len(found) == 1:
        return replace(found[0], agency=entry.agency)
    return combine(found, entry.agency)


def _cross_year(report: Report, then: Report) -> Audit:
    edition = builtin_editions().get(report.edition or "")
    return examine(Subject(report, edition, then), cross_year_rules(report.edition))


@cache
def cross_year_rules(edition: str | None) -> tuple[Rule, ...]:
    """The rules that hold a report of an edition against last year's."""
    book = rulebook(builtin_editions().get(edition or ""))
    return tuple(rule for rule in book.rules if rule.kind == "cross_year")


def _told(audit: Audit, previous: Previous) -> Audit:
    if previous.remark or previous.doubtful:
        audit.findings = [_remarked(finding, previous) for finding in audit.findings]
    return audit


def _remarked(finding: Finding, previous: Previous) -> Finding:
    lowered = previous.doubtful and finding.severity == "error"
    severity = "warning" if lowered else finding.severity
    return replace(finding, severity=severity, message=finding.message + previous.remark)


def _beside(entry: Entry, organ: str, series: Series, reports: Reports, results: Results) -> None:
    results.add("series", (*entry.stem, organ, False, None))
    better = series.chosen[organ][entry.year]
    mine, other = reports[entry.sha256], reports[better.sha256]
    subject = Beside(mine, entry.form, None, other)
    results.take(entry, examine(subject, _only(["X-12"])))


def _only(ids: Iterable[str]) -> list[Rule]:
    return [builtin_rules()[rule_id] for rule_id in ids]
