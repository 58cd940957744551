"""Commands whose help is in the user's language.

A docstring holds the help in Chinese and, in paragraphs of its own, in English; the help of options is translated.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from copy import copy
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from gongkai.cli.language import translate, wants_english

_CHINESE = re.compile(r"[一-鿿]")
_FIRST = re.compile(r"(?:[^。.；;]|\.(?=\S|\s+[^A-Z\s]))*")  # The first sentence, or the first half of it.


class Command(click.Command):
    """A command with help in two languages."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = translate("显示这段说明并退出。")
        return option

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = copy(self)
        shown.help = _own_paragraphs(self.help or "")
        shown.options_metavar = translate("[选项]")
        shown.epilog = translate(self.epilog) if self.epilog else None
        shown.params = [_translated(param) for param in self.params]
        super(Command, shown).format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        return _FIRST.match(" ".join(_own_paragraphs(self.help or "").split())).group()  # type: ignore[union-attr]


class Group(Command, click.Group):
    """A group of commands with help in two languages."""

    command_class = Command


class LazyGroup(Group):
    """A group whose commands' modules are imported when they run: ``modules`` maps a command to the module that has
    a command of that name (``-`` as ``_``; ``import_`` for ``import``)."""

    def __init__(self, *args: Any, modules: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return None
        attribute = cmd_name.replace("-", "_")
        attribute += "_" if iskeyword(attribute) else ""
        command = getattr(import_module(self.modules[cmd_name]), attribute)
        assert isinstance(command, click.Command)
        return command


def _own_paragraphs(text: str) -> str:
    """The paragraphs of ``text`` that are in the user's language."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(p for p in paragraphs if bool(_CHINESE.search(p)) is not wants_english())


def _translated(param: click.Parameter) -> Any:
    shown = copy(param)
    if isinstance(shown, click.Option):
        shown.help = translate(shown.help or "")
    return shown
