"""What carries out the work: one small protocol, for the cores of this machine and for a cluster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

Chunk = tuple[Any, ...]
"""Some files that are worked on in one go."""
Task = Callable[[Chunk], Any]
"""What is done to a chunk: importable from gongkai wherever it runs, and never raising for a single bad file."""

IN_FLIGHT = 2
"""Chunks a worker has at most, the one it works on included: it need not wait for the next, and memory stays flat."""


@dataclass(frozen=True, slots=True)
class Done:
    """A chunk and what came of it; ``result`` None: the worker that had it died."""

    chunk: Chunk
    result: Any


class Engine(Protocol):
    """Workers. Used by one thread; ``close`` ends them at once, whatever they do."""

    largest_chunk: int
    """Files in a chunk at most: fewer cost less when a worker dies, more cost less on the way to a cluster."""

    @property
    def workers(self) -> int:
        """How many chunks are worked on at once."""

    @property
    def busy(self) -> bool:
        """Whether a chunk is in flight."""

    @property
    def has_room(self) -> bool:
        """Whether another chunk may be submitted."""

    def submit(self, task: Task, chunk: Chunk) -> None:
        """Give a chunk to a worker."""

    def next(self) -> Done:
        """The next chunk that is done, in whatever order; waits for it. CorpusError when the workers are lost."""

    def drop(self) -> None:
        """Forget the chunks in flight: the run has stopped, and another may follow."""

    def close(self) -> None:
        """Let the workers go."""
