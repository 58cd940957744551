"""The rows of one report: the counts, the concept of a cell, concepts by the crosswalk, the date it states."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gongkai.corpus.store.arrow import arrow_schema, tables_of
from gongkai.corpus.store.rows import rows_of
from gongkai.corpus.store.schema import TABLES
from gongkai.law.crosswalk import concept_figure, concepts, era_of
from gongkai.law.editions import builtin_editions
from gongkai.report.auditing.engine import audit
from gongkai.report.model import Place, Report, Section
from gongkai.report.reading import read
from gongkai.report.serialise import place_to_json
from tests.corpus.store.making import report, rows

SAMPLES = sorted(p for p in (Path(__file__).resolve().parents[3] / "samples" / "reports").iterdir() if p.is_file())


def named(table, found):
    names = arrow_schema(TABLES[table], given=True).names
    return [dict(zip(names, row, strict=True)) for row in found[table]]


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.stem)
def sample(request):
    one = read(request.param)
    result = audit(one)
    return one, result, rows_of(one, result, path="in/x", size=3, modified="m")


def test_every_row_has_the_columns_of_its_table(sample):
    for name, table in tables_of(sample[2]).items():
        assert table.schema == arrow_schema(TABLES[name], given=True)


def test_the_row_of_a_report_counts_what_it_holds(sample):
    one, result, found = sample
    row = named("reports", found)[0]
    assert (row["sha256"], row["name"], row["bytes"]) == (one.source.sha256, one.source.name, 3)
    assert row["cells"] == len(one.cells) == len(found["figures"])
    assert row["filled"] == sum(line["value"] is not None for line in named("figures", found))
    assert (row["claims"], row["notes"]) == (len(found["claims"]), len(found["notes"]))
    assert row["errors"] + row["warnings"] + row["infos"] == len(result.findings) == len(found["findings"])


def test_concepts_are_those_of_the_crosswalk(sample):
    one, _, found = sample
    form = builtin_editions()[one.edition]
    figures = {key: cell.value for key, cell in one.cells.items()}
    expected = [(c.id, concept_figure(c, form, figures)) for c in concepts().values()]
    assert [(line["concept"], line["value"], line["state"]) for line in named("concepts", found)] == [
        (name, figure.value, figure.state) for name, figure in expected
    ]


def test_a_figure_has_the_concept_that_it_expresses_alone(sample):
    one, _, found = sample
    form = builtin_editions()[one.edition]
    by_concept = {line["concept"]: line for line in named("concepts", found)}
    told = [line for line in named("figures", found) if line["concept"]]
    assert told
    for line in told:
        expression = concepts()[line["concept"]].expressions[era_of(form)]
        assert form.resolve(expression) == line["key"]
        if line["value"] is not None:
            assert by_concept[line["concept"]]["value"] == line["value"]


@pytest.mark.parametrize(
    "place",
    [
        Place(),
        Place(table=0, row=1, column=2),
        Place(page=3, box=(1.5, 2.0, 1e-7, 4.25)),
        Place(line=1, start=0, end=9),
        Place(sheet='表"一"\n'),
    ],
    ids=["nowhere", "grid", "page", "text", "sheet"],
)
def test_places_are_written_as_in_the_json_of_a_report(place):
    one = report()
    one.cells = {"a@b": replace(one.cells["req_received@total"], key="a@b", where=place)}
    written = named("figures", rows(one))[0]["place"]
    assert (json.loads(written) if written else {}) == place_to_json(place)


@pytest.mark.parametrize(
    ("value", "kept", "exact"),
    [
        (7, 7.0, None),
        (0, 0.0, None),
        (1.5, 1.5, None),
        (None, None, None),
        (2**53, float(2**53), None),
        (2**53 + 1, None, str(2**53 + 1)),
        (10**300, None, str(10**300)),
        (-(10**300), None, str(-(10**300))),
    ],
    ids=["whole", "zero", "part", "blank", "large", "beyond", "huge", "negative"],
)
def test_numbers_that_a_float_cannot_hold_are_kept_as_digits(value, kept, exact):
    line = named("figures", rows(report(received=value)))[1]
    assert (line["value"], line["exact"], line["raw"]) == (kept, exact, str(value))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("发布日期：2021-01-20\n全年工作如下。", date(2021, 1, 20)),
        ("全年工作如下。\n示例市一局\n2021年1月19日", date(2021, 1, 19)),
        ("全年工作如下。", None),
    ],
    ids=["published", "signed", "none"],
)
def test_the_date_is_that_of_publication_else_of_signature(text, day):
    one = report()
    one.sections = [Section("preamble", None, None, text)]
    one.claims = []
    assert named("reports", rows(one))[0]["published"] == day


def test_a_report_without_table_or_year_has_its_rows_too():
    one = report(year=None)
    one.edition, one.cells = None, {}
    found = rows(one)
    assert named("reports", found)[0]["era"] is None
    assert found["figures"] == found["concepts"] == []


def test_a_report_without_source_is_refused():
    with pytest.raises(ValueError, match="source"):
        rows_of(Report(), audit(Report()), path="x", size=0)
