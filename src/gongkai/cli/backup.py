"""``gongkai backup``: database and files in one archive, while the site runs."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.files import LOCAL_PATH
from gongkai.cli.language import say


@click.command("backup", cls=Command)
@click.option("-o", "--output", required=True, type=LOCAL_PATH, help="备份文件（.tar.gz）。")
def backup(output: Path) -> None:
    """备份数据库和文件，网站可以照常运行。

    Back up database and files; the site may go on running.
    """
    from gongkai.cli.platform import platform

    with platform(up_to_date=False):
        from gongkai.config.backups import back_up
        from gongkai.report.writing import os_fault

        try:
            manifest = back_up(output)
        except OSError as error:
            raise CommandError(
                say("写不出备份：{reason}", reason=os_fault(error)), say("请检查位置和磁盘空间")
            ) from error
    click.echo(say("已备份到 {path}，共 {count} 个文件。", path=output, count=len(manifest["members"])), err=True)
