"""A government's report against those below it: sums only where it says that it adds up, no false alarm elsewhere."""

from __future__ import annotations

import random

import pytest

from gongkai.corpus.agencies.tree import Node, Tree
from gongkai.corpus.auditing import audit_store
from gongkai.corpus.auditing.levels import says_it_adds_up
from tests.corpus.auditing.making import findings, named, read_store, requests, rows, store_of, words

COUNTY, OFFICE, FINANCE, TOWN = "东湖区人民政府", "东湖区人民政府办公室", "东湖区财政局", "华山镇人民政府"
NONE = (0,) * 6
TREE = Tree(
    (
        Node("370102", COUNTY, "government"),
        Node("370102", OFFICE, "department", 0),
        Node("370102", FINANCE, "department", 0),
        Node("370102101", TOWN, "government", 0),
    )
)
SAYS_SO = "本报告由区政府办公室根据各镇、区政府各部门政府信息公开年度报告汇总编制。"


def report(agency, received, *, title=None, says="", year=2022):
    rng = random.Random(f"{agency}{title}")
    figures = requests(NONE, (received, 0, 0, 0, 0, 0), NONE) if year >= 2019 else {}
    made = named(agency, year, figures, [says + words(rng, 5), words(rng, 4)], title or "")
    if title:
        made.title = f"{agency}{year}年政府信息公开工作年度报告（{title}）"
    return made


def units(*received):
    names = (OFFICE, FINANCE, TOWN)[: len(received)]
    return [report(name, count) for name, count in zip(names, received, strict=True)]


def audited(folder, *reports, tree=TREE, **given):
    store = store_of(folder, *reports)
    audit_store(store, tree=tree, **given)
    return store


def told(store):
    return {(f["rule"], f["severity"]) for f in findings(store) if f["kind"] == "cross_level"}


def test_a_roll_up_that_does_not_add_up_in_real_files(tmp_path):
    reports = [report(COUNTY, 9, title="汇总"), *units(2, 3, 5)]
    store = read_store(tmp_path, *reports)
    audit_store(store, tree=TREE)
    found = findings(store, "V-01")
    assert {(f["agency"], f["severity"]) for f in found} == {(COUNTY, "error")}
    assert any("填9" in f["message"] and "10" in f["message"] for f in found)


def test_a_roll_up_that_adds_up_is_clean(tmp_path):
    store = audited(tmp_path / "s", report(COUNTY, 10, title="汇总"), *units(2, 3, 5))
    assert findings(store) == []


def test_a_government_that_does_not_say_so_adds_nothing_up(tmp_path):
    store = audited(tmp_path / "s", report(COUNTY, 4), *units(2, 3, 5))
    assert findings(store) == []


def test_of_a_government_that_does_not_say_so_it_is_told_who_is_missing(tmp_path):
    store = audited(tmp_path / "s", report(COUNTY, 4), *units(2, 3))
    (found,) = findings(store)
    assert (found["rule"], found["severity"], TOWN in found["message"]) == ("V-03", "info", True)


def test_a_missing_unit_leaves_the_sum_unassessed(tmp_path):
    store = audited(tmp_path / "s", report(COUNTY, 99, title="汇总"), *units(2, 3))
    assert told(store) == {("V-03", "warning")}
    reasons = {row["rule"]: row["reason"] for row in rows(store, "unassessed")}
    assert reasons["V-01"] == f"库中缺少1家所属单位的报告：{TOWN}"


def test_prose_that_says_so_gives_a_warning(tmp_path):
    store = audited(tmp_path / "s", report(COUNTY, 9, says=SAYS_SO), *units(2, 3, 5))
    assert told(store) == {("V-01", "warning")}
    assert findings(audited(tmp_path / "good", report(COUNTY, 10, says=SAYS_SO), *units(2, 3, 5))) == []


def test_the_user_may_say_so(tmp_path):
    store = audited(tmp_path / "s", report(COUNTY, 9), *units(2, 3, 5), roll_up=True)
    assert told(store) == {("V-01", "error")}


