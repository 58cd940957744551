"""Folding of Chinese text for matching. Every function that says *same length* keeps character offsets valid."""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _fold_character(character: str) -> str:
    if unicodedata.category(character) == "No":  # ① is a list mark, not the figure 1.
        return character
    wide = unicodedata.normalize("NFKC", character)
    folded = wide if len(wide) == 1 else character
    if "\u3400" <= folded <= "\u9fff":
        simple = str(_converter().convert(folded))
        return simple if len(simple) == 1 else folded
    return folded


def fold(text: str) -> str:
    """Half-width forms and simplified characters, same length: offsets in the result are offsets in ``text``."""
    return "".join(map(_fold_character, text))
