"""Values in CSV files that people open in a spreadsheet."""

from __future__ import annotations

from datetime import date

from gongkai.report.writing.figures import clean, plain_number

Value = str | int | float | date | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula, full width too (Excel folds it in some locales)."""


def guarded(value: Value) -> str:
    """The value as a CSV cell: exact; a text that a spreadsheet would run gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = clean(value)
        return f"'{text}" if text.lstrip(" \u3000").startswith(FORMULA) or text.startswith(FORMULA) else text
    return value.isoformat() if isinstance(value, date) else plain_number(value)
