"""Closed years: once a report is published, no change may alter what it counts.

Some cells count rows of earlier years too (what is carried over, in force or pending), so that a value is closed
when its date lies in a closed year or before one. A reopened year does not count as closed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency, Succession
from gongkai.registers.errors import YearClosed
from gongkai.registers.identity import changes
from gongkai.registers.models import ClosedYear
from gongkai.registers.sheets import Column, Fault, Sheet, Values


@dataclass(frozen=True)
class Closed:
    """The years in which a published report counts the rows of an organ, its successors' reports included."""

    years: frozenset[int]

    def faults(self, sheet: Sheet, before: Values | None, after: Values | None) -> list[Fault]:
        """What forbids a change, told once at the earliest date that does; ``before`` None is a new row, ``after`` None
        a removed one."""
        if not self.years:
            return []
        found = {c.header: by for c in _touched(sheet, before, after) if (by := self._closing(c, before, after))}
        if not found:
            return []
        day, name = min(found.values())
        told = _("、").join(_("%(year)d年") % {"year": year} for year in self._from(day.year))
        names = _("、").join(found)
        return [Fault(sheet.column(name).header, str(day), _forbidden(before, after) % {"years": told, "names": names})]

    def _closing(self, column: Column, *versions: Values | None) -> tuple[datetime.date, str] | None:
        """The date, and its field, by which a published report counts the column's value before or after the change."""
        days = ((values[name], name) for values in versions if values for name in column.dated_by)
        return min(((day, name) for day, name in days if day and day.year <= max(self.years)), default=None)

    def _from(self, year: int) -> list[int]:
        return sorted(closed for closed in self.years if closed >= year)


def closed_years(agency: Agency) -> Closed:
    """The closed years of the organ, and those of organs that it was merged into, from the year of the merger on."""
    found: set[int] = set()
    waiting, seen = [(agency.pk, 0)], {agency.pk}
    while waiting:
        pk, since = waiting.pop()
        closed = ClosedYear.objects.filter(agency=pk, year__gte=since, reopened_at__isnull=True)
        found |= set(closed.values_list("year", flat=True))
        for succession in Succession.objects.filter(predecessor=pk, carries_registers=True):
            if succession.successor_id not in seen:
                seen.add(succession.successor_id)
                waiting.append((succession.successor_id, max(since, succession.effective_on.year)))
    return Closed(frozenset(found))


def refuse_closed(sheet: Sheet, agency: Agency, before: Values | None, after: Values | None) -> None:
    """Raise YearClosed where the change touches a value that a published report counts."""
    faults = closed_years(agency).faults(sheet, before, after)
    if faults:
        told = _("%(told)s。这项改动会影响已发布的年度报告。") % {"told": faults[0].expected}
        raise YearClosed(told, reopening())


def reopening() -> str:
    return _("确需更正的，请先由办公室或分管领导说明原因，重开相应年度。")


def _touched(sheet: Sheet, before: Values | None, after: Values | None) -> Iterator[Column]:
    differing = set(changes(sheet, before, after)) if before and after else None
    return (c for c in sheet.counted if differing is None or c.field in differing)


def _forbidden(before: Values | None, after: Values | None) -> str:
    if before is None:
        return _("%(years)s已关账：这一行不能新增")
    if after is None:
        return _("%(years)s已关账：这一行不能删除")
    return _("%(years)s已关账：这一行不能修改（%(names)s）")
