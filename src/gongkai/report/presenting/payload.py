"""Findings as JSON, schema ``gongkai.findings/1``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from gongkai.report.auditing.findings import Audit, Finding

SCHEMA = "gongkai.findings/1"


def findings_json(audits: Sequence[Audit]) -> dict[str, Any]:
    """The shape of DESIGN.md; beyond it ``mend`` of a finding, ``not_assessable`` and ``error`` of a report."""
    return {"schema": SCHEMA, "reports": [_report(audit) for audit in audits]}


def _report(audit: Audit) -> dict[str, Any]:
    source = audit.source or audit.report.source
    return {
        "source": asdict(source) if source else None,
        "agency": audit.report.agency,
        "year": audit.report.year,
        "edition": audit.report.edition,
        "findings": [_finding(f) for f in audit.findings],
        "not_assessable": [asdict(n) for n in audit.not_assessable],
        "error": audit.error,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "cells": dict(finding.cells),
        "quotes": [quote.text for quote in finding.quotes],
        "basis": finding.basis,
        "mend": finding.mend,
    }
