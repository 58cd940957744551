"""The sample reports that ship: every format and edition, read back to the figures they were printed from."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path

import pytest

from gongkai.law.editions import builtin_editions
from gongkai.report.auditing.engine import audit
from gongkai.report.reading import read
from gongkai.report.serialise import from_json

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SCRIPT = SAMPLES.parent / "scripts" / "samples.py"
FORMATS = {"doc", "docx", "wps", "pdf", "ofd", "html", "xlsx", "xls", "txt", "md"}


@cache
def printed() -> dict[str, str]:
    """Sample file → its source, as the script that prints them has it."""
    spec = importlib.util.spec_from_file_location("samples", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: source for name, (source, _) in module.SAMPLES.items()}


def source(name):
    return from_json(json.loads((SAMPLES / "sources" / f"{printed()[name]}.json").read_text(encoding="utf-8")))


FILES = sorted(p.name for p in (SAMPLES / "reports").iterdir())
ERRORS = {
    "2014国标-科技局-2017.doc": {"A14-04", "A14-05"},
    "2014国标-科技厅-2018.xls": set(),
    "2014山东-科技厅-2018.html": {"T-01"},
    "2014山东部门-科技局-2017.txt": {"B14-05"},
    "2014威海-科技局-2016.xlsx": {"T-01", "T-09"},
    "2019版-办公厅-2019.pdf": set(),
    "2019版-科技局-2020.wps": set(),
    "2021版-市政府-2024.docx": set(),
    "2021版-水务局-2022.ofd": set(),
    "2021版-镇政府-2023.md": {"T-01", "A19-01", "A21-02", "A19-03"},
}


def test_every_format_and_every_edition_has_a_sample():
    assert {Path(f).suffix[1:] for f in FILES} == FORMATS
    assert {source(f).edition for f in FILES} == set(builtin_editions())


@pytest.mark.parametrize("name", FILES)
def test_a_sample_reads_back_as_its_source(name):
    report, original = read(SAMPLES / "reports" / name), source(name)
    assert (report.agency, report.year, report.edition) == (original.agency, original.year, original.edition)
    assert {k: c.value for k, c in report.cells.items()} == {k: c.value for k, c in original.cells.items()}


@pytest.mark.parametrize("name", FILES)
def test_the_mistakes_of_a_sample_are_found_and_no_others(name):
    found = audit(read(SAMPLES / "reports" / name)).findings
    assert {f.rule for f in found if f.severity == "error"} == ERRORS[name]
