"""``gongkai demo``: the demonstration county, served on this machine."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from gongkai.cli.command import Command
from gongkai.cli.files import LOCAL_PATH
from gongkai.cli.language import say
from gongkai.cli.serve import refuse_taken

SECONDS_BETWEEN_LINES = 3.0


@click.command("demo", cls=Command)
@click.option("--home", type=LOCAL_PATH, help="存放演示数据的目录（默认 GONGKAI_HOME）。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="监听的端口。")
def demo(home: Path | None, port: int) -> None:
    """演示：一个虚构的县，一个县政府和五个部门，台账、报告、报送俱全；按 Ctrl+C 停止，再次运行接着用。

    A demonstration county: a government and five bureaus with registers, reports and a collecting round. Ctrl+C stops
    it; run it again to go on.
    """
    from gongkai.cli.platform import platform

    refuse_taken("127.0.0.1", port)
    if home:
        os.environ["GONGKAI_HOME"] = str(home.resolve())
    os.environ |= {
        "GONGKAI_DEMO": "true",
        "GONGKAI_SITE_NAME": "示例县人民政府",
        "GONGKAI_BASE_URL": f"http://127.0.0.1:{port}",
        "GONGKAI_SECRET_KEY": os.environ.get("GONGKAI_SECRET_KEY") or secrets.token_urlsafe(60),
        "GONGKAI_LOG_LEVEL": os.environ.get("GONGKAI_LOG_LEVEL", "WARNING"),
    }
    with platform(throwaway_secret=False):
        from gongkai.config.serving import serve
        from gongkai.demo.loading import load_once

        with _progress() as step:
            load_once(step)
        serve(f"127.0.0.1:{port}", 2, lambda: _tell(port))


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """What hears how far the loading is: a bar on a terminal; elsewhere, in a log, a line now and then."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    with click.progressbar(length=1000, label=say("正在建立演示数据"), file=sys.stderr) as bar:
        yield lambda done, total, what: bar.update(1000 * done // max(total, 1) - bar.pos)


def _lines() -> Callable[[int, int, str], None]:
    last = -SECONDS_BETWEEN_LINES

    def step(done: int, total: int, what: str) -> None:
        nonlocal last
        if done == total or time.monotonic() - last >= SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            click.echo(say("正在载入 {done}/{total} …", done=done, total=total), err=True)

    return step


def _tell(port: int) -> None:
    from gongkai.demo.people import PASSWORD

    click.echo(f"http://127.0.0.1:{port}/")
    click.echo(say("工作台：{address}", address=f"http://127.0.0.1:{port}/desk/"))
    click.echo(say("演示账号（密码都是 {password}）：", password=PASSWORD))
    for accounts, whose in (
        ("kj-clerk kj-section kj-secrecy kj-office kj-leader", say("科学技术局：经办、科室、保密、办公室、领导")),
        ("supervisor auditor admin", say("全县：主管部门、审计员、管理员")),
        ("mz-… jy-… cz-… zj-… zf-…", say("民政、教育、财政、住建各局和县政府，岗位同上")),
    ):  # fmt: skip
        click.echo(f"  {accounts}  {whose}")
