"""``gongkai report AGENCY YEAR``: the annual report from the registers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.command import Command
from gongkai.cli.convert import FORMATS
from gongkai.cli.errors import CommandError
from gongkai.cli.files import LOCAL_PATH, cannot_write
from gongkai.cli.language import say

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency
    from gongkai.report.model import Report


@click.command("report", cls=Command)
@click.argument("agency", metavar="AGENCY")
@click.argument("year", metavar="YEAR", type=click.IntRange(1990, 2999))
@click.option("-o", "--output", type=LOCAL_PATH, help="输出文件（.json .docx .pdf .html .xlsx）；不填时输出 JSON。")
def report(agency: str, year: int, output: Path | None) -> None:
    """由台账生成年度报告：各项数字由台账得出，正文取已起草的。不加 -o 时输出 JSON，与 read 的格式相同。

    The annual report from the registers: the figures are derived from them, the prose is what has been drafted.
    Without -o: JSON in the shape of read.
    """
    from gongkai.cli.platform import platform

    if output and output.suffix.lower().lstrip(".") not in FORMATS:
        raise CommandError(
            say("不能写成 {name}", name=output.name), say("输出文件名请以 .json .docx .pdf .html .xlsx 之一结尾")
        )
    if year > date.today().year:  # noqa: DTZ011 - The year on the wall, wherever that is.
        raise CommandError(say("{year}年还没有到", year=year), say("请检查年度"))
    with platform():
        from gongkai.cli.organ import organ_or_refuse

        made = _report(organ_or_refuse(agency), year)
    if output:
        _write(made, output)
        click.echo(say("已写入 {file}", file=output), err=True)
    else:
        from gongkai.report.serialise import to_json

        click.echo(json.dumps(to_json(made), ensure_ascii=False, indent=2))


def _report(agency: Agency, year: int) -> Report:
    """The version in work or published; where nobody has begun one, the figures alone."""
    from gongkai.agencies.queries import edition_of
    from gongkai.filing.deriving import derive_cells
    from gongkai.filing.reporting import blank_report, current_version, report_of, title_of
    from gongkai.law.editions import UnknownEditionError

    version = current_version(agency, year)
    if version:
        return report_of(version)
    try:
        edition = edition_of(agency, year)
    except UnknownEditionError as error:
        raise CommandError(
            say("{year}年没有全国统一的报告格式", year=year), say("请先为这个机关选定该年度的报告格式")
        ) from error
    made = blank_report(agency, year, edition.id, derive_cells(agency, year, edition))
    return replace(made, title=title_of(agency, year))


def _write(made: Report, output: Path) -> None:
    from gongkai.report.writing import UnwritableError, write

    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write(made, output)
    except UnwritableError as error:
        raise CommandError(error.reason, error.mend) from error
    except OSError as error:
        raise cannot_write(output, error) from error
