"""The pages of one's own account address their reader with 您, words of the packages included."""

import re

import pytest
from django.contrib.auth import password_validation
from django.urls import reverse
from django.utils.translation import override

from gongkai.agencies import login_urls
from gongkai.agencies.models import Role
from tests.people import PASSWORD, county, person

pytestmark = pytest.mark.django_db
NAMES = [p.name for p in login_urls.urlpatterns if "<" not in str(p.pattern) and "closed/" not in str(p.pattern)]
FAMILIAR = re.compile("你")
POOR = ["123", "password", "20202020202020", "clerk-of-science"]


@pytest.fixture
def clerk():
    return person(Role.CLERK, county()["science"])


def familiar(answer):
    page = answer.content.decode()
    return [page[found.start() - 20 : found.end() + 20] for found in FAMILIAR.finditer(page)]


@pytest.mark.parametrize("known", [False, True])
def test_every_page_says_it_politely(client, clerk, known):
    if known:
        client.post(reverse("account_login"), {"login": clerk.username, "password": PASSWORD})
    assert len(NAMES) > 15
    for name in NAMES:
        assert familiar(client.get(reverse(name), follow=True)) == [], name


def test_so_do_refusals_of_passwords(client, clerk):
    client.force_login(clerk)
    change = reverse("account_change_password")
    for poor in POOR:
        given = {"oldpassword": "wrong", "password1": poor, "password2": f"{poor}!"}
        answer = client.post(change, given)
        assert answer.context["form"].errors
        assert familiar(answer) == []


def test_so_do_the_hints_of_the_rules():
    with override("zh-hans"):
        hints = password_validation.password_validators_help_texts()
    assert len(hints) > 2
    assert [hint for hint in hints if FAMILIAR.search(hint)] == []
    assert any("您的密码" in hint for hint in hints)
