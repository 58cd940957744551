"""What waits for a person today, from every room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.models import Person
from gongkai.agencies.rules import Permission, agencies_where
from gongkai.filing.models import NoticeItem, Submission, Version
from gongkai.filing.queries import in_approval, waiting_for
from gongkai.jobs.models import Job
from gongkai.registers.models import Import

SHOWN = 20
Found = TypeVar("Found", bound=Model)
DUE_STATES = (Submission.State.INVITED, Submission.State.RETURNED)


@dataclass(frozen=True)
class Work:
    """The lists of the page, newest or most urgent first, at most ``SHOWN`` of each."""

    versions: list[Version]
    in_approval: list[Version]
    to_file: list[Submission]
    to_check: list[Submission]
    to_mend: list[NoticeItem]
    imports: list[Import]
    jobs: list[Job]

    @property
    def nothing(self) -> bool:
        return not any((self.versions, self.to_file, self.to_check, self.to_mend, self.imports))


def work_of(person: Person) -> Work:
    """Everything that waits for the person, one question a list."""
    filing = agencies_where(person, Permission.FILE_REPORT)
    editing = agencies_where(person, Permission.EDIT_REGISTERS)
    versions = _some(waiting_for(person))
    return Work(
        versions=versions,
        in_approval=_some(in_approval(person).exclude(pk__in=[version.pk for version in versions])),
        to_file=_some(
            _submissions()
            .filter(agency__in=filing, state__in=DUE_STATES, round__closed_at=None)
            .order_by("round__due_on")
        ),
        to_check=_some(
            _submissions()
            .filter(round__agency__in=agencies_where(person, Permission.SUPERVISE), state=Submission.State.FILED)
            .order_by("filed_at")
        ),
        to_mend=_some(
            NoticeItem.objects.filter(notice__submission__agency__in=filing, state=NoticeItem.State.OPEN)
            .select_related("notice__submission__agency", "notice__submission__round")
            .order_by("notice__due_on", "pk")
        ),
        imports=_some(
            Import.objects.filter(agency__in=editing, state=Import.State.PREVIEWED).select_related("agency", "by")
        ),
        jobs=_some(_recent_jobs(person)),
    )


def _submissions() -> QuerySet[Submission]:
    return Submission.objects.select_related("agency", "round__agency")


def _recent_jobs(person: Person) -> QuerySet[Job]:
    day = timezone.now() - timedelta(days=1)
    return Job.objects.filter(Q(finished_at__isnull=True) | Q(finished_at__gte=day), person=person)


def _some(found: QuerySet[Found]) -> list[Found]:
    return list(found[:SHOWN])
