"""Finding the report files that a user means, and reading them with errors a user understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from gongkai.cli.errors import CommandError, faults_of
from gongkai.cli.language import say
from gongkai.law.editions import Edition
from gongkai.law.messages import Message
from gongkai.report.model import Report
from gongkai.report.reading import UnreadableError, read
from gongkai.report.reading.suffixes import SUFFIXES

ANSWER_KEY = "answers.json"  # What ``corpus synth`` writes beside its reports is none.


class LocalPath(click.Path):
    """A path on this machine. What is empty, or an address (``s3://…``), is refused before a folder of that name is
    made."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if "://" in str(value):
            self.fail(say("{address} 是远程地址，这里只能填本机的路径", address=value), param, ctx)
        return super().convert(not_empty(ctx, param, value), param, ctx)


LOCAL_PATH = LocalPath(path_type=Path)


def not_empty(ctx: click.Context | None, param: click.Parameter | None, value: Any) -> Any:
    """A path or address, or several; an empty one would be the folder in which the command runs."""
    if "" in (value if isinstance(value, tuple) else (value,)):
        raise click.BadParameter(say("路径是空的，请检查命令中的变量和引号"), ctx, param)
    return value


def report_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and the report files in the folders named (recursively, by name); each file once."""
    found: dict[Path, None] = {}
    for path in paths:
        for file in _below(path) if path.is_dir() else (path,):
            found[file] = None
    return list(found)


def _below(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden and file.suffix.lower() in SUFFIXES and file.name != ANSWER_KEY:
            yield file


def read_or_refuse(path: Path, edition: Edition | None = None) -> Report:
    """Read one file; CommandError (exit 2) names the file, the reason and the mend."""
    try:
        return read(path, edition=edition)
    except UnreadableError as error:
        raise CommandError(unreadable(path, error), error.mend) from error


def unreadable(path: Path, error: UnreadableError) -> Message:
    """Which file cannot be read, and why."""
    return Message("读不了 {file}：{reason}", file=path, reason=Message(error.reason))


def edition_or_refuse(path: Path | None) -> Edition | None:
    """The custom edition in a file; CommandError tells all that is wrong with it."""
    if path is None:
        return None
    from gongkai.law.edition_check import EditionError, load_checked

    try:
        return load_checked(path)
    except EditionError as error:
        raise CommandError(say("版本文件 {file} 有误：{error}", file=path, error=faults_of(error))) from error


def cannot_write(path: Path, error: OSError) -> CommandError:
    """The refusal for a place that the system does not let us write to."""
    from gongkai.report.writing import os_fault

    return CommandError(
        say("写不了 {file}：{reason}", file=path, reason=os_fault(error)), say("请检查文件夹权限和磁盘空间")
    )
