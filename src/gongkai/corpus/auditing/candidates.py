"""Pairs of sections that probably share much of their words: MinHash digests by rensa, joined in bands."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from rensa import RMinHash  # type: ignore[import-untyped]

from gongkai.corpus.auditing.commonplace import Hashes

ROWS, BANDS = 3, 32
PERMUTATIONS = ROWS * BANDS
SEED = 20190515  # The day from which the Regulations of 2019 hold; any fixed number would do.
NEIGHBOURS = 24  # Of many sections with one text, each is paired with so many of the next ones.
LEAST_ESTIMATE = 0.2
CHUNK = 1 << 18
Digests = npt.NDArray[np.uint32]
Pairs = npt.NDArray[np.int64]


def digests_of(sections: Iterable[Hashes]) -> Digests:
    """One row of ``PERMUTATIONS`` numbers a section; the share in which two rows agree estimates the share of runs that
    the two sections have in common (Jaccard)."""
    kept = list(sections)
    if not kept:
        return np.empty((0, PERMUTATIONS), np.uint32)
    ends = np.cumsum([0, *(len(hashes) for hashes in kept)]).astype(np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(kept), ends, PERMUTATIONS, SEED)
    return np.array(matrix.to_rows(), np.uint32)


def candidate_pairs(digests: Digests) -> Pairs:
    """Pairs (smaller row, larger row), each once and in order, whose digests agree in at least ``LEAST_ESTIMATE``.

    A pair with the share s of its runs in common is found with probability 1 − (1 − s³)³²: 0.99 at one half, 1 − 10⁻⁹
    at four fifths.
    """
    found: Pairs = np.empty(0, np.int64)
    count = len(digests)
    for band in range(BANDS):
        keys = _keys(digests[:, band * ROWS : (band + 1) * ROWS])
        order = np.argsort(keys, kind="stable")
        found = np.unique(np.concatenate((found, *_equal_neighbours(keys[order], order, count))))
    pairs = np.stack((found // count, found % count), axis=1) if count else np.empty((0, 2), np.int64)
    parts = (pairs[at : at + CHUNK] for at in range(0, len(pairs), CHUNK))
    kept = [part[agreement(digests, part) >= LEAST_ESTIMATE] for part in parts]
    return np.concatenate(kept) if kept else pairs


def agreement(digests: Digests, pairs: Pairs) -> npt.NDArray[np.float64]:
    """The share in which the digests of each pair agree."""
    return np.asarray((digests[pairs[:, 0]] == digests[pairs[:, 1]]).mean(axis=1), np.float64)


def _keys(part: Digests) -> Hashes:
    keys = np.zeros(len(part), np.uint64)
    for column in range(part.shape[1]):
        keys = keys * np.uint64(0x9E3779B97F4A7C15) + part[:, column].astype(np.uint64) + np.uint64(1)
    return keys


def _equal_neighbours(keys: Hashes, order: npt.NDArray[np.intp], count: int) -> Iterable[Pairs]:
    """Rows with one key, up to ``NEIGHBOURS`` apart in the order, as smaller × count + larger."""
    for distance in range(1, min(NEIGHBOURS, count - 1) + 1):
        same = np.flatnonzero(keys[:-distance] == keys[distance:])
        if not len(same):
            return
        first, second = order[same].astype(np.int64), order[same + distance].astype(np.int64)
        yield np.minimum(first, second) * count + np.maximum(first, second)
