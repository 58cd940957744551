"""Accounts: switching them off and on, second factors and sessions, one's own contact data."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies.actions.roles import refuse_last_administrator
from gongkai.agencies.errors import NotPermitted, ReasonMissing
from gongkai.agencies.models import Agency, Person, Role
from gongkai.agencies.queries import agencies_of
from gongkai.agencies.rules import Permission, forget_roles, memberships_in_force, require_for
from gongkai.audit_log.actions import record


@transaction.atomic
def deactivate_person(*, person: Person, actor: Person | None, reason: str) -> Person:
    """The person can no longer log in and holds nothing; what they did stays under their name."""
    home = _permitted(actor, person)
    _refuse_self(actor, person)
    _refuse_without_reason(reason)
    for held in memberships_in_force(person).filter(role=Role.ADMINISTRATOR):
        refuse_last_administrator(held.agency, leaving=person)
    _end_all_sessions(person)
    return _set_active(person, False, actor, home, "deactivate_person", reason)


@transaction.atomic
def reactivate_person(*, person: Person, actor: Person | None, reason: str) -> Person:
    """The account works again, with the roles that have not ended meanwhile."""
    home = _permitted(actor, person)
    _refuse_self(actor, person)
    _refuse_without_reason(reason)
    return _set_active(person, True, actor, home, "reactivate_person", reason)


@transaction.atomic
def reset_second_factor(*, person: Person, actor: Person | None, reason: str) -> None:
    """Take away lost one-time passwords and recovery codes, and end the sessions."""
    home = _permitted(actor, person)
    _refuse_self(actor, person)
    _refuse_without_reason(reason)
    Authenticator.objects.filter(user=person).delete()
    _end_all_sessions(person)
    record(actor=actor, action="reset_second_factor", target=person, agency=home, reason=reason)


@transaction.atomic
def end_sessions(*, person: Person, actor: Person | None, reason: str = "") -> int:
    """End every session of the person; how many there were."""
    home = _permitted(actor, person)
    ended = _end_all_sessions(person)
    record(actor=actor, action="end_sessions", target=person, agency=home, reason=reason, after={"sessions": ended})
    return ended


@transaction.atomic
def change_own_contact(*, actor: Person, phone: str, email: str) -> Person:
    """The record says what changed, not what to: telephone numbers and addresses are nobody's business for ever."""
    current = Person.objects.select_for_update().get(pk=actor.pk)
    wanted = {"phone": phone.strip(), "email": email.strip()}
    changed = [name for name, value in wanted.items() if getattr(current, name) != value]
    for name in changed:
        setattr(current, name, wanted[name])
    current.clean_fields(exclude=["password"])
    if changed:
        current.save(update_fields=changed)
        record(
            actor=actor,
            action="change_own_contact",
            target=current,
            agency=_home(current),
            after={"fields": changed},
        )
    return current


@transaction.atomic
def leave_own_password_to_directory(*, actor: Person) -> Person:
    """From now on only the directory's password opens the account; sessions that a local one opened end."""
    current = Person.objects.select_for_update().get(pk=actor.pk)
    if not current.password_in_directory:
        current.set_unusable_password()
        current.must_change_password = False
        current.save(update_fields=["password", "must_change_password"])
        actor.refresh_from_db(fields=["password", "must_change_password"])
        record(actor=actor, action="leave_own_password_to_directory", target=current, agency=_home(current))
    return current


def _permitted(actor: Person | None, person: Person) -> Agency | None:
    """An account belongs to every organ in which its person holds a role: who acts on it must administer them all."""
    agencies = agencies_of(person)
    for agency in agencies:
        require_for(actor, Permission.MANAGE_PEOPLE, agency)
    if not agencies and actor is not None:
        raise NotPermitted(_("该人员从未任职，不归任何机关管理。"), _("请联系系统管理人员。"))
    return agencies[0] if agencies else None


def _home(person: Person) -> Agency | None:
    return next(iter(agencies_of(person)), None)


def _refuse_self(actor: Person | None, person: Person) -> None:
    if actor is not None and actor.pk == person.pk:
        raise NotPermitted(_("不能对自己的账号这样做。"), _("请由另一位管理员办理。"))


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(_("没有写明原因。"), _("请写明为什么这样做。"))


def _set_active(
    person: Person, active: bool, actor: Person | None, home: Agency | None, action: str, reason: str
) -> Person:
    current = Person.objects.select_for_update().get(pk=person.pk)
    if current.is_active != active:
        current.is_active = active
        current.save(update_fields=["is_active"])
        forget_roles(person)
        record(
            actor=actor, action=action, target=current, agency=home, reason=reason,
            before={"active": not active}, after={"active": active},
        )  # fmt: skip
    return current


def _end_all_sessions(person: Person) -> int:
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)
