"""Filing a version of one's own, accepting what was filed, and auditing it again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Person
from gongkai.agencies.rules import Permission, require
from gongkai.audit_log.actions import record
from gongkai.filing.collecting import tasks
from gongkai.filing.collecting.actions.mending import follow_mending
from gongkai.filing.collecting.actions.rounds import refuse_closed
from gongkai.filing.collecting.auditing import Content, contents_of, findings_in
from gongkai.filing.models import Round, Stage, Submission, Upload, Version
from gongkai.filing.reporting import report_of
from gongkai.jobs.actions import enqueue
from gongkai.jobs.models import Job
from gongkai.report.serialise import to_json

FILEABLE = frozenset({Stage.LEADER, Stage.PUBLISHED})
"""A version can be filed once the office has approved it: from then its figures stand."""


class AlreadyAccepted(Refusal):
    """What was accepted is not filed again."""


class NotFileable(Refusal):
    """The version is another organ's, another year's, or not approved yet."""


class NotFiled(Refusal):
    """There is nothing to accept, to send back or to withdraw."""


@transaction.atomic
def file_version(*, submission: Submission, version: Version, actor: Person) -> Submission:
    """File a version of the organ's own report, approved by the office or published."""
    require(actor, Permission.FILE_REPORT, submission.agency)
    held = hold(submission)
    _refuse_version(held, version)
    return take(held, to_json(report_of(version)), actor=actor, version=version)


def _refuse_version(submission: Submission, version: Version) -> None:
    refuse_settled(submission)
    report = version.report
    if (report.agency_id, report.year) != (submission.agency_id, submission.round.year):
        raise NotFileable(_("这不是本机关该年度的报告。"), _("请选择本机关该年度的报告。"))
    if version.stage not in FILEABLE:
        raise NotFileable(_("报告还没有通过办公室审核。"), _("请在办公室审核通过或发布以后再报送。"))


def hold(submission: Submission) -> Submission:
    """The submission, locked until the transaction ends, as it is now."""
    locked = Submission.objects.select_for_update(of=("self",))
    return locked.select_related("round__agency", "agency").get(pk=submission.pk)


def refuse_settled(submission: Submission) -> None:
    """Raise where nothing can be filed any more: the report was accepted, or the round is closed."""
    refuse_closed(submission.round)
    if submission.state == Submission.State.ACCEPTED:
        raise AlreadyAccepted(_("报告已被接收，不能再报送。"), _("需要更改的，请联系主管部门退回。"))


def take(
    submission: Submission,
    content: Content,
    *,
    actor: Person,
    version: Version | None = None,
    upload: Upload | None = None,
) -> Submission:
    """Put a report into a submission that is held: it is audited, and the notices that were sent are followed up."""
    before = {"state": submission.state, "upload": submission.upload_id, "version": submission.version_id}
    submission.version, submission.upload, submission.content = version, upload, content
    submission.state, submission.filed_at, submission.filed_by = Submission.State.FILED, timezone.now(), actor
    submission.first_filed_at = submission.first_filed_at or submission.filed_at
    key = submission.agency_id, submission.round.year - 1
    submission.findings = findings_in(content, contents_of([key[0]], [key[1]]).get(key))
    submission.save()
    follow_mending([submission])
    after: dict[str, Any] = {
        "state": submission.state, "upload": submission.upload_id, "version": submission.version_id,
        "sha256": upload.sha256 if upload else "",
    }  # fmt: skip
    record(actor=actor, action="file", target=submission, agency=submission.agency, before=before, after=after)
    return submission


@transaction.atomic
def accept(*, submission: Submission, actor: Person) -> Submission:
    """Accept what was filed: from now it counts in the combined report."""
    held = hold(submission)
    require(actor, Permission.SUPERVISE, held.round.agency)
    if held.state != Submission.State.FILED:
        raise NotFiled(_("没有可以接收的报告。"), _("请等该机关报送以后再接收。"))
    held.state = Submission.State.ACCEPTED
    held.save(update_fields=["state"])
    record(
        actor=actor, action="accept", target=held, agency=held.agency,
        before={"state": Submission.State.FILED}, after={"state": held.state},
    )  # fmt: skip
    return held


@transaction.atomic
def withdraw(*, submission: Submission, actor: Person) -> Submission:
    """Take back what was filed and not accepted yet; a report that was sent back before is due again. Without a notice
    it counts as never handed in, so that lateness follows from the next filing."""
    held = hold(submission)
    require(actor, Permission.FILE_REPORT, held.agency)
    refuse_settled(held)
    if held.state != Submission.State.FILED:
        raise NotFiled(_("没有可以撤回的报告。"), _("已退回的报告可以直接重新报送。"))
    before = {"state": held.state, "upload": held.upload_id, "version": held.version_id}
    returned = held.notices.exists()
    held.state = Submission.State.RETURNED if returned else Submission.State.INVITED
    held.first_filed_at = held.first_filed_at if returned else None
    held.version = held.upload = held.content = held.filed_at = held.filed_by = None
    held.findings = []
    held.save()
    record(
        actor=actor, action="withdraw_submission", target=held, agency=held.agency, before=before,
        after={"state": held.state},
    )  # fmt: skip
    return held


@transaction.atomic
def audit_round(*, round: Round, actor: Person) -> Job:  # noqa: A002 - the contract's name.
    """Audit everything filed in the round again, in the background: last year's reports may have come meanwhile."""
    require(actor, Permission.SUPERVISE, round.agency)
    job = enqueue(
        tasks.audit_round, kind="audit_round", title=_("核对全部报送"), person=actor, agency=round.agency,
        round_=round.pk,
    )  # fmt: skip
    record(actor=actor, action="audit_round", target=round, agency=round.agency)
    return job


@transaction.atomic
def audit_again(submissions: Iterable[int]) -> None:
    """Audit submissions (by primary key) with what is known of the year before."""
    found = list(
        Submission.objects.select_for_update(of=("self",)).filter(pk__in=submissions, content__isnull=False)
        .select_related("round")
    )  # fmt: skip
    known = contents_of([s.agency_id for s in found], {s.round.year - 1 for s in found})
    for submission in found:
        previous = known.get((submission.agency_id, submission.round.year - 1))
        submission.findings = findings_in(submission.content or {}, previous)
    Submission.objects.bulk_update(found, ["findings"])
    follow_mending(found)
