"""The form of one row of a register: refuses the impossible, warns of the unlikely."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.desk.forms.columns import field_for
from gongkai.registers.identity import row_values
from gongkai.registers.models import Row
from gongkai.registers.sheets import Fault, Sheet
from gongkai.registers.validation import complete, faults_of

CONFIRMED = "confirmed"
SEEN = "seen"


class RowForm(forms.Form):
    """The fields of a sheet. With ``row`` it changes that row: the page carries what the row held when it was opened,
    so that only what the person touched is changed. ``warnings`` are what is unlikely and not confirmed yet."""

    use_required_attribute = False

    def __init__(self, sheet: Sheet, data: QueryDict | None = None, row: Row | None = None, **more: Any) -> None:
        initial = row_values(sheet, row) if row else {c.field: c.blank for c in sheet.columns}
        super().__init__(data, initial={**initial, **more.pop("initial", {})}, **more)
        self.sheet, self.row = sheet, row
        self.warnings: list[Fault] = []
        self.values: dict[str, Any] = {}
        for column in sheet.columns:
            self.fields[column.field] = field_for(sheet, column)
            self.fields[column.field].show_hidden_initial = row is not None
        self.fields["reason"] = forms.CharField(
            label=_("修改原因"), required=False, max_length=500, help_text=_("写入日志，供日后查考。")
        )
        if row is None:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self.values = complete(self.sheet, {c.field: cleaned[c.field] for c in self.sheet.columns})
            self._judge(faults_of(self.sheet, self.values))
        return cleaned

    def _judge(self, faults: list[Fault]) -> None:
        errors = [fault for fault in faults if fault.severity == "error"]
        for fault in errors:
            self.add_error(field_of(self.sheet, fault), fault.expected)
        warnings = [fault for fault in faults if fault.severity == "warning"]
        if warnings and not errors and self.data.get(CONFIRMED) != mark_of(warnings):
            self.warnings = warnings

    @property
    def mark(self) -> str:
        """What the confirming tick says: these warnings, and no others."""
        return mark_of(self.warnings)

    @property
    def touched(self) -> dict[str, Any]:
        """The values that the person changed on the page."""
        return {c.field: self.values[c.field] for c in self.sheet.columns if c.field in self.changed_data}

    @property
    def seen(self) -> datetime.datetime | None:
        return seen_at(self.data)


def field_of(sheet: Sheet, fault: Fault) -> str | None:
    return next((c.field for c in sheet.columns if c.header == fault.header), None)


def mark_of(warnings: list[Fault]) -> str:
    told = "\n".join(f"{w.header}\t{w.found}\t{w.expected}" for w in warnings)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def seen_at(data: Mapping[str, Any]) -> datetime.datetime:
    """When the row was last changed as the page showed it; a page that does not say it saw nothing."""
    try:
        return datetime.datetime.fromisoformat(str(data.get(SEEN) or ""))
    except ValueError:
        return datetime.datetime.fromtimestamp(0, timezone.get_current_timezone())


class RemovalForm(forms.Form):
    """Why a row is removed."""

    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].label = _("删除原因")
        self.fields["reason"].error_messages["required"] = _("请写明为什么删除。")
