"""Correcting a published report: a new version beside the old one, never a change of it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Person
from gongkai.agencies.rules import Permission, require
from gongkai.audit_log.actions import record
from gongkai.filing.approval import CommentMissing
from gongkai.filing.models import AnnualReport, Picture, Section, Stage, Version
from gongkai.filing.queries import published_versions
from gongkai.registers.actions.years import reopen_year

OPEN = (Stage.DRAFT, Stage.SECTION, Stage.SECRECY, Stage.OFFICE, Stage.LEADER)


class NothingToCorrect(Refusal):
    """The report has no published version."""


class CorrectionOpen(Refusal):
    """A version of the report is in work already."""


def locked_report(report: AnnualReport) -> AnnualReport:
    """The report, held until the transaction ends: versions are numbered one after another."""
    held = AnnualReport.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
    return held.get(pk=report.pk)


@transaction.atomic
def open_correction(*, report: AnnualReport, actor: Person, reason: str) -> Version:
    """Begin a new version that copies the published one, and reopen the year's registers for it."""
    report = locked_report(report)
    require(actor, Permission.REOPEN_YEAR, report.agency)
    if not reason.strip():
        raise CommentMissing(_("更正要说明原因。"), _("请写明更正什么、为什么更正；原因随新版本一起公布。"))
    last = published_versions().filter(report=report).order_by("-number").first()
    if last is None:
        raise NothingToCorrect(_("这份报告还没有发布。"), _("可以直接修改草稿。"))
    refuse_second(report)
    version = _copied(last, report, actor, reason.strip())
    reopen_year(agency=report.agency, year=report.year, actor=actor, reason=reason.strip())
    record(
        actor=actor,
        action="open_correction",
        target=version,
        agency=report.agency,
        reason=reason.strip(),
        before={"version": last.number},
        after={"version": version.number},
    )
    return version


def refuse_second(report: AnnualReport) -> None:
    standing = report.versions.filter(stage__in=OPEN).first()
    if standing:
        raise CorrectionOpen(_("第%(number)d版正在办理。") % {"number": standing.number}, _("请在这一版中一并更正。"))


def _copied(last: Version, report: AnnualReport, actor: Person, reason: str) -> Version:
    newest = report.versions.order_by("-number").first()
    combined = report.combined_from_id is not None
    version: Version = Version.objects.create(
        report=report,
        number=(newest.number if newest else 0) + 1,
        title=last.title,
        cells=last.cells if combined else {},
        correction_reason=reason,
        created_by=actor,
    )
    for section in last.sections.prefetch_related("pictures"):
        _copy_section(section, version)
    return version


def _copy_section(section: Section, version: Version) -> None:
    copied = Section.objects.create(
        version=version, key=section.key, position=section.position, title=section.title, text=section.text
    )
    Picture.objects.bulk_create(
        Picture(section=copied, image_id=p.image_id, alt=p.alt, caption=p.caption, position=p.position)
        for p in section.pictures.all()
    )
