"""Two people changed one row: what each of them meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from gongkai.desk import register_cells as cells
from gongkai.desk.forms.register_rows import SEEN, RowForm
from gongkai.registers.identity import row_values
from gongkai.registers.models import Row
from gongkai.registers.sheets import Column, Sheet


@dataclass(frozen=True)
class Difference:
    """A column that differs from what stands now: its value now, and what the person typed; ``kept`` where the person
    had touched it."""

    header: str
    now: str
    typed: str
    kept: bool


def merged(sheet: Sheet, current: Row, form: RowForm) -> tuple[QueryDict, list[Difference]]:
    """The form's data with what stands now in the columns that the person did not touch, and what differs."""
    values, touched = row_values(sheet, current), form.touched
    data = form.data.copy()  # type: ignore[attr-defined]
    found = []
    for column in sheet.columns:
        field, now = form.fields[column.field], values[column.field]
        if form.values[column.field] != now:
            typed = cells.shown(column, form.values)
            found.append(Difference(column.header, cells.shown(column, values), typed, column.field in touched))
        if column.field not in touched:
            _post(data, column, field, now)
        data[f"initial-{column.field}"] = _hidden(field, now)
    data[SEEN] = current.updated_at.isoformat()
    return data, found


def _post(data: QueryDict, column: Column, field: forms.Field, value: Any) -> None:
    """Put a value into the data as a browser would send it: an empty box sends nothing."""
    data.pop(column.field, None)
    if value is not False:
        data[column.field] = "on" if value is True else _hidden(field, value)


def _hidden(field: forms.Field, value: Any) -> str:
    return "" if value is None else str(field.prepare_value(value))
