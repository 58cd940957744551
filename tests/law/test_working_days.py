"""The calendar against two packages that know the notices, and the rules for a user's own calendar file."""

from __future__ import annotations

import importlib.util
import json
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.data_files import DATA
from gongkai.law.working_days import CalendarError, Moved, builtin_calendar, calendar_faults, load_calendar

ROOT = Path(__file__).resolve().parents[2]
YEARS = range(2008, 2027)
CALENDAR = builtin_calendar()
announced_days = st.dates(date(2008, 1, 1), date(2026, 12, 31))
any_days = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(n) for n in range(366) if (date(year, 1, 1) + timedelta(n)).year == year]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_the_holidays_package(year):
    china = holidays.country_holidays("CN", years=[year - 1, year, year + 1])
    assert [d for d in days_of(year) if CALENDAR.is_working_day(d) != china.is_working_day(d)] == []


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_chinesecalendar(year):
    assert [d for d in days_of(year) if CALENDAR.is_working_day(d) != chinese_calendar.is_workday(d)] == []


def test_the_data_file_is_what_the_generator_writes():
    spec = importlib.util.spec_from_file_location("seed_calendar", ROOT / "scripts" / "seed_calendar.py")
    seed = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(seed)
    assert seed.render() == (DATA / "calendar.json").read_text(encoding="utf-8")


def test_the_built_in_file_has_no_fault():
    assert calendar_faults(json.loads((DATA / "calendar.json").read_text(encoding="utf-8"))) == []


def test_announced_years_and_version():
    assert [y for y in range(2000, 2100) if CALENDAR.announced(y)] == list(YEARS)
    assert CALENDAR.version == "cn-2026.1"


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-10-01", False),  # National Day.
        ("2026-10-10", True),  # A Saturday worked in exchange.
        ("2026-10-11", False),  # A plain Sunday.
        ("2018-12-29", True),  # Moved by the notice for 2019.
        ("2018-12-31", False),
        ("2011-12-31", True),
        ("2015-09-03", False),  # Set by a notice of its own.
        ("2020-01-31", False),  # The extended Spring Festival.
        ("2020-02-03", True),
        ("2027-10-01", True),  # Not announced: weekends only.
        ("2027-10-02", False),
    ],
)
def test_days_with_a_story(day, working):
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is working


@pytest.mark.parametrize(
    ("start", "days", "end", "provisional"),
    [
        ("2026-11-02", 20, "2026-11-30", False),
        ("2026-11-02", 7, "2026-11-11", False),
        ("2026-11-02", 40, "2026-12-28", False),
        ("2026-09-18", 1, "2026-09-20", False),  # A working Sunday.
        ("2026-09-30", 1, "2026-10-08", False),
        ("2026-12-31", 0, "2026-12-31", False),
        ("2026-12-31", 1, "2027-01-01", True),
        ("2027-03-01", 1, "2027-03-02", True),
        ("2007-12-31", 1, "2008-01-02", False),
    ],
)
def test_adding_working_days(start, days, end, provisional):
    moved = CALENDAR.add_working_days(date.fromisoformat(start), days)
    assert moved == Moved(date.fromisoformat(end), provisional)


def test_adding_a_negative_number_is_refused():
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(date(2026, 1, 1), -1)


@given(any_days, st.integers(1, 80))
def test_adding_and_counting_are_inverse(start, days):
    moved = CALENDAR.add_working_days(start, days)
    assert CALENDAR.is_working_day(moved.date)
    assert CALENDAR.working_days_between(start, moved.date) == days
    assert CALENDAR.working_days_between(moved.date, start) == -days


@given(announced_days, st.integers(0, 90))
def test_counting_agrees_with_chinesecalendar(start, length):
    end = min(start + timedelta(length), date(2026, 12, 31))
    expected = len(chinese_calendar.get_workdays(start, end)) - chinese_calendar.is_workday(start)
    assert CALENDAR.working_days_between(start, end) == expected


@given(any_days, st.integers(1, 40))
def test_a_result_is_provisional_exactly_when_a_counted_day_is_not_announced(start, days):
    moved = CALENDAR.add_working_days(start, days)
    walked = [start + timedelta(n) for n in range(1, (moved.date - start).days + 1)]
    assert moved.provisional == any(d.year not in YEARS for d in walked)


@pytest.mark.parametrize(
    ("day", "unsettled"),
    [("2026-12-28", False), ("2026-12-29", True), ("2025-12-31", False), ("2027-12-31", False)],
)
def test_the_next_notice_may_move_the_last_days_of_the_last_announced_year(day, unsettled):
    assert CALENDAR.may_still_change(date.fromisoformat(day)) is unsettled


def test_holidays_and_notices_that_touch_a_span():
    span = date(2019, 4, 26), date(2019, 5, 6)
    (labour,) = CALENDAR.holidays_between(*span)
    assert (labour.first, labour.last) == (date(2019, 5, 1), date(2019, 5, 4))
    assert labour.working == (date(2019, 4, 28), date(2019, 5, 5))
    assert [n.doc for n in CALENDAR.notices_between(*span)] == ["国办发明电〔2018〕15号", "国办发明电〔2019〕3号"]
    assert CALENDAR.holidays_between(date(2019, 5, 5), date(2019, 6, 6)) == []
    assert CALENDAR.holidays_between(date(2019, 5, 4), date(2019, 5, 5)) == [labour]
    assert CALENDAR.holidays_between(date(2019, 4, 21), date(2019, 4, 28)) == [labour]


