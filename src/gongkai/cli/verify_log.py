"""``gongkai verify-log``: whether the record of state changes is whole."""

from __future__ import annotations

import click

from gongkai.cli.command import Command
from gongkai.cli.language import say


@click.command("verify-log", cls=Command)
def verify_log() -> int:
    """核对操作日志：逐条核对校验链，报告被改动、缺失或插入的记录；有问题时退出码为 1。

    Verify the record of state changes: name every line that was altered, removed or added; exit code 1 if there is one.
    """
    from gongkai.cli.platform import platform

    with platform():
        from gongkai.audit_log.chain import verify
        from gongkai.audit_log.models import Head

        breaks = list(verify())
        head = Head.objects.filter(pk=1).first()
    for found in breaks:
        click.echo(say("第 {number} 条：{message}", number=found.number, message=found.message))
    if breaks:
        return 1
    number, last = (head.number, head.hash) if head else (0, "-")
    click.echo(say("日志完整，共 {count} 条，最后一条的校验值是 {hash}。", count=number, hash=last))
    return 0
