"""Makes the pictures of docs/clerk-january.md from the demonstration county, by the same steps as the guide.

``python scripts/pictures.py`` loads a fresh county into a temporary folder, serves it on a free port, walks through a
clerk's January in Chromium and writes ``docs/images/platform-*.png``. It takes two or three minutes.
"""

from __future__ import annotations

import datetime
import io
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from gongkai.demo.sheets import COLUMNS, Sheets, Value, full_row
from gongkai.demo.workbooks import write_workbook

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DESK = ViewportSize(width=1300, height=860)
PHONE = ViewportSize(width=360, height=780)
PASSWORD = "gongkai-demo-2026"  # As in gongkai.demo.people, which needs Django.
COLOURS = 96  # Enough for a page of this look, at a third of the size.
BUREAU, YEAR = "990101004", 2021
REPORT = f"/desk/{BUREAU}/reports/{YEAR}/"
FEES = f"{YEAR}年度，本机关没有收取信息处理费；1件申请因申请人逾期未缴费不再处理。"
UNPAID = "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"


class Story:
    """The people of the science bureau at their browsers."""

    def __init__(self, browser: Browser, base: str, folder: Path) -> None:
        self.browser, self.base, self.folder = browser, base, folder

    def enter(self, username: str, path: str = "/desk/", size: ViewportSize = DESK) -> Page:
        page = self.visit("/accounts/login/", size)
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        press(page, "登录")
        page.goto(self.base + path)
        return page

    def visit(self, path: str, size: ViewportSize = DESK) -> Page:
        page = self.browser.new_context(viewport=size, locale="zh-CN", reduced_motion="reduce").new_page()
        page.goto(self.base + path)
        return page

    def tell(self) -> None:
        clerk = self.enter("kj-clerk")
        shoot(clerk, "home")
        self.bring_in_the_registers(clerk)
        self.go_through_the_table(clerk)
        self.write(clerk)
        self.send_in(clerk)
        self.approve(clerk)
        self.show_the_public()
        self.file()

    def bring_in_the_registers(self, clerk: Page) -> None:
        clerk.goto(f"{self.base}/desk/{BUREAU}/registers/requests/")
        shoot(clerk, "register")
        hand_in(clerk, self, "四季度台账.xlsx", wrong=True)
        shoot(clerk, "preview", at="#lines")
        hand_in(clerk, self, "四季度台账（已改正）.xlsx", wrong=False)
        press(clerk, "确认导入")

    def go_through_the_table(self, clerk: Page) -> None:
        clerk.goto(self.base + REPORT)
        for cell, name, picture in (
            ("outcome_granted", "予以公开", "workbench"),
            ("other_unpaid_fee", "申请人逾期未按收费通知", "finding"),
        ):
            clerk.locator(f'[id$="cell-{cell}@total"]').click()
            clerk.locator("#detail h2", has_text=name).wait_for()
            shoot(clerk, picture, at="#detail")
        phone = self.enter("kj-clerk", REPORT, PHONE)
        shoot(phone, "phone")

    def write(self, clerk: Page) -> None:
        clerk.goto(f"{self.base}{REPORT}prose/sec_other/")
        clerk.get_by_label("正文", exact=True).fill(
            f"{YEAR}年度，本机关没有收取信息处理费；1件申请因逾期未缴费不再处理。"
        )
        press(clerk, "保存")
        clerk.goto(f"{self.base}{REPORT}prose/sec_requests_handling/")
        clerk.get_by_label("正文", exact=True).fill(f"{YEAR}年，本机关共收到政府信息公开申请6件，均依法办理。")
        press(clerk, "保存")
        shoot(clerk, "prose")
        press(clerk, "把 6 与统计表关联")
        clerk.goto(f"{self.base}{REPORT}problems/")
        clerk.get_by_label("存在的问题").fill("政策解读形式单一，多为文字稿。")
        clerk.get_by_label("改进措施").fill("重要文件配图解或问答，与文件同步发布。")
        press(clerk, "记录")
        shoot(clerk, "problems")
        clerk.goto(f"{self.base}{REPORT}prose/sec_problems/")
        press(clerk, "按最新数值重新起草这一部分")
        press(clerk, "保存")

    def send_in(self, clerk: Page) -> None:
        clerk.goto(f"{self.base}{REPORT}approval/send/")
        press(clerk, "送审")

    def agree(self, username: str) -> None:
        page = self.enter(username, f"{REPORT}approval/approve/")
        press(page, "审核同意")

    def approve(self, clerk: Page) -> None:
        self.agree("kj-section")
        reviewer = self.enter("kj-secrecy", f"{REPORT}approval/return/")
        reviewer.get_by_label("退回原因").fill("“其他需要报告的事项”请写明收费通知的送达方式。")
        press(reviewer, "退回修改")
        clerk.goto(f"{self.base}{REPORT}approval/")
        shoot(clerk, "approval")
        self.send_in(clerk)
        for username in ("kj-section", "kj-secrecy", "kj-office"):
            self.agree(username)
        leader = self.enter("kj-leader", f"{REPORT}approval/publish/")
        leader.get_by_label("发布日期").fill(f"{YEAR + 1}-01-20")
        shoot(leader, "publish")
        press(leader, "签发并发布")
        leader.get_by_role("link", name="查看结果").wait_for(timeout=60_000)

    def show_the_public(self) -> None:
        public = self.visit(f"/reports/{BUREAU}/{YEAR}/")
        shoot(public, "public", at="#downloads")

    def file(self) -> None:
        clerk = self.enter("jy-clerk", "/desk/990101002/filing/")
        press(clerk, "2017年度", "link")
        clerk.locator("#uploads th a").first.click()
        clerk.get_by_role("button", name="核对无误，报送").wait_for()
        shoot(clerk, "doubts", at="form section")
        shoot(self.enter("supervisor", "/desk/990101/rounds/2017/"), "round")


