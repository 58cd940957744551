"""``gongkai corpus report STORE -o DIR``: a static site of a store, plain files that open by double click."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import LOCAL_PATH
from gongkai.cli.language import say
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.extras import require


@click.command("report", cls=Command)
@click.argument("store", metavar="STORE", type=LOCAL_PATH)
@click.option(
    "-o",
    "--output",
    required=True,
    type=LOCAL_PATH,
    help="网站文件夹；已有的网站整个替换，里面有别的文件时不写。",
)
@click.option("--compare", multiple=True, metavar="NAME", help="比较页的机关，可多次给出；不填时取报告最多的几个。")
@click.option("--title", help="网站的标题。")
def report(store: Path, output: Path, compare: tuple[str, ...], title: str | None) -> int:
    """把报告库做成静态网站：总览、问题榜、各机关历年数据、机关比较、办理结果；不连网、无脚本，双击 index.html 打开。

    Make a static site of a store: overview, league of findings, each agency over the years, comparison, outcomes. Plain
    files without script; open index.html.
    """
    try:
        for module in ("duckdb", "jinja2", "altair", "vl_convert"):
            require(module, "analytics")
        pages = _build(store, output, compare, title)
    except CorpusError as error:
        raise CommandError(error.reason, error.mend) from error
    click.echo(say("已生成 {count} 页，请打开 {file}", count=pages, file=output / "index.html"), err=True)
    return 0


def _build(store: Path, output: Path, compare: tuple[str, ...], title: str | None) -> int:
    from gongkai.corpus.site import TITLE, build_site
    from gongkai.corpus.store import open_store

    with _progress() as expect:
        return build_site(open_store(store), output, title=title or TITLE, compare=compare, expect=expect)


@contextmanager
def _progress() -> Iterator[Callable[[int], Callable[[int], None]]]:
    """A bar on a terminal, nothing elsewhere."""
    bars: list[click._termui_impl.ProgressBar[int]] = []

    def expect(pages: int) -> Callable[[int], None]:
        bar = click.progressbar(
            length=pages, label=say("生成网页"), file=sys.stderr, hidden=not sys.stderr.isatty(), update_min_steps=10
        )
        bars.append(bar)
        bar.render_progress()
        return bar.update

    try:
        yield expect
    finally:
        for bar in bars:
            bar.render_finish()
