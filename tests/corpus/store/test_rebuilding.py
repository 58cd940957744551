"""A report that went into the store comes out the same, and its audit says the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gongkai.corpus.store import open_store
from gongkai.report.auditing.engine import audit
from gongkai.report.model import Cell, Claim, Note, Place, Report, Section, Source
from gongkai.report.reading import read
from gongkai.report.serialise import to_json
from tests.acceptance import SAMPLES as NARRATIVES
from tests.acceptance import SEEDS
from tests.corpus.store.making import report, store_of

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "reports"
FILES = [path for folder in (SAMPLES, SEEDS, NARRATIVES) if folder.is_dir() for path in sorted(folder.iterdir())]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.one_of(
    st.integers(-(10**300), 10**300), st.integers(-99, 999), st.floats(allow_nan=False, allow_infinity=False)
)
PLACES = st.builds(
    Place,
    table=st.none() | st.integers(0, 9),
    page=st.none() | st.integers(1, 9),
    box=st.none() | st.tuples(*[st.floats(0, 900)] * 4),
    sheet=st.none() | TEXT,
)
CELLS = st.builds(Cell, TEXT, st.none() | NUMBERS, TEXT, st.none() | TEXT, PLACES, st.none() | TEXT)
SECTIONS = st.builds(Section, st.none() | TEXT, st.none() | TEXT, st.none() | TEXT, TEXT)
CLAIMS = st.builds(
    Claim,
    TEXT,
    NUMBERS,
    TEXT,
    st.sampled_from(["own", "jurisdiction", "other"]),
    st.sampled_from(["year", "cumulative", "other_year"]),
    st.booleans(),
    TEXT,
    st.integers(0, 9),
    st.integers(0, 9),
)
REPORTS = st.builds(
    Report,
    agency=st.none() | TEXT,
    year=st.none() | st.integers(1900, 2999),
    title=st.none() | TEXT,
    source=st.builds(Source, TEXT, st.uuids().map(str), st.just("html")),
    cells=st.lists(CELLS, max_size=4).map(lambda cells: {cell.key: cell for cell in cells}),
    sections=st.lists(SECTIONS, min_size=1, max_size=3),
    claims=st.lists(CLAIMS, max_size=3),
    notes=st.lists(st.builds(Note, TEXT, TEXT, PLACES), max_size=2),
)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(REPORTS, max_size=6, unique_by=lambda r: r.source.sha256))
def test_what_goes_in_comes_out(tmp_path_factory, reports):
    store = store_of(tmp_path_factory.mktemp("any") / "store", *reports)
    by_sha = {one.source.sha256: one for one in store.reports()}
    assert list(map(by_sha.pop, [r.source.sha256 for r in reports])) == [replace_whole(one) for one in reports]
    assert not by_sha


def replace_whole(one: Report) -> Report:
    """Numbers as the store gives them back; equal, and int where they are whole."""
    cells = {key: replace(cell, value=whole(cell.value)) for key, cell in one.cells.items()}
    return replace(one, cells=cells, claims=[replace(c, value=whole(c.value)) for c in one.claims])


def whole(value):
    return int(value) if isinstance(value, float) and value.is_integer() else value


def without_anchors(one: Report) -> str:
    bare = replace(one, sections=[replace(section, anchors=()) for section in one.sections])
    return json.dumps(to_json(bare), ensure_ascii=False)


def findings(one: Report):
    result = audit(one)
    return [(f.rule, f.severity, str(f.message), dict(f.cells), f.quotes) for f in result.findings], [
        (skip.rule, str(skip.reason)) for skip in result.not_assessable
    ]


@pytest.fixture(scope="module")
def read_and_rebuilt(tmp_path_factory):
    originals = [read(path) for path in FILES if path.suffix != ".json" and path.is_file()]
    originals = list({one.source.sha256: one for one in originals if one.source}.values())
    store = store_of(tmp_path_factory.mktemp("real") / "store", *originals)
    return [sorted(some, key=lambda one: one.source.sha256) for some in (originals, store.reports())]


def test_real_reports_come_out_as_they_went_in(read_and_rebuilt):
    originals, rebuilt = read_and_rebuilt
    assert len(rebuilt) == len(originals) >= 10
    assert list(map(without_anchors, rebuilt)) == list(map(without_anchors, originals))


def test_the_audit_of_a_rebuilt_report_says_the_same(read_and_rebuilt):
    for original, again in zip(*read_and_rebuilt, strict=True):
        assert findings(again) == findings(original), original.source


def test_only_the_contents_named_are_rebuilt(tmp_path):
    reports = [report(name, year=year) for name in "一二三" for year in (2019, 2020)]
    one, other = reports[1], reports[4]
    reports = [replace(r, source=replace(r.source, sha256=f"{i}" * 64)) for i, r in enumerate(reports)]
    store = store_of(tmp_path / "store", *reports)
    names = {reports[1].source.sha256, reports[4].source.sha256, "none of them"}
    assert [r.title for r in store.reports(names)] == [one.title, other.title]
    assert list(open_store(tmp_path / "store").reports([])) == []
