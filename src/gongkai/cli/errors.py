"""What a command says when it cannot go on: one line, what is wrong, where, what to do, and an exit code."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import reduce

import click

from gongkai.cli.language import printable, say, translate
from gongkai.law.messages import Message
from gongkai.law.schema_check import SHOWN_FAULTS, Fault, FileFaultsError

UNREADABLE = 2


class CommandError(click.ClickException):
    """A refusal for the user: ``message`` says what is wrong and where, ``mend`` what to do. Both may come from a lower
    layer in Chinese; they are said in the user's language."""

    exit_code = UNREADABLE

    def __init__(self, message: str, mend: str = "") -> None:
        told, advice = Message(message), Message(mend)
        super().__init__(say("{message}；{mend}。", message=told, mend=advice) if mend else translate(told))


def cannot_print(error: OSError) -> CommandError:
    """The refusal where standard output does not take what a command says."""
    from gongkai.report.writing import os_fault

    return CommandError(say("写不出结果：{reason}", reason=os_fault(error)), say("请检查输出的去处和磁盘空间"))


def fault_line(fault: Fault) -> str:
    """One fault of a file with its place."""
    return say("{path}：{message}", path=fault.path, message=Message(fault.message))


def faults_of(error: FileFaultsError) -> str:
    """The faults of a file in one line, as many as are of use."""
    lines = map(fault_line, error.faults[:SHOWN_FAULTS])
    text = reduce(lambda above, line: say("{above}；{line}", above=above, line=line), lines)
    if len(error.faults) > SHOWN_FAULTS:
        return say("{text}；……共 {count} 处", text=text, count=len(error.faults))
    return text


def one_line(error: click.ClickException) -> str:
    """The error in one line, click's own messages in the user's language."""
    return f"gongkai: {printable(' '.join(_explain(error).split()))}"


def _explain(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption) and (number := _number_meant(error)):
        return _explain(click.BadParameter("", error.ctx, number))
    if isinstance(error, click.NoSuchOption):
        return say("没有选项 {name}", name=error.option_name) + _hint(error.possibilities) + _see_help(error)
    if isinstance(error, click.MissingParameter):
        return say("缺少 {name}", name=_name(error)) + _see_help(error)
    if isinstance(error, click.BadParameter):
        return say("{name}：{problem}", name=_name(error), problem=_problem(error)) + _see_help(error)
    if isinstance(error, click.UsageError):
        return _usage(error) + _see_help(error)
    return error.format_message()


def _number_meant(error: click.NoSuchOption) -> click.Argument | None:
    """The argument, a number, for which somebody gave -1, which click takes for an option."""
    if not error.option_name.lstrip("-").isdecimal():
        return None
    arguments = (p for p in _context(error).command.params if isinstance(p, click.Argument))
    return next((p for p in arguments if isinstance(p.type, click.IntRange)), None)


def _hint(names: Iterable[str] | None) -> str:
    return say("；是不是 {names}", names=list(names)) if names else ""


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    return (
        error.param.opts[-1] if error.param.param_type_name == "option" else error.param.make_metavar(_context(error))
    )


def _context(error: click.UsageError) -> click.Context:
    return error.ctx or click.Context(click.Command("gongkai"))


def _problem(error: click.BadParameter) -> str:
    message = error.message.rstrip(".")
    kind = error.param and error.param.type
    if isinstance(kind, click.Choice):
        return say("只能是 {choices}", choices=list(kind.choices))
    if "does not exist" in message:
        return say("找不到这个文件或文件夹，请检查路径")
    if isinstance(kind, click.IntRange) and kind.max is None:
        return say("要填整数，不小于{least}", least=kind.min)
    if "is not a valid integer" in message or "is not in the range" in message:
        return say("要填一个合适的整数")
    return message


def _usage(error: click.UsageError) -> str:
    message = error.format_message()
    if message.startswith("No such command"):
        name = message.split("'")[1]
        return say("没有命令 {name}", name=name) + _hint(get_close_matches(name, _commands(error)))
    if message.startswith("Got unexpected extra argument"):
        return say("多余的参数 {names}", names=message[message.find("(") + 1 : message.rfind(")")])
    if message.endswith("requires an argument."):
        return say("选项 {name} 后面要有值", name=message.split("'")[1])
    return message.rstrip(".")


def _commands(error: click.UsageError) -> list[str]:
    command = error.ctx.command if error.ctx else None
    return command.list_commands(_context(error)) if isinstance(command, click.Group) else []


def _see_help(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "gongkai"
    return say("。用法见：{path} --help", path=path)
