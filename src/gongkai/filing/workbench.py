"""What the workbench shows of an agency-year: its table, one cell of it, its deadline, its peers. Nothing is stored;
every page looks at the registers as they are."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property

from gongkai.agencies.calendar import calendar_of
from gongkai.agencies.models import Agency, Kind
from gongkai.agencies.queries import edition_of
from gongkai.filing.deriving import derive_cells, scope_of
from gongkai.filing.figures import CellSource, cell_sources
from gongkai.filing.findings import audited, by_cell, by_section, without_signature, worst
from gongkai.filing.models import HandFigure, Picture, Section, Stage, Step, Version
from gongkai.filing.prose.binding import names_of
from gongkai.filing.readiness import blank_hand_cells
from gongkai.filing.reporting import (
    Cells,
    blank_report,
    cells_of,
    report_before,
    report_of,
    stored_cells,
    versions_of,
)
from gongkai.law.clock_duties import annual_report_deadline
from gongkai.law.crosswalk import cells_of as cells_of_concept
from gongkai.law.crosswalk import concepts
from gongkai.law.editions import Edition, load_edition
from gongkai.registers.figures import Number
from gongkai.report.auditing.findings import Audit, Finding
from gongkai.report.compare import Comparison, Row, compare
from gongkai.report.model import Report
from gongkai.report.writing.layout import PrintedTable, printed_tables


@dataclass
class Workbench:
    """An agency-year; ``version`` is None where nobody has begun the report."""

    agency: Agency
    year: int
    edition: Edition
    version: Version | None
    cells: Cells
    report: Report
    previous: Report | None

    @cached_property
    def audit(self) -> Audit:
        found = audited(self.report, self.previous)
        published = self.version is not None and self.version.stage == Stage.PUBLISHED
        return found if published else without_signature(found)

    @cached_property
    def findings(self) -> dict[str, list[Finding]]:
        """The findings that concern each cell."""
        return by_cell(self.audit.findings, self.edition)

    @property
    def marks(self) -> dict[str, str]:
        return worst(self.findings)

    @property
    def findings_in_prose(self) -> dict[int, list[Finding]]:
        return by_section(self.audit.findings)

    @cached_property
    def sections(self) -> list[Section]:
        """The sections as stored, with their pictures; none where nobody has begun."""
        if self.version is None:
            return []
        sections = list(self.version.sections.all())
        prefetch_related_objects(sections, Prefetch("pictures", Picture.objects.select_related("image")))
        return sections

    @property
    def sources(self) -> dict[str, CellSource]:
        return cell_sources(self.edition, self.year)

    @property
    def tables(self) -> list[PrintedTable]:
        return printed_tables(self.cells, self.edition)

    @cached_property
    def comparison(self) -> Comparison | None:
        return compare(self.previous, self.report) if self.previous else None

    @property
    def is_draft(self) -> bool:
        return self.version is not None and self.version.stage == Stage.DRAFT

    @property
    def follows_registers(self) -> bool:
        """Whether a changed row changes this table: not once the report was sent in."""
        return self.version is None or (self.is_draft and self.version.report.combined_from_id is None)

    @cached_property
    def returned(self) -> Step | None:
        """Who gave the draft back, and why; None where it was not, or was sent in again."""
        if self.version is None or not self.is_draft or self.version.sent_by_id is None:
            return None
        last = self.version.steps.select_related("by").last()
        return last if last and last.decision == Step.Decision.RETURNED else None

    def to_fill(self) -> list[str]:
        """The hand figures that nobody has entered; one that was left blank on purpose is entered."""
        entered = {figure.key for figure in self.agency.hand_figures.all() if figure.year == self.year}
        return blank_hand_cells(self.edition, self.year, entered)


def workbench(agency: Agency, year: int) -> Workbench:
    """The year of an organ as it stands now; UnknownEditionError where the year has no form."""
    agency = _with_what_years_ask(agency, year)
    versions = versions_of(agency, (year - 1, year))
    version = versions[year][0] if year in versions else None
    if version:
        prefetch_related_objects([version], "sections")
    edition = load_edition(version.report.edition) if version else edition_of(agency, year)
    cells = cells_of(version) if version else derive_cells(agency, year, edition)
    report = report_of(version, cells) if version else blank_report(agency, year, edition.id, cells)
    return Workbench(agency, year, edition, version, cells, report, report_before(versions.get(year - 1, [])))


def _with_what_years_ask(agency: Agency, year: int) -> Agency:
    """The organ with what every year of it asks for, so that two years ask once. It is a copy: what it holds is as of
    now and must not be found by a later look."""
    fresh = copy.copy(agency)
    fresh._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    by_hand = HandFigure.objects.filter(year__in=(year - 1, year)).select_related("by")
    prefetch_related_objects([fresh], "names", "inheritances", Prefetch("hand_figures", by_hand))
    return fresh


@dataclass(frozen=True)
class Before:
    """Last year's figure of a cell; ``comparable`` is ``yes``, ``caution`` or ``no``, ``note`` says what breaks."""

    value: Number | None
    difference: Number | None
    rate: Decimal | None
    comparable: str
    note: str
    label: str = ""


@dataclass(frozen=True)
class CellDetail:
    """One cell: what it says, why, and what it belongs to. ``parts`` and ``totals`` are (key, name, value)."""

    key: str
    name: str
    value: Number | None
    unit: str
    source: CellSource
    before: Before | None
    findings: list[Finding]
    parts: list[tuple[str, str, Number | None]]
    totals: list[tuple[str, str, Number | None]]
    entered: HandFigure | None = None


