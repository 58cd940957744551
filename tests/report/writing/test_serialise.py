from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.model import Cell, Claim, Note, Place, Report, Section, Source
from gongkai.report.serialise import SCHEMA, SchemaError, from_json, to_json

PLACES = st.builds(
    Place,
    table=st.none() | st.integers(0, 9),
    row=st.none() | st.integers(0, 99),
    page=st.none() | st.integers(1, 9),
    box=st.none() | st.tuples(*[st.floats(0, 600, allow_nan=False)] * 4),
    sheet=st.none() | st.text(max_size=5),
)
VALUES = st.none() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
CELLS = st.builds(
    Cell,
    key=st.just("k"),
    value=VALUES,
    raw=st.text(max_size=8),
    unit=st.none() | st.just("件"),
    where=PLACES,
    printed_unit=st.none() | st.sampled_from(["", "件"]),
)
SECTIONS = st.builds(
    Section,
    key=st.none() | st.just("sec_other"),
    number=st.none() | st.just("六、"),
    title=st.none() | st.text(max_size=6),
    text=st.text(max_size=30),
)
REPORTS = st.builds(
    Report,
    agency=st.none() | st.text(max_size=6),
    year=st.none() | st.integers(2008, 2030),
    edition=st.none() | st.just("cn-gid-2021"),
    title=st.none() | st.text(max_size=6),
    source=st.none() | st.builds(Source, st.text(max_size=6), st.just("0" * 64), st.just("docx")),
    cells=st.dictionaries(st.text(max_size=6), CELLS, max_size=4).map(
        lambda cells: {key: replace(cell, key=key) for key, cell in cells.items()}
    ),
    sections=st.lists(SECTIONS, max_size=3),
    notes=st.lists(st.builds(Note, st.just("unplaced"), st.text(max_size=6), PLACES), max_size=2),
)


@given(REPORTS)
def test_a_report_comes_back_as_it_was(report):
    assert from_json(json.loads(json.dumps(to_json(report), ensure_ascii=False))) == report


def claim(start, end, section=0, quote="公开3条"):
    return Claim("proactive_items", 3, "条", "own", "year", False, quote, start, end, section)


def plain_text_report():
    text = "标题\n\n　一、概述\n  前言公开3条。\n后文公开3条。"
    body = "前言公开3条。\n后文公开3条。"
    first, second = text.index("前言"), text.index("后文")
    section = Section("sec_overview", "一、", "概述", body, ((0, first), (body.index("后文"), second)))
    return Report(sections=[section], claims=[claim(2, 6), claim(10, 14)], text=text)


def test_claims_of_a_plain_text_are_offsets_in_the_whole_text():
    report = plain_text_report()
    data = to_json(report)
    assert [report.text[c["start"] : c["end"]] for c in data["claims"]] == ["公开3条", "公开3条"]
    assert data["sections"][0]["anchors"] == [[0, 12], [8, 20]]


def test_claims_come_back_as_offsets_in_their_section():
    report = plain_text_report()
    back = from_json(to_json(report))
    assert back == replace_text(report, None)
    assert to_json(back) == to_json(report)


def replace_text(report, text):
    return Report(**{f: getattr(report, f) for f in Report.__slots__ if f != "text"}, text=text)


def test_a_claim_to_the_end_of_its_paragraph_keeps_its_end():
    whole = "公开3条\n\n\n\n公开4条"
    section = Section("preamble", None, None, "公开3条\n公开4条", ((0, 0), (5, 8)))
    report = Report(sections=[section], claims=[claim(0, 4), claim(5, 9, quote="公开4条")], text=whole)
    data = to_json(report)
    assert [whole[c["start"] : c["end"]] for c in data["claims"]] == ["公开3条", "公开4条"]
    assert from_json(data).claims == report.claims


def test_claims_of_other_files_are_offsets_in_their_section():
    report = Report(sections=[Section("preamble", None, None, "我局公开3条。")], claims=[claim(2, 6)])
    assert to_json(report)["claims"] == [
        {
            "key": "proactive_items",
            "value": 3,
            "unit": "条",
            "scope": "own",
            "period": "year",
            "approx": False,
            "quote": "公开3条",
            "start": 2,
            "end": 6,
            "section": 0,
        }
    ]


