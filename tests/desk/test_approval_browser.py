"""The pages of the way to publication in a real browser, at a desk and on a phone."""

import contextvars

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from gongkai.filing.actions.approval import return_version
from gongkai.filing.actions.correction import open_correction
from gongkai.filing.models import Stage
from tests.browser import axe, overflow
from tests.filing.publishing import add_rule, carried, draft, published, staff
from tests.people import county

pytestmark = pytest.mark.django_db
PLACE = "/desk/990101-kj/reports/2023/"
PAGES = ("approval/", "approval/publish/", "approval/return/", "versions/")
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@pytest.fixture
def serve(client, settings, tmp_path):
    """What the leader sees of a correction with an error, that was returned once and whose registers have moved."""
    settings.MEDIA_ROOT = tmp_path / "media"
    agency = county()["science"]
    people = staff(agency)
    add_rule(agency)
    first = published(draft(agency, people.clerk), people)
    version = open_correction(report=first.report, actor=people.office, reason="漏登一件规章")
    version.sections.filter(key="sec_overall").update(text="2023年，本机关共收到政府信息公开申请7件。")
    version = return_version(
        version=carried(version, people, Stage.SECRECY), actor=people.secrecy, comment="请核对申请数"
    )
    carried(version, people, Stage.LEADER)
    add_rule(agency, number="2")
    client.force_login(people.leader)
    here = contextvars.copy_context()  # Playwright calls from another one, where Django would open a connection anew.

    def answer(path):
        if path.startswith("/static/"):
            with open(finders.find(path.removeprefix("/static/")), "rb") as file:
                return KINDS[path.rpartition(".")[2]], file.read()
        response = client.get(path)
        return response.headers["Content-Type"], response.content

    return lambda path: here.run(answer, path)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "dark"), [(1300, False), (360, False), (360, True)])
def test_a_page_is_readable(browser, serve, name, width, dark):
    page = browser.open(f"http://gongkai.example{PLACE}{name}", width=width, dark=dark, serve=serve)
    assert axe(page) == {}
    assert overflow(page) == 0
    assert browser.problems == []


def test_the_day_offered_is_today(browser, serve):
    page = browser.open(f"http://gongkai.example{PLACE}approval/publish/", script=False, serve=serve)
    assert page.get_by_label("发布日期").input_value() == timezone.localdate().isoformat()
