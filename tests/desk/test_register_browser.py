"""The register pages in a real browser: accessible, nothing too wide, with and without scripts."""

from __future__ import annotations

import mimetypes
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from gongkai.registers.models import ClosedYear
from tests.browser import axe, overflow
from tests.desk.register_kit import BASE, add_rows, desk

pytestmark = pytest.mark.django_db
HOST = "http://desk.test"


def served(client, *addresses: str):
    """The desk without a port: pages asked for beforehand (the browser's own context has no part in the test's
    transaction), static files as the staticfiles app finds them."""
    pages = {f"{BASE}{address}": client.get(f"{BASE}{address}") for address in addresses}
    assert {page.status_code for page in pages.values()} == {200}

    def answer(path: str) -> tuple[str, bytes]:
        if path.startswith("/static/"):
            found = Path(str(finders.find(path.removeprefix("/static/"))))
            return mimetypes.guess_type(path)[0] or "application/octet-stream", found.read_bytes()
        return pages[path]["Content-Type"], pages[path].content

    return answer


@pytest.fixture
def filled():
    client, organs, clerk = desk()
    rows = {slug: add_rows(slug, organs["science"], 3, clerk) for slug in ("items", "requests", "sessions")}
    ClosedYear.objects.create(agency=organs["science"], year=2018)
    return client, rows


@pytest.mark.parametrize("width", [1300, 360])
def test_axe_finds_nothing_and_nothing_overflows(browser, filled, width):
    client, rows = filled
    row = rows["requests"][0].pk
    addresses = [
        "", "items/", "sessions/", "requests/add/", f"requests/{row}/", f"requests/{row}/remove/", "import/",
        "imports/", "years/", "requests/bulk/?rows=all", "requests/bulk/?rows=all&column=mode",
    ]  # fmt: skip
    chosen = "requests/options/?answered_on={}&outcome={}"
    options = [chosen.format("", ""), chosen.format("2024-02-20", "outcome_granted")]
    serve = served(client, *addresses, *options)
    for address in addresses:
        page = browser.open(f"{HOST}{BASE}{address}", width=width, serve=serve)
        assert axe(page) == {}, address
        assert overflow(page) <= 0, address
    assert browser.problems == []


def test_outcomes_follow_the_date_of_the_answer(browser, filled):
    client, rows = filled
    address = f"requests/{rows['requests'][0].pk}/"
    chosen = "requests/options/?answered_on={}&outcome=outcome_granted"
    serve = served(client, address, chosen.format("2024-02-20"), chosen.format("2016-03-01"))
    page = browser.open(f"{HOST}{BASE}{address}", serve=serve)
    outcomes = page.get_by_label("办理结果")
    expect(page.locator("#id_outcome optgroup")).to_have_count(0)
    assert outcomes.input_value() == "outcome_granted"
    page.get_by_label("答复日期").fill("2016-03-01")
    page.get_by_label("答复日期").blur()
    expect(page.locator("#id_outcome")).to_contain_text("三安全一稳定")
    assert "予以公开" not in (outcomes.text_content() or "")


def test_what_is_chosen_while_the_options_are_on_their_way_stays_chosen(browser, filled):
    client, _rows = filled
    address, asked = "requests/add/", "requests/options/?answered_on={}&outcome="
    serve = served(client, address, asked.format(""), asked.format("2016-03-01"))
    page = browser.open(f"{HOST}{BASE}{address}", serve=serve)
    page.wait_for_load_state("networkidle")
    under_way = []
    page.route("**/options/**", lambda route: under_way.append(route))
    page.get_by_label("答复日期").fill("2016-03-01")
    page.get_by_label("答复日期").blur()
    expect(page.locator("#id_answered_on")).to_contain_class("htmx-request")
    page.get_by_label("办理结果").select_option(label="同意公开")
    (waiting,) = under_way
    waiting.fallback()
    expect(page.locator("#id_outcome optgroup")).to_have_count(0)
    assert page.get_by_label("办理结果").locator("option:checked").text_content() == "同意公开"


def test_outcomes_of_all_years_are_there_without_scripts(browser, filled):
    client, _rows = filled
    serve = served(client, "requests/add/")
    page = browser.open(f"{HOST}{BASE}requests/add/", script=False, serve=serve)
    assert page.locator("#id_outcome optgroup").count() == 3
