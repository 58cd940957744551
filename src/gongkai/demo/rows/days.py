"""Days on which an office acts: the working days of the official calendar."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from functools import cache
from random import Random

from gongkai.law.working_days import builtin_calendar

REGULATION_OF_2019 = date(2019, 5, 15)


@cache
def working_days(year: int) -> tuple[date, ...]:
    first = date(year, 1, 1)
    days = (first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(day for day in days if builtin_calendar().is_working_day(day))


def some_day(draw: Random, year: int, first: int = 0, last: int | None = None) -> date:
    """A working day of the year; ``first`` and ``last`` (inclusive) are places in its list of working days."""
    days = working_days(year)
    return days[draw.randint(first, len(days) - 1 if last is None else last)]


def some_days(draw: Random, year: int, number: int) -> list[date]:
    """Working days of the year in order; a day may come twice."""
    return sorted(draw.choices(working_days(year), k=number))


def later(day: date, working: int) -> date:
    return builtin_calendar().add_working_days(day, working).date


def later_in_year(day: date, working: int) -> date:
    """``working`` working days after ``day``, at the latest the last working day of its year."""
    return min(later(day, working), working_days(day.year)[-1])


def earlier(day: date, working: int) -> date:
    """The working day ``working`` working days before the working day ``day``."""
    before = bisect_left(working_days(day.year), day) - working
    return working_days(day.year)[before] if before >= 0 else working_days(day.year - 1)[before]


def reply_limit(received: date) -> int:
    """Working days to reply in, and as many again by extension."""
    return 15 if received < REGULATION_OF_2019 else 20
