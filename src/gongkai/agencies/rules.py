"""Who may do what: one table of permissions by role, and one question, ``may``.

A role holds in its organ. Supervisors, auditors and administrators act on every organ below theirs too. Somebody
without a role may do nothing; nobody may do what stands nowhere here.
"""

from __future__ import annotations

import datetime
from enum import Enum
from functools import reduce

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.errors import NotPermitted
from gongkai.agencies.models import Agency, Membership, Person, Role

Who = Person | AnonymousUser


class Permission(Enum):
    """What a person may do to the things of an organ."""

    READ_REGISTERS = "read_registers"
    EDIT_REGISTERS = "edit_registers"
    REOPEN_YEAR = "reopen_year"
    READ_REPORT = "read_report"
    DRAFT_REPORT = "draft_report"
    APPROVE_SECTION = "approve_section"
    APPROVE_SECRECY = "approve_secrecy"
    APPROVE_OFFICE = "approve_office"
    APPROVE_LEADER = "approve_leader"
    PUBLISH_REPORT = "publish_report"
    FILE_REPORT = "file_report"
    SUPERVISE = "supervise"
    READ_AUDIT_LOG = "read_audit_log"
    MANAGE_AGENCIES = "manage_agencies"
    MANAGE_PEOPLE = "manage_people"


STAFF = frozenset({Role.CLERK, Role.SECTION_HEAD, Role.SECRECY_REVIEWER, Role.OFFICE, Role.LEADER})
GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.READ_REGISTERS: STAFF | {Role.AUDITOR},
    Permission.EDIT_REGISTERS: frozenset({Role.CLERK, Role.SECTION_HEAD}),
    Permission.REOPEN_YEAR: frozenset({Role.OFFICE, Role.LEADER}),
    Permission.READ_REPORT: STAFF | {Role.AUDITOR, Role.SUPERVISOR},
    Permission.DRAFT_REPORT: frozenset({Role.CLERK, Role.SECTION_HEAD, Role.OFFICE}),
    Permission.APPROVE_SECTION: frozenset({Role.SECTION_HEAD}),
    Permission.APPROVE_SECRECY: frozenset({Role.SECRECY_REVIEWER}),
    Permission.APPROVE_OFFICE: frozenset({Role.OFFICE}),
    Permission.APPROVE_LEADER: frozenset({Role.LEADER}),
    Permission.PUBLISH_REPORT: frozenset({Role.LEADER}),
    Permission.FILE_REPORT: frozenset({Role.CLERK, Role.SECTION_HEAD, Role.OFFICE}),
    Permission.SUPERVISE: frozenset({Role.SUPERVISOR}),
    Permission.READ_AUDIT_LOG: frozenset({Role.AUDITOR}),
    Permission.MANAGE_AGENCIES: frozenset({Role.ADMINISTRATOR}),
    Permission.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
}
# Words that stand in addresses where the code of an organ may stand too.
RESERVED_CODES = frozenset({"account", "agencies", "create", "invitation", "jobs", "log", "people", "switch"})
REACHES_BELOW = frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR})


def memberships_in_force(person: Who, on: datetime.date | None = None) -> QuerySet[Membership]:
    """The roles that the person holds on a day (default today), with their organs."""
    on = on or timezone.localdate()
    if not isinstance(person, Person) or not person.is_active:
        return Membership.objects.none()
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return Membership.objects.filter(held, person=person, valid_from__lte=on).select_related("agency")


def agencies_where(person: Who, permission: Permission) -> QuerySet[Agency]:
    """The organs on whose things the person has the permission."""
    held = [m for m in roles_held(person) if m.role in GRANTS[permission]]
    return Agency.objects.filter(reduce(Q.__or__, (_reach(m) for m in held), Q(pk__in=[])))


def may(person: Who, permission: Permission, agency: Agency) -> bool:
    """Whether the person has the permission on the things of this organ today."""
    return any(
        m.role in GRANTS[permission]
        and (m.agency_id == agency.pk or (m.role in REACHES_BELOW and agency.path.startswith(m.agency.path)))
        for m in roles_held(person)
    )


def require(person: Who, permission: Permission, agency: Agency) -> None:
    """Raise NotPermitted unless ``may``."""
    if not may(person, permission, agency):
        raise NotPermitted(_("您的岗位不能办理这件事。"), _("请由有相应岗位的同事办理，或请管理员调整岗位。"))


def require_for(actor: Person | None, permission: Permission, agency: Agency | None) -> None:
    """As ``require``; None is the system itself: the command line, which only who may read and write the database can
    run. Without an organ (a new one at the top) the system alone may."""
    if actor is None:
        return
    if agency is None:
        raise NotPermitted(_("最上级机关只能在服务器上用命令设立。"), _("请联系系统管理人员。"))
    require(actor, permission, agency)


def forget_roles(person: Person) -> None:
    """Let the next question read the memberships again; actions that change them call it."""
    person.__dict__.pop("_roles_held", None)


def roles_held(person: Who) -> list[Membership]:
    """Today's memberships, asked once for each ``Person`` object, so once a request."""
    if not isinstance(person, Person):
        return []
    today = timezone.localdate()
    known = getattr(person, "_roles_held", None)
    if known is None or known[0] != today:
        known = (today, list(memberships_in_force(person, today)))
        person._roles_held = known  # type: ignore[attr-defined]
    held: list[Membership] = known[1]
    return held


def excluding(administers: Membership, other: Membership) -> bool:
    """Whether ``administers`` is an administrator's role over an organ whose cases ``other`` lets its holder see. Only
    administrators see none, so every other role is meant."""
    if administers.role != Role.ADMINISTRATOR or other.role == Role.ADMINISTRATOR:
        return False
    reached_from_above = other.role in REACHES_BELOW and administers.agency.path.startswith(other.agency.path)
    return reached_from_above or other.agency.path.startswith(administers.agency.path)


def _reach(membership: Membership) -> Q:
    if membership.role in REACHES_BELOW:
        return Q(path__startswith=membership.agency.path)
    return Q(pk=membership.agency_id)
