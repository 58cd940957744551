"""Opening a round, inviting more organs to it, and reminding those that have not filed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Agency, Person
from gongkai.agencies.queries import below
from gongkai.agencies.rules import Permission, require
from gongkai.audit_log.actions import record
from gongkai.filing.collecting import mailing, tasks
from gongkai.filing.collecting.supervision import statutory_due
from gongkai.filing.models import Round, Submission
from gongkai.jobs.actions import enqueue
from gongkai.jobs.models import Job


class RoundStands(Refusal):
    """There is a round for this year already."""


class NobodyToInvite(Refusal):
    """No organ below, or one that is not below."""


class NobodyToRemind(Refusal):
    """All have filed."""


class RoundClosed(Refusal):
    """Nothing is filed in the round any more."""


class RoundOpen(Refusal):
    """The round was never closed."""


def refuse_closed(round_: Round) -> None:
    if round_.closed_at is not None:
        raise RoundClosed(_("这次报送已经结束。"), _("确需报送或者更改的，请主管部门重新开放。"))


def invited_by_default(agency: Agency, year: int) -> list[Agency]:
    """The organs directly below that stood at the end of the year. Those further down file with the organ above them
    unless they are chosen."""
    end = datetime.date(year, 12, 31)
    return [a for a in Agency.objects.filter(parent=agency) if a.dissolved_on is None or a.dissolved_on > end]


@transaction.atomic
def open_round(
    *,
    agency: Agency,
    year: int,
    actor: Person,
    due_on: datetime.date | None = None,
    message: str = "",
    agencies: Iterable[Agency] | None = None,
) -> Round:
    """Invite ``agencies`` (default: all directly below) to file the report on ``year``, and tell them by mail; due on
    the day of the law unless another is set."""
    require(actor, Permission.SUPERVISE, agency)
    if Round.objects.filter(agency=agency, year=year).exists():
        raise RoundStands(_("本年度的报送任务已经发起。"), _("请在该任务中补充邀请或修改。"))
    chosen = invited_by_default(agency, year) if agencies is None else list(agencies)
    round_ = Round.objects.create(
        agency=agency, year=year, due_on=due_on or statutory_due(year), message=message, opened_by=actor
    )
    _invite(round_, chosen, actor)
    after = {"year": year, "due_on": round_.due_on.isoformat(), "invited": [a.code for a in chosen]}
    record(actor=actor, action="open_round", target=round_, agency=agency, after=after)
    return round_


@transaction.atomic
def invite(*, round: Round, agencies: Iterable[Agency], actor: Person) -> int:  # noqa: A002 - the contract's name.
    """Invite more organs and tell them; those invited already are left as they are. The number of new ones."""
    require(actor, Permission.SUPERVISE, round.agency)
    refuse_closed(round)
    known = set(round.submissions.values_list("agency", flat=True))
    new = [a for a in agencies if a.pk not in known]
    if new:
        _invite(round, new, actor)
        after = {"invited": [a.code for a in new]}
        record(actor=actor, action="invite", target=round, agency=round.agency, after=after)
    return len(new)


def _invite(round_: Round, agencies: list[Agency], actor: Person) -> None:
    if not agencies:
        raise NobodyToInvite(_("没有选择报送机关。"), _("请选择至少一个下级机关。"))
    reachable = set(below(round_.agency).values_list("pk", flat=True))
    if strangers := [a.name for a in agencies if a.pk not in reachable]:
        named = _("、").join(strangers)
        raise NobodyToInvite(_("%(names)s不是下级机关。") % {"names": named}, _("请只选择本机关的下级机关。"))
    made = Submission.objects.bulk_create(Submission(round=round_, agency=agency) for agency in agencies)
    enqueue(
        tasks.invite, kind=mailing.kind_of(mailing.INVITE, round_), title=_("通知报送"), person=actor,
        agency=round_.agency, submissions=[submission.pk for submission in made],
    )  # fmt: skip


@transaction.atomic
def move_due_date(*, round: Round, due_on: datetime.date, actor: Person) -> Round:  # noqa: A002
    """Set another last day."""
    require(actor, Permission.SUPERVISE, round.agency)
    refuse_closed(round)
    before, round.due_on = round.due_on, due_on
    round.save(update_fields=["due_on"])
    record(
        actor=actor, action="move_due_date", target=round, agency=round.agency,
        before={"due_on": before.isoformat()}, after={"due_on": due_on.isoformat()},
    )  # fmt: skip
    return round


@transaction.atomic
def close_round(*, round: Round, actor: Person) -> Round:  # noqa: A002
    """End the filing. What was filed can still be accepted and combined; a file that is being read still counts."""
    held = _held(round, actor)
    refuse_closed(held)
    held.closed_at = timezone.now()
    held.save(update_fields=["closed_at"])
    waiting = held.submissions.exclude(state=Submission.State.ACCEPTED).count()
    record(actor=actor, action="close_round", target=held, agency=held.agency, after={"not_accepted": waiting})
    return held


@transaction.atomic
def reopen_round(*, round: Round, actor: Person) -> Round:  # noqa: A002
    """Let the organs file again."""
    held = _held(round, actor)
    if held.closed_at is None:
        raise RoundOpen(_("这次报送没有结束。"), _("请刷新页面查看最新情况。"))
    before, held.closed_at = held.closed_at, None
    held.save(update_fields=["closed_at"])
    record(
        actor=actor, action="reopen_round", target=held, agency=held.agency,
        before={"closed_at": before.isoformat(timespec="seconds")},
    )  # fmt: skip
    return held


def _held(round_: Round, actor: Person) -> Round:
    """The round as it is now, locked until the transaction ends."""
    require(actor, Permission.SUPERVISE, round_.agency)
    return Round.objects.select_for_update(of=("self",)).select_related("agency").get(pk=round_.pk)


@transaction.atomic
def remind(*, round: Round, actor: Person) -> Job:  # noqa: A002
    """Mail every organ that has not filed, or was sent back and has not filed again."""
    require(actor, Permission.SUPERVISE, round.agency)
    refuse_closed(round)
    waiting = Submission.objects.filter(round=round, state__in=[Submission.State.INVITED, Submission.State.RETURNED])
    pks = list(waiting.values_list("pk", flat=True))
    if not pks:
        raise NobodyToRemind(_("所有机关都已报送。"), _("不需要催报。"))
    job = enqueue(
        tasks.remind, kind=mailing.kind_of(mailing.REMIND, round), title=_("催报"), person=actor, agency=round.agency,
        submissions=pks,
    )  # fmt: skip
    record(actor=actor, action="remind", target=round, agency=round.agency, after={"reminded": len(pks)})
    return job
