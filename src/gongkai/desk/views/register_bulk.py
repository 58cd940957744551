"""Changing many rows at once: a column, a value, a page that says what it would do, and then doing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.agencies.errors import Refusal
from gongkai.desk import register_cells as cells
from gongkai.desk.forms.register_bulk import ColumnForm, Preview, ValueForm, preview_of, settable
from gongkai.desk.forms.register_filter import FilterForm
from gongkai.desk.views.register_place import EDIT, Register, open_register
from gongkai.registers.actions.rows import change_rows
from gongkai.registers.closing import closed_years
from gongkai.registers.identity import row_values
from gongkai.registers.models import Row
from gongkai.registers.queries import LARGEST_KEY
from gongkai.registers.sheets import Column

MOST = 2000
"""How many rows are changed at once: the page that confirms it judges every one."""
SHOWN = 50
PAGE = "desk/registers/bulk.html"


class TooMany(Refusal):
    """More rows than are changed at once."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    here = open_register(request, code, slug, EDIT)
    keys = _keys(request.POST.get("chosen", "").split(",")) if request.method == "POST" else _asked(here)
    if not keys:
        messages.warning(request, _("没有选中任何一行。"))
        return redirect(here.list_url)
    if len(keys) > MOST:
        raise TooMany(_("一次最多修改 %(most)d 行。") % {"most": MOST}, _("请先筛选，分几次修改。"))
    named = (request.POST if request.method == "POST" else request.GET).get("column")
    column = next((c for c in settable(here.sheet) if c.field == named), None)
    if column is None:
        return _choose_column(here, len(keys))
    if request.method == "POST":
        return _confirm(here, keys, column)
    return _page(here, keys, column, ValueForm(here.sheet, column))


def _asked(here: Register) -> list[int]:
    """The keys of the rows that the list's form chose: the ticked ones, or all that its filter finds."""
    asked = here.request.GET
    if asked.get("rows") != "all":
        return _keys(asked.getlist("pick"))
    form = FilterForm(here.sheet, asked, [])
    return list(form.apply(here.rows).order_by("pk").values_list("pk", flat=True)[: MOST + 1])


def _keys(texts: list[str]) -> list[int]:
    if not all(text.isascii() and text.isdigit() and len(text) <= 19 for text in texts if text):
        raise BadRequest
    return sorted({min(int(text), LARGEST_KEY) for text in texts if text})


def _choose_column(here: Register, count: int) -> HttpResponse:
    kept = [(name, value) for name, values in here.request.GET.lists() for value in values if name != "column"]
    context = here.context(
        title=_("批量修改 %(count)d 行") % {"count": count}, form=ColumnForm(here.sheet), kept=kept, back=here.list_url
    )
    return render(here.request, "desk/registers/bulk_column.html", context)


def _page(here: Register, keys: list[int], column: Column, form: ValueForm, **more: Any) -> HttpResponse:
    context = here.context(
        title=_("批量修改 %(count)d 行的“%(header)s”") % {"count": len(keys), "header": column.header},
        form=form,
        column=column,
        chosen=",".join(map(str, keys)),
        back=here.list_url,
        submit=_("下一步：查看影响"),
        **more,
    )
    return render(here.request, PAGE, context)


def _confirm(here: Register, keys: list[int], column: Column) -> HttpResponse:
    """Shows what the value would do; does it when the person has confirmed just that."""
    form = ValueForm(here.sheet, column, here.request.POST)
    if not form.is_valid():
        return _page(here, keys, column, form)
    rows = here.rows.filter(pk__in=keys).order_by("pk")
    value = form.cleaned_data["value"]
    preview = preview_of(here.sheet, rows, column, value, closed_years(here.agency))
    confirmed = here.request.POST.get("confirmed", "")
    if confirmed and confirmed == preview.mark:
        return _carry_out(here, preview, column, form)
    stale = [_("有些行刚刚被别人改过，下面是现在的情况。请再确认一次。")] if confirmed else []
    return render(here.request, "desk/registers/bulk_confirm.html", _told(here, preview, column, form, keys, stale))


def _carry_out(here: Register, preview: Preview, column: Column, form: ValueForm) -> HttpResponse:
    count = change_rows(
        sheet=here.sheet,
        rows=[row for row, _before in preview.changed],
        values={column.field: form.cleaned_data["value"]},
        actor=here.request.user,  # type: ignore[arg-type]
        reason=form.cleaned_data["reason"],
    )
    messages.success(here.request, _("已修改 %(count)d 行。") % {"count": count})
    return redirect(here.list_url)


def _told(
    here: Register, preview: Preview, column: Column, form: ValueForm, keys: list[int], stale: list[str]
) -> dict[str, Any]:
    new = [
        (row, before, cells.shown(column, {**before, column.field: form.cleaned_data["value"]}))
        for row, before in preview.changed[:SHOWN]
    ]
    return here.context(
        title=_("确认批量修改“%(header)s”") % {"header": column.header},
        stale=stale,
        preview=preview,
        column=column,
        form=form,
        chosen=",".join(map(str, keys)),
        back=here.list_url,
        changed=[(_name(here, row), cells.short(cells.shown(column, before)), after) for row, before, after in new],
        refused=[(_name(here, row), why) for row, why in preview.refused[:SHOWN]],
        warned=[(_name(here, row), why) for row, why in preview.warned[:SHOWN]],
        shown=SHOWN,
        missing=len(keys) - len(preview.changed) - len(preview.refused) - preview.same,
    )


def _name(here: Register, row: Row) -> str:
    return cells.row_name(here.sheet, row_values(here.sheet, row))
