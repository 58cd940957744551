"""Each report against last year's of the same organ, through reforms."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.corpus.agencies.aliases import Alias
from gongkai.corpus.auditing import audit_store
from gongkai.corpus.store import Store
from tests.corpus.auditing.making import (
    COLUMNS,
    add,
    changed,
    findings,
    named,
    read_store,
    requests,
    rows,
    series,
    store_of,
    words,
)

FIXTURES = [HealthCheck.function_scoped_fixture]
FIVE = (1, 2, 0, 0, 1, 1)
NONE = (0,) * 6
ASKED = (30,) * 6


def year_of(agency, year, carried_in, carried_out, received=ASKED):
    rng = random.Random(f"{agency}{year}")
    return named(agency, year, requests(carried_in, received, carried_out), [words(rng, 5), words(rng, 4)])


def audited(folder, *reports, **given):
    store = store_of(folder, *reports)
    audit_store(store, **given)
    return store


def test_a_carry_over_that_does_not_agree_is_found_in_real_files(tmp_path):
    agency = "安和市东湖区财政局"
    reports = (year_of(agency, 2022, NONE, FIVE), year_of(agency, 2023, (1, 2, 0, 0, 1, 3), NONE))
    store = read_store(tmp_path, *reports)
    outcome = audit_store(store)
    (found,) = findings(store, "X-01")
    assert (found["agency"], found["year"], found["severity"], found["kind"]) == (agency, 2023, "error", "cross_year")
    assert "7" in found["message"]
    assert "5" in found["message"]
    assert outcome.severities["cross_year", "error"] == 1


def test_the_same_files_without_the_fault_are_clean(tmp_path):
    agency = "安和市东湖区财政局"
    store = read_store(tmp_path, year_of(agency, 2022, NONE, FIVE), year_of(agency, 2023, FIVE, NONE))
    audit_store(store)
    assert findings(store) == []
    by_year = {row["year"]: row for row in rows(store, "series")}
    assert by_year[2023]["previous"] == by_year[2022]["sha256"]
    assert by_year[2022]["previous"] is None


@given(st.integers(0, 2**32), st.integers(2014, 2020), st.integers(2, 8))
@settings(
    max_examples=100 if "GONGKAI_LONG" in os.environ else 5,
    deadline=None,
    suppress_health_check=FIXTURES,
)
def test_consistent_years_never_give_an_error_and_a_changed_carry_over_always_does(tmp_path, seed, first, count):
    rng = random.Random(seed)
    folder = tmp_path / f"{seed}-{first}-{count}"
    reports = [r for name in ("东湖区财政局", "西岭县财政局") for r in series(rng, name, range(first, first + count))]
    store = audited(folder / "good", *reports)
    assert {f["severity"] for f in findings(store)} <= {"info"}
    assert rows(store, "copies") == []
    late = [report for report in reports if report.year > max(first, 2019)]
    if late:
        fault = rng.choice(late)
        worse = changed(fault, "req_carried_in@total", fault.value("req_carried_in@total") + 1)
        store = audited(folder / "bad", *(worse if report is fault else report for report in reports))
        errors = [(f["rule"], f["agency"], f["year"]) for f in findings(store) if f["severity"] == "error"]
        assert errors == [("X-01", fault.agency, fault.year)]


@given(st.integers(0, 2**32), st.integers(2020, 2024), st.integers(2, 3))
@settings(max_examples=30 if "GONGKAI_LONG" in os.environ else 2, deadline=None, suppress_health_check=FIXTURES)
def test_offices_that_merge_and_carry_all_over_never_give_a_finding(tmp_path, seed, year, count):
    rng = random.Random(seed)
    names = [f"东湖区{letter}局" for letter in "甲乙丙"[:count]]
    before = [series(rng, name, range(year - 2, year)) for name in names]
    left = [sum(int(reports[-1].value(f"req_carried_out@{c}") or 0) for reports in before) for c in COLUMNS]
    after = named("东湖区丁局", year, requests(left, [rng.randint(90, 120)] * 6, NONE), [words(rng, 5), words(rng, 5)])
    aliases = [Alias(name, "东湖区丁局", "merged", year) for name in names]
    reports = [*(report for reports in before for report in reports), after]
    store = audited(tmp_path / f"{seed}-{year}-{count}" / "good", *reports, aliases=aliases)
    assert {f["severity"] for f in findings(store)} <= {"info"}
    worse = changed(after, "req_carried_in@total", int(after.value("req_carried_in@total") or 0) + 1)
    store = audited(tmp_path / f"{seed}-{year}-{count}" / "bad", *reports[:-1], worse, aliases=aliases)
    assert {(f["rule"], f["agency"]) for f in findings(store, "X-01")} == {("X-01", "东湖区丁局")}


RENAMED = ("东湖区甲局", "东湖区乙局")


def renamed(carried_in):
    return year_of(RENAMED[0], 2021, NONE, FIVE), year_of(RENAMED[1], 2022, carried_in, NONE)


def test_a_renaming_by_alias_keeps_the_severity_and_says_its_source(tmp_path):
    alias = Alias(*RENAMED, "renamed", 2022, "东编〔2022〕3号")
    store = audited(tmp_path / "bad", *renamed(NONE), aliases=[alias])
    (found,) = findings(store, "X-01")
    assert found["severity"] == "error"
    assert found["message"].endswith("（上年报告的机关名称为“东湖区甲局”，按更名处理：东编〔2022〕3号。）")
    assert findings(audited(tmp_path / "good", *renamed(FIVE), aliases=[alias])) == []


def test_without_the_alias_there_is_nothing_to_compare(tmp_path):
    assert findings(audited(tmp_path / "s", *renamed(NONE))) == []


def test_a_renaming_that_differs_from_place_to_place_gives_a_warning(tmp_path):
    reports = year_of("东湖区大数据局", 2022, NONE, FIVE), year_of("东湖区数据局", 2023, NONE, NONE)
    (found,) = findings(audited(tmp_path / "s", *reports), "X-01")
    assert found["severity"] == "warning"
    assert "国务院机构改革方案" in found["message"]


def test_a_certain_renaming_keeps_the_error(tmp_path):
    reports = year_of("东湖区扶贫开发办公室", 2020, NONE, FIVE), year_of("东湖区乡村振兴局", 2021, NONE, NONE)
    (found,) = findings(audited(tmp_path / "s", *reports), "X-01")
    assert (found["severity"], found["agency"]) == ("error", "东湖区乡村振兴局")


MERGER = [Alias("东湖区甲局", "东湖区丙局", "merged", 2022), Alias("东湖区乙局", "东湖区丙局", "merged", 2022)]


def merged(carried_in, *, whole=True):
    reports = [year_of("东湖区甲局", 2021, NONE, FIVE), year_of("东湖区丙局", 2022, carried_in, NONE)]
    return [*reports, year_of("东湖区乙局", 2021, NONE, FIVE)] if whole else reports


def test_a_merged_organ_is_held_against_the_sum(tmp_path):
    twice = tuple(2 * n for n in FIVE)
    assert findings(audited(tmp_path / "good", *merged(twice), aliases=MERGER)) == []
    store = audited(tmp_path / "bad", *merged(FIVE), aliases=MERGER)
    (found,) = findings(store, "X-01")
    assert found["severity"] == "warning", "which duties went along is not known"
    assert "东湖区乙局、东湖区甲局2份报告之和" in found["message"]


def taken_in(carried_in):
    reports = [year_of(f"东湖区{letter}局", 2021, NONE, FIVE) for letter in "甲丙"]
    return [*reports, year_of("东湖区丙局", 2022, carried_in, NONE)]


@pytest.mark.parametrize(
    ("carried_in", "rules"), [(FIVE, set()), (tuple(2 * n for n in FIVE), set()), (NONE, {"X-01", "X-02"})]
)
def test_an_organ_that_took_another_in_may_count_with_or_without_it(tmp_path, carried_in, rules):
    store = audited(tmp_path / "s", *taken_in(carried_in), aliases=MERGER[:1])
    assert {f["rule"] for f in findings(store)} == rules
    assert {f["severity"] for f in findings(store)} <= {"warning"}


def test_a_sum_of_which_a_part_is_missing_is_not_assessable(tmp_path):
    store = audited(tmp_path / "s", *merged(NONE, whole=False), aliases=MERGER)
    assert findings(store) == []
    reasons = {row["rule"]: row["reason"] for row in rows(store, "unassessed")}
    assert "库中没有东湖区乙局2021年度的报告" in reasons["X-01"]


def test_predecessors_on_different_forms_are_not_added_up(tmp_path):
    odd = named("东湖区乙局", 2021, requests(NONE, ASKED, FIVE), ["甲。", "乙。"])
    odd.edition = "cn-gid-2019"
    store = audited(tmp_path / "s", *merged(NONE, whole=False), odd, aliases=MERGER)
    assert findings(store) == []
    assert any("不能相加" in row["reason"] for row in rows(store, "unassessed"))


def test_the_reform_of_2018_needs_no_alias(tmp_path):
    offices = ("工商行政管理局", "质量技术监督局", "食品药品监督管理局")
    figures = {"req_received": 40, "trainees": 30}
    reports = [named(f"东湖区{name}", 2018, figures, ["甲。", words(random.Random(name), 5)]) for name in offices]
    after = year_of("东湖区市场监督管理局", 2019, NONE, NONE, (1000,) * 6)
    store = audited(tmp_path / "s", *reports, after)
    (found,) = findings(store, "X-09")
    assert "上年为120" in found["message"]
    assert "3份报告之和：《国务院机构改革方案》" in found["message"]
    store = audited(tmp_path / "part", *reports[:2], after)
    assert findings(store) == []
    assert any("库中没有食品药品监督管理局2018年度的报告" in row["reason"] for row in rows(store, "unassessed"))


def test_what_came_of_a_split_is_not_assessable(tmp_path):
    aliases = [Alias("东湖区甲局", f"东湖区{letter}局", "split", 2022) for letter in "乙丙"]
    reports = [year_of("东湖区甲局", 2021, NONE, FIVE)]
    reports += [year_of(f"东湖区{letter}局", 2022, NONE, NONE) for letter in "乙丙"]
    store = audited(tmp_path / "s", *reports, aliases=aliases)
    assert findings(store) == []
    assert {row["agency"] for row in rows(store, "unassessed") if "拆分" in row["reason"]} == {
        "东湖区乙局",
        "东湖区丙局",
    }


def test_an_organ_that_goes_on_and_takes_duties_over_gets_a_warning(tmp_path):
    alias = Alias("东湖区甲局", "东湖区乙局", "split", 2022)
    reports = year_of("东湖区甲局", 2021, NONE, FIVE), year_of("东湖区乙局", 2021, NONE, FIVE)
    store = audited(tmp_path / "s", *reports, year_of("东湖区乙局", 2022, NONE, NONE), aliases=[alias])
    (found,) = findings(store, "X-01")
    assert (found["severity"], "划入" in found["message"]) == ("warning", True)


def test_a_year_that_is_missing_is_no_previous_year(tmp_path):
    agency = "东湖区财政局"
    store = audited(tmp_path / "s", year_of(agency, 2021, NONE, FIVE), year_of(agency, 2023, NONE, NONE))
    assert findings(store) == []


def twice(year, other_received):
    good = year_of("东湖区财政局", year, NONE, FIVE)
    other = year_of("东湖区财政局", year, NONE, FIVE, other_received)
    other.cells.pop("req_carried_in@total")
    return good, other


def test_two_reports_of_one_year_the_fuller_one_counts(tmp_path):
    good, other = twice(2022, (31,) * 6)
    store = audited(tmp_path / "s", other, good, year_of("东湖区财政局", 2023, FIVE, NONE))
    (found,) = findings(store)
    assert (found["rule"], found["sha256"], found["severity"]) == ("X-12", other.source.sha256, "warning")
    assert f"文件 {good.source.name}" in found["message"]
    assert f"文件 {other.source.name}" in found["message"]
    assert "7格数据不同" in found["message"]
    counts = {row["sha256"]: row["counts"] for row in rows(store, "series")}
    assert (counts[good.source.sha256], counts[other.source.sha256]) == (True, False)


def test_a_name_that_two_agencies_may_bear_gives_no_error(tmp_path):
    """Four cities have a district of one name: its bureaus state the district alone."""
    agency = "鼓楼区财政局"
    one, other = (named(agency, 2021, requests(NONE, ASKED, out), ["甲。", "乙。"]) for out in (FIVE, (9,) * 6))
    store = audited(tmp_path / "s", one, other, year_of(agency, 2022, (7,) * 6, NONE))
    (found,) = findings(store, "X-01")
    assert (found["severity"], "请先确认是否为同一机关" in found["message"]) == ("warning", True)


def test_a_name_without_its_place_gives_no_error(tmp_path):
    reports = year_of("安和市财政局", 2021, NONE, FIVE), year_of("市财政局", 2022, NONE, NONE)
    (found,) = findings(audited(tmp_path / "s", *reports), "X-01")
    assert (found["severity"], "“安和市财政局”" in found["message"]) == ("warning", True)


def test_a_name_with_more_of_its_place_is_the_same_name(tmp_path):
    reports = year_of("安和市东湖区财政局", 2021, NONE, FIVE), year_of("东湖区财政局", 2022, NONE, NONE)
    (found,) = findings(audited(tmp_path / "s", *reports), "X-01")
    assert found["severity"] == "error"


def test_two_reports_with_the_same_figures_are_for_information(tmp_path):
    agency = "东湖区财政局"
    reports = [named(agency, 2022, requests(NONE, ASKED, FIVE), [words(random.Random(at), 5), ""]) for at in range(2)]
    store = audited(tmp_path / "s", *reports)
    (found,) = findings(store)
    assert (found["rule"], found["severity"]) == ("X-12", "info")


def test_a_table_is_better_than_more_prose(tmp_path):
    table = year_of("东湖区财政局", 2022, NONE, FIVE)
    prose = named("东湖区财政局", 2022, {}, [words(random.Random(1), 90), ""], "x")
    prose.edition = None
    store = audited(tmp_path / "s", prose, table)
    assert {row["sha256"]: row["counts"] for row in rows(store, "series")}[table.source.sha256] is True


def test_the_same_store_gives_the_same_tables_and_a_new_audit_replaces_the_old_one(tmp_path):
    reports = [*merged(FIVE), *twice(2022, (31,) * 6)]
    store = store_of(tmp_path / "s", *reports)
    audit_store(store, aliases=MERGER)
    before = {name: store.table(name).to_pylist() for name in store.tables}
    audit_store(store)
    assert {name: store.table(name).to_pylist() for name in store.tables} == before, "aliases are kept"
    audit_store(store, aliases=[])
    assert findings(store, "X-01") == []
    assert rows(store, "aliases") == []


def test_findings_of_the_single_reports_stay(tmp_path):
    report = changed(year_of("东湖区财政局", 2022, NONE, FIVE), "req_received@total", 1)
    store = store_of(tmp_path / "s", report)
    before = [row for row in store.table("findings").to_pylist() if row["source"] == "report"]
    audit_store(store)
    assert [row for row in store.table("findings").to_pylist() if row["source"] == "report"] == before
    assert before


def test_reports_added_later_are_judged_by_the_next_audit(tmp_path):
    agency = "东湖区财政局"
    store = audited(tmp_path / "s", year_of(agency, 2022, NONE, FIVE))
    add(store, [year_of(agency, 2023, NONE, NONE)])
    audit_store(store)
    assert [f["rule"] for f in findings(store) if f["severity"] == "error"] == ["X-01"]


def test_a_store_without_reports(tmp_path):
    store = Store.create_or_open(tmp_path / "s")
    outcome = audit_store(store)
    assert (outcome.reports, outcome.organs, sum(outcome.severities.values())) == (0, 0, 0)


@pytest.mark.parametrize("field", ["agency", "year"])
def test_a_report_that_does_not_say_whose_it_is_is_left_out(tmp_path, field):
    report = year_of("东湖区财政局", 2022, NONE, FIVE)
    setattr(report, field, None)
    store = audited(tmp_path / "s", report)
    assert rows(store, "series") == []
