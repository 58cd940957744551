"""Figures over the years: points, breaks, missing years, and the small charts that show them."""

from __future__ import annotations

import pytest
from lxml import etree

from gongkai.corpus.site.drawing.slots import slots_of
from gongkai.corpus.site.drawing.small import small_chart
from gongkai.corpus.site.measures import MEASURES, break_between, eras, in_form
from gongkai.corpus.site.series import YearFigures, missing_years, series_of
from gongkai.law.crosswalk import concepts

BY_ID = {measure.id: measure for measure in MEASURES}
ERA = {2017: "2014-2018", 2018: "2014-2018", 2019: "2019-2020", 2020: "2019-2020", 2021: "2021+", 2022: "2021+"}


def figures(year, **values):
    states = {name: "blank" if value is None else "number" for name, value in values.items()}
    return YearFigures(f"{year}", year, None, ERA[year], values, states)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.id)
def test_measures_are_concepts_of_the_crosswalk(measure):
    assert set(measure.needs) <= set(concepts())
    assert any(in_form(measure, era) for era in eras())


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.id)
def test_a_break_is_what_the_crosswalk_says(measure):
    for earlier, later in (("2014-2018", "2019-2020"), ("2019-2020", "2021+")):
        verdicts = {concepts()[name].comparability(earlier, later) for name in measure.needs}
        worst = "no" if "no" in verdicts else "caution" if "caution" in verdicts else "yes"
        assert break_between(measure, earlier, later).comparable == worst


def test_the_series_breaks_in_2019_and_not_in_2021():
    first, second = (
        break_between(BY_ID["handled"], *pair) for pair in (("2014-2018", "2019-2020"), ("2019-2020", "2021+"))
    )
    assert (first.relation, first.comparable) == ("口径相近", "caution")
    assert "“办结”与“答复”分列" in first.note
    assert (second.relation, second.comparable, second.note) == ("口径相同", "yes", "")


def test_a_share_is_the_part_of_its_base():
    one = series_of(BY_ID["granted_share"], [figures(2020, granted=3.0, requests_replied=4.0)])
    assert [p.value for p in one.points] == [0.75]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"granted": None, "requests_replied": 4.0}, "空白"),
        ({"granted": 3.0, "requests_replied": 0.0}, "不能计算"),
        ({"granted": 3.0}, "未印此栏"),
    ],
    ids=["blank", "nothing replied", "not printed"],
)
def test_a_figure_that_is_missing_says_why(values, why):
    point = series_of(BY_ID["granted_share"], [figures(2020, **values)]).points[0]
    assert (point.value, point.why) == (None, why)


def test_a_form_without_the_row_is_no_blank():
    point = series_of(BY_ID["proactive"], [figures(2020)]).points[0]
    assert point.why == "本版无此栏"


def drawn(series, **options):
    return etree.fromstring(f'<x xmlns="http://www.w3.org/2000/svg">{small_chart(series, "m", **options)}</x>'.encode())


def classes(tree, name):
    return tree.xpath(f"//*[@class='{name}']")


def test_lines_are_solid_within_a_form_careful_across_and_absent_over_holes():
    years = [figures(year, requests_handled=float(year - 2000)) for year in (2017, 2018, 2019, 2021, 2022)]
    tree = drawn(series_of(BY_ID["handled"], years))
    assert len(classes(tree, "dot")) == 5
    assert len(classes(tree, "line")) == 2
    assert len(classes(tree, "line careful")) == 1
    assert len(classes(tree, "break")) == 2


def test_no_line_joins_what_cannot_be_compared():
    years = [figures(2018, requests_carried_out=1.0), figures(2019, requests_carried_out=1.0)]
    tree = drawn(series_of(BY_ID["carried_out"], years))
    assert classes(tree, "line") == classes(tree, "line careful") == []


def test_a_chart_says_all_its_numbers_in_words():
    tree = drawn(
        series_of(BY_ID["received"], [figures(2019, requests_received=7.0), figures(2021, requests_received=9.0)])
    )
    description = tree.xpath("string(//*[local-name()='desc'])")
    assert description.startswith("2019年7；2021年9。")
    assert "2019年版→2021年版" in description


def test_common_axes():
    one = series_of(BY_ID["received"], [figures(2020, requests_received=5.0)])
    low = drawn(one, top=10.0, span=(2018, 2022)).xpath("//*[@class='dot']")[0]
    high = drawn(one, top=5.0, span=(2018, 2022)).xpath("//*[@class='dot']")[0]
    assert float(low.get("y") or low.get("cy")) > float(high.get("y") or high.get("cy"))


def test_holes_between_years():
    assert missing_years([2016, 2019, 2017]) == [2018]
    assert missing_years([]) == missing_years([2020]) == []


def test_slots_keep_eras_apart_and_fill_holes():
    slots = slots_of([(2017, "a"), (2019, "a"), (2019, "b")])
    assert [(s.year, s.era) for s in slots] == [(2017, "a"), (2018, "a"), (2019, "a"), (None, "b"), (2019, "b")]
    assert len({s.key for s in slots}) == 5


def test_a_misread_year_does_not_make_centuries():
    assert len(slots_of([(202, "a"), (2020, "a")])) == 2
