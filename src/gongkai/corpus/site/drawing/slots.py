"""The axis of years: one slot a year and era of the form, and an empty slot where the series breaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 40
"""Years between the first and the last that are filled up; a misread year does not make an axis of centuries."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on the axis. ``year`` is None for the gap before the era ``era``."""

    year: int | None
    era: str

    @property
    def key(self) -> str:
        return f"{self.year or ''}|{self.era}"


def slots_of(years: Iterable[tuple[int, str]]) -> list[Slot]:
    """The slots for (year, era) pairs: eras in their order, their years rising and without holes, gaps between."""
    by_era: dict[str, set[int]] = {}
    for year, era in years:
        by_era.setdefault(era, set()).add(year)
    slots: list[Slot] = []
    for era in sorted(by_era):
        if slots:
            slots.append(Slot(None, era))
        slots += [Slot(year, era) for year in _filled(by_era[era])]
    return slots


def _filled(years: set[int]) -> list[int]:
    first, last = min(years), max(years)
    return list(range(first, last + 1)) if last - first < LONGEST else sorted(years)
