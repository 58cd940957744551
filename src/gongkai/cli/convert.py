"""``gongkai convert FILE -o OUT``: a report in the official layout of its edition."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import cannot_write, edition_or_refuse, read_or_refuse, report_files
from gongkai.cli.language import say
from gongkai.law.editions import Edition

FORMATS = ("json", "docx", "pdf", "html", "xlsx")


@click.command("convert", cls=Command)
@click.argument("paths", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="输出文件；配合 --to 时为文件夹。")
@click.option("--to", "suffix", type=click.Choice(FORMATS), help="把多份报告都转成这种格式，放进 -o 指定的文件夹。")
@click.option("--edition", type=click.Path(path_type=Path), help="按此自定义版本文件读表。")
def convert(paths: tuple[Path, ...], output: Path, suffix: str | None, edition: Path | None) -> None:
    """把年度报告转成 docx、pdf、html、xlsx 或 json（版式按报告所用的表格版本）；加 --to 可转换多份报告或整个文件夹。

    Convert a report to docx, pdf, html, xlsx or json in the layout of its edition; with --to many reports or a
    folder of them.
    """
    form = edition_or_refuse(edition)
    if suffix:
        _convert_all(report_files(paths), output, suffix, form)
        return
    if len(paths) > 1:
        raise CommandError(say("-o 只能放一份报告"), say("多份报告请加 --to 格式，并用 -o 指定文件夹"))
    if output.suffix.lower().lstrip(".") not in FORMATS:
        raise CommandError(
            say("不能写成 {name}", name=output.name), say("输出文件名请以 .json .docx .pdf .html .xlsx 之一结尾")
        )
    _convert_one(paths[0], output, form)


def _convert_all(files: list[Path], folder: Path, suffix: str, form: Edition | None) -> None:
    if not files:
        raise CommandError(say("没有找到可读的报告文件"), say("请指定报告文件，或放有报告的文件夹"))
    if folder.exists() and not folder.is_dir():
        raise CommandError(say("{file} 不是文件夹", file=folder), say("用 --to 时 -o 要指定文件夹"))
    names = _distinct_names(files, suffix)
    failed = []
    with click.progressbar(files, label=say("转换"), file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for file in bar:
            try:
                _convert_one(file, folder / names[file], form)
            except CommandError as error:
                failed.append(error.message)
    for message in failed:
        click.echo(f"gongkai: {message}", err=True)
    if failed:
        raise CommandError(say("{count} 份报告没有转换", count=len(failed)))


def _distinct_names(files: list[Path], suffix: str) -> dict[Path, str]:
    """Two sources of one name in different formats keep theirs apart: ``a.pdf`` → ``a.pdf.docx``."""
    stems = [f.stem for f in files]
    return {f: f"{f.stem if stems.count(f.stem) == 1 else f.name}.{suffix}" for f in files}


def _convert_one(source: Path, output: Path, form: Edition | None) -> None:
    from gongkai.report.writing import UnwritableError, write

    if output.exists() and source.exists() and output.samefile(source):
        raise CommandError(say("{file} 就是原文件", file=output), say("请换一个输出文件名，以免覆盖原件"))
    report = read_or_refuse(source, form)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write(report, output, edition=form)
    except UnwritableError as error:
        raise CommandError(error.reason, error.mend) from error
    except OSError as error:
        raise cannot_write(output, error) from error
