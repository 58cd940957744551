"""Whether the site lives and can serve: for load balancers and monitors. They tell no more than that."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from gongkai.config.upgrading import pending


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when database, its migrations, cache and files can be used; 503 with the names of what cannot."""
    broken = [name for name, works in _parts() if not _works(works)]
    return JsonResponse({"ready": not broken, "broken": broken}, status=503 if broken else 200)


def _parts() -> Iterator[tuple[str, Callable[[], object]]]:
    yield "database", connection.ensure_connection
    yield "migrations", _up_to_date
    yield "cache", lambda: cache.get("ready")
    yield "files", _writable


def _up_to_date() -> None:
    if pending():
        raise DatabaseError


def _writable() -> None:
    os.makedirs(settings.MEDIA_ROOT, exist_ok=True)
    if not os.access(settings.MEDIA_ROOT, os.W_OK | os.X_OK):
        raise PermissionError(settings.MEDIA_ROOT)


def _works(part: Callable[[], object]) -> bool:
    try:
        part()
    except (DatabaseError, OSError):
        return False
    return True
