"""``gongkai template -o FILE``: an empty workbook of registers."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import LOCAL_PATH, cannot_write
from gongkai.cli.language import say


@click.command("template", cls=Command)
@click.option("-o", "--output", required=True, type=LOCAL_PATH, help="输出文件（.xlsx）。")
def template(output: Path) -> None:
    """写出空白的台账工作簿：每列有说明，能选的有下拉列表，每个工作表有一行示例（原样留着不会导入）。

    Write an empty workbook of registers: notes on the headers, drop-down lists, one example row a sheet (not imported
    as long as it is left as it is).
    """
    from gongkai.cli.platform import platform

    if output.exists():  # It may be a register that somebody has filled in.
        raise CommandError(say("文件已存在：{file}", file=output), say("请换一个文件名"))
    with platform(up_to_date=False):
        from gongkai.registers.workbook import template_workbook

        save_workbook(output, template_workbook())
    click.echo(say("已写入 {file}", file=output), err=True)


def save_workbook(output: Path, content: bytes) -> None:
    """Write an xlsx file, whole or not at all."""
    from gongkai.report.writing import save

    if output.suffix.lower() != ".xlsx":
        raise CommandError(say("不能写成 {name}", name=output.name), say("输出文件名请以 .xlsx 结尾"))
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        save(output, content)
    except OSError as error:
        raise cannot_write(output, error) from error
