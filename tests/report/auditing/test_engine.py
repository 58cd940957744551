"""The whole audit: what is asked, in which order it is told, and what is said about what could not be asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gongkai.law.editions import Column, Edition, FormTable, Row, builtin_editions
from gongkai.law.expressions import ExpressionError
from gongkai.law.rules import SEVERITIES, Rule, builtin_rules, rule_from_dict
from gongkai.report.auditing import engine
from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Audit, Hit, Quote, Skip, Subject
from gongkai.report.model import Report
from tests.report.auditing.cases import report
from tests.report.auditing.cases_2014 import CHANNELS, KINDS, NATIONAL, sums
from tests.report.auditing.cases_2019 import CURRENT, TRIAL, column, row

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "domain"
TABLE_RULES = ("P14", "Q14", "A14", "L14", "B14", "A19", "A21", "L19", "P19", "P21", "C14", "C19")
beside_the_pack = pytest.mark.skipif(not SHARED.exists(), reason="the domain pack is not beside the repository")


def _load(name: str) -> Any:
    return json.loads((SHARED / name).read_text(encoding="utf-8")) if SHARED.exists() else {}


def _values(cells: dict[str, Any]) -> dict[str, Any]:
    return {key: cell["value"] if isinstance(cell, dict) else cell for key, cell in cells.items()}


SEEDS = _load("seed-values.json").get("reports", {})
EXPECTED = _load("seed-findings.json").get("findings", [])
MUST = [f for f in EXPECTED if f["rule"].startswith(TABLE_RULES) and f["must_report"]]
EXAMPLES = _load("examples.json").get("reports", [])
ALSO = {("004_0a05da2f0bf2b72c.txt", "Q14-04", "warning")}  # Told in the pack within another finding (SD-03).


def _seed_audit(name: str) -> Audit:
    seed = SEEDS[name]
    return audit(report(seed["edition"], _values(seed["cells"]), year=seed["year"], agency=seed["agency"]))


@beside_the_pack
@pytest.mark.parametrize("name", SEEDS)
def test_the_tables_of_the_seeds_fail_exactly_the_rules_they_should(name: str) -> None:
    expected = {(f["seed"], f["rule"], f["severity"]) for f in EXPECTED if f["rule"].startswith(TABLE_RULES)} | ALSO
    found = {(name, f.rule, f.severity) for f in _seed_audit(name).findings if f.rule.startswith(TABLE_RULES)}
    grave = {entry for entry in expected if entry[0] == name and entry[2] != "info"}
    assert {entry for entry in found if entry[2] != "info"} == grave


@beside_the_pack
@pytest.mark.parametrize("expected", MUST, ids=lambda f: f["id"])
def test_the_seeds_findings_name_the_cells_that_they_should(expected: dict[str, Any]) -> None:
    found = [f for f in _seed_audit(expected["seed"]).findings if f.rule == expected["rule"]]
    assert [f.severity for f in found][:1] == [expected["severity"]]
    assert expected["cells"].items() <= dict(found[0].cells).items()


@beside_the_pack
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["edition"])
def test_published_reports_without_a_fault_raise_no_alarm(example: dict[str, Any]) -> None:
    result = audit(report(example["edition"], example["cells"], year=example["year"], agency=example["agency"]))
    assert [f for f in result.findings if f.severity != "info"] == []


def test_findings_are_told_gravest_first_then_in_the_order_of_the_form() -> None:
    cells = {
        **sums("proactive_items", 50, CHANNELS, 0, 30, 6, 4),
        "normative_docs_disclosed": 60,
        "req_closed": 0,
        "req_closed_on_time": 2,
        "req_closed_extended": 0,
        "dedicated_offices": 3,
    }
    found = audit(report(NATIONAL, cells)).findings
    assert [f.rule for f in found] == ["P14-05", "A14-04", "P14-01", "B14-11"]
    assert sorted(found, key=lambda f: SEVERITIES.index(f.severity)) == found


def _told_by(monkeypatch: pytest.MonkeyPatch, *results: Hit | Skip) -> Audit:
    """An audit whose only rule yields ``results``."""

    def says(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
        yield from results

    book = engine.Rulebook(builtin_editions()[NATIONAL], (builtin_rules()["T-01"],), {"T-01": says})
    monkeypatch.setattr(engine, "rulebook", lambda edition: book)
    return audit(report(NATIONAL, {}, sections=["一件。", "二件。"]))


def test_words_come_in_the_order_of_the_text_and_before_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    late, early = Quote("二件", 1, 0, 2), Quote("一件", 0, 0, 2)
    results = [
        Hit("培训", {"trainees": 1}),
        Hit("收到", {"req_received": 1}),
        Hit("第二段", quotes=(late,)),
        Hit("第一段", quotes=(early,)),
        Hit("两段", {"req_received": 1}, quotes=(late, Quote("一", 0, 1, 2))),
        Hit("标题", quotes=(Quote("年报"),)),
    ]
    told = _told_by(monkeypatch, *results).findings
    assert [f.message for f in told] == ["标题", "第一段", "两段", "第二段", "收到", "培训"]


def test_reasons_are_told_once_and_the_first_three(monkeypatch: pytest.MonkeyPatch) -> None:
    skips = [Skip(reason) for reason in ("甲", "乙", "甲", "丙")]
    (three,) = _told_by(monkeypatch, *skips).not_assessable
    (four,) = _told_by(monkeypatch, *skips, Skip("丁")).not_assessable
    assert (three.reason, four.reason) == ("甲；乙；丙", "甲；乙；丙等")


def test_a_consequence_that_says_nothing_new_is_silent() -> None:
    cells = {"req_received": 3, "req_closed": 0, "req_closed_on_time": 3, "req_closed_extended": 0}
    assert [f.rule for f in audit(report(NATIONAL, cells)).findings] == ["A14-04"]
    repaired = {**cells, "req_closed": 3, "req_closed_on_time": 3, "req_received": 4}
    assert [f.rule for f in audit(report(NATIONAL, repaired)).findings] == ["A14-10"]


def test_a_consequence_that_stays_names_its_cause() -> None:
    cells = {"req_closed": 0, "req_closed_on_time": 2, "req_closed_extended": 0, "req_replied": 2}
    found = {f.rule: f.message for f in audit(report(NATIONAL, cells)).findings}
    assert "A14-04" in found["A14-08"]
    assert "A14-08" not in found["A14-04"]


def _reasons(result: Audit) -> dict[str, str]:
    return {n.rule: n.reason for n in result.not_assessable}


def test_a_check_on_an_absent_cell_is_not_assessable_and_names_it() -> None:
    cells = {"staff_total": 3, "staff_part_time": 3}
    result = audit(report(NATIONAL, cells))
    assert "B14-05" not in {f.rule for f in result.findings}
    assert "「专职人员数」" in _reasons(result)["B14-05"]


def test_a_missing_table_is_named_as_a_table() -> None:
    reasons = _reasons(audit(report(TRIAL, {"rules_made": 0})))
    assert reasons["L19-review"] == "表中没有读到“政府信息公开行政复议、行政诉讼情况”一表"
    assert "收到和处理政府信息公开申请情况" in reasons["A19-01"]


def test_a_figure_that_cannot_be_read_is_absent_and_a_mark_is_blank() -> None:
    cells = {"staff_total": 3, "staff_full_time": "若干", "staff_part_time": 3}
    assert "B14-05" in _reasons(audit(report(NATIONAL, cells)))
    for mark in ("/", "——", "-", "无", ""):
        result = audit(report(NATIONAL, {**cells, "staff_full_time": mark}))
        assert "B14-05" not in _reasons(result)
        assert "B14-05" not in {f.rule for f in result.findings}


def test_each_rule_is_listed_once_among_what_could_not_be_assessed() -> None:
    rules = [n.rule for n in audit(report(TRIAL, row("req_received", None))).not_assessable]
    assert len(rules) == len(set(rules))


def test_rules_of_other_years_and_editions_and_of_roll_ups_are_not_listed() -> None:
    listed = _reasons(audit(report(TRIAL, row("req_carried_in", 0), year=2019)))
    assert "X-01" not in listed
    assert "X-01" in _reasons(audit(report(TRIAL, row("req_carried_in", 0), year=2020)))
    assert not {"V-01", "A14-04", "A21-02", "C19-04"} & listed.keys()


def test_blank_everywhere_is_told_as_such() -> None:
    blank = {"staff_total": None, "staff_full_time": None, "staff_part_time": None}
    reasons = _reasons(audit(report(NATIONAL, blank)))
    assert reasons["B14-05"] == "所涉各栏均未填写"
    prose = _reasons(audit(report(TRIAL, {"rules_newly_disclosed": None, "rules_disclosed_total": 3})))
    assert prose["P19-01-rules"] == "「规章·本年新公开数量」未填写"


def test_without_a_table_only_prose_and_document_are_asked() -> None:
    asked = engine.rulebook(None).rules
    assert {rule.kind for rule in asked} == {"narrative", "document", "cross_year"}
    assert {"X-07", "X-08", "X-09"} == {rule.id for rule in asked if rule.kind == "cross_year"}
    assert {"T-01", "D-03"} <= {rule.id for rule in asked}
    assert not {"D-01", "D-02"} & {rule.id for rule in asked}, "they belong to forms"
    result = audit(Report(agency="东湖区档案局", year=2022))
    assert {f.rule for f in result.findings} <= {rule.id for rule in asked}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({**column(CURRENT, "total", 3, outcome_granted=1), "outcome_other@total": 2}, set()),
        ({**column(CURRENT, "total", 3, outcome_granted=1), "outcome_other@total": 1}, {"A21-02"}),
    ],
)
def test_one_printed_row_of_other_handling_stands_for_three(cells: dict[str, int], expected: set[str]) -> None:
    printed = {key: value for key, value in cells.items() if not key.startswith("other_")}
    result = audit(report(CURRENT, printed))
    assert {f.rule for f in result.findings if f.rule.startswith("A")} == expected
    assert "A21-02" not in {n.rule for n in result.not_assessable} or "total" not in _reasons(result)["A21-02"]


def test_the_printed_row_of_other_handling_is_added_up_across_too() -> None:
    found = audit(report(CURRENT, row("outcome_other", 4, 2, 1))).findings
    assert [f.rule for f in found if f.rule == "A19-03"] == ["A19-03"]


def test_when_both_are_printed_the_three_rows_count() -> None:
    cells = {**column(CURRENT, "total", 3, outcome_granted=1, other_misc=2), "outcome_other@total": 2}
    assert "A21-02" not in {f.rule for f in audit(report(CURRENT, cells)).findings}


def _local(base: str | None, *rules: dict[str, Any]) -> Edition:
    rows = (
        Row("visits_total", "接待总人次", unit="人次", role="total"),
        Row("visits_hall", "大厅接待", unit="人次", parent="visits_total", role="component"),
        Row("visits_phone", "电话咨询", unit="人次", parent="visits_total", role="component"),
        Row("trainees", "接受培训人员数", unit="人次"),
        Row("training_classes", "举办培训班数", unit="次"),
    )
    table = FormTable("stats", "接待统计", "row_value", "{row}", rows, (Column("value", "数值"),), ("label", "value"))
    fields = {f: getattr(builtin_editions()[NATIONAL], f) for f in ("sections", "legal_basis")}
    ruled = tuple(rule_from_dict({**_RULE, **rule}) for rule in rules)
    return Edition("local-2012", "地方表", 2009, 2013, (table,), base=base, status="custom", rules=ruled, **fields)


_RULE = {
    "id": "LOCAL-01",
    "kind": "arithmetic",
    "editions": ["local-2012"],
    "severity": "error",
    "expr": "visits_total == visits_hall + visits_phone",
    "title_zh": "接待总人次等于两项之和",
    "title_en": "Visits add up",
    "basis": "arithmetic",
}
LOCAL = {"visits_total": 5, "visits_hall": 2, "visits_phone": 2, "trainees": 6, "training_classes": 0}


def test_a_custom_edition_is_judged_by_its_own_rules_and_those_of_its_base() -> None:
    edition = _local(NATIONAL, {})
    found = audit(report("local-2012", LOCAL, year=2012), edition=edition).findings
    assert {f.rule for f in found if f.severity != "info"} == {"LOCAL-01", "B14-07"}
    assert "「接待总人次」填5，而「大厅接待」2＋「电话咨询」2＝4，相差1" in found[0].message


def test_a_custom_edition_without_a_base_has_its_own_rules_only() -> None:
    found = audit(report("local-2012", LOCAL, year=2012), edition=_local(None, {})).findings
    assert {f.rule for f in found} == {"LOCAL-01"}


def test_a_custom_rule_that_cannot_be_read_explains_itself() -> None:
    with pytest.raises(ExpressionError, match="=="):
        audit(report("local-2012", LOCAL, year=2012), edition=_local(None, {"expr": "visits_total = visits_hall"}))


def test_a_custom_edition_is_not_forced_on_a_report_of_another_form() -> None:
    cells = {"staff_total": 1, "staff_full_time": 0, "staff_part_time": 0}
    found = audit(report(NATIONAL, cells), edition=_local(None, {})).findings
    assert {f.rule for f in found if f.severity == "error"} == {"B14-05"}


def test_two_custom_editions_of_one_id_do_not_mix() -> None:
    first, second = _local(None, {}), replace(_local(None, {}), rules=())
    assert audit(report("local-2012", LOCAL, year=2012), edition=first).findings
    assert not audit(report("local-2012", LOCAL, year=2012), edition=second).findings


def test_a_finding_cites_the_form_and_its_note() -> None:
    complaints = {f"complaints_{name}": 0 for name in ("upheld", "corrected", "other")} | {"complaints_total": 1}
    (national,) = audit(report(NATIONAL, sums("req_replied", 1, KINDS))).findings
    (shandong,) = audit(report("cn-gid-2014-shandong", complaints)).findings
    assert national.basis.startswith("国办发〔2014〕32号；")
    assert shandong.basis == "国办发〔2014〕32号；表注：各子栏目数总数要等于总栏目数量"
