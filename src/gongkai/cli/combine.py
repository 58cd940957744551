"""``gongkai combine FILE…``: the reports of several agencies added up, and a roll-up checked against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import edition_or_refuse, read_or_refuse, report_files
from gongkai.cli.language import say
from gongkai.law.messages import Message

if TYPE_CHECKING:
    from gongkai.law.editions import Edition
    from gongkai.report.auditing.findings import Audit
    from gongkai.report.model import Report

ERRORS_FOUND = 1


@click.command("combine", cls=Command)
@click.argument("paths", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--agency", required=True, help="汇总报告的单位名称。")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="输出文件（.json .docx .pdf .html .xlsx）。"
)
@click.option("--parent", type=click.Path(path_type=Path), help="上级单位自己的汇总报告：逐栏与各单位之和核对。")
@click.option("--expected", type=click.Path(path_type=Path), help="应报单位名单，一行一个。")
@click.option("--edition", type=click.Path(path_type=Path), help="按此自定义版本文件读表。")
def combine(
    paths: tuple[Path, ...],
    agency: str,
    output: Path,
    parent: Path | None,
    expected: Path | None,
    edition: Path | None,
) -> int:
    """把同一年度、同一版本的多份报告逐栏相加；去重数和存量不相加。给出 --parent 或 --expected 时另作核对（规则 V-01 至
    V-04），查出错误时退出码为1。

    Add up reports of one year and one edition. With --parent or --expected the roll-up is checked too (rules V-01 to
    V-04); exit code 1 when that finds an error.
    """
    custom = edition_or_refuse(edition)
    reports = [read_or_refuse(file, custom) for path in paths for file in report_files([path])]
    rollup, names = read_or_refuse(parent, custom) if parent else None, _names(expected)
    combined = _combined(reports, agency, custom)
    _write(combined, output, custom)
    click.echo(say("已汇总 {count} 份报告，写入 {file}", count=len(reports), file=output), err=True)
    for note in combined.notes:
        click.echo(say("注意：{note}", note=Message(note.message)), err=True)
    if rollup is None and names is None:
        return 0
    audit = _checked(rollup or combined, reports, names, custom)
    if rollup is None:  # Our own sum needs no checking; only who is missing is news.
        audit.findings = [finding for finding in audit.findings if finding.rule == "V-03"]
    return _tell(audit)


def _combined(reports: list[Report], agency: str, custom: Edition | None) -> Report:
    from gongkai.report.combine import CombineError
    from gongkai.report.combine import combine as combine_reports

    try:
        return combine_reports(reports, agency, edition=custom)
    except CombineError as error:
        raise CommandError(error.reason, error.mend) from error


def _write(report: Report, output: Path, custom: Edition | None) -> None:
    from gongkai.report.writing import UnwritableError, write

    try:
        write(report, output, edition=custom)
    except UnwritableError as error:
        raise CommandError(error.reason, error.mend) from error


def _names(path: Path | None) -> list[str] | None:
    if path is None:
        return None
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(
            say("读不了名单 {file}", file=path), say("请用 UTF-8 编码的文本文件，一行一个单位名称")
        ) from error
    return [line.strip() for line in lines if line.strip()]


def _checked(rollup: Report, reports: list[Report], expected: list[str] | None, custom: Edition | None) -> Audit:
    """The roll-up against its parts; the report of the same agency among them is its own."""
    from gongkai.report.auditing.cross_level import plain_name
    from gongkai.report.combine import check_rollup

    name = plain_name(rollup.agency or "")
    own = next((r for r in reports if name and r.agency and plain_name(r.agency) == name), None)
    below = [report for report in reports if report is not own]
    return check_rollup(rollup, own, below, expected, edition=custom)


def _tell(audit: Audit) -> int:
    from gongkai.report.presenting import findings_table

    click.echo(findings_table([audit]))
    return ERRORS_FOUND if audit.count("error") else 0