def press(page: Page, name: str, role: str = "button") -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("link" if role == "link" else "button", name=name, exact=True).click()


def shoot(page: Page, name: str, at: str = "h1") -> None:
    """The window as somebody sees it, with ``at`` in it."""
    page.locator(at).first.evaluate("place => place.scrollIntoView({block: 'nearest'})")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    target = IMAGES / f"platform-{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    sys.stdout.write(f"{target.name} {target.stat().st_size // 1000} kB\n")


def hand_in(page: Page, story: Story, name: str, *, wrong: bool) -> None:
    path = story.folder / name
    write_workbook(path, registers(wrong=wrong))
    page.goto(f"{story.base}/desk/{BUREAU}/registers/import/")
    page.get_by_label("Excel 文件").set_input_files(path)
    press(page, "上传并预览")


def registers(*, wrong: bool) -> Sheets:
    """Two more requests of the year; ``wrong``: with a result that the form does not have."""
    sheets: Sheets = {name: [] for name in COLUMNS}
    sheets["信息公开申请"] = [
        full_row("信息公开申请", _request(5, 9, UNPAID)),
        full_row("信息公开申请", _request(6, 11, "已公开" if wrong else "予以公开")),
    ]
    return sheets


def _request(number: int, month: int, outcome: str) -> dict[str, Value]:
    return {
        "登记号": f"依申请〔{YEAR}〕{number}号",
        "收到日期": datetime.date(YEAR, month, 2),
        "提出方式": "网络",
        "申请人类型": "自然人",
        "申请内容": "科技计划项目验收结果",
        "延期": "否",
        "答复日期": datetime.date(YEAR, month, 16),
        "办理结果": outcome,
    }


@contextmanager
def demonstration(home: Path) -> Iterator[str]:
    """The address of a fresh county."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gongkai", "demo", "--home", str(home), "--port", str(port)]
    environment = os.environ | {"LANGUAGE": "zh_CN"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            yield next(line.strip().rstrip("/") for line in server.stdout or () if line.startswith("http"))
        finally:
            server.terminate()


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, demonstration(Path(folder) / "home") as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        Story(browser, base, Path(folder)).tell()
        browser.close()


if __name__ == "__main__":
    main()
