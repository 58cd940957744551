"""``gongkai compare A B``: two reports cell by cell, through the crosswalk where their forms differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import edition_or_refuse, read_or_refuse
from gongkai.cli.language import say

if TYPE_CHECKING:
    from gongkai.law.crosswalk import Figure
    from gongkai.report.compare import Comparison, Row
    from gongkai.report.model import Report

FORMATS = ("table", "json")
WIDTHS = (40, 12, 12, 12, 9)


@click.command("compare", cls=Command)
@click.argument("first", metavar="A", type=click.Path(path_type=Path))
@click.argument("second", metavar="B", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", help="输出格式。")
@click.option("--all", "everything", is_flag=True, help="两份报告都是0或空的栏目也列出。")
@click.option("--edition", type=click.Path(path_type=Path), help="按此自定义版本文件读表。")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="输出文件；不填则打印。")
def compare(first: Path, second: Path, form: str, everything: bool, edition: Path | None, output: Path | None) -> None:
    """逐栏比较两份年度报告；表格版本不同时按对照表比较，并说明口径的变化。

    Compare report B with report A, cell by cell; where their forms differ, through the crosswalk between editions, with
    notes on what changed.
    """
    from gongkai.report.compare import to_json

    comparison = _compared(first, second, edition)
    if form == "json":
        text = json.dumps(to_json(comparison), ensure_ascii=False, indent=2)
    else:
        text = "\n".join(_table(comparison, everything))
    _deliver(text, output)


def _compared(first: Path, second: Path, edition: Path | None) -> Comparison:
    from gongkai.report.compare import NoFormError
    from gongkai.report.compare import compare as compare_reports

    custom = edition_or_refuse(edition)
    one, other = read_or_refuse(first, custom), read_or_refuse(second, custom)
    try:
        return compare_reports(one, other, edition=custom)
    except NoFormError as error:
        file = first if error.which is one else second
        raise CommandError(
            say("{file} 中没有可识别的统计表，无法比较", file=file),
            say("请换用带表格的报告，或用 --edition 指定表格版本"),
        ) from error


def _deliver(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text)
        return
    from gongkai.report.writing import UnwritableError, save

    try:
        save(output, f"{text}\n".encode())
    except UnwritableError as error:
        raise CommandError(error.reason, error.mend) from error
    click.echo(say("已写入 {file}", file=output), err=True)


def _table(comparison: Comparison, everything: bool) -> Iterator[str]:
    yield _line([say("指标"), *map(_heading, (comparison.first, comparison.second)), say("增减"), say("增幅")])
    yield "─" * (sum(WIDTHS) + 2)
    rows = [row for row in comparison.rows if row.comparable != "no"]
    shown = [row for row in rows if everything or row.first.value or row.second.value]
    yield from (_row_line(row) for row in shown)
    if len(rows) > len(shown):
        yield say("另有 {count} 栏两份报告均为0或空（--all 可列出）", count=len(rows) - len(shown))
    if comparison.breaks:
        yield ""
        yield say("以下栏目口径中断，不可比较：")
        yield from (_row_line(row) for row in comparison.breaks)
    yield from _notes((*shown, *comparison.breaks))


def _heading(report: Report) -> str:
    return str(report.year) if report.year else report.agency or "?"


def _row_line(row: Row) -> str:
    from gongkai.report.auditing.wording import number

    gap = "" if row.difference is None else f"{'+' if row.difference > 0 else ''}{number(row.difference)}"
    rate = "" if row.rate is None else f"{row.rate:+.1%}"
    mark = say("慎比") if row.comparable == "caution" else ""
    return _line([row.label, _figure(row.first), _figure(row.second), gap, rate, mark])


def _figure(figure: Figure) -> str:
    from gongkai.report.auditing.wording import number

    if figure.value is not None:
        return number(figure.value)
    return {"blank": say("空"), "absent": say("未读到")}.get(figure.state, say("无此栏"))


def _line(parts: list[str]) -> str:
    from gongkai.report.presenting.text_table import pad, text_width

    name, *figures = parts
    right = [" " * max(0, w - text_width(f)) + f for f, w in zip(figures, WIDTHS[1:], strict=False)]
    return " ".join([pad(name, WIDTHS[0]), *right, *figures[len(WIDTHS) - 1 :]]).rstrip()


def _notes(rows: Iterable[Row]) -> Iterator[str]:
    """Each note once, with the figures that it is about."""
    notes: dict[str, list[str]] = {}
    for row in rows:
        if row.note:
            notes.setdefault(row.note, []).append(row.label)
    if notes:
        yield ""
        yield say("口径说明：")
    for note, labels in notes.items():
        yield f"  {'、'.join(labels)}：{note}"
