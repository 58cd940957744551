"""Organs and years side by side by the concepts of the crosswalk, whatever edition each report is on; and a file
that an organ handed in beside the report on the same year that it has published here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.filing.collecting.auditing import Content, contents_of
from gongkai.filing.differences import CellChange, cell_changes
from gongkai.filing.models import Stage, Submission, Version
from gongkai.filing.queries import current_versions
from gongkai.filing.reporting import stored_cells
from gongkai.law.crosswalk import Comparability, Concept, Figure, cells_of, concept_figure, concepts, era_of
from gongkai.law.editions import Edition, builtin_editions, load_edition
from gongkai.report.auditing.declarative import figures_of
from gongkai.report.model import Number, Report
from gongkai.report.serialise import from_json

NO_REPORT = Figure(None, "absent")


@dataclass(frozen=True, slots=True)
class Row:
    """One organ's figures of a concept, one for each year."""

    agency: Agency
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A concept over organs and years. ``broken`` are the years whose form does not go with that of the year before
    (``no``), or only with care (``caution``)."""

    concept: Concept
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    broken: dict[int, Comparability]

    @property
    def highest(self) -> Number:
        return max((f.value for row in self.rows for f in row.figures if f.value is not None), default=0)


def years_with_reports(agencies: QuerySet[Agency]) -> list[int]:
    """The years of which anything can be shown, newest first. One query."""
    filed = Submission.objects.filter(agency__in=agencies, content__isnull=False).order_by().values_list("round__year")
    published = Version.objects.filter(report__agency__in=agencies, stage=Stage.PUBLISHED).order_by()
    found = filed.union(published.values_list("report__year"))
    return sorted((year for (year,) in found), reverse=True)


def concepts_by_section() -> dict[str, list[Concept]]:
    """The concepts that some form has a figure for, under the section of the newest form that has it."""
    found: dict[str, list[Concept]] = {}
    for concept in concepts().values():
        if any(concept.expressions.values()):
            found.setdefault(_section(concept), []).append(concept)
    return found


def _section(concept: Concept) -> str:
    for edition in sorted(builtin_editions().values(), key=lambda e: e.first_year or 0, reverse=True):
        rows = {key.partition("@")[0] for key in cells_of(concept, edition)}
        for table in edition.tables:
            if rows & {row.key for row in table.rows}:
                titles = {section.key: section.title for section in edition.sections}
                return titles.get(table.section or "", _("2014—2018年度表格的指标"))
    return _("其他")


def tables(agencies: Sequence[Agency], years: Iterable[int], chosen: Iterable[str]) -> list[Table]:
    """One table for each concept (by id). Two queries, whatever is chosen."""
    years = tuple(sorted(set(years)))
    contents = contents_of([a.pk for a in agencies], years)
    reports = {at: from_json(content) for at, content in contents.items()}
    return [_table(concepts()[name], agencies, years, reports) for name in chosen]


def _table(
    concept: Concept, agencies: Sequence[Agency], years: tuple[int, ...], reports: dict[tuple[int, int], Report]
) -> Table:
    rows = tuple(
        Row(agency, tuple(_figure(concept, reports.get((agency.pk, year))) for year in years)) for agency in agencies
    )
    return Table(concept, years, rows, _broken(concept, years, reports))


def _figure(concept: Concept, report: Report | None) -> Figure:
    edition = _edition(report)
    return concept_figure(concept, edition, figures_of(report)) if report and edition else NO_REPORT


def _edition(report: Report | None) -> Edition | None:
    return builtin_editions().get(report.edition or "") if report else None


def _broken(
    concept: Concept, years: tuple[int, ...], reports: dict[tuple[int, int], Report]
) -> dict[int, Comparability]:
    """Years whose form differs in kind from that of the year shown before."""
    eras: dict[int, str] = {}
    for (_agency, year), report in sorted(reports.items(), key=lambda item: item[0]):
        edition = _edition(report)
        if edition and (era := era_of(edition)):
            eras[year] = era
    shown = [year for year in years if year in eras]
    found: dict[int, Comparability] = {}
    for before, year in pairwise(shown):
        how = concept.comparability(eras[before], eras[year])
        if eras[before] != eras[year] and how != "yes":
            found[year] = how
    return found


@dataclass(frozen=True, slots=True)
class Beside:
    """The figures (``before``: published here, ``after``: in the file) in which a file differs from what was
    published."""

    published: Version
    changes: tuple[CellChange, ...]


def beside_published(submission: Submission, content: Content | None) -> Beside | None:
    """What a file says otherwise than the organ's published report on the year; None where there is nothing to compare,
    or the forms are not the same. A blank and a nought do not contradict each other."""
    published = current_versions().filter(report__agency=submission.agency, report__year=submission.round.year)
    version = published.select_related("report__agency").first()
    if content is None or version is None or content.get("edition") != version.report.edition:
        return None
    edition = load_edition(version.report.edition)
    changes = cell_changes(stored_cells(version), from_json(content).cells, edition)
    return Beside(version, tuple(c for c in changes if (c.before or 0) != (c.after or 0)))
