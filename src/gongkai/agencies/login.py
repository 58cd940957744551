"""Logging in: accounts are made by invitation only, never by signing up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.agencies.models import Person

USER_NAME_CLAIM = "preferred_username"


class StaffBackend(ModelBackend):
    """User name and password. Django's permissions play no part: nobody has one here."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """No open sign-up; a password that one chose need not be changed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Person, password: str) -> None:
        user.must_change_password = False
        super().set_password(user, password)

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """A link would put a local password beside the directory's: who is in the directory is told to go there."""
        if user.password_in_directory:
            self.send_mail("account/email/password_in_directory", email, context)
        else:
            super().send_password_reset_mail(user, email, context)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("desk:account")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth's own names the site too, as the Host header has it: who tries passwords could begin anew with every
        port that the header names."""
        return str(credentials.get("username", "")).casefold()


class StaffFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Where everyone needs a one-time password, nobody gives his up."""

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not settings.REQUIRE_TOTP


class StaffSocialAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An OpenID Connect login must belong to an account that an invitation made: the one of the same user name. The
    provider is the organ's own, so its word on who somebody is holds."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            return
        told = sociallogin.account.extra_data
        claims = told.get("userinfo") or told.get("id_token") or told
        person = Person.objects.filter(username=claims.get(USER_NAME_CLAIM) or "", is_active=True).first()
        if person is None:
            raise ImmediateHttpResponse(redirect("socialaccount_login_error"))
        sociallogin.connect(request, person)
