"""The registers of an organ: what there is, the list of one, files of its rows."""

from __future__ import annotations

import io
import re
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Max, Min, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.desk import register_cells as cells
from gongkai.desk.forms.register_filter import FilterForm, ordered, years_of
from gongkai.desk.views.register_place import Place, Register, open_place, open_register
from gongkai.registers.csv import csv_lines
from gongkai.registers.identity import row_values
from gongkai.registers.models import Row
from gongkai.registers.registry import all_sheets
from gongkai.registers.sheets import Column
from gongkai.registers.workbook import export_workbook, template_workbook
from gongkai.registers.workbook.exporting import export_rows
from gongkai.registers.workbook.layout import Book

PER_PAGE = 50
COUNTED = 10_000
"""Rows found by a search are counted up to here: counting them all would read every row for each page."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
YEAR_ASKED = re.compile(r"[12]\d{3}", re.ASCII)


class FoundPages(Paginator[Any]):
    """Pages of what a search found, ``COUNTED`` rows at most."""

    @cached_property
    def count(self) -> int:
        found: int = self.object_list[: COUNTED + 1].count()  # type: ignore[attr-defined]
        return min(found, COUNTED)


@login_required
@require_safe
def registers(request: HttpRequest, code: str) -> HttpResponse:
    place = open_place(request, code)
    known = _overview(place)
    listed = [{"sheet": sheet, "url": place.url("register", sheet.slug), **known[sheet.slug]} for sheet in all_sheets()]
    context = place.context(title=_("台账"), crumbs=[(str(place.agency), ""), (_("台账"), "")], registers=listed)
    return render(request, "desk/registers/registers.html", context)


def _overview(place: Place) -> dict[str, dict[str, Any]]:
    """By register: how many rows, the first and the last date, asked in one statement."""
    parts: list[QuerySet[Any, Any]] = [
        sheet.model._default_manager.filter(agency=place.agency)
        .order_by()
        .values(slug=Cast(Value(sheet.slug), CharField()))
        .annotate(n=Count("pk"), first=Min(sheet.date), last=Max(sheet.date))
        for sheet in all_sheets()
    ]
    found = {sheet.slug: {"n": 0, "first": None, "last": None} for sheet in all_sheets()}
    return found | {line["slug"]: line for line in parts[0].union(*parts[1:], all=True)}


@login_required
@require_safe
def register(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    here = open_register(request, code, slug)
    form = FilterForm(here.sheet, request.GET, years_of(here.sheet, here.rows))
    rows = form.apply(here.rows)
    page = _page(request, here, form, rows)
    columns = cells.list_columns(here.sheet)
    context = here.context(
        title=here.sheet.name,
        crumbs=here.crumbs(),
        form=form,
        total=None if form.is_valid() and form.searching and page.paginator.count == COUNTED else page.paginator.count,
        counted=COUNTED,
        page=page,
        columns=[(column, cells.cell_class(column)) for column in columns],
        lines=[_line(here, columns, row) for row in page],
        totals=_totals(columns, rows) if page.paginator.count else None,
        asked=any(request.GET.get(name) for name in form.fields),
        question=request.GET.urlencode(),
        kept=[(name, value) for name, value in request.GET.items() if name != "page"],
    )
    return render(request, "desk/registers/register.html", context)


def _page(request: HttpRequest, here: Register, form: FilterForm, rows: QuerySet[Row]) -> Page[Any]:
    listed = ordered(here.sheet, rows, request.GET.get("sort", ""))
    pages = FoundPages if form.is_valid() and form.searching else Paginator
    return pages(listed, PER_PAGE).get_page(request.GET.get("page"))


def _line(here: Register, columns: list[Column], row: Row) -> dict[str, Any]:
    values = row_values(here.sheet, row)
    written = [(cells.short(cells.shown(c, values)), cells.cell_class(c)) for c in columns]
    name = cells.row_name(here.sheet, values)
    return {"row": row, "url": here.row_url(row), "name": name, "head": written[0][0] or name, "cells": written[1:]}


def _totals(columns: list[Column], rows: QuerySet[Row]) -> list[str] | None:
    """The sums of the columns of numbers; None where there is no such column."""
    summed = [c for c in columns if c.kind in cells.NUMBERS]
    if not summed:
        return None
    sums = rows.order_by().aggregate(**{f"sum_{c.field}": Sum(c.field) for c in summed})
    return [cells.plain(c, sums[f"sum_{c.field}"] or 0) if c in summed else "" for c in columns[1:]]


@login_required
@require_safe
def export(request: HttpRequest, code: str, slug: str) -> HttpResponseBase:
    """What the filter shows, all pages, as XLSX or CSV."""
    here = open_register(request, code, slug)
    form = FilterForm(here.sheet, request.GET, [])
    rows = ordered(here.sheet, form.apply(here.rows), request.GET.get("sort", ""))
    name = f"{here.agency}{here.sheet.name}{timezone.localdate():%Y%m%d}"
    if request.GET.get("format") == "csv":
        return attachment(StreamingHttpResponse(csv_lines(here.sheet, rows.iterator(2000)), CSV), f"{name}.csv")
    file = io.BytesIO()
    book = Book(file)
    export_rows(book, here.sheet, rows)
    book.close()
    return attachment(HttpResponse(file.getvalue(), XLSX), f"{name}.xlsx")


@login_required
@require_safe
def export_all(request: HttpRequest, code: str) -> HttpResponseBase:
    """All registers as one workbook, of one year where ``?year=`` says so."""
    place = open_place(request, code)
    asked = request.GET.get("year", "")
    year = int(asked) if YEAR_ASKED.fullmatch(asked) else None
    name = f"{place.agency}台账{year or ''}_{timezone.localdate():%Y%m%d}.xlsx"
    return attachment(HttpResponse(export_workbook(place.agency, year=year), XLSX), name)


@login_required
@require_safe
def template(request: HttpRequest, code: str) -> HttpResponseBase:
    open_place(request, code)
    return attachment(HttpResponse(template_workbook(), XLSX), _("台账模板.xlsx"))


def attachment(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer
