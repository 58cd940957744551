"""Auditing what was filed, with last year's figures where they are known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongkai.filing.models import Stage, Submission, Version
from gongkai.report.auditing.engine import audit
from gongkai.report.model import Report
from gongkai.report.presenting.payload import findings_json
from gongkai.report.serialise import from_json, to_json

Content = dict[str, Any]


def findings_in(content: Content, previous: Content | None) -> list[dict[str, Any]]:
    """The findings of a report, each in the shape of schema ``gongkai.findings/1``."""
    before = from_json(previous) if previous else None
    found = findings_json([audit(from_json(content), previous=before)])
    findings: list[dict[str, Any]] = found["reports"][0]["findings"]
    return findings


def contents_of(agencies: Iterable[int], years: Iterable[int]) -> dict[tuple[int, int], Content]:
    """The report of each organ (by primary key) and year as far as it is known: its newest published version, else
    what it filed. Two queries, however many."""
    agencies, years = list(agencies), list(years)
    filed = Submission.objects.filter(agency__in=agencies, round__year__in=years, content__isnull=False)
    rows = filed.order_by("filed_at").values_list("agency", "round__year", "content")
    found: dict[tuple[int, int], Content] = {(agency, year): content or {} for agency, year, content in rows}
    published = Version.objects.filter(
        report__agency__in=agencies, report__year__in=years, stage=Stage.PUBLISHED
    ).select_related("report__agency")
    for version in published.order_by("number"):
        report = version.report
        found[report.agency_id, report.year] = published_content(version)
    return found


def published_content(version: Version) -> Content:
    """The figures of a version in the shape of ``gongkai read``, without its prose."""
    report = Report(agency=version.report.agency.name, year=version.report.year, edition=version.report.edition)
    return to_json(report) | {"title": version.title, "cells": version.cells}
