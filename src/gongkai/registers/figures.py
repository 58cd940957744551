"""How figures come from registers: named queries with their counting rule in words.

A ``Source`` is a named query on one register: which rows belong to a year, by which fields they are told apart, and
what is measured (rows, a sum, distinct values). A ``Figure`` feeds one cell of the form: the groups of a source that it
counts. All figures of a source are derived with one grouped statement; the rows behind a figure are the same query with
the figure's condition.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Count, Model, QuerySet, Sum

Number = int | float
Measure = Literal["rows", "sum", "distinct"]
Where = Mapping[str, frozenset[Any]]
DECIMALS = 6  # Of a figure; the form prints at most this many of 万元.


@dataclass(frozen=True)
class Scope:
    """One agency-year: ``holders`` are the primary keys of the organs whose rows count in it."""

    holders: tuple[int, ...]
    year: int

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, 1, 1)

    @property
    def last(self) -> datetime.date:
        return datetime.date(self.year, 12, 31)


@dataclass(frozen=True)
class Source:
    """A named query. ``rows`` gives the rows of a scope, the organs' condition included; ``by`` are the fields that the
    figures' conditions name; ``measured`` is the field of a sum or of distinct values; a sum is multiplied by ``scale``
    (10,000 from 万元 to yuan)."""

    name: str
    sheet: str
    rule: str
    rows: Callable[[Scope], QuerySet[Any]]
    by: tuple[str, ...] = ()
    measure: Measure = "rows"
    measured: str = ""
    scale: int = 1

    def groups(self, scope: Scope) -> list[tuple[dict[str, Any], Number]]:
        """Each group of rows (its values of ``by``) with its measure."""
        rows = self.rows(scope).order_by()
        if not self.by:
            return [({}, self._plain(rows.aggregate(measure=self._expression())["measure"]))]
        grouped = rows.values_list(*self.by).annotate(measure=self._expression())
        return [(dict(zip(self.by, group[:-1], strict=True)), self._plain(group[-1])) for group in grouped]

    def _expression(self) -> Any:
        if self.measure == "sum":
            return Sum(self.measured)
        return Count(self.measured, distinct=True) if self.measure == "distinct" else Count("pk")

    def _plain(self, value: Any) -> Number:
        return plain((value or 0) * self.scale)


@dataclass(frozen=True)
class Figure:
    """What feeds one cell: a source and the groups that count. It holds for forms of the years ``since`` to ``until``,
    inclusive; ``where`` maps a field of ``Source.by`` to the values that count, all where the field is absent."""

    key: str
    source: Source
    where: Where = field(default_factory=dict)
    since: int = 0
    until: int = 9999
    note: str = ""

    @property
    def rule(self) -> str:
        """The counting rule in words, as the workbench shows it."""
        return f"{self.source.rule}{self.note}"

    def holds_in(self, year: int) -> bool:
        return self.since <= year <= self.until

    def counts(self, group: Mapping[str, Any]) -> bool:
        return all(group[name] in values for name, values in self.where.items())

    def rows(self, scope: Scope) -> QuerySet[Model]:
        """The rows that the figure counts."""
        return self.source.rows(scope).filter(**{f"{name}__in": values for name, values in self.where.items()})


def evaluate(figures: Iterable[Figure], scope: Scope) -> dict[str, Number]:
    """Every figure's value, one statement a source."""
    by_source: dict[str, list[Figure]] = {}
    for figure in figures:
        by_source.setdefault(figure.source.name, []).append(figure)
    found: dict[str, Number] = {}
    for fed in by_source.values():
        groups = fed[0].source.groups(scope)
        for figure in fed:
            found[figure.key] = plain(sum(value for group, value in groups if figure.counts(group)))
    return found


def plain(value: Any) -> Number:
    """A whole number as int, any other as float of ``DECIMALS`` places."""
    rounded = round(Decimal(str(value)), DECIMALS)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)
