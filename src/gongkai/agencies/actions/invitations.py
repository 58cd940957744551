"""Inviting somebody, and the account that comes of it: there is no other way to one."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.actions.roles import grant_role
from gongkai.agencies.errors import InvitationInvalid, UnfitRole
from gongkai.agencies.models import Agency, Invitation, Person, Role
from gongkai.agencies.rules import Permission, require_for
from gongkai.audit_log.actions import record
from gongkai.audit_log.chinese import in_chinese


@transaction.atomic
def invite(*, agency: Agency, role: str, name: str, actor: Person | None, email: str = "") -> tuple[Invitation, str]:
    """The invitation and the address to open, which is nowhere kept; with ``email`` it is sent too."""
    require_for(actor, Permission.MANAGE_PEOPLE, agency)
    if role not in Role.values:
        raise UnfitRole(_("没有这个岗位。"), _("请从列表中选择。"))
    if agency.dissolved_on:
        raise UnfitRole(_("该机关已经撤销。"), _("请选择承接的机关。"))
    token = secrets.token_urlsafe(32)
    made = Invitation(
        token_hash=_hash(token), agency=agency, role=role, name=name.strip(), email=email, invited_by=actor
    )
    made.full_clean(exclude=["invited_by"])
    made.save(force_insert=True)
    record(actor=actor, action="invite", target=made, agency=agency, after={"role": role})
    address = settings.BASE_URL.rstrip("/") + reverse("desk:invitation", args=[token])
    if email:
        transaction.on_commit(lambda: _send(made, address))
    return made, address


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: Person | None) -> Invitation:
    """The link no longer works. Raises InvitationInvalid where it has been used."""
    require_for(actor, Permission.MANAGE_PEOPLE, invitation.agency)
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not current.open:
        raise InvitationInvalid(_("这份邀请已经使用、撤回或过期。"), _("无需再撤回。"))
    current.withdrawn_at = timezone.now()
    current.save(update_fields=["withdrawn_at"])
    record(actor=actor, action="withdraw_invitation", target=current, agency=current.agency)
    return current


@transaction.atomic
def accept_invitation(*, token: str, username: str, password: str, phone: str = "") -> Person:
    """Make the account with the role. Raises InvitationInvalid, or ValidationError by field."""
    invitation = open_invitation(token, lock=True)
    person = Person(username=username.strip(), name=invitation.name, email=invitation.email, phone=phone)
    _refuse_weak(person, password)
    person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save(force_insert=True)
    invitation.accepted_by = person
    invitation.save(update_fields=["accepted_by"])
    record(actor=person, action="accept_invitation", target=invitation, agency=invitation.agency)
    # Permission was checked when the invitation was made, and may have been taken from the inviter since: the
    # invitation is then withdrawn by those who took it.
    grant_role(
        person=person,
        agency=invitation.agency,
        role=invitation.role,
        actor=None,
        effective_on=timezone.localdate(),
    )
    return person


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """The invitation of a link; InvitationInvalid, with the same words, where it was never made or no longer works."""
    known = Invitation.objects.filter(token_hash=_hash(token))
    if lock:
        known = known.select_for_update()
    found = known.first()
    if found is None or not found.open:
        raise InvitationInvalid(_("这个邀请链接无效或已过期。"), _("请联系本机关管理员重新邀请。"))
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _refuse_weak(person: Person, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ValidationError({"password": error.error_list}) from error


@in_chinese
def _send(invitation: Invitation, address: str) -> None:
    told = {"invitation": invitation, "address": address, "site_name": settings.SITE_NAME}
    text = render_to_string("agencies/mail/invitation.txt", told)
    send_mail(_("邀请您使用%(site)s") % {"site": settings.SITE_NAME}, text, None, [invitation.email])
