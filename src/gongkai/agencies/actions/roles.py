"""Giving and ending roles."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.errors import LastAdministrator, NotPermitted, RolesExclude, UnfitRole
from gongkai.agencies.models import Agency, Membership, Person, Role
from gongkai.agencies.rules import Permission, excluding, forget_roles, require_for
from gongkai.audit_log.actions import record


@transaction.atomic
def grant_role(
    *,
    person: Person,
    agency: Agency,
    role: str,
    actor: Person | None,
    effective_on: datetime.date,
    until: datetime.date | None = None,
) -> Membership:
    """Give the person a role in an organ from a day on. Raises RolesExclude, UnfitRole, NotPermitted: nobody gives a
    role to himself."""
    require_for(actor, Permission.MANAGE_PEOPLE, agency)
    if actor is not None and actor.pk == person.pk:
        raise NotPermitted(_("不能给自己授予岗位。"), _("请由另一位管理员办理。"))
    held = _roles_locked(person)
    _refuse_unfit(person, agency, role, effective_on, until)
    wanted = Membership(person=person, agency=agency, role=role, valid_from=effective_on, valid_to=until)
    refuse_exclusive(wanted, held)
    if any(m.agency_id == agency.pk and m.role == role and _together(m, wanted) for m in held):
        raise UnfitRole(_("该人员在这段时间已有这个岗位。"), _("请先结束原来的任职。"))
    wanted.save(force_insert=True)
    forget_roles(person)
    record(
        actor=actor,
        action="grant_role",
        target=wanted,
        agency=agency,
        effective_on=effective_on,
        after={"role": role, "until": until.isoformat() if until else None},
    )
    return wanted


@transaction.atomic
def end_role(
    *, membership: Membership, actor: Person | None, effective_on: datetime.date, reason: str = ""
) -> Membership:
    """``effective_on`` is the last day on which the role holds; a role that has not begun is ended before it does by
    its first day. Raises LastAdministrator."""
    require_for(actor, Permission.MANAGE_PEOPLE, membership.agency)
    _roles_locked(membership.person)
    current = Membership.objects.select_related("agency", "person").get(pk=membership.pk)
    if effective_on < current.valid_from or (current.valid_to and current.valid_to < effective_on):
        raise UnfitRole(_("结束日期不在任职期间之内。"), _("请核对日期。"))
    if current.role == Role.ADMINISTRATOR:
        refuse_last_administrator(current.agency, leaving=current.person)
    before = current.valid_to.isoformat() if current.valid_to else None
    current.valid_to = effective_on
    current.save(update_fields=["valid_to"])
    forget_roles(current.person)
    record(
        actor=actor,
        action="end_role",
        target=current,
        agency=current.agency,
        effective_on=effective_on,
        reason=reason,
        before={"until": before},
        after={"until": effective_on.isoformat()},
    )
    return current


def refuse_exclusive(wanted: Membership, held: list[Membership]) -> None:
    """Who administers an organ must not see its cases: the two kinds of role never meet in one person and one organ."""
    for other in held:
        if _together(other, wanted) and (excluding(wanted, other) or excluding(other, wanted)):
            raise RolesExclude(
                _("“%(one)s”与“%(other)s”不能由同一人在同一机关担任。")
                % {"one": wanted.get_role_display(), "other": other.get_role_display()},
                _("请另选一人，或先结束%(agency)s的任职。") % {"agency": other.agency.name},
            )


def refuse_last_administrator(agency: Agency, leaving: Person) -> None:
    """Somebody in the organ's own line must stay who can log in and administers without an end in sight."""
    line = [agency.path[: at + 1] for at, sign in enumerate(agency.path) if sign == "/" and at]
    others = Membership.objects.filter(
        role=Role.ADMINISTRATOR, agency__path__in=line, valid_to__isnull=True, person__is_active=True
    ).exclude(person=leaving)
    if not others.exists():
        raise LastAdministrator(_("这样就没有人管理%(name)s了。") % {"name": agency.name}, _("请先指定另一位管理员。"))


def _roles_locked(person: Person) -> list[Membership]:
    """What the person holds from today on; others who change that wait."""
    list(Person.objects.select_for_update().filter(pk=person.pk).values_list("pk"))
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate())
    return list(Membership.objects.filter(held, person=person).select_related("agency"))


def _refuse_unfit(person: Person, agency: Agency, role: str, first: datetime.date, last: datetime.date | None) -> None:
    if role not in Role.values:
        raise UnfitRole(_("没有这个岗位。"), _("请从列表中选择。"))
    if last is not None and last < first:
        raise UnfitRole(_("结束日期早于开始日期。"), _("请核对日期。"))
    if not person.is_active:
        raise UnfitRole(_("该账号已停用。"), _("请先恢复账号。"))
    if agency.dissolved_on and agency.dissolved_on < first:
        raise UnfitRole(_("该机关已经撤销。"), _("请选择承接的机关。"))


def _together(one: Membership, other: Membership) -> bool:
    """Whether the two hold on some day together."""
    begins = max(one.valid_from, other.valid_from)
    return all(m.valid_to is None or m.valid_to >= begins for m in (one, other))
