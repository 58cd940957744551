"""The working days of an organ: the national calendar with the local days of the organs above and its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.agencies.models import Agency, CalendarDay
from gongkai.agencies.queries import above_and_self
from gongkai.law.working_days import ONE_DAY, Calendar, Holiday, builtin_calendar


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A day on which people work, or do not, against the national calendar."""

    working: bool
    note: str


@dataclass(frozen=True)
class LocalCalendar(Calendar):
    """The national calendar with local days. They do not make a year announced."""

    local: Mapping[date, LocalDay] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        known = self.local.get(day)
        return known.working if known else super().is_working_day(day)

    def holidays_between(self, start: date, end: date) -> list[Holiday]:
        """Local days are told as holidays of one day; a day worked has no days off."""
        local = [_as_holiday(day, known) for day, known in self.local.items() if start < day <= end]
        return sorted([*super().holidays_between(start, end), *local], key=lambda h: h.first)


def _as_holiday(day: date, known: LocalDay) -> Holiday:
    if known.working:
        return Holiday(known.note, day, day - ONE_DAY, (day,))
    return Holiday(known.note, day, day)


def calendar_of(agency: Agency) -> Calendar:
    """The calendar of an organ; where two organs of its line say different things of a day, the nearer one holds."""
    national = builtin_calendar()
    days = CalendarDay.objects.filter(agency__code__in=above_and_self(agency)).order_by("agency__path", "day")
    local = {day.day: LocalDay(day.working, day.note) for day in days}
    if not local:
        return national
    return LocalCalendar(f"{national.version}+{_digest(local)}", national.years, local)


def _digest(local: Mapping[date, LocalDay]) -> str:
    told = ";".join(f"{day}{'+' if known.working else '-'}{known.note}" for day, known in sorted(local.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:12]
