"""One row of a register: adding, showing, changing, removing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.errors import ChangedMeanwhile, NoSuchObject
from gongkai.audit_log.models import Entry
from gongkai.desk import register_cells as cells
from gongkai.desk.forms.columns import DayField, field_for
from gongkai.desk.forms.merging import merged
from gongkai.desk.forms.register_rows import RemovalForm, RowForm, field_of, seen_at
from gongkai.desk.register_history import history_of
from gongkai.desk.views.register_place import EDIT, READ, Register, open_register
from gongkai.registers.actions.rows import change_row, create_row, remove_row
from gongkai.registers.errors import NumberTaken, RowRefused, YearClosed
from gongkai.registers.identity import row_values
from gongkai.registers.models import Row
from gongkai.registers.queries import access_row
from gongkai.registers.sheets import Sheet

PAGE = "desk/registers/row.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    here = open_register(request, code, slug, EDIT)
    form = RowForm(here.sheet, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and not form.warnings:
        made = _attempt(form, lambda: _create(here, form))
        if made:
            messages.success(request, _("已登记“%(name)s”。") % {"name": _name(here.sheet, made)})
            again = here.url("register-add", here.sheet.slug)
            return redirect(again if "again" in request.POST else here.list_url)
    return _form_page(here, form, title=_("登记%(sheet)s") % {"sheet": here.sheet.name})


def _create(here: Register, form: RowForm) -> Row:
    return create_row(sheet=here.sheet, agency=here.agency, values=form.values, actor=_actor(here))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, code: str, slug: str, pk: int) -> HttpResponse:
    here = open_register(request, code, slug)
    if request.method == "POST":
        return _change(here, pk)
    found = access_row(request.user, here.agency, here.sheet, pk, READ)
    return _row_page(here, found, RowForm(here.sheet, row=found) if here.may_edit else None)


def _change(here: Register, pk: int) -> HttpResponse:
    posted = here.request.POST
    try:
        found = access_row(here.request.user, here.agency, here.sheet, pk, EDIT)
    except NoSuchObject:
        return _removed_meanwhile(here, pk)
    form = RowForm(here.sheet, posted, found)
    if not form.is_valid() or form.warnings:
        return _row_page(here, found, form)
    try:
        changed = _attempt(form, lambda: _store(here, found, form))
    except ChangedMeanwhile as refusal:
        return _changed_meanwhile(here, pk, form, refusal)
    if not changed:
        return _row_page(here, found, form, status=409)
    messages.success(here.request, _("已保存。") if form.touched else _("没有改动。"))
    return redirect(here.row_url(changed))


def _store(here: Register, found: Row, form: RowForm) -> Row:
    reason = form.cleaned_data["reason"]
    return change_row(
        sheet=here.sheet, row=found, values=form.touched, actor=_actor(here), reason=reason, seen=form.seen
    )


def _changed_meanwhile(here: Register, pk: int, form: RowForm, refusal: ChangedMeanwhile) -> HttpResponse:
    """What the person typed and what stands now, side by side; saving again keeps what the person typed."""
    current = access_row(here.request.user, here.agency, here.sheet, pk, EDIT)
    data, differences = merged(here.sheet, current, form)
    again = RowForm(here.sheet, data, current)
    again.is_valid()
    more = {"refusal": refusal, "differences": differences}
    return _row_page(here, current, again, status=409, **more)


def _removed_meanwhile(here: Register, pk: int) -> HttpResponse:
    """Somebody removed the row while it was being changed: what was typed may be entered anew."""
    kind = here.sheet.model._meta.label_lower
    gone = Entry.objects.filter(target_kind=kind, target_id=str(pk), agency=here.agency, action="remove_row").first()
    if gone is None:
        raise NoSuchObject(_("没有这一行。"), _("请从列表进入。"))
    form = RowForm(here.sheet, here.request.POST)
    told = _("这一行已被%(name)s删除（%(reason)s）。您填写的内容都在下面；确实需要时，可作为新的一行登记。")
    form.add_error(None, told % {"name": gone.actor_name, "reason": gone.reason})
    return _form_page(here, form, status=409, title=_("登记%(sheet)s") % {"sheet": here.sheet.name})


def _attempt(form: RowForm, save: Callable[[], Row]) -> Row | None:
    """The row that was saved; None where it was refused, the form then says why."""
    try:
        return save()
    except RowRefused as refusal:
        for fault in refusal.faults:
            form.add_error(field_of(form.sheet, fault), fault.expected)
    except NumberTaken as refusal:
        form.add_error(form.sheet.number, str(refusal))
    except YearClosed as refusal:
        form.add_error(None, str(refusal))
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, code: str, slug: str, pk: int) -> HttpResponse:
    here = open_register(request, code, slug, EDIT)
    found = access_row(request.user, here.agency, here.sheet, pk, EDIT)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _remove(here, found, form):
        messages.success(request, _("已删除“%(name)s”。") % {"name": _name(here.sheet, found)})
        return redirect(here.list_url)
    name = _name(here.sheet, found)
    context = here.context(
        title=_("删除“%(name)s”") % {"name": name},
        row=found,
        form=form,
        about=list(cells.pairs(here.sheet, row_values(here.sheet, found))),
        consequences=[_("这一行不再计入年度报告的数字。"), _("日志保留它的内容、删除人和原因。")],
        dangerous=True,
        back=here.row_url(found),
        submit=_("删除"),
    )
    return render(request, "desk/registers/remove.html", context, status=409 if form.non_field_errors() else 200)


def _remove(here: Register, found: Row, form: RemovalForm) -> bool:
    if found.updated_at != seen_at(form.data):
        form.add_error(None, _("这一行刚刚被别人改过，下面是现在的内容。请核对后再删除。"))
        return False
    try:
        remove_row(sheet=here.sheet, row=found, actor=_actor(here), reason=form.cleaned_data["reason"])
    except YearClosed as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@login_required
@require_safe
def options(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """The options of the columns that depend on a date, for the date in the question: what htmx puts into the list."""
    here = open_register(request, code, slug)
    column = next((c for c in here.sheet.columns if c.dated_options), None)
    if column is None or column.dated_options is None:
        raise NoSuchObject(_("这种台账没有随日期变化的选项。"))
    try:
        day = DayField(required=False).clean(request.GET.get(column.dated_options.date, ""))
    except ValidationError:
        day = None
    select = field_for(here.sheet, column, day.year if day else None).widget
    grouped = select.optgroups(column.field, [request.GET.get(column.field, "")])
    return render(request, "desk/registers/options.html", {"groups": grouped})


def _form_page(here: Register, form: RowForm, *, title: str, status: int = 200) -> HttpResponse:
    context = here.context(
        title=title,
        form=form,
        crumbs=here.crumbs((title, "")),
        action=here.url("register-add", here.sheet.slug),
        back=here.list_url,
    )
    _follow_dates(here, form)
    return render(here.request, PAGE, context, status=409 if status == 200 and form.non_field_errors() else status)


def _row_page(here: Register, found: Row, form: RowForm | None, status: int = 200, **more: Any) -> HttpResponse:
    values = row_values(here.sheet, found)
    name = cells.row_name(here.sheet, values)
    if form:
        _follow_dates(here, form)
    context = here.context(
        title=name,
        row=found,
        form=form,
        facts=None if form else list(cells.pairs(here.sheet, values)),
        crumbs=here.crumbs((name, "")),
        action=here.row_url(found),
        back=here.list_url,
        history=history_of(here.sheet, found),
        **more,
    )
    return render(here.request, PAGE, context, status=status)


def _follow_dates(here: Register, form: RowForm) -> None:
    """With JavaScript, the list of options follows the date; without, all are offered by the years of their form."""
    for column in here.sheet.columns:
        if column.dated_options:
            form.fields[column.dated_options.date].widget.attrs |= {
                "hx-get": here.url("register-options", here.sheet.slug),
                "hx-trigger": "load, change",
                "hx-target": f"#id_{column.field}",
                "hx-include": f"#id_{column.field}",
            }


def _name(sheet: Sheet, found: Row) -> str:
    return cells.row_name(sheet, row_values(sheet, found))


def _actor(here: Register) -> Any:
    return here.request.user
