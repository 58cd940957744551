"""My work today, and choosing the organ and year one works on."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gongkai.agencies.models import Person
from gongkai.desk.place import AGENCY, YEAR, agencies_of
from gongkai.desk.work import work_of

EARLIEST, LATEST = 2008, 2100  # The Regulations came into force in 2008.


@login_required
def home(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, Person)
    return render(request, "desk/home.html", {"work": work_of(request.user)})


@require_POST
@login_required
def switch(request: HttpRequest) -> HttpResponse:
    """Choose organ and year; an organ in which the person holds no role is not chosen."""
    assert isinstance(request.user, Person)
    code, year = request.POST.get("agency", ""), request.POST.get("year", "")
    if code in {agency.code for agency in agencies_of(request.user)}:
        request.session[AGENCY] = code
    if year.isdecimal() and int(year) in range(EARLIEST, LATEST + 1):
        request.session[YEAR] = int(year)
    return redirect(_same_page(request, request.POST.get("next", "")))


def _same_page(request: HttpRequest, address: str) -> str:
    """The page that was left, for the organ and year now chosen; My work where it is not one of a single organ."""
    path = address.partition("?")[0]
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return reverse("desk:home")
    try:
        match = resolve(path)
    except Resolver404:
        return reverse("desk:home")
    told = {"code": request.session.get(AGENCY), "year": request.session.get(YEAR)}
    kwargs = {name: told.get(name) or value for name, value in match.kwargs.items()}
    if set(match.kwargs) <= {"code", "year"} and match.app_names == ["desk"]:
        return reverse(match.view_name, kwargs=kwargs)
    return reverse("desk:home")
