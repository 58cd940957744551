"""What every answer passes through."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.agencies.errors import NoSuchObject, NotPermitted, Refusal

Answer = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Activity(UserSessionsMiddleware):  # type: ignore[misc]
    """Notes when a session was last seen, not at every page: reading a page should not write to the database. Public
    pages look at no session at all, so that they may be kept by caches."""

    STAFF = ("/desk/", "/accounts/")
    EVERY = 300  # seconds
    SEEN = "seen_at"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        staff = request.path.startswith(self.STAFF) and request.session.session_key
        if not staff or time.time() - request.session.get(self.SEEN, 0) < self.EVERY:
            answer: HttpResponse = self.get_response(request)
            return answer
        if request.user.is_authenticated:
            request.session[self.SEEN] = int(time.time())
        seen: HttpResponse = super().__call__(request)
        return seen


class ContentPolicy:
    """A Content-Security-Policy without inline scripts; and nothing is kept by caches, or shown again after logging
    out, unless the view says so."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class Refusals:
    """A refusal of an action becomes a page that says what is wrong and what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        status = 404 if isinstance(exception, NoSuchObject) else 403 if isinstance(exception, NotPermitted) else 409
        return render(request, "desk/refusal.html", {"refusal": exception}, status=status)
