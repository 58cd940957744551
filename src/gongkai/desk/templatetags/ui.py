"""The components of the pages. What each takes and how it is used: docs/desk-ui.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django import template
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, DateField, DateInput, Field, Form, Textarea, Widget
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from lxml import html
from lxml.html import HtmlElement

from gongkai.desk.templatetags.icons import ICONS
from gongkai.report.writing.html import table_element
from gongkai.report.writing.layout import Box, PrintedTable

register = template.Library()
Text = str | Promise
Amount = int | Decimal | float


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown: words, a tone of ``content.css`` and an icon, so never by colour alone."""

    label: Text
    tone: str
    icon: str


# By the codes of the models: a version of a report, a submission, an uploaded file, an import, a problem, a finding,
# a job.
STATUSES = {
    "draft": Look(_("草稿"), "plain", "edit"),
    "section": Look(_("科室审核"), "busy", "review"),
    "secrecy": Look(_("保密审查"), "guard", "lock"),
    "office": Look(_("办公室审核"), "busy", "office"),
    "leader": Look(_("领导签发"), "busy", "seal"),
    "published": Look(_("已发布"), "good", "done"),
    "returned": Look(_("已退回"), "bad", "return"),
    "withdrawn": Look(_("已作废"), "plain", "cross"),
    "invited": Look(_("待报送"), "warn", "clock"),
    "filed": Look(_("已报送"), "busy", "submit"),
    "accepted": Look(_("已接收"), "good", "done"),
    "reading": Look(_("读取中"), "plain", "clock"),
    "doubtful": Look(_("待核对"), "warn", "warning"),
    "refused": Look(_("未采用"), "bad", "error"),
    "replaced": Look(_("已被新文件代替"), "plain", "file"),
    "previewed": Look(_("待确认"), "warn", "clock"),
    "imported": Look(_("已导入"), "good", "done"),
    "discarded": Look(_("已放弃"), "plain", "cross"),
    "open": Look(_("待整改"), "warn", "clock"),
    "partly": Look(_("正在整改"), "busy", "edit"),
    "answered": Look(_("已说明"), "busy", "info"),
    "mended": Look(_("已整改"), "good", "done"),
    "closed": Look(_("已结账"), "plain", "lock"),
    "error": Look(_("错误"), "bad", "error"),
    "warning": Look(_("警告"), "warn", "warning"),
    "info": Look(_("提示"), "busy", "info"),
    "passed": Look(_("通过"), "good", "done"),
    "waiting": Look(_("等待中"), "plain", "clock"),
    "running": Look(_("进行中"), "busy", "clock"),
    "done": Look(_("已完成"), "good", "done"),
    "failed": Look(_("未完成"), "bad", "error"),
}


@register.simple_tag
def icon(name: str, label: Text = "") -> SafeString:
    """A drawing; with ``label`` it speaks for itself, without it is hidden from screen readers."""
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    drawing = mark_safe(ICONS[name])
    return format_html('<svg class="icon" viewBox="0 0 24 24" focusable="false" {}>{}</svg>', said, drawing)


@register.inclusion_tag("desk/components/chip.html")
def chip(label: Text, tone: str = "plain", icon: str = "") -> dict[str, Any]:
    return {"label": label, "tone": tone, "icon": icon}


@register.inclusion_tag("desk/components/chip.html")
def status(code: str, label: Text = "") -> dict[str, Any]:
    look = STATUSES[code]
    return {"label": label or look.label, "tone": look.tone, "icon": look.icon}


@register.inclusion_tag("desk/components/field.html")
def field(bound: BoundField, across: bool = False) -> dict[str, Any]:
    """``across`` puts few short choices on one line."""
    widget = bound.field.widget
    _suit(bound.field, widget)
    return {
        "field": bound,
        "across": across,
        "choices": bound.subwidgets if widget.use_fieldset and hasattr(widget, "choices") else None,
        "single": isinstance(widget, CheckboxInput),
        # Where a blank is an answer too, as of a figure that is read off, nothing may be left out at will.
        "optional": not (bound.field.required or isinstance(widget, CheckboxInput) or "data-blank" in widget.attrs),
        "described": bound.aria_describedby or "",
    }


