"""How values of registers are written on pages."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gongkai.registers.sheets import Column, Sheet, Values

LONGEST = 60
NUMBERS = ("integer", "decimal")
TEXTS = ("text", "long_text")
DATES = ("date", "month")


def shown(column: Column, values: Values) -> str:
    """The column's value in a row as text; empty where it is blank."""
    value = values[column.field]
    if value in (None, ""):
        return ""
    if column.dated_options:
        return column.dated_options.label(value, values[column.dated_options.date])
    return plain(column, value)


def plain(column: Column, value: Any) -> str:
    """A value by itself, as a reader writes it."""
    if column.choices:
        return str(dict(column.choices.choices).get(value, value))
    if column.kind == "flag":
        return _("是") if value else _("否")
    if isinstance(value, datetime.date):
        return f"{value:%Y-%m}" if column.kind == "month" else value.isoformat()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def from_json(column: Column, value: Any) -> Any:
    """A value of the record or of a preview, where dates and decimals are text, as the row would hold it."""
    if column.kind in DATES and isinstance(value, str):
        return datetime.date.fromisoformat(value)
    return Decimal(value) if column.kind == "decimal" and isinstance(value, str) else value


def shown_json(sheet: Sheet, field: str, values: Mapping[str, Any]) -> str:
    """One value of a line of the record; outcomes are named by the date in the same line where it has one."""
    column = sheet.column(field)
    if column.dated_options:
        day = values.get(column.dated_options.date)
        named = column.dated_options.labels()
        known = {value: label for label, value in reversed(named.items())}
        label = known.get(values[field], values[field] or "")
        return column.dated_options.label(values[field], datetime.date.fromisoformat(day)) if day else label
    value = from_json(column, values[field])
    return "" if value in (None, "") else plain(column, value)


def head_column(sheet: Sheet) -> Column:
    """The column that names a row: its number, its first filled text, or its first column."""
    named = [c for c in sheet.columns if c.field == sheet.number] or [
        c for c in sheet.columns if c.kind in TEXTS and c.required
    ]
    return named[0] if named else sheet.columns[0]


def list_columns(sheet: Sheet) -> list[Column]:
    """The columns of a list, the one that names the row first."""
    head = head_column(sheet)
    return [head, *(c for c in sheet.columns if c.in_list and c is not head)]


def cell_class(column: Column) -> str:
    if column.kind in NUMBERS:
        return "num"
    return "words" if column.kind in TEXTS else "keep"


def row_name(sheet: Sheet, values: Values) -> str:
    """How a row is called in headings and for screen readers."""
    head = head_column(sheet)
    others = (c for c in sheet.columns if c is not head and (c.kind in DATES or c.kind == "option"))
    parts = [short(shown(head, values)), *(shown(c, values) for c in others if head.kind in DATES)]
    return " ".join(filter(None, parts)) or _("（未命名）")


def pairs(sheet: Sheet, values: Values) -> Iterator[tuple[str, str]]:
    """Each column's header with its value, for a list of facts."""
    for column in sheet.columns:
        yield column.header, shown(column, values)
