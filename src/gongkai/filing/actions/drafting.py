"""Making the draft: opening a year's report, its prose, its hand figures, its problems."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies.errors import ChangedMeanwhile, NoSuchObject, Refusal
from gongkai.agencies.models import Agency, Person
from gongkai.agencies.queries import edition_of
from gongkai.agencies.rules import Permission, require
from gongkai.audit_log.actions import record
from gongkai.filing.deriving import derive_cells
from gongkai.filing.figures import cell_sources
from gongkai.filing.models import AnnualReport, HandFigure, Section, Stage, Version
from gongkai.filing.prose.binding import to_stored_text
from gongkai.filing.prose.drafts import DraftedSection, draft_sections
from gongkai.filing.reporting import Cells, open_problems, previous_report, stored_cells, title_of
from gongkai.law.editions import Edition, load_edition
from gongkai.registers.errors import YearClosed
from gongkai.registers.figures import plain
from gongkai.registers.models import ClosedYear

LONGEST_TEXT = 100_000


class NotADraft(Refusal):
    """The version is under review or published: it cannot be changed."""


class NotByHand(Refusal):
    """The cell is counted from a register."""


class Incomplete(Refusal):
    """Something that must be said is missing."""


class TextChanged(ChangedMeanwhile):
    """Somebody else saved the section meanwhile: ``theirs`` is the text in the store, ``yours`` the one not saved."""

    def __init__(self, theirs: str, yours: str, revision: int) -> None:
        super().__init__(
            _("您打开以后，别人已经保存了这一部分。"), _("请对照两份文字，合并后再保存；您的文字没有丢失。")
        )
        self.theirs, self.yours, self.revision = theirs, yours, revision


@transaction.atomic
def open_report(*, agency: Agency, year: int, actor: Person) -> Version:
    """Begin a year's report: its edition is fixed, its prose drafted. Whoever comes second gets what stands."""
    require(actor, Permission.DRAFT_REPORT, agency)
    edition = edition_of(agency, year)
    annual, _made = AnnualReport.objects.get_or_create(agency=agency, year=year, defaults={"edition": edition.id})
    annual = AnnualReport.objects.select_for_update().get(pk=annual.pk)
    standing = annual.versions.exclude(stage=Stage.WITHDRAWN).order_by("-number").first()
    if standing:
        return standing
    version = Version.objects.create(
        report=annual, number=annual.versions.count() + 1, title=title_of(agency, year), created_by=actor
    )
    Section.objects.bulk_create(
        Section(version=version, key=s.key, position=at, title=s.title, text=s.text)
        for at, s in enumerate(drafted_sections(annual))
    )
    record(actor=actor, action="open_report", target=version, agency=agency, after={"edition": annual.edition})
    return version


def drafted_sections(annual: AnnualReport, cells: Cells | None = None) -> list[DraftedSection]:
    """The draft of every section from ``cells``, by default what the registers give now."""
    if cells is None:
        cells = derive_cells(annual.agency, annual.year, load_edition(annual.edition))
    before = open_problems(annual.agency, annual.year)
    return draft_sections(
        annual.agency,
        annual.year,
        cells,
        previous_report(annual.agency, annual.year),
        edition=load_edition(annual.edition),
        last_year=list(before.problems.all()) if before else [],
        this_year=list(annual.problems.all()),
    )


@transaction.atomic
def save_section(*, version: Version, key: str, text: str, actor: Person, revision: int) -> Section:
    """Store a section's text. ``revision`` is that of the version when the text was opened: TextChanged where the
    section was saved since; other sections may have been."""
    locked, section = _opened(version, key, actor)
    if section.revision > revision:
        raise TextChanged(section.text, text, locked.revision)
    if len(text) > LONGEST_TEXT:
        raise Incomplete(_("这一部分的文字太长。"), _("请控制在十万字以内。"))
    stored = to_stored_text(text, load_edition(locked.report.edition)).strip()
    before = section.text
    if stored == before:
        return section
    note_drafting(locked, actor)
    section.text, section.revision = stored, locked.revision
    section.save(update_fields=["text", "revision"])
    version.revision = locked.revision
    _record_section(section, "save_section", actor, {"text": before}, {"text": stored})
    return section


def draft_again(*, version: Version, key: str) -> str:
    """A fresh draft of a section from the figures as they are now; nothing is saved."""
    combined = version.report.combined_from_id is not None
    cells = stored_cells(version) if combined else None
    drafted = {s.key: s.text for s in drafted_sections(version.report, cells)}
    if key not in drafted:
        raise NoSuchObject(_("报告没有这一部分。"), _("请返回正文页重新选择。"))
    return drafted[key]


