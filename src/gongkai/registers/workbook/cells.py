"""From a cell of a workbook to the value of a column."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from django.utils.translation import gettext as _

from gongkai.registers.sheets import Column
from gongkai.registers.validation import PLACES, options_told, tidy

_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\uff0d]")
_QUOTES = re.compile(r"[“”\"'‘’「」]")
_DAY = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?")
_COMPACT_DAY = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_COMPACT_MONTH = re.compile(r"((?:19|20)\d\d)(\d\d)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_EXACT = 10**15  # Excel keeps 15 digits of a number.
_SMALL = Decimal("1e-9")


class CellFault(ValueError):  # noqa: N818
    """A cell that is not what its column holds; the text says what is expected."""


@lru_cache(4096)
def spelled(text: str) -> str:
    """A header, a name or an option as it is compared: full-width forms, spaces, dashes and quotation marks play no
    part."""
    return _QUOTES.sub("", _SPACES.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text))))


def is_blank(raw: Any) -> bool:
    return raw is None or raw == "" or (isinstance(raw, str) and _SPACES.fullmatch(raw) is not None)


def shown(raw: Any) -> str:
    """A cell as a fault quotes it."""
    if is_blank(raw):
        return _("空")
    text = _plain_text(raw)
    return text if len(text) <= 60 else f"{text[:60]}…"


def read_cell(column: Column, raw: Any, dates: dict[str, Any]) -> Any:
    """The value of a cell that is not blank. ``dates`` are the dates of the row by field, for options that depend on
    one. Raises CellFault."""
    if column.dated_options:
        return _dated_option(column, raw, dates)
    return _READERS[column.kind](column, raw)


def _text(_column: Column, raw: Any) -> str:
    if isinstance(raw, float) and abs(raw) >= _EXACT:
        raise CellFault(_("超过15位的编号要把单元格设为“文本”再填，Excel 会丢掉末尾的数字"))
    return _plain_text(raw)


def _plain_text(raw: Any) -> str:
    if isinstance(raw, bool):
        return _("是") if raw else _("否")
    if isinstance(raw, float):
        return f"{raw:.15g}" if abs(raw) < _EXACT else f"{raw:.0f}"
    if isinstance(raw, datetime.datetime):
        return str(raw.date() if raw.time() == datetime.time() else raw)
    return str(tidy(str(raw)))


def _date(_column: Column, raw: Any) -> datetime.date:
    if isinstance(raw, datetime.datetime):
        return raw.date()
    if isinstance(raw, datetime.date):
        return raw
    text = _figures(raw)
    found = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    try:
        return datetime.date(int(found[1]), int(found[2]), int(found[3]))  # type: ignore[index]
    except (TypeError, ValueError):
        raise CellFault(_("要填日期，如 2024-03-05")) from None


def _month(_column: Column, raw: Any) -> datetime.date:
    if isinstance(raw, datetime.date):
        return datetime.date(raw.year, raw.month, 1)
    text = _figures(raw)
    found = _MONTH.fullmatch(text) or _COMPACT_MONTH.fullmatch(text)
    try:
        return datetime.date(int(found[1]), int(found[2]), 1)  # type: ignore[index]
    except (TypeError, ValueError):
        raise CellFault(_("要填月份，如 2024-03")) from None


def _integer(_column: Column, raw: Any) -> int:
    number = _decimal(_column, raw, _("要填整数"))
    if number != number.to_integral_value():
        raise CellFault(_("要填整数"))
    return int(number)


def _decimal(_column: Column, raw: Any, expected: str = "") -> Decimal:
    text = _figures(raw)
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if isinstance(raw, bool) or not (_NUMBER.fullmatch(text) or isinstance(raw, float | int)):
        raise CellFault(expected or _("要填数字"))
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise CellFault(expected or _("要填数字")) from None
    near = round(number, PLACES) if abs(number) < _EXACT else number
    return near if abs(near - number) < _SMALL else number  # 0.30000000000000004 is 0.3.


def _figures(raw: Any) -> str:
    """The text of a date or a number, digits and signs as ASCII has them."""
    return unicodedata.normalize("NFKC", _DASHES.sub("-", _plain_text(raw))).strip()


def _flag(_column: Column, raw: Any) -> bool:
    found = {spelled("是"): True, spelled("否"): False}.get(spelled(_plain_text(raw)))
    if isinstance(raw, bool):
        return raw
    if found is None:
        raise CellFault(_("要填“是”或“否”"))
    return found


def _option(column: Column, raw: Any) -> str:
    found = _by_label(column).get(spelled(_plain_text(raw)))
    if found is None:
        raise CellFault(options_told(column))
    return found


@cache
def _by_label(column: Column) -> dict[str, str]:
    return {spelled(label): value for value, label in column.options.items()}


def _dated_option(column: Column, raw: Any, dates: dict[str, Any]) -> str:
    options = column.dated_options
    assert options
    day = dates.get(options.date)
    names = options.in_year(day.year) if day else options.labels()
    found = _spelled_labels(tuple(names.items())).get(spelled(_plain_text(raw)))
    if found is None:
        which = _("%(year)d年的名称") % {"year": day.year} if day else _("名称")
        raise CellFault(_("要填%(which)s之一：%(options)s") % {"which": which, "options": _("、").join(names)})
    return found


@cache
def _spelled_labels(labels: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {spelled(label): value for label, value in labels}


_READERS: dict[str, Callable[[Column, Any], Any]] = {
    "text": _text,
    "long_text": _text,
    "date": _date,
    "month": _month,
    "integer": _integer,
    "decimal": _decimal,
    "flag": _flag,
    "option": _option,
}
