"""The addresses of the site and a bare view: what Django, its middleware and gunicorn take by themselves."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import path

from gongkai.config.urls import urlpatterns as of_the_site


@cache
def _body(size: int) -> bytes:
    return b"x" * size


def bare(request: HttpRequest, size: int) -> HttpResponse:
    return HttpResponse(_body(size))


urlpatterns = [path("bare/<int:size>", bare), *of_the_site]
