"""The ``gongkai`` command. Each command's module is imported when it runs, so that a quick command starts quickly."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

import click

import gongkai
from gongkai.cli.command import LazyGroup
from gongkai.cli.errors import cannot_print, one_line
from gongkai.cli.language import choose_language

INTERRUPTED = 130
COMMANDS = {
    "read": "gongkai.cli.read",
    "audit": "gongkai.cli.audit",
    "convert": "gongkai.cli.convert",
    "compare": "gongkai.cli.compare",
    "combine": "gongkai.cli.combine",
    "deadline": "gongkai.cli.deadline",
    "fee": "gongkai.cli.fee",
    "edition": "gongkai.cli.edition",
    "corpus": "gongkai.cli.corpus",
    "demo": "gongkai.cli.demo",
    "template": "gongkai.cli.template",
    "import": "gongkai.cli.import_",
    "export-registers": "gongkai.cli.export_registers",
    "report": "gongkai.cli.report",
    "serve": "gongkai.cli.serve",
    "backup": "gongkai.cli.backup",
    "restore": "gongkai.cli.restore",
    "check": "gongkai.cli.check",
    "verify-log": "gongkai.cli.verify_log",
    "manage": "gongkai.cli.manage",
}


@click.group(cls=LazyGroup, modules=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(gongkai.__version__, prog_name="gongkai", message="%(prog)s %(version)s", help="显示版本并退出。")
def cli() -> None:
    """政府信息公开年度报告：读取、审核、转换、比较、汇总，成批建库；办理期限与信息处理费。

    Read, audit, convert, compare, combine and collect annual reports on open government information.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 findings of severity error (audit), 2 wrong use or unreadable file."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # So that an unfinished file is taken away.
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every refusal is one line on standard error."""
    choose_language()
    try:
        result = cli.main(args=arguments, prog_name="gongkai", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return 0
    except click.ClickException as error:
        click.echo(one_line(error), err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except SystemExit:  # Click's answer to a reader that has closed the pipe, as head does; there is nothing wrong.
        return 0
    except OSError as error:
        click.echo(one_line(cannot_print(error)), err=True)
        return 2
    return result if isinstance(result, int) else 0
