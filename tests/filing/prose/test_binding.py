"""Numbers bound to cells, in the store and as a clerk types them."""

import pytest

from gongkai.filing.prose.binding import (
    UnknownFigure,
    keys_in,
    names_of,
    pieces,
    render,
    shown_value,
    to_stored_text,
    to_typed,
)
from gongkai.filing.prose.checks import typed_numbers_checked
from gongkai.law.editions import builtin_editions, load_edition
from gongkai.report.model import Cell, Report

EDITION = load_edition("cn-gid-2021")
TOTAL = "req_received@total"
NAME = "本年新收政府信息公开申请数量·总计"
CELLS = {key: Cell(key, 0, "0") for key in EDITION.slots} | {
    TOTAL: Cell(TOTAL, 12, "12"),
    "outcome_total@total": Cell("outcome_total@total", 11, "11"),
    "admin_fees_amount": Cell("admin_fees_amount", 0.5, "0.5"),
    "rules_made": Cell("rules_made", None, ""),
}


@pytest.mark.parametrize("edition", builtin_editions().values(), ids=lambda e: e.id)
def test_no_two_cells_of_an_edition_have_one_name_and_none_has_brackets_in_it(edition):
    names = list(names_of(edition).values())
    assert len(names) >= 58
    assert len(set(names)) == len(names)
    assert [name for name in names if set(name) & set("【】{}｛｝\n")] == []


@pytest.mark.parametrize("edition", builtin_editions().values(), ids=lambda e: e.id)
def test_every_name_comes_back_to_its_cell(edition):
    stored = "".join(f"甲{{{{{key}}}}}乙" for key in edition.slots)
    assert to_stored_text(to_typed(stored, edition), edition) == stored


@pytest.mark.parametrize(
    "typed",
    [
        f"收到【{NAME}】件",
        f"收到【 {NAME} 】件",
        f"收到{{{{{TOTAL}}}}}件",
        f"收到｛｛{NAME}｝｝件",
        f"收到{{{{ {NAME} }}}}件",
    ],
)
def test_every_way_to_type_a_bound_number(typed):
    assert to_stored_text(typed, EDITION) == "收到{{req_received@total}}件"


@pytest.mark.parametrize("text", ["鲁政办发【2017】39号", "【二〇一七】1号", "没有括号", "{单}括号", "【】"[:1]])
def test_other_brackets_stay(text):
    assert to_stored_text(text, EDITION) == text


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("收到【新收申请】件", "【新收申请】"),
        ("{{req_recieved}}", "{{req_recieved}}"),
        ("空【】", "【】"),
        ("{{2017}}", "{{2017}}"),
    ],
)
def test_an_unknown_figure_is_refused_by_name(text, named):
    with pytest.raises(UnknownFigure) as refused:
        to_stored_text(text, EDITION)
    assert f"没有名为{named}的数值。" in str(refused.value)


def test_all_unknown_figures_are_named_once():
    with pytest.raises(UnknownFigure) as refused:
        to_stored_text("【甲】【乙】【甲】", EDITION)
    assert "【甲】、【乙】的" in str(refused.value)


def test_lines_of_windows_become_lines():
    assert to_stored_text("一\r\n二", EDITION) == "一\n二"


def test_rendering():
    text = "收到{{req_received@total}}件，收费{{admin_fees_amount}}万元，规章{{rules_made}}件"
    assert render(text, CELLS) == "收到12件，收费0.5万元，规章（未填）件"
    assert keys_in(text) == ["req_received@total", "admin_fees_amount", "rules_made"]


def test_pieces_know_where_they_stand():
    text = "甲{{req_received@total}}乙{{outcome_total@total}}"
    assert [(p.text, p.key, p.at, p.start) for p in pieces(text, CELLS)] == [
        ("甲", None, 0, 0),
        ("12", "req_received@total", 1, 1),
        ("乙", None, 23, 3),
        ("11", "outcome_total@total", 24, 4),
        ("", None, 47, 6),
    ]


def test_a_cell_that_is_not_there_prints_as_not_filled():
    assert shown_value(None) == "（未填）"


def checked(text):
    report = Report("示例县科学技术局", 2024, EDITION.id)
    return typed_numbers_checked(text, CELLS, EDITION, report, "收到和处理政府信息公开申请情况")


def test_a_typed_number_that_agrees():
    [typed] = checked("2024年，本机关共收到政府信息公开申请12件。")
    assert (typed.number, typed.keys, typed.value, typed.state) == ("12", (TOTAL,), 12, "equal")
    assert typed.can_be_bound
    assert typed.name == NAME


def test_a_typed_number_that_differs():
    [typed] = checked("本机关共收到政府信息公开申请13件。")
    assert (typed.number, typed.value, typed.state) == ("13", 12, "differs")


def test_a_bound_number_is_not_a_typed_one():
    assert checked("本机关共收到政府信息公开申请{{req_received@total}}件。") == []


def test_the_place_of_a_typed_number_behind_a_bound_one():
    text = "本机关共收到政府信息公开申请{{req_received@total}}件，办结11件。"
    [typed] = checked(text)
    assert text[typed.at : typed.at + 2] == "11"
    assert typed.keys == ("outcome_total@total",)


@pytest.mark.parametrize(
    "text",
    [
        "2023年收到政府信息公开申请5件。",
        "全市共收到政府信息公开申请500件。",
        "收到政府信息公开申请约10件。",
        "书架有3个。",
        "",
    ],
)
def test_numbers_that_speak_of_something_else(text):
    assert [t for t in checked(text) if t.state == "differs"] == []


def test_the_sum_of_two_cells_is_checked_and_cannot_be_bound():
    [typed] = [t for t in checked("被提起行政诉讼2件。") if t.number == "2"]
    assert typed.keys == ("litigation_direct_total", "litigation_after_review_total")
    assert (typed.value, typed.state, typed.can_be_bound) == (0, "differs", False)
