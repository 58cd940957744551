"""A version as the report that everything meets in: written, audited, compared."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import name_in_year
from gongkai.filing.deriving import derive_cells
from gongkai.filing.models import AnnualReport, Section, Stage, Version
from gongkai.filing.prose.binding import render
from gongkai.law.editions import load_edition
from gongkai.report.claims import extract
from gongkai.report.model import Cell, Claim, Picture, Report
from gongkai.report.model import Section as Part
from gongkai.report.serialise import SCHEMA, from_json, to_json

PREAMBLE = "preamble"
_NUMERALS = "一二三四五六七八九十"
Cells = Mapping[str, Cell]
Pictures = Mapping[str, tuple[Picture, ...]]
"""The pictures of each section that has some, by its key."""


def report_of(
    version: Version,
    cells: Cells | None = None,
    dated: datetime.date | None = None,
    pictures: Pictures | None = None,
) -> Report:
    """The version as a report. ``cells`` saves deriving them again. Agency and date close the text once it is
    published, or as if it were published on ``dated``. ``pictures`` are put into their sections; an audit
    needs none."""
    annual = version.report
    found = cells_of(version) if cells is None else cells
    day = version.published_on or dated
    agency = name_in_year(annual.agency, annual.year)
    parts = _parts(version.sections.all(), found, pictures or {})
    sections = _signed(parts, agency, day) if day else parts
    return Report(
        agency=agency,
        year=annual.year,
        edition=annual.edition,
        title=version.title,
        cells=dict(found),
        sections=sections,
        claims=list(_claims(sections, annual.year, agency)),
    )


def _claims(sections: Iterable[Part], year: int, agency: str) -> Iterator[Claim]:
    """The numbers that the prose states: the audit holds them against the table."""
    for at, section in enumerate(sections):
        yield from extract(section.text, heading=section.title, year=year, agency=agency, section=at)


def cells_of(version: Version) -> Cells:
    """The figures: while a version is a draft they follow the registers, later they are those it was sent in with. A
    combined report's come from the reports below, never from registers."""
    annual = version.report
    if version.stage != Stage.DRAFT or annual.combined_from_id is not None:
        return stored_cells(version)
    return derive_cells(annual.agency, annual.year, load_edition(annual.edition))


def stored_cells(version: Version) -> Cells:
    """The figures of a version that does not follow the registers, as printed: PostgreSQL keeps them in an order of its
    own."""
    cells = from_json({"schema": SCHEMA, "cells": version.cells}).cells
    printed = {key: at for at, key in enumerate(load_edition(version.report.edition).slots)}
    return dict(sorted(cells.items(), key=lambda cell: printed.get(cell[0], len(printed))))


def to_stored(cells: Cells) -> dict[str, object]:
    """Cells in the shape of ``Version.cells``."""
    stored: dict[str, object] = to_json(Report(cells=dict(cells)))["cells"]
    return stored


def versions_of(agency: Agency, years: Iterable[int]) -> dict[int, list[Version]]:
    """The organ's versions of each year that are not withdrawn, the newest first."""
    found = Version.objects.exclude(stage=Stage.WITHDRAWN).filter(report__agency=agency, report__year__in=list(years))
    by_year: dict[int, list[Version]] = {}
    for version in found.select_related("report").order_by("-number"):
        version.report.agency = agency
        by_year.setdefault(version.report.year, []).append(version)
    return by_year


def current_version(agency: Agency, year: int) -> Version | None:
    """The version that staff work on: the open one, else the last published; None where nobody has begun."""
    return next(iter(versions_of(agency, [year]).get(year, [])), None)


def previous_report(agency: Agency, year: int) -> Report | None:
    """Last year's report; None where nobody has begun one."""
    return report_before(versions_of(agency, [year - 1]).get(year - 1, []))


def report_before(versions: list[Version]) -> Report | None:
    """Last year's report with its figures and without its prose: the published version, else the one in work."""
    version = next((v for v in versions if v.stage == Stage.PUBLISHED), versions[0] if versions else None)
    if version is None:
        return None
    annual = version.report
    name = name_in_year(annual.agency, annual.year)
    return Report(name, annual.year, annual.edition, version.title, cells=dict(cells_of(version)))


def title_of(agency: Agency, year: int) -> str:
    return f"{name_in_year(agency, year)}{year}年政府信息公开工作年度报告"


def blank_report(agency: Agency, year: int, edition: str, cells: Cells) -> Report:
    """The report of a year that nobody has begun to write: figures only."""
    return Report(name_in_year(agency, year), year, edition, cells=dict(cells))


def open_problems(agency: Agency, year: int) -> AnnualReport | None:
    """Last year's report with the problems that it admits."""
    reports = AnnualReport.objects.filter(agency=agency, year=year - 1)
    return reports.prefetch_related("problems").first()


def _parts(sections: Iterable[Section], cells: Cells, pictures: Pictures) -> list[Part]:
    """The sections with their printed numbers; the words before the first heading have none."""
    parts: list[Part] = []
    number = 0
    for section in sections:
        heading = section.key != PREAMBLE
        number += heading
        ordinal = f"{ordinal_of(number)}、" if heading else None
        title = section.title if heading else None
        shown = pictures.get(section.key, ())
        parts.append(Part(section.key, ordinal, title, render(section.text, cells), pictures=shown))
    return parts


def ordinal_of(number: int) -> str:
    """``三``, ``十二``."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return lead + (_NUMERALS[ones - 1] if ones else "")


def _signed(parts: list[Part], agency: str, day: datetime.date) -> list[Part]:
    if not parts:
        return parts
    last = parts[-1]
    text = "\n".join(filter(None, (last.text, agency, f"{day.year}年{day.month}月{day.day}日")))
    return [*parts[:-1], replace(last, text=text)]
