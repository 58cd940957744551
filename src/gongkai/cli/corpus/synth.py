"""``gongkai corpus synth N -o DIR``: synthetic reports with known faults and their answer key."""

from __future__ import annotations

import os
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import LOCAL_PATH
from gongkai.cli.language import say
from gongkai.corpus.errors import CorpusError

if TYPE_CHECKING:
    from gongkai.corpus.synth.plan import Options

FIRST_YEAR, LAST_YEAR = 2014, 2024
DONE, INTERRUPTED = 0, 130


@click.command("synth", cls=Command)
@click.argument("count", metavar="N", type=click.IntRange(min=1))
@click.option("-o", "--output", "folder", required=True, type=LOCAL_PATH, help="输出文件夹。")
@click.option("--seed", type=int, default=1, show_default=True, help="随机种子；同样的种子写出同样的文件。")
@click.option("--defects", type=float, default=0.3, show_default=True, help="有问题的报告所占的比例（0至1）。")
@click.option(
    "--formats", default="html,docx,pdf,txt", show_default=True, help="文件格式，以逗号分开（另有 md、xlsx）。"
)
@click.option("--years", default=f"{FIRST_YEAR}-{LAST_YEAR}", show_default=True, help="报告年度，如 2019-2023。")
@click.option("--editions", default="", help="版式编号，以逗号分开；不填时用全部内置版式。")
@click.option("--faults", default="", help="只放入这些种类的问题，以逗号分开；不填时各种都放。")
@click.option("--workers", type=click.IntRange(min=1), help="工作进程数；不填时用全部可用的核。")
def synth(
    count: int,
    folder: Path,
    seed: int,
    defects: float,
    formats: str,
    years: str,
    editions: str,
    faults: str,
    workers: int | None,
) -> int:
    """合成 N 份年度报告，内有已知的问题，答案写在 DIR/answers.json。地名和机关都是虚构的。

    Write N synthetic annual reports with known faults; the answer key is DIR/answers.json. Places and agencies are
    invented.
    """
    options = _options(count, seed, defects, formats, years, editions, faults)
    try:
        written = _synthesize(options, folder, workers or _cores())
    except CorpusError as error:
        raise CommandError(error.reason, error.mend) from error
    except KeyboardInterrupt:
        click.echo(say("已停止；写了一半的样本可以再运行同一命令重写。"), err=True)
        return INTERRUPTED
    click.echo(say("合成 {count} 份报告，写入 {folder}", count=written, folder=folder))
    return DONE


def _synthesize(options: Options, folder: Path, workers: int) -> int:
    from gongkai.cli.corpus.read_progress import Bar
    from gongkai.corpus.synth.folder import synthesize

    class Written(Bar):
        def _line(self, done: int, total: int, faults: int, seconds: float) -> str:
            rate = f"{done / seconds:.0f}" if done and seconds > 0 else "–"
            return say("{percent}%  {done}/{total} 份  每秒 {rate} 份", percent=done * 100 // total, done=done,
                       total=total, rate=rate)  # fmt: skip

    bar = Written(sys.stderr, terminal=sys.stderr.isatty())
    try:
        bar.reading(0, options.count, 0)  # The time of the first county counts as well.
        return synthesize(options, folder, workers=workers, progress=lambda n: bar.reading(n, options.count, 0))
    finally:
        bar.finish()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _options(count: int, seed: int, defects: float, formats: str, years: str, editions: str, faults: str) -> Options:
    from gongkai.corpus.synth.faults import FAULTS
    from gongkai.corpus.synth.plan import Options
    from gongkai.corpus.synth.printing.files import FORMATS
    from gongkai.law.editions import builtin_editions

    if not 0 <= defects <= 1:
        raise CommandError(say("--defects 写作 {rate}，要在0和1之间", rate=f"{defects:g}"))
    first, last = _years(years)
    return Options(
        count,
        seed,
        defects,
        _chosen(formats, list(FORMATS), "--formats"),
        first,
        last,
        _chosen(editions, list(builtin_editions()), "--editions") if editions else (),
        _chosen(faults, list(FAULTS), "--faults") if faults else (),
    )


def _chosen(text: str, known: list[str], option: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    if not chosen or set(chosen) - set(known):
        wrong = sorted(set(chosen) - set(known)) or [text]
        raise CommandError(
            say("{option} 不认得 {wrong}", option=option, wrong=wrong), say("可用的有 {known}", known=known)
        )
    return chosen


def _years(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text.strip(), re.ASCII)
    if not match:
        raise CommandError(say("--years 写作 {text}，看不懂", text=text), say("请写成 2019-2023"))
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        proper = f"{last}-{first}"
        raise CommandError(say("--years 写作 {text}，先后颠倒", text=text), say("请写成 {years}", years=proper))
    if first < FIRST_YEAR:
        raise CommandError(say("--years 写作 {text}，要不早于{first}年", text=text, first=str(FIRST_YEAR)))
    if last > datetime.now().astimezone().year:
        raise CommandError(say("--years 写作 {text}，{last}年还没有到", text=text, last=str(last)))
    return first, last
