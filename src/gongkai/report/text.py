"""Folding of Chinese text for matching. Every function that says *same length* keeps character offsets valid."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TypeVar

import opencc

T = TypeVar("T")
_SHORT = 200
# Texts come from uploads, but a batch of reports prints the same few thousand labels and figures again and again.
_REMEMBERED = 8192


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """``function`` that keeps its answers for the short texts it met last; prose that got into a cell is not kept."""
    known = lru_cache(maxsize=_REMEMBERED)(function)

    def answer(text: str) -> T:
        return known(text) if len(text) <= _SHORT else function(text)

    return answer


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _fold_character(character: str) -> str:
    if unicodedata.category(character) == "No":  # ① is a list mark, not the figure 1.
        return character
    wide = unicodedata.normalize("NFKC", character)
    folded = wide if len(wide) == 1 else character
    if "\u3400" <= folded <= "\u9fff":
        simple = str(_converter().convert(folded))
        return simple if len(simple) == 1 else folded
    return folded


class _Folded(dict[str, str]):
    """Characters folded so far."""

    def __missing__(self, character: str) -> str:
        self[character] = folded = _fold_character(character)
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Half-width forms and simplified characters, same length: offsets in the result are offsets in ``text``."""
    return "".join(map(_FOLDED.__getitem__, text))
