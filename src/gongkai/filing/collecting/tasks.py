"""Background work of the collecting: reading uploads, auditing a round, sending mails, combining."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from gongkai.agencies.models import Person
from gongkai.filing.collecting import mailing
from gongkai.filing.models import Notice, Round, Submission
from gongkai.jobs.actions import working

BATCH = 50


@task()
def read_upload(job: int, upload: int) -> None:
    from gongkai.filing.collecting.actions import uploads

    with working(job) as progress:
        done = uploads.read(upload)
        progress.result = reverse("desk:upload", args=[done.submission.agency.code, done.pk])


@task()
def audit_round(job: int, round_: int) -> None:
    from gongkai.filing.collecting.actions import submissions

    with working(job) as progress:
        collecting = Round.objects.select_related("agency").get(pk=round_)
        filed = list(collecting.submissions.filter(content__isnull=False).values_list("pk", flat=True))
        for start in range(0, len(filed), BATCH):
            submissions.audit_again(filed[start : start + BATCH])
            progress.step(min(start + BATCH, len(filed)), len(filed))
        progress.result = reverse("desk:round-findings", args=[collecting.agency.code, collecting.year])


@task()
def invite(job: int, submissions: list[int]) -> None:
    _write_to(job, submissions, mailing.send_invitations)


@task()
def remind(job: int, submissions: list[int]) -> None:
    _write_to(job, submissions, mailing.send_reminders)


def _write_to(job: int, submissions: list[int], send: Callable[[Iterable[Submission]], int]) -> None:
    with working(job) as progress:
        found = Submission.objects.select_related("round__agency", "agency").filter(pk__in=submissions)
        sent = send(found)
        progress.step(sent, sent, _("已发出 %(count)d 封邮件") % {"count": sent})
        if first := found.first():
            progress.result = reverse("desk:round", args=[first.round.agency.code, first.round.year])


@task()
def tell_of_notice(notice: int) -> None:
    mailing.send_notice(
        Notice.objects.select_related("submission__round", "submission__agency", "agency").get(pk=notice)
    )


@task()
def combine(job: int, round_: int, person_pk: int) -> None:
    from gongkai.filing.collecting.actions.combining import combine_round

    with working(job) as progress:
        collecting = Round.objects.select_related("agency").get(pk=round_)
        combine_round(round=collecting, actor=Person.objects.get(pk=person_pk))
        progress.result = reverse("desk:combine", args=[collecting.agency.code, collecting.year])
