"""Which report counts, and that nothing depends on the order of reading."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from gongkai.corpus.agencies.matching import directory
from gongkai.corpus.auditing import audit_store
from gongkai.corpus.auditing.series import Entry, entries, names_of, series_of
from tests.corpus.auditing.making import named, rows, series, store_of

PLAIN = Entry("m", "a.html", "东湖区财政局", 2022, "cn-gid-2021", "东湖区财政局2022年年度报告", 50, 900, None)


def chosen(*found):
    made = series_of(found, directory(names_of(found)))
    return made.report("东湖区财政局", 2022), made


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({}, {"edition": None, "filled": 90, "characters": 9000}),
        ({"filled": 51}, {"characters": 9000}),
        ({"characters": 901}, {"sha256": "a"}),
        ({"sha256": "a"}, {"sha256": "z"}),
    ],
    ids=["table", "cells", "prose", "hash"],
)
def test_the_better_of_two_reports(better, worse):
    good, bad = replace(PLAIN, **better), replace(PLAIN, **{"sha256": "n", **worse})
    for order in ((good, bad), (bad, good)):
        found, made = chosen(*order)
        assert found == good
        assert made.others == {"东湖区财政局": [bad]}


def test_a_roll_up_is_no_second_report():
    total = replace(PLAIN, sha256="t", title="东湖区财政局2022年年度报告（汇总）", filled=99)
    found, made = chosen(total, PLAIN)
    assert (found, made.rolled_up, made.others) == (PLAIN, {("东湖区财政局", 2022): total}, {})


def test_a_roll_up_alone_is_the_report():
    total = replace(PLAIN, title="东湖区财政局2022年年度报告（汇总）")
    found, made = chosen(total)
    assert (found, made.rolled_up) == (total, {})


def test_the_order_of_reading_makes_no_difference(tmp_path):
    rng = random.Random(5)
    names = ("东湖区财政局", "东湖区环境保护局", "西岭县财政局")
    reports = [report for name in names for report in series(rng, name, range(2016, 2024))]
    reports.append(named("东湖区财政局", 2020, {}, [reports[0].sections[0].text, "甲。"], "再"))
    found = []
    for at in range(2):
        store = store_of(tmp_path / str(at), *reports)
        audit_store(store)
        tables = ("agencies", "series", "copies", "missing", "unassessed", "lateness")
        found.append({name: sorted(map(str, rows(store, name))) for name in tables})
        found[-1]["findings"] = sorted(str(row) for row in rows(store, "findings"))
        rng.shuffle(reports)
    assert found[0] == found[1]
    assert found[0]["findings"]


@pytest.mark.parametrize("year", [0, 9999])
def test_a_year_that_is_none_is_left_out(tmp_path, year):
    report = named("东湖区财政局", 2022, {}, ["甲。", "乙。"])
    report.year = year
    store = store_of(tmp_path / "s", report)
    assert list(entries(store)) == []
    audit_store(store)
