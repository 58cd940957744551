"""What a command says when it cannot go on: one line, what is wrong, where, what to do, and an exit code."""

from __future__ import annotations

import click

from gongkai.cli.language import say

UNREADABLE = 2


class CommandError(click.ClickException):
    """A refusal for the user: ``message`` says what is wrong and where, ``mend`` what to do."""

    exit_code = UNREADABLE

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(say("{message}；{mend}。", message=message, mend=mend) if mend else message)


def one_line(error: click.ClickException) -> str:
    """The error in one line, click's own messages in the user's language."""
    return f"gongkai: {' '.join(_explain(error).split())}"


def _explain(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        hint = say("；是不是 {names}？", names=", ".join(error.possibilities)) if error.possibilities else ""
        return say("没有选项 {name}", name=error.option_name) + hint + _see_help(error)
    if isinstance(error, click.MissingParameter):
        return say("缺少 {name}", name=_name(error)) + _see_help(error)
    if isinstance(error, click.BadParameter):
        return say("{name}：{problem}", name=_name(error), problem=_problem(error)) + _see_help(error)
    if isinstance(error, click.UsageError):
        return _usage(error.format_message()) + _see_help(error)
    return error.format_message()


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
    if isinstance(error.param and error.param.type, click.Choice):
        choices = "、".join(str(c) for c in error.param.type.choices)  # type: ignore[union-attr]
        return say("只能是 {choices}", choices=choices)
    if "does not exist" in message:
        return say("找不到这个文件或文件夹，请检查路径")
    if "is not a valid integer" in message or "is not in the range" in message:
        return say("要填一个合适的整数")
    return message


def _usage(message: str) -> str:
    if message.startswith("No such command"):
        return say("没有命令 {name}", name=message.split("'")[1])
    if message.startswith(("Got unexpected extra argument",)):
        return say("多余的参数 {names}", names=message[message.find("(") + 1 : message.rfind(")")])
    if message.endswith("requires an argument."):
        return say("选项 {name} 后面要有值", name=message.split("'")[1])
    return message.rstrip(".")


def _see_help(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "gongkai"
    return say("。用法见：{path} --help", path=path)
