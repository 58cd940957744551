"""Setting one column's value in many rows: which column, which value, what it would do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gongkai.desk.forms.columns import field_for
from gongkai.registers.closing import Closed
from gongkai.registers.identity import changes, row_values
from gongkai.registers.models import Row
from gongkai.registers.sheets import Column, Sheet
from gongkai.registers.validation import complete, faults_of


def settable(sheet: Sheet) -> list[Column]:
    """The columns that several rows may share a value of: not the number."""
    return [column for column in sheet.columns if column.field != sheet.number]


class ColumnForm(forms.Form):
    """Which column is set."""

    def __init__(self, sheet: Sheet, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(column.field, column.header) for column in settable(sheet)]
        self.fields["column"] = forms.ChoiceField(label=_("修改哪一栏"), choices=choices)


class ValueForm(forms.Form):
    """The value that the chosen rows get, and why."""

    def __init__(self, sheet: Sheet, column: Column, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["value"] = field_for(sheet, column)
        self.fields["value"].label = _("“%(header)s”改为") % {"header": column.header}
        self.fields["reason"] = forms.CharField(label=_("修改原因"), max_length=500, required=False)


@dataclass
class Preview:
    """What setting the value would do: the rows it changes, with the value before; how many have it already; those that
    refuse it, each with why."""

    changed: list[tuple[Row, dict[str, Any]]] = field(default_factory=list)
    refused: list[tuple[Row, str]] = field(default_factory=list)
    warned: list[tuple[Row, str]] = field(default_factory=list)
    same: int = 0

    @property
    def mark(self) -> str:
        """Stands for the rows as they are now: what is confirmed is what was shown."""
        told = "\n".join(f"{row.pk} {row.updated_at.isoformat()}" for row, _before in self.changed)
        return hashlib.sha256(told.encode()).hexdigest()


def preview_of(sheet: Sheet, rows: Iterable[Row], column: Column, value: Any, closed: Closed) -> Preview:
    preview = Preview()
    for row in rows:
        before = row_values(sheet, row)
        after = complete(sheet, {**before, column.field: value})
        if not changes(sheet, before, after):
            preview.same += 1
            continue
        faults = faults_of(sheet, after)
        errors = [f for f in faults if f.severity == "error"] or closed.faults(sheet, before, after)
        if errors:
            preview.refused.append((row, told_of(errors)))
            continue
        preview.changed.append((row, before))
        if faults:
            preview.warned.append((row, told_of(faults)))
    return preview


def told_of(faults: Iterable[Any]) -> str:
    return _("；").join(_("%(header)s：%(expected)s") % {"header": f.header, "expected": f.expected} for f in faults)
