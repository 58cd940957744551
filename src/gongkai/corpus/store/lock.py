"""Who may write: one process at a time. The lock dies with its process, so that a killed run leaves none."""

from __future__ import annotations

import json
import os
import shlex
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store.disk import replace_file, told
from gongkai.law.messages import Message

LOCK, HOLDER = "writing.lock", "writing.json"


@contextmanager
def writing_lock(folder: Path) -> Iterator[None]:
    """Hold the right to write in ``folder``. CorpusError where another process holds it, saying which one."""
    lock = FileLock(folder / LOCK)
    with told(folder):
        try:
            lock.acquire(blocking=False)
        except Timeout as error:
            raise _held(folder) from error
    try:
        with told(folder):
            replace_file(folder / HOLDER, json.dumps(_ourselves(), ensure_ascii=False).encode())
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER).unlink()
        lock.release()


def _ourselves() -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        "command": shlex.join(sys.argv),
    }


def _held(folder: Path) -> CorpusError:
    mend = Message("请等它结束后再运行，或换一个库")
    try:
        holder = json.loads((folder / HOLDER).read_bytes())
        who = {name: str(holder[name]) for name in ("pid", "host", "since", "command")}
    except (OSError, ValueError, KeyError, TypeError):
        return CorpusError(Message("另一个程序正在写报告库 {folder}", folder=folder), mend)
    return CorpusError(
        Message(
            "另一个程序正在写报告库 {folder}（{host} 上的进程{pid}，自{since}起：{command}）", folder=folder, **who
        ),
        mend,
    )
