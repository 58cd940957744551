"""Organs, for administrators: the tree, one organ, and a page for every change."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.actions import organs, succession, variants
from gongkai.agencies.errors import NoSuchObject, NotPermitted
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import access_agency, search_agencies
from gongkai.agencies.rules import Permission, agencies_where
from gongkai.desk.forms import agencies as asked
from gongkai.desk.views.acting import actor
from gongkai.desk.views.asking import ask
from gongkai.law.editions import load_edition

MANAGE = Permission.MANAGE_AGENCIES
PER_PAGE = 100


@login_required
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    if not agencies_where(request.user, MANAGE).exists():
        raise NotPermitted(_("只有管理员可以管理机关。"), _("请联系管理员。"))
    form = asked.AgencySearch(request.GET)
    found = search_agencies(request.user, MANAGE, form.cleaned_data["q"] if form.is_valid() else "")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("机关"), "filter": form, "page": page}
    return render(request, "desk/agencies/list.html", context)


@login_required
@require_safe
def agency(request: HttpRequest, code: str) -> HttpResponse:
    found = access_agency(request.user, code, MANAGE)
    context = {
        "title": found.name,
        "crumbs": [(_("机关"), reverse("desk:agencies")), (found.name, "")],
        "agency": found,
        "facts": [(field.verbose_name, _shown(found, field.name)) for field in _fields()],
        "names": found.names.all(),
        "before": found.inheritances.select_related("predecessor"),
        "after": found.successions.select_related("successor"),
        "editions": [(choice, load_edition(choice.edition).title) for choice in found.edition_choices.all()],
        "days": found.calendar_days.order_by("day"),
    }
    return render(request, "desk/agencies/agency.html", context)


@login_required
def create(request: HttpRequest) -> HttpResponse:
    above = agencies_where(request.user, MANAGE)
    if not above.exists():
        raise NotPermitted(_("只有管理员可以管理机关。"), _("请联系管理员。"))
    form = asked.NewAgencyForm(request.POST or None, agencies=above, initial={"parent": request.GET.get("parent")})
    return ask(
        request, form, lambda values: organs.create_agency(**values, actor=actor(request)),
        title=_("设立机关"), back=reverse("desk:agencies"), done=_("机关已设立。"), submit=_("设立"),
    )  # fmt: skip


@login_required
def change(request: HttpRequest, code: str) -> HttpResponse:
    found = access_agency(request.user, code, MANAGE)
    # The form's instance is a copy: a form that is refused has changed it already.
    form = asked.AgencyForm(
        request.POST or None, initial=model_to_dict(found, organs.CHANGEABLE), instance=Agency(code=found.code)
    )
    return ask(
        request, form, lambda values: organs.change_agency(agency=found, values=values, actor=actor(request)),
        title=_("修改机关资料"), back=_home(code), done=_("已保存。"), lead=found.name,
    )  # fmt: skip


@login_required
def rename(request: HttpRequest, code: str) -> HttpResponse:
    found = access_agency(request.user, code, MANAGE)
    return ask(
        request, asked.RenameForm(request.POST or None),
        lambda values: organs.rename_agency(agency=found, **values, actor=actor(request)),
        title=_("机关更名"), back=_home(code), done=_("已更名。"), submit=_("更名"),
        lead=_("%(name)s：代码和历年数据不变，以前年度仍用当时的名称。") % {"name": found.name},
    )  # fmt: skip


@login_required
def move(request: HttpRequest, code: str) -> HttpResponse:
    found = access_agency(request.user, code, MANAGE)
    return ask(
        request, asked.MoveForm(request.POST or None, others=_others(request, found)),
        lambda values: organs.move_agency(agency=found, **values, actor=actor(request)),
        title=_("调整隶属关系"), back=_home(code), done=_("隶属关系已调整。"), submit=_("调整"),
        lead=_("%(name)s及其所有下级机关一并调整。") % {"name": found.name},
    )  # fmt: skip


@login_required
def merge(request: HttpRequest, code: str) -> HttpResponse:
    found = access_agency(request.user, code, MANAGE)

    def act(values: dict[str, Any]) -> None:
        basis = values.pop("reason")
        succession.merge_agencies(predecessors=[found], basis=basis, actor=actor(request), **values)

    return ask(
        request, asked.MergeForm(request.POST or None, others=_others(request, found)), act,
        title=_("并入其他机关"), back=_home(code), done=_("已并入。"), submit=_("并入"), dangerous=True,
        lead=_("%(name)s自生效之日起撤销，以前年度的报告仍在原处。") % {"name": found.name},
    )  # fmt: skip


@login_required
def split(request: HttpRequest, code: str) -> HttpResponse:
    found = access_agency(request.user, code, MANAGE)

    def act(values: dict[str, Any]) -> None:
        heirs = [*values["successors"], *([found] if values["lives_on"] else [])]
        succession.split_agency(
            predecessor=found, successors=heirs, actor=actor(request), effective_on=values["effective_on"],
            registers_go_to=values["registers_go_to"], basis=values["reason"],
        )  # fmt: skip

    return ask(
        request, asked.SplitForm(request.POST or None, others=_others(request, found)), act,
        title=_("拆分机关"), back=_home(code), done=_("已拆分。"), submit=_("拆分"), dangerous=True, lead=found.name,
    )  # fmt: skip


@login_required
def dissolve(request: HttpRequest, code: str) -> HttpResponse:
    found = access_agency(request.user, code, MANAGE)
    return ask(
        request, asked.ReasonForm(request.POST or None),
        lambda values: succession.dissolve_agency(agency=found, actor=actor(request), **values),
        title=_("撤销机关"), back=_home(code), done=_("机关已撤销。"), submit=_("撤销"), dangerous=True,
        lead=_("%(name)s自生效之日起撤销，没有承接机关；已公布的报告仍可查阅。") % {"name": found.name},
    )  # fmt: skip


@login_required
def edition(request: HttpRequest, code: str) -> HttpResponse:
    found = access_agency(request.user, code, MANAGE)
    return ask(
        request, asked.EditionForm(request.POST or None),
        lambda values: variants.choose_edition(agency=found, **values, actor=actor(request)),
        title=_("选用报告格式"), back=_home(code), done=_("已选用。"), submit=_("选用"),
        lead=_("%(name)s及其下级机关在这些年度使用所选格式；未选用的年度使用全国统一格式。") % {"name": found.name},
    )  # fmt: skip


@login_required
@require_POST
def drop_edition(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = access_agency(request.user, code, MANAGE)
    choice = found.edition_choices.filter(pk=pk).first()
    if choice is None:
        raise NoSuchObject(_("这项选择已经取消。"))
    variants.drop_edition_choice(agency=found, choice=choice, actor=actor(request))
    messages.success(request, _("已取消。"))
    return redirect("desk:agency", code)


@login_required
def day(request: HttpRequest, code: str) -> HttpResponse:
    found = access_agency(request.user, code, MANAGE)
    return ask(
        request, asked.DayForm(request.POST or None, initial={"working": "0"}),
        lambda values: variants.set_calendar_day(agency=found, **values, actor=actor(request)),
        title=_("设定地方假日"), back=_home(code), done=_("已设定。"), submit=_("设定"),
        lead=_("%(name)s及其下级机关的期限按此推算。") % {"name": found.name},
    )  # fmt: skip


@login_required
@require_POST
def remove_day(request: HttpRequest, code: str, day: datetime.date) -> HttpResponse:
    found = access_agency(request.user, code, MANAGE)
    variants.remove_calendar_day(agency=found, day=day, actor=actor(request))
    messages.success(request, _("已取消。"))
    return redirect("desk:agency", code)


def _home(code: str) -> str:
    return reverse("desk:agency", args=[code])


def _others(request: HttpRequest, found: Agency) -> QuerySet[Agency]:
    return agencies_where(request.user, MANAGE).exclude(pk=found.pk)


def _fields() -> list[Any]:
    names = ("code", "kind", "parent", *organs.CHANGEABLE[2:], "dissolved_on")
    return [Agency._meta.get_field(name) for name in names]


def _shown(found: Agency, name: str) -> Any:
    return found.get_kind_display() if name == "kind" else getattr(found, name)
