"""Five real reports, read and audited as a user would: every cell, every finding that must come, and nothing else."""

from __future__ import annotations

import json
from functools import cache

import pytest

from gongkai.cli.main import run
from gongkai.report.auditing.engine import audit
from gongkai.report.model import Cell, Report
from gongkai.report.reading import read
from tests.acceptance import SAMPLES, SEEDS, domain, needs_shared, seed_names

pytestmark = needs_shared
RANK = {"info": 0, "warning": 1, "error": 2}


@cache
def seed(name):
    report = read(SEEDS / name)
    return report, audit(report)


def listed(name):
    return [f for f in domain("seed-findings.json")["findings"] if f["seed"] == name]


MUST = [f for f in domain("seed-findings.json").get("findings", ()) if f["must_report"]]


@pytest.mark.parametrize("name", seed_names())
def test_agency_year_and_edition_come_from_the_content(name):
    report, _ = seed(name)
    expected = domain("seed-values.json")["reports"][name]
    assert (report.agency, report.year, report.edition) == (expected["agency"], expected["year"], expected["edition"])


@pytest.mark.parametrize("name", seed_names())
def test_every_cell_is_read_and_no_other(name):
    report, _ = seed(name)
    expected = {k: c["value"] for k, c in domain("seed-values.json")["reports"][name]["cells"].items()}
    assert {k: c.value for k, c in report.cells.items()} == expected


@pytest.mark.parametrize("name", seed_names())
def test_every_cell_knows_its_place_in_the_file(name):
    report, _ = seed(name)
    lines = report.text.split("\n")
    for key, cell in domain("seed-values.json")["reports"][name]["cells"].items():
        where = report.cells[key].where
        assert where.line is not None
        assert 0 < where.line - cell.get("label_line", where.line - 1) < 10
        if report.cells[key].raw:
            assert report.cells[key].raw in lines[where.line - 1]


@pytest.mark.parametrize("expected", MUST, ids=lambda f: f["id"])
def test_a_finding_that_must_come_comes_with_its_cells(expected):
    _, result = seed(expected["seed"])
    same = [f for f in result.findings if f.rule == expected["rule"] and f.severity == expected["severity"]]
    named = [f for f in same if not expected["cells"] or expected["cells"].items() & f.cells.items()]
    assert named, [(f.rule, f.severity, dict(f.cells)) for f in result.findings if f.rule == expected["rule"]]


@pytest.mark.parametrize("name", seed_names())
def test_nothing_else_is_an_error_or_a_warning(name):
    _, result = seed(name)
    for severity in ("error", "warning"):
        for rule in {f.rule for f in result.findings if f.severity == severity}:
            raised = [f for f in result.findings if f.rule == rule and RANK[f.severity] >= RANK[severity]]
            allowed = [f for f in listed(name) if f["rule"] == rule and RANK[f["severity"]] >= RANK[severity]]
            assert len(raised) <= len(allowed), [f.message for f in raised]


@pytest.mark.parametrize("name", seed_names())
def test_a_finding_says_both_sides_in_chinese_and_cites_its_basis(name):
    _, result = seed(name)
    for finding in result.findings:
        assert finding.basis
        assert any("\u4e00" <= c <= "\u9fff" for c in finding.message)
        for quote in finding.quotes:
            if quote.section is not None:
                assert result.report.sections[quote.section].text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize("number", range(2))
def test_two_published_reports_that_add_up_raise_no_alarm(number):
    example = domain("examples.json")["reports"][number]
    cells = {k: Cell(k, v, "" if v is None else str(v)) for k, v in example["cells"].items()}
    report = Report(agency=example["agency"], year=example["year"], edition=example["edition"], cells=cells)
    assert [f for f in audit(report).findings if f.severity in ("error", "warning")] == []


@pytest.mark.parametrize("name", seed_names())
def test_a_claim_is_quoted_from_the_text_that_was_given(name, capsys):
    assert run(["read", str(SEEDS / name)]) == 0
    text = (SEEDS / name).read_text(encoding="utf-8")
    claims = json.loads(capsys.readouterr().out)["claims"]
    assert claims
    for claim in claims:
        assert text[claim["start"] : claim["end"]] == claim["quote"]


SAMPLE_FILES = sorted(SAMPLES.glob("*.json"))


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda p: p.stem)
def test_a_bare_text_is_still_a_report(path, tmp_path, capsys):
    sample = json.loads(path.read_text(encoding="utf-8"))
    file = tmp_path / "text.txt"
    file.write_text(sample["text"], encoding="utf-8")
    assert run(["read", str(file)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["edition"], report["cells"]) == (None, {})
    assert report["claims"]
    assert report["year"] in (None, sample["year"])
    for claim in report["claims"]:
        assert sample["text"][claim["start"] : claim["end"]] == claim["quote"]
