"""Importing a workbook: a preview first, then all of it or nothing; with ``partial`` the rows without errors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency, Person
from gongkai.agencies.rules import Permission, require_for
from gongkai.audit_log.actions import record
from gongkai.jobs.actions import Told, untold
from gongkai.registers.counting import Tally
from gongkai.registers.errors import ImportRefused
from gongkai.registers.identity import plain_values
from gongkai.registers.leftovers import remove_leftovers
from gongkai.registers.locking import changing
from gongkai.registers.models import Import, ImportedRow, Row
from gongkai.registers.planning import Decision, Plan, SheetPlan, batches, plan_import
from gongkai.registers.sheets import Fault
from gongkai.registers.workbook.reading import read_workbook

LISTED = 1000
"""How many of a sheet's added rows a preview lists one by one; changed and refused ones all are."""
_BATCH = 500


def preview_import(
    *,
    agency: Agency,
    file_name: str,
    content: bytes,
    actor: Person | None,
    partial: bool = False,
    told: Told = untold,
) -> Import:
    """Keep the workbook and say what importing it would do, row by row; nothing is imported yet. The state is REFUSED
    where it has errors (with ``partial``: where no row could be imported). Raises WorkbookRefused."""
    require_for(actor, Permission.EDIT_REGISTERS, agency)
    plan = plan_import(agency, read_workbook(content, told), told)
    state = Import.State.PREVIEWED if _possible(plan, partial) else Import.State.REFUSED
    return _keep_file(agency, file_name, content, actor, partial, plan, state)


def confirm_import(*, imported: Import, actor: Person | None, told: Told = untold) -> Import:
    """Carry a previewed import out, as the registers stand now. Raises ImportRefused where it was carried out or given
    up before, or where the registers have changed so that rows are refused (its preview then shows them). ``told``
    hears how far the reading is; of the writing, which is one transaction, that it began."""
    require_for(actor, Permission.EDIT_REGISTERS, imported.agency)
    with imported.content.open("rb") as file:
        contents = read_workbook(file.read(), told)
    told(0, 0, _("正在写入台账"))
    with changing(imported.agency_id):
        current = Import.objects.select_for_update().get(pk=imported.pk)
        if current.state != Import.State.PREVIEWED:
            raise ImportRefused(
                _("这次导入已经是“%(state)s”。") % {"state": current.get_state_display()}, _("请重新上传文件。")
            )
        plan = plan_import(imported.agency, contents)
        possible = _possible(plan, current.partial)
        if possible:
            _carry_out(plan, current, actor)
        _keep(current, plan, Import.State.IMPORTED if possible else Import.State.REFUSED)
        if possible:
            record(
                actor=actor,
                action="import_workbook",
                target=current,
                agency=imported.agency,
                after=_told(current, plan),
            )
    imported.refresh_from_db()
    if not possible:
        raise ImportRefused(_("预览以后台账有了变化，这个文件现在不能导入。"), _("请查看新的预览，改正后重新上传。"))
    return imported


def import_workbook(
    *,
    agency: Agency,
    file_name: str,
    content: bytes,
    actor: Person | None,
    partial: bool = False,
    told: Told = untold,
) -> tuple[Import | None, Plan]:
    """Preview and confirm in one, for the command line: the import, None where the plan's faults forbid it; then
    nothing is kept. Raises WorkbookRefused."""
    require_for(actor, Permission.EDIT_REGISTERS, agency)
    contents = read_workbook(content, told)
    with changing(agency.pk):
        plan = plan_import(agency, contents, told)
        if not _possible(plan, partial):
            return None, plan
        imported = _keep_file(agency, file_name, content, actor, partial, plan, Import.State.IMPORTED)
        _carry_out(plan, imported, actor, told)
        record(actor=actor, action="import_workbook", target=imported, agency=agency, after=_told(imported, plan))
    return imported, plan


def discard_import(*, imported: Import, actor: Person | None) -> None:
    """Give a previewed or refused import up. What was imported stays. Raises ImportRefused."""
    require_for(actor, Permission.EDIT_REGISTERS, imported.agency)
    with changing(imported.agency_id):
        open_ = (Import.State.PREVIEWED, Import.State.REFUSED)
        if not Import.objects.filter(pk=imported.pk, state__in=open_).update(state=Import.State.DISCARDED):
            raise ImportRefused(_("已经导入的文件不能放弃。"), _("请在台账里改正。"))
        imported.refresh_from_db()
        record(actor=actor, action="discard_import", target=imported, agency=imported.agency)


def plan_of(imported: Import) -> Plan:
    """The plan of an import as the registers stand now, with all its rows and faults."""
    with imported.content.open("rb") as file:
        return plan_import(imported.agency, read_workbook(file.read()))


def preview_of(plan: Plan) -> dict[str, Any]:
    """The preview: ``totals`` by state, ``faults`` that concern no row, ``sheets`` with their rows."""
    whole = [located.as_json() for located in plan.contents.faults]
    headers = [located.as_json() for rows in plan.contents.sheets for located in rows.faults]
    totals = {state: plan.total(state) for state in ("added", "changed", "unchanged", "refused")}
    return {"totals": totals, "faults": whole + headers, "sheets": [_sheet_preview(sheet) for sheet in plan.sheets]}


