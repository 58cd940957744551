"""What the journeys share: people at their browsers on a running server, and a look at every page that they pass."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Download, Locator, Page, expect

from gongkai.agencies.models import Person
from tests.browser import Browser, axe, overflow

SIZES = {"desk": {"width": 1300}, "phone": {"width": 360, "height": 780}, "no-scripts": {"width": 1300}}
PATIENCE = 10_000  # milliseconds; a busy machine may need them, and nothing waits longer than it has to.
expect.set_options(timeout=PATIENCE)


class Walk:
    """People at their browsers, all of one size. Each has a window of their own and is signed in. ``looked`` holds the
    pages that were looked at: an address and its heading, in a size."""

    looked: ClassVar[set[tuple[str, str, int]]] = set()

    def __init__(self, browser: Browser, base: str, size: str, *, dark: bool = False) -> None:
        self.browser, self.base, self.size, self.dark = browser, base, SIZES[size], dark
        self.script = size != "no-scripts"

    def open(self, path: str, **more: Any) -> Page:
        """A window in which nobody is signed in."""
        page = self.browser.open(f"{self.base}{path}", script=self.script, dark=self.dark, **self.size, **more)
        page.set_default_timeout(PATIENCE)
        self.look(page)
        return page

    def enter(self, person: Person, path: str = "/desk/") -> Page:
        client = Client()
        client.force_login(person)
        return self.open(path, cookies={"sessionid": client.cookies["sessionid"].value})

    def go(self, page: Page, path: str) -> None:
        page.goto(f"{self.base}{path}")
        self.look(page)

    def press(self, page: Page, name: str, role: Any = "button", within: Locator | None = None) -> None:
        """Press what is called ``name`` and look at the page that comes."""
        with page.expect_navigation(wait_until="domcontentloaded"):
            (within or page.locator("main")).get_by_role(role, name=name, exact=True).click()
        self.look(page)

    def follow(self, page: Page, name: str, within: Locator | None = None) -> None:
        self.press(page, name, "link", within)

    def menu(self, page: Page, name: str) -> None:
        """Go by the main menu, which a phone keeps folded."""
        if self.size["width"] < 700:
            page.locator("summary", has_text="菜单").click()
        rooms = page.get_by_role("navigation", name="主导航").locator("visible=true")
        self.follow(page, name, rooms)

    def look(self, page: Page) -> None:
        """One heading, nothing too wide, no broken rule of accessibility; each kind of page once in a size."""
        assert page.locator("h1").count() == 1, page.url
        assert overflow(page) == 0, page.url
        place = resolve(page.url.removeprefix(self.base).partition("?")[0].partition("#")[0]).view_name
        kind = (place, page.title().partition(" - ")[0], self.size["width"])
        if self.script and kind not in self.looked:
            assert axe(page) == {}, page.url
            self.looked.add(kind)


@pytest.fixture(params=["desk", "phone"])
def walk(request: Any, browser: Browser, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Walk]:
    """A journey at a desk and on a phone; where a test asks for more sizes it says so by ``indirect``."""
    settings.MEDIA_ROOT = tmp_path / "media"
    yield Walk(browser, live_server.url, request.param)
    assert browser.problems == []


def hand_in(page: Page, label: str, name: str, content: bytes) -> None:
    page.get_by_label(label).set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def downloaded(page: Page, name: str) -> bytes:
    """The file that a link saves; what the browser would show itself is fetched as it would."""
    link = page.get_by_role("link", name=name, exact=True)
    if name in ("PDF", "JSON"):
        return page.request.get(link.evaluate("link => link.href")).body()
    with page.expect_download() as waiting:
        link.click()
    file: Download = waiting.value
    return Path(file.path()).read_bytes()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
