"""Organs and years side by side."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import access_agency, below
from gongkai.agencies.rules import Permission
from gongkai.desk.forms.supervision import CompareForm
from gongkai.desk.views.sending import file_answer, sheet_answer
from gongkai.filing.collecting import comparing, sheets_out


@login_required
def compare(request: HttpRequest, code: str) -> HttpResponse:
    agency = access_agency(request.user, code, Permission.SUPERVISE)
    offered = Agency.objects.filter(Q(pk=agency.pk) | Q(pk__in=below(agency)))
    years = comparing.years_with_reports(offered)
    this = timezone.localdate().year
    recent = [year for year in years if year in (this, this - 1)] or years[:2]
    form = CompareForm(request.GET or None, initial={"years": recent}, agencies=offered, years=years)
    tables = comparing.tables(*_asked(form.cleaned_data)) if form.is_bound and form.is_valid() else []
    if tables and (answer := _export(tables, request.GET.get("export", ""))):
        return answer
    context = {
        "title": _("比较"), "agency": agency, "form": form, "tables": tables, "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "desk/supervision/compare.html", context)


def _asked(chosen: dict[str, Any]) -> tuple[list[Agency], list[int], list[str]]:
    return list(chosen["agencies"]), chosen["years"], chosen["concepts"]


def _export(tables: list[comparing.Table], form: str) -> HttpResponse | None:
    name = _("机关年度比较")
    if form in ("csv", "xlsx"):
        return sheet_answer(sheets_out.comparison_lines(tables), name, form)
    if form == "json":
        return file_answer(sheets_out.comparison_json(tables).encode(), f"{name}.json", "application/json")
    return None
