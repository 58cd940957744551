"""Two reports side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongkai.cli.main import run
from gongkai.report.compare import NoFormError, Row, compare, to_json
from gongkai.report.model import Number, Report
from gongkai.report.serialise import to_json as report_to_json
from tests.report.auditing.cases import report
from tests.report.auditing.cases_2014 import NATIONAL, SHANDONG
from tests.report.auditing.cases_2019 import CURRENT, TRIAL, row


def found(first: Report, second: Report, key: str) -> Row:
    return next(r for r in compare(first, second).rows if r.key == key)


@pytest.mark.parametrize(
    ("then", "now", "difference", "rate"),
    [
        (4, 5, 1, 0.25),
        (5, 4, -1, -0.2),
        (0, 3, 3, None),
        (0, 0, 0, None),
        (3, 0, -3, -1.0),
        (None, 3, None, None),
        (3, None, None, None),
        (0.1, 0.3, 0.2, 2.0),
    ],
)
def test_difference_and_rate(then: Number | None, now: Number | None, difference: Number, rate: float) -> None:
    one, other = report(NATIONAL, {"special_funds": then}), report(NATIONAL, {"special_funds": now})
    line = found(one, other, "special_funds")
    assert line.difference == difference
    assert line.rate == (pytest.approx(rate) if rate is not None else None)
    assert line.label == "政府信息公开专项经费"


def test_one_form_is_compared_by_cells_without_a_break() -> None:
    comparison = compare(report(NATIONAL, {"trainees": 1}), report(NATIONAL, {"trainees": None}))
    assert not comparison.by_concept
    assert comparison.breaks == ()
    states = {r.key: (r.first.state, r.second.state) for r in comparison.rows}
    assert states["trainees"] == ("number", "blank")
    assert states["meetings_held"] == ("absent", "absent")


def test_a_blank_total_is_the_sum_of_its_row() -> None:
    line = found(
        report(CURRENT, row("np_repeat", None, 2, 1)), report(CURRENT, row("np_repeat", 4, 4)), "np_repeat@total"
    )
    assert (line.first.value, line.difference) == (3, 1)


def test_local_rows_are_shown_and_not_compared() -> None:
    comparison = compare(report(NATIONAL, {"fee_collected": 2}), report(SHANDONG, {"library_deliveries": 3}))
    fees = next(r for r in comparison.rows if r.key == "fee_collected")
    assert (fees.second.state, fees.comparable, fees.difference) == ("no_row", "no", None)
    assert {r.key for r in comparison.breaks} == {"fee_collected", "library_deliveries"}


def test_two_forms_are_compared_by_concepts_with_the_breaks_shown() -> None:
    then = report(NATIONAL, {"reply_already_public": 1, "reply_granted": 2, "proactive_items": 900})
    now = report(TRIAL, {**row("outcome_granted", 5, 5), "normative_docs_disclosed_total": 7})
    comparison = compare(then, now)
    assert comparison.by_concept
    granted = next(r for r in comparison.rows if r.key == "granted")
    assert (granted.first.value, granted.second.value, granted.difference, granted.comparable) == (3, 5, 2, "caution")
    assert {r.key for r in comparison.breaks} >= {"proactive_items", "normative_docs_stock"}
    assert all(r.difference is None for r in comparison.breaks)


def test_2020_and_2021_are_one_series_where_the_cells_are_the_same() -> None:
    comparison = compare(
        report(TRIAL, {**row("outcome_granted", 5, 5), "rules_disclosed_total": 7}, year=2020),
        report(CURRENT, {**row("outcome_granted", 8, 8), "rules_valid": 6}, year=2021),
    )
    rows = {r.key: r for r in comparison.rows}
    for key in ("granted", "requests_handled", "review_total", "litigation_total", "redirected"):
        assert (rows[key].relation, rows[key].comparable, rows[key].note) == ("exact", "yes", "")
    assert rows["granted"].difference == 3
    assert [r.key for r in comparison.breaks] == ["rules_stock"]


def test_a_report_without_a_table_cannot_be_compared() -> None:
    bare = Report(agency="东湖区档案局", year=2012)
    with pytest.raises(NoFormError) as caught:
        compare(report(NATIONAL, {}), bare)
    assert caught.value.which is bare


def test_the_json_has_numbers_or_null() -> None:
    shape = to_json(compare(report(NATIONAL, {"trainees": 3}), report(TRIAL, row("req_received", 2, 2))))
    assert shape["schema"] == "gongkai.comparison/1"
    assert [r["year"] for r in shape["reports"]] == [2017, 2020]
    assert shape["by"] == "concept"
    trainees = next(r for r in shape["rows"] if r["key"] == "trainees")
    assert trainees["values"] == [3, None]
    assert trainees["states"] == ["number", "no_row"]
    assert json.loads(json.dumps(shape)) == shape


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    cells = {"req_received": 4, "proactive_items": 60, "trainees": 0}
    reports = {
        "2017": report(NATIONAL, cells, year=2017),
        "2018": report(NATIONAL, {**cells, "req_received": 6}, year=2018),
        "2019": report(TRIAL, row("req_received", 9, 9), year=2019),
    }
    for name, subject in reports.items():
        text = json.dumps(report_to_json(subject), ensure_ascii=False)
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    first, second, third = (str(tmp_path / f"{name}.json") for name in reports)
    return first, second, third


def test_the_command_prints_a_table(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", files[0], files[1]]) == 0
    told = capsys.readouterr().out
    line = next(line for line in told.splitlines() if line.startswith("收到申请数"))
    assert line.split()[1:] == ["4", "6", "+2", "+50.0%"]
    assert "接受培训人员数" not in told
    assert run(["compare", files[0], files[1], "--all"]) == 0
    assert "接受培训人员数" in capsys.readouterr().out


def test_the_command_shows_breaks_and_notes(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", files[1], files[2]]) == 0
    told = capsys.readouterr().out
    compared, broken = told.split("以下栏目口径中断")
    assert "收到/本年新收申请" in compared
    assert "主动公开信息数" in broken
    assert "口径说明" in broken


def test_the_command_writes_json(files: tuple[str, str, str], tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert run(["compare", files[0], files[1], "--format", "json", "-o", str(out)]) == 0
    rows = {r["key"]: r for r in json.loads(out.read_text(encoding="utf-8"))["rows"]}
    assert (rows["req_received"]["difference"], rows["req_received"]["rate"]) == (2, 0.5)


def test_the_command_refuses_what_has_no_table(
    files: tuple[str, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps(report_to_json(Report(year=2012))), encoding="utf-8")
    assert run(["compare", files[0], str(bare)]) == 2
    assert "bare.json" in capsys.readouterr().err
    assert run(["compare", files[0], files[1], "-o", str(tmp_path / "no" / "folder.txt")]) == 2
