"""What a list of a register shows: search, year, options, whether a date is filled, and in which order."""

from __future__ import annotations

import datetime
import re
from functools import reduce
from typing import Any

from django import forms
from django.db.models import F, Max, Min, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from gongkai.desk.forms.columns import dated_choices
from gongkai.desk.register_cells import TEXTS
from gongkai.registers.models import Row
from gongkai.registers.sheets import Column, Sheet

SEARCH, YEAR, SORT = "q", "year", "sort"
FILLED, BLANK = "filled", "blank"
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)


def years_of(sheet: Sheet, rows: QuerySet[Row]) -> list[int]:
    """The years that the rows' dates span, the newest first."""
    ends = rows.aggregate(first=Min(sheet.date), last=Max(sheet.date))
    return list(range(ends["last"].year, ends["first"].year - 1, -1)) if ends["last"] else []


class FilterForm(forms.Form):
    """Unknown values are refused, not passed over: nobody shall change more rows than the page shows."""

    def __init__(self, sheet: Sheet, data: QueryDict, years: list[int]) -> None:
        super().__init__(data)
        self.sheet = sheet
        self.texts = [c for c in sheet.columns if c.kind in TEXTS]
        self.options = [c for c in sheet.columns if c.choices or c.dated_options or c.kind == "flag"]
        self.dates = [c for c in sheet.columns if c.kind == "date" and not c.required and c.field != sheet.date]
        if self.texts:
            told = _("、").join(c.header for c in self.texts[:3])
            search = forms.CharField(required=False, max_length=100, label=_("搜索%(columns)s") % {"columns": told})
            search.widget = forms.TextInput(attrs={"type": "search"})
            self.fields[SEARCH] = search
        self.fields[YEAR] = _select(sheet.column(sheet.date).header, self._years(years))
        for column in self.options:
            self.fields[column.field] = _select(column.header, _options(column))
        for column in self.dates:
            self.fields[column.field] = _select(column.header, [(FILLED, _("已填")), (BLANK, _("未填"))])

    def _years(self, years: list[int]) -> list[tuple[str, str]]:
        asked = self.data.get(YEAR, "")
        known = {*years, int(asked)} if _YEAR.fullmatch(asked) else set(years)
        named = [(str(year), _("%(year)d年") % {"year": year}) for year in sorted(known, reverse=True)]
        return named if self.sheet.column(self.sheet.date).required else [*named, (BLANK, _("未填"))]

    @property
    def searching(self) -> bool:
        return bool(self.cleaned_data.get(SEARCH))

    def apply(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The rows that are asked for; none where the question cannot be understood."""
        if not self.is_valid():
            return rows.none()
        return rows.filter(self._search(), *self._conditions())

    def _search(self) -> Q:
        asked = self.cleaned_data.get(SEARCH, "")
        found = (Q(**{f"{c.field}__icontains": asked}) for c in self.texts)
        return reduce(Q.__or__, found) if asked else Q()

    def _conditions(self) -> list[Q]:
        asked = {name: value for name, value in self.cleaned_data.items() if value and name != SEARCH}
        year = asked.pop(YEAR, "")
        found = [self._condition(name, value) for name, value in asked.items()]
        if year == BLANK:
            found.append(Q(**{f"{self.sheet.date}__isnull": True}))
        elif year:
            span = (datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 31))
            found.append(Q(**{f"{self.sheet.date}__range": span}))
        return found

    def _condition(self, name: str, value: str) -> Q:
        column = self.sheet.column(name)
        if column in self.dates:
            return Q(**{f"{name}__isnull": value == BLANK})
        if value == BLANK:
            return Q(**{name: ""})
        return Q(**{name: value == "yes"}) if column.kind == "flag" else Q(**{name: value})


def _select(label: str, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("全部")), *choices])


def _options(column: Column) -> list[tuple[str, Any]]:
    if column.kind == "flag":
        return [("yes", _("是")), ("no", _("否"))]
    named = dated_choices(column.dated_options, None) if column.dated_options else list(column.choices.choices)  # type: ignore[union-attr]
    return named if column.required or column.blank else [*named, (BLANK, _("未填"))]


def ordered(sheet: Sheet, rows: QuerySet[Row], sort: str) -> QuerySet[Row]:
    """By the column that ``sort`` names (``-`` in front: downwards); otherwise the newest first, undated rows last."""
    name = sort.removeprefix("-")
    if name not in {c.field for c in sheet.columns}:
        name, sort = sheet.date, f"-{sheet.date}"
    down = sort.startswith("-")
    by = F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)
    return rows.order_by(by, "-pk" if down else "pk")