def _sheet_preview(plan: SheetPlan) -> dict[str, Any]:
    shown = [*plan.of("added")[:LISTED], *plan.of("changed"), *plan.of("refused")]
    warned = [d for d in plan.of("unchanged") if d.line.faults]
    return {
        "slug": plan.sheet.slug,
        "name": plan.sheet.name,
        "counts": plan.counts(),
        "examples": plan.rows.examples,
        "rows": [_row_preview(plan, d) for d in sorted([*shown, *warned], key=lambda d: d.line.number)],
    }


def _row_preview(plan: SheetPlan, decision: Decision) -> dict[str, Any]:
    before, after = plain_values(decision.before), plain_values(decision.line.values)
    changed = {plan.sheet.column(f).header: [before[f], after[f]] for f in decision.differing}
    faults = [
        {"column": f.header, "found": f.found, "expected": f.expected, "severity": f.severity}
        for f in [*decision.line.faults, *_under_headers(plan, decision)]
    ]
    named = {"line": decision.line.number, "state": decision.state, "name": _name(plan, decision)}
    return {**named, "changes": changed, "faults": faults}


def _under_headers(plan: SheetPlan, decision: Decision) -> list[Fault]:
    """A row in order that the headers of its sheet keep out."""
    if not plan.rows.faults or decision.line.refused:
        return []
    return [Fault("", _("表头有问题"), _("见“工作表和表头的问题”"))]


def _name(plan: SheetPlan, decision: Decision) -> str:
    """What a row is recognised by: the first filled columns of its sheet."""
    values = plain_values(decision.line.values)
    columns = [c for c in plan.sheet.columns if values[c.field] not in (None, "", False, True)]
    return " ".join(c.options.get(values[c.field], str(values[c.field])) for c in columns[:3])[:120]


def _possible(plan: Plan, partial: bool) -> bool:
    if plan.clean:
        return True
    return partial and any(plan.total(state) for state in ("added", "changed", "unchanged"))


def _carry_out(plan: Plan, imported: Import, actor: Person | None, told: Told = untold) -> None:
    tally = Tally(told, plan.total("added") + plan.total("changed"))
    for sheet in plan.sheets:
        doing = _("正在写入“%(sheet)s”") % {"sheet": sheet.sheet.name}
        for decisions, write in ((sheet.of("added"), _add), (sheet.of("changed"), _change)):
            for some in batches(decisions, _BATCH):
                write(sheet, some, imported, actor)
                tally.add(len(some), doing)


def _add(plan: SheetPlan, decisions: Sequence[Decision], imported: Import, actor: Person | None) -> None:
    rows = [_new_row(plan, decision, imported, actor) for decision in decisions]
    plan.sheet.model._default_manager.bulk_create(rows)
    _trace(plan, zip(rows, decisions, strict=True), imported)


def _change(plan: SheetPlan, decisions: Sequence[Decision], imported: Import, actor: Person | None) -> None:
    now = timezone.now()
    rows = [_changed_row(decision, imported, actor, now) for decision in decisions]
    fields = sorted({field for decision in decisions for field in decision.differing})
    trace = ["updated_at", "updated_by", "source", "source_line"]
    plan.sheet.model._default_manager.bulk_update(rows, [*fields, *trace])
    _trace(plan, zip(rows, decisions, strict=True), imported)


def _trace(plan: SheetPlan, done: Iterable[tuple[Row, Decision]], imported: Import) -> None:
    """Tell of each row what the import did to it."""
    slug = plan.sheet.slug
    ImportedRow.objects.bulk_create(
        ImportedRow(
            imported=imported,
            sheet=slug,
            row=row.pk,
            line=decision.line.number,
            before=plain_values({field: decision.before[field] for field in decision.differing}),
            after=plain_values({field: decision.line.values[field] for field in decision.differing}),
        )
        for row, decision in done
    )


def _new_row(plan: SheetPlan, decision: Decision, imported: Import, actor: Person | None) -> Row:
    return plan.sheet.model(
        agency=imported.agency,
        identity=decision.identity,
        created_by=actor,
        updated_by=actor,
        source=imported,
        source_line=decision.line.number,
        **decision.line.values,
    )


def _changed_row(decision: Decision, imported: Import, actor: Person | None, now: Any) -> Row:
    row = decision.row
    assert row
    for field in decision.differing:
        setattr(row, field, decision.line.values[field])
    row.updated_at, row.updated_by, row.source, row.source_line = now, actor, imported, decision.line.number
    return row


def _keep_file(
    agency: Agency, file_name: str, content: bytes, actor: Person | None, partial: bool, plan: Plan, state: str
) -> Import:
    remove_leftovers(agency)
    return Import.objects.create(
        agency=agency,
        file_name=file_name[-255:],
        sha256=hashlib.sha256(content).hexdigest(),
        content=ContentFile(content, name=f"{agency.code}{_suffix(file_name)}"),
        state=state,
        partial=partial,
        preview=preview_of(plan),
        by=actor,
    )


def _keep(imported: Import, plan: Plan, state: str) -> None:
    Import.objects.filter(pk=imported.pk).update(state=state, preview=preview_of(plan))


def _told(imported: Import, plan: Plan) -> dict[str, Any]:
    counts = {sheet.sheet.name: sheet.counts() for sheet in plan.sheets}
    return {"file": imported.file_name, "sha256": imported.sha256, "partial": imported.partial, "rows": counts}


def _suffix(file_name: str) -> str:
    suffix = file_name.rpartition(".")[2].lower()
    return f".{suffix}" if suffix in ("xlsx", "xls", "ods") else ".xlsx"
