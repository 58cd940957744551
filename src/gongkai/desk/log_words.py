"""What a line of the record says before and after, in the words of the pages. What is not known, of a later release
perhaps, is shown as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, TextChoices
from django.utils.translation import gettext as _

from gongkai.agencies.models import Role
from gongkai.audit_log.models import Entry
from gongkai.audit_log.names import FIELDS, field_name
from gongkai.desk.import_preview import STATES
from gongkai.desk.register_cells import shown_json
from gongkai.filing.models import Problem, Stage
from gongkai.law.editions import Edition, builtin_editions
from gongkai.law.rules import builtin_rules
from gongkai.registers.registry import all_sheets
from gongkai.registers.sheets import Sheet

Values = Mapping[str, Any]
CHOICES: dict[str, type[TextChoices]] = {"role": Role, "stage": Stage, "outcome": Problem.Outcome}
"""What lines say of other things than their object's own fields."""


def kind_name(label: str) -> str:
    """What an object of this model is called."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


def changes_of(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Every field with its value before and after."""
    kind = entry.target_kind
    for name in dict.fromkeys([*entry.before, *entry.after]):
        yield name_of(kind, name), in_words(kind, entry.before, name), in_words(kind, entry.after, name)


def name_of(kind: str, name: str) -> str:
    field = _field(kind, name)
    # Django names a field after its code where the model says nothing better.
    named = field and name not in FIELDS and field.verbose_name != name.replace("_", " ")
    return str(field.verbose_name) if field and named else field_name(name)


def in_words(kind: str, values: Values, name: str) -> str:
    """One value of a line; empty where the line does not speak of it."""
    if name not in values:
        return ""
    value, sheet = values[name], _sheet_of(kind)
    if sheet and name in {column.field for column in sheet.columns}:
        return shown_json(sheet, name, values) or ""
    if name == "fields":
        return _("、").join(name_of(kind, each) for each in value)
    if name == "rows" and "sheet" in values:
        return _rows(values["sheet"], value)
    if isinstance(value, str) and (label := _choices(kind, name).get(value)):
        return str(label)
    return _plain(TOLD[name](value) if name in TOLD else value)


def _field(kind: str, name: str) -> Field[Any, Any] | None:
    try:
        found = apps.get_model(kind)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist, ValueError):
        return None
    return found if isinstance(found, Field) else None


def _choices(kind: str, name: str) -> dict[Any, Any]:
    field = _field(kind, name)
    given = field.flatchoices if field and field.choices else CHOICES[name].choices if name in CHOICES else []
    return dict(given)


def _sheet_of(kind: str) -> Sheet | None:
    return next((sheet for sheet in all_sheets() if sheet.model._meta.label_lower == kind), None)


def _rows(sheet_name: str, rows: Mapping[str, Values]) -> str:
    """Many rows of a register that were changed at once, by their numbers."""
    sheet = next((one for one in all_sheets() if one.name == sheet_name), None)
    kind = sheet.model._meta.label_lower if sheet else ""
    return _plain({f"#{row}": _row(kind, values) for row, values in rows.items()})


def _row(kind: str, values: Values) -> dict[str, str]:
    headers = {column.field: column.header for column in (_sheet_of(kind) or all_sheets()[0]).columns}
    return {headers.get(name, name): in_words(kind, values, name) for name in values}


def _plain(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: _("是"), False: _("否"), None: _("无")}[value]
    if isinstance(value, list):
        return _("、").join(_plain(each) for each in value)
    if isinstance(value, dict):
        return _("；").join(_pair(name, part) for name, part in value.items())
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _pair(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return name + _("（%(text)s）") % {"text": _plain(value)}
    return f"{name}{_('：')}{_plain(value)}"


def _newest_first() -> list[Edition]:
    return sorted(builtin_editions().values(), key=lambda edition: edition.first_year or 0, reverse=True)


def _edition(code: str) -> str:
    edition = builtin_editions().get(code)
    return edition.title if edition else code


def _section(key: str) -> str:
    return next((part.title for edition in _newest_first() for part in edition.sections if part.key == key), key)


def _cell(key: str) -> str:
    return next((edition.label(key) for edition in _newest_first() if key in edition.slots), key)


def _rule(code: str) -> str:
    rule = builtin_rules().get(code)
    return f"{code} {rule.title_zh}" if rule else code


def _counts(rows: Any) -> Any:
    """How many rows of each sheet an import added, changed and left."""
    if not isinstance(rows, dict):
        return rows
    return {name: {str(STATES.get(state, state)): n for state, n in counts.items()} for name, counts in rows.items()}


TOLD: dict[str, Callable[[Any], Any]] = {
    "edition": _edition,
    "section": _section,
    "key": _cell,
    "rule": _rule,
    "rows": _counts,
    "confirmed": lambda keys: [_cell(key) for key in keys],
    "changed": lambda figures: {_cell(key): value for key, value in figures.items()},
}
