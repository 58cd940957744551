"""Changes of one's own means to log in belong in the record; allauth tells of them by signals only."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver

from gongkai.agencies.models import Person
from gongkai.agencies.queries import agencies_of
from gongkai.audit_log.actions import record

ACTIONS = {
    password_changed: "change_own_password",
    password_reset: "reset_own_password",
    authenticator_added: "add_second_factor",
    authenticator_removed: "remove_second_factor",
    authenticator_reset: "renew_recovery_codes",
}


@receiver(list(ACTIONS))
def note_change(sender: Any, user: Person, signal: Any, **more: Any) -> None:
    record(actor=user, action=ACTIONS[signal], target=user, agency=next(iter(agencies_of(user)), None))
