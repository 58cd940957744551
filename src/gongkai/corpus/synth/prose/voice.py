"""How an agency writes in a year: which of several wordings it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TypeVar

from gongkai.corpus.synth.names import Bureau

Item = TypeVar("Item")


@dataclass(frozen=True)
class Voice:
    """The wordings of ``writer`` in ``year``. From one year to the next every choice differs, so that a report does
    not repeat the one before; whoever copies a report takes over its voice."""

    seed: int
    writer: str
    year: int
    bureau: Bureau

    @cached_property
    def _name(self) -> bytes:
        return f"{self.seed}\x1f{self.writer}".encode()

    def number(self, slot: str) -> int:
        """A number that belongs to the writer and ``slot`` and moves on by one each year."""
        digest = blake2b(slot.encode(), key=blake2b(self._name).digest()[:32], digest_size=6).digest()
        return int.from_bytes(digest, "big") + self.year

    def pick(self, slot: str, options: Sequence[Item]) -> Item:
        """One of ``options``, another one than last year where there are two."""
        return options[self.number(slot) % len(options)]

    def some(self, slot: str, options: Sequence[Item], count: int) -> list[Item]:
        """``count`` of ``options``, in an order of their own, begun elsewhere each year."""
        at = self.number(slot)
        stride = next(n for n in (7, 3, 11, 13, 1) if len(options) % n or n == 1)
        return [options[(at + i * stride) % len(options)] for i in range(min(count, len(options)))]
