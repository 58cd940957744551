"""Runs of characters that many agencies write: set phrases, citations, the words of a common template.

A run is commonplace when, in some year, at least ``FEWEST`` agencies and more than ``SHARE`` of the agencies of that
year have it in their own prose. Runs are counted by hash in a table of fixed size, so that memory does not grow with
the store; two runs that fall together can only make a run look more common, and rarely do.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from gongkai.report.auditing.cross_year import SHINGLE

FEWEST, SHARE = 5, 0.1
BITS = 22
_BASE, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


def run_hashes(text: str) -> Hashes:
    """A 64-bit hash of each run of ``SHINGLE`` characters of a masked text; the same on every machine."""
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = len(characters) - SHINGLE + 1
    if count < 1:
        return np.empty(0, np.uint64)
    hashes = np.zeros(count, np.uint64)
    for at in range(SHINGLE):
        hashes = hashes * _BASE + characters[at : at + count]
    hashes ^= hashes >> np.uint64(32)
    hashes *= _MIX
    return np.asarray(hashes ^ (hashes >> np.uint64(29)), np.uint64)


class Commonplace:
    """Counts runs year by year, then tells which are commonplace."""

    def __init__(self) -> None:
        self._counts = np.zeros(1 << BITS, np.uint16)
        self._common = np.zeros(1 << BITS, np.bool_)
        self._agencies = 0

    def count(self, texts: Iterable[str]) -> None:
        """Count the runs of one agency's prose of the year, each once."""
        found = [run_hashes(text) >> np.uint64(64 - BITS) for text in texts]
        if found:
            self._counts[np.unique(np.concatenate(found))] += 1
        self._agencies += 1

    def close_year(self) -> None:
        """Note what was commonplace in the year and begin the next one."""
        least = max(FEWEST, int(SHARE * self._agencies) + 1)
        self._common |= self._counts >= least
        self._counts[:] = 0
        self._agencies = 0

    def among(self, hashes: Hashes) -> Flags:
        """For each run whether it is commonplace."""
        return np.asarray(self._common[hashes >> np.uint64(64 - BITS)], np.bool_)

    def flags(self, text: str) -> list[bool]:
        """For each run of a masked text whether it is commonplace."""
        return [bool(flag) for flag in self.among(run_hashes(text))]