def bind_number(
    *, version: Version, key: str, at: int, number: str, cell: str, actor: Person, revision: int
) -> Section:
    """Put a cell in the place of a typed number; ``at`` is the number's offset in the stored text."""
    section = _section(version, key)
    if section.text[at : at + len(number)] != number or not number:
        raise TextChanged(section.text, section.text, version.revision)
    text = f"{section.text[:at]}{{{{{cell}}}}}{section.text[at + len(number) :]}"
    return save_section(version=version, key=key, text=text, actor=actor, revision=revision)


def opened_section(version: Version, key: str, actor: Person) -> Section:
    """A section of a draft that the person may change; its version is locked until the transaction ends."""
    return _opened(version, key, actor)[1]


def note_drafting(locked: Version, actor: Person) -> None:
    """Count a change of the version, so that whoever opened it before is told; its drafter does not approve it."""
    locked.revision += 1
    locked.save(update_fields=["revision"])
    locked.drafters.add(actor)


def _opened(version: Version, key: str, actor: Person) -> tuple[Version, Section]:
    """The version, locked, and one of its sections, both as stored."""
    require(actor, Permission.DRAFT_REPORT, version.report.agency)
    locked = Version.objects.select_for_update().select_related("report__agency").get(pk=version.pk)
    if locked.stage != Stage.DRAFT:
        raise NotADraft(_("报告已经送审或发布，不能修改。"), _("需要修改时，请审核人退回，或者办理更正。"))
    return locked, _section(locked, key)


def _section(version: Version, key: str) -> Section:
    section = version.sections.filter(key=key).first()
    if section is None:
        raise NoSuchObject(_("报告没有这一部分。"), _("请返回正文页重新选择。"))
    return section


def _record_section(
    section: Section, action: str, actor: Person, before: dict[str, Any], after: dict[str, Any]
) -> None:
    annual = section.version.report
    record(
        actor=actor, action=action, target=section.version, agency=annual.agency,
        before={"section": section.key, **before}, after={"section": section.key, **after},
    )  # fmt: skip


@transaction.atomic
def enter_hand_figure(
    *, agency: Agency, year: int, key: str, value: Decimal | None, reason: str, evidence: str, actor: Person
) -> HandFigure:
    """Enter a figure that no register can know; ``value`` None leaves the cell blank on purpose."""
    require(actor, Permission.DRAFT_REPORT, agency)
    source = cell_sources(edition_for(agency, year), year).get(key)
    if source is None:
        raise NoSuchObject(_("本年度的统计表没有这一格。"), _("请返回统计表重新选择。"))
    if source.figure:
        raise NotByHand(_("这一格由台账自动统计，不能手工填报。"), _("请在台账中改正相应的记录。"))
    return keep_hand_figure(
        HandFigure(agency=agency, year=year, key=key, value=value, reason=reason, evidence=evidence, by=actor),
        action="enter_hand_figure",
    )


def keep_hand_figure(told: HandFigure, *, action: str) -> HandFigure:
    """Store what was told of a cell, or put it in the place of what was told before; refused where reason or evidence
    is missing, or the year is closed. ``action`` is the line of the log."""
    _refuse_hand_figure(told)
    agency, actor = told.agency, told.by
    entered = HandFigure.objects.select_for_update().filter(agency=agency, year=told.year, key=told.key).first()
    before = _hand_values(entered) if entered else {}
    entered = entered or HandFigure(agency=agency, year=told.year, key=told.key)
    entered.value, entered.by = told.value, actor
    entered.reason, entered.evidence = told.reason.strip(), told.evidence.strip()
    entered.save()
    record(
        actor=actor, action=action, target=entered, agency=agency, reason=entered.reason,
        before=before, after=_hand_values(entered),
    )  # fmt: skip
    return entered


def _refuse_hand_figure(told: HandFigure) -> None:
    if not told.reason.strip() or not told.evidence.strip():
        raise Incomplete(_("手工填报的数值要写明口径和依据。"), _("请补充后再保存。"))
    if ClosedYear.objects.filter(agency=told.agency, year=told.year, reopened_at__isnull=True).exists():
        raise YearClosed(_("本年度的报告已经发布，数值不能再改。"), _("确有错误的，请办理更正。"))


def edition_for(agency: Agency, year: int) -> Edition:
    """The edition of the year's report: that with which it was begun, else the agency's."""
    annual = AnnualReport.objects.filter(agency=agency, year=year).first()
    return load_edition(annual.edition) if annual else edition_of(agency, year)


def _hand_values(entered: HandFigure) -> dict[str, Any]:
    return {
        "key": entered.key,
        "value": None if entered.value is None else str(plain(entered.value)),
        "reason": entered.reason,
        "evidence": entered.evidence,
    }
