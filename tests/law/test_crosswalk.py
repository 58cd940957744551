"""The crosswalk: every expression computes, every break is one, and figures meet their counterparts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongkai.law.crosswalk import (
    Concept,
    Figure,
    Pair,
    cell_figure,
    cells_of,
    concept_figure,
    concepts,
    era_of,
    pairs,
)
from gongkai.law.data_files import load_json
from gongkai.law.editions import Column, Edition, FormTable, Row, builtin_editions
from gongkai.law.expressions import Number, parse_figure

EDITIONS = builtin_editions()
NATIONAL, SHANDONG, TRIAL, CURRENT = (
    EDITIONS[f"cn-gid-{name}"] for name in ("2014-national", "2014-shandong", "2019", "2021")
)
CONCEPTS = concepts()
ERAS = load_json("crosswalk.json")["eras"]
ORIGINAL = Path(__file__).resolve().parents[2] / ".." / "shared" / "domain" / "crosswalk.json"
SPLIT = {"applicant_type", "item_counts", "central_procurement", "info_processing_fee"}


def filled(edition: Edition, value: Number | None = 1) -> dict[str, Number | None]:
    return dict.fromkeys(edition.slots, value)


def pair(found: list[Pair], key: str) -> Pair:
    return next(p for p in found if p.key == key)


@pytest.mark.parametrize("concept", CONCEPTS.values(), ids=CONCEPTS)
def test_every_expression_computes_in_an_edition_of_its_era(concept: Concept) -> None:
    assert concept.expressions.keys() == ERAS.keys()
    assert concept.label
    for era, expression in concept.expressions.items():
        if expression is None:
            continue
        figures = [concept_figure(concept, EDITIONS[e], filled(EDITIONS[e])) for e in ERAS[era]]
        assert "number" in {figure.state for figure in figures}
        assert {figure.state for figure in figures} <= {"number", "no_row"}
        assert list(parse_figure(expression).refs())


@pytest.mark.skipif(not ORIGINAL.exists(), reason="the domain pack is not beside the repository")
def test_the_concepts_are_those_of_the_domain_pack() -> None:
    """Three that listed several figures in one line are several concepts here; one is told in words only."""
    theirs = {i["concept"]: i for i in json.loads(ORIGINAL.read_text(encoding="utf-8"))["items"]}
    for name, item in theirs.items():
        if name not in SPLIT:
            assert CONCEPTS[name].expressions == item["expr"]
            assert (CONCEPTS[name].relation, CONCEPTS[name].comparable) == (item["relation"], item["comparable"])
    added = {"requests_received_", "items_", "central_procurement_"}
    assert all(name in theirs or name.startswith(tuple(added)) for name in CONCEPTS)


def test_eras() -> None:
    assert {era_of(e) for e in EDITIONS.values() if "2014" in e.id} == {"2014-2018"}
    assert (era_of(TRIAL), era_of(CURRENT)) == ("2019-2020", "2021+")
    assert era_of(_custom("cn-gid-2014-weihai")) == "2014-2018"
    assert era_of(_custom(None)) is None


def _custom(base: str | None) -> Edition:
    rows = (Row("trainees", "培训人数"), Row("tea", "茶话会"))
    table = FormTable("stats", "统计表", "row_value", "{row}", rows, (Column("value", "数值"),))
    return Edition("local", "地方表", 2010, None, (table,), base=base)


@pytest.mark.parametrize(
    ("name", "eras", "expected"),
    [
        ("requests_received", ("2014-2018", "2021+"), "yes"),
        ("granted", ("2014-2018", "2019-2020"), "caution"),
        ("granted", ("2019-2020", "2019-2020"), "yes"),
        ("granted", ("2019-2020", "2021+"), "yes"),
        ("granted", ("2014-2018", "2021+"), "caution"),
        ("requests_handled", ("2019-2020", "2021+"), "yes"),
        ("review_total", ("2019-2020", "2021+"), "yes"),
        ("review_upheld", ("2014-2018", "2019-2020"), "caution"),
        ("review_upheld", ("2019-2020", "2021+"), "yes"),
        ("redirected", ("2019-2020", "2021+"), "yes"),
        ("redirected", ("2014-2018", "2019-2020"), "no"),
        ("unclear", ("2019-2020", "2021+"), "no"),
        ("admin_fees", ("2019-2020", "2021+"), "no"),
        ("rules_stock", ("2019-2020", "2021+"), "no"),
        ("unclear", ("2014-2018", "2021+"), "no"),
        ("not_processed", ("2019-2020", "2021+"), "yes"),
        ("not_processed", ("2014-2018", "2021+"), "no"),
        ("complaints", ("2014-2018", "2019-2020"), "no"),
        ("normative_docs_stock", ("2019-2020", "2021+"), "no"),
    ],
)
def test_what_may_be_set_side_by_side(name: str, eras: tuple[str, str], expected: str) -> None:
    assert CONCEPTS[name].comparability(*eras) == expected
    assert CONCEPTS[name].comparability(*eras[::-1]) == expected


@pytest.mark.parametrize("concept", CONCEPTS.values(), ids=CONCEPTS)
def test_a_break_is_never_charted_and_has_a_note(concept: Concept) -> None:
    if concept.relation in ("break", "local"):
        assert "yes" not in concept.comparable
    if concept.comparable in ("no", "caution") and "upheld" not in concept.id and "corrected" not in concept.id:
        assert concept.note or concept.id == "litigation_other"


@pytest.mark.parametrize(
    ("key", "figures", "expected"),
    [
        ("req_received@total", {"req_received@total": 4}, Figure(4, "number")),
        ("req_received", {"req_received@total": 4}, Figure(4, "number")),
        ("req_received", {"req_received@total": None, "req_received@org_other": 2}, Figure(2, "number")),
        ("req_received", {"req_received@total": None, "req_received@org_other": None}, Figure(None, "blank")),
        ("req_received", {"req_received@org_other": 2}, Figure(None, "absent")),
        ("req_received@org_other", {"req_received@org_other": None, "req_received@total": 3}, Figure(None, "blank")),
        ("req_closed", {}, Figure(None, "no_row")),
        ("rules_made", {"rules_made": 0}, Figure(0, "number")),
    ],
)
def test_a_cell(key: str, figures: dict[str, Number | None], expected: Figure) -> None:
    assert cell_figure(TRIAL, key, figures) == expected


def test_a_heading_is_the_sum_of_its_rows() -> None:
    figures = {f"{key}@total": None for key in ("unable_not_held", "unable_needs_creation", "unable_still_unclear")}
    assert cell_figure(TRIAL, "outcome_unable", figures) == Figure(None, "blank")
    assert cell_figure(TRIAL, "outcome_unable", {**figures, "unable_not_held@total": 3}) == Figure(3, "number")
    assert cell_figure(TRIAL, "outcome_unable", {"unable_not_held@total": 3}) == Figure(None, "absent")
    assert cell_figure(CURRENT, "outcome_other", {**filled(CURRENT)}) == Figure(3, "number")


def test_the_cells_of_a_concept() -> None:
    assert cells_of(CONCEPTS["granted"], NATIONAL) == ["reply_already_public", "reply_granted"]
    assert cells_of(CONCEPTS["granted"], TRIAL) == ["outcome_granted@total"]
    assert cells_of(CONCEPTS["complaints"], TRIAL) == []
    assert cells_of(CONCEPTS["granted"], _custom(None)) == []


def test_one_printed_row_of_other_handling_is_the_sum_of_three() -> None:
    figures = {k: v for k, v in filled(CURRENT).items() if not k.startswith("other_")} | {"outcome_other@total": 5}
    assert concept_figure(CONCEPTS["other_handling"], CURRENT, figures) == Figure(5, "number")
    assert concept_figure(CONCEPTS["unclear"], CURRENT, figures) == Figure(None, "absent")


def test_sums_of_two_rows_meet_one() -> None:
    then = {**filled(NATIONAL, 0), "reply_already_public": 2, "reply_granted": 3}
    found = list(pairs(NATIONAL, TRIAL, then, filled(TRIAL, 0) | {"outcome_granted@total": 9}))
    granted = pair(found, "granted")
    assert (granted.first.value, granted.second.value, granted.comparable) == (5, 9, "caution")
    assert granted.note
    assert pair(found, "complaints").second.state == "no_row"


def test_editions_of_one_era_meet_cell_by_cell() -> None:
    found = list(pairs(NATIONAL, SHANDONG, filled(NATIONAL), filled(SHANDONG, 2)))
    assert (pair(found, "req_closed").first.value, pair(found, "req_closed").second.value) == (1, 2)
    local = pair(found, "fee_collected")
    assert (local.second.state, local.relation, local.comparable) == ("no_row", "local", "no")
    assert all(p.label is None for p in found)
    assert len({p.key for p in found}) == len(found)


def test_a_custom_form_without_a_base_meets_by_equal_keys() -> None:
    found = list(pairs(_custom(None), NATIONAL, {"trainees": 4, "tea": 1}, filled(NATIONAL)))
    assert pair(found, "trainees").comparable == "yes"
    assert pair(found, "tea").second.state == "no_row"


def test_the_trial_form_and_the_current_one_are_one_series_wherever_the_cells_are_the_same() -> None:
    found = {p.key: p for p in pairs(TRIAL, CURRENT, filled(TRIAL), filled(CURRENT))}
    for concept in CONCEPTS.values():
        told = found[concept.id]
        if concept.expressions["2019-2020"] is None or concept.id == "normative_docs_made":
            continue
        same = concept.expressions["2019-2020"] == concept.expressions["2021+"]
        assert ((told.relation, told.comparable, told.note) == ("exact", "yes", "")) is same, concept.id
    assert {key for key, p in found.items() if p.comparable == "no" and p.first.state == "number"} == {
        "unclear", "normative_docs_disclosed", "normative_docs_stock", "rules_stock", "other_services_decisions",
        "items_licensing", "items_other_services", "items_penalties", "items_coercion", "admin_fees",
        "central_procurement_projects", "central_procurement_amount",
    }  # fmt: skip


def test_a_change_of_name_in_2021_is_still_told() -> None:
    made = pair(list(pairs(TRIAL, CURRENT, filled(TRIAL), filled(CURRENT))), "normative_docs_made")
    assert (made.relation, made.comparable) == ("close", "yes")
    assert "2021年“制发件数”" in made.note
