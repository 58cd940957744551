"""One organ under many names; organs that went into others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.corpus.agencies.aliases import Alias
from gongkai.corpus.agencies.matching import directory, fullest
from gongkai.corpus.agencies.names import spelling
from gongkai.corpus.agencies.tree import Node, Tree
from gongkai.law.successions import successions

D = "东湖区"


def organs(uses, **given):
    """The names by organ, as a set of sets."""
    found = directory(uses, **given)
    groups = {}
    for name in found.names.values():
        groups.setdefault(name.organ, set()).add(name.name)
    return {frozenset(names) for names in groups.values()}


def together(uses, *names, **given):
    return frozenset(names) in organs(uses, **given)


def test_spellings_are_one_organ_named_as_its_latest_report_names_it():
    found = directory({f"{D}政府办": [2018], f"{D} 人民政府办公室": [2019], f"{D}人民政府办公室": [2020]})
    assert found.organs == {f"{D}人民政府办公室": frozenset((2018, 2019, 2020))}
    assert found.names[f"{D}政府办"].matched == "写法不同"


def test_an_organ_is_named_plainly():
    found = directory({f"{D}财政局": [2020], f"{D}财政局（汇总）": [2020], f"{D} 财政局": [2020]})
    assert list(found.organs) == [f"{D}财政局"]


def test_a_place_left_out_where_it_is_unambiguous():
    uses = {f"安和市{D}教育局": [2019], f"{D}教育局": [2020], f"青山省安和市{D}教育局": [2021]}
    assert together(uses, *uses)
    assert "省略" in directory(uses).names[f"{D}教育局"].matched


def test_a_place_left_out_that_could_be_two_stays_apart():
    uses = {f"安和市{D}教育局": [2019], f"华山市{D}教育局": [2019], f"{D}教育局": [2020]}
    assert len(organs(uses)) == 3


def test_a_name_without_any_place_is_nobody_elses():
    assert len(organs({f"{D}教育局": [2019], "教育局": [2020]})) == 2
    assert len(organs({f"{D}城市管理局": [2019], "城市管理局": [2020]})) == 2


def test_a_proper_name_left_out():
    assert together({"安和市教育局": [2019], "市教育局": [2020]}, "安和市教育局", "市教育局")
    assert len(organs({"安和市教育局": [2019], "市教育局": [2019]})) == 2, "both reported on 2019"


ENDINGS = {c.id: (c.before[0][0], c.after[0][0], c) for c in successions() if c.kind == "renamed"}


@pytest.mark.parametrize("change_id", ENDINGS)
def test_a_renaming_joins_the_reports_of_both_names(change_id):
    before, after, change = ENDINGS[change_id]
    last, first = change.years[0] - 1, change.years[0]
    found = directory({D + before: [last - 1, last], D + after: [first, first + 1]})
    assert found.organs == {D + after: frozenset((last - 1, last, first, first + 1))}
    (renaming,) = found.renamed(D + before, D + after)
    assert (renaming.source, renaming.certain) == (change.basis, change.certain)
    assert change.basis in found.names[D + before].matched


@pytest.mark.parametrize("change_id", ENDINGS)
def test_names_that_report_on_one_year_are_two_organs(change_id):
    before, after, change = ENDINGS[change_id]
    years = [change.years[0] - 1, change.years[0]]
    assert len(organs({D + before: years, D + after: years})) == 2


@pytest.mark.parametrize("change_id", ENDINGS)
def test_a_change_of_name_at_another_time_is_not_this_reform(change_id):
    before, after, change = ENDINGS[change_id]
    late = change.years[1] + 5
    assert len(organs({D + before: [late - 1], D + after: [late]})) == 2


def test_renamings_stay_within_a_place():
    uses = {f"{D}环境保护局": [2018], "西岭县生态环境局": [2019]}
    assert len(organs(uses)) == 2
    assert directory(uses).renamed(f"{D}环境保护局", f"{D}环境保护局") == []


def test_a_renaming_across_a_place_left_out():
    uses = {f"{D}农业局": [2018], f"安和市{D}农业农村局": [2019]}
    assert together(uses, *uses)


def test_names_through_two_reforms():
    uses = {f"{D}金融工作办公室": [2017], f"{D}地方金融监督管理局": [2019, 2022], f"{D}地方金融管理局": [2024]}
    found = directory(uses)
    assert len(found.organs) == 1
    assert len(found.renamed(f"{D}金融工作办公室", f"{D}地方金融管理局")) == 2


MARKET = (f"{D}工商行政管理局", f"{D}质量技术监督局", f"{D}食品药品监督管理局")


def test_a_merger_names_all_that_went_in():
    found = directory({**{name: [2017, 2018] for name in MARKET}, f"{D}市场监督管理局": [2019, 2020]})
    assert len(found.organs) == 4, "organs that were merged stay organs of their own"
    ((key, (change,)),) = found.changes.items()
    assert key == (f"{D}市场监督管理局", 2019)
    assert change.before == tuple((name, name) for name in MARKET)
    assert (change.kind, change.certain) == ("merged", True)


def test_a_merger_of_which_the_store_knows_a_part():
    found = directory({MARKET[0]: [2018], f"{D}市场监督管理局": [2019]})
    ((change,),) = found.changes.values()
    assert change.before == ((MARKET[0], MARKET[0]), ("质量技术监督局", None), ("食品药品监督管理局", None))


def test_no_merger_where_none_went_in():
    assert directory({f"{D}市场监督管理局": [2018, 2019]}).changes == {}
    assert directory({f"{D}司法局": [2018, 2019]}).changes == {}


def test_an_organ_that_takes_another_in_keeps_its_name():
    found = directory({f"{D}司法局": [2017, 2018, 2019], f"{D}法制办公室": [2017, 2018]})
    ((key, (change,)),) = found.changes.items()
    assert key == (f"{D}司法局", 2019)
    assert change.before == ((f"{D}司法局", f"{D}司法局"), (f"{D}法制办公室", f"{D}法制办公室"))


def test_a_merger_that_a_place_did_not_carry_out():
    years = [2017, 2018, 2019, 2020, 2021]
    assert directory({f"{D}发展和改革局": years, f"{D}物价局": years}).changes == {}


def test_a_split():
    found = directory({f"{D}海洋与渔业局": [2018], f"{D}农业农村局": [2019], f"{D}海洋发展局": [2019]})
    assert {(change.kind, organ) for (organ, _), (change,) in found.changes.items()} == {
        ("split", f"{D}农业农村局"),
        ("split", f"{D}海洋发展局"),
    }


def test_aliases_rename_what_no_law_knows():
    aliases = [Alias(f"{D}甲局", f"{D}乙局", "renamed", 2021, "东编1号")]
    found = directory({f"{D}甲局": [2020], f"{D} 乙局": [2021]}, aliases=aliases)
    assert len(found.organs) == 1
    assert [r.source for r in found.renamed(f"{D}甲局", f"{D}乙局")] == ["东编1号"]


def test_an_alias_is_stronger_than_the_law():
    aliases = [Alias(f"{D}环境保护局", f"安和市生态环境局{D}分局", "renamed", 2019)]
    uses = {f"{D}环境保护局": [2018], f"安和市生态环境局{D}分局": [2019], f"{D}生态环境局": [2019]}
    assert together(uses, f"{D}环境保护局", f"安和市生态环境局{D}分局", aliases=aliases)


def test_aliases_merge_and_split():
    aliases = [
        Alias(f"{D}甲局", f"{D}丙局", "merged", 2022),
        Alias(f"{D}乙局", f"{D}丙局", "merged", 2022),
        Alias(f"{D}丁局", f"{D}戊局", "split", 2022),
    ]
    names = {f"{D}{letter}局": [2020, 2021] for letter in "甲乙丁"}
    found = directory({**names, f"{D}丙局": [2022], f"{D}戊局": [2022]}, aliases=aliases)
    (merged,) = found.changes[f"{D}丙局", 2022]
    assert merged.before == ((f"{D}甲局", f"{D}甲局"), (f"{D}乙局", f"{D}乙局"))
    (split,) = found.changes[f"{D}戊局", 2022]
    assert (split.kind, split.source) == ("split", "更名合并表")


def test_an_alias_that_an_organ_takes_another_in():
    aliases = [Alias(f"{D}甲局", f"{D}丙局", "merged", 2022)]
    found = directory({f"{D}甲局": [2021], f"{D}丙局": [2020, 2021, 2022]}, aliases=aliases)
    (change,) = found.changes[f"{D}丙局", 2022]
    assert set(change.before) == {(f"{D}甲局", f"{D}甲局"), (f"{D}丙局", f"{D}丙局")}


def test_the_tree_gives_names_their_place():
    tree = Tree(
        (Node("370102", f"安和市{D}人民政府", "government"), Node("370102", f"安和市{D}教育局", "department", 0))
    )
    found = directory({f"{D}教育局": [2020], f"{D}财政局": [2020]}, tree=tree)
    assert found.nodes == {f"{D}教育局": 1}
    assert found.listed == {1: f"{D}教育局"}


@given(
    st.dictionaries(
        st.sampled_from(
            [
                p + o
                for p in ("东湖区", "西岭县", "安和市")
                for o in (
                    "财政局",
                    "环境保护局",
                    "生态环境局",
                    "司法局",
                    "法制办公室",
                    "市场监督管理局",
                    "工商行政管理局",
                )
            ]
        ),
        st.frozensets(st.integers(2014, 2022), min_size=1),
        max_size=12,
    )
)
@settings(max_examples=80, deadline=None)
def test_every_name_has_one_organ_and_no_year_is_lost(uses):
    found = directory(uses)
    assert found.names.keys() == uses.keys()
    for organ, years in found.organs.items():
        members = [name for name in found.names.values() if name.organ == organ]
        assert years == frozenset().union(*(uses[name.name] for name in members))
        places = {spelling(name.name)[:3] for name in members}
        assert len(places) == 1, "no two places have an organ in common"
        assert sum(len(uses[name.name]) for name in members) == len(years), "no two names report on one year"
    shuffled = dict(reversed(list(uses.items())))
    assert directory(shuffled) == found


def test_places_in_their_fullest_form():
    places = {"东湖区", "安和市东湖区", "青山省安和市东湖区", "西岭县", ""}
    assert fullest(places) == {
        "东湖区": "青山省安和市东湖区",
        "安和市东湖区": "青山省安和市东湖区",
        "青山省安和市东湖区": "青山省安和市东湖区",
        "西岭县": "西岭县",
        "": "",
    }
    assert fullest({"东湖区", "安和市东湖区", "华山市东湖区"})["东湖区"] == "东湖区"
