"""The open data: a list of every published report, as JSON and as CSV. docs/publication.md says what stands in it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.filing.files import FORMS
from gongkai.portal import queries
from gongkai.portal.pages import answer, kept, page
from gongkai.portal.queries import Shown
from gongkai.report.writing.spreadsheet import guarded

SCHEMA = "gongkai.reports/1"
COLUMNS = ("agency_code", "agency", "year", "version", "published_on", "title", "sha256", "page", *FORMS)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/data.html", None, lambda: {"title": _("开放数据"), "columns": COLUMNS})


@require_safe
def reports_json(request: HttpRequest) -> HttpResponse:
    return _listed(request, "application/json", _json)


@require_safe
def reports_csv(request: HttpRequest) -> HttpResponse:
    return _listed(request, "text/csv; charset=utf-8", _csv)


def _listed(request: HttpRequest, content_type: str, write: Callable[[list[Shown]], bytes]) -> HttpResponse:
    reports = queries.shown(queries.index())
    state = hashlib.sha256(repr((content_type, reports)).encode()).hexdigest()
    response = answer(
        request,
        lambda: kept(state, lambda: write(reports)),
        etag=f'"{state[:32]}"',
        changed=max((one.published_at for one in reports), default=None),
        content_type=content_type,
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _json(reports: list[Shown]) -> bytes:
    listed = [{**dict(zip(COLUMNS, _values(one), strict=True)), "year": one.year} for one in reports]
    return (json.dumps({"schema": SCHEMA, "reports": listed}, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(reports: list[Shown]) -> bytes:
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    lines.writerows([guarded(value) for value in _values(one)] for one in reports)
    return out.getvalue().encode("utf-8-sig")


def _values(one: Shown) -> tuple[Any, ...]:
    place = f"/reports/{one.code}/{one.year}/"
    fixed = (f"{place}v{one.number}/report.{form}" for form in FORMS)
    day = one.published_on.isoformat()
    return one.code, one.agency, one.year, one.number, day, one.title, one.sha256, place, *fixed
