"""A report beside last year's."""

from __future__ import annotations

import pytest

from gongkai.report.auditing.cross_year import SHORTEST, agency_change, obstacle
from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Audit, Finding, Subject
from gongkai.report.model import Report, Section
from tests.report.auditing.cases import report
from tests.report.auditing.cases_2014 import NATIONAL, Cells
from tests.report.auditing.cases_2019 import COLUMNS, CURRENT, TRIAL, row
from tests.report.auditing.cases_cross import OTHER_PROSE, PROSE, told

CARRIED = row("req_carried_in", 5, 5)
CLOSED = row("req_carried_out", 6, 6)


def beside(now: Report, then: Report | None) -> Audit:
    return audit(now, previous=then)


def of(result: Audit, *rules: str) -> list[Finding]:
    return [f for f in result.findings if f.rule in rules]


def reason(result: Audit, rule: str) -> str | None:
    return next((n.reason for n in result.not_assessable if n.rule == rule), None)


def two(edition: str, year: int, now: Cells, then: Cells, before: str | None = None) -> Audit:
    return beside(report(edition, now, year=year), report(before or edition, then, year=year - 1))


def test_without_last_years_report_every_cross_year_rule_says_so() -> None:
    result = beside(report(CURRENT, CARRIED, year=2023), None)
    listed = {n.rule for n in result.not_assessable if n.rule.startswith("X-")}
    assert listed == {"X-01", "X-02", "X-03-rules", "X-03-normative_docs", "X-06", "X-07", "X-08", "X-09"}
    assert reason(result, "X-01") == "未提供上一年度的报告"


@pytest.mark.parametrize(
    ("year", "before", "words"),
    [(2023, 2021, "2021年度的，应为2022年度"), (2023, 2023, "应为2022年度"), (2023, 2022, None), (2023, None, None)],
)
def test_a_report_of_another_year_is_no_last_year(year: int, before: int | None, words: str | None) -> None:
    previous = report(CURRENT, CLOSED, year=2022)
    previous.year = before
    told = obstacle(Subject(report(CURRENT, CARRIED, year=year), previous=previous))
    assert told is None if words is None else words in str(told)


def test_opening_must_equal_closing() -> None:
    (found,) = of(two(CURRENT, 2023, CARRIED, CLOSED), "X-01")
    assert found.severity == "error"
    assert "填5，而上年「结转下年度继续办理·总计」填6，相差1" in found.message
    assert found.cells == {"req_carried_in@total": 5}


def test_the_carry_over_crosses_from_one_edition_to_the_next() -> None:
    assert of(two(CURRENT, 2021, CARRIED, CLOSED, TRIAL), "X-01")
    assert not of(two(CURRENT, 2021, row("req_carried_in", 6, 6), CLOSED, TRIAL), "X-01", "X-02")


def test_a_year_without_the_row_is_not_assessable() -> None:
    result = two(CURRENT, 2021, CARRIED, {"req_closed": 1}, NATIONAL)
    assert not of(result, "X-01", "X-02")
    assert "上年报告的表中没有读到" in str(reason(result, "X-01"))


def test_blank_totals_give_way_to_their_rows() -> None:
    filled_columns = row("req_carried_in", None, 4, 2)
    result = two(CURRENT, 2023, filled_columns, row("req_carried_out", None, 6))
    assert not of(result, "X-01")
    assert [f.message.count("一列") for f in of(result, "X-02")] == [1, 1]


def test_applicant_columns_name_the_rule_that_they_follow_from() -> None:
    columns = of(two(CURRENT, 2023, CARRIED, CLOSED), "X-02")
    assert all("X-01" in f.message for f in columns)


@pytest.mark.parametrize(
    ("now", "then", "changed"),
    [
        ("东湖区档案局", "东湖区档案局", False),
        ("东湖区档案局", "某市东湖区档案局", False),
        ("东湖区档案局", "东湖区 档案局", False),
        ("东湖区档案馆", "东湖区档案局", True),
        ("东湖区档案局", None, False),
        (None, "东湖区档案局", False),
    ],
)
def test_another_name_lowers_an_error_to_a_warning_and_says_so(
    now: str | None, then: str | None, changed: bool
) -> None:
    current = report(CURRENT, CARRIED, year=2023, agency=now)
    previous = report(CURRENT, CLOSED, year=2022, agency=then)
    (found,) = of(beside(current, previous), "X-01")
    assert found.severity == ("warning" if changed else "error")
    assert ("机构改革或合并，请先确认" in found.message) is changed
    assert bool(agency_change(Subject(current, previous=previous))) is changed


def test_a_stock_rolls_forward_only_where_both_years_have_it() -> None:
    now = {"rules_valid": 12, "rules_made": 3, "rules_repealed": 1}
    assert of(two(CURRENT, 2022, now, {"rules_valid": 9}), "X-03-rules")
    assert reason(two(CURRENT, 2022, now, {"rules_valid": None}), "X-03-rules") == "「规章·现行有效件数」未填写"
    assert reason(two(CURRENT, 2021, now, {"rules_disclosed_total": 9}, TRIAL), "X-03-rules") is None


def test_the_same_table_again_is_suspicious() -> None:
    cells = {"trainees": 18, "training_classes": 2, "meetings_held": 0}
    (found,) = of(two(NATIONAL, 2017, cells, {**cells, "meetings_held": None}), "X-07")
    assert found.severity == "warning"
    assert found.cells == {"trainees": 18, "training_classes": 2}
    assert not of(two(NATIONAL, 2017, cells, {**cells, "meetings_held": 1}), "X-07")


