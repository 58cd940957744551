"""How a figure is printed, and which printed figures a spreadsheet may hold as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from math import ceil

from gongkai.report.model import Cell, Number

_UNPRINTABLE = re.compile("[^\t\n\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EXACT = 10**15
_HIGHEST_ROW = 409.0


def clean(text: str) -> str:
    """The text without the characters that XML 1.0 forbids or discourages (control characters, lone surrogates)."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain_number(value: Number) -> str:
    """Digits without exponent and without a needless decimal point: 1036, 0.5, -3."""
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def printed(cell: Cell | None, kind: str = "integer") -> str:
    """What the form prints: the raw text as read, else the value; nothing for a blank.

    A change (``signed_integer``: 本年增/减) carries its sign. Money of a column without a unit of its own (2019,
    采购总金额) carries the unit that the cell has.
    """
    if cell is None:
        return ""
    if cell.raw.strip() or cell.value is None:
        return clean(cell.raw).strip()
    sign = "+" if kind == "signed_integer" and cell.value > 0 else ""
    return sign + plain_number(cell.value)


def spreadsheet_value(cell: Cell | None, text: str) -> Number | str:
    """The number where the printed text says just that number and a spreadsheet keeps it exactly, else the text."""
    if cell is None or cell.value is None or abs(cell.value) >= _EXACT:
        return text
    bare = text.replace(",", "").replace("，", "").removeprefix("+")
    return cell.value if bare == plain_number(cell.value) or _same_decimal(bare, cell.value) else text


def row_height(cells: Iterable[tuple[str, float]], line: float) -> float:
    """The height in points of a spreadsheet row of (text, column width) cells whose text is wrapped; ``line`` is the
    height of a line. Not every program works it out when it opens a file. At most what Excel allows."""
    lines = (sum(ceil(_units(part) / max(width - 1, 1)) or 1 for part in text.split("\n")) for text, width in cells)
    return min(max(lines, default=1) * line, _HIGHEST_ROW)


def _units(text: str) -> float:
    """The width of a text in digits: a Chinese character takes about two."""
    return sum(1.1 if character.isascii() else 2.1 for character in text)


def _same_decimal(text: str, value: Number) -> bool:
    return bool(re.fullmatch(r"-?\d+\.\d+", text)) and float(text) == value
