"""The field's terms by tag, found in folded text: the longest term wins, left to right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from gongkai.law.data_files import load_json

Trie: TypeAlias = dict[str, "Trie"]


def patterns() -> Any:
    """The parsed ``law/data/claims_patterns.json``."""
    return load_json("claims_patterns.json")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the field at ``start``..``end`` with the tags it carries."""

    start: int
    end: int
    tags: frozenset[str]


@cache
def _tags() -> dict[str, frozenset[str]]:
    tags: dict[str, set[str]] = defaultdict(set)
    for tag, words in patterns()["terms"].items():
        for word in words.split():
            tags[word].add(tag)
    return {word: frozenset(names) for word, names in tags.items()}


@cache
def _terms() -> re.Pattern[str]:
    shapes = (f"(?P<{tag}>{shape})" for tag, shape in patterns()["shapes"].items())
    return re.compile("|".join((*shapes, any_of(_tags()))))


def any_of(words: Iterable[str]) -> str:
    """A regular expression for the longest of ``words`` at a place; a trie, so that thousands of words cost little."""
    trie: Trie = {}
    for word in words:
        node = trie
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(trie)


def _branches(trie: Trie) -> str:
    ends = "" in trie
    branches = [re.escape(c) + _branches(node) for c, node in sorted(trie.items()) if c]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}" if len(branches) > 1 or ends else branches[0]


def find_terms(text: str) -> list[Term]:
    """All terms of ``text``, none overlapping, in order."""
    tags = _tags()
    return [
        Term(m.start(), m.end(), frozenset({m.lastgroup}) if m.lastgroup else tags[m[0]])
        for m in _terms().finditer(text)
    ]


def all_tags(terms: Iterable[Term]) -> set[str]:
    """Every tag that one of ``terms`` carries."""
    return set().union(*(t.tags for t in terms))
