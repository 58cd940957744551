"""Publishing a version: all or nothing, whenever the power fails.

The files are written first, under names that nobody is told. One transaction then makes the version published, names
its files and closes the year. Until it is through, nothing is published; from then on, everything is.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Person
from gongkai.agencies.queries import register_holders
from gongkai.agencies.rules import Permission, require
from gongkai.audit_log.actions import record
from gongkai.filing import tasks
from gongkai.filing.approval import locked, objections, refuse_changed, refuse_unless_at, require_turn
from gongkai.filing.differences import CellChange, register_changes, summary_of, version_changes
from gongkai.filing.files import Rendered, remove, remove_leftovers, render_files
from gongkai.filing.findings import findings_of
from gongkai.filing.models import PublishedFile, Stage, Step, Version
from gongkai.filing.queries import published_versions, versions_in_work
from gongkai.jobs.actions import Told, enqueue, untold
from gongkai.jobs.models import Job
from gongkai.registers.actions.years import close_year
from gongkai.registers.locking import changing

NAMED = 5


class RegistersMoved(Refusal):
    """The registers no longer give the figures that were approved."""


class ErrorsStand(Refusal):
    """Error findings without a signed reason."""


class NotThatDay(Refusal):
    """A day on which the report cannot have been published."""


class EarlierYearOpen(Refusal):
    """A report on an earlier year is in work: publishing this one would close its registers too."""


class PictureWithoutText(Refusal):
    """A picture that says nothing to those who cannot see it."""


def publish(
    *,
    version: Version,
    actor: Person,
    effective_on: datetime.date,
    comment: str = "",
    seen: int | None = None,
    told: Told = untold,
) -> Version:
    """Sign and publish a version. ``effective_on`` is printed under it; ``told`` hears how far the files are."""
    ready = refuse_unless_ready(version=version, actor=actor, effective_on=effective_on, seen=seen)
    ready.correction_summary = _summary(ready)
    files = render_files(ready, effective_on, ready.correction_summary, told)
    try:
        with changing(*register_holders(ready.report.agency, ready.report.year)):
            done = _published(ready, files, actor, effective_on, comment)
    except BaseException:
        remove(files)
        raise
    remove_leftovers(done)
    return done


@transaction.atomic
def ask_to_publish(*, version: Version, actor: Person, effective_on: datetime.date, comment: str, seen: int) -> Job:
    """Publish in the background; whatever stands in the way now is told at once."""
    ready = refuse_unless_ready(version=version, actor=actor, effective_on=effective_on, seen=seen)
    return enqueue(
        tasks.render_and_publish,
        kind="publish",
        title=_("发布%(report)s") % {"report": ready.title},
        person=actor,
        agency=ready.report.agency,
        version=ready.pk,
        signer=actor.pk,
        effective_on=effective_on.isoformat(),
        comment=comment,
        seen=seen,
    )


def refuse_unless_ready(
    *, version: Version, actor: Person, effective_on: datetime.date, seen: int | None = None
) -> Version:
    """The version as it stands now, if the person may publish it on that day; a named refusal otherwise."""
    version = Version.objects.select_related("report__agency").get(pk=version.pk)
    _refuse(version, actor, effective_on)
    refuse_changed(version, seen)
    return version


def _refuse(version: Version, actor: Person, effective_on: datetime.date) -> None:
    refuse_unless_at(version, Stage.LEADER)
    require(actor, Permission.PUBLISH_REPORT, version.report.agency)
    require_turn(actor, version)
    _refuse_day(version, effective_on)
    _refuse_before_earlier(version)
    _refuse_moved(register_changes(version))
    _refuse_errors(version)
    _refuse_silent_pictures(version)


def _published(
    ready: Version, files: list[Rendered], actor: Person, effective_on: datetime.date, comment: str
) -> Version:
    """One transaction: everything was read before it is read again under the lock."""
    version = locked(ready)
    refuse_changed(version, ready.revision)
    _refuse(version, actor, effective_on)
    before = {"stage": version.stage}
    version.stage, version.published_on, version.published_at = Stage.PUBLISHED, effective_on, timezone.now()
    version.correction_summary = ready.correction_summary
    version.sha256 = next(file.sha256 for file in files if file.form == "json")
    version.revision += 1
    _add_parts(version, files, actor, comment)
    version.save()
    agency, year = version.report.agency, version.report.year
    close_year(agency=agency, year=year, actor=actor)
    record(
        actor=actor,
        action="publish",
        target=version,
        agency=agency,
        effective_on=effective_on,
        reason=version.correction_reason or comment.strip(),
        before=before,
        after={"stage": version.stage, "files": {file.form: file.sha256 for file in files}},
    )
    return version


def _add_parts(version: Version, files: list[Rendered], actor: Person, comment: str) -> None:
    PublishedFile.objects.bulk_create(
        PublishedFile(version=version, form=f.form, content=f.name, sha256=f.sha256, size=f.size) for f in files
    )
    Step.objects.create(
        version=version,
        stage=Stage.LEADER,
        decision=Step.Decision.PUBLISHED,
        comment=comment.strip(),
        by=actor,
        revision=version.revision,
    )


def _summary(version: Version) -> list[dict[str, object]]:
    last = published_versions().filter(report=version.report).order_by("-number").first()
    return summary_of(*version_changes(last, version)) if last else []


def _refuse_day(version: Version, day: datetime.date) -> None:
    last = published_versions().filter(report=version.report).order_by("-number").first()
    first = last.published_on if last else datetime.date(version.report.year + 1, 1, 1)
    if first is not None and not first <= day <= timezone.localdate():
        raise NotThatDay(
            _("发布日期应在%(first)s和今天之间。") % {"first": date_format(first)},
            _("请改正发布日期。"),
        )


def _refuse_before_earlier(version: Version) -> None:
    """A combined report has no registers that could be closed."""
    earlier = versions_in_work().filter(report__agency=version.report.agency, report__year__lt=version.report.year)
    found = earlier.filter(report__combined_from=None).order_by("report__year").values_list("report__year", flat=True)
    if found:
        years = _("、").join(_("%(year)d年") % {"year": year} for year in found)
        raise EarlierYearOpen(
            _("%(years)s的年度报告还没有发布；现在发布会把以前年度的台账一并关账。") % {"years": years},
            _("请先发布以前年度的报告；误开的草稿可以作废，不需要的更正可以放弃。"),
        )


def _refuse_moved(changes: list[CellChange]) -> None:
    if changes:
        named = _("、").join(f"“{change.label}”" for change in changes[:NAMED])
        more = _("等%(count)d处") % {"count": len(changes)} if len(changes) > NAMED else ""
        raise RegistersMoved(
            _("送审以后台账有了变动，%(cells)s%(more)s与送审时不一致。") % {"cells": named, "more": more},
            _("请退回，重新送审以后再发布；或者先把台账改回。"),
        )


def _refuse_errors(version: Version) -> None:
    found = [o.finding for o in objections(version, findings_of(version).findings) if o.signed is None]
    if found:
        listed = _("；").join(f"{f.rule} {f.message.rstrip('。')}" for f in found[:NAMED])
        raise ErrorsStand(
            _("还有%(count)d处错误：%(listed)s。") % {"count": len(found), "listed": listed},
            _("请退回改正，或者由分管领导逐条签署发布的理由。"),
        )


def _refuse_silent_pictures(version: Version) -> None:
    if version.sections.filter(pictures__alt__regex=r"^\s*$").exists():
        raise PictureWithoutText(_("有图片没有替代文字，看不见图片的人无法了解内容。"), _("请退回，补上替代文字。"))
