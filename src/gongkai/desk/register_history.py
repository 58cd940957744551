"""What the record says of one row of a register."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.audit_log.models import Entry
from gongkai.desk.register_cells import shown_json
from gongkai.registers.models import Row
from gongkai.registers.sheets import Sheet

SHOWN = 50


@dataclass(frozen=True)
class Event:
    """One line of the record: ``changes`` are (header, before, after)."""

    at: datetime.datetime
    by: str
    did: str
    reason: str
    changes: list[tuple[str, str, str]]


def history_of(sheet: Sheet, row: Row) -> list[Event]:
    """The newest first, ``SHOWN`` at most. Changes of many rows at once stand in one line of the organ."""
    own = Q(target_kind=sheet.model._meta.label_lower, target_id=str(row.pk))
    together = Q(action="change_rows", agency=row.agency_id, after__sheet=sheet.name, after__rows__has_key=str(row.pk))
    return [_event(sheet, row, entry) for entry in Entry.objects.filter(own | together)[:SHOWN]]


def _event(sheet: Sheet, row: Row, entry: Entry) -> Event:
    before, after = entry.before, entry.after
    if entry.action == "change_rows":
        before, after = before["rows"][str(row.pk)], after["rows"][str(row.pk)]
    did = _DID.get(entry.action, _told)()
    return Event(entry.recorded_at, entry.actor_name, did, entry.reason, list(_changes(sheet, before, after)))


def _changes(sheet: Sheet, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Of a row that was added, nothing: its values are on the page."""
    for column in sheet.columns:
        if column.field in before and column.field in after:
            was, became = (shown_json(sheet, column.field, version) for version in (before, after))
            yield column.header, was, became


def _told() -> str:
    return _("改动")


_DID = {
    "create_row": lambda: _("登记"),
    "change_row": lambda: _("修改"),
    "change_rows": lambda: _("批量修改"),
    "remove_row": lambda: _("删除"),
}
