"""Chance that can be repeated: a stream of random numbers for every name."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


def stream(*names: object) -> Random:
    """A generator that depends on nothing but ``names``; equal names give equal draws in every process."""
    digest = blake2b("\x1f".join(map(str, names)).encode(), digest_size=8).digest()
    return Random(int.from_bytes(digest, "big"))


def weighted(draw: Random, choices: Sequence[tuple[Item, float]]) -> Item:
    """One of ``choices`` (item, weight)."""
    point = draw.random() * sum(weight for _, weight in choices)
    for item, weight in choices:
        point -= weight
        if point < 0:
            return item
    return choices[-1][0]


def split(draw: Random, total: int, weights: Sequence[float]) -> list[int]:
    """``total`` shared out over places of these weights; the shares add up to it."""
    shares = [0] * len(weights)
    if total > 400:  # Single draws would take long; shares of large totals are near their weights.
        whole = sum(weights)
        shares = [int(total * w / whole * draw.uniform(0.85, 1.0)) for w in weights]
    places = range(len(weights))
    for place in draw.choices(places, weights, k=total - sum(shares)):
        shares[place] += 1
    return shares
