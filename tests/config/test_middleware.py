"""What every answer carries: who may keep it, and a clear page even where the first steps refuse the request."""

import pytest

from gongkai.agencies.models import Role
from tests.people import county, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    made = person(Role.CLERK, county()["science"])
    client.force_login(made)
    return made


@pytest.mark.parametrize("path", ["/desk/", "/desk/account/", "/desk/990101/nothing/"])
def test_no_cache_keeps_the_pages_of_staff(client, clerk, path):
    assert client.get(path).headers["Cache-Control"] == "private, no-store"


def test_caches_keep_public_pages(client, clerk):
    assert client.get("/").headers["Cache-Control"].startswith("public, ")


def test_a_host_that_is_not_ours_gets_the_page_of_a_bad_request(client):
    for path in ("/", "/desk/", "/accounts/login/"):
        answer = client.get(path, headers={"host": "evil.example"})
        assert answer.status_code == 400
        assert "请求有误" in answer.content.decode()
