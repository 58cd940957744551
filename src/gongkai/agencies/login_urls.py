"""The addresses of logging in. Of allauth's pages only those stand here that an account made by invitation needs; the
names that it looks up besides lead nowhere."""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, re_path


@login_required
def change_password(request: HttpRequest) -> HttpResponseBase:
    if getattr(request.user, "password_in_directory", False):
        return render(request, "account/password_in_directory.html")
    answer: HttpResponseBase = account.password_change(request)
    return answer


def closed(request: HttpRequest, **arguments: Any) -> NoReturn:
    raise Http404


urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", change_password, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z:-]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/changed/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("sso/<str:provider_id>/", openid_connect.login, name="openid_connect_login"),
    path("sso/<str:provider_id>/callback/", openid_connect.callback, name="openid_connect_callback"),
    path("sso-cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sso-error/", social.login_error, name="socialaccount_login_error"),
    path("closed/signup/", closed, name="account_signup"),
    path("closed/sso-signup/", closed, name="socialaccount_signup"),
    path("closed/connections/", closed, name="socialaccount_connections"),
    path("closed/email/", closed, name="account_email"),
    path("closed/email/sent/", closed, name="account_email_verification_sent"),
    path("closed/password/", closed, name="account_set_password"),
]  # fmt: skip
