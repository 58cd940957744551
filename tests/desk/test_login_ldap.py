"""Logging in with the password of a directory (LDAP): a site as an administrator sets it up, and a real server.

Every person of the tests is in the directory, with one password; all but one have an account here too."""

import re
import socket
import urllib.error
import urllib.parse
import urllib.request
from itertools import count

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.directory import BASE, PASSWORD, PEOPLE, USER_DN, Directory, why_not
from tests.sites import PATIENCE, Site

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "-"),
]
LOCAL, SECRET = "county-of-examples-9", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WITHOUT_ACCOUNT, ADMINISTRATOR = "li.si", "the-administrator"
REFUSED = "您提供的用户名或密码不正确。"
DESK, LOGIN = "/desk/", "/accounts/login/"
_addresses = count(1)

ACCOUNTS = """
import datetime, sys
from django.contrib.auth.hashers import make_password
from gongkai.agencies.models import Agency, Kind, Membership, Person, Role
kept = make_password(sys.argv[1])
organ = Agency.objects.create(code="990101", name="示例县人民政府", kind=Kind.GOVERNMENT)
for name in sys.argv[2:]:
    made = Person.objects.create(username=name, name="工作人员", email=f"{len(name)}@example.org", password=kept)
    Membership.objects.create(person=made, agency=organ, role=Role.CLERK, valid_from=datetime.date(2020, 1, 1))
tell()
"""
WHO = """
import sys
from django.contrib.auth import authenticate
found = [authenticate(username=name, password=sys.argv[1]) for name in sys.argv[2:]]
tell(let_in=[person and person.username for person in found])
"""
STATE = """
import sys
from gongkai.agencies.models import Person
from gongkai.audit_log.models import Entry
person = Person.objects.filter(username=sys.argv[1]).first()
tell(kept=person and person.password, log=[e.action for e in Entry.objects.filter(actor=person)] if person else [])
"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    made = Directory(tmp_path_factory.mktemp("directory"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def home(django_db_setup, blank, directory, tmp_path_factory):
    made = blank.home(tmp_path_factory.mktemp("ldap") / "home")
    made.told(ACCOUNTS, LOCAL, *(name for name in PEOPLE if name != WITHOUT_ACCOUNT), ADMINISTRATOR)
    made.environment |= {
        "GONGKAI_LDAP_URL": directory.url,
        "GONGKAI_LDAP_USER_DN": USER_DN,
        "GONGKAI_TRUSTED_PROXY": "true",  # So that each browser has an address of its own.
    }
    return made


@pytest.fixture(scope="module")
def site(home):
    served = Site(home)
    yield served
    served.end()


class Browser:
    """Keeps cookies, follows redirects, fills in forms."""

    def __init__(self, site):
        self.site = site
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        self.opener.addheaders = [("X-Forwarded-For", f"10.0.0.{next(_addresses)}"), ("Accept-Language", "zh-CN")]

    def get(self, path, form=None):
        """Where one arrives and what stands there."""
        try:
            answer = self.opener.open(self.site.address.rstrip("/") + path, form, PATIENCE)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return urllib.parse.urlsplit(answer.url).path, answer.read().decode()

    def post(self, path, **fields):
        at, page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        return self.get(at, urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode())

    def log_in(self, name, password=PASSWORD):
        return self.post(LOGIN, login=name, password=password)

    def logged_in(self):
        return self.get("/desk/account/")[0] == "/desk/account/"


@pytest.fixture
def browser(site):
    return Browser(site)


def code():
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


class TestPassword:
    def test_opens_the_account_of_the_same_name_and_ends_its_local_one(self, home, site):
        before = home.told(STATE, "zhang.san")
        assert Browser(site).log_in("zhang.san", LOCAL)[0] == DESK
        assert home.told(STATE, "zhang.san") == before
        assert Browser(site).log_in("zhang.san")[0] == DESK
        assert Browser(site).log_in("zhang.san")[0] == DESK
        after = home.told(STATE, "zhang.san")
        assert after["kept"].startswith("!")
        assert after["log"] == ["leave_own_password_to_directory"]
        assert REFUSED in Browser(site).log_in("zhang.san", LOCAL)[1]

    def test_makes_no_account(self, home, browser):
        assert REFUSED in browser.log_in(WITHOUT_ACCOUNT)[1]
        assert not browser.logged_in()
        assert home.told(STATE, WITHOUT_ACCOUNT)["kept"] is None

    def test_a_wrong_one_gets_the_same_answer_as_a_wrong_local_one(self, site):
        names = ("zhang.san", WITHOUT_ACCOUNT, ADMINISTRATOR, "nobody-such")
        pages = [Browser(site).log_in(name, "wrong")[1] for name in names]
        same = {re.sub(r'value="[^"]*"|X-CSRFToken[^}]*', "", page) for page in pages}
        assert len(same) == 1
        assert REFUSED in pages[0]

    def test_an_empty_one_is_refused_though_the_directory_takes_it(self, home, browser, directory):
        import ldap

        ldap.initialize(directory.url).simple_bind_s(f"cn=zhang.san,ou=people,{BASE}", "")
        for empty in ("", " "):
            assert browser.log_in("zhang.san", empty)[0] == LOGIN
            assert not browser.logged_in()
        assert home.told(WHO, "", "zhang.san")["let_in"] == [None]

    @pytest.mark.parametrize(
        "name", ["*", "zhang*", "zhang.san)(uid=*", "zhang.san,ou=people", "zhang.san#", "\\2a", "%s"]
    )
    def test_signs_that_mean_something_to_a_directory_mean_nothing_here(self, browser, name):
        assert REFUSED in browser.log_in(name)[1]

    def test_a_name_may_hold_such_a_sign(self, browser):
        assert browser.log_in("wang, wu")[0] == DESK

    def test_a_name_spelled_otherwise_is_another_as_it_is_with_a_local_one(self, site):
        for password in (PASSWORD, LOCAL):
            assert REFUSED in Browser(site).log_in("ZHAO.LIU", password)[1]

    def test_somebody_switched_off_stays_out_and_is_sent_out(self, home, browser):
        browser.log_in("zhao.liu")
        assert browser.logged_in()
        home.told(
            """
            from gongkai.agencies.models import Person
            tell(n=Person.objects.filter(username="zhao.liu").update(is_active=False))
            """
        )
        assert not browser.logged_in()
        assert REFUSED in browser.log_in("zhao.liu")[1]

    def test_wrong_ones_lock_the_account_out(self, browser):
        for _ in range(5):
            assert REFUSED in browser.log_in("sun.qi", "wrong")[1]
        assert "登录失败次数过多" in browser.log_in("sun.qi")[1]
        assert not browser.logged_in()

    def test_the_second_factor_is_asked_for_all_the_same(self, home, browser):
        home.told(
            """
            import sys
            from allauth.mfa.totp.internal.auth import TOTP
            from gongkai.agencies.models import Person
            TOTP.activate(Person.objects.get(username="zhou.ba"), sys.argv[1])
            tell()
            """,
            SECRET,
        )
        factor = "/accounts/2fa/authenticate/"
        assert browser.log_in("zhou.ba")[0] == factor
        assert not browser.logged_in()
        assert browser.post(factor, code="000000")[0] == factor
        assert browser.post(factor, code=code())[0] == DESK
        assert browser.logged_in()


@pytest.fixture(scope="module")
def inside(home, site):
    home.told(
        """
        from gongkai.agencies.models import Person
        tell(n=Person.objects.filter(username="wu.jiu").update(must_change_password=True, email="wu@example.org"))
        """
    )
    browser = Browser(site)
    assert browser.log_in("wu.jiu")[0] == DESK  # Not the page for changing a password.
    return browser


class TestPages:
    """What somebody whose password is the directory's finds where others change theirs."""

    def test_changing_it_leads_to_the_directory(self, inside):
        page = inside.get("/accounts/password/change/")[1]
        assert "请在单位目录中修改" in page
        assert 'type="password"' not in page

    def test_it_is_asked_for_again_before_the_address_is_changed(self, inside):
        asked, wanted = "/accounts/reauthenticate/", "/desk/account/contact/"
        assert inside.get(wanted)[0] == asked
        assert inside.post(asked, password=LOCAL, next=wanted)[0] == asked
        assert inside.post(asked, password=PASSWORD, next=wanted)[0] == wanted

    def test_none_is_set_by_mail(self, home, inside, site):
        other = Browser(site)
        assert "请在单位目录中修改" in other.get("/accounts/password/reset/")[1]
        other.post("/accounts/password/reset/", email="wu@example.org")
        (mail,) = (home.folder / "mail").iterdir()
        text = mail.read_text()
        assert "请在单位目录中修改" in text
        assert "http" not in text

    def test_an_invitation_says_that_the_names_must_be_the_same(self, home, site):
        address = home.told(
            """
            from gongkai.agencies.actions.invitations import invite
            from gongkai.agencies.models import Agency
            tell(to=invite(agency=Agency.objects.get(), role="clerk", name="新来的", actor=None)[1])
            """
        )["to"]
        page = Browser(site).get(urllib.parse.urlsplit(address).path)[1]
        assert "用户名要与单位目录中的相同" in page


