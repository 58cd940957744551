"""Numbers in prose that stay bound to their cells.

In the store a bound number is ``{{key}}``. A clerk sees and types ``【收到申请数】``: the cell's name in the brackets
that every Chinese keyboard has. Brackets around digits (鲁政办发【2017】39号) are left as they are; any other name that
is no figure of the form is refused, so that no misspelt figure gets into print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.law.editions import Edition
from gongkai.report.auditing.wording import label
from gongkai.report.model import Cell
from gongkai.report.writing.figures import plain_number

NOT_FILLED = "（未填）"  # What a bound number prints while its cell is blank; never a zero.
_BOUND = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
_TYPED = re.compile(r"【([^【】\n]*)】|[{｛]{2}([^{}｛｝\n]*)[}｝]{2}")
_NUMBERED = re.compile(r"\d+|[〇○零一二三四五六七八九]{4}")
_SPACE = re.compile(r"\s")


class UnknownFigure(Refusal):
    """A text names a figure that the form does not have."""


@cache
def names_of(edition: Edition) -> dict[str, str]:
    """How each cell is called in a text, by cell key: the words in the brackets."""
    return {key: label(edition, key) for key in edition.slots}


@cache
def _keys_of(edition: Edition) -> dict[str, str]:
    named = {_SPACE.sub("", name): key for key, name in names_of(edition).items()}
    return {**{key: key for key in edition.slots}, **named}


def to_typed(text: str, edition: Edition) -> str:
    """The stored text as the clerk edits it."""
    names = names_of(edition)
    return _BOUND.sub(lambda m: f"【{names.get(m[1], m[1])}】", text)


def to_stored_text(text: str, edition: Edition) -> str:
    """The text that a clerk typed as it is stored; UnknownFigure names every figure that the form does not have."""
    unknown: list[str] = []
    keys = _keys_of(edition)

    def bound(match: re.Match[str]) -> str:
        name = _SPACE.sub("", match[1] if match[1] is not None else match[2])
        if name in keys:
            return f"{{{{{keys[name]}}}}}"
        if match[1] is None or not _NUMBERED.fullmatch(name):
            unknown.append(match[0])
        return match[0]

    stored = _TYPED.sub(bound, text.replace("\r\n", "\n"))
    if unknown:
        listed = _("、").join(dict.fromkeys(unknown))
        raise UnknownFigure(
            _("没有名为%(names)s的数值。") % {"names": listed},
            _("请从数值列表中选择插入；如果不是要引用数值，请换用其他括号。"),
        )
    return stored


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``key`` is the cell that a bound number shows, None for words. ``at`` is its place in the stored
    text, ``start`` in the rendered one."""

    text: str
    key: str | None
    at: int
    start: int


def pieces(text: str, cells: Mapping[str, Cell]) -> Iterator[Piece]:
    """A stored text cut at its bound numbers, their values put in."""
    last = start = 0
    for match in _BOUND.finditer(text):
        yield Piece(text[last : match.start()], None, last, start)
        start += match.start() - last
        shown = shown_value(cells.get(match[1]))
        yield Piece(shown, match[1], match.start(), start)
        start += len(shown)
        last = match.end()
    yield Piece(text[last:], None, last, start)


def render(text: str, cells: Mapping[str, Cell]) -> str:
    """The stored text with the cells' numbers in it."""
    return "".join(piece.text for piece in pieces(text, cells))


def shown_value(cell: Cell | None) -> str:
    return NOT_FILLED if cell is None or cell.value is None else plain_number(cell.value)


def keys_in(text: str) -> list[str]:
    """The cells that a stored text binds, in order."""
    return [match[1] for match in _BOUND.finditer(text)]
