"""The report of a year: its official table, filled in from the registers, with the findings beside the cells."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import access_agency
from gongkai.agencies.rules import Permission, agencies_where, may
from gongkai.filing.actions.drafting import open_report
from gongkai.filing.models import AnnualReport
from gongkai.filing.prose.binding import names_of
from gongkai.filing.workbench import Workbench, deadline_of, workbench
from gongkai.law.editions import UnknownEditionError

FIRST_YEAR = 2014  # The first year with a national form.


class ReportChoice(forms.Form):
    """Which organ's report, of which year."""

    agency = forms.ChoiceField(label=gettext_lazy("机关"))
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)

    def __init__(self, agencies: list[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(a.code, a.name) for a in agencies]  # type: ignore[attr-defined]
        years = range(timezone.localdate().year, FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [(y, _("%(year)s年") % {"year": y}) for y in years]  # type: ignore[attr-defined]


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Choose organ and year; what is in work already is listed."""
    readable = agencies_where(request.user, Permission.READ_REPORT)
    form = ReportChoice(list(readable), request.GET if "agency" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("desk:workbench", form.cleaned_data["agency"], form.cleaned_data["year"])
    known = AnnualReport.objects.filter(agency__in=readable).select_related("agency").prefetch_related("versions")
    context = {"title": _("年度报告"), "form": form, "reports": known[:200]}
    return render(request, "desk/workbench/reports.html", context)


@login_required
@require_safe
def workbench_page(request: HttpRequest, code: str, year: int) -> HttpResponse:
    bench = find_bench(request, code, year)
    return render(request, "desk/workbench/table.html", page_context(request, bench))


@login_required
@require_POST
def begin(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Begin the report of a year."""
    bench = find_bench(request, code, year, Permission.DRAFT_REPORT)
    open_report(agency=bench.agency, year=year, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("已按台账生成草稿，请核对统计表并修改正文。"))
    return redirect("desk:workbench", code, year)


def find_bench(
    request: HttpRequest, code: str, year: int, permission: Permission = Permission.READ_REPORT
) -> Workbench:
    """The agency-year that the address names, if the person may see it."""
    agency = access_agency(request.user, code, permission)
    if year > timezone.localdate().year:
        raise NoSuchObject(_("%(year)s年还没有到。") % {"year": year}, _("请选择已经开始的年度。"))
    try:
        return workbench(agency, year)
    except UnknownEditionError:
        raise NoSuchObject(
            _("%(year)s年没有全国统一的报告格式。") % {"year": year}, _("请选择2014年以后的年度，或请管理员选定格式。")
        ) from None


def page_context(request: HttpRequest, bench: Workbench, current: str = "table", selected: str = "") -> dict[str, Any]:
    """What every page of the workbench shows around its own part."""
    place = (bench.agency.code, bench.year)
    links = {key: reverse("desk:cell", args=(*place, key)) for key in bench.cells}
    names = names_of(bench.edition)
    return {
        "title": _("%(name)s%(year)s年度报告")
        % {"name": bench.agency.short_name or bench.agency.name, "year": bench.year},
        "bench": bench,
        "agency": bench.agency,
        "year": bench.year,
        "crumbs": [
            (_("年度报告"), reverse("desk:reports")),
            (_("%(agency)s%(year)s年") % {"agency": bench.agency.name, "year": bench.year}, ""),
        ],
        "tabs": tabs_of(place, current),
        "deadline": deadline_of(bench.agency, bench.year),
        "may_draft": may(request.user, Permission.DRAFT_REPORT, bench.agency),
        "may_see_rows": may(request.user, Permission.READ_REGISTERS, bench.agency),
        "links": links,
        "names": names,
        "to_fill": [(key, names[key], links[key]) for key in bench.to_fill()],
        "selected": selected,
        "counts": {s: bench.audit.count(s) for s in ("error", "warning", "info")},
        "other_years": [y for y in (bench.year - 1, bench.year + 1) if FIRST_YEAR <= y <= timezone.localdate().year],
    }


def tabs_of(place: tuple[str, int], current: str) -> list[dict[str, Any]]:
    pages = (
        ("table", "desk:workbench", _("统计表")),
        ("prose", "desk:prose", _("正文")),
        ("problems", "desk:problems", _("存在问题")),
        ("compare", "desk:compare-years", _("比较")),
    )
    return [{"label": label, "url": reverse(name, args=place), "current": key == current} for key, name, label in pages]
