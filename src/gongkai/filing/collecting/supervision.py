"""Asking about rounds: the only ways from a person to a round, a submission, an upload or a notice, who has filed and
who is late, and the findings over a round."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Case, Count, Model, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import access_agency
from gongkai.agencies.rules import Permission, Who, agencies_where
from gongkai.filing.models import Notice, NoticeItem, Round, Submission, Upload
from gongkai.law.clock_duties import annual_report_deadline
from gongkai.law.rules import SEVERITIES, builtin_rules

T = TypeVar("T", bound=Model)


def statutory_due(year: int) -> datetime.date:
    """When the organs below must have handed in the report on ``year`` (article 49; up to 2018: 31 March)."""
    return annual_report_deadline(year, "department").due


def government_due(year: int) -> datetime.date:
    """When the government's own report on ``year`` must be public."""
    return annual_report_deadline(year, "local_government").due


def access_rounds(person: Who, code: str) -> tuple[Agency, QuerySet[Round]]:
    """A supervising organ with its rounds."""
    agency = access_agency(person, code, Permission.SUPERVISE)
    return agency, Round.objects.filter(agency=agency).select_related("agency")


def access_round(person: Who, code: str, year: int) -> Round:
    round_ = access_rounds(person, code)[1].filter(year=year).first()
    if round_ is None:
        raise NoSuchObject(_("没有这一年度的报送任务。"), _("请先发起报送。"))
    return round_


def access_supervised(person: Who, code: str, year: int, agency_code: str) -> Submission:
    """The submission of an organ in a round, for the organ that supervises."""
    round_ = access_round(person, code, year)
    return _one(submissions_of(round_).filter(agency__code=agency_code))


def access_own(person: Who, code: str, pk: int) -> Submission:
    """A submission, for the organ that files it."""
    agency = access_agency(person, code, Permission.FILE_REPORT)
    return _one(Submission.objects.select_related("round__agency", "agency").filter(agency=agency, pk=pk))


def access_upload(person: Who, code: str, pk: int) -> Upload:
    """An uploaded file, for the organ that files and the one that supervises."""
    files = Q(submission__agency__in=agencies_where(person, Permission.FILE_REPORT))
    supervises = Q(submission__round__agency__in=agencies_where(person, Permission.SUPERVISE))
    uploads = Upload.objects.select_related("submission__round__agency", "submission__agency", "uploaded_by")
    return _one(uploads.filter(files | supervises, submission__agency__code=code, pk=pk))


def access_notice(person: Who, code: str, pk: int) -> Notice:
    """A notice, for the organ that received it and the one that sent it."""
    receives = Q(submission__agency__in=agencies_where(person, Permission.FILE_REPORT))
    supervises = Q(agency__in=agencies_where(person, Permission.SUPERVISE))
    notices = Notice.objects.select_related("submission__round__agency", "submission__agency", "agency", "sent_by")
    return _one(notices.prefetch_related("items").filter(receives | supervises, submission__agency__code=code, pk=pk))


def access_item(person: Who, code: str, pk: int) -> NoticeItem:
    """An item of a notice, for the organ that is to answer it."""
    agency = access_agency(person, code, Permission.FILE_REPORT)
    items = NoticeItem.objects.select_related("notice__submission__round__agency", "notice__submission__agency")
    return _one(items.filter(notice__submission__agency=agency, pk=pk))


def _one(found: QuerySet[T]) -> T:
    thing = found.first()
    if thing is None:
        raise NoSuchObject(_("没有这一项，或者您无权查看。"), _("请检查地址，或请管理员核对您的岗位。"))
    return thing


def submissions_of(round_: Round) -> QuerySet[Submission]:
    """The submissions of a round without what was filed in them; ``pending`` is the state of an upload that is
    being read or waits for confirmation, else of the newest."""
    return (
        Submission.objects.filter(round=round_)
        .select_related("agency", "round__agency", "upload")
        .defer("content", "upload__content")
        .annotate(pending=_pending())
    )


