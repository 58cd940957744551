"""The rules of ``claims_patterns.json``: which key a stated quantity or a denial has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.report.claims.lexicon import patterns

_REMEMBERED = 8192


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that must all be there, words that must not, and choices of which one must be there."""

    needed: frozenset[str]
    excluded: frozenset[str]
    choices: tuple[frozenset[str], ...]

    def holds(self, words: AbstractSet[str]) -> bool:
        """True when ``words`` (tags and flags of a fact) meet it."""
        return self.needed <= words and self.excluded.isdisjoint(words) and not any(map(words.isdisjoint, self.choices))


def condition(text: str) -> Condition:
    """Read ``"rc one_mode letter|fax !late"``."""
    parts = text.split()
    return Condition(
        frozenset(p for p in parts if p[0] != "!" and "|" not in p),
        frozenset(p[1:] for p in parts if p[0] == "!"),
        tuple(frozenset(p.split("|")) for p in parts if "|" in p),
    )


@dataclass(frozen=True, slots=True)
class Denial:
    """What a denial of ``tag`` states: ``key`` is 0 ``unit`` where ``when`` holds."""

    key: str
    tag: str
    when: Condition
    unit: str


@cache
def key_rules() -> tuple[tuple[str | None, Condition], ...]:
    """(key, condition) in the order in which they are tried; key None: no claim."""
    return tuple((key, condition(when)) for key, when in patterns()["rules"])


@cache
def denials() -> tuple[Denial, ...]:
    """What denials deny, in the order of the data file."""
    return tuple(Denial(key, tag, condition(when), unit) for key, tag, when, unit in patterns()["zeros"])


@cache
def _prefixed() -> dict[str, dict[str, str]]:
    words = {w for _, c in key_rules() for group in (c.needed, c.excluded, *c.choices) for w in group if ":" in w}
    found: dict[str, dict[str, str]] = {}
    for word in words:
        prefix, _, value = word.partition(":")
        found.setdefault(prefix, {})[value] = word
    return found


def prefixed(prefix: str, values: AbstractSet[str]) -> set[str]:
    """The words ``prefix:value`` of ``values``, as far as a rule asks for them."""
    asked = _prefixed()[prefix]
    return {asked[value] for value in asked.keys() & values}


@cache
def usual_units() -> dict[str, str]:
    """The unit of a figure of a key that prints none."""
    return {d.key: d.unit for d in denials() if d.key != "unmapped"}


@cache
def _rules_by_word() -> dict[str, list[tuple[int, str | None, Condition]]]:
    """The rules with their numbers, each under the rarest word that it needs; under ``""`` those that need none."""
    uses = Counter(word for _, when in key_rules() for word in when.needed)
    found: dict[str, list[tuple[int, str | None, Condition]]] = {}
    for number, (key, when) in enumerate(key_rules()):
        rarest = min(sorted(when.needed), key=lambda word: uses[word], default="")
        found.setdefault(rarest, []).append((number, key, when))
    return found


@cache
def _asked() -> frozenset[str]:
    """All words that some rule asks for."""
    conditions = [when for _, when in key_rules()]
    return frozenset().union(*(group for c in conditions for group in (c.needed, c.excluded, *c.choices)))


def key_of(words: AbstractSet[str]) -> str | None:
    """The key of a fact with these tags and flags; None where it is no claim about disclosure work."""
    return _key_of(_asked() & words)


@lru_cache(maxsize=_REMEMBERED)
def _key_of(words: frozenset[str]) -> str | None:
    """Reports say much the same in the same words: few combinations are new."""
    by_word = _rules_by_word()
    holding = [
        rule for word in (by_word.keys() & words) | {""} for rule in by_word.get(word, ()) if rule[2].holds(words)
    ]
    return min(holding, key=lambda rule: rule[0])[1] if holding else None


@cache
def kind(name: str) -> frozenset[str]:
    """The tags that belong to a kind: channel, mode, outcome, counted …"""
    return frozenset(patterns()["kinds"][name].split())


@cache
def topics() -> dict[str, str]:
    """The topic that each tag sets."""
    return {tag: topic for topic, tags in patterns()["topics"].items() for tag in tags.split()}


@cache
def topical() -> frozenset[str]:
    """The tags that set a topic."""
    return frozenset(topics())
