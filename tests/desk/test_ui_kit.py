"""The look of the platform in a real browser: all components, wide and narrow, light and dark, scripts or not."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from django.test.signals import template_rendered
from lxml import html

from gongkai import desk, portal
from tests.browser import axe, overflow
from tests.desk.kit.pages import PAGES, render, serve

DESK = Path(desk.__file__).parent
PORTAL = Path(portal.__file__).parent
SHEETS = [*(DESK / "static").rglob("*.css"), *(PORTAL / "static").rglob("*.css")]
OURS = [
    *(DESK / "templates" / "desk").glob("base*.html"),
    *(DESK / "templates" / "desk" / "components").glob("*.html"),
    PORTAL / "templates" / "portal" / "base.html",
]
ADDRESSES = [*PAGES, "question?wrong", "confirm?danger"]


def address(name: str) -> str:
    page, _, question = name.partition("?")
    return f"http://kit.test/kit/{page}/?{question}=1"


def also(**answers: str):
    """The kit, and some more answers by the first part of their path."""

    def answer(path: str) -> tuple[str, bytes]:
        first = path.strip("/").split("/")[0]
        return ("text/html; charset=utf-8", answers[first].encode()) if first in answers else serve(path)

    return answer


@pytest.mark.parametrize(("width", "dark"), [(1300, False), (360, False), (360, True)])
@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing_and_nothing_overflows(browser, name, width, dark):
    page = browser.open(address(name), width=width, dark=dark, serve=serve)
    assert axe(page) == {}
    assert overflow(page) <= 0
    assert browser.problems == []


def test_axe_and_the_measure_would_find_something(browser):
    bad = '<html><body><img src="data:,"><p>x</p><hr width="900"></body></html>'
    page = browser.open("http://kit.test/bad/", width=360, serve=also(bad=bad))
    assert {"image-alt", "html-has-lang"} <= set(axe(page))
    assert overflow(page) > 400


def test_a_page_shows_light_or_dark_as_the_reader_prefers(browser):
    ground = "getComputedStyle(document.body).backgroundColor"
    pages = [browser.open(address("work"), dark=dark, serve=serve) for dark in (False, True)]
    assert [page.evaluate(ground) for page in pages] == ["rgb(245, 244, 239)", "rgb(20, 22, 24)"]


def test_menus_and_errors_need_no_script(browser):
    page = browser.open(address("question?wrong"), width=360, script=False, serve=serve)
    assert page.get_by_role("heading", name="有 5 处需要改正").is_visible()
    assert not page.get_by_role("link", name="审计日志").is_visible()
    page.locator("summary", has_text="菜单").click()
    assert page.get_by_role("link", name="审计日志").is_visible()
    lists = browser.open(address("lists"), script=False, serve=serve)
    assert not lists.get_by_label("选择本页全部").is_visible()
    assert lists.get_by_label("桥梁定期检查结果").is_visible()


def test_the_first_key_leads_past_the_navigation(browser):
    page = browser.open(address("lists"), serve=serve)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_errors_get_the_focus_and_lead_to_their_fields(browser):
    page = browser.open(address("question?wrong"), serve=serve)
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.get_by_role("link", name="收到日期").click()
    assert page.evaluate("document.activeElement.id") == "id_received"
    page.get_by_role("link", name="提交方式").click()
    assert page.evaluate("document.activeElement.id") == "id_way_0"
    assert page.title() == "有错误：登记申请 - 政府信息公开工作平台"


def test_escape_closes_a_menu_and_gives_the_focus_back(browser):
    page = browser.open(address("work"), serve=serve)
    page.locator("summary", has_text="某县交通运输局").click()
    assert page.get_by_label("机关").is_visible()
    page.get_by_label("机关").focus()
    page.keyboard.press("Escape")
    assert not page.get_by_label("机关").is_visible()
    assert "某县交通运输局" in page.evaluate("document.activeElement.textContent")


def test_a_press_elsewhere_closes_a_menu(browser):
    page = browser.open(address("work"), serve=serve)
    page.locator("summary", has_text="办公室经办人").click()
    assert page.get_by_role("button", name="退出登录").is_visible()
    page.get_by_role("heading", level=1).click()
    assert not page.get_by_role("button", name="退出登录").is_visible()


def test_one_box_chooses_all_rows_and_the_number_is_said(browser):
    page = browser.open(address("lists"), serve=serve)
    everything = page.get_by_label("选择本页全部")
    assert page.locator("output").text_content() == "已选 0 条"
    everything.check()
    assert page.locator("output").text_content() == "已选 7 条"
    page.get_by_label("桥梁定期检查结果").uncheck()
    assert page.locator("output").text_content() == "已选 6 条"
    assert page.evaluate("document.querySelector('[data-pick-all]').indeterminate")


def test_a_figure_opens_beside_the_table_and_in_the_address(browser):
    page = browser.open(address("panes"), width=360, serve=also(cell="<h2>新收申请</h2>"))
    page.locator("[id='cell-req_received@total']").click()
    page.get_by_role("heading", name="新收申请").wait_for()
    assert page.url.startswith("http://kit.test/cell/req_received@total/")
    top, bottom = page.evaluate("(r => [r.top, r.bottom])(document.getElementById('detail').getBoundingClientRect())")
    assert 0 <= top < bottom <= 901
    marked = [link.get_attribute("id") for link in page.locator(".official a[aria-current]").all()]
    assert marked == ["cell-req_received@total"]
    assert browser.problems == []


def test_nothing_of_a_page_is_kept_in_the_browser(browser):
    page = browser.open(address("panes"), serve=also(cell="<h2>新收申请</h2>"))
    page.locator("[id='cell-req_received@total']").click()
    page.get_by_role("heading", name="新收申请").wait_for()
    kept = "[...Object.values(localStorage), ...Object.values(sessionStorage)].join('')"
    assert "新收" not in page.evaluate(kept)
    assert "行政" not in page.evaluate(kept)


def test_a_running_task_asks_until_it_has_ended(browser):
    ended = '<div class="progress" id="task"><p role="status">完成</p></div>'
    page = browser.open(address("work"), serve=also(task=ended))
    page.locator("#task p", has_text=re.compile("^完成$")).wait_for()
    assert browser.problems == []


def test_a_running_task_asks_without_scripts_too():
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in render("work")
    assert "http-equiv" not in render("work", task={"label": "导入", "finished": True})


def test_the_sticky_column_stays_when_the_table_scrolls(browser):
    page = browser.open(address("lists"), width=360, serve=serve)
    page.locator(".scroll").evaluate("region => region.scrollTo(400, 0)")
    place = page.get_by_role("link", name="桥梁定期检查结果").bounding_box()
    assert 0 <= place["x"] < 60


def test_paper_shows_the_work_without_its_frame(browser):
    page = browser.open(address("lists"), serve=serve)
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("link", name="桥梁定期检查结果").is_visible()
    for gone in (".bar", ".rooms", ".filter", ".bulk", ".pages", ".actions", "td.pick", ".foot"):
        assert page.locator(gone).count() >= 1
        assert not page.locator(gone).first.is_visible(), gone


def test_every_component_is_shown_by_the_kit():
    seen: set[str] = set()

    def note(sender, template, **_):
        seen.add(template.name or "")

    template_rendered.connect(note)
    try:
        for name in ADDRESSES:
            page, _, question = name.partition("?")
            render(page, f"{question}=1")
    finally:
        template_rendered.disconnect(note)
    names = {str(path).split("/templates/", 1)[1] for path in OURS}
    assert len(names) > 25
    assert names - seen == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_carries_no_script_or_style_of_its_own(name):
    document = html.fromstring(render(name))
    assert document.xpath("//style | //*[@style] | //script[not(@src)]") == []
    assert [a for e in document.iter() for a in e.attrib if str(a).startswith(("on", "hx-on"))] == []
    sources = document.xpath("//script/@src | //link/@href | //img/@src")
    assert len(sources) >= 5
    assert [source for source in sources if not source.startswith("/static/")] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_a_style_sheet_fetches_nothing(sheet):
    assert re.findall(r"url\(|@import|@font-face", sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", OURS, ids=lambda p: p.name)
def test_all_words_can_be_translated(path):
    text = path.read_text(encoding="utf-8")
    for marked in (
        r"\{#.*?#\}", r"\{% trans .*?%\}", r"\{% blocktrans.*?\{% endblocktrans %\}", r'_\("[^"]*"\)',
        # The mark is a drawing that happens to be a character, and the brackets around a weekday are punctuation.
        '<span class="seal" aria-hidden="true">公</span>', "[（）]",
    ):  # fmt: skip
        text = re.sub(marked, "", text, flags=re.DOTALL)
    assert re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", text) == []


def tokens(dark: bool) -> dict[str, str]:
    """The colours of one scheme by name."""
    text = (DESK / "static" / "desk" / "tokens.css").read_text(encoding="utf-8")
    light, night = text.split("@media (prefers-color-scheme: dark)")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", night.split("*, ::before")[0] if dark else light))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * d for d in colour[1:])
    shares = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_reckoned_as_the_guideline_does():
    assert contrast("#000", "#ffffff") == 21
    assert round(contrast("#777777", "#fff"), 2) == 4.48


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_ink_can_be_read_on_its_grounds(dark):
    colours = tokens(dark)
    grounds = ("paper", "card", "raised", "head", "hover")
    pairs = [*product(("ink", "muted", "link"), grounds), ("action-ink", "action"), ("action-ink", "action-over")]
    pairs += [("brand-ink", "brand"), ("brand-ink", "danger"), ("brand-ink", "danger-over"), ("brand", "card")]
    pairs += [(f"{tone}-ink", f"{tone}-ground") for tone in ("plain", "busy", "guard", "good", "warn", "bad")]
    pairs += [*product(("warn-ink", "bad-ink", "good-ink", "guard-ink"), ("card", "paper", "hover"))]
    assert [(a, b) for a, b in pairs if contrast(colours[a], colours[b]) < 4.5] == []
    assert [g for g in grounds if contrast(colours["edge"], colours[g]) < 3] == []