def test_a_long_list_of_repeated_figures_is_cut() -> None:
    cells = {"trainees": 1, "training_classes": 2, "meetings_held": 3, "staff_total": 4, "special_funds": 5}
    (short,) = of(two(NATIONAL, 2017, cells, cells), "X-07")
    (long,) = of(two(NATIONAL, 2017, {**cells, "reading_points": 6}, {**cells, "reading_points": 6}), "X-07")
    assert ("5个非零数据" in short.message, "等）" in short.message) == (True, False)
    assert ("6个非零数据" in long.message, "等）" in long.message, long.message.count("、")) == (True, True, 4)


def test_stocks_may_stand_still() -> None:
    cells = {"normative_docs_valid": 4, "rules_valid": 0}
    (found,) = of(two(CURRENT, 2023, cells, cells), "X-07")
    assert found.severity == "info"


def test_two_empty_tables_are_not_compared() -> None:
    assert "均无非零数据" in str(reason(two(CURRENT, 2023, {"rules_valid": 0}, {"rules_valid": None}), "X-07"))
    assert "同一版式" in str(reason(two(CURRENT, 2021, {"rules_made": 2}, {"rules_made": 2}, TRIAL), "X-07"))


def test_prose_is_compared_without_its_figures() -> None:
    then = tuple(text + "全年答复3件，培训120人次。" for text in PROSE)
    now = tuple(text + "全年答复41件，培训九十人次。" for text in PROSE)
    (found,) = of(beside(told(CURRENT, 2023, now), told(CURRENT, 2022, then)), "X-08")
    assert "100%" in found.message
    assert found.quotes
    for quote in found.quotes:
        section = told(CURRENT, 2023, now).sections[quote.section or 0]
        assert section.text[quote.start : quote.end] == quote.text


def test_new_prose_and_set_phrases_are_not_repetition() -> None:
    assert not of(beside(told(CURRENT, 2023, OTHER_PROSE), told(CURRENT, 2022, PROSE)), "X-08")
    phrase = Section("preamble", None, None, "根据条例第五十条的规定编制并公布本报告，" * 20)
    now, then = told(CURRENT, 2023, OTHER_PROSE), told(CURRENT, 2022, PROSE)
    now.sections.insert(0, phrase)
    then.sections.insert(0, phrase)
    assert not of(beside(now, then), "X-08")


def test_half_repeated_is_not_yet_too_much() -> None:
    """Two hundred characters, none of which stands twice, of which the first hundred and some stood there before."""
    text = "".join(chr(0x4E00 + at) for at in range(400))
    then = told(CURRENT, 2022, (text[:200],))
    half, more = text[:104] + text[201:298], text[:106] + text[201:298]
    assert not of(beside(told(CURRENT, 2023, (half,)), then), "X-08")
    assert of(beside(told(CURRENT, 2023, (more,)), then), "X-08")


def test_the_first_five_repeated_sentences_are_quoted() -> None:
    sentences = ["".join(chr(0x4E00 + 40 * at + step) for step in range(30)) + "。" for at in range(8)]
    (found,) = of(
        beside(told(CURRENT, 2023, ("".join(sentences),)), told(CURRENT, 2022, ("".join(sentences),))), "X-08"
    )
    assert [q.text for q in found.quotes] == [sentence[:-1] for sentence in sentences[:5]]


def test_a_few_words_are_not_compared() -> None:
    short = told(CURRENT, 2023, ("全年无申请。",))
    assert len(short.sections[0].text) < SHORTEST
    assert "太短" in str(reason(beside(short, told(CURRENT, 2022, PROSE)), "X-08"))


@pytest.mark.parametrize(
    ("then", "now", "told_of"),
    [
        (20, 101, True),
        (20, 100, False),
        (100, 19, True),
        (100, 20, False),
        (2, 19, False),
        (0, 20, True),
        (20, 0, True),
    ],
)
def test_a_five_fold_change_of_more_than_a_few(then: int, now: int, told_of: bool) -> None:
    found = of(two(NATIONAL, 2017, {"trainees": now}, {"trainees": then}), "X-09")
    assert bool(found) is told_of
    assert all(f.severity == "info" and f.cells == {"trainees": now} for f in found)


def test_a_change_is_told_as_a_multiple() -> None:
    (grown,) = of(two(NATIONAL, 2017, {"trainees": 150}, {"trainees": 20}), "X-09")
    (new,) = of(two(NATIONAL, 2017, {"trainees": 150}, {"trainees": 0}), "X-09")
    assert "本年为150，上年为20，为上年的7.5倍" in grown.message
    (gone,) = of(two(NATIONAL, 2017, {"trainees": 0}, {"trainees": 77}), "X-09")
    assert "本年为150，上年为0，变动较大" in new.message
    assert "本年为0，上年为77，变动较大" in gone.message


def test_changes_are_followed_through_the_crosswalk_with_the_note_on_the_break() -> None:
    (found,) = of(two(TRIAL, 2019, row("req_received", 300, 300), {"req_received": 20}, NATIONAL), "X-09")
    assert "收到/本年新收申请" in found.message
    assert found.cells == {"req_received@total": 300}
    assert "口径有变" in found.message


def test_only_comparable_counts_are_followed() -> None:
    now, then = {"normative_docs_valid": 900}, {"normative_docs_disclosed_total": 30}
    assert not of(two(CURRENT, 2021, now, then, TRIAL), "X-09")
    assert not of(two(NATIONAL, 2017, {"special_funds": 900}, {"special_funds": 30}), "X-09"), "money is no count"
    columns = {f"req_received@{c}": 40 for c in COLUMNS[:1]} | {"req_received@total": 60}
    assert not of(two(CURRENT, 2023, columns, {**columns, "req_received@natural_person": 2}), "X-09")


def test_without_a_form_changes_cannot_be_followed() -> None:
    assert "统计表" in str(reason(beside(told(CURRENT, 2023, PROSE), Report(year=2022)), "X-09"))
