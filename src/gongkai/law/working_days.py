"""Working days: Monday to Friday, less the days off and plus the working weekends (调休上班) of the State Council's
yearly notices.

The calendar is data (``law/data/calendar.json``, one entry a notice); an office may add or replace years with a file
of its own. A year whose notice has not come out is *not announced*: its days are counted by weekends alone, and every
result that passed through it says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from gongkai.law.data_files import load_json
from gongkai.law.messages import Message
from gongkai.law.schema_check import Fault, FileFaultsError, read_json, schema_faults

ONE_DAY = timedelta(days=1)
LONGEST_HOLIDAY = 15

# The notices for 2008, 2012 and 2019 moved days of the December before, the earliest of them the 29th.
NEXT_NOTICE_REACHES_BACK_TO = (12, 29)


class CalendarError(FileFaultsError):
    """A calendar file cannot be used; ``faults`` says why."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of the State Council. ``doc`` is its number, None where not known for certain; ``status`` is V (checked
    against the text) or K (expert knowledge)."""

    title: str
    doc: str | None = None
    source: str | None = None
    status: str = "K"

    @property
    def citation(self) -> str:
        return f"《{self.title}》" + (f"（{self.doc}）" if self.doc else "")


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off from ``first`` to ``last``, both inclusive, and the weekend days worked in exchange."""

    name: str
    first: date
    last: date
    working: tuple[date, ...] = ()

    def days(self) -> Iterator[date]:
        return (self.first + timedelta(n) for n in range((self.last - self.first).days + 1))

    def touches(self, start: date, end: date) -> bool:
        """True when a day off or a working weekend day lies after ``start`` up to ``end``."""
        return any(start < day <= end for day in (*self.days(), *self.working))


