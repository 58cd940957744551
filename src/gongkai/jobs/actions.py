"""Starting background work and saying how far it is.

A task takes the primary key of its job first and works inside ``working(job)``::

    @task()
    def import_workbook(job: int, imported: int) -> None:
        with working(job) as progress:
            …
            progress.step(done, total)
            progress.result = address
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Agency, Person
from gongkai.audit_log.chinese import LANGUAGE
from gongkai.jobs.holding import held, is_held
from gongkai.jobs.models import Job

log = logging.getLogger(__name__)
Told = Callable[[int, int, str], None]
"""Hears how far a work is: done, total (0 while it is not known), what is being done. ``Progress.step`` is one."""


def untold(done: int, total: int, message: str) -> None:
    """For work that nobody waits for."""


def enqueue(task: Any, *, kind: str, title: str, person: Person | None, agency: Agency | None, **arguments: Any) -> Job:
    """Hand ``task`` to the background with a job that shows its progress; it starts once this transaction commits."""
    job = Job.objects.create(kind=kind, title=title, person=person, agency=agency)
    transaction.on_commit(lambda: _hand_over(task, job.pk, arguments))
    return job


def _hand_over(task: Any, job: int, arguments: dict[str, Any]) -> None:
    """The change that asked for the work stands by now: where the queue cannot be reached, the job says so."""
    try:
        task.enqueue(job, **arguments)
    except Exception:
        log.exception("job not handed over", extra={"job": job})
        _end(job, Job.State.FAILED, message=_("后台任务没有排上队。请稍后重试；仍不行时请联系管理员。"))


@dataclass
class Progress:
    """What a task says of itself. Steps are written outside the transaction of the work, so call ``step`` between
    transactions: inside one, nobody sees it."""

    job: Job
    result: str = ""

    def step(self, done: int, total: int, message: str = "") -> None:
        Job.objects.filter(pk=self.job.pk).update(done=done, total=total, message=message)


@contextmanager
def working(job: int) -> Iterator[Progress]:
    """Mark the job as running, then as done; as failed, with what to do, after a refusal or a fault."""
    with held(job), override(LANGUAGE):
        Job.objects.filter(pk=job).update(state=Job.State.RUNNING, started_at=timezone.now())
        progress = Progress(Job.objects.get(pk=job))
        try:
            yield progress
        except Refusal as refusal:
            _end(job, Job.State.FAILED, message=str(refusal)[:500])
        except Exception:
            log.exception("job failed", extra={"job": job})
            _end(job, Job.State.FAILED, message=_("后台处理出错，什么都没有改动。请重试；仍不行时请联系管理员。"))
            raise
        else:
            _end(job, Job.State.DONE, result=progress.result, message="")


def end_abandoned() -> int:
    """Mark the jobs as failed whose process has died under them, and return how many there were. Their transactions
    were rolled back with it."""
    running = Job.objects.filter(state=Job.State.RUNNING).values_list("pk", flat=True)
    dead = [job for job in running if not is_held(job)]
    return Job.objects.filter(pk__in=dead, state=Job.State.RUNNING).update(
        state=Job.State.FAILED,
        finished_at=timezone.now(),
        message=_("后台处理被中断，什么都没有改动。请重试。"),
    )


def _end(job: int, state: str, **changes: Any) -> None:
    Job.objects.filter(pk=job).update(state=state, finished_at=timezone.now(), **changes)
