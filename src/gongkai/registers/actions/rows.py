"""Adding, changing and removing single rows of a register."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gongkai.agencies.errors import ChangedMeanwhile, NoSuchObject
from gongkai.agencies.models import Agency, Person
from gongkai.agencies.rules import Permission, require_for
from gongkai.audit_log.actions import record
from gongkai.registers.closing import refuse_closed
from gongkai.registers.errors import NumberTaken
from gongkai.registers.identity import changes, identity_of, plain_values, row_values
from gongkai.registers.locking import changing
from gongkai.registers.models import Row
from gongkai.registers.sheets import Sheet, Values
from gongkai.registers.validation import complete, refuse_faults


def create_row(*, sheet: Sheet, agency: Agency, values: Values, actor: Person | None, reason: str = "") -> Row:
    """Add a row. Raises RowRefused, NumberTaken, YearClosed, NotPermitted."""
    require_for(actor, Permission.EDIT_REGISTERS, agency)
    full = complete(sheet, values)
    refuse_faults(sheet, full)
    with changing(agency.pk):
        refuse_closed(sheet, agency, None, full)
        identity = _free_identity(sheet, agency, full, None)
        row = sheet.model(agency=agency, identity=identity, created_by=actor, updated_by=actor, **full)
        row.save(force_insert=True)
        record(actor=actor, action="create_row", target=row, agency=agency, reason=reason, after=plain_values(full))
    return row


def change_row(
    *,
    sheet: Sheet,
    row: Row,
    values: Values,
    actor: Person | None,
    reason: str = "",
    seen: datetime.datetime | None = None,
) -> Row:
    """Change the fields in ``values``; the others stay. ``seen`` is the ``updated_at`` of the row that the person had
    before them: ChangedMeanwhile where it is no longer that. A change that changes nothing leaves no trace."""
    require_for(actor, Permission.EDIT_REGISTERS, row.agency)
    with changing(row.agency_id):
        current = _current(sheet, row)
        if seen is not None and current.updated_at != seen:
            raise ChangedMeanwhile(_("这一行刚刚被别人改过。"), _("请重新打开，核对后再改。"))
        before, after = _change(sheet, current, values, actor)
        if before:
            record(
                actor=actor,
                action="change_row",
                target=current,
                agency=current.agency,
                reason=reason,
                before=before,
                after=after,
            )
    return current


def change_rows(*, sheet: Sheet, rows: Iterable[Row], values: Values, actor: Person | None, reason: str) -> int:
    """Set the same ``values`` in several rows of one organ, all or none; how many rows that changed. One line of the
    record tells of all."""
    chosen = sorted(row.pk for row in rows)
    agency = _one_agency(sheet, chosen)
    if agency is None:
        return 0
    require_for(actor, Permission.EDIT_REGISTERS, agency)
    with changing(agency.pk):
        found: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
        for row in sheet.model._default_manager.select_related("agency").filter(pk__in=chosen).order_by("pk"):
            found[str(row.pk)] = _change(sheet, row, values, actor)
        changed = {pk: versions for pk, versions in found.items() if versions[0]}
        if changed:
            record(
                actor=actor,
                action="change_rows",
                target=agency,
                agency=agency,
                reason=reason,
                before={"sheet": sheet.name, "rows": {pk: before for pk, (before, _after) in changed.items()}},
                after={"sheet": sheet.name, "rows": {pk: after for pk, (_before, after) in changed.items()}},
            )
    return len(changed)


def remove_row(*, sheet: Sheet, row: Row, actor: Person | None, reason: str) -> None:
    """Remove a row; the record keeps its values and the reason."""
    require_for(actor, Permission.EDIT_REGISTERS, row.agency)
    with changing(row.agency_id):
        current = _current(sheet, row)
        before = row_values(sheet, current)
        refuse_closed(sheet, current.agency, before, None)
        agency, kept = current.agency, plain_values(before)
        record(actor=actor, action="remove_row", target=current, agency=agency, reason=reason, before=kept)
        current.delete()


def _change(sheet: Sheet, row: Row, values: Values, actor: Person | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Store what differs; the changed fields before and after, empty where nothing differs."""
    before = row_values(sheet, row)
    after = complete(sheet, {**before, **values})
    differing = changes(sheet, before, after)
    if not differing:
        return {}, {}
    refuse_faults(sheet, after)
    refuse_closed(sheet, row.agency, before, after)
    row.identity = _free_identity(sheet, row.agency, after, row)
    for field in differing:
        setattr(row, field, after[field])
    row.updated_by = actor
    row.save()
    return plain_values({f: before[f] for f in differing}), plain_values({f: after[f] for f in differing})


def _current(sheet: Sheet, row: Row) -> Row:
    """The row as it is stored now."""
    found = sheet.model._default_manager.select_related("agency").filter(pk=row.pk).first()
    if found is None:
        raise NoSuchObject(_("这一行已经被删除。"), _("请刷新列表。"))
    return found


def _one_agency(sheet: Sheet, rows: list[int]) -> Agency | None:
    """The organ of the rows, None without rows; NoSuchObject where they are of several."""
    agencies = Agency.objects.filter(
        pk__in=sheet.model._default_manager.filter(pk__in=rows).order_by().values("agency_id")
    )
    found = list(agencies[:2])
    if len(found) > 1:
        raise NoSuchObject(_("所选的行属于不同的机关。"), _("请一次只改一个机关的台账。"))
    return found[0] if found else None


def _free_identity(sheet: Sheet, agency: Agency, values: Values, row: Row | None) -> str:
    """The identity for a row of these values; NumberTaken where another row has its number."""
    others = sheet.model._default_manager.filter(agency=agency)
    if row is not None:
        others = others.exclude(pk=row.pk)
    if sheet.number:
        number = identity_of(sheet, values, ())
        if others.filter(identity=number).exists():
            header = sheet.column(sheet.number).header
            raise NumberTaken(
                _("%(header)s“%(number)s”已经有了。") % {"header": header, "number": number},
                _("请换一个编号，或打开已有的那一行修改。"),
            )
        return number
    prefix = identity_of(sheet, values, ()).rpartition("-")[0]
    return identity_of(
        sheet, values, set(others.filter(identity__startswith=prefix).values_list("identity", flat=True))
    )
