"""Getting in: the second factor, sessions that are ended, an invitation that is taken up."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import Page, expect

from gongkai.agencies.models import Role
from tests.journeys.kit import Walk
from tests.people import PASSWORD, county, person

pytestmark = pytest.mark.django_db(transaction=True)
CHOSEN = "quite-another-county-8"


@pytest.fixture(autouse=True)
def _no_old_attempts():
    cache.clear()


def one_time_code(secret: str) -> str:
    """The code of now. A code serves once, so the one that was used before is forgotten."""
    cache.clear()
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def log_in(walk: Walk, page: Page, username: str, password: str) -> None:
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    walk.press(page, "登录")


def account(walk: Walk, page: Page, name: str) -> None:
    """Through the menu of the account."""
    page.locator("header .bar-me summary").click()
    walk.press(page, name, "button" if name == "退出登录" else "link", page.locator("header .bar-me"))


def test_the_second_factor_and_the_sessions(walk):
    clerk = person(Role.CLERK, county()["science"])
    page, elsewhere = walk.open("/desk/"), walk.open("/accounts/login/")
    for window in (page, elsewhere):
        log_in(walk, window, clerk.username, PASSWORD)
        expect(window.get_by_role("heading", name="我的工作")).to_be_visible()

    account(walk, page, "账户与安全")
    walk.follow(page, "一次性口令和恢复码")
    walk.follow(page, "启用")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    walk.press(page, "确认")
    secret = page.locator("code").inner_text()
    page.get_by_label(re.compile("口令|验证码|代码")).fill(one_time_code(secret))
    walk.press(page, "启用")
    assert page.locator("main li code").count() == 10

    account(walk, page, "账户与安全")
    walk.follow(page, "登录会话")
    expect(page.locator("#sessions tbody tr")).to_have_count(2)
    walk.press(page, "结束其他会话")
    expect(page.locator("#sessions tbody tr")).to_have_count(1)
    walk.go(elsewhere, "/desk/")
    expect(elsewhere.get_by_role("heading", name="登录")).to_be_visible()

    account(walk, page, "退出登录")
    walk.go(page, "/desk/")
    log_in(walk, page, clerk.username, PASSWORD)
    page.get_by_label(re.compile("口令|验证码|代码")).fill(one_time_code(secret))
    walk.press(page, "登录")
    expect(page.get_by_role("heading", name="我的工作")).to_be_visible()


def test_an_invitation_is_taken_up(walk):
    organs = county()
    administrator = walk.enter(person(Role.ADMINISTRATOR, organs["government"]))
    walk.menu(administrator, "人员与岗位")
    walk.follow(administrator, "邀请人员")
    administrator.get_by_label("姓名").fill("新来的经办人")
    administrator.locator("main").get_by_label("机关", exact=True).select_option(label=organs["culture"].name)
    administrator.get_by_label("岗位").select_option(label="经办人")
    walk.press(administrator, "邀请")
    address = administrator.locator("main code").inner_text()
    walk.follow(administrator, "完成")
    expect(administrator.locator("#invitations")).to_contain_text("待接受")

    guest = walk.open("/desk/invitation/" + address.partition("/desk/invitation/")[2])
    guest.get_by_label("用户名").fill("wenhua-clerk")
    guest.get_by_label("密码", exact=True).fill(CHOSEN)
    guest.get_by_label("再输一次密码").fill(CHOSEN)
    walk.press(guest, "开设账号")
    log_in(walk, guest, "wenhua-clerk", CHOSEN)
    expect(guest.get_by_role("heading", name="我的工作")).to_be_visible()
    walk.menu(guest, "台账")
    expect(guest.locator("main")).to_contain_text(organs["culture"].name)
    walk.menu(administrator, "人员与岗位")
    expect(administrator.locator("#people")).to_contain_text("示例县文化局经办人")
