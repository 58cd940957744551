"""``gongkai manage``: Django's own commands, for administrators who know them."""

from __future__ import annotations

import click

from gongkai.cli.command import Command


@click.command("manage", cls=Command, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """运行 Django 的管理命令，例如 gongkai manage dbshell。

    Run a management command of Django, e.g. gongkai manage dbshell.
    """
    from gongkai.cli.platform import platform

    with platform(up_to_date=False):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["gongkai manage", *arguments])
