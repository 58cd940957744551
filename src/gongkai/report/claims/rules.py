"""The rules of ``claims_patterns.json``: which key a stated quantity or a denial has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from gongkai.report.claims.lexicon import patterns


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that must all hold: each is a choice of words of which one must be there (``a``) or be absent (``!a``)."""

    choices: tuple[tuple[str, ...], ...]

    def holds(self, words: Collection[str]) -> bool:
        """True when ``words`` (tags and flags of a fact) meet every choice."""
        return all(any((word[1:] not in words) if word[0] == "!" else word in words for word in c) for c in self.choices)


def condition(text: str) -> Condition:
    """Read ``"rc one_mode letter|fax !late"``."""
    return Condition(tuple(tuple(part.split("|")) for part in text.split()))


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


def key_of(words: Collection[str]) -> str | None:
    """The key of a fact with these tags and flags; None where it is no claim about disclosure work."""
    return next((key for key, when in key_rules() if when.holds(words)), None)


@cache
def kind(name: str) -> frozenset[str]:
    """The tags that belong to a kind: channel, mode, outcome, counted …"""
    return frozenset(patterns()["kinds"][name].split())


@cache
def topics() -> dict[str, str]:
    """The topic that each tag sets."""
    return {tag: topic for topic, tags in patterns()["topics"].items() for tag in tags.split()}
