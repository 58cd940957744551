"""What tells a row from the others of its organ: its number, or all its values and its ordinal among equal rows."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Container
from decimal import Decimal
from itertools import count
from typing import Any

from gongkai.registers.models import Row
from gongkai.registers.sheets import Sheet, Values


def row_values(sheet: Sheet, row: Row) -> dict[str, Any]:
    """The values of a stored row, by field."""
    return {column.field: getattr(row, column.field) for column in sheet.columns}


def plain_values(values: Values) -> dict[str, Any]:
    """The values as JSON has them: dates as ISO text, decimals as text without needless zeros."""
    return {field: _plain(value) for field, value in values.items()}


def changes(sheet: Sheet, before: Values, after: Values) -> list[str]:
    """The fields in which two rows differ."""
    return [c.field for c in sheet.columns if _plain(before[c.field]) != _plain(after[c.field])]


def fingerprint(sheet: Sheet, values: Values) -> str:
    """SHA-256 of all values. Blanks play no part, so that it survives a column that is added later."""
    filled = {c.field: _plain(values[c.field]) for c in sheet.columns if values[c.field] not in (None, "")}
    text = json.dumps(filled, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def identity_of(sheet: Sheet, values: Values, taken: Container[str]) -> str:
    """The row's number; without one, its fingerprint with the least ordinal that is not ``taken``."""
    if sheet.number:
        return str(values[sheet.number])
    return free_identity(fingerprint(sheet, values), taken)


def free_identity(print_: str, taken: Container[str]) -> str:
    return next(name for ordinal in count(1) if (name := f"{print_}-{ordinal}") not in taken)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
