"""Where somebody stands at the desk: the organ and year that the address names, or those chosen last."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from gongkai.agencies.models import Agency, Person
from gongkai.agencies.rules import GRANTS, REACHES_BELOW, Permission, may, roles_held
from gongkai.filing.queries import latest_open_year

AGENCY, YEAR = "agency", "year"
YEARS_OFFERED = 8
SHARED = frozenset({"desk:notice", "desk:upload"})  # Pages of an organ that the one that supervises it opens too.
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
    chosen = offered.get(request.session.get(AGENCY) or "")
    if named in offered and match and match.view_name in SHARED:
        return _side_of(person, offered[named], chosen)
    own = next((m.agency for m in roles_held(person)), None)
    return offered.get(named or "") or (None if named else chosen) or own


def _side_of(person: Person, files: Agency, chosen: Agency | None) -> Agency:
    """Where the reader of a page of ``files`` stands: there, if he files its reports; else in the organ that he chose
    and from which he supervises it, or in the nearest in which he has that role."""
    if may(person, Permission.FILE_REPORT, files):
        return files
    held = [m.agency for m in roles_held(person) if m.role in GRANTS[Permission.SUPERVISE]]
    above = [agency for agency in held if files.path.startswith(agency.path)]
    if chosen and chosen != files and files.path.startswith(chosen.path) and may(person, Permission.SUPERVISE, chosen):
        return chosen
    return max(above, key=lambda agency: len(agency.path), default=files)


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
