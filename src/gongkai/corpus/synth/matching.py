"""Whether a finding is one that the answer key expects."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.corpus.synth.faults.case import Expected

SHARED = 6  # Characters that a quote and a passage must share: fewer stand in any two sentences about requests.
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as the store has it: its rule, severity and message, the cells that it names, the words it quotes."""

    rule: str
    severity: str
    message: str
    cells: frozenset[str] = frozenset()
    quotes: tuple[str, ...] = ()


def meets(told: Told, expected: Expected) -> bool:
    """True for a finding of one of the expected rules that names one of its cells or words of its passage."""
    if not any(_is_rule(told.rule, rule) for rule in expected.rules):
        return False
    if not expected.cells and not expected.passage:
        return True
    return bool(told.cells.intersection(expected.cells)) or _speaks_of(told.quotes, expected.passage)


def meets_any(told: Told, expected: Iterable[Expected]) -> bool:
    return any(meets(told, one) for one in expected)


def _is_rule(rule: str, pattern: str) -> bool:
    return rule.startswith(pattern[:-1]) if pattern.endswith("*") else rule == pattern


def _speaks_of(quotes: Iterable[str], passage: str) -> bool:
    words = _folded(passage)
    return bool(words) and any(_share_a_run(_folded(quote), words) for quote in quotes)


def _folded(text: str) -> str:
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text))


def _share_a_run(one: str, other: str) -> bool:
    length = min(SHARED, len(one), len(other))
    return length > 0 and any(one[at : at + length] in other for at in range(len(one) - length + 1))
