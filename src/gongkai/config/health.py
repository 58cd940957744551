"""Whether the site lives and can serve: for load balancers and monitors. They tell no more than that."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.cache import cache
from django.core.files.storage import default_storage
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
    yield "files", lambda: default_storage.exists("")


def _up_to_date() -> None:
    if pending():
        raise DatabaseError


def _works(part: Callable[[], object]) -> bool:
    try:
        part()
    except (DatabaseError, OSError):
        return False
    return True
