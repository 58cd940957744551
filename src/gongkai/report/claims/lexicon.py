"""The field's terms by tag, found in folded text: the longest term wins, left to right."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from gongkai.law.data_files import load_json

# More branches than this are told apart by a look at the next character before they are tried one by one.
_FEW = 12
_YEAR = re.compile(r"20\d\d(?=\s?年)")
Trie: TypeAlias = dict[str, "Trie"]


def patterns() -> Any:
    """The parsed ``law/data/claims_patterns.json``."""
    return load_json("claims_patterns.json")


class Term(NamedTuple):
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
    return re.compile(any_of(_tags()))


@cache
def _around_a_year() -> re.Pattern[str]:
    shapes = patterns()["around_a_year"].items()
    return re.compile("|".join(rf"(?P<{tag}>{before}20\d\d\s?年度?{after})" for tag, (before, after) in shapes))


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
    branches = {re.escape(c): re.escape(c) + _branches(node) for c, node in sorted(trie.items()) if c}
    if not branches:
        return ""
    if len(branches) == 1 and not ends:
        return next(iter(branches.values()))
    return f"(?:{_choice(branches)}){'?' if ends else ''}"


def _choice(branches: dict[str, str]) -> str:
    """One of ``branches``, by first character: many are parted into heaps."""
    if len(branches) <= _FEW:
        return "|".join(branches.values())
    heap = max(_FEW, math.isqrt(len(branches)))
    firsts = list(branches)
    heaps = [firsts[i : i + heap] for i in range(0, len(firsts), heap)]
    looks = (f"(?=[{''.join(h)}])(?:{'|'.join(branches[c] for c in h)})" for h in heaps)
    return f"(?=[{''.join(firsts)}])(?:{'|'.join(looks)})"


def find_terms(text: str) -> list[Term]:
    """All terms of ``text``, none overlapping, in order."""
    tags = _tags()
    found = [Term(*m.span(), tags[m[0]]) for m in _terms().finditer(text)]
    dated = [term for m in _YEAR.finditer(text) if (term := _dated_term(text, m.start()))]
    if not dated:
        return found
    kept = [t for t in found if not any(t.start < d.end and d.start < t.end for d in dated)]
    return sorted([*kept, *dated], key=lambda t: t.start)


def _dated_term(text: str, year: int) -> Term | None:
    """转入2022年办理 and 2019年结转 are terms that hold a year."""
    for match in _around_a_year().finditer(text, max(0, year - 4), year + 16):
        if match.start() <= year < match.end():
            return Term(match.start(), match.end(), frozenset({str(match.lastgroup)}))
    return None


def all_tags(terms: Iterable[Term]) -> set[str]:
    """Every tag that one of ``terms`` carries."""
    return set().union(*[t.tags for t in terms])
