"""The cores of this machine: worker processes, each in a lane of its own, so that the chunk that kills one is known."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from queue import SimpleQueue
from types import TracebackType
from typing import Any

from gongkai.corpus.running.engines import IN_FLIGHT, Chunk, Done, Task
from gongkai.corpus.running.interrupts import uninterrupted

_IMPORTED_ONCE = ["gongkai.corpus.running.readied"]


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class LocalEngine:
    """``workers`` processes on this machine; they start with the first chunk."""

    largest_chunk = 32

    def __init__(self, workers: int | None = None) -> None:
        self._finished: SimpleQueue[tuple[_Lane, Future[Any]]] = SimpleQueue()
        self._lanes = [_Lane(self._finished) for _ in range(workers or cores())]

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def workers(self) -> int:
        return len(self._lanes)

    @property
    def busy(self) -> bool:
        return any(lane.flights for lane in self._lanes)

    @property
    def has_room(self) -> bool:
        return any(len(lane.flights) < IN_FLIGHT for lane in self._lanes)

    def submit(self, task: Task, chunk: Chunk) -> None:
        min(self._lanes, key=lambda lane: len(lane.flights)).submit(_Flight(task, chunk))

    def next(self) -> Done:
        while True:
            lane, future = self._finished.get()
            with uninterrupted():
                done = lane.landed(future)
            if done is not None:
                return done

    def drop(self) -> None:
        self.close()  # New workers start with the next chunk.

    def close(self) -> None:
        with uninterrupted():
            for lane in self._lanes:
                lane.close()


@dataclass(eq=False, slots=True)
class _Flight:
    """A chunk on its way."""

    task: Task
    chunk: Chunk
    future: Future[Any] | None = None


class _Lane:
    """One worker process and the chunks that wait for it, the first of which it works on."""

    def __init__(self, finished: SimpleQueue[tuple[_Lane, Future[Any]]]) -> None:
        self.flights: deque[_Flight] = deque()
        self._finished = finished
        self._pool: ProcessPoolExecutor | None = None
        self._alive: Connection | None = None

    def submit(self, flight: _Flight) -> None:
        self.flights.append(flight)
        self._pool = self._pool or self._started()
        try:
            self._send(flight)
        except BrokenProcessPool:  # Found dead; the chunks that it had are told as lost in their turn.
            if len(self.flights) == 1:
                self._restart()

    def landed(self, future: Future[Any]) -> Done | None:
        """What came of a future; None where its chunk has been given to a new worker meanwhile."""
        flight = next((flight for flight in self.flights if flight.future is future), None)
        if flight is None:
            return None
        error = future.exception()
        if isinstance(error, BrokenProcessPool):
            guilty = self.flights.popleft()
            self._restart()
            return Done(guilty.chunk, None)
        self.flights.remove(flight)
        return Done(flight.chunk, future.result())

    def close(self) -> None:
        if self._alive is not None:
            self._alive.close()  # The worker notices and leaves, even in the middle of a report.
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self.flights.clear()
        self._pool = self._alive = None

    def _restart(self) -> None:
        """A new worker for the chunks that the dead one had not begun."""
        waiting = list(self.flights)
        self.close()
        self.flights.extend(waiting)
        if waiting:
            self._pool = self._started()
            for flight in waiting:
                self._send(flight)

    def _started(self) -> ProcessPoolExecutor:
        context = _context()
        receiving, self._alive = context.Pipe(duplex=False)
        return ProcessPoolExecutor(
            1, mp_context=context, initializer=_begin, initargs=(receiving, dict(os.environ), os.getcwd())
        )

    def _send(self, flight: _Flight) -> None:
        assert self._pool is not None
        flight.future = self._pool.submit(flight.task, flight.chunk)
        flight.future.add_done_callback(lambda future: self._finished.put((self, future)))


def _context() -> BaseContext:
    """A fork server that has imported the readers: a worker then starts in 20 ms, against a second when spawned."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED_ONCE)
    return context


def _begin(alive: Connection, environment: dict[str, str], folder: str) -> None:
    """Make a worker of a new process: it leaves Ctrl-C to the client and ends with it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.update(environment)  # The fork server may be older than the client's settings.
    os.chdir(folder)
    threading.Thread(target=_leave_with_client, args=(alive,), daemon=True).start()


def _leave_with_client(alive: Connection) -> None:
    """Wait until the client closes its end, or the system does because the client is dead."""
    try:
        alive.recv()
    except (EOFError, OSError):
        os._exit(0)
