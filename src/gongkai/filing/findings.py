"""What the audit says of a version, always of its figures as they are now."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from gongkai.filing.models import Stage, Version
from gongkai.filing.reporting import previous_report, report_of
from gongkai.law.editions import Edition
from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Audit, Finding
from gongkai.report.model import Report

SIGNATURE_RULE = "D-05"  # Agency and date are put under the text when it is published.
_GRAVEST_FIRST = ("error", "warning", "info")


def findings_of(version: Version, dated: datetime.date | None = None) -> Audit:
    """The audit of a version, against last year's report where there is one; ``dated`` as in ``report_of``."""
    report = report_of(version, dated=dated)
    found = audited(report, previous_report(version.report.agency, version.report.year))
    return found if dated or version.stage == Stage.PUBLISHED else without_signature(found)


def audited(report: Report, previous: Report | None) -> Audit:
    return audit(report, previous=previous)


def without_signature(found: Audit) -> Audit:
    """The audit of a draft: nobody has to be told that it is not signed yet."""
    return replace(found, findings=[f for f in found.findings if f.rule != SIGNATURE_RULE])


def by_cell(findings: Iterable[Finding], edition: Edition) -> dict[str, list[Finding]]:
    """The findings that concern each cell, gravest first."""
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for key in dict.fromkeys(map(edition.resolve, finding.cells)):
            found[key].append(finding)
    return dict(found)


def worst(findings: Mapping[str, list[Finding]]) -> dict[str, str]:
    """The gravest severity of each cell's findings."""
    return {key: min((f.severity for f in of), key=_GRAVEST_FIRST.index) for key, of in findings.items()}


def by_section(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    """The findings that quote each section (an index into ``Report.sections``)."""
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        for index in dict.fromkeys(q.section for q in finding.quotes if q.section is not None):
            found[index].append(finding)
    return dict(found)
