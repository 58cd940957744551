"""People, for administrators: who holds what, invitations, accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.actions import accounts, invitations, roles
from gongkai.agencies.errors import NotPermitted
from gongkai.agencies.models import Agency, Membership, Person
from gongkai.agencies.queries import (
    access_invitation,
    access_membership,
    access_person,
    invitations_seen_by,
    people_managed_by,
)
from gongkai.agencies.rules import Permission, agencies_where
from gongkai.desk.forms import people as asked
from gongkai.desk.views.acting import actor
from gongkai.desk.views.asking import ask

PER_PAGE = 50


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    managed = _managed(request)
    form = asked.PeopleSearch(request.GET)
    found = people_managed_by(request.user, form.cleaned_data["q"] if form.is_valid() else "")
    with_roles = found.prefetch_related(Prefetch("memberships", _roles_today(managed), to_attr="roles_here"))
    page = Paginator(with_roles, PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("人员与岗位"), "filter": form, "page": page, "tabs": _tabs("people")}
    return render(request, "desk/people/list.html", context)


@login_required
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = access_person(request.user, pk)
    held = found.memberships.filter(agency__in=_managed(request)).select_related("agency").order_by("-valid_from")
    today = timezone.localdate()
    context = {
        "title": found.name,
        "crumbs": [(_("人员与岗位"), reverse("desk:people")), (found.name, "")],
        "person": found,
        "facts": [
            (_("用户名"), found.username),
            (_("账号"), _("可以登录") if found.is_active else _("已停用")),
            (_("一次性口令"), _("已启用") if Authenticator.objects.filter(user=found).exists() else _("未启用")),
            (_("办公电话"), found.phone),
            (_("电子邮箱"), found.email),
        ],
        "memberships": [(m, m.valid_to is None or m.valid_to > today) for m in held],
        "own": found.pk == actor(request).pk,
    }
    return render(request, "desk/people/person.html", context)


@login_required
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    found = access_person(request.user, pk)
    return ask(
        request, asked.GrantForm(request.POST or None, agencies=_managed(request)),
        lambda values: roles.grant_role(person=found, **values, actor=actor(request)),
        title=_("授予岗位"), back=_home(found), done=_("岗位已授予。"), submit=_("授予"), lead=found.name,
    )  # fmt: skip


@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    held = access_membership(request.user, pk)
    return ask(
        request, asked.EndForm(request.POST or None),
        lambda values: roles.end_role(membership=held, **values, actor=actor(request)),
        title=_("结束岗位"), back=_home(held.person), done=_("岗位已结束。"), submit=_("结束"), dangerous=True,
        lead=_("%(person)s（%(agency)s）") % {"person": held, "agency": held.agency},
    )  # fmt: skip


@login_required
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    return _why(
        request, pk, accounts.deactivate_person, title=_("停用账号"), done=_("账号已停用。"),
        lead=_("%(name)s将立即退出登录，此后不能再登录；已办理的事项仍记在其名下。"),
    )  # fmt: skip


@login_required
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    return _why(
        request, pk, accounts.reactivate_person, title=_("恢复账号"), done=_("账号已恢复。"),
        lead=_("%(name)s可以重新登录，尚未到期的岗位继续有效。"),
    )  # fmt: skip


@login_required
def second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    return _why(
        request, pk, accounts.reset_second_factor, title=_("重置一次性口令"), done=_("一次性口令已重置。"),
        lead=_("%(name)s的一次性口令和恢复码全部作废，并退出登录。请先当面核实本人身份。"),
    )  # fmt: skip


@login_required
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    return _why(
        request, pk, accounts.end_sessions, title=_("结束登录会话"), done=_("会话已结束。"),
        lead=_("%(name)s将在所有设备上退出登录。"),
    )  # fmt: skip


@login_required
def invite(request: HttpRequest) -> HttpResponse:
    form = asked.InviteForm(request.POST or None, agencies=_managed(request))
    made: list[str] = []

    def act(values: dict[str, Any]) -> None:
        made.append(invitations.invite(**values, actor=actor(request))[1])

    answer = ask(
        request, form, act, title=_("邀请人员"), back=reverse("desk:invitations"), done=_("邀请已发出。"),
        submit=_("邀请"), lead=_("账号只能由受邀人自己开设；链接一周内有效，只能使用一次。"),
    )  # fmt: skip
    if not made:
        return answer
    # The address is shown this once: it is kept nowhere.
    return render(request, "desk/people/invited.html", {"title": _("邀请已发出"), "address": made[0], "form": form})


@login_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    _managed(request)
    page = Paginator(invitations_seen_by(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("邀请"), "page": page, "tabs": _tabs("invitations")}
    return render(request, "desk/people/invitations.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitations.withdraw_invitation(invitation=access_invitation(request.user, pk), actor=actor(request))
    messages.success(request, _("邀请已撤回。"))
    return redirect("desk:invitations")


@never_cache
@sensitive_post_parameters()
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the link; nobody is logged in by it."""
    invitation = invitations.open_invitation(token)
    form = asked.AcceptForm(request.POST or None)

    def act(values: dict[str, Any]) -> None:
        values.pop("again")
        invitations.accept_invitation(token=token, **values)

    return ask(
        request, form, act, title=_("开设账号"), back=reverse("account_login"), done=_("账号已开设，请登录。"),
        submit=_("开设账号"), template="desk/people/accept.html", invitation=invitation,
    )  # fmt: skip


def _why(
    request: HttpRequest, pk: int, action: Callable[..., object], *, title: str, done: str, lead: str
) -> HttpResponse:
    found = access_person(request.user, pk)
    return ask(
        request, asked.WhyForm(request.POST or None),
        lambda values: action(person=found, **values, actor=actor(request)),
        title=title, back=_home(found), done=done, submit=title, dangerous=True, lead=lead % {"name": found.name},
    )  # fmt: skip


def _managed(request: HttpRequest) -> QuerySet[Agency]:
    managed = agencies_where(request.user, Permission.MANAGE_PEOPLE)
    if not managed.exists():
        raise NotPermitted(_("只有管理员可以管理人员。"), _("请联系管理员。"))
    return managed


def _home(person: Person) -> str:
    return reverse("desk:person", args=[person.pk])


def _roles_today(agencies: QuerySet[Agency]) -> QuerySet[Membership]:
    today = timezone.localdate()
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return Membership.objects.filter(held, agency__in=agencies, valid_from__lte=today).select_related("agency")


def _tabs(current: str) -> list[dict[str, Any]]:
    return [
        {"label": _("人员"), "url": reverse("desk:people"), "current": current == "people"},
        {"label": _("邀请"), "url": reverse("desk:invitations"), "current": current == "invitations"},
    ]
