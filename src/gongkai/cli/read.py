"""``gongkai read FILE``: the Report as JSON on standard output."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gongkai.cli.command import Command
from gongkai.cli.files import edition_or_refuse, read_or_refuse


@click.command("read", cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--edition", type=click.Path(path_type=Path), help="按此自定义版本文件读表（地方表、2014年以前的表）。")
def read(file: Path, edition: Path | None) -> None:
    """把一份年度报告读成 JSON，输出到标准输出（格式 gongkai.report/1）。常见格式都可以：docx、doc、wps、pdf、ofd、
    html、xlsx、xls、txt、md。

    Print the report in FILE as JSON (schema gongkai.report/1). Any usual format: docx, doc, wps, pdf, ofd, html,
    xlsx, xls, txt, md.
    """
    from gongkai.report.serialise import to_json

    report = read_or_refuse(file, edition_or_refuse(edition))
    click.echo(json.dumps(to_json(report), ensure_ascii=False, indent=2))
