"""``gongkai restore``: database and files from a backup, all or nothing."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.command import Command
from gongkai.cli.files import LOCAL_PATH
from gongkai.cli.language import say


@click.command("restore", cls=Command)
@click.argument("archive", type=LOCAL_PATH)
@click.option("--replace", is_flag=True, help="替换已有的数据，原有数据另存。")
def restore(archive: Path, replace: bool) -> None:
    """用备份恢复数据库和文件。请先停止网站。

    Restore database and files from a backup. Stop the site first.
    """
    from gongkai.cli.platform import platform

    with platform(up_to_date=False, use=False):
        from gongkai.config.restoring import restore as bring_back
        from gongkai.config.start import bring_up_to_date

        manifest = bring_back(archive, replace=replace)
        bring_up_to_date()
    click.echo(
        say("已恢复 {time} 的备份，共 {count} 个文件。", time=manifest["made_at"], count=len(manifest["members"])),
        err=True,
    )
