"""How far background work is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.jobs.models import Job
from gongkai.jobs.queries import access_job


@login_required
@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    found = access_job(request.user, pk)
    context = {"title": found.title, "task": _task(found), "crumbs": [(_("后台任务"), ""), (found.title, "")]}
    part = getattr(request, "htmx", False)
    return render(request, "desk/components/progress.html" if part else "desk/registers/job.html", context)


def _task(found: Job) -> dict[str, Any]:
    """What the progress component shows."""
    done = found.state == Job.State.DONE
    result = found.result if url_has_allowed_host_and_scheme(found.result, None) else ""
    return {
        "label": _("进度"),
        "done": found.done,
        "total": found.total,
        "url": reverse("desk:job", args=[found.pk]),
        "message": found.message or found.get_state_display(),
        "finished": done,
        "failed": found.state == Job.State.FAILED,
        "next_url": result if done else "",
        "next_label": _("查看结果"),
    }
