"""``gongkai corpus read DIR… -o STORE``: reports of any number into a store, in parallel, each once."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import LOCAL_PATH, edition_or_refuse, not_empty
from gongkai.cli.language import printable, say, translate
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.extras import require
from gongkai.law.messages import Message

if TYPE_CHECKING:
    from gongkai.corpus.running import Summary

DONE, FAULTS_LISTED, INTERRUPTED = 0, 1, 130
SHOWN_FAULTS = 20


@click.command("read", cls=Command)
@click.argument("addresses", metavar="DIR…", nargs=-1, required=True, callback=not_empty)
@click.option("-o", "--output", "store", required=True, type=LOCAL_PATH, help="报告库（文件夹）。")
@click.option("--workers", type=click.IntRange(min=1), help="本机工作进程数；不填时用全部可用的核。")
@click.option("--scheduler", metavar="ADDRESS", help="用现有的 Dask 集群，填调度进程的地址（tcp://主机:8786）。")
@click.option("--edition", type=click.Path(path_type=Path), help="按此自定义版本文件读表。")
@click.option("--retry-faults", is_flag=True, help="以前读不了的文件，没有变的也再读一次。")
def read(
    addresses: tuple[str, ...],
    store: Path,
    workers: int | None,
    scheduler: str | None,
    edition: Path | None,
    retry_faults: bool,
) -> int:
    """把文件夹、压缩包或远程地址（s3://桶名/前缀）里的年度报告读入报告库，并逐份审核。同样内容只读一次，中断后再运行即续读。
    退出码：0 完成，1 有读不了的文件（列出），2 无法进行，130 中途停止。

    Read the annual reports in folders, archives or remote addresses (s3://bucket/prefix) into a store, and audit each.
    Equal contents are read once; an interrupted run goes on where it stopped. Exit code: 0 done, 1 some files could
    not be read (listed), 2 nothing could be done, 130 interrupted.
    """
    if workers and scheduler is not None:
        raise CommandError(say("--workers 和 --scheduler 只能填一个"), say("集群的工作进程数由集群决定"))
    custom = edition_or_refuse(edition)
    try:
        summary = _read(addresses, store, _engine(workers, scheduler), edition=custom, retry_faults=retry_faults)
    except CorpusError as error:
        raise CommandError(error.reason, error.mend) from error
    except KeyboardInterrupt:
        click.echo(say("已停止。已读入的都在报告库中，再运行同一命令即从这里继续。"), err=True)
        return INTERRUPTED
    _tell(summary, store)
    return FAULTS_LISTED if summary.faults else DONE


def _engine(workers: int | None, scheduler: str | None) -> AbstractContextManager[Any]:
    for module in ("pyarrow", "duckdb", "filelock", "fsspec"):
        require(module, "analytics")
    if scheduler is not None:
        require("distributed", "cluster")
        from gongkai.corpus.running.cluster import ClusterEngine

        return ClusterEngine(scheduler)
    from gongkai.corpus.running.local import LocalEngine

    return LocalEngine(workers)


def _read(addresses: tuple[str, ...], store: Path, engine: AbstractContextManager[Any], **how: Any) -> Summary:
    from gongkai.cli.corpus.read_progress import shown_progress
    from gongkai.corpus.running import read_corpus

    with engine as workers, shown_progress() as progress:
        return read_corpus(addresses, store, engine=workers, progress=progress, **how)


def _tell(summary: Summary, store: Path) -> None:
    counts = say(
        "读入 {read} 份，库中已有 {present} 份，内容重复 {duplicates} 份，其他文件 {others} 个，读不了 {faults} 个",
        read=summary.read,
        present=summary.present,
        duplicates=summary.duplicates,
        others=summary.others,
        faults=len(summary.faults),
    )
    click.echo(counts)
    for fault in summary.faults[:SHOWN_FAULTS]:
        reason = translate(fault.reason)
        if fault.mend:
            reason = say("{reason}；{mend}", reason=Message(fault.reason), mend=Message(fault.mend))
        click.echo(printable(say("{path}：{message}", path=fault.path, message=Message(reason))))
    if len(summary.faults) > SHOWN_FAULTS:
        click.echo(say("……共 {count} 个，全部见：", count=len(summary.faults)), nl=False)
        click.echo(f'gongkai corpus query {store} "SELECT path, fault FROM faults"')
