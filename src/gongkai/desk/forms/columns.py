"""Form fields for the columns of a register."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gongkai.registers.sheets import Column, DatedOptions, Sheet

Choices = list[tuple[str, Any]]
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_MARKS = str.maketrans("０１２３４５６７８９－／．", "0123456789-/.")


class MonthInput(forms.TextInput):
    input_type = "month"


class LinesField(forms.CharField):
    """Text of several lines; browsers end lines in a way that registers do not."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class PlainDecimalField(forms.DecimalField):
    """A number without the zeros that the database adds."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) and value.is_finite() else value


class DayField(forms.DateField):
    """A date, written in any of the usual ways in any language; figures and signs may be full width."""

    input_formats = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")

    def to_python(self, value: Any) -> datetime.date | None:
        return super().to_python(value.translate(_MARKS).strip() if isinstance(value, str) else value)


class MonthField(forms.CharField):
    """A month, as 2024-03; its value is the month's first day."""

    widget = MonthInput

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, datetime.date) else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, datetime.date):
            return value or None
        found = _MONTH.fullmatch(str(value).translate(_MARKS).strip())
        try:
            year, month = map(int, found.groups() if found else ())
            return datetime.date(year, month, 1)
        except ValueError:
            raise ValidationError(_("请填写月份，如 2024-03。")) from None


def field_for(sheet: Sheet, column: Column, year: int | None = None) -> forms.Field:
    """The field of a column; ``year`` narrows options that depend on a date to those of that year."""
    made = _made(sheet, column, year)
    made.label, made.help_text = column.header, column.note
    made.required = column.required
    made.error_messages["required"] = _("请填写%(header)s。") % {"header": column.header}
    return made


def _made(sheet: Sheet, column: Column, year: int | None) -> forms.Field:
    if column.dated_options:
        return forms.ChoiceField(choices=[("", _("（未填）")), *dated_choices(column.dated_options, year)])
    if column.choices:
        return forms.ChoiceField(choices=option_choices(column))
    return _PLAIN[column.kind](sheet, column)


def option_choices(column: Column) -> Choices:
    """The options; the first is blank, save where a blank cell stands for an option."""
    named = list(column.choices.choices) if column.choices else []
    return named if column.blank else [("", _("请选择") if column.required else _("（未填）")), *named]


def dated_choices(options: DatedOptions, year: int | None) -> Choices:
    """The options of one year, or of all, grouped by the years in which the form has them."""
    if year is not None:
        return [(value, label) for label, value in options.in_year(year).items()]
    return [
        (_era(options.years, since), [(value, label) for label, value in options.in_year(since).items()])
        for since in options.years
    ]


def _era(years: Iterable[int], since: int) -> str:
    later = [year for year in years if year > since]
    if not later:
        return _("%(since)d年起的答复") % {"since": since}
    return _("%(since)d—%(until)d年的答复") % {"since": since, "until": min(later) - 1}


def _text(sheet: Sheet, column: Column) -> forms.Field:
    longest = getattr(sheet.model._meta.get_field(column.field), "max_length", None)
    return forms.CharField(max_length=longest, widget=forms.TextInput)


def _long_text(sheet: Sheet, column: Column) -> forms.Field:
    return LinesField()


def _date(sheet: Sheet, column: Column) -> forms.Field:
    return DayField(error_messages={"invalid": _("请填写日期，如 2024-03-05。")})


def _month(sheet: Sheet, column: Column) -> forms.Field:
    return MonthField()


def _integer(sheet: Sheet, column: Column) -> forms.Field:
    return forms.IntegerField(min_value=0, error_messages={"invalid": _("请填写整数。")})


def _decimal(sheet: Sheet, column: Column) -> forms.Field:
    return PlainDecimalField(min_value=0, error_messages={"invalid": _("请填写数字。")})


def _flag(sheet: Sheet, column: Column) -> forms.Field:
    return forms.BooleanField()


_PLAIN: dict[str, Callable[[Sheet, Column], forms.Field]] = {
    "text": _text,
    "long_text": _long_text,
    "date": _date,
    "month": _month,
    "integer": _integer,
    "decimal": _decimal,
    "flag": _flag,
}
