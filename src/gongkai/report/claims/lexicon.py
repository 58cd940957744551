"""The field's terms by tag, found in folded text: the longest term wins, left to right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai.law.data_files import load_json


def patterns() -> Any:
    """The parsed ``law/data/claims_patterns.json``."""
    return load_json("claims_patterns.json")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the field at ``start``..``end`` with the tags it carries."""

    start: int
    end: int
    tags: frozenset[str]


Candidates = tuple[tuple[str, frozenset[str]], ...]


@cache
def _terms() -> tuple[dict[str, Candidates], dict[str, frozenset[str]]]:
    """Terms of two characters and more by their first two, longest first; terms of one character."""
    tags: dict[str, set[str]] = defaultdict(set)
    for tag, words in patterns()["terms"].items():
        for word in words.split():
            tags[word].add(tag)
    longer: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for word in sorted(tags, key=len, reverse=True):
        if len(word) > 1:
            longer[word[:2]].append((word, frozenset(tags[word])))
    single = {word: frozenset(names) for word, names in tags.items() if len(word) == 1}
    return {pair: tuple(words) for pair, words in longer.items()}, single


def find_terms(text: str) -> list[Term]:
    """All terms of ``text``, none overlapping, in order."""
    longer, single = _terms()
    found: list[Term] = []
    position = 0
    while position < len(text):
        word, tags = _longest_at(text, position, longer.get(text[position : position + 2], ()))
        if not word and (alone := single.get(text[position])):
            word, tags = text[position], alone
        if word:
            found.append(Term(position, position + len(word), tags))
        position += len(word) or 1
    return found


def _longest_at(text: str, position: int, candidates: Candidates) -> tuple[str, frozenset[str]]:
    return next(((w, t) for w, t in candidates if text.startswith(w, position)), ("", frozenset()))


def all_tags(terms: Iterable[Term]) -> set[str]:
    """Every tag that one of ``terms`` carries."""
    return set().union(*(t.tags for t in terms))
