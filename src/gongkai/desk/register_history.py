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
from gongkai.registers.models import Import, ImportedRow, Row
from gongkai.registers.sheets import Sheet

SHOWN = 50


@dataclass(frozen=True)
class Event:
    """One line of the record: ``changes`` are (header, before, after). Of an import, ``file`` is its name, ``imported``
    its key, ``line`` where the row stood."""

    at: datetime.datetime
    by: str
    did: str
    reason: str
    changes: list[tuple[str, str, str]]
    file: str = ""
    imported: int = 0
    line: int = 0


def history_of(sheet: Sheet, row: Row) -> list[Event]:
    """The newest first, ``SHOWN`` at most. Changes of many rows at once stand in one line of the organ, imports in one
    of theirs."""
    of_files = ImportedRow.objects.filter(sheet=sheet.slug, row=row.pk).order_by("-pk")[:SHOWN]
    traces = {str(trace.imported_id): trace for trace in of_files}
    own = Q(target_kind=sheet.model._meta.label_lower, target_id=str(row.pk))
    together = Q(action="change_rows", agency=row.agency_id, after__sheet=sheet.name, after__rows__has_key=str(row.pk))
    imports = Q(action="import_workbook", target_kind=Import._meta.label_lower, target_id__in=traces)
    found = Entry.objects.filter(own | together | imports)[:SHOWN]
    return [
        _import_event(sheet, traces[entry.target_id], entry)
        if entry.action == "import_workbook"
        else _event(sheet, row, entry)
        for entry in found
    ]


def _import_event(sheet: Sheet, trace: ImportedRow, entry: Entry) -> Event:
    return Event(
        at=entry.recorded_at,
        by=entry.actor_name,
        did=_("导入修改") if trace.after else _("导入新增"),
        reason="",
        changes=list(_changes(sheet, trace.before, trace.after)),
        file=entry.after["file"],
        imported=trace.imported_id,
        line=trace.line,
    )


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
