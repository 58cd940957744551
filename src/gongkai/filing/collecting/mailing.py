"""Mails of the collecting: to the organs that are to file. One mail an addressee, who alone stands in it; what it says
is the organ, the year and the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency, Membership
from gongkai.agencies.rules import GRANTS, Permission
from gongkai.audit_log.chinese import in_chinese
from gongkai.filing.models import Notice, Round, Submission
from gongkai.jobs.models import Job

INVITE, REMIND = "invite", "remind"


def addresses_of(agencies: Iterable[int]) -> dict[int, list[str]]:
    """Where each organ (by primary key) is reached: its office's address, else those of the people who may file. Two
    queries."""
    agencies = list(agencies)
    offices = Agency.objects.filter(pk__in=agencies).exclude(email="").values_list("pk", "email")
    return _addresses_of_people(agencies) | {agency: [email] for agency, email in offices}


def _addresses_of_people(agencies: list[int]) -> dict[int, list[str]]:
    today = timezone.localdate()
    held = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        agency__in=agencies, valid_from__lte=today, role__in=GRANTS[Permission.FILE_REPORT],
        person__is_active=True,
    ).exclude(person__email="")  # fmt: skip
    found: dict[int, list[str]] = {}
    for agency, address in held.order_by("pk").values_list("agency", "person__email"):
        if address not in found.setdefault(agency, []):
            found[agency].append(address)
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What the organs of a round have been told: the last mails (``reminder``, or of the opening), and the organs that
    no mail reaches."""

    last: Job | None
    reminder: bool
    unreached: tuple[Agency, ...]


def told_of(round_: Round, submissions: Iterable[Submission]) -> Told:
    """Three queries."""
    last = Job.objects.filter(kind__in=[kind_of(INVITE, round_), kind_of(REMIND, round_)]).first()
    agencies = [s.agency for s in submissions]
    reached = addresses_of(a.pk for a in agencies)
    reminder = last is not None and last.kind == kind_of(REMIND, round_)
    return Told(last, reminder, tuple(a for a in agencies if a.pk not in reached))


def kind_of(what: str, round_: Round) -> str:
    """The kind of the jobs that write to the organs of this round."""
    return f"{what}-{round_.pk}"


def send_invitations(submissions: Iterable[Submission]) -> int:
    """Tell the organ of each submission that it is to file; the number of mails."""
    return _send_each(submissions, _invitation)


def send_reminders(submissions: Iterable[Submission]) -> int:
    """One reminder for each submission; the number of mails."""
    return _send_each(submissions, _reminder)


@in_chinese
def _send_each(submissions: Iterable[Submission], mail: Callable[[Submission, str], EmailMessage]) -> int:
    submissions = list(submissions)
    addresses = addresses_of(s.agency_id for s in submissions)
    return _send([mail(s, to) for s in submissions for to in addresses.get(s.agency_id, ())])


def _invitation(submission: Submission, to: str) -> EmailMessage:
    subject = _("%(year)s年度政府信息公开工作年度报告开始报送")
    body = _(
        "%(agency)s：\n\n%(supervisor)s已发起%(year)s年度政府信息公开工作年度报告的报送，请于%(due)s前报送。\n\n"
        "报送要求和报送地址：%(address)s\n"
    )
    return _to_file(submission, to, subject, body)


def _reminder(submission: Submission, to: str) -> EmailMessage:
    subject = _("请报送%(year)s年度政府信息公开工作年度报告")
    body = _(
        "%(agency)s：\n\n请于%(due)s前向%(supervisor)s报送%(year)s年度政府信息公开工作年度报告。\n\n报送地址：%(address)s\n"
    )
    return _to_file(submission, to, subject, body)


def _to_file(submission: Submission, to: str, subject: str, body: str) -> EmailMessage:
    """What both mails about a report to file say: agency, supervisor, year, due and address."""
    told = {
        "agency": submission.agency.name, "supervisor": submission.round.agency.name, "year": submission.round.year,
        "due": formats.date_format(submission.round.due_on, "DATE_FORMAT"), "address": _address(submission),
    }  # fmt: skip
    return EmailMessage(subject % told, body % told, to=[to])


@in_chinese
def send_notice(notice: Notice) -> int:
    """Tell the organ that a notice was sent to it; the number of mails."""
    submission = notice.submission
    due = formats.date_format(notice.due_on, "DATE_FORMAT")
    subject = _("年度报告整改通知（%(number)s）") % {"number": notice.number}
    body = _(
        "%(agency)s：\n\n%(supervisor)s退回了%(year)s年度政府信息公开工作年度报告，请于%(due)s前整改并重新报送。\n\n"
        "整改通知：%(address)s\n"
    ) % {
        "agency": submission.agency.name, "supervisor": notice.agency.name, "year": submission.round.year, "due": due,
        "address": _address(submission),
    }  # fmt: skip
    to = addresses_of([submission.agency_id]).get(submission.agency_id, ())
    return _send([EmailMessage(subject, body, to=[address]) for address in to])


def _address(submission: Submission) -> str:
    return f"{settings.BASE_URL}{reverse('desk:filing', args=[submission.agency.code])}"


def _send(mails: list[EmailMessage]) -> int:
    return get_connection().send_messages(mails) or 0 if mails else 0
