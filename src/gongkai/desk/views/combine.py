"""The organ's own report out of its registers and the accepted ones, and what stands behind each number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies.errors import NoSuchObject
from gongkai.desk.forms.workbench import HandFigureForm
from gongkai.desk.views.acting import actor
from gongkai.desk.views.rounds import context_of
from gongkai.filing.collecting import combining, supervision
from gongkai.filing.collecting.actions import combining as actions
from gongkai.filing.models import HandFigure, Round, Stage, Version
from gongkai.filing.reporting import stored_cells
from gongkai.jobs.models import Job
from gongkai.law.editions import load_edition
from gongkai.registers.errors import YearClosed
from gongkai.registers.figures import plain
from gongkai.report.writing.layout import PrintedTable, printed_tables


@login_required
def combine(request: HttpRequest, code: str, year: int) -> HttpResponse:
    collecting = supervision.access_round(request.user, code, year)
    if request.method == "POST":
        made = actions.combine_or_enqueue(round=collecting, actor=actor(request))
        if isinstance(made, Job):
            return redirect("desk:job", made.pk)
        messages.success(request, _("已汇总。"))
        return redirect("desk:combine", code, year)
    counts = supervision.counts_of(supervision.rows_of(supervision.submissions_of(collecting)))
    made_of = collecting.combination or {}
    version = combining.combined_version(collecting)
    # Before combining, missing are those of whom nothing has been accepted.
    missing = len(made_of["missing"]) if made_of else counts["invited"] - counts["accepted"]
    context = context_of(collecting, "combine") | {
        "title": _("%(year)s年度汇总") % {"year": year},
        "tiles": [
            (_("应报送"), counts["invited"]),
            (_("已接收"), counts["accepted"]),
            (_("汇入"), len(made_of.get("included", ()))),
            (_("缺"), missing),
        ],
        "version": version,
        "combination": made_of,
        "tables": _tables(version) if version else [],
        "links": _links(collecting, version) if version else {},
    }
    return render(request, "desk/supervision/combine.html", context)


def _tables(version: Version) -> list[PrintedTable]:
    return printed_tables(stored_cells(version), load_edition(version.report.edition))


def _links(collecting: Round, version: Version) -> dict[str, str]:
    code, year = collecting.agency.code, collecting.year
    keys = (*load_edition(version.report.edition).slots, *version.cells)
    return {key: reverse("desk:combine-cell", args=[code, year, key]) for key in keys}


@login_required
def behind(request: HttpRequest, code: str, year: int, key: str) -> HttpResponse:
    collecting = supervision.access_round(request.user, code, year)
    version = combining.combined_version(collecting)
    edition = load_edition(version.report.edition) if version else None
    if version is None or edition is None or key not in {*edition.slots, *version.cells}:
        raise NoSuchObject(_("汇总报告里没有这一格。"), _("请返回汇总页重新选择。"))
    entered = HandFigure.objects.select_related("by").filter(agency=collecting.agency, year=year, key=key).first()
    open_ = version.stage == Stage.DRAFT and combining.may_be_entered(collecting, version, key, edition)
    form = HandFigureForm(request.POST or None, initial=_told(entered))
    if request.method == "POST" and form.is_valid() and _enters(request, collecting, key, form):
        return redirect("desk:combine-cell", code, year, key)
    label = edition.label(key)
    context: dict[str, Any] = {
        "title": label,
        "form": form if open_ else None,
        "entered": entered if combining.is_entered(collecting, key) else None,
        "behind": combining.behind(collecting, version, key),
        "round": collecting,
        "crumbs": [
            (_("%(year)s年度汇总") % {"year": year}, reverse("desk:combine", args=[code, year])),
            (label, ""),
        ],
    }
    return render(request, "desk/supervision/behind.html", context, status=422 if form.errors else 200)


def _told(entered: HandFigure | None) -> dict[str, Any]:
    if entered is None:
        return {}
    blank = entered.value is None
    value = None if entered.value is None else plain(entered.value)
    return {"value": value, "blank": blank, "reason": entered.reason, "evidence": entered.evidence}


def _enters(request: HttpRequest, collecting: Round, key: str, form: HandFigureForm) -> bool:
    told = {name: form.cleaned_data[name] for name in ("value", "reason", "evidence")}
    try:
        actions.enter_combined_figure(round=collecting, key=key, actor=actor(request), **told)
    except YearClosed as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("已保存填报的数值。"))
    return True
