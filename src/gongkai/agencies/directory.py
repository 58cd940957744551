"""Logging in with the password that a directory (LDAP) holds. Imported only where one is set: it needs an extra."""

from __future__ import annotations

import logging
from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest
from django_auth_ldap.backend import LDAPBackend, ldap_error

from gongkai.agencies.actions.accounts import leave_own_password_to_directory
from gongkai.agencies.models import Person

log = logging.getLogger(__name__)


class DirectoryBackend(LDAPBackend):  # type: ignore[misc]
    """The directory's password opens the account of exactly the same user name, as a local one would; then no local
    password opens it any more, so that whoever is taken out of the directory stays out."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **more: Any
    ) -> Person | None:
        try:
            person: Person | None = super().authenticate(request, username, password, **more)
        except (KeyError, TypeError, ValueError) as fault:  # A template or a file of certificates that is none.
            log.error("the settings of the directory are at fault: %s", type(fault).__name__)  # Local accounts go on.
            return None
        # Somebody who only confirms who he is would be logged out by it.
        confirming = request is not None and request.user.is_authenticated
        if person and not confirming:
            leave_own_password_to_directory(actor=person)
        return person

    def get_or_build_user(self, username: str, ldap_user: Any) -> tuple[Person, bool]:
        """An account that would have to be built is refused: AUTH_LDAP_NO_NEW_USERS."""
        found = Person.objects.filter(username=username, is_active=True).first()
        return found or Person(username=username), found is None

    def get_user(self, user_id: int) -> Person | None:
        return Person.objects.filter(pk=user_id, is_active=True).first()


@receiver(ldap_error)
def tell_fault(sender: Any, exception: Exception, **more: Any) -> None:
    """The kind of fault only: what the directory says of it may quote a person's name."""
    log.warning("no login by the directory: %s", type(exception).__name__)