def _pending() -> Subquery:
    waits = Case(When(state__in=[Upload.State.READING, Upload.State.DOUBTFUL], then=0), default=1)
    newest = Upload.objects.filter(submission=OuterRef("pk")).order_by(waits, "-pk")
    return Subquery(newest.values("state")[:1])


def is_late(submission: Submission, on: datetime.date | None = None) -> bool:
    """Whether the organ handed in after the day set, or has not yet although it is past. Never stored."""
    handed_in = submission.first_filed_at
    day = timezone.localdate(handed_in) if handed_in else on or timezone.localdate()
    return day > submission.round.due_on


@dataclass(frozen=True, slots=True)
class Row:
    """One organ in the list of a round."""

    submission: Submission
    late: bool
    pending: str
    counts: dict[str, int]


def rows_of(submissions: Iterable[Submission]) -> list[Row]:
    return [_row(submission) for submission in submissions]


def _row(submission: Submission) -> Row:
    newest = getattr(submission, "pending", None) or ""
    pending = newest if newest in ("reading", "doubtful", "refused") else ""
    return Row(submission, is_late(submission), pending, severity_counts(submission.findings))


def severity_counts(findings: Iterable[dict[str, Any]]) -> dict[str, int]:
    counted = Counter(finding["severity"] for finding in findings)
    return {severity: counted[severity] for severity in SEVERITIES}


def counts_of(rows: Iterable[Row]) -> dict[str, int]:
    """How many organs are invited, have filed, were accepted, sent back, are missing, are late."""
    rows = list(rows)
    states = Counter(row.submission.state for row in rows)
    return {
        "invited": len(rows),
        "filed": len(rows) - states[Submission.State.INVITED],
        "accepted": states[Submission.State.ACCEPTED],
        "returned": states[Submission.State.RETURNED],
        "missing": states[Submission.State.INVITED],
        "late": sum(row.late for row in rows),
    }


@dataclass(frozen=True, slots=True)
class Found:
    """One finding over a round, with the organ that it concerns."""

    agency: Agency
    finding: dict[str, Any]

    @property
    def title(self) -> str:
        rule = builtin_rules().get(self.finding["rule"])
        return rule.title_zh if rule else self.finding["rule"]


def findings_of_round(
    submissions: Iterable[Submission], *, severity: str = "", rule: str = "", agency: str = ""
) -> list[Found]:
    """Every finding of the round that passes the filters, gravest first, then by organ."""
    found = [
        Found(submission.agency, finding)
        for submission in submissions
        if agency in ("", submission.agency.code)
        for finding in submission.findings
        if severity in ("", finding["severity"]) and rule in ("", finding["rule"])
    ]
    return sorted(found, key=lambda f: (SEVERITIES.index(f.finding["severity"]), f.agency.path))


def league(rows: Iterable[Row]) -> list[Row]:
    """The organs that have filed, those with most errors first, then most warnings."""
    filed = [row for row in rows if row.submission.filed_at]
    return sorted(filed, key=lambda r: (*(-r.counts[severity] for severity in SEVERITIES), r.submission.agency.path))


def own_submissions(agency: Agency) -> QuerySet[Submission]:
    """What an organ was asked to file, newest first, with the notices that it received."""
    return (
        Submission.objects.filter(agency=agency)
        .select_related("round__agency", "agency")
        .defer("content")
        .prefetch_related("notices__items")
        .annotate(pending=_pending())
        .order_by("-round__year")
    )


def with_counts(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Rounds with how many organs are invited (``invited``), have filed and were accepted."""
    filed = Q(submissions__filed_at__isnull=False)
    taken = Q(submissions__state=Submission.State.ACCEPTED)
    return rounds.defer("combination").annotate(
        invited=Count("submissions"),
        filed=Count("submissions", filter=filed),
        accepted=Count("submissions", filter=taken),
    )
