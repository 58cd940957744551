"""What an import would do, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.desk.register_cells import from_json, plain
from gongkai.registers.models import Import
from gongkai.registers.registry import all_sheets
from gongkai.registers.sheets import Column, Sheet

STATES: dict[str, str | Promise] = {
    "added": _("新增"),
    "changed": _("修改"),
    "unchanged": _("不变"),
    "refused": _("拒绝"),
}
LISTED = ("added", "changed", "refused")
"""Rows that an import would not change are counted, not listed."""
LOOKS = {
    "added": ("good", "plus"),
    "changed": ("busy", "edit"),
    "unchanged": ("plain", "level"),
    "refused": ("bad", "error"),
}


@dataclass(frozen=True)
class Line:
    """A row of the workbook: what becomes of it, which columns change from what to what, what is wrong."""

    sheet: str
    number: int
    name: str
    state: str
    changes: list[tuple[str, str, str]]
    faults: list[Mapping[str, Any]]

    @property
    def label(self) -> str | Promise:
        return STATES[self.state]

    @property
    def tone(self) -> str:
        return LOOKS[self.state][0]

    @property
    def icon(self) -> str:
        return LOOKS[self.state][1]


@dataclass(frozen=True)
class Shown:
    """``totals`` by state, ``sheets`` that have rows with their counts, ``faults`` that concern no row, ``rows`` of the
    chosen sheet and state (``sheet`` and ``state`` are empty where all are shown). ``listed`` of ``counted`` rows are
    kept one by one: of very many new rows only the first."""

    totals: Mapping[str, int]
    sheets: list[Mapping[str, Any]]
    faults: list[Mapping[str, Any]]
    sheet: str = ""
    state: str = ""
    counted: int = 0
    rows: list[Line] = field(default_factory=list)

    @property
    def unlisted(self) -> int:
        return self.counted - len(self.rows)


def preview_shown(imported: Import, sheet: str, state: str) -> Shown:
    """Unknown names of a sheet or state show all."""
    preview = imported.preview
    sheets = [s for s in preview.get("sheets", []) if not _known_slug(preview, sheet) or s["slug"] == sheet]
    states = [state] if state in LISTED else list(LISTED)
    declared = {one.slug: one for one in all_sheets()}
    kept = [_line(declared[s["slug"]], row) for s in sheets for row in s["rows"] if row["state"] in states]
    return Shown(
        totals=dict.fromkeys(STATES, 0) | preview.get("totals", {}),
        sheets=[s for s in preview.get("sheets", []) if any(s["counts"].values())],
        faults=preview.get("faults", []),
        sheet=sheet if _known_slug(preview, sheet) else "",
        state=state if state in LISTED else "",
        counted=sum(s["counts"].get(one, 0) for s in sheets for one in states),
        rows=kept,
    )


def _known_slug(preview: Mapping[str, Any], slug: str) -> bool:
    return any(sheet["slug"] == slug for sheet in preview.get("sheets", []))


def _line(sheet: Sheet, row: Mapping[str, Any]) -> Line:
    told = row["changes"]  # PostgreSQL keeps them in an order of its own.
    changed = [(column, *told[column.header]) for column in sheet.columns if column.header in told]
    changes = [(column.header, _value(column, was), _value(column, new)) for column, was, new in changed]
    return Line(sheet.name, row["line"], row["name"], row["state"], changes, row["faults"])


def _value(column: Column, value: Any) -> str:
    if value in (None, ""):
        return ""
    if column.dated_options:
        return {key: label for label, key in reversed(column.dated_options.labels().items())}.get(value, str(value))
    return plain(column, from_json(column, value))
