"""A page for each organ: its figures over the years, its reports, its findings; and the way to find it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Generic, TypeVar

from markupsafe import Markup

from gongkai.corpus.site.drawing.small import small_chart
from gongkai.corpus.site.measures import MEASURES
from gongkai.corpus.site.organs import (
    CopyRow,
    FindingRow,
    MissingYear,
    NameRow,
    Organ,
    ReportRow,
    audited,
    copies_by_organ,
    figures_by_organ,
    findings_by_organ,
    missing_of,
    names_of,
    reports_by_organ,
)
from gongkai.corpus.site.pages.findings import in_pages
from gongkai.corpus.site.rendering import PER_PAGE, leaves, portions
from gongkai.corpus.site.series import Series, YearFigures, all_series, missing_years
from gongkai.corpus.site.sheets import Heading, Sheet, write_csv
from gongkai.corpus.site.site import Site
from gongkai.corpus.site.words import organ_page, slug
from gongkai.report.writing.spreadsheet import Value

K = TypeVar("K")
V = TypeVar("V")
MOST_REPORTS = 500
MOST_COPIES = 100


class Aligned(Generic[K, V]):
    """A stream of (key, group) taken by key: the keys asked for come in the stream's own order, some without group."""

    def __init__(self, stream: Iterator[tuple[K, V]]) -> None:
        self._stream = stream
        self._head = next(stream, None)

    def take(self, key: K) -> V | None:
        """The group of ``key``; None where the stream has none."""
        if self._head is None or self._head[0] != key:
            return None
        return self._head[1]

    def drop(self, key: K) -> None:
        """Go on to the next group once that of ``key`` has been used."""
        if self._head is not None and self._head[0] == key:
            self._head = next(self._stream, None)


@dataclass(frozen=True, slots=True)
class Chart:
    """A measure's small chart on an organ's page."""

    series: Series
    drawn: Markup


@dataclass(frozen=True)
class Known:
    """What the audit of the store knows of organs; ``streams`` are taken in the order of the reports."""

    audited: bool
    names: dict[str, list[NameRow]]
    missing: dict[str, list[MissingYear]]
    figures: Aligned[str, list[YearFigures]]
    copies: Aligned[str | None, Iterator[CopyRow]]
    findings: Aligned[str | None, Iterator[FindingRow]]


def write_agencies(site: Site) -> None:
    """Every organ's page and CSV, one after the other; then the directory."""
    known = Known(
        audited(site.connection),
        names_of(site.connection),
        missing_of(site.connection),
        Aligned(figures_by_organ(site.connection)),
        Aligned(copies_by_organ(site.connection)),
        Aligned(findings_by_organ(site.connection)),
    )
    for organ, reports in reports_by_organ(site.connection):
        if organ is None:
            _write_unnamed(site, reports, iter(known.findings.take(None) or ()))
        else:
            _write_agency(site, site.organs[organ], reports, known)
            known.figures.drop(organ)
        known.copies.drop(organ)
        known.findings.drop(organ)
    _write_directory(site)


def _write_agency(site: Site, organ: Organ, reports: list[ReportRow], known: Known) -> None:
    years = known.figures.take(organ.name) or []
    series = all_series(years)
    sheet = series_sheet(organ, years, series)
    write_csv(sheet, site.renderer.folder / "data" / f"{sheet.id}.csv")
    csv, total = f"data/findings/{organ.slug}.csv", sum(r.errors + r.warnings + r.infos for r in reports)
    context = {
        "organ": organ,
        "names": known.names.get(organ.name, []),
        "reports": reports[:MOST_REPORTS],
        "missing": _missing(organ, reports, known),
        "copies": list(islice(known.copies.take(organ.name) or (), MOST_COPIES)),
        "charts": list(_charts(series)),
        "without": [s.measure for s in series if not s.has_numbers],
        "broken": [one for one in series if one.breaks and one.has_numbers],
        "sheet": sheet,
    }
    for leaf, some in in_pages(site, organ.page, csv, iter(known.findings.take(organ.name) or ()), total):
        site.page(leaf.path, "agency.html", leaf=leaf, findings=_by_year(some), total=total, csv=csv, **context)