def let_in(home, *names, password=PASSWORD, **changes):
    """Who gets in with a password where the settings are changed, and what is logged."""
    usual = dict(home.environment)
    home.environment |= changes
    try:
        process = home.script(WHO, password, *names)
        printed, said = process.communicate(timeout=PATIENCE)
    finally:
        home.environment = usual
    assert process.returncode == 0, said
    return [name for name in names if f'"{name}"' in printed], said


class TestEncryption:
    def test_by_ldaps_or_starttls_with_the_directorys_certificate(self, home, directory):
        known = {"GONGKAI_LDAP_CA_FILE": str(directory.certificate)}
        assert let_in(home, "wang, wu", GONGKAI_LDAP_URL=directory.ldaps, **known)[0]
        assert let_in(home, "wang, wu", GONGKAI_LDAP_START_TLS="true", **known)[0]

    @pytest.mark.parametrize("how", ["ldaps", "starttls"])
    def test_a_certificate_that_nobody_vouches_for_is_refused_whatever_the_machine_is_set_to(
        self, home, directory, how
    ):
        asked = {"ldaps": {"GONGKAI_LDAP_URL": directory.ldaps}, "starttls": {"GONGKAI_LDAP_START_TLS": "true"}}[how]
        who, said = let_in(home, "wang, wu", LDAPTLS_REQCERT="never", **asked)
        assert who == []
        assert "no login by the directory: " in said


