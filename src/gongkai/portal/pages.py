"""Public answers: nothing about who asks goes in, so one answer serves everybody, and caches may keep it.

A page is made once for each state of what it shows and language, and kept in the process; what it costs then is the
one question that tells the state.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from email.utils import format_datetime
from threading import Lock
from types import SimpleNamespace
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from gongkai.portal.context import frame

KEPT = 512
Made = TypeVar("Made")
FRESH = "public, max-age=60, stale-while-revalidate=600"
FIXED = "public, max-age=31536000, immutable"
_pages: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def kept(key: Hashable, make: Callable[[], Made]) -> Made:
    """What ``make`` gave for the key, made again only when it has been pushed out."""
    with _lock:
        if key in _pages:
            _pages.move_to_end(key)
            found: Made = _pages[key]
            return found
    made = make()
    with _lock:
        _pages[key] = made
        while len(_pages) > KEPT:
            _pages.popitem(last=False)
    return made


def rendered(template: str, request: HttpRequest, **context: Any) -> bytes:
    """A public page. It gets no request and so no session, person or message; ``GET`` is what was asked."""
    told = {
        "request": SimpleNamespace(GET=request.GET, path=request.path),
        "demo": settings.DEMO,
        **frame(request.path),
        **context,
    }
    return render_to_string(template, told).encode()


def page(
    request: HttpRequest,
    template: str,
    state: Hashable,
    context: Callable[[], dict[str, Any]],
    changed: datetime.datetime | None = None,
) -> HttpResponse:
    """A page that depends on nothing but its address, ``state`` and the language."""
    key = (template, state, get_language(), request.get_full_path(), settings.SITE_NAME, settings.DEMO)
    etag = f'"{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}"'
    return answer(
        request, lambda: kept(key, lambda: rendered(template, request, **context())), etag=etag, changed=changed
    )


def answer(
    request: HttpRequest,
    make: Callable[[], bytes],
    *,
    etag: str,
    changed: datetime.datetime | None,
    content_type: str = "text/html; charset=utf-8",
    caching: str = FRESH,
) -> HttpResponse:
    """The content, or that it has not changed; ``make`` is not asked where the reader has it already."""
    stamp = int(changed.timestamp()) if changed else None
    unchanged = get_conditional_response(request, etag=etag, last_modified=stamp)
    response = unchanged or HttpResponse(make(), content_type=content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = caching
    if changed:
        response.headers["Last-Modified"] = format_datetime(changed.astimezone(datetime.UTC), usegmt=True)
    return response
