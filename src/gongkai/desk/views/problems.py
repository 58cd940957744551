"""The problems that last year's report admitted, what became of them, and this year's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.rules import Permission
from gongkai.desk.forms.workbench import FollowUpForm, ProblemForm
from gongkai.desk.views.workbench import find_bench, page_context
from gongkai.filing.actions.problems import follow_up_problem, note_problem, withdraw_problem
from gongkai.filing.models import Problem
from gongkai.filing.workbench import Workbench


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def problems(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Both years' problems; a POST admits another one."""
    changing = request.method == "POST"
    bench = find_bench(request, code, year, Permission.DRAFT_REPORT if changing else Permission.READ_REPORT)
    form = ProblemForm(request.POST if changing else None)
    if changing and form.is_valid():
        return _noted(request, bench, form)
    return _page(request, bench, form, status=422 if changing else 200)


def _noted(request: HttpRequest, bench: Workbench, form: ProblemForm) -> HttpResponse:
    if bench.version is None:
        raise NoSuchObject(_("本年度的报告还没有开始编制。"), _("请先在统计表页开始编制。"))
    note_problem(
        report=bench.version.report, text=form.cleaned_data["text"], measure=form.cleaned_data["measure"],
        actor=request.user,  # type: ignore[arg-type]
    )  # fmt: skip
    messages.success(request, _("已记录。需要写入正文时，请在“存在的主要问题”一节重新起草。"))
    return redirect("desk:problems", bench.agency.code, bench.year)


def _page(
    request: HttpRequest, bench: Workbench, form: ProblemForm, answered: tuple[int, FollowUpForm] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    both = Problem.objects.filter(report__agency=bench.agency, report__year__in=(bench.year - 1, bench.year))
    known = list(both.select_related("report"))
    context: dict[str, Any] = {
        "form": form,
        "last_year": [(p, _follow_up_form(p, answered)) for p in known if p.report.year == bench.year - 1],
        "this_year": [p for p in known if p.report.year == bench.year],
    }
    return render(
        request, "desk/workbench/problems.html", page_context(request, bench, "problems") | context, status=status
    )


def _follow_up_form(problem: Problem, answered: tuple[int, FollowUpForm] | None) -> FollowUpForm:
    if answered and answered[0] == problem.pk:
        return answered[1]
    initial = {"outcome": problem.outcome, "followed_up": problem.followed_up}
    return FollowUpForm(initial=initial, prefix=f"p{problem.pk}")


@login_required
@require_POST
def follow_up(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Say what became of a problem of last year's report."""
    bench = find_bench(request, code, year, Permission.DRAFT_REPORT)
    problem = _problem(bench, pk, bench.year - 1)
    form = FollowUpForm(request.POST, prefix=f"p{pk}")
    if not form.is_valid():
        return _page(request, bench, ProblemForm(), (pk, form), status=422)
    follow_up_problem(problem=problem, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    messages.success(request, _("已保存整改情况。"))
    return redirect("desk:problems", code, year)


@login_required
@require_POST
def withdraw(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    bench = find_bench(request, code, year, Permission.DRAFT_REPORT)
    withdraw_problem(problem=_problem(bench, pk, bench.year), actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("已删除。"))
    return redirect("desk:problems", code, year)


def _problem(bench: Workbench, pk: int, year: int) -> Problem:
    found = Problem.objects.select_related("report__agency").filter(
        pk=pk, report__agency=bench.agency, report__year=year
    )
    problem = found.first()
    if problem is None:
        raise NoSuchObject(_("没有这个问题。"), _("请返回列表重新选择。"))
    return problem
