"""Importing workbooks: hand one in, see what it would do, confirm or give up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.errors import NoSuchObject
from gongkai.desk.forms.imports import UploadForm
from gongkai.desk.import_preview import LISTED, STATES, Shown, preview_shown
from gongkai.desk.views.register_place import EDIT, READ, Place, open_place
from gongkai.desk.views.registers import XLSX, attachment
from gongkai.jobs.actions import enqueue
from gongkai.jobs.models import Job
from gongkai.registers.actions.imports import confirm_import, discard_import, plan_of, preview_import
from gongkai.registers.errors import ImportRefused, WorkbookRefused
from gongkai.registers.leftovers import INCOMING
from gongkai.registers.models import Import
from gongkai.registers.queries import access_import
from gongkai.registers.tasks import carry_out_import, preview_upload
from gongkai.registers.workbook.guard import unpacked_size
from gongkai.registers.workbook.refused import has_refused_rows, refused_workbook

AT_ONCE = 200_000
UNPACKED_AT_ONCE = 5_000_000
"""Files up to this many bytes, packed and unpacked, are read while the person waits: some thousands of rows."""
ROWS_AT_ONCE = 2000
PER_PAGE = 50
KIND = "import"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    place = open_place(request, code, EDIT)
    files = request.FILES  # Read first: only then is it known what was passed over.
    refused = getattr(request, "upload_refused", "")
    form = UploadForm(request.POST, files, refused=refused) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            return _take(place, form.cleaned_data["workbook"])
        except WorkbookRefused as refusal:
            form.add_error("workbook", str(refusal))
    title = _("导入 Excel")
    context = place.context(title=title, form=form, crumbs=place.crumbs((title, "")))
    return render(request, "desk/registers/import.html", context, status=413 if refused else 200)


def _take(place: Place, file: Any) -> HttpResponse:
    name = file.name or ""
    if _read_at_once(file):
        imported = preview_import(agency=place.agency, file_name=name, content=file.read(), actor=_actor(place))
        return redirect(place.url("import-preview", imported.pk))
    return redirect("desk:job", _read_later(place, file, name, partial=False).pk)


def _read_at_once(file: Any) -> bool:
    """A small file may unpack to a large one."""
    if file.size > AT_ONCE:
        return False
    size = unpacked_size(file.read())
    file.seek(0)
    return size <= UNPACKED_AT_ONCE


def _read_later(place: Place, file: Any, name: str, *, partial: bool) -> Job:
    path = default_storage.save(f"{INCOMING}/{get_random_string(32)}", file)
    title = _("读取“%(name)s”") % {"name": name[:100]}
    told: dict[str, Any] = {"path": path, "file_name": name, "partial": partial}
    with transaction.atomic():
        return enqueue(
            preview_upload,
            kind=KIND,
            title=title,
            person=_actor(place),
            agency=place.agency,
            agency_pk=place.agency.pk,
            person_pk=_actor(place).pk,
            **told,
        )


@login_required
@require_safe
def preview(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    place = open_place(request, code)
    imported = access_import(request.user, place.agency, pk, READ)
    shown = preview_shown(imported, request.GET.get("sheet", ""), request.GET.get("state", ""))
    context = place.context(
        title=imported.file_name,
        imported=imported,
        shown=shown,
        page=Paginator(shown.rows, PER_PAGE).get_page(request.GET.get("page")),
        tabs=_tabs(shown),
        crumbs=place.crumbs((_("导入记录"), place.url("imports")), (imported.file_name, "")),
        **_offers(place, imported, shown),
    )
    return render(request, "desk/registers/import_preview.html", context)


def _tabs(shown: Shown) -> list[dict[str, Any]]:
    """The rows by what becomes of them, within the sheet that is shown."""
    asked = {"sheet": shown.sheet} if shown.sheet else {}
    counted = [sheet["counts"] for sheet in shown.sheets if shown.sheet in ("", sheet["slug"])]
    every = {"label": _("有变化和被拒绝的"), "url": f"?{urlencode(asked)}#lines", "current": not shown.state}
    return [every] + [
        {
            "label": STATES[state],
            "url": f"?{urlencode({**asked, 'state': state})}#lines",
            "current": shown.state == state,
            "count": sum(counts.get(state, 0) for counts in counted),
        }
        for state in LISTED
    ]


def _offers(place: Place, imported: Import, shown: Shown) -> dict[str, bool]:
    """What the person may do now."""
    refused = imported.state == Import.State.REFUSED
    totals = shown.totals
    nothing_filled_in = not (refused or any(totals.values()))
    return {
        "may_confirm": place.may_edit and imported.state == Import.State.PREVIEWED and not nothing_filled_in,
        "may_discard": place.may_edit and imported.state in (Import.State.PREVIEWED, Import.State.REFUSED),
        "may_part": place.may_edit and refused and not imported.partial and bool(totals["added"] + totals["changed"]),
        "has_refused": bool(totals["refused"]),
        "nothing_new": not (totals["added"] or totals["changed"]),
        "nothing_filled_in": nothing_filled_in,
    }


@login_required
@require_POST
def confirm(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    place = open_place(request, code, EDIT)
    imported = access_import(request.user, place.agency, pk, EDIT)
    totals = imported.preview.get("totals", {})
    if totals.get("added", 0) + totals.get("changed", 0) > ROWS_AT_ONCE:
        return redirect("desk:job", _import_later(place, imported).pk)
    try:
        confirm_import(imported=imported, actor=_actor(place))
    except ImportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已导入。"))
    return redirect(place.url("import-preview", pk))


def _import_later(place: Place, imported: Import) -> Job:
    title = _("导入“%(name)s”") % {"name": imported.file_name[:100]}
    told = {"imported": imported.pk, "person_pk": _actor(place).pk}
    with transaction.atomic():
        return enqueue(carry_out_import, kind=KIND, title=title, person=_actor(place), agency=place.agency, **told)


@login_required
@require_POST
def discard(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    place = open_place(request, code, EDIT)
    discard_import(imported=access_import(request.user, place.agency, pk, EDIT), actor=_actor(place))
    messages.success(request, _("已放弃这次导入，台账没有改动。"))
    return redirect(place.url("imports"))


@login_required
@require_POST
def part(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Preview the same file again, to import the rows without errors only."""
    place = open_place(request, code, EDIT)
    imported = access_import(request.user, place.agency, pk, EDIT)
    with imported.content.open("rb") as file:
        content = file.read()
    discard_import(imported=imported, actor=_actor(place))
    handed_in = ContentFile(content)
    if not _read_at_once(handed_in):
        return redirect("desk:job", _read_later(place, handed_in, imported.file_name, partial=True).pk)
    again = preview_import(
        agency=place.agency, file_name=imported.file_name, content=content, actor=_actor(place), partial=True
    )
    return redirect(place.url("import-preview", again.pk))


