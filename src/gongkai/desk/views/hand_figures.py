"""Entering a figure that no register can know."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.agencies.rules import Permission
from gongkai.desk.forms.workbench import HandFigureForm
from gongkai.desk.views.cells import cell_page
from gongkai.desk.views.workbench import find_bench
from gongkai.filing.actions.drafting import enter_hand_figure


@login_required
@require_POST
def hand_figure(request: HttpRequest, code: str, year: int, key: str) -> HttpResponse:
    bench = find_bench(request, code, year, Permission.DRAFT_REPORT)
    form = HandFigureForm(request.POST)
    if not form.is_valid():
        return cell_page(request, bench, key, form, status=422)
    told = form.cleaned_data
    enter_hand_figure(
        agency=bench.agency, year=year, key=key, value=told["value"], reason=told["reason"],
        evidence=told["evidence"], actor=request.user,  # type: ignore[arg-type]
    )  # fmt: skip
    messages.success(request, _("已保存手工填报的数值。"))
    return redirect("desk:cell", code, year, key)