def test_a_notice_is_cited_with_its_number_only_where_it_is_known():
    with_number = CALENDAR.notices_between(date(2024, 9, 30), date(2024, 10, 8))[0]
    without = CALENDAR.notices_between(date(2009, 9, 30), date(2009, 10, 8))[0]
    assert with_number.citation == "《国务院办公厅关于2024年部分节假日安排的通知》（国办发明电〔2023〕7号）"
    assert without.citation == "《国务院办公厅关于2009年部分节假日安排的通知》"


def write(folder: Path, years: object, **rest: object) -> Path:
    path = folder / "calendar.json"
    path.write_text(json.dumps({"version": "office-1", "years": years, **rest}), encoding="utf-8")
    return path


SPRING = {"name": "春节", "from": "2027-02-05", "to": "2027-02-11", "working": ["2027-01-31"]}


def test_an_office_adds_the_next_year(tmp_path):
    notice = {"title": "国务院办公厅关于2027年部分节假日安排的通知", "doc": None}
    calendar = load_calendar(write(tmp_path, {"2027": {"holidays": [SPRING], "notices": [notice]}}))
    assert calendar.version == "cn-2026.1+office-1"
    assert calendar.announced(2027)
    assert not calendar.is_working_day(date(2027, 2, 5))
    assert calendar.is_working_day(date(2027, 1, 31))
    assert not calendar.is_working_day(date(2026, 10, 1))
    assert calendar.add_working_days(date(2027, 2, 4), 1) == Moved(date(2027, 2, 12))
    assert not calendar.may_still_change(date(2026, 12, 31))
    assert not CALENDAR.announced(2027)


def test_a_new_notice_may_move_the_december_before(tmp_path):
    new_year = {"name": "元旦", "from": "2026-12-31", "to": "2027-01-02", "working": ["2026-12-26"]}
    calendar = load_calendar(write(tmp_path, {"2027": {"holidays": [new_year]}}))
    assert not calendar.is_working_day(date(2026, 12, 31))
    assert calendar.is_working_day(date(2026, 12, 26))


def test_a_file_replaces_a_year_whole(tmp_path):
    calendar = load_calendar(
        write(tmp_path, {"2026": {"holidays": [{"name": "元旦", "from": "2026-01-01", "to": "2026-01-01"}]}})
    )
    assert calendar.is_working_day(date(2026, 10, 1))
    assert not calendar.is_working_day(date(2025, 10, 1))


def holiday(**changes: object) -> dict[str, object]:
    return {"2027": {"holidays": [{**SPRING, **changes}]}}


FAULTY_YEARS = [
    (holiday(**{"from": "2027-02-30"}), "$.years['2027'].holidays[0].from", "没有 2027-02-30 这一天"),
    (holiday(**{"from": "2027/2/5"}), "$.years['2027'].holidays[0].from", "日期写成 2027-01-01"),
    (holiday(to="2027-02-01"), "$.years['2027'].holidays[0]", "早于开始日"),
    (holiday(to="2027-03-01"), "$.years['2027'].holidays[0]", "放假 25 天，超过 15 天"),
    (holiday(to="2028-02-11"), "$.years['2027'].holidays[0].to", "不属于 2027 年"),
    (holiday(working=["2027-02-06"]), "$.years['2027'].holidays[0].working[0]", "既写成放假又写成上班"),
    (holiday(working=["2027-02-03"]), "$.years['2027'].holidays[0].working[0]", "不是星期六或星期日"),
    (holiday(working=["2027-02-31"]), "$.years['2027'].holidays[0].working[0]", "没有 2027-02-31 这一天"),
    (holiday(name=""), "$.years['2027'].holidays[0].name", "不能为空"),
    (holiday(days=7), "$.years['2027'].holidays[0]", "不认识“days”"),
    ({"27": {"holidays": [SPRING]}}, "$.years['27']", "不是年份"),
    ({"2027": {"holidays": []}}, "$.years['2027'].holidays", "至少要有 1 项"),
    ({"2027": {}}, "$.years['2027']", "缺少“holidays”"),
    ({}, "$.years", "至少要有 1 项"),
    ({"2027": {"holidays": [SPRING, {**SPRING, "name": "又一节"}]}}, "$.years['2027'].holidays[1]", "已在另一个节日"),
]


@pytest.mark.parametrize(("years", "path", "message"), FAULTY_YEARS)
def test_a_fault_in_a_file_is_named_with_its_place(tmp_path, years, path, message):
    with pytest.raises(CalendarError) as caught:
        load_calendar(write(tmp_path, years))
    assert any(f.path == path and message in f.message for f in caught.value.faults), caught.value.faults


def test_all_faults_are_told_at_once(tmp_path):
    bad = {"name": "", "from": "x", "to": "y"}
    with pytest.raises(CalendarError) as caught:
        load_calendar(write(tmp_path, {"2027": {"holidays": [bad]}}, extra=1))
    assert len(caught.value.faults) == 4


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "不是有效的 JSON"),
        (b"\xff\xfe\x00", "不是 UTF-8"),
        (b"[]", "应为对象"),
        (b'{"version": "1", "version": "2", "years": {}}', "“version”写了两次"),
        (b"[" * 100_000, "嵌套层数过多"),
        (b" " * 1_000_001, "超过 1 MB"),
    ],
)
def test_an_unusable_file_is_refused(tmp_path, content, message):
    path = tmp_path / "calendar.json"
    path.write_bytes(content)
    with pytest.raises(CalendarError, match=message):
        load_calendar(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CalendarError, match=r"无法打开文件：none\.json"):
        load_calendar(tmp_path / "none.json")
