"""Reading back what was written gives the same cells: for every edition, in every format."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.editions import builtin_editions
from gongkai.report.model import Cell, Report
from gongkai.report.reading import read, read_bytes
from gongkai.report.writing import FORMATS, write_bytes
from tests.report.writing.reports import (
    AGENCY,
    EDITIONS,
    NEEDS_FONT,
    any_cells,
    custom_edition,
    full_report,
    numbered_cells,
    sections_of,
)

SEEDS_FOLDER = Path(__file__).resolve().parents[3] / ".." / "shared" / "seeds"
WRITABLE = [pytest.param(form, marks=NEEDS_FONT if form == "pdf" else ()) for form in FORMATS]
# A seed draws two hundred figures at once, which is quicker than a strategy for each; a failure reports its seed.
SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=100 if "GONGKAI_LONG" in os.environ else 2, deadline=None)


def gist(cells):
    """What must survive: keys, values, and of a cell without value whether it is blank or which mark it has."""
    return {key: (c.value, c.raw.replace(" ", "") if c.value is None else None) for key, c in cells.items()}


def reread(report, form, edition=None):
    return read_bytes(write_bytes(report, form, edition=edition), f"report.{form}", edition=edition)


@cache
def full_reread(edition_id, form):
    return reread(full_report(edition_id), form)


@pytest.mark.parametrize("form", WRITABLE)
@pytest.mark.parametrize("edition_id", EDITIONS)
def test_a_full_report_comes_back(edition_id, form):
    report, back = full_report(edition_id), full_reread(edition_id, form)
    assert (back.edition, back.agency, back.year, back.title) == (edition_id, AGENCY, report.year, report.title)
    assert gist(back.cells) == gist(report.cells)
    assert {key: c.unit for key, c in back.cells.items()} == {key: c.unit for key, c in report.cells.items()}


@pytest.mark.parametrize("form", WRITABLE)
@pytest.mark.parametrize("edition_id", EDITIONS)
def test_its_sections_come_back_word_for_word(edition_id, form):
    report, back = full_report(edition_id), full_reread(edition_id, form)
    assert [s for s in back.sections if s.key != "attachment"] == report.sections


@pytest.mark.parametrize("form", WRITABLE)
@pytest.mark.parametrize("edition_id", EDITIONS)
@pytest.mark.long
@given(seed=SEEDS)
@FEW
def test_any_figures_come_back(edition_id, form, seed):
    edition = builtin_editions()[edition_id]
    year = edition.first_year or 2020
    report = Report(AGENCY, year, edition_id, cells=any_cells(edition, seed), sections=sections_of(edition))
    back = reread(report, form)
    assert gist(back.cells) == gist(report.cells)
    assert back.edition == edition_id


@pytest.mark.parametrize("form", WRITABLE)
@pytest.mark.parametrize("edition_id", EDITIONS)
@pytest.mark.long
@given(seed=SEEDS)
@FEW
def test_rows_and_tables_that_a_report_lacks_stay_lacking(edition_id, form, seed):
    edition = builtin_editions()[edition_id]
    cells = any_cells(edition, seed, whole=False)
    back = reread(Report(AGENCY, edition.first_year, edition_id, cells=cells), form, edition)
    assert gist(back.cells) == gist(cells)


@pytest.mark.parametrize("form", WRITABLE)
@pytest.mark.long
@given(seed=SEEDS)
@FEW
def test_a_custom_form_comes_back(form, seed):
    edition = custom_edition()
    report = Report("某县人民政府", 2010, edition.id, cells=any_cells(edition, seed))
    assert gist(reread(report, form, edition).cells) == gist(report.cells)


@pytest.mark.parametrize("form", WRITABLE)
def test_one_printed_row_for_other_handling_comes_back(form):
    edition = builtin_editions()["cn-gid-2021"]
    report = full_report("cn-gid-2021")
    keys = [f"outcome_other@{column.key}" for column in edition.table("requests").columns]
    kept = {key: cell for key, cell in numbered_cells(edition).items() if not key.startswith("other_")}
    report.cells = kept | {key: Cell(key, number, str(number), "件") for number, key in enumerate(keys)}
    back = reread(report, form)
    assert gist(back.cells) == gist(report.cells)
    assert back.edition == "cn-gid-2021"


@pytest.mark.parametrize("form", WRITABLE)
def test_units_that_a_report_prints_come_back(form):
    report = full_report("cn-gid-2014-national")
    blank, other = "proactive_items", "channel_website"
    for key, unit in ((blank, ""), (other, "篇")):
        cell = report.cells[key]
        report.cells[key] = Cell(key, cell.value, cell.raw, cell.unit, printed_unit=unit)
    back = reread(report, form)
    assert (back.cells[blank].printed_unit, back.cells[other].printed_unit) == ("", "篇")


@pytest.mark.parametrize("form", WRITABLE)
@pytest.mark.parametrize("edition_id", EDITIONS)
def test_writing_what_was_read_changes_nothing_more(edition_id, form):
    first = full_reread(edition_id, form)
    second = reread(first, form)
    assert gist(second.cells) == gist(first.cells)
    assert second.sections == first.sections
    assert (second.title, second.agency, second.year) == (first.title, first.agency, first.year)


@pytest.mark.skipif(not SEEDS_FOLDER.is_dir(), reason="../shared is absent")
@pytest.mark.parametrize("form", WRITABLE)
def test_real_reports_come_back(form):
    for file in sorted(SEEDS_FOLDER.glob("*.txt")):
        report = read(file)
        back = reread(report, form)
        assert gist(back.cells) == gist(report.cells)
        assert (back.agency, back.year, back.edition) == (report.agency, report.year, report.edition)
        assert [(s.key, s.title) for s in back.sections] == [(s.key, s.title) for s in report.sections]
        assert [(c.key, c.value) for c in back.claims] == [(c.key, c.value) for c in report.claims]
