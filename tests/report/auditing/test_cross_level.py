"""A roll-up against the reports that it says it adds up."""

from __future__ import annotations

import pytest

from gongkai.report.auditing.cross_level import counted_twice, plain_name, sum_of
from gongkai.report.auditing.findings import Audit, Finding
from gongkai.report.combine import check_rollup
from gongkai.report.model import Report, Source
from tests.report.auditing.cases import report
from tests.report.auditing.cases_2014 import NATIONAL, Cells
from tests.report.auditing.cases_2019 import TRIAL

COUNTY, LAKE, HILL = "某县", "东湖乡", "西岭乡"


def unit(agency: str | None, cells: Cells, edition: str = NATIONAL) -> Report:
    return report(edition, cells, agency=agency)


def of(result: Audit, rule: str) -> list[Finding]:
    return [f for f in result.findings if f.rule == rule]


def test_the_parent_is_its_own_figures_and_those_below() -> None:
    parts = [unit(LAKE, {"trainees": 3}), unit(HILL, {"trainees": None})]
    result = check_rollup(unit(COUNTY, {"trainees": 9}), unit(COUNTY, {"trainees": 4}), parts)
    (found,) = of(result, "V-01")
    assert found.severity == "error"
    assert found.message == "汇总表「接受培训人员数」填9，而本级4＋所属单位合计3＝7，相差2。"
    assert found.cells == {"trainees": 9}
    assert not of(check_rollup(unit(COUNTY, {"trainees": 3}), None, parts), "V-01"), "no figures of its own"


def test_a_figure_that_a_unit_lacks_is_not_assessable() -> None:
    parts = [unit(LAKE, {"trainees": 3}), unit(HILL, {})]
    result = check_rollup(unit(COUNTY, {"trainees": 9}), None, parts)
    assert not of(result, "V-01")
    reasons = {n.rule: n.reason for n in result.not_assessable}
    assert "所属单位报告中没有读到" in reasons["V-01"]


def test_a_blank_roll_up_over_filled_units_lacks_its_total() -> None:
    (found,) = of(check_rollup(unit(COUNTY, {"trainees": None}), None, [unit(LAKE, {"trainees": 3})]), "V-01")
    assert (found.severity, "未填" in found.message) == ("warning", True)


def test_distinct_counts_may_be_fewer_but_not_more() -> None:
    parts = [unit(LAKE, {"proactive_items": 30}), unit(HILL, {"proactive_items": 10})]
    for figure, faults in ((40, 0), (25, 0), (41, 1)):
        result = check_rollup(unit(COUNTY, {"proactive_items": figure}), None, parts)
        assert len(of(result, "V-02")) == faults
        assert not of(result, "V-01"), "a distinct count is not additive"


def test_reports_on_a_form_of_another_era_cannot_be_compared() -> None:
    result = check_rollup(unit(COUNTY, {"trainees": 9}), None, [unit(LAKE, {"trainees": 3}, TRIAL)])
    assert not of(result, "V-01")
    assert {"V-01", "V-02"} <= {n.rule for n in result.not_assessable}


@pytest.mark.parametrize(
    ("expected", "severity", "words"),
    [
        ([LAKE, HILL], None, ""),
        ([LAKE, "西岭 乡"], None, ""),
        ([LAKE, HILL, "南屏乡"], "warning", "缺1家：南屏乡"),
        ([LAKE], "info", "不在应报名单中：西岭乡"),
        ([LAKE, "南屏乡"], "warning", "有1家单位不在应报名单中：西岭乡"),
    ],
)
def test_who_should_have_reported(expected: list[str], severity: str | None, words: str) -> None:
    result = check_rollup(unit(COUNTY, {}), unit(COUNTY, {}), [unit(LAKE, {}), unit(HILL, {})], expected)
    found = of(result, "V-03")
    assert [f.severity for f in found] == ([severity] if severity else [])
    assert all(words in f.message for f in found)


def test_without_a_list_nobody_is_missing() -> None:
    result = check_rollup(unit(COUNTY, {}), None, [unit(LAKE, {})])
    assert "名单" in next(n.reason for n in result.not_assessable if n.rule == "V-03")


def test_nobody_is_counted_twice() -> None:
    twice = [unit("东湖乡", {}), unit("东湖 乡", {}), unit(HILL, {})]
    (found,) = of(check_rollup(unit(COUNTY, {}), None, twice), "V-04")
    assert found.severity == "error"
    assert "东湖乡" in found.message


def test_a_file_without_an_agency_is_known_by_its_content() -> None:
    first, second = unit(None, {}), unit(None, {})
    assert counted_twice([first, second]) == [], "nothing is known about either"
    first.source = second.source = Source("年报.docx", "ab" * 32, "docx")
    assert counted_twice([first, second]) == ["年报.docx"]


def test_names_are_compared_without_space_and_width() -> None:
    assert plain_name("东湖区　档案局（本级）") == plain_name("东湖区档案局(本级)")


def test_sums_over_reports() -> None:
    parts = [{"a": 1, "b": None, "c": 0.1, "d": 5}, {"a": 2, "b": None, "c": 0.2}]
    assert sum_of(parts) == {"a": 3, "b": None, "c": 0.3}
    assert sum_of([]) == {}


def test_a_roll_up_of_an_unknown_form_is_not_assessable() -> None:
    result = check_rollup(Report(agency=COUNTY), None, [unit(LAKE, {})], [LAKE])
    assert {n.rule for n in result.not_assessable} == {"V-01", "V-02"}
