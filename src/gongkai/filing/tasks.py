"""Background work on one's own report."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django_tasks import task

from gongkai.agencies.models import Person
from gongkai.filing.actions import publication
from gongkai.filing.models import Version
from gongkai.jobs.actions import working


@task()
def render_and_publish(job: int, version: int, signer: int, effective_on: str, comment: str, seen: int) -> None:
    """Write the files of a version and publish it, as the person who signs."""
    with working(job) as progress:
        signed = publication.publish(
            version=Version.objects.get(pk=version),
            actor=Person.objects.get(pk=signer),
            effective_on=datetime.date.fromisoformat(effective_on),
            comment=comment,
            seen=seen,
            told=progress.step,
        )
        annual = signed.report
        progress.result = reverse("desk:approval", args=[annual.agency.code, annual.year])
