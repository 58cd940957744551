"""One cell of the table: its rule, its rows, last year's figure, its findings."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.models import Agency
from gongkai.agencies.rules import Permission, may
from gongkai.desk.forms.workbench import HandFigureForm
from gongkai.desk.register_cells import list_columns, short, shown
from gongkai.desk.views.workbench import find_bench, page_context
from gongkai.filing.workbench import CellDetail, Workbench, cell_detail, rows_behind
from gongkai.registers.models import Row
from gongkai.registers.registry import sheet
from gongkai.registers.sheets import Column, Sheet

ROWS_A_PAGE = 20
FEW_COLUMNS = 3  # The pane is narrow; the row itself has the rest.


@login_required
@require_safe
def cell(request: HttpRequest, code: str, year: int, key: str) -> HttpResponse:
    """The pane of a cell for htmx, otherwise the whole page with it."""
    bench = find_bench(request, code, year)
    return cell_page(request, bench, key)


def cell_page(
    request: HttpRequest, bench: Workbench, key: str, form: HandFigureForm | None = None, status: int = 200
) -> HttpResponse:
    if key not in bench.cells:
        raise NoSuchObject(_("本年度的统计表没有这一格。"), _("请返回统计表重新选择。"))
    context = page_context(request, bench, selected=key) | _cell_context(request, bench, key, form)
    partial = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "desk/workbench/cell.html" if partial else "desk/workbench/table.html"
    return render(request, template, context, status=status)


def _cell_context(request: HttpRequest, bench: Workbench, key: str, form: HandFigureForm | None) -> dict[str, Any]:
    detail = cell_detail(bench, key)
    context: dict[str, Any] = {"detail": detail}
    if detail.source.by_hand and may(request.user, Permission.DRAFT_REPORT, bench.agency):
        context["hand_form"] = form or HandFigureForm(initial=_entered(detail))
    if detail.source.figure and may(request.user, Permission.READ_REGISTERS, bench.agency):
        context |= _rows(request, bench, detail)
    return context


def _entered(detail: CellDetail) -> dict[str, Any]:
    entered = detail.entered
    if entered is None:
        return {}
    return {
        "value": detail.value,
        "blank": entered.value is None,
        "reason": entered.reason,
        "evidence": entered.evidence,
    }


def _rows(request: HttpRequest, bench: Workbench, detail: CellDetail) -> dict[str, Any]:
    """The rows behind the figure, a page of them, with the first columns of their sheet."""
    assert detail.source.figure is not None
    declared = sheet(detail.source.figure.source.sheet)
    page = Paginator(rows_behind(bench, detail.key), ROWS_A_PAGE).get_page(request.GET.get("page"))
    columns = list_columns(declared)[:FEW_COLUMNS]
    merged = {row.agency_id for row in page} - {bench.agency.pk}
    codes = {a.pk: a.code for a in Agency.objects.filter(pk__in=merged)} if merged else {}
    lines = [(row.pk, codes.get(row.agency_id, bench.agency.code), _line(declared, columns, row)) for row in page]
    return {"sheet": declared, "columns": columns, "rows": lines, "page": page}


def _line(declared: Sheet, columns: list[Column], row: Row) -> list[str]:
    values = {c.field: getattr(row, c.field) for c in declared.columns}
    return [short(shown(column, values)) for column in columns]
