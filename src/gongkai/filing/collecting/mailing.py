"""Mails of the collecting: to the organs that are to file. One mail an addressee, who alone stands in it; what it says
is the organ, the year and the day."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import Membership
from gongkai.agencies.rules import GRANTS, Permission
from gongkai.audit_log.chinese import in_chinese
from gongkai.filing.models import Notice, Submission


def addresses_of(agencies: Iterable[int]) -> dict[int, list[str]]:
    """Where each organ (by primary key) is reached: its office's address, else those of the people who may file."""
    today = timezone.localdate()
    held = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        agency__in=list(agencies), valid_from__lte=today, role__in=GRANTS[Permission.FILE_REPORT],
        person__is_active=True,
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    for agency, office, person in held.order_by("pk").values_list("agency", "agency__email", "person__email"):
        if (address := office or person) and address not in found.setdefault(agency, []):
            found[agency].append(address)
    return found


@in_chinese
def send_reminders(submissions: Iterable[Submission]) -> int:
    """One reminder for each submission; the number of mails."""
    submissions = list(submissions)
    addresses = addresses_of(s.agency_id for s in submissions)
    mails = [_reminder(s, to) for s in submissions for to in addresses.get(s.agency_id, ())]
    return _send(mails)


def _reminder(submission: Submission, to: str) -> EmailMessage:
    round_ = submission.round
    due = formats.date_format(round_.due_on, "DATE_FORMAT")
    subject = _("请报送%(year)s年度政府信息公开工作年度报告") % {"year": round_.year}
    body = _(
        "%(agency)s：\n\n请于%(due)s前向%(supervisor)s报送%(year)s年度政府信息公开工作年度报告。\n\n报送地址：%(address)s\n"
    ) % {
        "agency": submission.agency.name, "due": due, "supervisor": round_.agency.name, "year": round_.year,
        "address": _address(submission),
    }  # fmt: skip
    return EmailMessage(subject, body, to=[to])


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
