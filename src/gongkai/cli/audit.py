"""``gongkai audit PATH…``: read, reconcile, and say what is wrong, with both sides and the likely mend."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import cannot_write, edition_or_refuse, read_or_refuse, report_files, unreadable
from gongkai.cli.language import say, translate
from gongkai.law.messages import Message
from gongkai.report.reading import UnreadableError, read, refuse_nothing

if TYPE_CHECKING:
    from gongkai.law.editions import Edition
    from gongkai.report.auditing.findings import Audit
    from gongkai.report.model import Report

CLEAN, ERRORS_FOUND, UNREADABLE = 0, 1, 2
FORMATS = ("table", "json", "html", "xlsx")


@click.command("audit", cls=Command)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--previous",
    multiple=True,
    type=click.Path(path_type=Path),
    help="上一年度报告（文件或文件夹，按单位和年度对应）。",
)
@click.option("--edition", type=click.Path(path_type=Path), help="按此自定义版本文件读表。")
@click.option("--format", "form", type=click.Choice(FORMATS), help="输出格式；不填时按 -o 的后缀，再不然为 table。")
@click.option(
    "-o",
    "--output",
    multiple=True,
    type=click.Path(path_type=Path),
    help="输出文件，可多次给出（.json .html .xlsx .txt）；文件夹：每份报告一页。",
)
def audit(
    paths: tuple[Path, ...],
    previous: tuple[Path, ...],
    edition: Path | None,
    form: str | None,
    output: tuple[Path, ...],
) -> int:
    """审核年度报告：表内勾稽、表文一致、上下年衔接、格式要件。退出码：0 无错误，1 有错误级问题，2 有文件读不了。

    Audit reports or folders of them. Exit code: 0 clean, 1 findings of severity error, 2 something unreadable.
    """
    _check_outputs(form, output)
    files = report_files(paths)
    if not files:
        raise CommandError(say("没有找到可读的报告文件"), say("请指定报告文件，或放有报告的文件夹"))
    custom = edition_or_refuse(edition)
    audits = _audit_all(files, _previous_reports(previous, custom), custom)
    _deliver(audits, form, output, custom)
    return _exit_code(audits)


def _check_outputs(form: str | None, outputs: Sequence[Path]) -> None:
    if form in ("html", "xlsx") and not outputs:
        raise CommandError(say("{form} 格式要写进文件", form=form), say("请加 -o 文件名.{form}", form=form))
    if form and len(outputs) > 1:
        raise CommandError(say("--format 只能配一个 -o"), say("多个 -o 时请去掉 --format，按各文件的后缀输出"))
    for path in outputs:
        if not form and _form_of(path) not in FORMATS:
            raise CommandError(
                say("不知道 {name} 是什么格式", name=path.name), say("请用 .json、.html、.xlsx 后缀或加 --format")
            )


def _form_of(path: Path) -> str:
    """The format that a suffix stands for; a folder takes one page a report."""
    suffix = path.suffix.lower().lstrip(".")
    return {"txt": "table", "htm": "html", "": "html"}.get(suffix, suffix)


def _previous_reports(paths: Sequence[Path], custom: Edition | None) -> list[Report]:
    return [read_or_refuse(file, custom) for file in report_files(paths)]


def _audit_all(files: Sequence[Path], previous: Sequence[Report], custom: Edition | None) -> list[Audit]:
    if len(files) == 1:
        return [_audit_one(files[0], previous, custom, certain=len(previous) == 1)]
    label = say("审核 {count} 份报告", count=len(files))
    with click.progressbar(files, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        return [_audit_one(file, previous, custom) for file in bar]


def _audit_one(file: Path, previous: Sequence[Report], custom: Edition | None, *, certain: bool = False) -> Audit:
    """Audit one file; ``certain``: the only previous report named is this one's, whatever its title says."""
    from gongkai.report.auditing.engine import audit as audit_report
    from gongkai.report.auditing.findings import Audit
    from gongkai.report.model import Report, Source

    try:
        report = refuse_nothing(read(file, edition=custom))
    except UnreadableError as error:
        message = Message("{error}；{mend}", error=unreadable(file, error), mend=Message(error.mend))
        return Audit(Report(), source=Source(file.name, "", file.suffix.lower().lstrip(".")), error=message)
    result = audit_report(report, edition=custom, previous=previous[0] if certain else _previous_of(report, previous))
    result.source = report.source
    return result


def _previous_of(report: Report, candidates: Sequence[Report]) -> Report | None:
    """Last year's report of the same agency among several candidates."""
    same = [c for c in candidates if c.agency == report.agency and report.year and c.year == report.year - 1]
    return same[0] if same else None


def _deliver(audits: Sequence[Audit], form: str | None, outputs: Iterable[Path], custom: Edition | None) -> None:
    outputs = list(outputs)
    for path in outputs:
        _write(audits, form or _form_of(path), path, custom)
        click.echo(say("已写入 {file}", file=path), err=True)
    if not outputs or not form:
        click.echo(_as_text(audits, form if form and not outputs else "table", custom))
    for result in audits:
        if result.error:
            click.echo(f"gongkai: {translate(result.error)}", err=True)


def _as_text(audits: Sequence[Audit], form: str, custom: Edition | None) -> str:
    from gongkai.report.presenting import findings_json, findings_table

    if form == "json":
        return json.dumps(findings_json(audits), ensure_ascii=False, indent=2)
    screen = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if screen else 100
    colour = screen and "NO_COLOR" not in os.environ
    editions = {custom.id: custom} if custom else None
    return findings_table(audits, width=width, colour=colour, editions=editions).rstrip("\n")


def _write(audits: Sequence[Audit], form: str, path: Path, custom: Edition | None) -> None:
    from gongkai.report.presenting import write_findings
    from gongkai.report.writing import UnwritableError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_findings(audits, path, form=form, editions={custom.id: custom} if custom else None)
    except UnwritableError as error:
        raise CommandError(error.reason, error.mend) from error
    except OSError as error:
        raise cannot_write(path, error) from error


def _exit_code(audits: Sequence[Audit]) -> int:
    if any(a.error for a in audits):
        return UNREADABLE
    return ERRORS_FOUND if any(a.count("error") for a in audits) else CLEAN
