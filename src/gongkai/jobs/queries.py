"""The only way from a person to background work."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.rules import Who
from gongkai.jobs.models import Job

LARGEST_KEY = 2**63 - 1


def access_job(person: Who, pk: int) -> Job:
    """A job that the person asked for; NoSuchObject otherwise."""
    found = Job.objects.filter(person=person.pk, pk=min(pk, LARGEST_KEY)).first() if person.pk else None
    if found is None:
        raise NoSuchObject(_("没有这项后台任务，或者不是您提交的。"))
    return found
