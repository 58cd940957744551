"""Late reports and missing years."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.corpus.agencies.aliases import Alias
from gongkai.corpus.agencies.tree import Node, Tree
from gongkai.corpus.auditing import audit_store
from tests.corpus.auditing.making import findings, named, read_store, rows, store_of, words


def report(agency, year, day=None):
    rng = random.Random(f"{agency}{year}")
    signed = f"\n{agency}\n{day.year}年{day.month}月{day.day}日" if day else ""
    return named(agency, year, {}, [words(rng, 4), words(rng, 4) + signed])


def audited(folder, *reports, **given):
    store = store_of(folder, *reports)
    audit_store(store, **given)
    return store


def lateness(store):
    return {row["agency"]: (row["due"], row["days_late"]) for row in rows(store, "lateness")}


def test_days_late_in_real_files(tmp_path):
    store = read_store(tmp_path, report("东湖区财政局", 2022, date(2023, 2, 10)))
    audit_store(store)
    assert lateness(store) == {"东湖区财政局": (date(2023, 1, 31), 10)}
    assert findings(store, "D-04") == [], "the report alone has told it"
    assert "D-04" in {row["rule"] for row in rows(store, "findings") if row["source"] == "report"}


@pytest.mark.parametrize(
    ("agency", "year", "day", "expected"),
    [
        ("东湖区财政局", 2022, date(2023, 1, 31), (date(2023, 1, 31), 0)),
        ("东湖区人民政府", 2022, date(2023, 2, 10), (date(2023, 3, 31), 0)),
        ("东湖区财政局", 2017, date(2018, 3, 20), (date(2018, 4, 2), 0)),
        ("东湖区财政局", 2017, date(2018, 4, 3), (date(2018, 4, 2), 1)),
    ],
    ids=["department in time", "government has until March", "law of 2007, Saturday", "law of 2007, late"],
)
def test_the_last_day_is_that_of_the_law_of_its_year(tmp_path, agency, year, day, expected):
    assert lateness(audited(tmp_path / "s", report(agency, year, day))) == {agency: expected}


def test_a_date_of_the_year_itself_is_a_misprint_and_no_lateness(tmp_path):
    assert lateness(audited(tmp_path / "s", report("东湖区财政局", 2022, date(2022, 1, 20)))) == {}


def test_a_report_without_a_date_is_in_no_table(tmp_path):
    assert lateness(audited(tmp_path / "s", report("东湖区财政局", 2022))) == {}


def test_what_only_the_tree_tells_is_a_finding_of_the_store(tmp_path):
    made = report("华山街道服务办事处", 2022, date(2023, 2, 10))
    assert findings(audited(tmp_path / "alone", made), "D-04") == []
    tree = Tree((Node("370102", made.agency, "department"),))
    store = audited(tmp_path / "tree", made, tree=tree)
    (found,) = findings(store, "D-04")
    assert (found["severity"], found["kind"], "10天" in found["message"]) == ("warning", "document", True)
    assert found["basis"]


def missing(store):
    return {(row["organ"], row["year"], row["reason"]) for row in rows(store, "missing")}


def test_a_gap_between_two_reports(tmp_path):
    store = audited(tmp_path / "s", *(report("东湖区财政局", year) for year in (2018, 2021, 2022)))
    assert missing(store) == {("东湖区财政局", 2019, "gap"), ("东湖区财政局", 2020, "gap")}
    assert "2019年度没有报告" in rows(store, "missing")[0]["message"]


@given(st.frozensets(st.integers(2015, 2024), min_size=1))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_gaps_are_the_years_between(tmp_path, years):
    store = audited(tmp_path / "-".join(map(str, sorted(years))), *(report("东湖区财政局", year) for year in years))
    between = set(range(min(years), max(years))) - years
    assert {year for _, year, _ in missing(store)} == between


def test_a_renaming_is_no_gap(tmp_path):
    store = audited(tmp_path / "s", report("东湖区环境保护局", 2018), report("东湖区生态环境局", 2019))
    assert missing(store) == set()


TREE = Tree(
    (
        Node("370102", "东湖区人民政府", "government"),
        Node("370102", "东湖区财政局", "department", 0),
        Node("370102", "东湖区教育局", "department", 0),
        Node("370102", "东湖区数据局", "department", 0, (2023, None)),
    )
)


def test_an_agency_whose_neighbours_have_reported(tmp_path):
    reports = [report("东湖区财政局", 2022), report("东湖区财政局", 2023)]
    store = audited(tmp_path / "s", *reports, tree=TREE)
    assert missing(store) == {
        ("东湖区教育局", 2022, "neighbours"),
        ("东湖区教育局", 2023, "neighbours"),
        ("东湖区数据局", 2023, "neighbours"),
    }
    assert {row["code"] for row in rows(store, "missing")} == {"370102"}


def test_a_gap_is_told_once(tmp_path):
    reports = [report("东湖区教育局", year) for year in (2021, 2023)]
    reports += [report("东湖区财政局", year) for year in (2021, 2022, 2023)]
    store = audited(tmp_path / "s", *reports, tree=Tree(TREE.nodes[:3]))
    assert missing(store) == {("东湖区教育局", 2022, "gap")}


def test_an_organ_that_was_merged_is_not_missed_afterwards(tmp_path):
    aliases = [Alias("东湖区教育局", "东湖区财政局", "merged", 2022)]
    reports = [report("东湖区教育局", 2021), *(report("东湖区财政局", year) for year in (2021, 2022))]
    tree = Tree(TREE.nodes[:3])
    assert missing(audited(tmp_path / "with", *reports, tree=tree, aliases=aliases)) == set()
    assert missing(audited(tmp_path / "without", *reports, tree=tree)) == {("东湖区教育局", 2022, "neighbours")}


def test_the_report_of_the_agency_above_shows_that_the_year_is_collected(tmp_path):
    store = audited(tmp_path / "s", report("东湖区人民政府", 2022), tree=Tree(TREE.nodes[:2]))
    assert missing(store) == {("东湖区财政局", 2022, "neighbours")}


def test_nobody_is_missed_where_nobody_reported(tmp_path):
    elsewhere = Tree(
        (*TREE.nodes, Node("370103", "西岭区人民政府", "government"), Node("370103", "西岭区财政局", "department", 4))
    )
    found = missing(audited(tmp_path / "s", report("东湖区财政局", 2022), tree=elsewhere))
    assert "西岭区财政局" not in {organ for organ, _, _ in found}


def test_no_report_is_missed_before_the_law_demanded_one(tmp_path):
    store = audited(tmp_path / "s", report("东湖区财政局", 2004), report("东湖区财政局", 2010))
    assert missing(store) == {("东湖区财政局", 2008, "gap"), ("东湖区财政局", 2009, "gap")}
