"""Declarations of sheets: what a register's columns are called in a workbook, what they hold, and what is refused.

A room declares its sheets in ``sheets.py`` with these; import, export, template, forms and lists all follow from them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.db.models import TextChoices
from django.utils.translation import override

from gongkai.registers.models import Row

Kind = Literal["text", "long_text", "date", "month", "option", "flag", "integer", "decimal", "outcome"]
Values = Mapping[str, Any]


@dataclass(frozen=True)
class DatedOptions:
    """Options whose names depend on the year of another column's date: ``in_year`` gives label → stored value.
    ``years`` are years that between them have every label, the newest first."""

    date: str
    in_year: Callable[[int], Mapping[str, str]]
    years: tuple[int, ...]

    def label(self, value: str, day: datetime.date | None) -> str:
        """What the value is called in the year of the day; the value itself where that year has no name for it."""
        named = self.in_year(day.year if day else self.years[0])
        return next((label for label, known in named.items() if known == value), value)

    def labels(self) -> dict[str, str]:
        """Every label of every year → stored value, the newest first."""
        return {label: value for year in self.years for label, value in self.in_year(year).items()}


@dataclass(frozen=True)
class Column:
    """One column. ``header`` is exact and Chinese; ``field`` is the model's. A blank cell becomes ``blank``.
    ``required``: every cell is filled; ``header_required``: the column is there, though cells may be blank.
    ``dated_by`` names the date fields by which the value counts in figures (none: no figure looks at it): once the
    year of such a date is closed, the value is too. ``future``: a date that may lie beyond next year."""

    header: str
    field: str
    kind: Kind = "text"
    required: bool = False
    header_required: bool = False
    choices: type[TextChoices] | None = None
    blank: Any = None
    note: str = ""
    dated_by: tuple[str, ...] = ()
    dated_options: DatedOptions | None = None
    future: bool = False
    in_list: bool = True

    @cached_property
    def options(self) -> dict[str, str]:
        """Stored value → label of an option column. Workbooks are Chinese whatever the reader's language is."""
        with override("zh-hans"):
            return {value: str(label) for value, label in self.choices.choices} if self.choices else {}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a row: the header of the column, what was found, what is expected. ``beside`` are the
    headers of other columns without which it cannot be told."""

    header: str
    found: str
    expected: str
    severity: Literal["error", "warning"] = "error"
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One register as a sheet of the workbook (domain: ledgers.md). ``number`` is the field that identifies a row, None
    where rows are identified by all their values; ``check`` yields what is wrong between columns; ``example`` is the
    row of the template; ``date`` is the field by which lists are sorted and filtered by year."""

    slug: str
    name: str
    model: type[Row]
    columns: tuple[Column, ...]
    date: str
    number: str | None = None
    check: Callable[[Values], Iterable[Fault]] = lambda values: ()
    example: Values = field(default_factory=dict)
    title: str = ""

    def column(self, field_name: str) -> Column:
        return next(c for c in self.columns if c.field == field_name)

    @property
    def counted(self) -> tuple[Column, ...]:
        """The columns that figures look at, with the dates they depend on."""
        return tuple(c for c in self.columns if c.dated_by)


def month_start(year: int, month: int) -> datetime.date:
    """How a month (YYYY-MM) is stored: its first day."""
    return datetime.date(year, month, 1)
