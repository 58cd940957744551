"""A round of the county: two bureaus file, one has to mend, the government's own report is combined and compared."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from gongkai.agencies.models import Agency, Role
from gongkai.filing.models import Stage
from tests.filing.collecting.kit import file_of
from tests.filing.publishing import carried, draft, staff
from tests.filing.rows import requests_of
from tests.journeys.books import YEAR
from tests.journeys.kit import Walk, downloaded, hand_in
from tests.people import county, person

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = {"req_received__total": 5}
RULE = "A19-03"


def test_from_the_invitation_to_the_combined_report(walk):
    organs = county()
    people = staff(organs["science"])
    requests_of(organs["science"], YEAR)
    carried(draft(organs["science"], people.clerk, YEAR), people, Stage.LEADER)
    supervisor = walk.enter(person(Role.SUPERVISOR, organs["government"]))
    online, by_file = walk.enter(people.clerk), walk.enter(person(Role.CLERK, organs["culture"]))
    the_round_is_opened(walk, supervisor)
    one_files_online(walk, online)
    one_hands_in_a_file_with_a_wrong_sum(walk, by_file)
    it_is_sent_back(walk, supervisor, organs["culture"])
    it_is_mended(walk, by_file)
    both_are_accepted(walk, supervisor)
    the_figures_are_combined(walk, supervisor)
    the_bureaus_are_compared(walk, supervisor)


def the_round_is_opened(walk: Walk, supervisor: Page) -> None:
    walk.menu(supervisor, "收集与汇总")
    walk.follow(supervisor, "发起报送", supervisor.locator(".head"))
    supervisor.locator("main").get_by_label("年度", exact=True).fill(str(YEAR))
    walk.press(supervisor, "发起报送")
    expect(supervisor.locator("#submissions tbody tr")).to_have_count(2)


def to_file(walk: Walk, clerk: Page) -> None:
    walk.menu(clerk, "向上报送")
    walk.follow(clerk, f"{YEAR}年度")


def one_files_online(walk: Walk, clerk: Page) -> None:
    to_file(walk, clerk)
    walk.press(clerk, "报送")
    expect(clerk.locator("main")).to_contain_text("已报送。")


def one_hands_in_a_file_with_a_wrong_sum(walk: Walk, clerk: Page) -> None:
    """What the file says is confirmed beside the place where it says it."""
    to_file(walk, clerk)
    hand_in(clerk, "报告文件", "年度报告.docx", file_of("示例县文化局", "docx", YEAR, **WRONG))
    walk.press(clerk, "上传并读取")
    expect(clerk.locator(".card mark", has_text="5").first).to_be_visible()
    walk.press(clerk, "核对无误，报送")
    expect(clerk.locator("main")).to_contain_text("已核对并报送。")


def to_submission(walk: Walk, supervisor: Page, name: str) -> None:
    walk.menu(supervisor, "收集与汇总")
    walk.follow(supervisor, f"{YEAR}年度")
    walk.follow(supervisor, name)


def it_is_sent_back(walk: Walk, supervisor: Page, agency: Agency) -> None:
    walk.menu(supervisor, "收集与汇总")
    walk.follow(supervisor, f"{YEAR}年度")
    walk.follow(supervisor, "核对结果")
    expect(supervisor.locator("#findings")).to_contain_text(RULE)
    walk.follow(supervisor, agency.name, supervisor.locator("#findings tr", has_text=RULE).first)
    walk.follow(supervisor, "退回整改")
    supervisor.get_by_label("其他整改要求").fill("请对照台账核对后重新报送。")
    walk.press(supervisor, "退回并发出通知")
    number = supervisor.locator("#notices tbody th a").inner_text()
    walk.follow(supervisor, number)
    document: Any = Document(io.BytesIO(downloaded(supervisor, "下载通知（Word）")))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "请对照台账核对后重新报送。" in words
    walk.follow(supervisor, f"{YEAR}年度")


def it_is_mended(walk: Walk, clerk: Page) -> None:
    walk.menu(clerk, "我的工作")
    walk.follow(clerk, clerk.locator("#to-mend-list a").first.inner_text())
    walk.follow(clerk, clerk.locator("#filing td a").first.inner_text())
    walk.press(clerk, "说明情况", "link", clerk.locator(".card", has_text=RULE).first)
    clerk.get_by_label("说明", exact=True).fill("合计误填，已改正。")
    walk.press(clerk, "提交说明")
    walk.follow(clerk, "重新报送")
    hand_in(clerk, "报告文件", "年度报告（改）.docx", file_of("示例县文化局", "docx", YEAR))
    walk.press(clerk, "上传并读取")
    expect(clerk.locator("main")).to_contain_text("已报送")


def both_are_accepted(walk: Walk, supervisor: Page) -> None:
    for name in ("示例县科学技术局", "示例县文化局"):
        to_submission(walk, supervisor, name)
        walk.press(supervisor, "接收")
        expect(supervisor.locator("main")).to_contain_text("已接收。")
    expect(supervisor.locator("#notices")).to_contain_text("已整改")


def the_figures_are_combined(walk: Walk, supervisor: Page) -> None:
    """Four requests of one bureau, three of the other; the government has none of its own."""
    walk.menu(supervisor, "收集与汇总")
    walk.follow(supervisor, f"{YEAR}年度")
    walk.follow(supervisor, "汇总")
    walk.press(supervisor, "汇总")
    with supervisor.expect_navigation():
        supervisor.locator('[id$="cell-req_received@total"]').click()
    walk.look(supervisor)
    expect(supervisor.locator("#behind tbody td")).to_have_text(["0", "4", "3"])
    expect(supervisor.locator("#behind tfoot td")).to_have_text(["7", "7"])


def the_bureaus_are_compared(walk: Walk, supervisor: Page) -> None:
    walk.menu(supervisor, "比较")
    for label in ("示例县科学技术局", "示例县文化局", str(YEAR), "收到/本年新收申请"):
        supervisor.get_by_label(label, exact=True).check()
    walk.press(supervisor, "比较")
    figures = supervisor.locator("table.list").first.locator("tbody td")
    expect(figures).to_contain_text(["4", "3"])
