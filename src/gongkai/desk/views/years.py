"""Which years of an organ are closed, and reopening one for a correction."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.rules import Permission
from gongkai.desk.forms.imports import ReopenForm
from gongkai.desk.views.register_place import open_place
from gongkai.registers.actions.years import reopen_year
from gongkai.registers.models import ClosedYear


@login_required
@require_safe
def years(request: HttpRequest, code: str) -> HttpResponse:
    place = open_place(request, code)
    found = ClosedYear.objects.filter(agency=place.agency).order_by("-year")
    title = _("年度关账与重开")
    context = place.context(title=title, years=found, crumbs=place.crumbs((title, "")))
    return render(request, "desk/registers/years.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, code: str, year: int) -> HttpResponse:
    place = open_place(request, code, Permission.REOPEN_YEAR)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        reopen_year(agency=place.agency, year=year, actor=request.user, reason=reason)  # type: ignore[arg-type]
        messages.success(request, _("已重开%(year)d年的台账。") % {"year": year})
        return redirect(place.url("years"))
    context = place.context(
        title=_("重开%(year)d年的台账") % {"year": year},
        form=form,
        about=[(_("机关"), str(place.agency)), (_("年度"), _("%(year)d年") % {"year": year})],
        consequences=[
            _("经办人可以改动这一年的台账。"),
            _("已发布的报告不变；更正后的数字要作为新的版本重新审核、发布，发布时再次关账。"),
        ],
        back=place.url("years"),
        submit=_("重开"),
    )
    return render(request, "desk/base_confirm.html", context)