@login_required
@require_safe
def refused_rows(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """The rows that were refused, as a workbook to be mended and handed in again."""
    place = open_place(request, code)
    imported = access_import(request.user, place.agency, pk, READ)
    plan = plan_of(imported)
    if not has_refused_rows(plan):
        raise NoSuchObject(_("这次导入没有被拒绝的行。"), _("台账在预览以后有了变化。"))
    name = imported.file_name.rpartition(".")[0] or imported.file_name
    return attachment(HttpResponse(refused_workbook(plan), XLSX), _("%(name)s_待改正.xlsx") % {"name": name})


@login_required
@require_safe
def original(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """The file as it was handed in."""
    place = open_place(request, code)
    imported = access_import(request.user, place.agency, pk, READ)
    answer = FileResponse(imported.content.open("rb"), content_type="application/octet-stream")
    return attachment(answer, imported.file_name)


@login_required
@require_safe
def imports(request: HttpRequest, code: str) -> HttpResponse:
    place = open_place(request, code)
    found = Import.objects.filter(agency=place.agency).order_by("-pk")
    mine = request.GET.get("mine") == "1"
    if mine:
        found = found.filter(by=_actor(place))
    listed = found.values("pk", "file_name", "state", "at", "by__name", "preview__totals")
    title, here = _("导入记录"), request.path
    tabs = [
        {"label": _("本机关"), "url": here, "current": not mine},
        {"label": _("我的"), "url": f"{here}?mine=1", "current": mine},
    ]
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = place.context(title=title, page=page, tabs=tabs, crumbs=place.crumbs((title, "")))
    return render(request, "desk/registers/imports.html", context)


def _actor(place: Place) -> Any:
    return place.request.user
