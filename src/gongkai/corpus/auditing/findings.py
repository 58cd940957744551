"""The findings that the audit of a store left in it, as audits of single reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from gongkai.corpus.auditing.results import SOURCE
from gongkai.corpus.store import Store
from gongkai.report.auditing.findings import Audit, Finding, NotAssessable, Quote
from gongkai.report.model import Report, Source

_FINDINGS = f"""
SELECT sha256, r.name AS file, r.format AS format, f.agency AS agency, f.year AS year, f.edition AS edition,
       rule, severity, message, f.cells AS cells, quotes, basis, mend
FROM findings f JOIN reports r USING (sha256) WHERE f.source = '{SOURCE}'
ORDER BY f.year, f.agency, sha256, CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, rule, message
"""
_UNASSESSED = "SELECT sha256, rule, reason FROM unassessed ORDER BY sha256, rule"


def audits_of(store: Store) -> list[Audit]:
    """One audit for each report with a finding of the whole store, by year and agency; without cells and prose."""
    with store.connection() as connection:
        cursor = connection.execute(_FINDINGS)
        columns = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        skipped: dict[str, list[NotAssessable]] = {}
        for sha256, rule, reason in connection.execute(_UNASSESSED).fetchall():
            skipped.setdefault(sha256, []).append(NotAssessable(rule, reason))
    return [_audit(list(some), skipped) for _, some in groupby(rows, key=lambda row: row["sha256"])]


def _audit(rows: list[dict[str, Any]], skipped: dict[str, list[NotAssessable]]) -> Audit:
    first = rows[0]
    source = Source(first["file"], first["sha256"], first["format"] or "")
    report = Report(first["agency"], first["year"], first["edition"], source=source)
    return Audit(report, list(_findings(rows)), skipped.get(first["sha256"], []), source)


def _findings(rows: list[dict[str, Any]]) -> Iterator[Finding]:
    for row in rows:
        quotes = tuple(Quote(**quote) for quote in json.loads(row["quotes"]))
        words = row["rule"], row["severity"], row["message"]
        yield Finding(*words, json.loads(row["cells"]), quotes, row["basis"] or "", row["mend"])
