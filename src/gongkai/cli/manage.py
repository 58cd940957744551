"""``gongkai manage``: Django's own commands, for administrators who know them."""

from __future__ import annotations

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.language import say


@click.command("manage", cls=Command, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> int:
    """运行 Django 的管理命令，例如 gongkai manage dbshell。

    Run a management command of Django, e.g. gongkai manage dbshell.
    """
    from gongkai.cli.platform import platform

    with platform(up_to_date=False):
        from django.core.management import execute_from_command_line
        from django.db.utils import OperationalError, ProgrammingError

        try:
            execute_from_command_line(["gongkai manage", *arguments])
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                say("数据库还没有建好：{reason}", reason=error),
                say("请先运行一次 gongkai serve 或 gongkai manage migrate"),
            ) from error
        except SystemExit as end:  # How Django's commands end when they refuse.
            return end.code if isinstance(end.code, int) else 1
    return 0
