"""The year beside the one before, and beside the organ's peers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.desk.views.workbench import find_bench, page_context
from gongkai.filing.workbench import Workbench, peers_of
from gongkai.report.compare import Row


@login_required
@require_safe
def compare_years(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Every figure of both years; with ``?all=1`` also those that are nought or blank in both."""
    bench = find_bench(request, code, year)
    everything = request.GET.get("all") == "1"
    rows = [_line(bench, row) for row in _rows(bench) if everything or _says_something(row)]
    context = {"rows": rows, "peers": peers_of(bench), "everything": everything}
    return render(request, "desk/workbench/compare.html", page_context(request, bench, "compare") | context)


def _rows(bench: Workbench) -> tuple[Row, ...]:
    return bench.comparison.rows if bench.comparison else ()


def _says_something(row: Row) -> bool:
    return bool(row.first.value or row.second.value)


def _line(bench: Workbench, row: Row) -> dict[str, Any]:
    rate = None if row.rate is None else round(Decimal(str(row.rate)) * 100, 1)
    place = (bench.agency.code, bench.year, row.key)
    return {
        "row": row,
        "rate": rate,
        "broken": row.comparable == "no",
        "href": reverse("desk:cell", args=place) if row.key in bench.cells else "",
    }