def _suit(field: Field, widget: Widget) -> None:
    """Django's own widgets as this kit shows them; a form has copies of its own to change."""
    if isinstance(field, DateField) and isinstance(widget, DateInput):
        # A date field of HTML takes and gives ISO dates only, whatever the language writes.
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    if isinstance(widget, Textarea) and widget.attrs.get("rows") == "10":
        widget.attrs["rows"] = "5"


@register.inclusion_tag("desk/components/error_summary.html")
def error_summary(*forms: BaseForm | Literal[""]) -> dict[str, Any]:
    """A form that the page lacks comes as an empty text."""
    return {"errors": [error for form in forms if form for error in _errors(form)]}


def _errors(form: BaseForm) -> Iterator[tuple[str, Text, Text | ValidationError]]:
    """Where to go (an id, empty for the whole form), what it is called there and what is wrong: first what concerns the
    whole form, then field by field as they stand on the page."""
    for name in (NON_FIELD_ERRORS, *form.fields):
        bound = form[name] if name in form.fields else None
        for error in form.errors.get(name, ()):
            yield (_first_id(bound), bound.label, error) if bound else ("", "", error)


def _first_id(bound: BoundField) -> str:
    first: str = bound.subwidgets[0].id_for_label if bound.use_fieldset and len(bound) else bound.id_for_label
    return first


@register.inclusion_tag("desk/components/filter_bar.html", takes_context=True)
def filter_bar(context: template.Context, form: Form, total: int | None = None) -> dict[str, Any]:
    """A form that asks by GET; the order of the list is kept, the page is not."""
    request: HttpRequest = context["request"]
    asked = [name for name in request.GET if name in form.fields and request.GET[name]]
    return {"form": form, "total": total, "asked": asked, "sort": request.GET.get("sort", ""), "path": request.path}