@dataclass(frozen=True, slots=True)
class CalendarYear:
    holidays: tuple[Holiday, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A date reached by counting. ``provisional`` is True when days of a year not announced were counted."""

    date: date
    provisional: bool = False


@dataclass(frozen=True)
class Calendar:
    """Working days of the announced years. Two calendars with the same ``version`` give the same answers."""

    version: str
    years: Mapping[int, CalendarYear]

    @cached_property
    def _off(self) -> dict[date, str]:
        return {day: h.name for year in self.years.values() for h in year.holidays for day in h.days()}

    @cached_property
    def _worked(self) -> dict[date, str]:
        return {day: h.name for year in self.years.values() for h in year.holidays for day in h.working}

    def announced(self, year: int) -> bool:
        """True when the calendar has the notice for ``year``."""
        return year in self.years

    def is_working_day(self, day: date) -> bool:
        """In a year not announced: Monday to Friday."""
        return day in self._worked or (day.weekday() < 5 and day not in self._off)

    def add_working_days(self, start: date, days: int) -> Moved:
        """The date ``days`` working days after ``start``, which itself is not counted; ``start`` when ``days`` is 0.
        Raises ValueError when ``days`` is negative."""
        if days < 0:
            raise ValueError("days must not be negative")
        day = start
        while days:
            day += ONE_DAY
            days -= self.is_working_day(day)
        return Moved(day, self.is_provisional(start, day))

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is before ``start``."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(map(self.is_working_day, days_after(start, end)))

    def is_provisional(self, start: date, end: date) -> bool:
        """True when a day after ``start`` up to ``end`` lies in a year not announced."""
        return bool(self.unannounced_years(start, end))

    def unannounced_years(self, start: date, end: date) -> list[int]:
        """The years not announced that have a day after ``start`` up to ``end``."""
        if end <= start:
            return []
        return [y for y in range((start + ONE_DAY).year, end.year + 1) if not self.announced(y)]

    def may_still_change(self, day: date) -> bool:
        """True for the last days of December while the next year's notice, which may move them, is not out."""
        late = (day.month, day.day) >= NEXT_NOTICE_REACHES_BACK_TO
        return late and self.announced(day.year) and not self.announced(day.year + 1)

    def holidays_between(self, start: date, end: date) -> list[Holiday]:
        """The holidays with a day off or a working weekend after ``start`` up to ``end``, in order of date."""
        found = (h for year in self.years.values() for h in year.holidays if h.touches(start, end))
        return sorted(found, key=lambda h: h.first)

    def notices_between(self, start: date, end: date) -> list[Notice]:
        """The notices that the holidays of ``holidays_between`` rest on."""
        years = (y for y in self.years.values() if any(h.touches(start, end) for h in y.holidays))
        return [notice for year in years for notice in year.notices]


def days_after(start: date, end: date) -> Iterator[date]:
    """Every day after ``start`` up to and including ``end``."""
    return (start + timedelta(n) for n in range(1, (end - start).days + 1))


@cache
def builtin_calendar() -> Calendar:
    """The calendar that ships with Gongkai."""
    data = load_json("calendar.json")
    return Calendar(data["version"], _years(data))


def load_calendar(path: Path) -> Calendar:
    """The built-in calendar with the years of a user's file added or put in place of its own (docs/law.md shows the
    file). Raises CalendarError with every fault of the file."""
    try:
        data, faults = read_json(path)
    except FileFaultsError as e:
        raise CalendarError(e.faults) from e
    if faults := faults + calendar_faults(data):
        raise CalendarError(faults)
    built_in = builtin_calendar()
    return Calendar(f"{built_in.version}+{data['version']}", {**built_in.years, **_years(data)})


def calendar_faults(data: Any) -> list[Fault]:
    """Every fault of the parsed content of a calendar file; empty when it may be used."""
    faults = schema_faults("calendar.schema.json", data)
    return faults or [f for year, entry in data["years"].items() for f in _year_faults(year, entry)]


def _year_faults(year: str, entry: dict[str, Any]) -> Iterator[Fault]:
    path = f"$.years['{year}']"
    if not (year.isascii() and year.isdigit() and 2008 <= int(year) <= 2199):
        yield Fault(path, Message("“{year}”不是年份，请写成 2027 这样的四位数字（2008 年以后）", year=year))
        return
    off: set[date] = set()
    for i, holiday in enumerate(entry["holidays"]):
        yield from _holiday_faults(f"{path}.holidays[{i}]", holiday, int(year), off)
    for i, holiday in enumerate(entry["holidays"]):
        yield from _working_faults(f"{path}.holidays[{i}].working", holiday, int(year), off)


def _holiday_faults(path: str, holiday: dict[str, Any], year: int, off: set[date]) -> Iterator[Fault]:
    first, last = _date(holiday["from"]), _date(holiday["to"])
    for key, day in (("from", first), ("to", last)):
        yield from _date_faults(f"{path}.{key}", holiday[key], day, year)
    if first is None or last is None:
        return
    if last < first:
        yield Fault(path, Message("放假结束日 {last} 早于开始日 {first}", last=last, first=first))
    elif (last - first).days >= LONGEST_HOLIDAY:
        yield Fault(
            path,
            Message(
                "放假 {days} 天，超过 {longest_holiday} 天，请核对起止日期",
                days=(last - first).days + 1,
                longest_holiday=LONGEST_HOLIDAY,
            ),
        )
    else:
        days = set(Holiday("", first, last).days())
        if shared := days & off:
            yield Fault(path, Message("{day} 已在另一个节日的放假期间之内", day=min(shared)))
        off |= days


def _working_faults(path: str, holiday: dict[str, Any], year: int, off: set[date]) -> Iterator[Fault]:
    for i, text in enumerate(holiday.get("working", ())):
        day = _date(text)
        yield from _date_faults(f"{path}[{i}]", text, day, year)
        if day in off:
            yield Fault(f"{path}[{i}]", Message("{day} 既写成放假又写成上班", day=day))
        elif day and day.weekday() < 5:
            yield Fault(f"{path}[{i}]", Message("{day} 不是星期六或星期日，调休上班日应为周末", day=day))


def _date_faults(path: str, text: str, day: date | None, year: int) -> Iterator[Fault]:
    if day is None:
        yield Fault(path, Message("没有 {text} 这一天", text=text))
    elif day.year != year and (day.year, day.month) != (year - 1, 12):
        yield Fault(
            path, Message("{day} 不属于 {year} 年的安排（只可写 {year} 年或上年 12 月的日子）", day=day, year=year)
        )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _years(data: dict[str, Any]) -> dict[int, CalendarYear]:
    return {
        int(year): CalendarYear(tuple(map(_holiday, entry["holidays"])), tuple(map(_notice, entry.get("notices", ()))))
        for year, entry in data["years"].items()
    }


def _holiday(data: dict[str, Any]) -> Holiday:
    first, last, *working = map(date.fromisoformat, (data["from"], data["to"], *data.get("working", ())))
    return Holiday(data["name"], first, last, tuple(working))


def _notice(data: dict[str, Any]) -> Notice:
    return Notice(data["title"], data.get("doc"), data.get("source"), data.get("status", "K"))
