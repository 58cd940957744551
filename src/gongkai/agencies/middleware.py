"""What a person must do before anything else."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.agencies.models import Person

Answer = Callable[[HttpRequest], HttpResponse]
SECOND_FACTOR = "second_factor"
PUBLIC = "portal"  # Its pages ask for nobody, so that they may be kept by caches.
ALWAYS_OPEN = frozenset({"account_logout", "account_reauthenticate", "account_change_password", "live", "ready"})


class FirstThingsFirst:
    """Somebody whose password was set by another changes it first; where one-time passwords are required, somebody
    without one sets it up first. Only the pages for that, and logging out, are open until then."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.app_name == PUBLIC or match.url_name in ALWAYS_OPEN:
            return None
        person = request.user
        if not isinstance(person, Person):
            return None
        if person.must_change_password:
            return redirect("account_change_password")
        if settings.REQUIRE_TOTP and match.url_name != "mfa_activate_totp" and not _has_second_factor(request, person):
            return redirect("mfa_activate_totp")
        return None


def _has_second_factor(request: HttpRequest, person: Person) -> bool:
    """Asked once a session: whoever takes the second factor away ends the sessions too."""
    known = bool(request.session.get(SECOND_FACTOR))
    if not known and Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        request.session[SECOND_FACTOR] = known = True
    return known
