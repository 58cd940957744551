"""The public pages in a real browser: at a desk, on a phone, in the dark, without scripts."""

import contextvars
import datetime

import pytest
from django.contrib.staticfiles import finders

from gongkai.filing.actions.correction import open_correction
from gongkai.portal import pages
from tests.browser import axe, overflow
from tests.filing.publishing import add_rule, draft, picture, published, staff
from tests.people import county

pytestmark = pytest.mark.django_db
ADDRESS = "/reports/990101-kj/2023/"
PAGES = ("/", "/reports/990101-kj/", ADDRESS, f"{ADDRESS}v1/", "/data/")
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@pytest.fixture
def serve(client, settings, tmp_path):
    """Answers of the site with a corrected report in it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    pages._pages.clear()
    agency = county()["science"]
    people = staff(agency)
    add_rule(agency)
    version = draft(agency, people.clerk)
    picture(version)
    first = published(version, people)
    second = open_correction(report=first.report, actor=people.office, reason="漏登一件规章")
    add_rule(agency, number="2")
    published(second, people, datetime.date(2024, 3, 1))

    # Playwright calls from a context of its own, in which Django would open another connection: outside of this test's
    # transaction.
    here = contextvars.copy_context()

    def answer(path):
        if path.startswith("/static/"):
            with open(finders.find(path.removeprefix("/static/")), "rb") as file:
                return KINDS[path.rpartition(".")[2]], file.read()
        response = client.get(path)
        return response.headers["Content-Type"], response.content

    return lambda path: here.run(answer, path)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "dark"), [(1300, False), (360, False), (360, True)])
def test_a_public_page_is_readable(browser, serve, path, width, dark):
    page = browser.open(f"http://gongkai.example{path}", width=width, dark=dark, serve=serve)
    assert axe(page) == {}
    assert overflow(page) == 0
    assert browser.problems == []


def test_from_the_index_to_the_correction_without_scripts(browser, serve):
    page = browser.open("http://gongkai.example/", script=False, serve=serve)
    page.get_by_label("机关名称").fill("科学")
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("link", name="示例县科学技术局2023年政府信息公开工作年度报告").click()
    assert page.get_by_role("heading", name="更正说明").is_visible()
    page.get_by_role("link", name="第1版").click()
    assert page.get_by_text("这一版已被2024年3月1日发布的第2版更正。").is_visible()
