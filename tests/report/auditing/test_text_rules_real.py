"""The rules about prose and form on real reports and real prose."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Audit
from gongkai.report.model import Claim, Report, Section
from gongkai.report.reading import read

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared"
SEEDS, SAMPLES = SHARED / "seeds", SHARED / "samples" / "narratives"
MINE = ("T-", "D-")
pytestmark = pytest.mark.skipif(not SEEDS.exists(), reason="the shared real reports are not on this machine")


@cache
def _accepted() -> dict[str, Any]:
    return dict(json.loads((SHARED / "domain" / "seed-findings.json").read_text(encoding="utf-8")))


@cache
def _audited(name: str) -> Audit:
    return audit(read(SEEDS / name))


def _rows(required: bool) -> list[Any]:
    if not SEEDS.exists():
        return []
    return [
        pytest.param(row, id=row["id"])
        for row in _accepted()["findings"]
        if row["rule"].startswith(MINE) and row["must_report"] is required
    ]


@pytest.mark.parametrize("row", _rows(required=True))
def test_what_must_be_raised_is_raised(row: dict[str, Any]) -> None:
    found = [f for f in _audited(row["seed"]).findings if (f.rule, f.severity) == (row["rule"], row["severity"])]
    cells = set(row["cells"])
    assert [f for f in found if not cells or cells & f.cells.keys()]


@pytest.mark.parametrize("name", sorted(p.name for p in SEEDS.glob("*.txt")) if SEEDS.exists() else [])
def test_nothing_else_is_raised_as_error_or_warning(name: str) -> None:
    allowed = {
        (row["rule"], severity)
        for row in _accepted()["findings"]
        if row["seed"] == name
        for severity in (("error", "warning") if row["severity"] == "error" else (row["severity"],))
    }
    found = {(f.rule, f.severity) for f in _audited(name).findings if f.rule.startswith(MINE)}
    assert {f for f in found if f[1] != "info"} <= allowed


@pytest.mark.parametrize("name", sorted(p.name for p in SEEDS.glob("*.txt")) if SEEDS.exists() else [])
def test_quotes_are_words_of_the_report(name: str) -> None:
    result = _audited(name)
    quotes = [q for f in result.findings for q in f.quotes if q.section is not None]
    assert quotes
    for quote in quotes:
        assert result.report.sections[quote.section].text[quote.start : quote.end] == quote.text


def _samples() -> list[Any]:
    if not SAMPLES.exists():
        return []
    loaded = (json.loads(p.read_text(encoding="utf-8")) for p in sorted(SAMPLES.glob("*.json")))
    return [pytest.param(sample, id=sample["id"]) for sample in loaded]


# The rule that answers each kind of inconsistency that the samples label as definite.
ANSWERS = {
    "sum_mismatch": ("T-04", "error"),
    "implausible_value": ("T-15", "warning"),
    "malformed_date": ("D-03", "error"),
    "malformed_text": ("D-13", "warning"),
}


@pytest.mark.parametrize("sample", _samples())
def test_what_the_samples_label_is_raised_and_no_other_error(sample: dict[str, Any]) -> None:
    fields = ("key", "value", "unit", "scope", "period", "approx", "quote", "start", "end")
    claims = [Claim(*(entry[field] for field in fields)) for entry in sample["claims"]]
    section = Section(None, None, None, sample["text"])
    result = audit(Report(sample["agency"], sample["year"], sections=[section], claims=claims, text=sample["text"]))
    definite = {ANSWERS[i["kind"]] for i in sample["internal_inconsistencies"] if i["severity"] == "definite"}
    found = {(f.rule, f.severity) for f in result.findings}
    assert definite <= found
    assert {f for f in found if f[1] == "error"} <= definite