@register.inclusion_tag("desk/components/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: Text) -> dict[str, Any]:
    return {"items": items, "label": label}


@register.inclusion_tag("desk/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    request: HttpRequest = context["request"]
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    links = [(number, "" if isinstance(number, str) else _query(request, page=number)) for number in numbers]
    around = {
        "before": _query(request, page=page.previous_page_number()) if page.has_previous() else "",
        "after": _query(request, page=page.next_page_number()) if page.has_next() else "",
    }
    return {"page": page, "links": links, **around}


def _query(request: HttpRequest, **changes: Any) -> str:
    """The address's question with some parts changed, None taking a part out."""
    asked = request.GET.copy()
    for name, value in changes.items():
        asked.pop(name, None)
        if value is not None:
            asked[name] = str(value)
    return f"?{asked.urlencode()}"


@register.simple_block_tag
def table(content: str, caption: Text, id: str, quiet: bool = False) -> str:  # noqa: A002 - the attribute's name.
    """A list in a region that scrolls sideways; ``quiet`` keeps the caption for screen readers."""
    parts = {"content": content, "caption": caption, "id": id, "quiet": quiet}
    return render_to_string("desk/components/table.html", parts)


@register.inclusion_tag("desk/components/th.html", takes_context=True)
def th(context: template.Context, label: Text, sort: str = "", classes: str = "") -> dict[str, Any]:
    """The head of a column; ``sort`` is the name by which ``?sort=name`` and ``?sort=-name`` order the list."""
    request: HttpRequest | None = context.get("request")
    parts = {"label": label, "sort": sort, "classes": classes}
    if not sort or request is None:
        return parts
    now = request.GET.get("sort", "")
    order = {sort: "ascending", f"-{sort}": "descending"}.get(now, "")
    href = _query(request, page=None, sort=f"-{sort}" if now == sort else sort)
    return {
        **parts,
        "order": order,
        "href": href,
        "icon": {"ascending": "rise", "descending": "fall"}.get(order, "sort"),
    }


@register.inclusion_tag("desk/components/pick.html")
def pick(value: Any, label: Text, name: str = "pick", checked: bool = False) -> dict[str, Any]:
    """The cell with the box of a row; ``label`` says which row it chooses."""
    return {"value": value, "label": label, "name": name, "checked": checked}


@register.inclusion_tag("desk/components/pick_all.html")
def pick_all() -> dict[str, Any]:
    return {}


@register.inclusion_tag("desk/components/facts.html")
def facts(pairs: Iterable[tuple[Text, Any]]) -> dict[str, Any]:
    return {"pairs": pairs}


@register.inclusion_tag("desk/components/tile.html")
def tile(
    label: Text, value: Amount | None, unit: Text = "", previous: Amount | None = None, href: str = ""
) -> dict[str, Any]:
    """A key figure inside ``<dl class="tiles">``; None is a figure that is not known, not zero."""
    change = None if value is None or previous is None else Decimal(str(value)) - Decimal(str(previous))
    share = change * 100 / Decimal(str(previous)) if change is not None and previous else None
    direction = "" if change is None else "level" if not change else "rise" if change > 0 else "fall"
    size = None if change is None else abs(change)
    return {
        "label": label, "value": value, "unit": unit, "href": href,
        "previous": previous, "direction": direction, "size": size, "share": None if share is None else abs(share),
    }  # fmt: skip


@register.inclusion_tag("desk/components/steps.html")
def steps(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("desk/components/due.html")
def due(
    day: date,
    remaining: int | None = None,
    *,
    paused: bool = False,
    provisional: bool = False,
    closed_on: date | None = None,
    href: str = "",
) -> dict[str, Any]:
    """A deadline: ``remaining`` counts working days, negative when past; ``href`` leads to how it was reckoned."""
    return {
        "day": day, "remaining": remaining, "over": -(remaining or 0), "tone": _urgency(remaining, paused, closed_on),
        "provisional": provisional, "closed_on": closed_on, "href": href,
    }  # fmt: skip


def _urgency(remaining: int | None, paused: bool, closed_on: date | None) -> str:
    if closed_on:
        return "closed"
    if paused:
        return "paused"
    if remaining is None:
        return ""
    return "late" if remaining < 0 else "soon" if remaining <= 3 else ""


@register.inclusion_tag("desk/components/progress.html")
def progress(task: Mapping[str, Any]) -> dict[str, Any]:
    return {"task": task}


@register.inclusion_tag("desk/components/empty.html")
def empty(title: Text, text: Text = "", href: str = "", action: Text = "", icon: str = "empty") -> dict[str, Any]:
    return {"title": title, "text": text, "href": href, "action": action, "icon": icon}


@register.simple_tag
def official_table(
    printed: PrintedTable,
    links: Mapping[str, str],
    findings: Mapping[str, str] | None = None,
    selected: str = "",
    prefix: str | int = 1,
    target: str = "",
) -> SafeString:
    """The statutory table as it is printed. ``links`` and ``findings`` go by cell key: where a figure opens, and the
    worst severity found in it; ``prefix`` tells the tables of a page apart; ``target`` is the id of the pane that
    htmx fills."""

    def decorate(element: HtmlElement, box: Box) -> None:
        if box.head == "row" and box.row_span > 2 and len(box.text) > 2 and box.column == 0:
            element.set("class", f"{element.get('class', '')} upright".strip())
        if box.key is not None and box.key in links:
            _open(element, box.key, links[box.key], (findings or {}).get(box.key, ""), box.key == selected, target)

    region = table_element(printed, f"t{prefix}", decorate)
    region.set("class", "scroll official")
    written: str = html.tostring(region, encoding="unicode")
    return mark_safe(written)


def _open(element: HtmlElement, key: str, href: str, severity: str, selected: bool, target: str) -> None:
    """Turns the figure into a link; a blank one says so to those who cannot see that it is blank."""
    link = html.Element("a", {"href": f"{href}#{target}" if target else href, "id": f"cell-{key}"})
    link.text, element.text = element.text, None
    if not link.text:
        link.append(_unseen(_("空白")))
    if selected:
        link.set("aria-current", "true")
    if target:
        link.attrib.update({"hx-get": href, "hx-target": f"#{target}", "hx-push-url": "true"})
    if severity:
        look = STATUSES[severity]
        link.append(html.fragment_fromstring(icon(look.icon)))
        link.append(_unseen(look.label))
    element.set("class", f"{element.get('class', '')} opens {severity}".strip())
    element.append(link)


def _unseen(text: Text) -> HtmlElement:
    span = html.Element("span", {"class": "unseen"})
    span.text = _("（%(text)s）") % {"text": text}
    return span