def test_the_shape_of_a_cell():
    cells = {
        "a": Cell("a", 2, "2", "件", Place(table=1, row=0, box=(1.0, 2.0, 3.0, 4.0))),
        "b": Cell("b", None, "/", None, printed_unit=""),
    }
    assert to_json(Report(cells=cells))["cells"] == {
        "a": {"value": 2, "raw": "2", "unit": "件", "where": {"table": 1, "row": 0, "box": [1.0, 2.0, 3.0, 4.0]}},
        "b": {"value": None, "raw": "/", "unit": None, "where": {}, "printed_unit": ""},
    }


def test_the_keys_of_a_report():
    data = to_json(Report(source=Source("a.docx", "0" * 64, "docx")))
    assert list(data) == [
        "schema",
        "agency",
        "year",
        "edition",
        "title",
        "source",
        "cells",
        "sections",
        "claims",
        "notes",
    ]
    assert data["schema"] == SCHEMA
    assert data["source"] == {"name": "a.docx", "sha256": "0" * 64, "format": "docx"}


GOOD = {"schema": SCHEMA, "cells": {}, "sections": [], "claims": [], "notes": []}
CLAIM = {
    "key": "k", "value": 1, "unit": "件", "scope": "own", "period": "year", "approx": False,
    "quote": "1件", "start": 0, "end": 2,
}  # fmt: skip
CELL = {"value": 1, "raw": "1"}


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ([], "文件"),
        ("text", "文件"),
        ({}, "schema"),
        ({"schema": "gongkai.findings/1"}, "gongkai.findings/1"),
        ({**GOOD, "year": "2021"}, "year"),
        ({**GOOD, "year": True}, "year"),
        ({**GOOD, "year": 0}, "year"),
        ({**GOOD, "year": 10**20}, "year"),
        ({**GOOD, "agency": 3}, "agency"),
        ({**GOOD, "cells": []}, "cells"),
        ({**GOOD, "cells": {"a": 1}}, "cells[a]"),
        ({**GOOD, "cells": {"a": {**CELL, "value": "1"}}}, "cells[a].value"),
        ({**GOOD, "cells": {"a": {**CELL, "value": True}}}, "cells[a].value"),
        ({**GOOD, "cells": {"a": {**CELL, "value": float("nan")}}}, "cells[a].value"),
        ({**GOOD, "cells": {"a": {**CELL, "value": 10**400}}}, "cells[a].value"),
        ({**GOOD, "cells": {"a": {"value": 1}}}, "cells[a].raw"),
        ({**GOOD, "cells": {"a": {**CELL, "where": [1]}}}, "cells[a].where"),
        ({**GOOD, "cells": {"a": {**CELL, "where": {"row": "1"}}}}, "cells[a].where.row"),
        ({**GOOD, "cells": {"a": {**CELL, "where": {"box": [1, 2, 3]}}}}, "cells[a].where.box"),
        ({**GOOD, "cells": {"a": {**CELL, "where": {"box": [1, 2, 3, None]}}}}, "cells[a].where.box"),
        ({**GOOD, "sections": {"a": 1}}, "sections"),
        ({**GOOD, "sections": ["x"]}, "sections[0]"),
        ({**GOOD, "sections": [{"text": None}]}, "sections[0].text"),
        ({**GOOD, "sections": [{"text": "", "anchors": [[1]]}]}, "sections[0].anchors"),
        ({**GOOD, "sections": [{"text": "", "anchors": [[-1, 0]]}]}, "sections[0].anchors"),
        ({**GOOD, "claims": "x"}, "claims"),
        ({**GOOD, "claims": [{**CLAIM, "value": None}]}, "claims[0]"),
        ({**GOOD, "claims": [{**CLAIM, "scope": "mine"}]}, "claims[0]"),
        ({**GOOD, "claims": [{**CLAIM, "section": 4}]}, "claims[0]"),
        ({**GOOD, "claims": [{**CLAIM, "start": -1}]}, "claims[0].start"),
        ({**GOOD, "claims": [{**CLAIM, "end": 1.5}]}, "claims[0].end"),
        ({**GOOD, "notes": [{"code": "x"}]}, "notes[0].message"),
        ({**GOOD, "source": {"name": "x"}}, "source.sha256"),
    ],
)
def test_what_is_wrong_is_named(data, named):
    with pytest.raises(SchemaError) as fault:
        from_json(data)
    assert named in str(fault.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, *CLAIM, *CELL, "where"]), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*GOOD, "source", "year", "agency"]), JSON))
def test_any_json_is_a_report_or_refused_by_name(data):
    try:
        report = from_json({**data, "schema": SCHEMA})
    except SchemaError:
        return
    assert isinstance(report, Report)
