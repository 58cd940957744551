"""The pages of supervision in a real browser: nothing wider than the window, no broken rule of accessibility."""

import datetime
import mimetypes
import os
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongkai.filing.collecting.actions import combining, notices
from gongkai.filing.models import Upload
from tests.browser import axe, overflow
from tests.filing.collecting.kit import WRONG_SUM, YEAR, Case, file_of, many

pytestmark = pytest.mark.django_db
COMPARED = "?agencies=990101-kj&agencies=990101-wh&years=2024&concepts=requests_received&concepts=granted"
PAGES = {
    "rounds": ("supervisor", ["990101"]),
    "round-open": ("supervisor", ["990101"]),
    "round": ("supervisor", ["990101", YEAR]),
    "round-findings": ("supervisor", ["990101", YEAR]),
    "submission": ("supervisor", ["990101", YEAR, "990101-kj"]),
    "send-back": ("supervisor", ["990101", YEAR, "990101-kj"]),
    "combine": ("supervisor", ["990101", YEAR]),
    "combine-cell": ("supervisor", ["990101", YEAR, "req_received@total"]),
    "compare": ("supervisor", ["990101"]),
    "filing": ("clerk", ["990101-kj"]),
    "file-report": ("clerk", ["990101-kj", "submission"]),
    "upload": ("clerk", ["990101-kj", "upload"]),
    "notice": ("clerk", ["990101-kj", "notice"]),
}


@pytest.fixture
def under_way(settings, tmp_path, client, django_capture_on_commit_callbacks):
    """A round in which something of everything happened; the primary keys of what the addresses name."""
    settings.MEDIA_ROOT = tmp_path
    case = Case()
    many(case.round, 8)
    case.filed(**WRONG_SUM)
    soon = timezone.localdate() + datetime.timedelta(days=14)
    notice = notices.send_back(
        submission=case.submission(), actor=case.supervisor, text="请对照台账核对。", due_on=soon
    )
    client.force_login(case.clerk)
    with django_capture_on_commit_callbacks(execute=True):
        file = SimpleUploadedFile("年报.pdf", file_of("示例县科学技术局", "pdf", **WRONG_SUM))
        client.post(reverse("desk:upload-own", args=["990101-kj", case.submission().pk]), {"file": file})
    combining.combine_round(round=case.round, actor=case.supervisor)
    case.keys = {"submission": case.submission().pk, "upload": Upload.objects.get().pk, "notice": notice.pk}
    return case


def serving(client, address):
    """The page and its pictures, fetched beforehand: playwright calls back outside of the test's transaction."""
    page = client.get(address)
    kept = {address: (page["Content-Type"], page.content)}
    for path in re.findall(r'<img src="([^"]+)"', page.content.decode()):
        picture = client.get(path)
        kept[path] = picture["Content-Type"], picture.content

    def answer(path):
        if path.startswith("/static/"):
            file = Path(finders.find(path.removeprefix("/static/").partition("?")[0]))
            return mimetypes.guess_type(file.name)[0] or "text/plain", file.read_bytes()
        return kept[path]

    return answer


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_on_a_desk_and_on_a_telephone(browser, client, under_way, name):
    who, arguments = PAGES[name]
    client.force_login(getattr(under_way, who))
    address = reverse(f"desk:{name}", args=[under_way.keys.get(a, a) for a in arguments])
    address += COMPARED if name == "compare" else ""
    for width in (1300, 360):
        page = browser.open(f"http://desk.test{address}", width=width, serve=serving(client, address))
        assert page.locator("h1").count() == 1
        assert overflow(page) == 0
        assert axe(page) == {}
        if folder := os.environ.get("GONGKAI_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    assert browser.problems == []
