"""What the calendar tells of the reports of a store: late ones, and years without one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb

from gongkai.corpus.agencies.tree import Tree
from gongkai.corpus.auditing.results import Results
from gongkai.corpus.auditing.series import Entry, Series
from gongkai.law.parameters import regime_of_report
from gongkai.law.rules import builtin_rules
from gongkai.report.auditing.document_rules import EARLIEST_DAY, deadline, with_rest_days
from gongkai.report.auditing.findings import Finding
from gongkai.report.auditing.wording import basis_of

FIRST_YEAR = 2008  # The first year that the Regulations of 2007 (art. 31) demand a report on.
_LATE = "SELECT DISTINCT sha256 FROM findings WHERE rule = 'D-04' AND source = 'report'"


def note_lateness(connection: duckdb.DuckDBPyConnection, series: Series, tree: Tree, results: Results) -> None:
    """Fill the table ``lateness``; D-04 for those whose kind only the tree tells, and which are late for their kind."""
    told = {row[0] for row in connection.execute(_LATE).fetchall()}
    for organ, by_year in series.chosen.items():
        for entry in by_year.values():
            published = entry.published
            if published is None or published <= date(entry.year, *EARLIEST_DAY):
                continue  # A date in or before the year reported on is a misprint, which D-04 tells.
            due = with_rest_days(_last_day(entry, organ, series, tree))
            late = max((published - due).days, 0)
            results.add("lateness", (*entry.stem, organ, published, due, late))
            if late and entry.sha256 not in told:
                results.find(entry, _late(entry, published, due))


def _last_day(entry: Entry, organ: str, series: Series, tree: Tree) -> date:
    """The last lawful day: by the kind that the tree gives, else as the name shows."""
    at = series.directory.nodes.get(organ)
    if at is None:
        return deadline(entry.year, entry.agency)
    government = tree.nodes[at].kind in ("government", "subdistrict")
    days = regime_of_report(entry.year).annual_report
    return date(entry.year + 1, *days["local_government" if government else "department"])


def _late(entry: Entry, published: date, due: date) -> Finding:
    message = (
        f"报告所署日期为{_words(published)}，晚于法定期限{_words(due)}{(published - due).days}天（机关树列为部门）。"
    )
    mend = "请核对实际发布日期；确属逾期的，应向主管部门说明。"
    return Finding("D-04", "warning", message, basis=basis_of(builtin_rules()["D-04"], entry.form), mend=mend)


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def note_missing(series: Series, tree: Tree, results: Results) -> None:
    """Fill the table ``missing``: gaps between an organ's reports, agencies of the tree whose neighbours reported."""
    gaps = set()
    for organ, year in _gaps(series):
        gaps.add((organ, year))
        message = f"“{organ}”{year}年度没有报告，而此前此后的年度都有。"
        results.add("missing", (year, organ, _code(organ, series, tree), "gap", message))
    for at, year, neighbours in _silent(series, tree):
        node = tree.nodes[at]
        organ = series.directory.listed.get(at, node.name)
        if (organ, year) not in gaps:
            message = f"“{node.name}”{year}年度没有报告，而同级或上级的{neighbours}家已有。"
            results.add("missing", (year, organ, node.code, "neighbours", message))


def _gaps(series: Series) -> Iterator[tuple[str, int]]:
    for organ, by_year in series.chosen.items():
        for year in range(max(min(by_year), FIRST_YEAR), max(by_year)):
            if year not in by_year:
                yield organ, year


def _code(organ: str, series: Series, tree: Tree) -> str | None:
    at = series.directory.nodes.get(organ)
    return tree.nodes[at].code if at is not None else None


def _silent(series: Series, tree: Tree) -> Iterator[tuple[int, int, int]]:
    """(position, year, how many neighbours reported) of the agencies of the tree without a report; its neighbours are
    the agency above and the others below that one."""
    gone = _last_years(series)
    for above, siblings in tree.children.items():
        family = siblings if above is None else [above, *siblings]
        organs = {at: series.directory.listed.get(at) for at in family}
        for year in series.years:
            reported = {at for at in family if series.report(organs[at], year)}
            for at in siblings if reported else ():
                due = tree.nodes[at].reports_on(year) and year < gone.get(organs[at] or "", year + 1)
                if due and at not in reported:
                    yield at, year, len(reported)


def _last_years(series: Series) -> dict[str, int]:
    """The year of the change after which an organ that was merged or split reports no more."""
    changes = [change for some in series.directory.changes.values() for change in some]
    return {organ: c.year for c in changes for _, organ in c.before if organ and organ != c.organ}
