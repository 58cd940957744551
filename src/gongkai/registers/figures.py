"""How figures come from registers: named queries with their counting rule in words.

A ``Source`` is a named query on one register: which rows belong to a year, by which fields they are told apart, and
what is measured (rows, a sum, distinct values). A ``Figure`` feeds one cell of the form: the groups of a source that it
counts. All figures of an agency-year are derived with one statement, the union of the sources' grouped ones; the rows
behind a figure are the same query with the figure's condition.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Count, DecimalField, F, IntegerField, Model, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast

Number = int | float
Measure = Literal["rows", "sum", "distinct"]
Where = Mapping[str, frozenset[Any]]
Group = tuple[dict[str, Any], Number]
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

    def groups(self, scope: Scope) -> list[Group]:
        """Each group of rows (its values of ``by``) with its measure."""
        return grouped([self], scope)[self.name]

    def statement(self, scope: Scope, number: int, width: int) -> QuerySet[Any, Any]:
        """This source's part of a common statement: its number, ``width`` texts (the values of ``by``, then NULLs) and
        the measure."""
        rows = self.rows(scope).order_by()
        flags = self.flags(rows.model)
        told = {f"by{n}": _flag(name) if name in flags else F(name) for n, name in enumerate(self.by)}
        padding = {f"by{n}": Value(None, TextField()) for n in range(len(self.by), width)}
        numbered = rows.annotate(source_number=Value(number), **told, **padding)
        fields = numbered.values_list("source_number", *told, *padding)
        measured: QuerySet[Any, Any] = fields.annotate(measure=self._expression())
        return measured

    def group(self, values: Sequence[Any], measure: Any, flags: frozenset[str]) -> Group:
        """What a line of the common statement says."""
        named = dict(zip(self.by, values, strict=False))
        return {name: v == "1" if name in flags else v for name, v in named.items()}, plain((measure or 0) * self.scale)

    def flags(self, model: type[Model]) -> frozenset[str]:
        """Those fields of ``by`` that hold yes or no."""
        return frozenset(name for name in self.by if isinstance(model._meta.get_field(name), BooleanField))

    def _expression(self) -> Any:
        counts: dict[Measure, Any] = {
            "rows": Count("*"),  # Not of a column: an index that lacks it could not answer alone.
            "sum": Sum(self.measured),
            "distinct": Count(self.measured, distinct=True),
        }
        # The parts of a common statement need one type.
        return Cast(counts[self.measure], DecimalField(max_digits=30, decimal_places=DECIMALS))


def _flag(name: str) -> Any:
    """Yes and no as 1 and 0 in text, on any database."""
    return Cast(Cast(name, IntegerField()), TextField())


def grouped(sources: Sequence[Source], scope: Scope) -> dict[str, list[Group]]:
    """The groups of every source, by its name, asked in one statement."""
    found: dict[str, list[Group]] = {source.name: [] for source in sources}
    asked = _common(tuple(sources), scope, connection.alias)
    if asked is None:
        return found
    with connection.cursor() as cursor:
        cursor.execute(asked.sql, asked.params)
        for number, *values, measure in cursor.fetchall():
            found[sources[number].name].append(sources[number].group(values, measure, asked.flags[number]))
    return found


@dataclass(frozen=True)
class Common:
    """The common statement of several sources as the database gets it, and the flags of each."""

    sql: str
    params: tuple[Any, ...]
    flags: tuple[frozenset[str], ...]


@lru_cache(256)
def _common(sources: tuple[Source, ...], scope: Scope, database: str) -> Common | None:
    """None where nothing can be found. Django takes as long to write the statement as the database to answer it for
    some ten thousand rows, and it is the same each time an agency-year is opened."""
    width = max((len(source.by) for source in sources), default=0)
    parts = [source.statement(scope, number, width) for number, source in enumerate(sources)]
    try:
        sql, params = parts[0].union(*parts[1:], all=True).query.get_compiler(database).as_sql()
    except (IndexError, EmptyResultSet):  # No source, or no organ.
        return None
    flags = tuple(source.flags(part.model) for source, part in zip(sources, parts, strict=True))
    return Common(sql, tuple(params), flags)


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

    def rows(self, scope: Scope) -> QuerySet[Model]:
        """The rows that the figure counts."""
        return self.source.rows(scope).filter(**{f"{name}__in": values for name, values in self.where.items()})


def evaluate(figures: Iterable[Figure], scope: Scope) -> dict[str, Number]:
    """Every figure's value, in one statement."""
    asked = list(figures)
    chosen = {name: _Groups(groups) for name, groups in grouped(_narrowed(asked), scope).items()}
    return {f.key: plain(chosen[f.source.name].total(f.where)) for f in asked}


def _narrowed(figures: list[Figure]) -> list[Source]:
    """The sources of the figures, each told apart only by the fields that these figures ask for."""
    named: dict[str, set[str]] = {}
    for figure in figures:
        named.setdefault(figure.source.name, set()).update(figure.where)
    sources = {figure.source.name: figure.source for figure in figures}
    return [replace(s, by=tuple(name for name in s.by if name in named[s.name])) for s in sources.values()]


class _Groups:
    """A source's groups, and which of them meet a condition: many figures share each (an outcome, an applicant)."""

    def __init__(self, groups: list[Group]) -> None:
        self.groups = groups
        self.met: dict[tuple[str, frozenset[Any]], frozenset[int]] = {}

    def total(self, where: Where) -> Number:
        everything = frozenset(range(len(self.groups)))
        counted = everything.intersection(*(self._meeting(name, values) for name, values in where.items()))
        return sum(self.groups[number][1] for number in counted)

    def _meeting(self, name: str, values: frozenset[Any]) -> frozenset[int]:
        if (name, values) not in self.met:
            found = (number for number, (group, _measure) in enumerate(self.groups) if group[name] in values)
            self.met[name, values] = frozenset(found)
        return self.met[name, values]


def plain(value: Any) -> Number:
    """A whole number as int, any other as float of ``DECIMALS`` places."""
    rounded = round(Decimal(str(value)), DECIMALS)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)
