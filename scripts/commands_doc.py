"""Writes docs/commands.md from the help of the commands; ``--check`` exits with 1 when the file is out of date."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from gongkai.cli.language import choose_language
from gongkai.cli.main import cli

FILE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
HEAD = """# Commands

What `gongkai COMMAND --help` says, for every command. This page is written by `python scripts/commands_doc.py`.

Exit codes: 0 done; 1 findings of severity error (`audit`, `edition check`, `combine` with `--parent`); 2 wrong use, or
a file that cannot be read or written. Errors are one line on standard error, in Chinese, or in English where the locale
is English. More about deadlines, fees and editions: [commands-law.md](commands-law.md).
"""


def sections() -> Iterator[str]:
    """The help of the group, then of each command and its subcommands, as Markdown."""
    yield HEAD
    yield from _help(cli, "gongkai", None)


def _help(command: click.Command, path: str, parent: click.Context | None) -> Iterator[str]:
    context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent, max_content_width=100)
    yield f"## {path}\n\n```\n{command.get_help(context).strip()}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from _help(child, f"{path} {name}", context)


def main() -> int:
    os.environ["LANGUAGE"] = "en"
    choose_language()
    text = "\n".join(sections())
    if "--check" in sys.argv:
        return 0 if FILE.exists() and FILE.read_text(encoding="utf-8") == text else 1
    FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
