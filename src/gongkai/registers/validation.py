"""What a row may hold: filled where it must be, of the column's kind, within bounds, and right between its columns."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Set
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.registers.errors import RowRefused
from gongkai.registers.models import Row
from gongkai.registers.sheets import Column, Fault, Sheet, Values

FIRST_YEAR = 1949
LARGEST_INTEGER = 2_147_483_647
LARGEST_DECIMAL = Decimal(10) ** 12
PLACES = 6
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def complete(sheet: Sheet, values: Values) -> dict[str, Any]:
    """Every field of the sheet: text without spaces around it, blanks as the columns state them."""
    tidied = {c.field: tidy(values.get(c.field)) for c in sheet.columns}
    return {c.field: c.blank if tidied[c.field] in (None, "") else tidied[c.field] for c in sheet.columns}


def tidy(value: Any) -> Any:
    """Text as it is stored: one kind of line end, nothing blank around it."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(value, str) else value


def faults_of(sheet: Sheet, values: Values) -> list[Fault]:
    """Everything that is wrong with complete values, in single columns and between them."""
    found = [fault for column in sheet.columns if (fault := column_fault(sheet, column, values[column.field]))]
    return found + faults_between(sheet, values, {fault.header for fault in found})


def faults_between(sheet: Sheet, values: Values, unsound: Set[str]) -> list[Fault]:
    """What is wrong between columns. Those whose headers are ``unsound`` count as blank, and nothing follows from that:
    each mistake is told once, in its own place."""
    if unsound:
        values = {c.field: c.blank if c.header in unsound else values[c.field] for c in sheet.columns}
    return [fault for fault in sheet.check(values) if unsound.isdisjoint((fault.header, *fault.beside))]


def refuse_faults(sheet: Sheet, values: Values) -> None:
    """Raise RowRefused with all errors of the values; warnings do not refuse."""
    errors = [fault for fault in faults_of(sheet, values) if fault.severity == "error"]
    if errors:
        told = _("；").join(f"“{fault.header}”{fault.expected}" for fault in errors)
        raise RowRefused(_("不能保存：%(told)s。") % {"told": told}, _("请改正后再保存。"), errors)


def column_fault(sheet: Sheet, column: Column, value: Any) -> Fault | None:
    """What is wrong with one value by itself."""
    if value in (None, ""):
        return Fault(column.header, _("空"), _("必填")) if column.required else None
    expected = next(_expected(sheet, column, value), None)
    return Fault(column.header, _shown(value), expected) if expected else None


def _expected(sheet: Sheet, column: Column, value: Any) -> Iterator[str]:
    if column.kind in ("date", "month"):
        yield from _date(column, value)
    elif column.kind in ("integer", "decimal"):
        yield from _number(column, value)
    elif column.kind == "flag":
        if not isinstance(value, bool):
            yield _("要填“是”或“否”")
    elif column.kind == "option":
        if value not in column.options:
            yield options_told(column)
    else:
        yield from _text(sheet, column, value)


def options_told(column: Column) -> str:
    return _("要填其中之一：%(options)s") % {"options": _("、").join(column.options.values())}


def _date(column: Column, value: Any) -> Iterator[str]:
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        yield _("要填日期")
        return
    last = 2999 if column.future else timezone.localdate().year + 1
    if not FIRST_YEAR <= value.year <= last:
        yield _("年份要在%(first)d年至%(last)d年之间") % {"first": FIRST_YEAR, "last": last}
    if column.kind == "month" and value.day != 1:
        yield _("月份以当月1日表示")


def _number(column: Column, value: Any) -> Iterator[str]:
    whole = column.kind == "integer"
    if isinstance(value, bool) or not isinstance(value, int if whole else int | Decimal):
        yield _("要填整数") if whole else _("要填数字")
        return
    if value < 0:
        yield _("不小于0")
    if value > (LARGEST_INTEGER if whole else LARGEST_DECIMAL - 1):
        yield _("数字太大")
    if isinstance(value, Decimal) and value != round(value, PLACES):
        yield _("最多%(places)d位小数") % {"places": PLACES}


def _text(sheet: Sheet, column: Column, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield _("要填文字")
        return
    longest = _max_length(sheet.model, column.field)
    if longest and len(value) > longest:
        yield _("最多%(most)d个字") % {"most": longest}
    if _CONTROL.search(value):
        yield _("不能有控制字符")


@cache
def _max_length(model: type[Row], field: str) -> int | None:
    found: int | None = getattr(model._meta.get_field(field), "max_length", None)
    return found


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
