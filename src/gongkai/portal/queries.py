"""What the public may see: published versions and nothing else. Every public page starts from here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from gongkai.filing.models import PublishedFile, Version
from gongkai.filing.queries import current_versions, published_versions


@dataclass(frozen=True)
class Shown:
    """A published version with all that its page shows besides the stored part. Two that are equal give one page."""

    pk: int
    code: str
    agency: str
    year: int
    number: int
    title: str
    published_on: datetime.date
    published_at: datetime.datetime
    correction_reason: str
    sha256: str


FIRST_YEAR, LAST_YEAR = 1, 9999
FIELDS = (
    "pk",
    "report__agency__code",
    "report__agency__name",
    "report__year",
    "number",
    "title",
    "published_on",
    "published_at",
    "correction_reason",
    "sha256",
)


def shown(versions: QuerySet[Version]) -> list[Shown]:
    return [Shown(*row) for row in versions.values_list(*FIELDS)]


def versions_of(code: str, year: int) -> list[Shown]:
    """The published versions of a report, the one that holds first."""
    return shown(published_versions().filter(report__agency__code=code, report__year=year).order_by("-number"))


def state_of(code: str, year: int) -> tuple[tuple[Any, ...], ...]:
    """The same as the database tells it, to see whether anything has changed: making the statement would cost thirty
    times what it takes to answer it, so it is made once."""
    if year > LAST_YEAR:
        return ()
    statement, parameters = _state_statement()
    asked: dict[Any, Any] = {"code": code, FIRST_YEAR: year}
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked.get(given, given) for given in parameters])
        return tuple(cursor.fetchall())


@cache
def _state_statement() -> tuple[str, tuple[Any, ...]]:
    """Asked with a code and a year that no report has, whose places the real ones take."""
    asked = published_versions().filter(report__agency__code="code", report__year=FIRST_YEAR).order_by("-number")
    statement, parameters = asked.values_list(*FIELDS).query.sql_with_params()
    return statement, tuple(parameters)


def reports_of(code: str) -> list[Shown]:
    """The published reports of an organ, newest year first, each in the version that holds."""
    return shown(current_versions().filter(report__agency__code=code).order_by("-report__year"))


def index(query: str = "", year: int | None = None) -> QuerySet[Version]:
    """The reports that hold, newest year first, then in the order of the organs; ``query`` is part of a name that the
    organ bears or bore."""
    found = current_versions()
    if query:
        named = Q(report__agency__name__icontains=query) | Q(report__agency__short_name__icontains=query)
        found = found.filter(named | Q(title__icontains=query))
    if year is not None:
        found = found.filter(report__year=year)
    return found.order_by("-report__year", "report__agency__path")


def years() -> list[int]:
    """The years with a published report, newest first."""
    return list(current_versions().order_by("-report__year").values_list("report__year", flat=True).distinct())


def file_of(code: str, year: int, number: int | None, form: str) -> PublishedFile | None:
    """A file of a published version; of the one that holds where ``number`` is None."""
    versions = published_versions().filter(report__agency__code=code, report__year=year)
    if number is not None:
        versions = versions.filter(number=number)
    newest = versions.order_by("-number").values("pk")[:1]
    return PublishedFile.objects.filter(version__in=newest, form=form).select_related("version").first()
