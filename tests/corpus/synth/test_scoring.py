"""Scoring: what is found, missed, false and misread is counted as such; the score can fail."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from gongkai.corpus.auditing import audit_store
from gongkai.corpus.running import read_corpus
from gongkai.corpus.store import open_store
from gongkai.corpus.synth.answers import Answer, Injected
from gongkai.corpus.synth.faults.case import Expected
from gongkai.corpus.synth.folder import synthesize
from gongkai.corpus.synth.matching import Told, meets
from gongkai.corpus.synth.scoring import Kept, Score, add, score_store
from gongkai.law.editions import builtin_editions
from tests.corpus.running.making import Here
from tests.corpus.synth.samples import options

EDITION = "cn-gid-2014-national"
KEYS = list(builtin_editions()[EDITION].slots)
CELLS = tuple(range(len(KEYS)))
MUST = Expected(("A14-04",), ("req_closed",))
FAULT = Injected("closed_sum", "arithmetic", "req_closed 5→6", (MUST,))
ANSWER = Answer(
    "a.txt", "00", "霁川县水利局", 2016, EDITION, "txt", "tabs", CELLS, (FAULT,), (Expected(("T-*",), ("req_closed",)),)
)
FOUND = Told("A14-04", "error", "不等", frozenset({"req_closed", "req_closed_on_time"}))
FALSE = Told("B14-05", "error", "不等", frozenset({"staff_total"}))
WHO = (ANSWER.agency, 2016, EDITION)


def kept(*findings, who=WHO, **cells):
    return Kept(who, findings, {**dict(zip(KEYS, CELLS, strict=True)), **cells})


def scored(answer, store):
    score = Score()
    add(score, answer, store)
    return score


def test_all_found_and_read_passes():
    score = scored(ANSWER, kept(FOUND))
    assert score.passes
    assert score.families() == {"arithmetic": (1, 1)}
    assert score.reading["txt", EDITION].right == len(KEYS)


@pytest.mark.parametrize(
    "finding",
    [replace(FOUND, rule="A14-05"), replace(FOUND, cells=frozenset({"staff_total"}))],
    ids=["another rule", "another cell"],
)
def test_a_fault_is_missed_unless_its_rule_names_its_cell(finding):
    score = scored(ANSWER, kept(finding))
    assert (score.missed, score.passes) == (1, False)
    assert score.kinds["closed_sum"].missed == [("a.txt", "req_closed 5→6")]


def test_every_finding_that_must_come_must_come():
    both = replace(ANSWER, injected=(replace(FAULT, must=(MUST, Expected(("A14-08",), ("req_closed",)))),))
    assert scored(both, kept(FOUND)).missed == 1
    assert scored(both, kept(FOUND, replace(FOUND, rule="A14-08", severity="warning"))).missed == 0


def test_errors_and_warnings_that_nothing_explains_are_false():
    score = scored(ANSWER, kept(FOUND, FALSE, replace(FALSE, severity="warning"), replace(FALSE, severity="info")))
    assert {key: f.count for key, f in score.false.items()} == {("B14-05", "error"): 1, ("B14-05", "warning"): 1}
    assert (score.false_errors, score.passes) == (1, False)
    assert score.false["B14-05", "error"].examples == [("a.txt", "不等")]


def test_a_false_warning_does_not_fail():
    assert scored(ANSWER, kept(FOUND, replace(FALSE, severity="warning"))).passes


def test_consequences_of_a_fault_are_not_false():
    consequence = Told("T-20", "error", "不一致", frozenset({"req_closed"}), ("办结5件",))
    assert scored(ANSWER, kept(FOUND, consequence)).false == {}
    assert scored(ANSWER, kept(FOUND, replace(consequence, cells=frozenset({"staff_total"})))).false_errors == 1


def test_misread_cells_are_counted_by_what_is_wrong():
    store = kept(FOUND, req_closed=99, extra_key=1)
    store.cells.pop("staff_total")
    reading = scored(ANSWER, store).reading["txt", EDITION]
    assert (reading.wrong, reading.missing, reading.extra, reading.right) == (1, 1, 1, len(KEYS) - 2)
    assert reading.examples[0][0] == "a.txt"


def test_a_blank_that_is_read_as_zero_is_wrong():
    blank = replace(ANSWER, cells=(None, *CELLS[1:]))
    assert scored(blank, kept(FOUND)).reading["txt", EDITION].wrong == 1


def test_a_report_that_the_store_lacks_fails():
    clean = replace(ANSWER, injected=())
    score = scored(clean, None)
    assert (score.unread, score.passes) == (1, False)
    assert scored(ANSWER, None).missed == 1


def test_a_report_taken_for_another_is_counted():
    assert scored(ANSWER, kept(FOUND, who=(None, 2016, EDITION))).reading["txt", EDITION].mistaken == 1


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("全年收到申请26件", True),
        ("收到申请２６件。其中", True),
        ("办结申请26件", False),
        ("", False),
    ],
)
def test_words_are_matched_by_a_run_that_both_share(quote, told):
    expected = Expected(("T-01",), (), "我局全年收到申请26件。")
    assert meets(Told("T-01", "error", "", frozenset(), (quote,)), expected) is told


def test_a_family_of_rules_is_named_by_a_star():
    assert meets(Told("T-17", "error", ""), Expected(("T-*",)))
    assert not meets(Told("D-16", "error", ""), Expected(("T-*",)))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("confusion")
    count = 10_000 if "GONGKAI_LONG" in os.environ else 90
    formats = ("html", "docx", "pdf", "txt") if "GONGKAI_LONG" in os.environ else ("html", "docx", "txt")
    synthesize(options(count, seed=2026, rate=0.5, formats=formats), folder / "reports")
    read_corpus([folder / "reports"], folder / "store", engine=Here())
    audit_store(open_store(folder / "store"))
    return folder


@pytest.mark.long
def test_every_fault_of_a_corpus_is_found_and_no_error_is_false(corpus):
    score = score_store(open_store(corpus / "store"), corpus / "reports" / "answers.json")
    assert {kind.kind: kind.missed for kind in score.kinds.values() if kind.missed} == {}
    assert {key: false.examples for key, false in score.false.items() if key[1] == "error"} == {}
    assert score.passes
    assert score.faulty > 0.3 * score.reports
    assert sum(r.wrong for r in score.reading.values()) <= score.reports // 1000


def test_a_store_that_lost_findings_and_figures_fails(corpus, tmp_path):
    """The tables of a good store, with findings taken out, one made up, and a figure changed."""
    good = open_store(corpus / "store")
    tables = {name: good.table(name) for name in ("reports", "figures", "findings")}
    findings = tables["findings"].to_pylist()
    lost = [f for f in findings if not f["rule"].startswith("A")]
    made_up = {**findings[0], "rule": "B14-05", "severity": "error", "cells": "{}", "quotes": "[]"}
    figures = tables["figures"].to_pylist()
    figures[0]["value"] = 123456
    bad = tmp_path / "store"
    write_store(bad, good, {"reports": tables["reports"].to_pylist(), "figures": figures, "findings": [*lost, made_up]})
    before, after = (score_store(open_store(s), corpus / "reports" / "answers.json") for s in (corpus / "store", bad))
    assert after.missed > before.missed
    assert after.false_errors == before.false_errors + 1
    assert sum(r.wrong for r in after.reading.values()) == sum(r.wrong for r in before.reading.values()) + 1
    assert not after.passes


def write_store(folder, like, rows):
    import pyarrow as pa

    from gongkai.corpus.store import Store

    with Store.create_or_open(folder).writing() as writer:
        writer.add({name: pa.Table.from_pylist(some, schema=like.table(name).schema) for name, some in rows.items()})
        writer.commit()
