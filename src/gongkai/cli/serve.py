"""``gongkai serve``: the site, with its background work, until it is stopped."""

from __future__ import annotations

import os

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError
from gongkai.cli.language import say


@click.command("serve", cls=Command)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="监听的端口。")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64), help="应答网页的进程数。")
def serve(host: str, port: int, processes: int) -> None:
    """运行网站和后台任务，按 Ctrl+C 停止。设置见 docs/settings.md。

    Serve the site and its background work until Ctrl+C. For settings see docs/settings.md.
    """
    from gongkai.cli.platform import platform

    if not os.environ.get("GONGKAI_SECRET_KEY"):
        raise CommandError(say("没有设置密钥"), say("请把环境变量 GONGKAI_SECRET_KEY 设为 50 个以上的随机字符"))
    refuse_taken(host, port)
    with platform(throwaway_secret=False):
        from gongkai.config.serving import serve as run

        run(f"{host}:{port}", processes, lambda: click.echo(f"http://{host}:{port}/"))


def refuse_taken(host: str, port: int) -> None:
    """CommandError where something else listens at the address already."""
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                say("不能监听 {host}:{port}：{reason}", host=host, port=port, reason=error.strerror or error),
                say("请用 --port 换一个端口"),
            ) from error
