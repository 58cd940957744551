"""``gongkai export-registers --agency NAME -o FILE``: registers as the workbook that ``import`` takes."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.command import Command
from gongkai.cli.files import LOCAL_PATH
from gongkai.cli.language import say
from gongkai.cli.template import save_workbook


@click.command("export-registers", cls=Command)
@click.option("--agency", "name", required=True, metavar="NAME", help="机关的名称或代码。")
@click.option("-o", "--output", required=True, type=LOCAL_PATH, help="输出文件（.xlsx）。")
@click.option("--year", type=click.IntRange(1949, 2999), help="只导出与这一年有关的行；不填时全部导出。")
def export_registers(name: str, output: Path, year: int | None) -> None:
    """把机关的台账导出为 Excel 工作簿，格式与 import 所用的相同。

    Export an agency's registers as the Excel workbook that import takes.
    """
    from gongkai.cli.platform import platform

    with platform():
        from gongkai.cli.organ import organ_or_refuse
        from gongkai.registers.workbook import export_workbook

        save_workbook(output, export_workbook(organ_or_refuse(name), year=year))
    click.echo(say("已写入 {file}", file=output), err=True)
