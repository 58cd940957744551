"""One's own account: contact data, password, one-time passwords, sessions."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies.actions.accounts import change_own_contact
from gongkai.agencies.rules import memberships_in_force
from gongkai.desk.forms.people import ContactForm
from gongkai.desk.views.acting import actor
from gongkai.desk.views.asking import ask


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    person = actor(request)
    factors = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    context = {
        "title": _("账户与安全"),
        "facts": [
            (_("姓名"), person.name),
            (_("用户名"), person.username),
            (_("办公电话"), person.phone),
            (_("电子邮箱"), person.email),
            (_("一次性口令"), _("已启用") if Authenticator.Type.TOTP in factors else _("未启用")),
            (_("登录会话"), UserSession.objects.filter(user=person).count()),
        ],
        "memberships": memberships_in_force(person),
    }
    return render(request, "desk/people/account.html", context)


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def contact(request: HttpRequest) -> HttpResponse:
    """A mail to the address resets the password: who changes it says the password first."""
    person = actor(request)
    known = {"phone": person.phone, "email": person.email}
    form = ContactForm(request.POST or None, initial=known)
    return ask(
        request, form, lambda values: change_own_contact(actor=person, **values),
        title=_("修改联系方式"), back=reverse("desk:account"), done=_("已保存。"),
    )  # fmt: skip
