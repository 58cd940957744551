"""Loading the demonstration county into the platform, by the same verbs as everybody else.

Workbooks are imported, figures without a register entered, reports drafted, approved and published year by year; each
organ's last year is left for the visitor. Three organs file a round's report as a file with the figures that were once
typed by hand, so that the supervisor has findings to send back and sees them beside what the registers give; the
government's reports on the years of the rounds are combined by the visitor.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from gongkai.agencies.models import Agency, EditionChoice, Kind, Person, Role
from gongkai.demo.county import AgencyRecord, AgencyYear, County, county
from gongkai.demo.people import Staff, make_county_staff, make_staff
from gongkai.demo.prose import write_prose
from gongkai.demo.workbooks import write_workbook
from gongkai.filing.actions.approval import approve, send_in
from gongkai.filing.actions.drafting import enter_hand_figure, open_report
from gongkai.filing.actions.publication import publish
from gongkai.filing.collecting.actions.rounds import open_round
from gongkai.filing.collecting.actions.submissions import file_version
from gongkai.filing.collecting.actions.uploads import file_upload
from gongkai.filing.models import Submission, Version
from gongkai.filing.queries import current_versions
from gongkai.filing.reporting import report_of
from gongkai.jobs.actions import Told, untold
from gongkai.law.editions import UnknownEditionError, national_edition
from gongkai.registers.actions.imports import confirm_import, preview_import
from gongkai.report.model import Cell, Report
from gongkai.report.serialise import from_json, to_json
from gongkai.report.writing import write_bytes

ROUND_YEARS = (2017, 2018)
APPROVERS = (Role.SECTION_HEAD, Role.SECRECY_REVIEWER, Role.OFFICE)
INITIALS = ("zf", "mz", "jy", "cz", "kj", "zj")  # Of the county's organs, in the order of their codes.


@dataclass(frozen=True)
class Settled:
    """An organ of the county in the database, with its people."""

    record: AgencyRecord
    staff: Staff

    @property
    def agency(self) -> Agency:
        return self.staff.agency


def load_once(told: Told = untold) -> None:
    """Make the county unless it is there. What an interrupted loading left is made again from the beginning."""
    if Agency.objects.exists():
        return
    with transaction.atomic():
        load_county(told)


def load_county(told: Told = untold) -> None:
    """Make the county in an empty database. ``told`` hears how far it is."""
    demonstration = county()
    settled = settle(demonstration)
    stages: list[tuple[str, Callable[[], None]]] = [
        *((f"台账 {one.agency.name}", lambda one=one: import_registers(one)) for one in settled),
        *((f"报告 {one.agency.name} {year.year}", lambda one=one, year=year: make_report(one, year))
          for year, one in _in_order_of_years(settled)),
        ("报送", lambda: collect(settled)),
    ]  # fmt: skip
    for number, (what, act) in enumerate(stages):
        told(number, len(stages), what)
        act()
    told(len(stages), len(stages), "")


def settle(demonstration: County) -> list[Settled]:
    """Make the organs and their people; registers and reports come later."""
    government = _agency(demonstration.government, None)
    agencies = [government, *(_agency(record, government) for record in demonstration.bureaus)]
    staff = [make_staff(agency, initials) for agency, initials in zip(agencies, INITIALS, strict=True)]
    return [Settled(record, one) for record, one in zip(demonstration.records, staff, strict=True)]


def _agency(record: AgencyRecord, parent: Agency | None) -> Agency:
    told, contact = record.agency, record.agency.contact
    agency = Agency.objects.create(
        code=told.code,
        name=told.name,
        short_name=told.short_name,
        kind=Kind(told.kind),
        parent=parent,
        address=contact.address,
        postal_code=contact.postcode,
        phone=contact.telephone,
        email=contact.email,
        website=contact.website,
        office_hours=contact.hours,
    )
    for year in record.years:
        if year.edition != _national(year.year):
            EditionChoice.objects.create(agency=agency, edition=year.edition.id, year_from=year.year, year_to=year.year)
    return agency


def _national(year: int) -> object:
    try:
        return national_edition(year)
    except UnknownEditionError:
        return None


def import_registers(one: Settled) -> None:
    """Import an organ's workbook of all its years, and enter what no register can know."""
    clerk = one.staff[Role.CLERK]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{one.agency.name}台账.xlsx"
        write_workbook(path, one.record.sheets)
        imported = preview_import(
            agency=one.agency, file_name=path.name, content=path.read_bytes(), actor=clerk, partial=False
        )
    confirm_import(imported=imported, actor=clerk)
    for year in one.record.years:
        _enter_hand_figures(one, year)


