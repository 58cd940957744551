"""Logging in as a person does: pages, lock-out, one-time passwords, sessions, passwords by mail."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gongkai.agencies.actions.accounts import deactivate_person
from gongkai.agencies.models import Person, Role
from gongkai.audit_log.models import Entry
from tests.people import PASSWORD, county, person

pytestmark = pytest.mark.django_db
NEW = "another-county-of-7"
LOGIN, HOME = "/accounts/login/", "/desk/"


@pytest.fixture(autouse=True)
def _no_old_attempts():
    cache.clear()


@pytest.fixture
def clerk():
    made = person(Role.CLERK, county()["science"])
    made.email = "clerk@example.org"
    made.save()
    return made


def log_in(client, someone, password=PASSWORD, headers=None, **more):
    return client.post(LOGIN, {"login": someone.username, "password": password, **more}, headers=headers)


def code(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def set_up_second_factor(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    return secret, client.post(reverse("mfa_activate_totp"), {"code": code(secret)})


def logged_in(client):
    return client.get(reverse("desk:account")).status_code == 200


class TestPassword:
    def test_leads_to_the_desk_or_to_where_one_wanted(self, client, clerk):
        assert log_in(client, clerk).headers["location"] == HOME
        client = Client()
        wanted = reverse("desk:account")
        asked = client.get(wanted)
        assert asked.headers["location"] == f"{LOGIN}?next={wanted}"
        assert log_in(client, clerk, next=wanted).headers["location"] == wanted

    def test_never_to_another_site(self, client, clerk):
        assert log_in(client, clerk, next="https://example.org/").headers["location"] == HOME

    def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(self, client, clerk):
        answers = []
        for name, password in ((clerk.username, "wrong"), ("nobody-such", "wrong")):
            page = client.post(LOGIN, {"login": name, "password": password}).content.decode()
            answers.append(re.sub(r'value="[^"]*"|X-CSRFToken[^}]*', "", page))
        assert answers[0] == answers[1]
        assert "您提供的用户名或密码不正确。" in answers[0]

    def test_somebody_switched_off_gets_that_answer_too(self, client, clerk):
        Person.objects.update(is_active=False)
        assert "您提供的用户名或密码不正确。" in log_in(client, clerk).content.decode()
        assert not logged_in(client)

    def test_the_account_is_locked_out_after_five_wrong_passwords(self, client, clerk):
        for _ in range(5):
            log_in(client, clerk, "wrong")
        assert "登录失败次数过多" in log_in(client, clerk).content.decode()
        assert not logged_in(client)

    def test_another_spelling_of_name_or_host_opens_no_second_door(self, client, clerk):
        for _ in range(5):
            log_in(client, clerk, "wrong")
        spelled = {"login": f" {clerk.username.upper()} ", "password": PASSWORD}
        assert "登录失败次数过多" in client.post(LOGIN, spelled).content.decode()
        assert "登录失败次数过多" in log_in(client, clerk, headers={"host": "testserver:99"}).content.decode()
        assert not logged_in(client)

    def test_others_are_not_locked_out_with_it(self, client, clerk):
        other = person(None, None)
        for _ in range(6):
            log_in(client, clerk, "wrong")
        log_in(client, other)
        assert logged_in(client)

    def test_nobody_signs_up(self, client):
        for name in (
            "account_signup", "socialaccount_signup", "account_email", "socialaccount_connections",
            "account_set_password", "account_email_verification_sent",
        ):  # fmt: skip
            for method in (client.get, client.post):
                assert method(reverse(name)).status_code == 404

    def test_logging_out_takes_a_form(self, client, clerk):
        log_in(client, clerk)
        client.get(reverse("account_logout"))
        assert logged_in(client)
        client.post(reverse("account_logout"))
        assert not logged_in(client)

    def test_without_a_token_of_the_form_nothing_happens(self, clerk):
        client = Client(enforce_csrf_checks=True)
        assert log_in(client, clerk).status_code == 403

    def test_changing_it_is_recorded_and_asks_for_the_old_one(self, client, clerk):
        log_in(client, clerk)
        asked = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
        assert "password" in client.post(reverse("account_change_password"), asked).context["form"].errors.as_text()
        answer = client.post(reverse("account_change_password"), {**asked, "oldpassword": PASSWORD})
        assert answer.headers["location"] == reverse("desk:account")
        clerk.refresh_from_db()
        assert clerk.check_password(NEW)
        assert Entry.objects.get().action == "change_own_password"

    def test_one_set_by_another_is_changed_before_anything_else(self, client, clerk):
        Person.objects.update(must_change_password=True)
        log_in(client, clerk)
        change = reverse("account_change_password")
        for address in (HOME, reverse("desk:account"), reverse("mfa_index")):
            assert client.get(address).headers["location"] == change
            assert client.post(address).headers["location"] == change
        client.post(change, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
        assert logged_in(client)


class TestPasswordByMail:
    def test_a_link_sets_a_new_one(self, client, clerk, mailoutbox):
        client.post(reverse("account_reset_password"), {"email": clerk.email})
        (mail,) = mailoutbox
        assert (mail.subject, mail.to) == ("[政府信息公开] 重设密码", [clerk.email])
        assert mail.body.startswith("有人为您的账号申请重设密码。")
        assert f"您的用户名是 {clerk.username}。" in mail.body
        address = re.search(r"http://testserver(\S+)", mail.body)[1]
        form = client.get(address).headers["location"]
        client.post(form, {"password1": NEW, "password2": NEW})
        clerk.refresh_from_db()
        assert clerk.check_password(NEW)
        assert Entry.objects.get().action == "reset_own_password"
        assert "链接已经用过或已过期" in Client().get(address, follow=True).content.decode()

    def test_an_unknown_address_gets_the_same_answer_and_no_mail(self, client, clerk, mailoutbox):
        answers = [
            client.post(reverse("account_reset_password"), {"email": address}, follow=True)
            for address in (clerk.email, "nobody@example.org")
        ]
        pages = [re.sub(r"X-CSRFToken[^}]*", "", answer.content.decode()) for answer in answers]
        assert pages[0] == pages[1]
        assert [mail.to for mail in mailoutbox] == [[clerk.email]]


class TestSecondFactor:
    def test_is_set_up_asked_for_and_replaced_by_a_recovery_code(
        self, client, clerk, django_capture_on_commit_callbacks
    ):
        log_in(client, clerk)
        with django_capture_on_commit_callbacks(execute=True):
            secret, answer = set_up_second_factor(client)
        assert answer.headers["location"] == reverse("mfa_view_recovery_codes")
        codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
        assert len(codes) == 10
        cache.clear()
        for offered, lets_in in (("000000", False), (code(secret), True), (codes[0], True), (codes[0], False)):
            cache.clear()
            other = Client()
            assert log_in(other, clerk).headers["location"] == reverse("mfa_authenticate")
            assert not logged_in(other)
            other.post(reverse("mfa_authenticate"), {"code": offered})
            assert logged_in(other) is lets_in, offered
        assert [line.action for line in Entry.objects.all()] == ["add_second_factor", "add_second_factor"]

    def test_where_required_nothing_else_is_open_until_it_is_set_up(self, client, clerk, settings):
        settings.REQUIRE_TOTP = True
        log_in(client, clerk)
        activate = reverse("mfa_activate_totp")
        for address in (HOME, reverse("desk:account"), reverse("mfa_index")):
            assert client.get(address).headers["location"] == activate
            assert client.post(address).headers["location"] == activate
        set_up_second_factor(client)
        assert logged_in(client)

    def test_where_required_it_is_not_given_up(self, client, clerk, settings):
        settings.REQUIRE_TOTP = True
        log_in(client, clerk)
        set_up_second_factor(client)
        client.post(reverse("mfa_deactivate_totp"))
        assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()

    def test_setting_it_up_asks_for_the_password_again(self, client, clerk):
        client.force_login(clerk)
        assert client.get(reverse("mfa_activate_totp")).headers["location"].startswith("/accounts/reauthenticate/")


class TestSessions:
    def test_are_listed_and_the_others_ended(self, clerk):
        here, there = Client(HTTP_USER_AGENT="此处的浏览器"), Client(HTTP_USER_AGENT="别处的浏览器")
        for client in (here, there):
            log_in(client, clerk)
            client.get(HOME)
        page = here.get(reverse("usersessions_list")).content.decode()
        assert "此处的浏览器" in page
        assert "别处的浏览器" in page
        here.post(reverse("usersessions_list"))
        assert (logged_in(here), logged_in(there)) == (True, False)

    def test_of_others_are_not_shown(self, clerk):
        other = Client(HTTP_USER_AGENT="别人的浏览器")
        log_in(other, person(None, None))
        other.get(HOME)
        client = Client()
        log_in(client, clerk)
        assert "别人的浏览器" not in client.get(reverse("usersessions_list")).content.decode()

    def test_end_when_the_account_is_switched_off(self, client, clerk):
        log_in(client, clerk)
        client.get(HOME)
        assert logged_in(client)
        deactivate_person(person=clerk, actor=None, reason="离职")
        Person.objects.update(is_active=True)
        assert not logged_in(client)


OPEN = [
    "account_login", "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key_done", "socialaccount_login_cancelled", "socialaccount_login_error",
]  # fmt: skip
OWN = [
    "account_logout", "account_reauthenticate", "account_change_password", "mfa_index", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate",
    "usersessions_list", "desk:account", "desk:account-contact",
]  # fmt: skip


class TestPages:
    def pages(self, client, clerk):
        for name in OPEN:
            yield name, client.get(reverse(name))
        log_in(client, clerk)
        for name in OWN:
            if name == "mfa_activate_totp":
                client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
            if name == "mfa_deactivate_totp":
                set_up_second_factor(client)
            yield name, client.get(reverse(name))

    def test_are_in_chinese_and_need_no_inline_script_or_style(self, client, clerk):
        for name, answer in self.pages(client, clerk):
            assert answer.status_code in (200, 401), name
            page = answer.content.decode()
            assert '<html lang="zh-hans">' in page, name
            assert re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style", page) is None, name
            assert "script-src 'self';" in answer.headers["Content-Security-Policy"], name
            words = re.sub(r"<[^>]+>|administrator-\d+|clerk-\d+|[\w.]+@[\w.]+", " ", page.split("<body")[1])
            assert (
                re.findall(r"\b(?!IP\b|TOTP\b|QR\b|X\b|CSRFToken\b)[A-Za-z]{3,}\b", self.without_codes(words)) == []
            ), name

    def without_codes(self, words):
        return re.sub(r"hx-headers=\S+ \S+|\b[A-Z2-7]{32}\b|\b[0-9a-f]{8}\b", " ", words)

    def test_of_ones_own_are_closed_to_others(self, client):
        for name in OWN:
            answer = client.get(reverse(name))
            assert answer.status_code == 302, name
            assert answer.headers["location"].startswith((LOGIN, "/")), name
