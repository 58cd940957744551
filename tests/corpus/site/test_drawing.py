"""Charts of Vega as they stand in a page."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from gongkai.corpus.site.drawing.charts import lines_by_year, ranking, stack_by_year
from gongkai.corpus.site.drawing.palette import FILLS, NAMES
from gongkai.corpus.site.drawing.vega import Bar
from gongkai.corpus.site.sheets import Heading, Sheet

HEADINGS = (Heading("year", "年度"), Heading("era", "版式"), Heading("kind", "种类"), Heading("n", "数", "件"))
ROWS = (
    (2018, "2014-2018", "a", 3),
    (2018, "2014-2018", "b", 1),
    (2019, "2019-2020", "a", 5),
    (2020, "2019-2020", "b", None),
)
SHEET = Sheet("some_id", "标题<b>", "", HEADINGS, ROWS)
NAMES_OF = {"a": "甲<script>", "b": "乙&"}


def parsed(markup):
    return etree.fromstring(f'<x xmlns="http://www.w3.org/2000/svg">{markup}</x>'.encode())


@pytest.fixture(scope="module")
def stacked():
    return stack_by_year(SHEET, "kind", "n", NAMES_OF, unit="件")[0]


def test_a_chart_is_one_image_with_its_words(stacked):
    for drawing in (stacked.wide, stacked.narrow):
        svg = parsed(drawing)[0]
        assert svg.get("role") == "img"
        title, description = (svg.xpath(f"*[local-name()='{name}']")[0] for name in ("title", "desc"))
        assert (title.get("id"), description.get("id")) == (svg.get("aria-labelledby"), svg.get("aria-describedby"))
        assert title.text == "标题<b>"
        assert "2018年（2014年版）甲<script>3件" in description.text


def test_both_drawings_have_ids_of_their_own(stacked):
    tree = parsed(stacked.wide + stacked.narrow)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"url\(#([^)]+)\)", stacked.wide + stacked.narrow))
    assert used
    assert used <= set(ids)


def test_colours_are_those_of_the_style_sheet(stacked):
    both = stacked.wide + stacked.narrow
    assert not any(colour in both for colour in (*FILLS, *NAMES))
    assert "var(--ink)" in both


def test_parts_are_told_by_pattern_and_number_too(stacked):
    assert {key.label for key in stacked.keys} == {"甲<script>", "乙&"}
    texts = parsed(stacked.wide).xpath("//*[local-name()='text']/text()")
    assert {"3", "1", "5", "2018", "2019", "2019年版"} <= set(texts)
    assert "#some_id-w-f1" in stacked.wide
    assert "#some_id-w-f2" in stacked.wide


def test_the_years_without_a_number_are_on_the_axis_only(stacked):
    assert "2020" not in parsed(stacked.wide).xpath("//*[local-name()='text']/text()")


def test_shares_fill_the_bar():
    drawing = stack_by_year(SHEET, "kind", "n", NAMES_OF, unit="件", whole=True)[0].wide
    assert {"75%", "25%", "100%"} <= set(parsed(drawing).xpath("//*[local-name()='text']/text()"))


def test_lines_are_told_by_shape_and_dash():
    sheet = Sheet(
        "l", "线", "", (*HEADINGS[:2], Heading("n", "数"), Heading("m", "另")), tuple((*r[:2], 4, 6) for r in ROWS)
    )
    picture = lines_by_year(sheet, {"n": "一", "m": "二"}, unit="件")[0]
    assert all(key.line for key in picture.keys)
    assert "stroke-dasharray" in picture.wide


@pytest.mark.parametrize("name", ["'+alert(1)+'", "\\", "]]>", "</svg>", "\u2028", "😀" * 30], ids=str)
def test_names_in_charts_stay_names(name):
    sheet = Sheet("r", "榜", "", HEADINGS, ())
    picture = ranking(sheet, [Bar(name, 3.0, "3份"), Bar("乙", 1.0, "1份")], unit="份")[0]
    texts = parsed(picture.wide).xpath("//*[local-name()='text']/text()")
    assert "3份" in texts
    assert parsed(picture.wide).xpath("//*[local-name()='script']") == []


def test_nothing_to_draw_is_no_picture():
    empty = Sheet("e", "空", "", HEADINGS, ())
    assert stack_by_year(empty, "kind", "n", NAMES_OF, unit="件") == ()
    assert ranking(empty, [], unit="份") == ()
    assert lines_by_year(empty, {"n": "一"}, unit="件") == ()
