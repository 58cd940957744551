"""One submission: as the supervising organ sees it, as the organ that files sees it, and the files handed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.queries import access_agency
from gongkai.agencies.rules import Permission, may
from gongkai.desk.forms.supervision import DoubtsForm, UploadForm, VersionForm
from gongkai.desk.views.acting import actor
from gongkai.desk.views.sending import bytes_of, file_answer
from gongkai.filing.collecting import comparing, supervision
from gongkai.filing.collecting.actions import submissions as actions
from gongkai.filing.collecting.actions import uploads
from gongkai.filing.models import DoubtfulCell, Submission, Upload, Version
from gongkai.law.editions import Edition, builtin_editions
from gongkai.law.rules import SEVERITIES


@login_required
def submission(request: HttpRequest, code: str, year: int, agency: str) -> HttpResponse:
    found = supervision.access_supervised(request.user, code, year, agency)
    context = _filed(found) | {
        "title": _("%(agency)s：%(year)s年度报告") % {"agency": found.agency.name, "year": year},
        "crumbs": [
            (_("收集与汇总"), reverse("desk:rounds", args=[code])),
            (_("%(year)s年度") % {"year": year}, reverse("desk:round", args=[code, year])),
            (found.agency.name, ""),
        ],
        "upload_form": UploadForm(),
        "upload_url": reverse("desk:upload-for", args=[code, year, agency]),
    }
    return render(request, "desk/supervision/submission.html", context)


def _filed(found: Submission) -> dict[str, Any]:
    """What both sides see of a submission."""
    file = found.upload
    order = {severity: at for at, severity in enumerate(SEVERITIES)}
    return {
        "submission": found,
        "late": supervision.is_late(found),
        "findings": sorted(found.findings, key=lambda f: order[f["severity"]]),
        "counts": supervision.severity_counts(found.findings),
        "uploads": found.uploads.select_related("uploaded_by").defer("content"),
        "notices": found.notices.prefetch_related("items"),
        "file": file,
        "beside": comparing.beside_published(found, found.content) if file else None,
    }


@login_required
@require_POST
def accept(request: HttpRequest, code: str, year: int, agency: str) -> HttpResponse:
    found = supervision.access_supervised(request.user, code, year, agency)
    actions.accept(submission=found, actor=actor(request))
    messages.success(request, _("已接收。"))
    return redirect("desk:submission", code, year, agency)


@login_required
def filing(request: HttpRequest, code: str) -> HttpResponse:
    """What this organ has to file, and the notices it received."""
    agency = access_agency(request.user, code, Permission.FILE_REPORT)
    rows = supervision.rows_of(supervision.own_submissions(agency))
    context = {"title": _("向上报送"), "agency": agency, "rows": rows}
    return render(request, "desk/supervision/filing.html", context)


@login_required
def file_report(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = supervision.access_own(request.user, code, pk)
    versions = _versions(found)
    context = _filed(found) | {
        "title": _("报送%(year)s年度报告") % {"year": found.round.year},
        "crumbs": [
            (_("向上报送"), reverse("desk:filing", args=[code])),
            (_("%(year)s年度") % {"year": found.round.year}, ""),
        ],
        "upload_form": UploadForm(),
        "upload_url": reverse("desk:upload-own", args=[code, pk]),
        "version_form": VersionForm(versions=versions, initial={"version": versions.first()}),
        "has_versions": bool(versions),
    }
    return render(request, "desk/supervision/file_report.html", context)


def _versions(found: Submission) -> Any:
    report = {"report__agency": found.agency, "report__year": found.round.year}
    return Version.objects.filter(**report, stage__in=actions.FILEABLE).select_related("report__agency")


@login_required
@require_POST
def file_version(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = supervision.access_own(request.user, code, pk)
    form = VersionForm(request.POST, versions=_versions(found))
    if form.is_valid():
        version: Version = form.cleaned_data["version"]
        actions.file_version(submission=found, version=version, actor=actor(request))
        messages.success(request, _("已报送。"))
    else:
        messages.error(request, _("请选择要报送的报告。"))
    return redirect("desk:file-report", code, pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    actions.withdraw(submission=supervision.access_own(request.user, code, pk), actor=actor(request))
    messages.success(request, _("已撤回。请改正以后重新报送。"))
    return redirect("desk:file-report", code, pk)


@login_required
@require_POST
def upload_own(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = supervision.access_own(request.user, code, pk)
    return _take_in(request, found, reverse("desk:file-report", args=[code, pk]))


@login_required
@require_POST
def upload_for(request: HttpRequest, code: str, year: int, agency: str) -> HttpResponse:
    """The supervising organ hands in a file that an organ sent it."""
    found = supervision.access_supervised(request.user, code, year, agency)
    return _take_in(request, found, reverse("desk:submission", args=[code, year, agency]))


def _take_in(request: HttpRequest, found: Submission, back: str) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES, refused=getattr(request, "upload_refused", ""))
    if not form.is_valid():
        for fault in form.errors.get("file", ()):
            messages.error(request, str(fault))
        return redirect(back)
    file = form.cleaned_data["file"]
    made = uploads.file_upload(submission=found, file_name=file.name, content=file.read(), actor=actor(request))
    return redirect("desk:upload", found.agency.code, made.pk)


@login_required
def upload(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """How far a file is: being read, refused, to be confirmed, filed."""
    held = supervision.access_upload(request.user, code, pk)
    doubts = list(held.doubtful_cells.filter(confirmed_at__isnull=True))
    form = DoubtsForm(request.POST or None, doubts=doubts, labels=_labels(held, doubts))
    if request.method == "POST" and form.is_valid():
        done = uploads.confirm_cells(upload=held, values=form.values(doubts), actor=actor(request))
        if done.state == Upload.State.FILED:
            messages.success(request, _("已核对并报送。"))
        return redirect("desk:upload", code, pk)
    context = {
        "title": held.file_name,
        "upload": held,
        "form": form,
        "doubts": [(doubt, form[form.name_of(doubt)]) for doubt in doubts],
        "back": _back(request, held),
        "counts": supervision.severity_counts(held.submission.findings),
        "file": held,
        "beside": comparing.beside_published(held.submission, held.content),
    }
    return render(request, "desk/supervision/upload.html", context)


def _labels(held: Upload, doubts: list[DoubtfulCell]) -> dict[str, str]:
    edition = _edition(held)
    return {doubt.key: edition.label(doubt.key) if edition else doubt.key for doubt in doubts}


def _edition(held: Upload) -> Edition | None:
    return builtin_editions().get((held.content or {}).get("edition") or "")


def _back(request: HttpRequest, held: Upload) -> str:
    """The page of the submission on this person's side."""
    found = held.submission
    if may(request.user, Permission.FILE_REPORT, found.agency):
        return reverse("desk:file-report", args=[found.agency.code, found.pk])
    return reverse("desk:submission", args=[found.round.agency.code, found.round.year, found.agency.code])


@login_required
@require_POST
def confirm_agency(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    held = supervision.access_upload(request.user, code, pk)
    uploads.confirm_agency(upload=held, actor=actor(request))
    return redirect("desk:upload", code, pk)


@login_required
def source(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The file as it was handed in; only ever as a download."""
    held = supervision.access_upload(request.user, code, pk)
    return file_answer(bytes_of(held.file), held.file_name, "application/octet-stream")


@login_required
def picture(request: HttpRequest, code: str, pk: int, doubt: int) -> HttpResponse:
    """The strip of a PDF's page around a doubtful figure."""
    held = supervision.access_upload(request.user, code, pk)
    cell = held.doubtful_cells.filter(pk=doubt).exclude(picture="").first()
    if cell is None:
        raise NoSuchObject(_("没有这张图片。"), _("请返回核对页面。"))
    response = HttpResponse(bytes_of(cell.picture), content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response