class TestFaults:
    def test_a_directory_that_is_silent_or_down_keeps_no_local_account_out(self, home):
        usual = dict(home.environment)
        silent = socket.create_server(("127.0.0.1", 0))
        home.environment["GONGKAI_LDAP_URL"] = f"ldap://127.0.0.1:{silent.getsockname()[1]}"
        site = Site(home)
        home.environment = usual
        try:
            assert Browser(site).log_in(ADMINISTRATOR, LOCAL)[0] == DESK
            silent.close()
            assert Browser(site).log_in(ADMINISTRATOR, LOCAL)[0] == DESK
            assert REFUSED in Browser(site).log_in("wang, wu")[1]
        finally:
            said = site.end()
        assert re.findall(r"no login by the directory: (\w+)", said) == ["TIMEOUT", "SERVER_DOWN", "SERVER_DOWN"]
        assert [word for word in (ADMINISTRATOR, "wang", LOCAL, PASSWORD) if word in said] == []

    @pytest.mark.parametrize(
        "fault", [{"GONGKAI_LDAP_CA_FILE": "/nowhere.pem"}, {"GONGKAI_LDAP_USER_DN": "cn=%(user)s,%(place)s"}], ids=str
    )
    def test_settings_that_cannot_work_keep_no_local_account_out(self, home, fault):
        who, said = let_in(home, ADMINISTRATOR, "nobody-such", password=LOCAL, **fault)
        assert who == [ADMINISTRATOR]
        assert "the settings of the directory are at fault" in said
        assert ADMINISTRATOR not in said

    def test_nobody_is_named_in_the_log_at_any_level(self, home):
        who, said = let_in(home, "wang, wu", WITHOUT_ACCOUNT, "nobody-such", GONGKAI_LOG_LEVEL="DEBUG")
        assert who == ["wang, wu"]
        assert [word for word in ("wang", WITHOUT_ACCOUNT, "nobody-such", PASSWORD) if word in said] == []