def _missing(organ: Organ, reports: list[ReportRow], known: Known) -> list[MissingYear]:
    """The years that the audit misses; where it has not run, the holes between the reports."""
    if known.audited:
        return known.missing.get(organ.name, [])
    gaps = missing_years(r.year for r in reports if r.year is not None)
    return [MissingYear(year, "前后年度都有报告") for year in gaps]


def _write_unnamed(site: Site, reports: list[ReportRow], findings: Iterator[FindingRow]) -> None:
    """The reports that name no organ: their list, then their findings."""
    path, csv = organ_page(None), "data/findings/unnamed.csv"
    total = sum(r.errors + r.warnings + r.infos for r in reports)
    shown = portions(reports)
    for leaf, some in in_pages(site, path, csv, findings, max(total, len(reports))):
        listed = next(shown, [])
        site.page(
            leaf.path, "unnamed.html", leaf=leaf, reports=listed, findings=_by_year(some), csv=csv, count=len(reports)
        )


def _charts(series: Sequence[Series]) -> Iterator[Chart]:
    for at, one in enumerate(series):
        if one.has_numbers:
            yield Chart(one, small_chart(one, f"m{at}"))


def series_sheet(organ: Organ, years: Sequence[YearFigures], series: Sequence[Series]) -> Sheet:
    """The measures over the years, one row a year; a figure that is missing says why."""
    headings = (
        Heading("year", "年度"),
        Heading("era", "表格版式"),
        *(Heading(m.id, m.label, m.unit, m.share) for m in MEASURES),
    )
    rows = []
    for at, figures in enumerate(years):
        points = [one.points[at] for one in series]
        cells: list[Value] = [point.why if point.value is None else point.value for point in points]
        rows.append((figures.year, figures.era, *cells))
    return Sheet(f"agencies/{organ.slug}", organ.name, "", headings, tuple(rows))


def _by_year(findings: list[FindingRow]) -> list[tuple[int | None, list[FindingRow]]]:
    return [(year, list(group)) for year, group in groupby(findings, key=lambda finding: finding.year)]


@dataclass(frozen=True, slots=True)
class Range:
    """One page of the directory, by its first and last organ."""

    first: str
    last: str
    path: str


def _write_directory(site: Site) -> None:
    """All organs, so many a page; each page lists the ranges of all."""
    listed = list(site.organs.values())
    pages = leaves("agencies/index.html", len(listed))
    some = list(portions(listed, PER_PAGE))
    ranges = [Range(p[0].name, p[-1].name, leaf.path) for p, leaf in zip(some, pages, strict=True) if p]
    site.keep(_directory_sheet(listed))
    for leaf, part in zip(pages, some, strict=True):
        groups = [(name, list(group)) for name, group in groupby(part, key=lambda organ: organ.group)]
        site.page(leaf.path, "directory.html", leaf=leaf, groups=groups, ranges=ranges, total=len(listed))


def _directory_sheet(listed: Sequence[Organ]) -> Sheet:
    headings = (
        Heading("organ", "机关"),
        Heading("code", "代码"),
        Heading("parent", "上级机关"),
        Heading("reports", "报告", "份"),
        Heading("first", "最早年度"),
        Heading("last", "最晚年度"),
        Heading("errors", "错误", "处"),
        Heading("warnings", "警告", "处"),
        Heading("page", "页面"),
    )
    rows = tuple(
        (o.name, o.code, o.parent, o.reports, o.first, o.last, o.errors, o.warnings, slug(o.name)) for o in listed
    )
    return Sheet("agencies", "机关名录", "库中有报告的机关，有代码的按代码、其余按名称排列。", headings, rows)
