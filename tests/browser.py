"""A real browser for tests: Debian's Chromium through playwright, and the accessibility rules of axe-core.

``browser`` is a fixture (tests/conftest.py makes it known to all tests). It opens pages of a running server, or of
``serve``, a function from path to answer, so that no port and no thread is needed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, Route, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"
Answer = tuple[str, bytes]
Serve = Callable[[str], Answer]


@dataclass
class Browser:
    """Opens pages. Every page notes what went wrong in it: ``problems`` are errors of scripts and of the console."""

    chromium: Chromium
    contexts: list[BrowserContext] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def open(
        self,
        address: str,
        *,
        width: int = 1300,
        height: int = 900,
        dark: bool = False,
        script: bool = True,
        serve: Serve | None = None,
        cookies: dict[str, str] | None = None,
    ) -> Page:
        """The page at ``address``. With ``serve`` no network is used: it gives (content type, body) for a path."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        if cookies:
            context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda m: self.problems.append(m.text) if m.type == "error" else None)
        if serve:
            page.route("**/*", lambda route: _fulfil(route, serve))
        page.goto(address)
        return page


def _fulfil(route: Route, serve: Serve) -> None:
    path = "/" + route.request.url.split("/", 3)[3]
    try:
        content_type, body = serve(path)
    except Exception:
        route.abort()
        raise
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
    route.fulfill(body=body, headers={"Content-Type": content_type, "Content-Security-Policy": policy})


def axe(page: Page) -> dict[str, list[str]]:
    """The accessibility rules that the page breaks, each with the elements concerned."""
    if not page.evaluate("() => typeof axe === 'object'"):
        # Evaluated, not added as a script element: the page's own policy rightly refuses strange scripts.
        page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found: Any = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 3, "axe has looked at nothing"
    return {v["id"]: [f"{n['html'][:200]} {n['any'][:1]}" for n in v["nodes"]] for v in found["violations"]}


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window; what scrolls in a region of its own does not count."""
    wider: int = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install --no-save --no-package-lock axe-core@4.14.1)")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's sync API keeps an event loop in this thread, which Django would take for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        instance = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=zh-CN"])
        yield instance
        instance.close()


@pytest.fixture
def browser(chromium: Chromium) -> Iterator[Browser]:
    one = Browser(chromium)
    yield one
    for context in one.contexts:
        context.close()
