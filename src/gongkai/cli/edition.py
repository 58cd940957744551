"""``gongkai edition``: check an edition file, or list what an edition holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from gongkai.cli.command import Group
from gongkai.cli.errors import CommandError, fault_line, faults_of
from gongkai.cli.language import say
from gongkai.law.edition_check import EditionError, load_checked
from gongkai.law.editions import Edition, FormTable, Row, builtin_editions

FAULTY = 1


@click.group("edition", cls=Group)
def edition() -> None:
    """表格版本：检查自定义版本文件，列出版本内容。

    Editions of the statutory form: check a file of one's own, list rows and keys.
    """


@edition.command("check")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def check(file: Path) -> int:
    """检查版本文件，一次列出全部问题及其位置。退出码：0 可以使用，1 有问题，2 打不开。

    Check an edition file and list every fault with its place. Exit code: 0 usable, 1 faults, 2 cannot be opened.
    """
    if not file.is_file():
        raise CommandError(say("找不到文件 {file}", file=file), say("请检查路径"))
    try:
        form = load_checked(file)
    except EditionError as error:
        click.echo(say("{file}：{count} 处问题", file=file.name, count=len(error.faults)))
        for fault in error.faults:
            click.echo(f"  {fault_line(fault)}")
        return FAULTY
    click.echo(say("{file}：可以使用", file=file.name))
    for line in _head(form):
        click.echo(line)
    return 0


@edition.command("show")
@click.argument("name", metavar="ID|FILE", required=False)
def show(name: str | None) -> None:
    """列出一个版本的表、行、列和代码；不填编号时列出全部内置版本。

    List tables, rows, columns and keys of an edition (by id, or a file); without a name, the built-in editions.
    """
    if name is None:
        for form in builtin_editions().values():
            click.echo(f"{form.id:28} {_years(form):14} {form.title}")
        return
    form = _find(name)
    for line in (*_head(form), *(line for table in form.tables for line in _table(table))):
        click.echo(line)


def _find(name: str) -> Edition:
    if name in builtin_editions():
        return builtin_editions()[name]
    if not Path(name).is_file():
        known = list(builtin_editions())
        raise CommandError(
            say("没有版本“{name}”", name=name), say("可用的有：{known}，或填版本文件的路径", known=known)
        )
    try:
        return load_checked(Path(name))
    except EditionError as error:
        raise CommandError(say("版本文件 {file} 有误：{error}", file=name, error=faults_of(error))) from error


def _head(form: Edition) -> Iterator[str]:
    yield f"{form.id} {form.title}"
    counts = {"tables": len(form.tables), "cells": len(form.slots), "sections": len(form.sections)}
    yield say("  {years}，{tables} 张表，{cells} 个填数格，{sections} 个章节", years=_years(form), **counts)
    if form.base:
        yield say("  沿用 {base} 的规则（代码相同处）", base=form.base)
    if form.rules:
        yield say("  自带 {count} 条规则", count=len(form.rules))


def _years(form: Edition) -> str:
    first, last = form.first_year, form.last_year
    if first and last:
        return say("{year}年度", year=first if first == last else f"{first}—{last}")
    if first:
        return say("{year}年度起", year=first)
    return say("{year}年度止", year=last) if last else say("不限年度")


def _table(table: FormTable) -> Iterator[str]:
    yield ""
    yield say("【{key}】{title}（{layout}）", key=table.key, title=table.title, layout=table.layout)
    yield say("  格子代码：{pattern}", pattern=table.cell_key)
    if len(table.columns) > 1:
        columns = [f"{c.key} {'·'.join((*c.groups, c.label))}" for c in table.columns]
        yield say("  列：{columns}", columns=columns)
    parents = {row.key: row.parent for row in table.rows}
    for row in table.rows:
        yield f"  {row.key:32} {_label(row, parents)}"


def _label(row: Row, parents: dict[str, str | None]) -> str:
    depth, above = 0, row.parent
    while above:
        depth, above = depth + 1, parents.get(above)
    unit = f"（{row.unit}）" if row.unit and row.has_cell else ""
    return f"{'　' * depth}{_number(row)}{row.label or ''}{unit}"


def _number(row: Row) -> str:
    if not row.number:
        return ""
    if row.number == "其中":
        return "其中："
    return row.number if row.number.endswith("）") else f"{row.number}、"
