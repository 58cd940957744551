"""``gongkai check``: every unsafe setting is named, with a remedy; safe ones are not."""

import pytest
from pydantic import SecretStr

from gongkai.config import checks
from gongkai.config.environment import Environment

LDAPS, USER_DN = "ldaps://directory.example.cn", "uid=%(user)s,dc=example"
STRONG = "q7Zr0kL2mVx9Bn4Tc6Yh1Jd8Gf3Ws5Pa7Ee2Ui4Oo6Rr8Tt0Yy1Uu"


@pytest.fixture(autouse=True)
def _installed(monkeypatch):
    """The directory's package is an extra, which need not be installed here."""
    monkeypatch.setattr(checks, "find_spec", lambda name: name)


@pytest.fixture
def safe(tmp_path):
    """The settings of an installation without fault."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return {
        "home": home,
        "secret_key": SecretStr(STRONG),
        "base_url": "https://xxgk.example.cn",
        "allowed_hosts": ["xxgk.example.cn"],
        "trusted_proxy": True,
        "require_totp": True,
        "mail_url": SecretStr("smtps://mail.example.cn"),
    }


def found(values):
    env = Environment(**values)
    return {message.id: message for judge in checks.JUDGES for message in judge(env)}


def test_a_safe_installation_has_nothing_to_mend(safe):
    assert found(safe) == {}


UNSAFE = [
    ("gongkai.E001", {"secret_key": SecretStr("")}),
    ("gongkai.E001", {"secret_key": SecretStr("x" * 80)}),
    ("gongkai.E002", {"debug": True}),
    ("gongkai.E003", {"base_url": "http://xxgk.example.cn"}),
    ("gongkai.E004", {"allowed_hosts": ["*"]}),
    ("gongkai.E005", {"allowed_hosts": ["other.example.cn"]}),
    ("gongkai.E007", {"demo": True}),
    ("gongkai.W008", {"trusted_proxy": False}),
    ("gongkai.W009", {"require_totp": False}),
    ("gongkai.W010", {"mail_url": SecretStr("")}),
    ("gongkai.W011", {"mail_url": SecretStr("smtp://mail.example.cn")}),
    ("gongkai.E012", {"ldap_url": "ldap://directory.example.cn", "ldap_user_dn": USER_DN}),
    ("gongkai.E012", {"ldap_url": "LDAP://directory.example.cn", "ldap_user_dn": USER_DN}),
    ("gongkai.E012", {"ldap_url": "directory.example.cn", "ldap_user_dn": USER_DN}),
    ("gongkai.E012", {"ldap_url": "ldaps://one.example.cn ldap://two.example.cn", "ldap_user_dn": USER_DN}),
    ("gongkai.E016", {"ldap_url": LDAPS}),
    ("gongkai.E016", {"ldap_url": LDAPS, "ldap_user_dn": "uid=nobody"}),
    ("gongkai.E016", {"ldap_url": LDAPS, "ldap_user_dn": "uid=%(user)s,ou=%(place)s"}),
    ("gongkai.E016", {"ldap_url": LDAPS, "ldap_user_dn": "uid=%(user)s,ou=100%"}),
    ("gongkai.E017", {"ldap_url": LDAPS, "ldap_user_dn": USER_DN, "ldap_ca_file": "/nowhere.pem"}),
    ("gongkai.E013", {"oidc_issuer": "http://login.example.cn"}),
    ("gongkai.W014", {"database_url": SecretStr("postgres://db.example.cn/gongkai")}),
]


@pytest.mark.parametrize(
    ("identifier", "change"), UNSAFE, ids=[f"{i}-{next(iter(c))}-{n}" for n, (i, c) in enumerate(UNSAFE)]
)
def test_each_unsafe_setting_is_named_with_a_remedy(safe, identifier, change):
    messages = found({**safe, **change})
    assert list(messages) == [identifier]
    assert messages[identifier].hint


@pytest.mark.parametrize(
    "directory",
    [
        {"ldap_url": LDAPS},
        {"ldap_url": "ldap://directory.example.cn", "ldap_start_tls": True},
        {"ldap_url": "ldap://127.0.0.1:3890"},
        {"ldap_url": "ldapi:///"},
    ],
    ids=str,
)
def test_a_directory_that_nobody_listens_to_is_safe(safe, directory):
    assert found({**safe, **directory, "ldap_user_dn": USER_DN}) == {}


def test_a_directory_without_its_package_is_named(safe, monkeypatch):
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    messages = found({**safe, "ldap_url": LDAPS, "ldap_user_dn": USER_DN})
    assert list(messages) == ["gongkai.E015"]
    assert 'pip install "gongkai[ldap]"' in messages["gongkai.E015"].hint


def test_a_home_that_others_may_enter_is_named(safe):
    safe["home"].chmod(0o755)
    assert list(found(safe)) == ["gongkai.W006"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://localhost:8000"])
def test_this_machine_itself_may_do_without_https(safe, address):
    host = address.split("//")[1].split(":")[0]
    assert found({**safe, "base_url": address, "allowed_hosts": [host]}) == {}
