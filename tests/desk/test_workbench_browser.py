"""The workbench in a real browser: the pane fills in place, names go where the cursor stands, no page too wide, no
broken rule of accessibility."""

import mimetypes
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from gongkai.agencies.models import Role
from gongkai.filing.actions.drafting import open_report, save_section
from gongkai.filing.actions.problems import note_problem
from tests.browser import axe, overflow
from tests.filing.rows import busy_year
from tests.people import county, person

pytestmark = pytest.mark.django_db
HOST = "http://desk.example"
KEY = "sec_requests_handling"
CELL = "outcome_granted@total"
PAGES = [
    ("reports", ()),
    ("workbench", (2024,)),
    ("cell", (2024, CELL)),
    ("cell", (2019, "licensing_items_prev_year")),
    ("prose", (2024,)),
    ("prose-section", (2024, KEY)),
    ("problems", (2024,)),
    ("compare-years", (2024,)),
]


@pytest.fixture
def bureau(client):
    bureau = county()["science"]
    clerk = person(Role.CLERK, bureau)
    for year in (2023, 2024):
        busy_year(bureau, year)
        version = open_report(agency=bureau, year=year, actor=clerk)
        note_problem(report=version.report, text="台账登记不及时", actor=clerk)
    save_section(version=version, key=KEY, text="共收到政府信息公开申请9件。", actor=clerk, revision=0)
    client.force_login(clerk)
    return bureau


class Served:
    """Pages fetched beforehand: playwright calls back outside of the test's transaction."""

    def __init__(self, client):
        self.client = client
        self.pages = {}

    def get(self, address, path=None, **more):
        self.pages[path or address] = self.client.get(address, **more).content
        return f"{HOST}{path or address}"

    def __call__(self, path):
        plain = path.partition("?")[0]
        if plain in self.pages:
            return "text/html; charset=utf-8", self.pages[plain]
        found = finders.find(plain.removeprefix("/static/"))
        assert found, plain
        return mimetypes.guess_type(plain)[0] or "text/plain", Path(found).read_bytes()


def address(name, bureau, args):
    return reverse(f"desk:{name}", args=(bureau.code, *args) if args else ())


@pytest.mark.parametrize("width", [1300, 360])
@pytest.mark.parametrize(("name", "args"), PAGES, ids=lambda value: value if isinstance(value, str) else "")
def test_every_page_fits_and_breaks_no_rule(browser, client, bureau, name, args, width):
    served = Served(client)
    page = browser.open(served.get(address(name, bureau, args)), width=width, serve=served)
    assert page.locator("h1").count() == 1
    assert overflow(page) == 0
    assert axe(page) == {}
    assert browser.problems == []


def test_a_pressed_figure_fills_the_pane_in_place(browser, client, bureau):
    served = Served(client)
    page = browser.open(served.get(address("workbench", bureau, (2024,))), serve=served)
    served.get(address("cell", bureau, (2024, CELL)), headers={"HX-Request": "true"})
    page.locator(f'[id="cell-{CELL}"]').click()
    page.locator("#detail h2", has_text="予以公开·总计").wait_for()
    assert page.locator("#detail tbody tr").count() == 3
    assert page.url == f"{HOST}{address('cell', bureau, (2024, CELL))}"
    assert page.locator("table.form").count() == 3
    assert browser.problems == []


def test_without_scripts_a_pressed_figure_opens_a_page_with_its_pane(browser, client, bureau):
    served = Served(client)
    page = browser.open(served.get(address("workbench", bureau, (2024,))), serve=served, script=False)
    served.get(address("cell", bureau, (2024, CELL)))
    page.locator(f'[id="cell-{CELL}"]').click()
    page.locator("#detail h2", has_text="予以公开·总计").wait_for()
    assert page.locator("table.form").count() == 3


def test_a_name_goes_where_the_cursor_stands_and_the_preview_follows(browser, client, bureau):
    served = Served(client)
    page = browser.open(served.get(address("prose-section", bureau, (2024, KEY))), serve=served)
    preview = address("prose-preview", bureau, (2024, KEY))
    served.pages[preview] = client.post(preview, {"text": "甲【本年新收政府信息公开申请数量·总计】乙"}).content
    area = page.locator("#id_text")
    area.fill("甲乙")
    area.evaluate("area => area.setSelectionRange(1, 1)")
    page.locator("summary", has_text="可以引用的数值").click()
    page.locator('[data-insert="【本年新收政府信息公开申请数量·总计】"]').click()
    assert area.input_value() == "甲【本年新收政府信息公开申请数量·总计】乙"
    page.locator("#preview a.bound", has_text="4").wait_for()
    assert browser.problems == []


def test_on_a_common_desktop_nothing_of_the_official_tables_is_cut_off(browser, client, bureau):
    served = Served(client)
    page = browser.open(served.get(address("workbench", bureau, (2024,))), width=1280, serve=served)
    hidden = "regions => regions.map(region => region.scrollWidth - region.clientWidth)"
    assert page.locator(".official").evaluate_all(hidden) == [0, 0, 0]
