"""What a store knows before a run: which addresses need not be opened, which contents need not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

import pyarrow as pa

from gongkai.corpus.sources.items import Fault, Item
from gongkai.corpus.store import Store

_CONTENTS = "SELECT sha256 FROM reports"
_FILES = "SELECT path, bytes, modified, sha256, fault FROM files"


@dataclass(slots=True)
class Known:
    """``contents`` are the SHA-256 of reports in the store, retired ones too; ``faults`` tell path → (reason, whether
    the contents were judged); ``members`` counts the files that were read in each archive. Addresses are kept as
    hashes: a million of them take 200 MB."""

    contents: set[bytes] = field(default_factory=set)
    faults: dict[str, tuple[str, bool]] = field(default_factory=dict)
    members: Counter[str] = field(default_factory=Counter)
    _stamps: dict[bytes, bytes] = field(default_factory=dict)

    def is_unchanged(self, one: Item | Fault) -> bool:
        """Whether the store has looked at this address and the file system tells the same size and time."""
        return self._stamps.get(_key(one.path)) == _stamp(one.size, one.modified)

    def has_address(self, path: str) -> bool:
        """Whether the store has looked at this address."""
        return _key(path) in self._stamps

    def add(self, path: str, size: int | None, modified: str | None) -> None:
        """Remember an address."""
        self._stamps[_key(path)] = _stamp(size, modified)


def known(store: Store) -> Known:
    """What a store knows."""
    found = Known(contents={bytes.fromhex(sha256) for sha256 in store.manifest.retired})
    with store.connection() as connection:
        for batch in _batches(connection.sql(_CONTENTS)):
            found.contents.update(map(bytes.fromhex, batch["sha256"].to_pylist()))
        for batch in _batches(connection.sql(_FILES)):
            for path, size, modified, sha256, fault in zip(*(c.to_pylist() for c in batch.columns), strict=True):
                found.add(path, size, modified)
                if fault is not None:
                    found.faults[path] = (fault, sha256 is not None)
                elif sha256 is not None:
                    found.members.update(_archives_of(path))
    return found


def _archives_of(path: str) -> Iterator[str]:
    """The archives that an address names: ``a.zip`` and ``a.zip!b.zip`` for ``a.zip!b.zip!c.docx``."""
    at = path.find("!")
    while at >= 0:
        yield path[:at]
        at = path.find("!", at + 1)


def _batches(relation: object) -> Iterator[pa.RecordBatch]:
    yield from relation.to_arrow_reader(10_000)  # type: ignore[attr-defined]


def _key(path: str) -> bytes:
    return blake2b(path.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _stamp(size: int | None, modified: str | None) -> bytes:
    return blake2b(f"{size} {modified}".encode(), digest_size=8).digest()
