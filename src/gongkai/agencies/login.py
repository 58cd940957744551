"""Logging in: accounts are made by invitation only, never by signing up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest


class StaffBackend(ModelBackend):
    """User name and password. Django's permissions play no part: nobody has one here."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """No open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class StaffSocialAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An OpenID Connect login must belong to an account that an invitation made."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
