"""The demonstration county: its agencies, the figures of their years, and the registers that give them.

Everything comes from ``demo/data``: ``county.json`` names the agencies, ``figures/*.json`` hold each year's cells that
are not 0, ``hand_figures.json`` says why a cell has no register.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from gongkai.demo.agency import Agency, Contact, YearFigures
from gongkai.demo.rows.making import make_sheets
from gongkai.demo.rows.texts import DATA
from gongkai.demo.sheets import Sheets
from gongkai.law.editions import Edition, builtin_editions
from gongkai.report.model import Number


@dataclass(frozen=True, slots=True)
class HandFigure:
    """A cell that no register feeds."""

    key: str
    value: Number
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that a published form printed otherwise than any register could give it; ``printed`` None is a blank."""

    key: str
    printed: Number | None
    derived: Number
    reason: str


@dataclass(frozen=True, slots=True)
class AgencyYear:
    """``cells`` has every cell of the edition, optional ones where they are filled; ``beyond`` what the registers hold
    besides, under keys of other editions."""

    year: int
    edition: Edition
    cells: Mapping[str, Number]
    beyond: Mapping[str, Number]
    proposals: Mapping[str, Mapping[str, int]]
    hand_figures: tuple[HandFigure, ...]
    differences: tuple[Difference, ...]

    @property
    def figures(self) -> YearFigures:
        return YearFigures(self.year, self.edition, {**self.beyond, **self.cells}, self.proposals)


@dataclass(frozen=True)
class AgencyRecord:
    """An agency, its years in order, and its registers: one set of sheets over all of them."""

    agency: Agency
    years: tuple[AgencyYear, ...]

    @cached_property
    def sheets(self) -> Sheets:
        """Made at the first asking; the largest take a second or two."""
        return make_sheets(self.agency, [year.figures for year in self.years])

    def year(self, year: int) -> AgencyYear:
        return next(y for y in self.years if y.year == year)


@dataclass(frozen=True)
class County:
    """``records`` begins with the government; the bureaus below it follow in order of their codes."""

    name: str
    records: tuple[AgencyRecord, ...]

    @property
    def government(self) -> AgencyRecord:
        return self.records[0]

    @property
    def bureaus(self) -> tuple[AgencyRecord, ...]:
        return self.records[1:]

    def record(self, short_name: str) -> AgencyRecord:
        return next(r for r in self.records if r.agency.short_name == short_name)


@cache
def county() -> County:
    """The demonstration county as it ships."""
    data = _load("county.json")
    return County(data["county"], tuple(_record(entry) for entry in data["agencies"]))


def hand_figures(cells: Mapping[str, Number]) -> tuple[HandFigure, ...]:
    """Those of ``cells`` that no register feeds."""
    found = ((key, value, _no_register(key)) for key, value in cells.items())
    return tuple(HandFigure(key, value, why["reason"], why["evidence"]) for key, value, why in found if why)


def _no_register(key: str) -> dict[str, str] | None:
    entries: Iterable[dict[str, str]] = _load("hand_figures.json")["entries"]
    return next((e for e in entries if key.startswith(e["starts"]) and key.endswith(e["ends"])), None)


def _record(entry: dict[str, Any]) -> AgencyRecord:
    fields = {key: entry[key] for key in ("code", "name", "short_name", "kind", "parent", "document_word")}
    agency = Agency(**fields, contact=Contact(**entry["contact"]), subjects=tuple(entry["subjects"]))
    years = _load(f"figures/{entry['file']}.json")["years"]
    return AgencyRecord(agency, tuple(_year(int(year), data) for year, data in sorted(years.items())))


def _year(year: int, data: dict[str, Any]) -> AgencyYear:
    edition = builtin_editions()[data["edition"]]
    given = data["cells"]
    if unknown := given.keys() - edition.slots.keys():
        raise KeyError(f"{edition.id} has no cell {sorted(unknown)}")
    cells = {
        key: given.get(key, 0) for key, (_, row, _) in edition.slots.items() if key in given or row.holds == "required"
    }
    return AgencyYear(
        year=year,
        edition=edition,
        cells=cells,
        beyond=data.get("beyond", {}),
        proposals=data.get("proposals", {}),
        hand_figures=hand_figures(cells),
        differences=tuple(Difference(**d) for d in data.get("differences", ())),
    )


@cache
def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return loaded
