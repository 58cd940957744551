"""An existing Dask cluster: the same tasks as on one machine, given out by its scheduler."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from types import TracebackType
from typing import Any

from distributed import Client, Future, KilledWorker
from distributed.comm.addressing import parse_address, parse_host_port
from distributed.comm.registry import get_backend

import gongkai
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.running.engines import IN_FLIGHT, Chunk, Done, Task
from gongkai.corpus.running.interrupts import uninterrupted
from gongkai.law.messages import Message

CONNECT_SECONDS = 10
AGAIN = Message("已读入的都在库中；集群恢复后再运行同一命令即可继续")


class ClusterEngine:
    """The workers of the cluster whose scheduler is at ``address``. CorpusError when it cannot be reached, has no
    workers, or they have another version of Gongkai."""

    largest_chunk = 256

    def __init__(self, address: str) -> None:
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # What matters of it is told in one line.
        self._client = _connected(address)
        try:
            _refuse_other_versions(self._client)
        except BaseException:
            self.close()
            raise
        self._chunks: dict[Future[Any], Chunk] = {}
        self._finished: SimpleQueue[Future[Any]] = SimpleQueue()
        self._workers = _threads(self._client)
        self._until_recount = 0

    def __enter__(self) -> ClusterEngine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def workers(self) -> int:
        return self._workers

    @property
    def busy(self) -> bool:
        return bool(self._chunks)

    @property
    def has_room(self) -> bool:
        return len(self._chunks) < IN_FLIGHT * self._workers

    def submit(self, task: Task, chunk: Chunk) -> None:
        with _lost_is_told():
            future = self._client.submit(task, chunk, pure=False)
            self._chunks[future] = chunk
            future.add_done_callback(self._finished.put)

    def next(self) -> Done:
        while (future := self._finished.get()) not in self._chunks:
            pass  # Of a run that was stopped.
        with uninterrupted(), _lost_is_told():
            chunk = self._chunks.pop(future)
            self._recount()
            try:
                return Done(chunk, future.result())
            except KilledWorker:
                return Done(chunk, None)
            finally:
                future.release()

    def drop(self) -> None:
        with uninterrupted(), suppress(Exception):  # Also when there is no scheduler any more.
            futures = list(self._chunks)
            self._chunks.clear()
            if self._client.status == "running":
                self._client.cancel(futures)

    def close(self) -> None:
        with uninterrupted():
            self._client.close(timeout=2)

    def _recount(self) -> None:
        """Look now and then how many workers there are: they come and go while the run goes on."""
        self._until_recount -= 1
        if self._until_recount < 0:
            self._workers = _threads(self._client)
            self._until_recount = IN_FLIGHT * self._workers


@contextmanager
def _lost_is_told() -> Iterator[None]:
    """CorpusError for whatever happens within: the futures of a lost scheduler fail each in its own way."""
    try:
        yield
    except ImportError as error:
        raise CorpusError(
            Message("集群的工作进程缺少组件 {package}", package=error.name or error),
            "请在每台机器上安装同一版本的 gongkai[cluster]",
        ) from error
    except Exception as error:
        raise CorpusError(Message("与集群的连接中断（{kind}）", kind=type(error).__name__), AGAIN) from error


def _threads(client: Client) -> int:
    """Threads of all workers."""
    threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


def _connected(address: str) -> Client:
    _refuse_no_address(address)
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise CorpusError(
            Message("连不上集群的调度进程 {address}", address=address),
            "请检查地址和网络；调度进程用 dask scheduler 启动",
        ) from error


def _refuse_no_address(address: str) -> None:
    """A client that is made with what is no address waits in vain for its loop at the end of the process."""
    try:
        scheme, place = parse_address(address)
        get_backend(scheme)
        parse_host_port(place)
    except (ValueError, ImportError) as error:
        raise CorpusError(
            Message("不是调度进程的地址：{address}", address=address), "请用 tcp://主机:8786 这样的地址"
        ) from error


def _refuse_other_versions(client: Client) -> None:
    """The rows that a worker makes must be those that this version would make."""
    try:
        found = client.run(version)
    except Exception as error:
        raise CorpusError(
            Message("集群的工作进程不能运行 gongkai（{kind}）", kind=type(error).__name__),
            "请在每台机器上安装同一版本的 Python 和 gongkai[cluster]",
        ) from error
    if not found:
        raise CorpusError("集群里没有工作进程", "请先用 dask worker 启动工作进程")
    if others := sorted({str(other) for other in found.values()} - {version()}):
        raise CorpusError(
            Message("集群的 Gongkai 版本是 {theirs}，这里是 {ours}", theirs=others, ours=version()),
            "请在每台机器上安装同一版本",
        )


def version() -> str:
    """The version of Gongkai where this is called."""
    return gongkai.__version__
