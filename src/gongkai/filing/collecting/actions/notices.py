"""Sending a report back with its findings as a numbered notice, and the organ's answers to it."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Agency, Person
from gongkai.agencies.rules import Permission, require
from gongkai.audit_log.actions import record
from gongkai.filing.collecting import tasks
from gongkai.filing.collecting.actions.rounds import refuse_closed
from gongkai.filing.collecting.actions.submissions import NotFiled, hold
from gongkai.filing.collecting.notices import notice_docx, number_of
from gongkai.filing.models import Notice, NoticeItem, Submission
from gongkai.report.writing.figures import clean

SENT_BACK_FOR = frozenset({"error", "warning"})


class NothingToMend(Refusal):
    """A notice needs a finding or words."""


class DueInThePast(Refusal):
    """Nobody can mend by a day that is past."""


class NothingSaid(Refusal):
    """An answer without words."""


@transaction.atomic
def send_back(
    *,
    submission: Submission,
    actor: Person,
    text: str,
    due_on: datetime.date,
    findings: Collection[int] | None = None,
) -> Notice:
    """Return a report with its findings; ``findings`` are positions in ``submission.findings`` (default: errors and
    warnings)."""
    held = hold(submission)
    require(actor, Permission.SUPERVISE, held.round.agency)
    refuse_unsendable(held)
    if due_on < timezone.localdate():
        raise DueInThePast(_("整改期限已经过去。"), _("请填今天以后的日期。"))
    items = _items(held, findings)
    text = clean(text)  # Neither a Word file nor PostgreSQL takes control characters.
    if not items and not text.strip():
        raise NothingToMend(_("没有选择问题，也没有写整改要求。"), _("请至少选择一个问题或写明要求。"))
    notice = _numbered(held, actor, text.strip(), due_on)
    notice.document.save(
        f"{notice.agency.code}-{notice.year}-{notice.serial}.docx", _document(notice, items), save=False
    )
    notice.save()
    for item in items:
        item.notice = notice
    NoticeItem.objects.bulk_create(items)
    before, held.state = held.state, Submission.State.RETURNED
    held.save(update_fields=["state"])
    record(
        actor=actor, action="send_back", target=held, agency=held.agency, before={"state": before},
        after={"state": held.state, "notice": notice.number, "items": len(items)},
    )  # fmt: skip
    transaction.on_commit(lambda: tasks.tell_of_notice.enqueue(notice.pk))
    return notice


def refuse_unsendable(submission: Submission) -> None:
    """Raise where there is nothing to send back, or the round is closed."""
    refuse_closed(submission.round)
    if submission.content is None or submission.state == Submission.State.INVITED:
        raise NotFiled(_("该机关还没有报送，不能退回。"), _("可以催报。"))


def _items(submission: Submission, chosen: Collection[int] | None) -> list[NoticeItem]:
    return [
        NoticeItem(
            rule=finding["rule"], severity=finding["severity"], message=finding["message"],
            mend=finding["mend"] or "", cells=finding["cells"],
        )
        for position, finding in enumerate(submission.findings)
        if (finding["severity"] in SENT_BACK_FOR if chosen is None else position in chosen)
    ]  # fmt: skip


def _numbered(submission: Submission, actor: Person, text: str, due_on: datetime.date) -> Notice:
    supervisor, year = submission.round.agency, timezone.localdate().year
    serial = next_serial(supervisor, year)
    return Notice(
        submission=submission, agency=supervisor, year=year, serial=serial, text=text, due_on=due_on, sent_by=actor,
        number=number_of(supervisor.name, year, serial),
    )  # fmt: skip


def next_serial(agency: Agency, year: int) -> int:
    """The next number of the organ's notices in a calendar year. The organ's row stays locked until the transaction
    ends, so that numbers have no gaps and none is given twice."""
    lock_numbers(agency)
    last = Notice.objects.filter(agency=agency, year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def lock_numbers(agency: Agency) -> None:
    Agency.objects.select_for_update().get(pk=agency.pk)


def _document(notice: Notice, items: list[NoticeItem]) -> ContentFile[bytes]:
    return ContentFile(notice_docx(notice, items))


@transaction.atomic
def answer_item(*, item: NoticeItem, answer: str, actor: Person) -> NoticeItem:
    """Say why a finding stands, or what will be done. Whether it is mended follows from the next filing alone."""
    submission = hold(item.notice.submission)
    require(actor, Permission.FILE_REPORT, submission.agency)
    if not answer.strip():
        raise NothingSaid(_("没有填写说明。"), _("请写明情况后再提交。"))
    held = NoticeItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    before = {"state": held.state, "answer": held.answer}
    held.answer, held.answered_by, held.answered_at = answer.strip(), actor, timezone.now()
    if held.state == NoticeItem.State.OPEN:
        held.state = NoticeItem.State.ANSWERED
    held.save()
    record(
        actor=actor, action="answer_item", target=held, agency=submission.agency, before=before,
        after={"state": held.state, "answer": held.answer},
    )  # fmt: skip
    return held
