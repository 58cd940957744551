"""The prose of a report: read as it will be printed, edited section by section with its numbers bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.rules import Permission
from gongkai.desk.forms.workbench import BindForm, SectionForm
from gongkai.desk.views.workbench import find_bench, page_context
from gongkai.filing.actions.drafting import TextChanged, bind_number, draft_again, save_section
from gongkai.filing.models import Section
from gongkai.filing.prose.binding import UnknownFigure, names_of, pieces, shown_value, to_stored_text, to_typed
from gongkai.filing.prose.checks import typed_numbers_checked
from gongkai.filing.workbench import Workbench


@login_required
@require_safe
def prose(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Every section as it will be printed, with the findings about it."""
    bench = find_bench(request, code, year)
    sections = [_shown(bench, s, at) for at, s in enumerate(bench.sections)]
    whole = [f for f in bench.audit.findings if f.rule[0] in "TD" and not any(q.section is not None for q in f.quotes)]
    context = page_context(request, bench, "prose") | {"sections": sections, "whole": whole}
    return render(request, "desk/workbench/prose.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, code: str, year: int, section: str) -> HttpResponse:
    """Edit a section."""
    changing = request.method == "POST"
    bench = find_bench(request, code, year, Permission.DRAFT_REPORT)
    held = section_of(bench, section)
    if changing:
        return _save(request, bench, held)
    initial = {"text": to_typed(held.text, bench.edition), "revision": held.version.revision}
    return _page(request, bench, held, SectionForm(initial=initial))


def _save(request: HttpRequest, bench: Workbench, held: Section) -> HttpResponse:
    form = SectionForm(request.POST)
    if not form.is_valid():
        return _page(request, bench, held, form, status=422)
    told = form.cleaned_data
    try:
        save_section(
            version=held.version, key=held.key, text=told["text"], revision=told["revision"],
            actor=request.user,  # type: ignore[arg-type]
        )  # fmt: skip
    except UnknownFigure as refused:
        form.add_error("text", str(refused))
        return _page(request, bench, held, form, status=422)
    except TextChanged as changed:
        return _both(request, bench, held, changed)
    messages.success(request, _("已保存。"))
    return redirect("desk:prose-section", bench.agency.code, bench.year, held.key)


def _both(request: HttpRequest, bench: Workbench, held: Section, changed: TextChanged) -> HttpResponse:
    """Somebody else saved meanwhile: their text beside the one that was not saved, which can then be saved over it."""
    form = SectionForm(initial={"text": changed.yours, "revision": changed.revision})
    theirs = to_typed(changed.theirs, bench.edition)
    return _page(request, bench, held, form, status=409, changed=changed, theirs=theirs)


def _page(
    request: HttpRequest, bench: Workbench, held: Section, form: SectionForm, status: int = 200, **more: Any
) -> HttpResponse:
    position = [s.key for s in bench.sections].index(held.key)
    context = {"form": form, "figures": _figures(bench), "shown": _shown(bench, held, position)}
    everything = page_context(request, bench, "prose") | context | more
    return render(request, "desk/workbench/section.html", everything, status=status)


@login_required
@require_POST
def preview(request: HttpRequest, code: str, year: int, section: str) -> HttpResponse:
    """The text as typed so far, printed and checked; nothing is saved."""
    bench = find_bench(request, code, year, Permission.DRAFT_REPORT)
    held = section_of(bench, section)
    refusal = ""
    try:
        held.text = to_stored_text(request.POST.get("text", "")[:100_000], bench.edition)
    except UnknownFigure as refused:
        refusal = str(refused)
    context = {"shown": _shown(bench, held), "refusal": refusal, "bench": bench, "links": {}, "unsaved": True}
    return render(request, "desk/workbench/preview.html", context)


@login_required
@require_POST
def bind(request: HttpRequest, code: str, year: int, section: str) -> HttpResponse:
    """Put a cell in the place of a typed number."""
    bench = find_bench(request, code, year, Permission.DRAFT_REPORT)
    held = section_of(bench, section)
    form = BindForm(request.POST)
    if not form.is_valid():
        raise NoSuchObject(_("没有选中要引用的数值。"), _("请返回正文重新选择。"))
    try:
        bind_number(version=held.version, key=section, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except TextChanged as changed:
        return _both(request, bench, held, changed)
    messages.success(request, _("这个数已与统计表关联，以后随台账变化。"))
    return redirect("desk:prose-section", code, year, section)


@login_required
@require_POST
def draft(request: HttpRequest, code: str, year: int, section: str) -> HttpResponse:
    """Show a fresh draft of the section in its editor; it is saved only when the clerk saves it."""
    bench = find_bench(request, code, year, Permission.DRAFT_REPORT)
    held = section_of(bench, section)
    fresh = to_typed(draft_again(version=held.version, key=section), bench.edition)
    form = SectionForm(initial={"text": fresh, "revision": held.version.revision})
    return _page(request, bench, held, form, fresh=True)


def section_of(bench: Workbench, key: str) -> Section:
    """A section of the version in work."""
    found = next((s for s in bench.sections if s.key == key), None)
    if found is None:
        raise NoSuchObject(_("报告没有这一部分。"), _("请先在统计表页开始编制。"))
    return found


def _figures(bench: Workbench) -> list[dict[str, Any]]:
    """What can be bound, table by table."""
    names = names_of(bench.edition)
    return [
        {
            "title": table.title,
            "cells": [(names[key], shown_value(bench.cells[key])) for _row, _column, key in table.slots()],
        }
        for table in bench.edition.tables
    ]


def _shown(bench: Workbench, held: Section, position: int | None = None) -> dict[str, Any]:
    """A section as it will be printed, its typed numbers checked; ``position`` finds its findings."""
    typed = typed_numbers_checked(held.text, bench.cells, bench.edition, bench.report, held.title)
    return {
        "section": held,
        "number": bench.report.sections[position].number if position is not None else "",
        "paragraphs": list(_paragraphs(bench, held)),
        "typed": typed,
        "findings": bench.findings_in_prose.get(position, []) if position is not None else [],
        "pictures": list(held.pictures.all()) if held.pk else [],
    }


def _paragraphs(bench: Workbench, held: Section) -> Iterator[list[dict[str, str]]]:
    """Runs of words and of bound numbers (with the address of the cell), paragraph by paragraph."""
    paragraph: list[dict[str, str]] = []
    for piece in pieces(held.text, bench.cells):
        if piece.key is not None:
            href = reverse("desk:cell", args=(bench.agency.code, bench.year, piece.key))
            paragraph.append({"text": piece.text, "href": href, "name": names_of(bench.edition)[piece.key]})
            continue
        first, *others = piece.text.split("\n")
        paragraph.append({"text": first})
        for line in others:
            yield paragraph
            paragraph = [{"text": line}]
    yield paragraph
