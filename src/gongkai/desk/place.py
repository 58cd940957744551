"""Where somebody stands at the desk: the organ and year that the address names, or those chosen last."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from gongkai.agencies.models import Agency, Person
from gongkai.agencies.rules import REACHES_BELOW, roles_held
from gongkai.filing.queries import latest_open_year

AGENCY, YEAR = "agency", "year"
YEARS_OFFERED = 8
REPORTING_ENDS = 6  # Until June the work is on the report on last year.


def agencies_of(person: Person) -> list[Agency]:
    """The organs in which the person holds a role, and those below them where the role reaches there; from the top.
    Asked once for each ``Person`` object."""
    known: list[Agency] | None = getattr(person, "_agencies_of", None)
    if known is None:
        reach = Q(pk__in=[])
        for held in roles_held(person):
            below = held.role in REACHES_BELOW
            reach |= Q(path__startswith=held.agency.path) if below else Q(pk=held.agency_id)
        known = list(Agency.objects.filter(reach))
        person._agencies_of = known  # type: ignore[attr-defined]
    return known


def current_agency(request: HttpRequest) -> Agency | None:
    """The organ in the address, the one chosen last, or the first of the person's own."""
    person = request.user
    if not isinstance(person, Person):
        return None
    offered = {agency.code: agency for agency in agencies_of(person)}
    match = request.resolver_match
    named = match.kwargs.get("code") if match else None
    own = next((m.agency.code for m in roles_held(person)), None)
    return offered.get(named or request.session.get(AGENCY) or own or "") or offered.get(own or "")


def current_year(request: HttpRequest) -> int:
    """The year in the address, the one chosen last, or the one whose report is in work; asked once a request."""
    known: int | None = getattr(request, "_current_year", None)
    if known is None:
        match = request.resolver_match
        named = match.kwargs.get("year") if match else None
        known = int(named or request.session.get(YEAR) or _year_in_work(current_agency(request)))
        request._current_year = known  # type: ignore[attr-defined]
    return known


def _year_in_work(agency: Agency | None) -> int:
    """The latest year whose report the organ has begun and not published; the reporting year where there is none."""
    return (latest_open_year(agency) if agency else None) or reporting_year()


def reporting_year() -> int:
    """The year whose report is being made: last year until June, then the running one."""
    today = timezone.localdate()
    return today.year - 1 if today.month <= REPORTING_ENDS else today.year


def years_offered(chosen: int) -> list[int]:
    """Years to choose from, newest first, the chosen one among them."""
    newest = timezone.localdate().year
    return sorted({chosen, *range(newest - YEARS_OFFERED + 1, newest + 1)}, reverse=True)
