"""Copied prose: between agencies, names swapped or forgotten, between years; and what is no copy."""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.corpus.auditing import audit_store
from gongkai.corpus.auditing.candidates import candidate_pairs, digests_of
from gongkai.corpus.auditing.commonplace import FEWEST, Commonplace, run_hashes
from tests.corpus.auditing.making import findings, named, read_store, rows, store_of, words

EAST, WEST = "安和市东湖区财政局", "华山市西岭县审计局"
MANY = 100 if "GONGKAI_LONG" in os.environ else 4


def prose(agency, seed=1, sentences=5):
    """Prose that names its agency here and there."""
    rng = random.Random(seed)
    place = agency[3:6]
    text = [words(rng, 1) for _ in range(sentences)]
    text[1] = f"{agency}{text[1]}"
    text[3] = f"今年{place}共办理{rng.randint(10, 99)}件，{text[3]}"
    return "".join(text)


def own(agency, year=2022, seed=None):
    rng = random.Random(f"{agency}{year}{seed}")
    return named(agency, year, {}, [words(rng, 6), words(rng, 6)], str(seed or ""))


def with_section(report, at, text):
    sections = [replace(s, text=text) if n == at else s for n, s in enumerate(report.sections)]
    return named(report.agency, report.year, {}, [s.text for s in sections])


def audited(folder, *reports):
    store = store_of(folder, *reports)
    audit_store(store)
    return store


def test_a_copied_section_with_swapped_names_and_figures_in_real_files(tmp_path):
    east = with_section(own(EAST, 2021), 1, prose(EAST))
    west = with_section(own(WEST, 2022), 1, prose(WEST).replace("共办理", "共计办理"))
    store = read_store(tmp_path, east, west)
    audit_store(store)
    (found,) = findings(store, "X-10")
    assert (found["agency"], found["severity"], found["kind"]) == (WEST, "warning", "cross_agency")
    assert "“存在的主要问题及改进情况”" in found["message"]
    assert f"{EAST}2021年度报告" in found["message"]
    (copy,) = rows(store, "copies")
    assert (copy["kind"], copy["agency"], copy["other_agency"], copy["other_year"]) == ("agencies", WEST, EAST, 2021)
    assert copy["share"] > 0.8
    quotes = json.loads(copy["quotes"])
    assert quotes
    assert all(quote in west.sections[1].text for quote in quotes)
    assert findings(store, "X-11") == []


