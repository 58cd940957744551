"""``gongkai corpus query STORE "SQL"``: questions to a store, answered read-only."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import LOCAL_PATH, cannot_write
from gongkai.cli.language import say
from gongkai.corpus.errors import CorpusError
from gongkai.law.messages import Message
from gongkai.report.writing.errors import os_fault

if TYPE_CHECKING:
    from gongkai.corpus.store import Store
    from gongkai.corpus.store.query import Result

FORMATS = ("table", "csv", "json", "xlsx", "parquet")
BINARY = ("xlsx", "parquet")
STANDARD_INPUT = Path("-")
MOST_SHOWN = 1000
WIDEST = 48
PLAN = ["explain_key", "explain_value"]


@click.command("query", cls=Command)
@click.argument("store", metavar="STORE", type=LOCAL_PATH)
@click.argument("sql", metavar="[SQL]", required=False)
@click.option("--file", "file", type=LOCAL_PATH, help="从文件读 SQL；- 为标准输入。")
@click.option("--format", "form", type=click.Choice(FORMATS), help="输出格式；不填时按 -o 的后缀，再不然为 table。")
@click.option("-o", "--output", multiple=True, type=LOCAL_PATH, help="输出文件（.csv .json .xlsx .parquet .txt）。")
@click.option("--limit", type=click.IntRange(min=1), help="最多输出多少行。")
@click.option("--bom", is_flag=True, help="csv 前加 BOM，供 Excel 直接打开。")
def query(
    store: Path,
    sql: str | None,
    file: Path | None,
    form: str | None,
    output: tuple[Path, ...],
    limit: int | None,
    bom: bool,
) -> int:
    """用一条 SELECT 语句查询报告库；只读，只看得见本库的视图。不给 SQL 时列出各视图和它们的列。

    Ask a store one SELECT statement; read-only and confined to the views of the store. Without SQL: list the views and
    their columns.
    """
    if sql is not None and file is not None:
        raise CommandError(say("SQL 和 --file 只能给一个"))
    target = _only(output)
    form = form or _form_of(target)
    if form in BINARY and target is None:
        raise CommandError(say("{form} 格式要写进文件", form=form), say("请加 -o 文件名.{form}", form=form))
    try:
        from gongkai.corpus.store import open_store

        opened = open_store(store)
        asked = sql if file is None else _sql_of(file)
        if asked is None:
            _list_views()
        else:
            _answer(opened, asked, form, target, limit, bom)
    except CorpusError as error:
        raise CommandError(error.reason, error.mend) from error
    return 0


def _only(outputs: Sequence[Path]) -> Path | None:
    if len(outputs) > 1:
        raise CommandError(say("-o 只能给一个文件"), say("请分几次查询"))
    return outputs[0] if outputs else None


def _sql_of(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if file == STANDARD_INPUT else file.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        reason = Message("没有这个文件") if isinstance(error, FileNotFoundError) else os_fault(error)
        raise CommandError(say("打不开 {file}：{reason}", file=file, reason=reason)) from error
    except UnicodeDecodeError as error:
        raise CommandError(
            say("SQL 文件 {file} 不是 UTF-8 文本", file=file), say("请用编辑器把它另存为 UTF-8 编码")
        ) from error


def _form_of(output: Path | None) -> str:
    suffix = output.suffix.lower().removeprefix(".") if output else "table"
    form = {"txt": "table"}.get(suffix, suffix)
    if form not in FORMATS:
        raise CommandError(
            say("不知道 {name} 是什么格式", name=output or ""),
            say("请用 {formats} 后缀或加 --format", formats=[".csv", ".json", ".xlsx", ".parquet", ".txt"]),
        )
    return form


def _list_views() -> None:
    from gongkai.corpus.store.schema import TABLES

    for table in TABLES.values():
        click.echo(f"{table.name}\n  {', '.join(column.name for column in table.columns)}")
    click.echo(say("faults（files 中读不了的）\n  path, sha256, bytes, modified, fault"))


def _answer(store: Store, sql: str, form: str, output: Path | None, limit: int | None, bom: bool) -> None:
    with store.query(sql) as result:
        if output is None:
            _print(result, form, limit, bom)
            return
        with _whole_file(output) as out:
            _write(result, out, form, limit, bom)
    click.echo(say("已写入 {file}", file=output), err=True)


def _print(result: Result, form: str, limit: int | None, bom: bool) -> None:
    if form != "table":
        _write(result, sys.stdout.buffer, form, limit, bom)
        return
    if result.columns == PLAN:
        click.echo("\n".join(str(plan) for _, plan in result.rows()))
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    rows = islice(result.rows(), limit)
    for line in _table(result, islice(rows, MOST_SHOWN), width):
        click.echo(line)
    if next(rows, None) is not None:
        click.echo(say("只列出前{count}行；全部结果请用 -o 写进文件", count=MOST_SHOWN), err=True)


def _write(result: Result, out: IO[bytes], form: str, limit: int | None, bom: bool) -> None:
    from gongkai.corpus.store.exporting import write_result

    if form == "table":
        for line in _table(result, islice(result.rows(), limit), None):
            out.write(f"{line}\n".encode())
    else:
        write_result(result, out, form, limit=limit, bom=bom)


def _table(result: Result, some: Iterable[tuple[Any, ...]], width: int | None) -> Iterator[str]:
    """The rows under their names, aligned for a terminal, cut at ``width`` columns of it."""
    from gongkai.corpus.store.exporting import shown
    from gongkai.report.presenting.text_table import pad, text_width
    from gongkai.report.writing.figures import clean

    def cell(value: Any) -> str:
        return _cut(clean(shown(value)).replace("\n", " "), WIDEST)

    numeric = [str(kind).startswith(("int", "uint", "double", "float", "decimal")) for kind in result.schema.types]
    rows = [tuple(map(cell, row)) for row in some]
    heads = tuple(map(cell, result.columns))
    widths = [max(map(text_width, column)) for column in zip(heads, *rows, strict=True)]

    def line(row: tuple[str, ...]) -> str:
        cells = (
            " " * (room - text_width(text)) + text if right else pad(text, room)
            for text, room, right in zip(row, widths, numeric, strict=True)
        )
        text = "  ".join(cells).rstrip()
        return _cut(text, width) if width else text

    yield line(heads)
    yield line(tuple("─" * room for room in widths))
    yield from map(line, rows)


def _cut(text: str, width: int) -> str:
    from gongkai.report.presenting.text_table import text_width

    if text_width(text) <= width:
        return text
    while text and text_width(text) >= width:
        text = text[: max(width - 1, 0)] if len(text) > width else text[:-1]
    return text + "…"


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears at ``path`` when all of it is written, or not at all."""
    part = path.with_name(f".{path.name[:40]}.{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as out:
            yield out
        part.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