def _enter_hand_figures(one: Settled, year: AgencyYear) -> None:
    for figure in year.hand_figures:
        enter_hand_figure(
            agency=one.agency,
            year=year.year,
            key=figure.key,
            value=Decimal(str(figure.value)),
            reason=figure.reason,
            evidence=figure.evidence,
            actor=one.staff[Role.CLERK],
        )


def _in_order_of_years(settled: list[Settled]) -> list[tuple[AgencyYear, Settled]]:
    """The reports that are begun: all but the government's own from the first round on, which the visitor combines."""
    pairs = [(year, one) for one in settled for year in one.record.years]
    begun = [(year, one) for year, one in pairs if one.agency.parent_id or year.year < ROUND_YEARS[0]]
    return sorted(begun, key=lambda pair: pair[0].year)


def make_report(one: Settled, year: AgencyYear) -> None:
    """Draft the report on a year, and publish it unless it is the organ's last."""
    clerk = one.staff[Role.CLERK]
    version = open_report(agency=one.agency, year=year.year, actor=clerk)
    write_prose(version, clerk)
    if year is not one.record.years[-1]:
        _publish(version, one.staff, datetime.date(year.year + 1, 1, 22))


def _publish(version: Version, staff: Staff, day: datetime.date) -> None:
    version = send_in(version=version, actor=staff[Role.CLERK], comment="台账已核对。")
    for role in APPROVERS:
        version = approve(version=version, actor=staff[role], comment="同意。")
    publish(version=version, actor=staff[Role.LEADER], effective_on=day, comment="同意发布。")


def collect(settled: list[Settled]) -> None:
    """Open the rounds and let the bureaus file."""
    supervisor = make_county_staff(settled[0].agency)[Role.SUPERVISOR]
    for year in ROUND_YEARS:
        _collect_year(settled, year, supervisor)


def _collect_year(settled: list[Settled], year: int, supervisor: Person) -> None:
    filing = [one for one in settled[1:] if any(y.year == year for y in one.record.years)]
    round_ = open_round(
        agency=settled[0].agency,
        year=year,
        actor=supervisor,
        due_on=datetime.date(year + 1, 1, 31),
        message="请按时报送，表内数字与台账一致。",
        agencies=[one.agency for one in filing],
    )
    for one in filing:
        _file(one, one.record.year(year), round_.submissions.get(agency=one.agency))


def _file(one: Settled, year: AgencyYear, submission: Submission) -> None:
    """What the organ has published, or a file where a form was once printed otherwise; a draft is not filed yet."""
    clerk = one.staff[Role.CLERK]
    version = current_versions().filter(report__agency=one.agency, report__year=year.year).first()
    if year.differences and version:
        file_upload(
            submission=submission,
            file_name=f"{one.agency.name}{year.year}年度报告（手工填报）.docx",
            content=write_bytes(as_typed(version, year), "docx"),
            actor=clerk,
        )
    elif version:
        file_version(submission=submission, version=version, actor=clerk)


def as_typed(version: Version, year: AgencyYear) -> Report:
    """The report as it was once typed by hand: with the figures that no register could give."""
    report = from_json(to_json(report_of(version)))
    for difference in year.differences:
        raw = "" if difference.printed is None else f"{difference.printed}"
        report.cells[difference.key] = Cell(difference.key, difference.printed, raw, report.cells[difference.key].unit)
    return report
