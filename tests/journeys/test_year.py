"""A year of a bureau: from the workbook of its registers to the report that the public reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gongkai.agencies.models import Person
from tests.filing.publishing import Staff, staff
from tests.journeys.books import YEAR, workbook
from tests.journeys.kit import Walk, downloaded, hand_in, sha256
from tests.people import county

pytestmark = pytest.mark.django_db(transaction=True)
UNKNOWN_OUTCOME = {"request": {"办理结果": "已经公开"}}
WRONG_KIND = {"case": {"类型": "行政诉讼-未经复议"}}
RULE = "C19-04"
REQUESTS, PROBLEMS = "收到和处理政府信息公开申请情况", "存在的主要问题及改进情况"
TITLE = f"示例县科学技术局{YEAR}年政府信息公开工作年度报告"
FORMS = ("DOCX", "PDF", "XLSX", "JSON", "CSV")


@pytest.mark.parametrize("walk", ["desk", "phone", "no-scripts"], indirect=True)
def test_from_the_workbook_to_the_public(walk, tmp_path):
    bureau = county()["science"]
    people = staff(bureau)
    clerk = walk.enter(people.clerk)
    the_registers_come_in(walk, clerk, tmp_path)
    a_finding_is_mended_where_it_comes_from(walk, clerk)
    the_prose_is_drafted(walk, clerk)
    it_is_sent_in(walk, clerk)
    it_is_returned_and_mended(walk, clerk, people)
    everybody_agrees(walk, people)
    the_public_reads_it(walk)


def the_registers_come_in(walk: Walk, clerk: Page, folder: Path) -> None:
    walk.menu(clerk, "台账")
    walk.follow(clerk, "导入 Excel")
    hand_in(clerk, "Excel 文件", "台账.xlsx", workbook(folder, **UNKNOWN_OUTCOME, **WRONG_KIND))
    walk.press(clerk, "上传并预览")
    expect(clerk.locator("main")).to_contain_text("文件里有错误，所以一行也没有导入。")
    expect(clerk.locator("#lines")).to_contain_text("办理结果：已经公开")
    walk.menu(clerk, "台账")
    walk.follow(clerk, "导入 Excel")
    hand_in(clerk, "Excel 文件", "台账（改）.xlsx", workbook(folder, **WRONG_KIND))
    walk.press(clerk, "上传并预览")
    walk.press(clerk, "确认导入")
    expect(clerk.locator("main")).to_contain_text("已导入。")


def a_finding_is_mended_where_it_comes_from(walk: Walk, clerk: Page) -> None:
    """From the finding to its cell, from the cell to its row; the row is mended and the finding is gone."""
    walk.menu(clerk, "年度报告")
    walk.follow(clerk, "年度报告")
    clerk.get_by_label("年度", exact=True).locator("visible=true").select_option(str(YEAR))
    walk.press(clerk, "打开")
    walk.press(clerk, "开始编制")
    finding = clerk.locator(".findings li", has_text=RULE)
    walk.follow(clerk, "未经复议直接起诉·总计", finding)
    walk.follow(clerk, f"{YEAR}-诉-1", clerk.locator("#rows-behind"))
    clerk.get_by_label("类型", exact=True).select_option("行政诉讼-复议后")
    clerk.get_by_label("修改原因").fill("登记时误填")
    walk.press(clerk, "保存")
    walk.menu(clerk, "年度报告")
    expect(clerk.locator("table.form").first).to_be_visible()
    expect(finding).to_have_count(0)


def the_prose_is_drafted(walk: Walk, clerk: Page) -> None:
    walk.follow(clerk, "正文")
    walk.follow(clerk, f"修改 {REQUESTS}")
    clerk.get_by_label("正文", exact=True).fill(f"{YEAR}年，本机关共收到政府信息公开申请3件，均按期答复。")
    walk.press(clerk, "保存")
    walk.press(clerk, "把 3 与统计表关联")
    expect(clerk.locator("#preview a.bound")).to_have_text("3")
    walk.follow(clerk, "存在问题")
    clerk.get_by_label("存在的问题").fill("科技政策解读不够及时")
    clerk.get_by_label("改进措施").fill("文件印发后三个工作日内发布解读")
    walk.press(clerk, "记录")
    walk.follow(clerk, "正文")
    walk.follow(clerk, f"修改 {PROBLEMS}")
    walk.press(clerk, "按最新数值重新起草这一部分")
    expect(clerk.get_by_label("正文", exact=True)).to_have_value(re.compile("科技政策解读不够及时"))
    walk.press(clerk, "保存")


def it_is_sent_in(walk: Walk, clerk: Page) -> None:
    walk.follow(clerk, "统计表")
    walk.follow(clerk, "送审与发布")
    walk.follow(clerk, "送审")
    walk.press(clerk, "送审")
    expect(clerk.locator("li[aria-current=step]")).to_contain_text("科室审核")


def agrees(walk: Walk, person: Person) -> Page:
    """From My work to the decision."""
    page = walk.enter(person)
    walk.follow(page, TITLE + "（第1版）")
    walk.follow(page, "审核同意")
    walk.press(page, "审核同意")
    return page


def it_is_returned_and_mended(walk: Walk, clerk: Page, people: Staff) -> None:
    agrees(walk, people.section)
    reviewer = walk.enter(people.secrecy)
    walk.follow(reviewer, TITLE + "（第1版）")
    walk.follow(reviewer, "退回修改")
    reviewer.get_by_label("退回原因").fill("请写明申请的答复方式。")
    walk.press(reviewer, "退回修改")
    walk.menu(clerk, "我的工作")
    walk.follow(clerk, TITLE + "（第1版）")
    expect(clerk.locator("main")).to_contain_text("请写明申请的答复方式。")
    walk.follow(clerk, "正文")
    walk.follow(clerk, f"修改 {REQUESTS}")
    text = clerk.get_by_label("正文", exact=True)
    assert "【本年新收政府信息公开申请数量·总计】件" in text.input_value()
    text.fill(text.input_value().replace("按期答复", "按期以书面形式答复"))
    walk.press(clerk, "保存")
    it_is_sent_in(walk, clerk)


def everybody_agrees(walk: Walk, people: Staff) -> None:
    for person in (people.section, people.secrecy, people.office):
        agrees(walk, person)
    leader = walk.enter(people.leader)
    walk.follow(leader, TITLE + "（第1版）")
    walk.follow(leader, "签发并发布")
    leader.get_by_label("发布日期").fill(f"{YEAR + 1}-01-20")
    walk.press(leader, "签发并发布")
    expect(leader.locator(".progress")).to_contain_text("完成")


def the_public_reads_it(walk: Walk) -> None:
    public = walk.open("/")
    walk.follow(public, TITLE)
    expect(public.locator("main")).to_contain_text("共收到政府信息公开申请3件，均按期以书面形式答复。")
    for form in FORMS:
        printed = public.locator("#downloads tr", has_text=form).locator("code").inner_text()
        assert sha256(downloaded(public, form)) == printed, form
