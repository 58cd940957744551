"""What is still to be done: kept on disk while it waits, handed out in chunks."""

from __future__ import annotations

import pickle
import tempfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

from gongkai.corpus.running.engines import Chunk, Engine, Task
from gongkai.corpus.running.interrupts import uninterrupted
from gongkai.corpus.sources.contents import Hashed
from gongkai.corpus.sources.items import Item
from gongkai.corpus.sources.kinds import kind_of

MEBIBYTE = 1 << 20
LARGEST = 64 * MEBIBYTE
ROUNDS = 4
DEATHS = 2
"""A file by itself that a worker died of this often is guilty; once, it may have been ended from outside."""


class Spool:
    """Files that wait for their turn, in a nameless file on disk: a million of them take no memory."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self.count = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def append(self, one: Hashed) -> None:
        pickle.dump(one, self._file, pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def __iter__(self) -> Iterator[Hashed]:
        self._file.seek(0)
        for _ in range(self.count):
            yield pickle.load(self._file)


def to_hash(items: Iterable[Item], workers: int, largest: int) -> Iterator[Chunk]:
    """Chunks that grow from few files to many; an archive is one of its own."""
    chunk: list[Item] = []
    size = given = 0
    for item in items:
        alone = kind_of(item.name) == "archive"
        most = min(largest, given // (ROUNDS * workers) + 2)
        if chunk and (alone or len(chunk) >= most or size >= LARGEST):
            given += len(chunk)
            yield tuple(chunk)
            chunk, size = [], 0
        if alone:
            yield (item,)
        else:
            chunk.append(item)
            size += item.size
    if chunk:
        yield tuple(chunk)


def to_read(spool: Spool, workers: int, largest: int) -> Iterator[Chunk]:
    """Chunks that grow from few files, so that the bar soon moves, and shrink at the end, so that all workers end
    together."""
    chunk: list[Hashed] = []
    size = given = 0
    for hashed in spool:
        chunk.append(hashed)
        size += hashed[0].size
        rounds = min(given, spool.count - given) // (ROUNDS * workers)
        if len(chunk) >= min(largest, rounds + 2) or size >= LARGEST:
            given += len(chunk)
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)


def carried_out(engine: Engine, task: Task, chunks: Iterator[Chunk]) -> Iterator[tuple[Chunk, Any]]:
    """Each chunk and its result, as they come. The files of a chunk that a worker died of are tried again one by one;
    one that workers keep dying of comes with None."""
    alone: deque[Chunk] = deque()
    deaths: Counter[Any] = Counter()
    while True:
        while engine.has_room and (chunk := alone.popleft() if alone else next(chunks, None)):
            with uninterrupted():
                engine.submit(task, chunk)
        if not engine.busy:
            return
        done = engine.next()
        if done.result is not None:
            yield done.chunk, done.result
        elif len(done.chunk) > 1:
            alone.extend((one,) for one in done.chunk)
        else:
            deaths[done.chunk] += 1
            if deaths[done.chunk] < DEATHS:
                alone.append(done.chunk)
            else:
                yield done.chunk, None
