"""Two reports side by side, cell by cell, through the crosswalk where their forms differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.law.crosswalk import Comparability, Figure, Pair, pairs
from gongkai.law.editions import Edition, builtin_editions
from gongkai.report.auditing.declarative import figures_of
from gongkai.report.auditing.wording import label
from gongkai.report.model import Number, Report

SCHEMA = "gongkai.comparison/1"


class NoFormError(Exception):
    """A report has no table of a known edition; ``which`` is the report. There is nothing to compare."""

    def __init__(self, which: Report) -> None:
        super().__init__("没有可识别的统计表，无法比较")
        self.which = which


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of both reports. ``key`` is a cell key, or a concept of the crosswalk where the forms differ.

    ``difference`` is second less first and ``rate`` that over the first (0.25 = a quarter more); both are None where
    ``comparable`` is ``no`` or a figure is missing, ``rate`` also where the first is 0. ``relation`` and ``note`` say
    how the two are related (``exact``, ``close``, ``break``, ``local``, ``narrative``).
    """

    key: str
    label: str
    first: Figure
    second: Figure
    relation: str
    comparable: Comparability
    note: str

    @property
    def difference(self) -> Number | None:
        first, second = self.first.value, self.second.value
        if self.comparable == "no" or first is None or second is None:
            return None
        gap = second - first
        return gap if isinstance(gap, int) else round(gap, 6)

    @property
    def rate(self) -> float | None:
        gap, first = self.difference, self.first.value
        return None if gap is None or not first else gap / first


@dataclass(frozen=True, slots=True)
class Comparison:
    """``first`` and ``second`` as given; ``by_concept`` is True where their forms belong to different eras."""

    first: Report
    second: Report
    by_concept: bool
    rows: tuple[Row, ...]

    @property
    def breaks(self) -> tuple[Row, ...]:
        """Series that end, begin or change their nature between the two forms, with figures on either side."""
        return tuple(r for r in self.rows if r.comparable == "no" and "number" in (r.first.state, r.second.state))


def compare(first: Report, second: Report, *, edition: Edition | None = None) -> Comparison:
    """Set two reports side by side; NoFormError where one has no table. ``edition`` is the custom form that one of
    them, or both, are on."""
    one, other = _edition(first, edition), _edition(second, edition)
    found = list(pairs(one, other, figures_of(first), figures_of(second)))
    rows = tuple(_rows(found, one, other))
    return Comparison(first, second, any(pair.label is not None for pair in found), rows)


def _edition(report: Report, given: Edition | None) -> Edition:
    known = builtin_editions().get(report.edition or "")
    edition = given if given and report.edition in (None, given.id) else known
    if edition is None:
        raise NoFormError(report)
    return edition


def _rows(found: list[Pair], one: Edition, other: Edition) -> Iterator[Row]:
    for pair in found:
        if "no_row" == pair.first.state == pair.second.state:
            continue
        holder = other if pair.first.state == "no_row" else one
        name = pair.label or label(holder, pair.key)
        yield Row(pair.key, name, pair.first, pair.second, pair.relation, pair.comparable, pair.note)


def to_json(comparison: Comparison) -> dict[str, Any]:
    """Schema ``gongkai.comparison/1``: numbers or null, ``state`` beside each."""
    return {
        "schema": SCHEMA,
        "reports": [_identity(report) for report in (comparison.first, comparison.second)],
        "by": "concept" if comparison.by_concept else "cell",
        "rows": [_row_out(row) for row in comparison.rows],
    }


def _identity(report: Report) -> dict[str, Any]:
    source = report.source.name if report.source else None
    return {"agency": report.agency, "year": report.year, "edition": report.edition, "source": source}


def _row_out(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "values": [row.first.value, row.second.value],
        "states": [row.first.state, row.second.state],
        "difference": row.difference,
        "rate": None if row.rate is None else round(row.rate, 6),
        "relation": row.relation,
        "comparable": row.comparable,
        "note": row.note,
    }
