"""The rules as data: well formed, about cells that exist, and bound to them as ``rules.json`` says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai.law.checks import checks_of, rules_edition, substitutes, unfilled_rows
from gongkai.law.data_files import load_json
from gongkai.law.editions import Column, Edition, FormTable, Row, builtin_editions
from gongkai.law.expressions import ExpressionError, Values
from gongkai.law.outcomes import BLANK_POLICIES, Check, Outcome, absent_from, assess
from gongkai.law.rules import (
    SEVERITIES,
    Rule,
    additive_keys,
    builtin_rules,
    non_additive_keys,
    rule_from_dict,
)

RULES = builtin_rules()
EDITIONS = builtin_editions()
PROCEDURES = ("X-07", "X-08", "X-09")
EXECUTABLE = [r for r in RULES.values() if r.kind in ("arithmetic", "cross_year") and r.id not in PROCEDURES]
ORIGINAL = Path(__file__).resolve().parents[2] / ".." / "shared" / "domain" / "rules.json"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_well_formed(rule: Rule) -> None:
    assert rule.severity in SEVERITIES
    assert set(rule.editions) <= EDITIONS.keys()
    assert rule.blank in BLANK_POLICIES
    assert rule.title_zh
    assert rule.title_en
    assert rule.basis in ("definition", "arithmetic", "form", "form_note", "practice", "statute")
    assert set(rule.severity_by_edition) <= set(rule.editions)
    assert {*rule.silent_when_failed, *rule.consequence_of} <= RULES.keys() - {rule.id}


@pytest.mark.parametrize("rule", EXECUTABLE, ids=lambda r: r.id)
def test_an_executable_rule_is_bound_to_cells_in_every_edition_that_it_names(rule: Rule) -> None:
    for edition_id in rule.editions:
        checks = checks_of(rule, EDITIONS[edition_id])
        assert checks, edition_id
        own = {name for check in checks for name in check.needed if "(" not in name}
        assert own <= EDITIONS[edition_id].slots.keys()


@pytest.mark.skipif(not ORIGINAL.exists(), reason="the domain pack is not beside the repository")
def test_the_rules_are_those_of_the_domain_pack_and_only_add_to_them() -> None:
    ours = {r["id"]: r for r in load_json("rules.json")["rules"]}
    for theirs in json.loads(ORIGINAL.read_text())["rules"]:
        assert {key: ours[theirs["id"]].get(key) for key in theirs} == theirs


def test_no_figure_is_both_additive_and_not() -> None:
    assert not additive_keys() & non_additive_keys()


def test_a_bare_row_of_a_matrix_means_its_total() -> None:
    rule = _rule("req_carried_in == prev(req_carried_out)")
    (check,) = checks_of(rule, EDITIONS["cn-gid-2021"])
    assert check.names == ("req_carried_in@total", "prev(req_carried_out@total)")


def test_optional_rows_drop_out_where_the_form_lacks_them() -> None:
    (with_gazette,) = checks_of(RULES["P14-02"], EDITIONS["cn-gid-2014-national"])
    (without,) = checks_of(RULES["P14-02"], EDITIONS["cn-gid-2014-shandong-dept"])
    assert set(with_gazette.names) - set(without.names) == {"channel_gazette"}


def test_a_rule_about_a_row_that_the_form_lacks_is_not_applicable() -> None:
    assert checks_of(_rule("fee_collected <= 100"), EDITIONS["cn-gid-2014-shandong"]) == ()
    assert checks_of(_rule("trainees > 0", when="fee_collected > 0"), EDITIONS["cn-gid-2014-shandong"]) == ()


def test_one_check_for_each_column_and_each_row_with_figures() -> None:
    columns = checks_of(RULES["A19-01"], EDITIONS["cn-gid-2019"])
    rows = checks_of(RULES["A19-03"], EDITIONS["cn-gid-2019"])
    assert [c.bound for c in columns][-1] == "total"
    assert len(columns) == 7
    assert len(rows) == 23
    assert "outcome_refused" not in {c.bound for c in rows}


def test_one_printed_row_stands_for_the_rows_of_the_form() -> None:
    edition = EDITIONS["cn-gid-2021"]
    fine, coarse = (checks_of(RULES["A21-02"], edition, coarse=c) for c in (False, True))
    lost = set(fine[0].names) - set(coarse[0].names)
    gained = set(coarse[0].names) - set(fine[0].names)
    assert lost == {f"{r}@natural_person" for r in ("other_overdue_correction", "other_unpaid_fee", "other_misc")}
    assert gained == {"outcome_other@natural_person"}
    rows = {c.bound for c in checks_of(RULES["A19-03"], edition, coarse=True)}
    assert "outcome_other" in rows
    assert not rows & {"other_overdue_correction", "other_unpaid_fee", "other_misc"}
    assert substitutes(EDITIONS["cn-gid-2019"]) == {}


@pytest.mark.parametrize(
    ("domain", "bound"),
    [
        ("requests.columns", 7),
        ("requests.value_rows", 23),
        ("nosuch.columns", 0),
        (["req_received", "req_carried_in"], 2),
        (["req_received", "trainees"], 1),
    ],
)
def test_what_a_variable_runs_over(domain: str | list[str], bound: int) -> None:
    expression = {"requests.columns": "req_received@x == 0", "requests.value_rows": "x@total == 0"}.get(
        str(domain), "x == 0"
    )
    checks = checks_of(_rule(expression, for_each={"x": domain}), EDITIONS["cn-gid-2019"])
    assert len(checks) == bound
    assert len({check.bound for check in checks}) == bound


def test_a_roll_up_runs_over_the_additive_figures() -> None:
    bound = {check.bound for check in checks_of(replace(RULES["V-01"], when=None), EDITIONS["cn-gid-2014-weihai"])}
    assert {"trainees", "req_received"} <= bound
    assert not bound & {"proactive_items", "response_hot_topics", "gazette_issues"}


def test_a_condition_that_loses_its_only_row_takes_the_rule_with_it() -> None:
    rule = _rule("trainees > 0", when="channel_gazette > 0", optional_keys=["channel_gazette"])
    assert checks_of(rule, EDITIONS["cn-gid-2014-national"])
    assert checks_of(rule, EDITIONS["cn-gid-2014-shandong-dept"]) == ()


def test_the_part_of_a_sum_of_several_decides_its_tolerance() -> None:
    (mixed,) = checks_of(_rule("trainees == meetings_held + special_funds"), EDITIONS["cn-gid-2014-national"])
    assert mixed.tolerance == 0.005
    (wide,) = checks_of(_rule("trainees == meetings_held", tolerance=2), EDITIONS["cn-gid-2014-national"])
    assert wide.tolerance == 2


def test_decimals_get_their_tolerance_and_counts_none() -> None:
    (money,) = checks_of(_rule("special_funds == fee_collected"), EDITIONS["cn-gid-2014-national"])
    (count,) = checks_of(_rule("trainees == training_classes"), EDITIONS["cn-gid-2014-national"])
    assert (money.tolerance, count.tolerance) == (0.005, 0)


def test_an_unknown_blank_policy_is_refused() -> None:
    with pytest.raises(ExpressionError, match="blank"):
        checks_of(_rule("trainees == 0", blank="ignore"), EDITIONS["cn-gid-2014-national"])


def test_headings_need_hold_no_figure() -> None:
    assert "response_methods_total" in unfilled_rows(EDITIONS["cn-gid-2014-shandong-dept"])
    assert "channel_items_total" not in unfilled_rows(EDITIONS["cn-gid-2014-weihai"])


def _rule(expression: str, **fields: object) -> Rule:
    entry = {
        "id": "TEST-1",
        "kind": "arithmetic",
        "editions": list(EDITIONS),
        "severity": "error",
        "expr": expression,
        "title_zh": "试验",
        "title_en": "trial",
        "basis": "arithmetic",
        "blank": "zero",
    }
    return rule_from_dict({**entry, **fields})


def _custom(base: str | None, *rows: Row) -> Edition:
    table = FormTable("stats", "统计表", "row_value", "{row}", rows, (Column("value", "数值"),), ("label", "value"))
    return Edition("local-form", "地方表", 2010, 2013, (table,), base=base, status="custom")


def test_a_custom_edition_is_ruled_by_its_base() -> None:
    assert rules_edition(_custom("cn-gid-2014-national")) == "cn-gid-2014-national"
    assert rules_edition(_custom(None)) is None
    assert rules_edition(EDITIONS["cn-gid-2021"]) == "cn-gid-2021"


def test_a_sum_that_leaves_out_a_part_of_a_custom_form_is_not_applicable() -> None:
    staff = [
        Row("staff_total", "人员", role="total"),
        Row("staff_full_time", "专职", parent="staff_total", role="component"),
        Row("staff_part_time", "兼职", parent="staff_total", role="component"),
    ]
    volunteers = Row("staff_volunteers", "志愿者", parent="staff_total", role="component")
    assert checks_of(RULES["B14-05"], _custom("cn-gid-2014-national", *staff))
    assert not checks_of(RULES["B14-05"], _custom("cn-gid-2014-national", *staff, volunteers))


SUM = "trainees == meetings_held + training_classes"


def _check(expression: str = SUM, **fields: object) -> Check:
    (check,) = checks_of(_rule(expression, **fields), EDITIONS["cn-gid-2014-national"])
    return check


def _values(total: float | None, first: float | None, second: float | None) -> Values:
    return {"trainees": total, "meetings_held": first, "training_classes": second}


@pytest.mark.parametrize(
    ("policy", "figures", "outcome"),
    [
        ("zero", (3, 1, 2), "pass"),
        ("zero", (3, 1, 1), "fail"),
        ("zero", (None, None, None), "pass"),
        ("zero", (3, None, None), "fail"),
        ("zero_children", (3, None, 3), "pass"),
        ("zero_children", (3, None, None), "fail"),
        ("zero_children", (0, None, None), "pass"),
        ("zero_children", (None, None, None), "skipped"),
        ("zero_children", (None, 0, None), "skipped"),
        ("zero_children", (None, 0, 1), "missing_total"),
        ("zero_if_row_touched", (None, None, None), "skipped"),
        ("zero_if_row_touched", (None, None, 1), "fail"),
        ("zero_if_row_touched", (0, None, None), "pass"),
        ("skip", (3, 1, 2), "pass"),
        ("skip", (3, 1, 1), "fail"),
        ("skip", (3, 1, None), "blank"),
        ("skip", (None, 1, 2), "blank"),
        ("skip_if_total_blank", (None, 1, 2), "missing_total"),
        ("skip_if_total_blank", (None, None, 0), "skipped"),
        ("skip_if_total_blank", (3, None, 3), "pass"),
        ("skip_if_total_blank", (3, None, None), "fail"),
        ("skip_if_all_children_blank", (3, None, None), "missing_children"),
        ("skip_if_all_children_blank", (0, None, None), "pass"),
        ("skip_if_all_children_blank", (None, None, None), "skipped"),
        ("skip_if_all_children_blank", (3, 3, None), "pass"),
        ("skip_if_all_children_blank", (3, 2, None), "fail"),
        ("skip_if_all_children_blank", (None, 2, None), "missing_total"),
        ("skip_if_all_children_blank", (None, 0, None), "skipped"),
    ],
)
def test_blank_policies(policy: str, figures: tuple[float | None, ...], outcome: Outcome) -> None:
    assert assess(_check(blank=policy), _values(*figures)) == outcome


@pytest.mark.parametrize("policy", BLANK_POLICIES)
@pytest.mark.parametrize("lacking", ["trainees", "meetings_held", "training_classes"])
def test_absent_comes_before_every_policy(policy: str, lacking: str) -> None:
    values = {key: value for key, value in _values(3, 1, 1).items() if key != lacking}
    check = _check(blank=policy)
    assert assess(check, values) == "absent"
    assert absent_from(check, values) == [lacking]


def test_a_condition_names_cells_that_may_be_absent_too() -> None:
    check = _check("training_classes > 0", when="trainees > 0")
    assert assess(check, {"training_classes": 0}) == "absent"
    assert assess(check, {"training_classes": 0, "trainees": None}) == "pass"
    assert assess(check, {"training_classes": 0, "trainees": 4}) == "fail"


@pytest.mark.parametrize(
    ("expression", "total"),
    [
        (SUM, "trainees"),
        ("meetings_held + training_classes <= trainees", "trainees"),
        ("trainees == meetings_held", "trainees"),
        ("trainees >= max(meetings_held, training_classes)", "trainees"),
        ("trainees + meetings_held == training_classes + 1", None),
        ("trainees >= 1 or meetings_held >= 1", None),
    ],
)
def test_the_total_is_the_side_that_is_one_cell(expression: str, total: str | None) -> None:
    assert _check(expression).total == total


def test_two_sides_of_sums_count_blanks_as_0() -> None:
    check = _check("trainees + meetings_held == training_classes + 1", blank="zero_children")
    assert assess(check, _values(None, 3, 2)) == "pass"


def test_a_blank_total_may_be_replaced_by_its_row() -> None:
    (check,) = checks_of(RULES["X-01"], EDITIONS["cn-gid-2021"])
    columns = {f"{key}@{c}": None for key in ("req_carried_in", "req_carried_out") for c in ("natural_person", "total")}
    now = {key: value for key, value in columns.items() if "_in" in key} | {"req_carried_in@natural_person": 4}
    before = {f"prev({key})": 4 if "total" in key else None for key in columns if "_out" in key}
    assert assess(check, {**now, **before}) == "pass"
    assert assess(check, {**now, **before, "req_carried_in@natural_person": 5}) == "fail"
    assert assess(check, {**now, **before, "req_carried_in@total": 0}) == "fail"


@pytest.mark.parametrize(
    ("year", "years", "covered"),
    [
        (2020, (2020, None), True),
        (2019, (2020, None), False),
        (2021, (None, 2020), False),
        (None, (None, None), True),
        (None, (2020, None), False),
        (2024, (None, None), True),
    ],
)
def test_years(year: int | None, years: tuple[int | None, int | None], covered: bool) -> None:
    assert replace(RULES["X-01"], years=years).covers_year(year) is covered


def test_severity_by_edition() -> None:
    assert RULES["A14-07"].severity_in("cn-gid-2014-national") == "warning"
    assert RULES["A14-07"].severity_in("cn-gid-2014-weihai") == "error"
