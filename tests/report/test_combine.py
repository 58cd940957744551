"""Adding reports up: what may be added is, what may not is refused, and nothing is counted twice."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.cli.main import run
from gongkai.law.editions import builtin_editions
from gongkai.law.rules import additive_keys, non_additive_keys
from gongkai.report.combine import (
    CombineError,
    CountedTwiceError,
    MixedEditionsError,
    MixedYearsError,
    NothingToCombineError,
    UnknownFormError,
    check_rollup,
    combine,
)
from gongkai.report.model import Number, Report
from gongkai.report.reading import read
from gongkai.report.serialise import to_json
from tests.report.auditing.cases import report
from tests.report.auditing.cases_2014 import NATIONAL, SHANDONG, Cells
from tests.report.auditing.cases_2019 import COLUMNS, CURRENT, TRIAL, row

EDITIONS = builtin_editions()


def units(edition: str, *tables: Cells, year: int | None = None) -> list[Report]:
    return [report(edition, cells, agency=f"第{at}水务所", year=year) for at, cells in enumerate(tables, 1)]


def added(edition: str, *tables: Cells) -> Report:
    return combine(units(edition, *tables), "某县水务局")


def codes(combined: Report) -> set[str]:
    return {note.code for note in combined.notes}


@pytest.mark.parametrize(
    ("figures", "total"),
    [
        ((1, 2), 3),
        ((1, None), 1),
        ((None, None), None),
        ((0, None), 0),
        ((0, 0), 0),
        ((1, 2, 3), 6),
        ((5,), 5),
    ],
)
def test_counts_are_added_and_blank_stays_blank(figures: tuple[Number | None, ...], total: Number | None) -> None:
    cell = added(NATIONAL, *({"trainees": figure} for figure in figures)).cells["trainees"]
    assert cell.value == total
    assert cell.raw == ("" if total is None else str(total))
    assert cell.unit == "人次"


def test_money_is_added_without_crumbs() -> None:
    assert added(NATIONAL, {"special_funds": 0.1}, {"special_funds": 0.2}).value("special_funds") == 0.3


def test_money_in_other_units_is_converted_to_the_first() -> None:
    first, second = units(TRIAL, {"central_procurement_amount": 3}, {"central_procurement_amount": 25000})
    first.cells["central_procurement_amount"] = replace(first.cells["central_procurement_amount"], unit="万元")
    second.cells["central_procurement_amount"] = replace(second.cells["central_procurement_amount"], unit="元")
    assert combine([first, second], "某县").value("central_procurement_amount") == 5.5
    assert combine([second, first], "某县").value("central_procurement_amount") == 55000


def test_a_blank_in_another_unit_needs_no_conversion() -> None:
    figures = ({"central_procurement_amount": figure} for figure in (3, 25000, None))
    reports = units(TRIAL, *figures)
    for part, unit in zip(reports, ("万元", "元", "元"), strict=True):
        part.cells["central_procurement_amount"] = replace(part.cells["central_procurement_amount"], unit=unit)
    assert combine(reports, "某县").value("central_procurement_amount") == 5.5


def test_units_that_do_not_convert_are_refused() -> None:
    first, second = units(NATIONAL, {"trainees": 3}, {"trainees": 2})
    second.cells["trainees"] = replace(second.cells["trainees"], unit="学时")
    combined = combine([first, second], "某县")
    assert combined.value("trainees") is None
    assert "combine.unit" in codes(combined)


def test_a_mark_counts_as_blank() -> None:
    assert added(TRIAL, {"rules_made": "/"}, {"rules_made": 2}).value("rules_made") == 2


def test_a_cell_that_one_report_lacks_stays_absent() -> None:
    combined = added(NATIONAL, {"trainees": 3, "meetings_held": 1}, {"trainees": 2})
    assert "meetings_held" not in combined.cells
    assert "「召开政府信息公开工作会议或专题会议数」" in next(
        n.message for n in combined.notes if n.code == "combine.absent"
    )


def test_a_figure_that_cannot_be_read_is_not_taken_for_0() -> None:
    assert "trainees" not in added(NATIONAL, {"trainees": 3}, {"trainees": "若干"}).cells


@pytest.mark.parametrize("key", ["proactive_items", "response_hot_topics"])
def test_distinct_counts_are_not_added(key: str) -> None:
    combined = added(NATIONAL, {key: 3}, {key: 2})
    assert (combined.cells[key].value, combined.cells[key].raw) == (None, "")
    assert "combine.not_additive" in codes(combined)


def test_what_is_on_no_list_is_not_added_either() -> None:
    combined = added(TRIAL, {"licensing_items_prev_year": 3}, {"licensing_items_prev_year": 3})
    assert combined.value("licensing_items_prev_year") is None
    assert codes(combined) == {"combine.not_listed"}


def test_parts_of_an_additive_total_are_added() -> None:
    parts = {"reading_points": 2, "reading_points_city": 1, "reading_points_county": 1, "reading_points_town": 0}
    combined = added("cn-gid-2014-weihai", parts, parts)
    assert {key: combined.value(key) for key in parts} == {key: 2 * value for key, value in parts.items()}


def test_a_blank_that_was_added_as_0_is_told() -> None:
    assert codes(added(NATIONAL, {"trainees": 3}, {"trainees": None})) == {"combine.blank"}
    assert codes(added(NATIONAL, {"trainees": 3}, {"trainees": 0})) == set()


def test_one_printed_row_of_other_handling_takes_the_others_with_it() -> None:
    fine = {**row("other_overdue_correction", 1, 1), **row("other_unpaid_fee", 0), **row("other_misc", 2, 2)}
    combined = added(CURRENT, fine, row("outcome_other", 4, 4))
    assert combined.value("outcome_other@total") == 7
    assert combined.value("outcome_other@natural_person") == 7
    assert not [key for key in combined.cells if key.startswith("other_")]


def test_the_combined_report_has_figures_only() -> None:
    first, second = units(NATIONAL, {"trainees": 3}, {"trainees": 2})
    first.sections = report(sections=["全年培训3人次。"]).sections
    combined = combine([first, second], "某县水务局")
    assert (combined.agency, combined.year, combined.edition) == ("某县水务局", 2017, NATIONAL)
    assert (combined.sections, combined.claims) == ([], [])
    assert "政府信息公开工作年度报告" in str(combined.title)


@pytest.mark.parametrize(
    ("reports", "error", "words"),
    [
        ([], NothingToCombineError, "没有可汇总"),
        ([report(NATIONAL, {}), report(NATIONAL, {}, year=2016, agency="甲所")], MixedYearsError, "2016、2017"),
        (
            [report(NATIONAL, {}, year=2018), report(SHANDONG, {}, agency="甲所")],
            MixedEditionsError,
            "《政府信息公开工作情况统计表（山东省，2014—2018年度）》",
        ),
        ([report(NATIONAL, {}), report(NATIONAL, {}, agency="东湖区 档案局")], CountedTwiceError, "重复计算"),
        ([report(None, {}, year=2017)], UnknownFormError, "东湖区档案局"),
        ([Report(agency="甲所", edition=NATIONAL)], UnknownFormError, "甲所"),
        ([report("local-2012", {}, year=2012)], UnknownFormError, "--edition"),
    ],
)
def test_what_cannot_be_added_up_is_refused(reports: list[Report], error: type[CombineError], words: str) -> None:
    with pytest.raises(error) as caught:
        combine(reports, "某县")
    assert words in str(caught.value)
    assert caught.value.reason
    assert caught.value.mend


DEPARTMENT = "cn-gid-2014-shandong-dept"


def mixed(form: str, *tables: tuple[str, Cells]) -> Report:
    reports = [
        report(edition, cells, agency=f"第{at}水务所", year=2017) for at, (edition, cells) in enumerate(tables, 1)
    ]
    return combine(reports, "某县水务局", edition=EDITIONS[form])


def told(combined: Report, code: str) -> list[str]:
    return [note.message for note in combined.notes if note.code == code]


def test_forms_of_one_era_are_added_where_they_share_the_cell() -> None:
    tables = ((NATIONAL, {"trainees": 3}), (SHANDONG, {"trainees": 4}), (DEPARTMENT, {"trainees": None}))
    combined = mixed(NATIONAL, *tables)
    assert (combined.edition, combined.value("trainees")) == (NATIONAL, 7)
    assert codes(combined) == {"combine.blank"}


def test_a_cell_that_a_form_does_not_have_is_added_from_the_others_and_named() -> None:
    tables = (
        (NATIONAL, {"fee_collected": 2, "channel_gazette": 5}),
        (NATIONAL, {"fee_collected": 1, "channel_gazette": 1}),
    )
    combined = mixed(NATIONAL, *tables, (SHANDONG, {"channel_gazette": 4}), (DEPARTMENT, {}))
    assert (combined.value("fee_collected"), combined.value("channel_gazette")) == (3, 10)
    assert told(combined, "combine.not_in_theirs") == [
        "「政府公报公开政府信息数」在第4水务所的表格中没有此栏，由其他单位相加",
        "「依申请公开信息收取的费用」在第3水务所、第4水务所的表格中没有此栏，由其他单位相加",
    ]


def test_a_cell_that_a_form_has_and_a_report_lacks_stays_open_among_mixed_forms_too() -> None:
    combined = mixed(NATIONAL, (NATIONAL, {"channel_gazette": 2}), (SHANDONG, {}), (DEPARTMENT, {}))
    assert "channel_gazette" not in combined.cells
    assert codes(combined) == {"combine.absent"}


def test_a_cell_that_the_combined_form_does_not_have_is_named_and_left_out() -> None:
    combined = mixed(NATIONAL, (NATIONAL, {"trainees": 1}), (SHANDONG, {"trainees": 1, "complaints_upheld": 2}))
    assert list(combined.cells) == ["trainees"]
    (note,) = told(combined, "combine.not_in_ours")
    assert note.startswith("第2水务所的表格另有「")


def test_forms_of_two_eras_are_refused_by_organ_and_title() -> None:
    with pytest.raises(MixedEditionsError) as caught:
        mixed(NATIONAL, (NATIONAL, {}), (SHANDONG, {}), (TRIAL, {}))
    assert caught.value.reason == (
        "第3水务所用的是《政府信息公开工作年度报告格式（试行）（2019—2020年度）》，与汇总所用的"
        "《政府信息公开情况统计表（全国统一，2014—2018年度）》不属于同一时期，栏目含义不同，不能相加"
    )
    assert "重新报送" in caught.value.mend


def test_a_roll_up_of_mixed_forms_is_checked_cell_by_cell() -> None:
    def cells(edition: str) -> Cells:
        return dict.fromkeys(EDITIONS[edition].slots, 0) | {"trainees": 2}

    below = [report(e, cells(e), agency=e, year=2017) for e in (SHANDONG, DEPARTMENT)]
    rollup = combine(below, "某县水务局", edition=EDITIONS[NATIONAL])
    assert rollup.value("trainees") == 4
    own = report(NATIONAL, dict.fromkeys(EDITIONS[NATIONAL].slots, 0), agency="某县水务局", year=2017)
    rollup = combine([own, *below], "某县水务局", edition=EDITIONS[NATIONAL])
    assert not [f for f in check_rollup(rollup, own, below).findings if f.rule == "V-01"]
    rollup.cells["trainees"] = replace(rollup.cells["trainees"], value=5)
    assert [f.rule for f in check_rollup(rollup, own, below).findings] == ["V-01"]


def test_the_order_of_cells_is_that_of_the_form() -> None:
    combined = added(NATIONAL, {"trainees": 1, "req_received": 2}, {"req_received": 1, "trainees": 1})
    assert list(combined.cells) == ["req_received", "trainees"]


@pytest.mark.parametrize("edition", EDITIONS)
@settings(deadline=None)
@given(data=st.data())
def test_every_additive_figure_is_the_sum_over_the_reports(edition: str, data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(list(EDITIONS[edition].slots)), min_size=1, max_size=20, unique=True))
    figures = st.none() | st.integers(0, 10**6)
    tables = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(keys, figures)), min_size=1, max_size=4))
    combined = added(edition, *tables)
    for key in keys:
        values = [table[key] for table in tables if table[key] is not None]
        if {key, key.split("@")[0]} & additive_keys():
            assert combined.value(key) == (sum(values) if values else None)
        elif {key, key.split("@")[0]} & non_additive_keys():
            assert combined.value(key) is None
    assert list(combined.cells) == [key for key in EDITIONS[edition].slots if key in combined.cells]


def saved(path: Path, subject: Report) -> str:
    path.write_text(json.dumps(to_json(subject), ensure_ascii=False), encoding="utf-8")
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    tables = row("req_received", 3, 3), row("req_received", 2, 0, 2)
    return [saved(tmp_path / f"{at}.json", unit) for at, unit in enumerate(units(CURRENT, *tables))]


def test_the_command_writes_the_sum(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "combined.json"
    assert run(["combine", *files, "--agency", "某县水务局", "-o", str(out)]) == 0
    combined = read(out)
    assert combined.agency == "某县水务局"
    assert [combined.value(f"req_received@{c}") for c in (*COLUMNS[:2], "total")] == [3, 2, 5]


def test_the_command_refuses_in_one_line(files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["combine", files[0], files[0], "--agency", "某县", "-o", str(tmp_path / "x.json")]) == 2
    assert run(["combine", files[0], str(tmp_path / "no.json"), "--agency", "某县", "-o", "x.json"]) == 2
    assert run(["combine", files[0], "--agency", "某县", "-o", str(tmp_path / "x.exe")]) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 3
    assert all(line.startswith("gongkai: ") for line in lines)
    assert not (tmp_path / "x.json").exists()


@pytest.mark.parametrize(("figure", "code"), [(5, 0), (6, 1)])
def test_the_command_checks_a_roll_up(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], figure: int, code: int
) -> None:
    parent = saved(tmp_path / "parent.json", report(CURRENT, row("req_received", figure, 3, 2), agency="某县"))
    arguments = ["--agency", "某县", "-o", str(tmp_path / "c.json"), "--parent", parent]
    assert run(["combine", *files, *arguments]) == code
    assert ("V-01" in capsys.readouterr().out) is bool(code)


def test_the_command_tells_who_is_missing(files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = tmp_path / "names.txt"
    names.write_text("第1水务所\n第2水务所\n\n第3水务所\n", encoding="utf-8-sig")
    arguments = ["--agency", "某县", "-o", str(tmp_path / "c.json"), "--expected", str(names)]
    assert run(["combine", *files, *arguments]) == 0
    told = capsys.readouterr().out
    assert "缺1家：第3水务所" in told
    assert "V-02" not in told
    names.write_bytes(b"\xff\xfe\xff")
    assert run(["combine", *files, *arguments]) == 2