def cell_detail(bench: Workbench, key: str) -> CellDetail:
    """Everything about one cell; KeyError where the form does not have it."""
    source = bench.sources[key]
    names = names_of(bench.edition)
    entered = [f for f in bench.agency.hand_figures.all() if (f.year, f.key) == (bench.year, key)]
    parts = parts_of(bench.edition)
    return CellDetail(
        key=key,
        name=names[key],
        value=bench.cells[key].value,
        unit=bench.cells[key].unit or "",
        source=source,
        before=_before(bench, key),
        findings=bench.findings.get(key, []),
        parts=_named(bench, parts.get(key, [])),
        totals=_named(bench, [total for total, of in parts.items() if key in of]),
        entered=entered[0] if source.by_hand and entered else None,
    )


def _named(bench: Workbench, keys: list[str]) -> list[tuple[str, str, Number | None]]:
    names = names_of(bench.edition)
    return [(key, names[key], bench.cells[key].value) for key in keys]


def parts_of(edition: Edition) -> dict[str, list[str]]:
    """The cells that each total adds up: the rows under a row, the columns beside 总计."""
    found: dict[str, list[str]] = {}
    for table in edition.tables:
        for row, column, key in table.slots():
            if column.key == table.default_column:
                across = [table.key_of(row, c) for c in table.columns if c != column]
                found[key] = [k for k in across if k in edition.slots]
            elif below := _rows_below(edition, row.key, column.key, key):
                found[key] = below
        for column in table.columns:
            beside = [table.key_of(table.rows[0], c) for c in table.columns if c.parent == column.key]
            if table.layout == "single_row" and beside:
                found[table.key_of(table.rows[0], column)] = beside
    return {key: parts for key, parts in found.items() if parts}


def _rows_below(edition: Edition, row: str, column: str, key: str) -> list[str]:
    """The cells of the rows that a row adds up; where such a row is itself only a heading, of those under it."""
    table = edition.slots[key][0]
    found: list[str] = []
    for child in (r for r in table.rows if r.parent == row and r.role in ("component", "heading")):
        if child.has_cell:
            found.append(next(k for r, c, k in table.slots() if r == child and c.key == column))
        else:
            found += _rows_below(edition, child.key, column, key)
    return found


def _before(bench: Workbench, key: str) -> Before | None:
    row = bench.comparison and row_of_cell(bench.comparison, bench.edition, key)
    return before(row) if row else None


def before(row: Row) -> Before:
    rate = None if row.rate is None else Decimal(str(row.rate)) * 100
    return Before(row.first.value, row.difference, rate, row.comparable, row.note, row.label)


def row_of_cell(comparison: Comparison, edition: Edition, key: str) -> Row | None:
    """The row that sets this very cell beside last year's; across eras a concept that is this one cell."""
    for row in comparison.rows:
        if row.key == key if not comparison.by_concept else cells_of_concept(concepts()[row.key], edition) == [key]:
            return row
    return None


def rows_behind(bench: Workbench, key: str) -> QuerySet[Any]:
    """The register rows that a cell counts, the newest first; none for a hand figure or a combined report."""
    source = bench.sources[key]
    if source.figure is None or (bench.version and bench.version.report.combined_from_id is not None):
        return HandFigure.objects.none()
    return source.figure.rows(scope_of(bench.agency, bench.year)).order_by("-pk")


@dataclass(frozen=True)
class Deadline:
    """The last day to publish; ``left`` are the working days from today up to it, negative when it is past."""

    day: datetime.date
    left: int
    provisional: bool
    derivation: str
    basis: str


def deadline_of(agency: Agency, year: int, today: datetime.date | None = None) -> Deadline:
    """When the report on ``year`` must be public, by the Regulations in force for it."""
    today = today or timezone.localdate()
    found = annual_report_deadline(year, "local_government" if agency.kind == Kind.GOVERNMENT else "department")
    calendar = calendar_of(agency)
    step = found.derivation[0]
    return Deadline(
        found.due,
        calendar.working_days_between(today, found.due),
        calendar.is_provisional(today, found.due),
        str(step.text),
        str(step.basis),
    )


@dataclass(frozen=True)
class Standing:
    """A cell among the organ's peers: ``rank`` 1 is the largest figure, equal figures share a rank."""

    key: str
    name: str
    own: Number | None
    median: float
    rank: int | None
    of: int


@dataclass(frozen=True)
class Peers:
    """The published reports of the organs beside this one."""

    names: list[str] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)


def peers_of(bench: Workbench) -> Peers:
    """Every cell among the reports that organs under the same one have published for the year, on the same form."""
    published = _published_beside(bench)
    figures = [{key: cell.value for key, cell in stored_cells(v).items()} for v in published]
    names = [v.report.agency.name for v in published]
    if not figures:
        return Peers()
    return Peers(names, [s for key in bench.edition.slots if (s := _standing(bench, key, figures))])


def _published_beside(bench: Workbench) -> list[Version]:
    if bench.agency.parent_id is None:
        return []
    versions = (
        Version.objects.filter(
            stage=Stage.PUBLISHED,
            report__year=bench.year,
            report__edition=bench.edition.id,
            report__agency__parent_id=bench.agency.parent_id,
        )
        .exclude(report__agency=bench.agency)
        .select_related("report__agency")
        .order_by("report__agency__path", "-number")
    )
    return list({v.report_id: v for v in reversed(versions)}.values())


def _standing(bench: Workbench, key: str, figures: Sequence[Mapping[str, Number | None]]) -> Standing | None:
    others = [v for known in figures if (v := known.get(key)) is not None]
    if not others:
        return None
    own = bench.cells[key].value
    rank = None if own is None else 1 + sum(other > own for other in others)
    return Standing(key, names_of(bench.edition)[key], own, median(others), rank, len(others) + (own is not None))
