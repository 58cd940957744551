"""``gongkai import WORKBOOK --agency NAME``: registers from an Excel workbook, all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import LOCAL_PATH, cannot_write
from gongkai.cli.language import printable, say

if TYPE_CHECKING:
    from gongkai.registers.planning import Plan
    from gongkai.registers.workbook.reading import Located


@click.command("import", cls=Command)
@click.argument("workbook", metavar="WORKBOOK", type=LOCAL_PATH)
@click.option("--agency", "name", required=True, metavar="NAME", help="机关的名称或代码。")
@click.option("--create-agency", is_flag=True, help="没有这个机关时新设一个，各年度用全国统一的报告格式。")
@click.option("--partial", is_flag=True, help="导入没有错误的行，有错误的行写进“工作簿名-refused.xlsx”。")
def import_(workbook: Path, name: str, create_agency: bool, partial: bool) -> int:
    """从 Excel 工作簿（.xlsx、.xls、.ods）导入台账；有一处错误就什么都不导入，全部错误一次列出，退出码为 1。编号已有的
    行按新内容修改；同一个文件再导入一次不会改动任何内容。

    Import registers from an Excel workbook (.xlsx, .xls, .ods). One fault and nothing is imported: all faults are
    listed, exit code 1. A row whose number exists is changed; importing the same file again changes nothing.
    """
    from gongkai.cli.platform import platform

    with platform():
        content = _content(workbook)
        imported, plan = _import(workbook.name, content, name, create_agency, partial)
        for located in plan.faults():
            click.echo(_fault_line(located))
        if imported:
            click.echo(_summary(plan) if plan.contents.filled_in else _nothing_filled_in())
        if partial:
            _write_refused(plan, workbook.with_name(f"{workbook.stem}-refused.xlsx"))
    if not imported:
        click.echo(say("有错误，什么都没有导入。"), err=True)
    return 0 if imported and plan.clean else 1


def _content(workbook: Path) -> bytes:
    from django.conf import settings

    from gongkai.report.writing import os_fault

    try:
        with workbook.open("rb") as file:
            return file.read(settings.UPLOAD_LIMIT + 1)
    except OSError as error:
        reason = say("没有这个文件") if isinstance(error, FileNotFoundError) else os_fault(error)
        raise CommandError(say("打不开 {file}：{reason}", file=workbook, reason=reason)) from error


def _import(file_name: str, content: bytes, name: str, create: bool, partial: bool) -> tuple[bool, Plan]:
    """Whether anything was imported, and the plan. An organ made for an import that fails is not kept."""
    from django.db import transaction

    from gongkai.cli.import_progress import shown_rows
    from gongkai.cli.organ import organ_or_new, organ_or_refuse
    from gongkai.registers.actions.imports import import_workbook

    with transaction.atomic():
        hint = say("请检查名称或代码；新设机关请加 --create-agency")
        agency = organ_or_new(name) if create else organ_or_refuse(name, hint)
        with shown_rows() as told:
            imported, plan = import_workbook(
                agency=agency, file_name=file_name, content=content, actor=None, partial=partial, told=told
            )
        if imported is None:
            transaction.set_rollback(True)
    return imported is not None, plan


def _fault_line(located: Located) -> str:
    """One fault with sheet, row as in Excel, column, what was found and what is expected."""
    fault = located.fault
    place = say("{sheet}", sheet=located.sheet or say("工作簿"))
    if located.row is not None:
        place = say("{place} 第{row}行", place=place, row=located.row)
    if fault.header:
        place = say("{place} “{column}”", place=place, column=fault.header)
    template = say("{place}：现为“{found}”，{expected}", place=place, found=fault.found, expected=fault.expected)
    return printable(say("提示　{line}", line=template) if fault.severity == "warning" else template)


def _summary(plan: Plan) -> str:
    return say(
        "已导入：新增 {added} 行，修改 {changed} 行，未变 {unchanged} 行，未导入 {refused} 行。",
        added=plan.total("added"),
        changed=plan.total("changed"),
        unchanged=plan.total("unchanged"),
        refused=plan.total("refused"),
    )


def _nothing_filled_in() -> str:
    return say(
        "工作簿里除示例行外没有填写任何行，什么都没有导入。请在表头下面填写（示例行可以改掉或删除），保存后再导入。"
    )


def _write_refused(plan: Plan, target: Path) -> None:
    from gongkai.registers.workbook.refused import has_refused_rows, refused_workbook
    from gongkai.report.writing import save

    if not has_refused_rows(plan):
        return
    try:
        save(target, refused_workbook(plan))
    except OSError as error:
        raise cannot_write(target, error) from error
    click.echo(say("没有导入的行写进了 {file}", file=target), err=True)
