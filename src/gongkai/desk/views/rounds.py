"""Rounds of the organ that collects: who has filed, who is late, what the audit found."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import below
from gongkai.desk.forms.supervision import DueForm, FindingsFilter, InviteForm, RoundForm, StateFilter
from gongkai.desk.views.acting import actor
from gongkai.desk.views.sending import sheet_answer
from gongkai.filing.collecting import mailing, sheets_out, supervision
from gongkai.filing.collecting.actions import rounds as actions
from gongkai.filing.collecting.actions import submissions as filed
from gongkai.filing.models import Round

PER_PAGE = 50
EXPORTS = ("csv", "xlsx")


@login_required
def rounds(request: HttpRequest, code: str) -> HttpResponse:
    agency, found = supervision.access_rounds(request.user, code)
    context = {"title": _("收集与汇总"), "agency": agency, "rounds": supervision.with_counts(found)}
    return render(request, "desk/supervision/rounds.html", context)


@login_required
def open_(request: HttpRequest, code: str) -> HttpResponse:
    agency, _found = supervision.access_rounds(request.user, code)
    year = timezone.localdate().year - 1
    initial = {"year": year, "agencies": actions.invited_by_default(agency, year)}
    form = RoundForm(request.POST or None, initial=initial, agencies=below(agency))
    if request.method == "POST" and form.is_valid():
        try:
            round_ = actions.open_round(agency=agency, actor=actor(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已发起报送，正在用邮件通知各机关。"))
            if round_.due_on < timezone.localdate():
                told = _("报送截止日期%(day)s已经过了，未报送的机关都会显示为逾期。请核对日期，需要时改期。")
                messages.warning(request, told % {"day": round_.due_on})
            return redirect("desk:round", code, round_.year)
    context = {
        "title": _("发起报送"), "form": form, "submit": _("发起报送"), "back": reverse("desk:rounds", args=[code]),
        "lead": _("邀请下级机关报送。部门应在次年1月31日前报送，政府的报告应在3月31日前公布（条例第四十九条）。"),
    }  # fmt: skip
    return render(request, "desk/base_form.html", context)


@login_required
def round_(request: HttpRequest, code: str, year: int) -> HttpResponse:
    collecting = supervision.access_round(request.user, code, year)
    rows = supervision.rows_of(supervision.submissions_of(collecting))
    form = StateFilter(request.GET)
    shown = _filtered(rows, form.cleaned_data) if form.is_valid() else rows
    if (export := request.GET.get("export")) in EXPORTS:
        return sheet_answer(sheets_out.round_lines(shown), _("%(year)s年度报送情况") % {"year": year}, str(export))
    context = context_of(collecting, "round") | {
        "title": _("%(year)s年度报送") % {"year": year},
        "tiles": _tiles(supervision.counts_of(rows)),
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "total": len(shown),
        "due_form": DueForm(initial={"due_on": collecting.due_on}),
        "remaining": (collecting.due_on - timezone.localdate()).days,
        "government_due": supervision.government_due(year),
        "told": mailing.told_of(collecting, [row.submission for row in rows]),
    }
    return render(request, "desk/supervision/round.html", context)


def _tiles(counts: dict[str, int]) -> list[tuple[str, int]]:
    labels = {
        "invited": _("应报送"), "filed": _("已报送"), "missing": _("未报送"), "late": _("逾期（含逾期报送和未报）"),
        "returned": _("已退回"), "accepted": _("已接收"),
    }  # fmt: skip
    return [(label, counts[name]) for name, label in labels.items()]


def _filtered(rows: list[supervision.Row], asked: dict[str, Any]) -> list[supervision.Row]:
    words, state = asked["q"].strip(), asked["state"]
    return [
        row
        for row in rows
        if words in row.submission.agency.name
        and (not state or row.submission.state == state or (state == "late" and row.late))
    ]


def context_of(collecting: Round, current: str) -> dict[str, Any]:
    """What all pages of a round show: where one is, and the tabs."""
    code, year = collecting.agency.code, collecting.year
    pages = (("round", _("报送情况")), ("round-findings", _("核对结果")), ("combine", _("汇总")))
    return {
        "round": collecting,
        "crumbs": [(_("收集与汇总"), reverse("desk:rounds", args=[code])), (_("%(year)s年度") % {"year": year}, "")],
        "tabs": [
            {"label": label, "url": reverse(f"desk:{name}", args=[code, year]), "current": name == current}
            for name, label in pages
        ],
    }


@login_required
def invite(request: HttpRequest, code: str, year: int) -> HttpResponse:
    collecting = supervision.access_round(request.user, code, year)
    known = collecting.submissions.values("agency")
    form = InviteForm(request.POST or None, agencies=below(collecting.agency).exclude(pk__in=known))
    actions.refuse_closed(collecting)
    if request.method == "POST" and form.is_valid():
        chosen: list[Agency] = list(form.cleaned_data["agencies"])
        actions.invite(round=collecting, agencies=chosen, actor=actor(request))
        messages.success(request, _("已邀请 %(count)d 个机关，正在用邮件通知。") % {"count": len(chosen)})
        return redirect("desk:round", code, year)
    context = {
        "title": _("补充邀请"),
        "form": form,
        "submit": _("邀请"),
        "back": reverse("desk:round", args=[code, year]),
    }
    return render(request, "desk/base_form.html", context)


@login_required
@require_POST
def due(request: HttpRequest, code: str, year: int) -> HttpResponse:
    collecting = supervision.access_round(request.user, code, year)
    form = DueForm(request.POST)
    if form.is_valid():
        due_on: datetime.date = form.cleaned_data["due_on"]
        actions.move_due_date(round=collecting, due_on=due_on, actor=actor(request))
        messages.success(request, _("已修改截止日期。"))
    else:
        messages.error(request, _("请填写正确的日期。"))
    return redirect("desk:round", code, year)


@login_required
@require_POST
def remind(request: HttpRequest, code: str, year: int) -> HttpResponse:
    collecting = supervision.access_round(request.user, code, year)
    actions.remind(round=collecting, actor=actor(request))
    messages.success(request, _("正在发出催报邮件。"))
    return redirect("desk:round", code, year)


@login_required
@require_POST
def close(request: HttpRequest, code: str, year: int) -> HttpResponse:
    actions.close_round(round=supervision.access_round(request.user, code, year), actor=actor(request))
    messages.success(request, _("已结束报送，各机关不能再报送。"))
    return redirect("desk:round", code, year)


@login_required
@require_POST
def reopen(request: HttpRequest, code: str, year: int) -> HttpResponse:
    actions.reopen_round(round=supervision.access_round(request.user, code, year), actor=actor(request))
    messages.success(request, _("已重新开放报送。"))
    return redirect("desk:round", code, year)


@login_required
@require_POST
def audit(request: HttpRequest, code: str, year: int) -> HttpResponse:
    collecting = supervision.access_round(request.user, code, year)
    job = filed.audit_round(round=collecting, actor=actor(request))
    return redirect("desk:job", job.pk)


@login_required
def findings(request: HttpRequest, code: str, year: int) -> HttpResponse:
    collecting = supervision.access_round(request.user, code, year)
    submissions = list(supervision.submissions_of(collecting))
    every = supervision.findings_of_round(submissions)
    form = FindingsFilter(request.GET, found=every)
    asked = form.cleaned_data if form.is_valid() else {}
    found = supervision.findings_of_round(submissions, **asked) if asked else every
    if (export := request.GET.get("export")) in EXPORTS:
        return sheet_answer(sheets_out.findings_lines(found), _("%(year)s年度核对结果") % {"year": year}, str(export))
    context = context_of(collecting, "round-findings") | {
        "title": _("%(year)s年度报告核对结果") % {"year": year},
        "form": form,
        "total": len(found),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "league": supervision.league(supervision.rows_of(submissions)),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/supervision/findings.html", context)