def test_a_report_of_its_own_beside_the_roll_up(tmp_path):
    tree = Tree((TREE.nodes[0], *TREE.nodes[2:]))
    own, parts = report(COUNTY, 2), [report(FINANCE, 3), report(TOWN, 5)]
    assert findings(audited(tmp_path / "good", report(COUNTY, 10, title="汇总"), own, *parts, tree=tree)) == []
    store = audited(tmp_path / "bad", report(COUNTY, 9, title="汇总"), own, *parts, tree=tree)
    assert told(store) == {("V-01", "error")}
    assert findings(store, "X-12") == [], "a roll-up and a report of its own are no two reports"


def test_without_figures_of_its_own_a_sum_says_nothing(tmp_path):
    tree = Tree((TREE.nodes[0], *TREE.nodes[2:]))
    parts = [report(FINANCE, 3), report(TOWN, 5)]
    store = audited(tmp_path / "s", report(COUNTY, 10, title="汇总"), *parts, tree=tree)
    assert findings(store) == []
    assert any("没有本级" in row["reason"] for row in rows(store, "unassessed"))


def test_a_part_that_has_parts_must_be_a_roll_up_itself(tmp_path):
    tree = Tree((*TREE.nodes, Node("370102101", "华山镇财政所", "department", 3)))
    reports = [report(COUNTY, 9, title="汇总"), *units(2, 3, 5), report("华山镇财政所", 1)]
    store = audited(tmp_path / "s", *reports, tree=tree)
    assert findings(store, "V-01") == []
    assert any("还有下级单位" in row["reason"] for row in rows(store, "unassessed"))


def test_agencies_of_other_years_are_not_expected(tmp_path):
    gone = Node("370102", "东湖区甲局", "department", 0, (None, 2021))
    store = audited(tmp_path / "s", report(COUNTY, 10, title="汇总"), *units(2, 3, 5), tree=Tree((*TREE.nodes, gone)))
    assert findings(store) == []


def test_renamed_units_are_known_by_either_name(tmp_path):
    tree = Tree((*TREE.nodes[:2], Node("370102", "安和市东湖区生态环境局", "department", 0)))
    reports = [report(COUNTY, 5, title="汇总", year=2018), report(OFFICE, 2, year=2018)]
    reports += [report("东湖区环境保护局", 3, year=2018), report("东湖区生态环境局", 3, year=2019)]
    assert findings(audited(tmp_path / "s", *reports, tree=tree), "V-03") == []


def test_other_forms_are_not_added_up(tmp_path):
    other = report(TOWN, 5)
    other.edition = "cn-gid-2019"
    store = audited(tmp_path / "s", report(COUNTY, 9, title="汇总"), *units(2, 3), other)
    assert findings(store, "V-01") == []
    assert any(row["rule"] == "V-01" for row in rows(store, "unassessed"))


def test_the_tree_is_kept_for_the_next_audit(tmp_path):
    store = audited(tmp_path / "s", report(COUNTY, 9, title="汇总"), *units(2, 3, 5))
    before = findings(store)
    audit_store(store)
    assert findings(store) == before
    agencies = {row["name"]: row for row in rows(store, "agencies")}
    assert (agencies[FINANCE]["code"], agencies[FINANCE]["parent"], agencies[TOWN]["level"]) == (
        "370102",
        COUNTY,
        "township",
    )
    assert [row["name"] for row in rows(store, "agency_tree")] == [node.name for node in TREE.nodes]
    audit_store(store, tree=Tree())
    assert findings(store) == []


@pytest.mark.parametrize(
    "text",
    [
        SAYS_SO,
        "本年报由各部门报送数据汇总而成。",
        "本报告所列数据涵盖区政府各部门、各镇街道。",
        "报告中的数据包括区级各部门和所属单位；时间为全年。",
    ],
)
def test_words_that_say_that_a_report_adds_up(text):
    assert says_it_adds_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "全市政府信息公开工作稳步推进。",
        "办公室定期汇总各科室报送的信息。",
        "本报告所列数据不包括各镇街道。",
        "本报告由区政府办公室编制。",
        "统计数据按季度报送。",
        "要求各部门汇总材料后上报。",
    ],
)
def test_words_that_do_not(text):
    assert not says_it_adds_up(text)
