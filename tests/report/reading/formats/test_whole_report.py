"""A real report, written in the official layout and taken through every office format: the figures stay the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.report.model import Cell, Report
from gongkai.report.reading import read, read_bytes
from gongkai.report.writing import write_bytes

from .samples import converted, soffice

SEED = Path(__file__).resolve().parents[4] / ".." / "shared" / "seeds" / "003_d834de13faf6e805.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="../shared is absent")


@pytest.fixture(scope="module")
def report() -> Report:
    return read(SEED)


def figures(cells: dict[str, Cell]) -> dict[str, tuple[object, str]]:
    return {key: (cell.value, cell.raw) for key, cell in cells.items()}


@pytest.mark.parametrize("form", ["docx", "html", "xlsx"])
def test_what_is_written_reads_back(report: Report, form: str):
    back = read_bytes(write_bytes(report, form), f"年报.{form}")
    assert figures(back.cells) == figures(report.cells)
    assert (back.agency, back.year, back.edition) == (report.agency, report.year, report.edition)


@soffice
@pytest.mark.parametrize(
    ("form", "target"), [("docx", "doc"), ("docx", "rtf"), ("docx", "html"), ("xlsx", "xls"), ("xlsx", "ods")]
)
def test_what_libreoffice_makes_of_it_reads_back(report: Report, form: str, target: str):
    back = read_bytes(converted(write_bytes(report, form), form, target), f"年报.{target}")
    assert figures(back.cells) == figures(report.cells)
    assert (back.agency, back.year, len(back.sections)) == (report.agency, report.year, len(report.sections))
