"""Renamings, mergers and splits of organs since 2008, and the short forms of their names.

Names are endings: the place stands before them (X市 + 国土资源局). ``law/data/successions.json`` holds the facts with
their sources; what differs from place to place is marked *likely*.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from gongkai.law.data_files import load_json

Kind = Literal["renamed", "merged", "split"]
KINDS: tuple[Kind, ...] = ("renamed", "merged", "split")


@dataclass(frozen=True, slots=True)
class Succession:
    """One change. ``before`` and ``after`` are the organs that take part, each with the endings that it may bear;
    ``years`` the first and last calendar year in which places carried it out; ``certain`` False where places differ.
    A merged organ may keep the name of one that went into it (司法局 + 法制办公室 → 司法局)."""

    id: str
    kind: Kind
    before: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]
    years: tuple[int, int]
    levels: tuple[str, ...]
    basis: str
    certain: bool
    note: str = ""


@cache
def successions() -> tuple[Succession, ...]:
    """Every change, oldest first as in the data file."""
    data = load_json("successions.json")
    return tuple(
        Succession(
            item["id"],
            item["kind"],
            tuple(tuple(member.split("|")) for member in item["before"]),
            tuple(tuple(member.split("|")) for member in item["after"]),
            (item["years"][0], item["years"][1]),
            tuple(item["levels"]),
            data["sources"][item["basis"]],
            item["certainty"] == "certain",
            item.get("note", ""),
        )
        for item in data["successions"]
    )


@cache
def short_names() -> dict[str, str]:
    """Short ending → full ending, longest first, so that the longest that fits is taken."""
    pairs = {item["short"]: item["name"] for item in load_json("successions.json")["short_names"]}
    return dict(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def endings() -> tuple[str, ...]:
    """Every ending that a change names, longest first."""
    names = {name for s in successions() for member in (*s.before, *s.after) for name in member}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