@given(st.integers(0, 2**32))
@settings(max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_swapped_names_are_always_seen_and_independent_prose_never(tmp_path, seed):
    rng = random.Random(seed)
    agencies = [
        f"{a}{b}市{c}{d}县财政局" for a, b, c, d in zip(*[iter("安邦博采策程达道德典度端发方丰福")] * 4, strict=True)
    ]
    reports = {agency: own(agency, 2022, seed) for agency in agencies}
    copier, source = rng.sample(agencies, 2)
    text = prose(source, seed, rng.randint(5, 9))
    reports[source] = with_section(reports[source], 1, text)
    place = source[3:6]
    swapped = text.replace(source, copier).replace(place, copier[3:6])
    reports[copier] = with_section(own(copier, 2023, seed), 1, swapped)
    store = audited(tmp_path / str(seed), *reports.values())
    assert [(f["rule"], f["agency"]) for f in findings(store)] == [("X-10", copier)]
    assert {(row["agency"], row["section"]) for row in rows(store, "copies")} == {(copier, 1)}


def test_a_forgotten_name_is_told(tmp_path):
    text = prose(EAST)
    left = text.replace("今年东湖区", "今年西岭县")
    store = audited(tmp_path / "s", with_section(own(EAST, 2021), 1, text), with_section(own(WEST), 1, left))
    (found,) = findings(store, "X-11")
    assert (found["agency"], EAST in found["message"]) == (WEST, True)
    assert EAST in json.loads(found["quotes"])[0]["text"]


def test_another_agency_may_be_named_in_words_of_ones_own(tmp_path):
    text = words(random.Random(5), 3) + f"与{EAST}共同举办培训两次，参加人员六十余名。" + words(random.Random(6), 3)
    store = audited(tmp_path / "s", with_section(own(EAST, 2021), 1, prose(EAST)), with_section(own(WEST), 1, text))
    assert findings(store) == []


def test_of_one_year_both_are_told_unless_the_dates_tell(tmp_path):
    pair = with_section(own(EAST), 1, prose(EAST)), with_section(own(WEST), 1, prose(WEST))
    assert {f["agency"] for f in findings(audited(tmp_path / "none", *pair), "X-10")} == {EAST, WEST}
    dated = [
        with_section(report, 1, f"{report.sections[1].text}\n{day.year}年{day.month}月{day.day}日")
        for report, day in zip(pair, (date(2023, 1, 20), date(2023, 1, 10)), strict=True)
    ]
    store = audited(tmp_path / "dated", *dated)
    assert {row["published"] for row in rows(store, "reports")} == {date(2023, 1, 20), date(2023, 1, 10)}
    assert [f["agency"] for f in findings(store, "X-10")] == [EAST]


def test_an_agency_that_repeats_itself_does_not_copy_who_copied_it(tmp_path):
    both = [prose(EAST), words(random.Random(7), 2)]
    east = [named(EAST, year, {}, both) for year in (2020, 2022)]
    west = with_section(own(WEST, 2021), 1, prose(WEST))
    store = audited(tmp_path / "s", *east, west)
    found = {(f["agency"], f["year"]): f["message"] for f in findings(store, "X-10")}
    assert set(found) == {(WEST, 2021), (EAST, 2022)}
    assert f"{EAST}2020年度报告" in found[EAST, 2022], "its own words of two years ago"


@pytest.mark.parametrize("gap", [2, 3, 5])
def test_a_section_of_ones_own_older_report_may_come_again(tmp_path, gap):
    said = words(random.Random(3), 4)
    part = [named(EAST, year, {}, [said, words(random.Random(year), 8)]) for year in (2023 - gap, 2023)]
    store = audited(tmp_path / "part", *part)
    assert findings(store, "X-10") == []
    assert {(row["other_year"], row["kind"]) for row in rows(store, "copies")} == {(2023 - gap, "years")}
    whole = [named(EAST, year, {}, [said, words(random.Random(4), 8)]) for year in (2023 - gap, 2023)]
    (found,) = findings(audited(tmp_path / "whole", *whole), "X-10")
    assert f"{EAST}{2023 - gap}年度报告" in found["message"]


def test_a_section_of_another_agency_is_told_however_much_else_is_ones_own(tmp_path):
    said = prose(EAST)
    east = named(EAST, 2020, {}, [said, words(random.Random(1), 8)])
    west = named(WEST, 2023, {}, [prose(WEST), words(random.Random(2), 12)])
    assert [f["agency"] for f in findings(audited(tmp_path / "s", east, west), "X-10")] == [WEST]


def test_last_years_own_words_are_told_once_by_the_cross_year_rule(tmp_path):
    text = [words(random.Random(3), 6), words(random.Random(4), 6)]
    store = audited(tmp_path / "s", *(named(EAST, year, {}, text) for year in (2020, 2021, 2022)))
    assert [(f["rule"], f["year"]) for f in findings(store)] == [("X-08", 2021), ("X-08", 2022)]
    kinds = {(row["year"], row["other_year"], row["kind"]) for row in rows(store, "copies")}
    assert kinds == {(2021, 2020, "years"), (2022, 2020, "years"), (2022, 2021, "years")}


def test_what_many_agencies_write_is_no_copy(tmp_path):
    template = words(random.Random(9), 6)
    names = [f"东湖区{letter}局" for letter in "甲乙丙丁戊己庚辛"]
    few = [with_section(own(name), 1, template) for name in names[: FEWEST - 1]]
    many = [with_section(own(name), 1, template) for name in names]
    assert len(findings(audited(tmp_path / "few", *few), "X-10")) == FEWEST - 1
    assert findings(audited(tmp_path / "many", *many)) == []


def test_a_copy_is_seen_among_set_phrases(tmp_path):
    template = words(random.Random(9), 6)
    names = [f"东湖区{letter}局" for letter in "甲乙丙丁戊己庚辛"]
    reports = [with_section(own(name, 2022), 1, template + words(random.Random(name), 4)) for name in names]
    copied = with_section(own("东湖区壬局", 2023), 1, reports[2].sections[1].text)
    store = audited(tmp_path / "s", *reports, copied)
    (found,) = findings(store, "X-10")
    assert (found["agency"], "东湖区丙局" in found["message"]) == ("东湖区壬局", True)


def test_short_sections_preambles_and_citations_do_not_count(tmp_path):
    short = "本年度没有其他需要报告的事项，也没有收取信息处理费。"
    cited = "".join(f"根据《关于{word}政府信息公开工作若干事项的规定和办法》。" for word in "一二三四五六七八九十")
    reports = []
    for agency in (EAST, WEST):
        report = with_section(own(agency), 1, short + cited)
        report.sections.insert(0, replace(report.sections[0], key="preamble", text=words(random.Random(2), 9)))
        reports.append(report)
    assert findings(audited(tmp_path / "s", *reports)) == []


@given(st.text("甲乙丙丁戊", max_size=60), st.text("甲乙丙丁戊", max_size=60))
@settings(max_examples=60, deadline=None)
def test_runs_have_one_hash_each(one, other):
    hashes = {}
    for text in (one, other):
        found = run_hashes(text)
        assert len(found) == max(len(text) - 7, 0)
        for at, number in enumerate(found.tolist()):
            assert hashes.setdefault(text[at : at + 8], number) == number
    assert len(set(hashes.values())) == len(hashes)


def test_the_hash_of_a_run_never_changes():
    assert run_hashes("政府信息公开工作年度报告")[0] == run_hashes("政府信息公开工作")[0]
    assert run_hashes("政府信息公开工作").tolist() == [13317201058841155088]


@pytest.mark.parametrize(
    ("agencies", "having", "common"), [(8, 5, True), (8, 4, False), (100, 10, False), (100, 11, True)]
)
def test_what_is_commonplace(agencies, having, common):
    counted = Commonplace()
    for at in range(agencies):
        counted.count(["甲乙丙丁戊己庚辛"] * 3 if at < having else ["其他的八个字在此"])
    counted.close_year()
    assert counted.flags("甲乙丙丁戊己庚辛") == [common]
    assert counted.flags("没有人写过的八字") == [False]


def test_a_year_stands_for_itself():
    counted = Commonplace()
    for _ in range(3):
        for _ in range(FEWEST - 1):
            counted.count(["甲乙丙丁戊己庚辛"])
        counted.close_year()
    assert counted.flags("甲乙丙丁戊己庚辛") == [False], "four agencies a year, for three years"


def test_candidates_are_the_alike_pairs():
    rng = np.random.default_rng(1)
    texts = [rng.integers(0, 2**63, 300, dtype=np.uint64) for _ in range(60)]
    texts[41] = texts[7].copy()
    texts[50] = np.concatenate((texts[20][:220], texts[50][:80]))
    found = candidate_pairs(digests_of(texts))
    assert [7, 41] in found.tolist()
    assert [20, 50] in found.tolist()
    assert len(found) < 10
    assert candidate_pairs(digests_of([])).shape == (0, 2)


def test_many_sections_with_one_text_give_few_pairs():
    text = np.arange(300, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    found = candidate_pairs(digests_of([text] * 300))
    assert len(found) <= 300 * 24
    assert set(found[:, 1].tolist()) == set(range(1, 300)), "each but the first has an earlier one"
