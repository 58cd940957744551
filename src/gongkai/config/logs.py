"""Structured logs without personal data: one JSON object a line, with what happened and how long it took, never who
asked, from where, or with which words. Addresses are logged as their pattern, so no number of a case stands in them."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

SHOWN = ("method", "route", "status", "milliseconds", "task", "job")
access = logging.getLogger("gongkai.access")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON. Of an exception only the type and the places are kept: its text may quote data."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        said |= {name: getattr(record, name) for name in SHOWN if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            said["exception"] = record.exc_info[0].__name__
            said["places"] = _places(record.exc_info[2])
        return json.dumps(said, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """The text, unless it may quote what somebody sent: that of an exception, and of a request that was refused."""
    if record.name.startswith("django.security"):
        return "refused"
    plain = record.exc_info or record.name == "django.request"
    return str(record.msg) if plain else record.getMessage()


def _places(trace: Any) -> list[str]:
    places = []
    while trace:
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places


class AccessLog:
    """One line for each answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.route if request.resolver_match else "-"
        spent = round((time.perf_counter() - begun) * 1000, 1)
        said = {"method": request.method, "route": route, "status": response.status_code, "milliseconds": spent}
        access.info("answered", extra=said)
        return response


def logging_config(level: str) -> dict[str, Any]:
    """Django's ``LOGGING``: everything to standard error. ``django.request`` would log whole addresses, so only its
    errors are kept, and those without their arguments."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "gongkai.config.logs.JsonFormatter"}},
        # The level holds for the handler too: the worker of django_tasks sets its own loggers to INFO.
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "level": level}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            "django.server": {"level": "CRITICAL"},
            "gongkai": {"level": level},
            "django_auth_ldap": {"level": "CRITICAL"},  # Names people; agencies.directory says what is wrong.
            "huey": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},  # Else it adds its own handler.
        },
    }
