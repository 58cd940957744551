"""Published annual reports: index, organ, report, files."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.filing.files import FORMS, PAGE
from gongkai.filing.models import PublishedFile, Version
from gongkai.portal import queries
from gongkai.portal.pages import FIXED, FRESH, answer, kept, page, rendered
from gongkai.portal.queries import Shown

PAGE_SIZE = 50
PICTURE = re.compile(r"p\d+")
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
DOCUMENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; sandbox"
)


class Search(forms.Form):
    """By part of an organ's name, and by year."""

    q = forms.CharField(label=gettext_lazy("机关名称"), required=False, max_length=60)
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), required=False, coerce=int, empty_value=None)

    def __init__(self, years: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("全部年度")), *((y, _("%(year)s年") % {"year": y}) for y in years)]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = Search(queries.years(), request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    versions = queries.index(asked.get("q", ""), asked.get("year")).select_related("report__agency")
    found = Paginator(versions, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"title": _("政府信息公开工作年度报告"), "form": form, "page": found, "total": found.paginator.count}
    response = HttpResponse(rendered("portal/index.html", request, **context))
    response.headers["Cache-Control"] = FRESH
    return response


@require_safe
def agency(request: HttpRequest, code: str) -> HttpResponse:
    reports = queries.reports_of(code)
    if not reports:
        raise Http404
    return page(
        request,
        "portal/agency.html",
        tuple(reports),
        lambda: {"title": reports[0].agency, "reports": reports, "crumbs": _crumbs()},
        max(one.published_at for one in reports),
    )


@require_safe
def report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    return _report(request, code, year, None)


@require_safe
def version(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    return _report(request, code, year, number)


def _report(request: HttpRequest, code: str, year: int, number: int | None) -> HttpResponse:
    state = queries.state_of(code, year)
    versions = kept(state, lambda: queries.versions_of(code, year)) if state else []
    chosen = next((v for v in versions if number in (None, v.number)), None)
    if chosen is None:
        raise Http404
    changed = max(v.published_at for v in versions)
    return page(request, "portal/report.html", (number, state), lambda: _told(chosen, versions), changed)


def _told(chosen: Shown, versions: list[Shown]) -> dict[str, Any]:
    files = {file.form: file for file in PublishedFile.objects.filter(version=chosen.pk)}
    return {
        "title": chosen.title,
        "crumbs": [
            *_crumbs(),
            (chosen.agency, reverse("portal:agency", args=[chosen.code])),
            (_("%(year)s年") % {"year": chosen.year}, ""),
        ],
        "chosen": chosen,
        "newest": versions[0],
        "others": [v for v in versions if v != chosen],
        "changes": _changes(chosen),
        "body": _read(files[PAGE]).decode(),
        "files": [files[form] for form in FORMS],
    }


def _changes(chosen: Shown) -> dict[str, list[dict[str, Any]]]:
    """What a correction changed: figures, parts of the prose."""
    if not chosen.correction_reason:
        return {}
    summary = Version.objects.values_list("correction_summary", flat=True).get(pk=chosen.pk)
    return {kind: [change for change in summary if kind in change] for kind in ("cell", "section")}


def _crumbs() -> list[tuple[str, str]]:
    return [(_("年度报告"), reverse("portal:index"))]


def _read(stored: PublishedFile) -> bytes:
    with stored.content.open("rb") as opened:
        content: bytes = opened.read()
    return content


@require_safe
def current_file(request: HttpRequest, code: str, year: int, name: str) -> HttpResponse:
    """A file of the version that holds; its fixed address stands in ``Content-Location``."""
    return _file(request, code, year, None, name)


@require_safe
def file(request: HttpRequest, code: str, year: int, number: int, name: str) -> HttpResponse:
    return _file(request, code, year, number, name)


def _file(request: HttpRequest, code: str, year: int, number: int | None, name: str) -> HttpResponse:
    form = name.removeprefix("report.") if name.startswith("report.") else name
    wanted = form in FORMS if name != form else bool(PICTURE.fullmatch(name))
    stored = queries.file_of(code, year, number, form) if wanted else None
    if stored is None:
        raise Http404
    ending = str(stored.content.name).rpartition(".")[2]
    response = answer(
        request,
        lambda: _read(stored),
        etag=f'"{stored.sha256}"',
        changed=stored.version.published_at,
        content_type=TYPES[ending],
        caching=FRESH if number is None else FIXED,
    )
    response.headers["Content-Disposition"] = _disposition(stored, ending)
    if number is None:
        place = {"code": code, "year": year, "number": stored.version.number, "name": name}
        response.headers["Content-Location"] = reverse("portal:file", kwargs=place)
    if ending == "html":
        response.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    if form in ("json", "csv"):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _disposition(stored: PublishedFile, ending: str) -> str:
    """Web pages, data and pictures open in the browser; documents are saved under the report's title."""
    kind = "attachment" if ending in ("docx", "xlsx", "csv") else "inline"
    mark = "" if stored.version.number == 1 else f"（第{stored.version.number}版）"
    return f"{kind}; filename=\"report.{ending}\"; filename*=UTF-8''{quote(stored.version.title + mark)}.{ending}"
