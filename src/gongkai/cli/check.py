"""``gongkai check``: every unsafe setting, with what to do about it."""

from __future__ import annotations

import click

from gongkai.cli.command import Command
from gongkai.cli.language import say


@click.command("check", cls=Command)
def check() -> int:
    """检查设置是否安全：列出每一项不安全的设置和改法；有错误时退出码为 1。

    Check whether the settings are safe: each unsafe one with its remedy; exit code 1 where one is an error.
    """
    from gongkai.cli.platform import platform

    with platform(up_to_date=False, throwaway_secret=False):
        from django.core.checks import ERROR

        from gongkai.config.checks import found

        messages = found()
    for message in messages:
        kind = say("错误") if message.level >= ERROR else say("提示")
        click.echo(f"{kind} {message.id}  {message.msg}{message.hint or ''}")
    click.echo(say("共 {count} 项。", count=len(messages)) if messages else say("没有发现不安全的设置。"))
    return int(any(message.level >= ERROR for message in messages))
