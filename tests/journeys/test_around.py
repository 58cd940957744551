"""The pages beside the journeys, each opened once by somebody who may: at a desk, and on a phone in the dark."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache

from gongkai.agencies.models import Role
from gongkai.audit_log.models import Entry
from gongkai.filing.models import Stage
from tests.filing.publishing import carried, draft, published, staff
from tests.filing.rows import requests_of
from tests.journeys.books import YEAR
from tests.journeys.kit import Walk
from tests.people import county, person

pytestmark = pytest.mark.django_db(transaction=True)
BUREAU = "/desk/990101-kj/"
PAGES = {
    "administrator": [
        "/desk/agencies/", "/desk/agencies/990101-kj/", "/desk/agencies/990101-kj/change/",
        "/desk/agencies/990101-kj/merge/", "/desk/people/", "/desk/people/{person}/",
        "/desk/people/{person}/deactivate/", "/desk/people/invitations/",
    ],
    "auditor": ["/desk/log/", "/desk/log/{entry}/"],
    "clerk": [
        f"{BUREAU}registers/requests/", f"{BUREAU}registers/imports/", f"{BUREAU}registers/years/",
        f"{BUREAU}registers/requests/bulk/?rows=all", f"{BUREAU}reports/{YEAR}/compare/", "/desk/account/",
        "/desk/account/contact/", "/accounts/password/change/", "/accounts/sessions/", "/accounts/2fa/",
    ],
    "leader": [f"{BUREAU}reports/{YEAR}/approval/publish/", f"{BUREAU}registers/years/{YEAR - 1}/reopen/"],
    "": ["/reports/990101-kj/", f"/reports/990101-kj/{YEAR - 1}/", "/data/", "/accounts/password/reset/"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_old_attempts():
    cache.clear()


@pytest.fixture
def people():
    """A bureau with a published report and one before the leader, and those who look at it."""
    organs = county()
    of_bureau = staff(organs["science"])
    for year in (YEAR - 1, YEAR):
        requests_of(organs["science"], year)
        version = draft(organs["science"], of_bureau.clerk, year)
        if year == YEAR:
            carried(version, of_bureau, Stage.LEADER)
        else:
            published(version, of_bureau, datetime.date(YEAR, 1, 20))
    others = {role.value: person(role, organs["government"]) for role in (Role.ADMINISTRATOR, Role.AUDITOR)}
    return {"clerk": of_bureau.clerk, "leader": of_bureau.leader, **others}


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_page_holds(browser, live_server, people, size):
    Walk.looked.clear()  # What was looked at in the light is not in the dark.
    walk = Walk(browser, live_server.url, size, dark=size == "phone")
    told = {"person": people["leader"].pk, "entry": Entry.objects.latest("number").number}
    for who, paths in PAGES.items():
        page = walk.enter(people[who], "/desk/") if who else walk.open("/")
        for path in paths:
            walk.go(page, path.format(**told))
    assert browser.problems == []
