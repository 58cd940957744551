"""Who acts in a request."""

from __future__ import annotations

from django.http import HttpRequest

from gongkai.agencies.models import Person


def actor(request: HttpRequest) -> Person:
    """The person of a view behind ``login_required``."""
    assert isinstance(request.user, Person)
    return request.user
