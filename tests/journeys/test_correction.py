"""A published report is corrected: the year is opened with a reason, the public sees what changed."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import expect

from gongkai.filing.models import Stage, Version
from tests.filing.publishing import carried, draft, published, staff
from tests.filing.rows import requests_of
from tests.journeys.books import YEAR
from tests.people import county

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "漏计一件申请的办理结果"


def test_a_published_report_is_corrected(walk):
    bureau = county()["science"]
    people = staff(bureau)
    *_, unanswered = requests_of(bureau, YEAR)
    published(draft(bureau, people.clerk, YEAR), people, datetime.date(YEAR + 1, 1, 20))
    report = f"/desk/{bureau.code}/reports/{YEAR}/"

    office = walk.enter(people.office, f"{report}approval/")
    walk.follow(office, "开始更正")
    office.get_by_label("理由").fill(REASON)
    walk.press(office, "开始更正")
    expect(office.locator("main")).to_contain_text("已建立新的版本，本年度台账已重开。")

    clerk = walk.enter(people.clerk, f"/desk/{bureau.code}/registers/requests/{unanswered.pk}/")
    clerk.get_by_label("答复日期").fill(f"{YEAR}-12-30")
    clerk.get_by_label("办理结果").select_option(label="予以公开")
    clerk.get_by_label("修改原因").fill(REASON)
    walk.press(clerk, "保存")
    walk.go(clerk, f"{report}approval/")
    expect(clerk.locator("#changed-cells tr", has_text="（七）总计·总计").locator("td")).to_have_text(["4", "5"])
    walk.follow(clerk, "送审")
    walk.press(clerk, "送审")

    carried(Version.objects.get(number=2), people, Stage.LEADER)
    leader = walk.enter(people.leader, f"{report}approval/")
    walk.follow(leader, "签发并发布")
    leader.get_by_label("发布日期").fill(f"{YEAR + 1}-03-01")
    walk.press(leader, "签发并发布")
    expect(leader.locator(".progress")).to_contain_text("完成")
    walk.follow(leader, "查看结果")
    walk.follow(leader, "第2版，查看各版本")
    expect(leader.locator("main section")).to_have_count(2)

    public = walk.open("/")
    walk.follow(public, f"示例县科学技术局{YEAR}年政府信息公开工作年度报告（更正版）")
    expect(public.locator("section[aria-labelledby=correction]")).to_contain_text(f"更正原因：{REASON}")
    expect(public.locator("#changes tr", has_text="（七）总计·总计").locator("td")).to_have_text(["4", "5"])
    walk.follow(public, "第1版")
    expect(public.locator(".superseded")).to_contain_text(f"这一版已被{YEAR + 1}年3月1日发布的第2版更正。")
