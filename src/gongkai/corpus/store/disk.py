"""Files that are whole or absent, whatever happens to the process or the machine, and what the disk refuses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from gongkai.corpus.errors import CorpusError
from gongkai.law.messages import Message
from gongkai.report.writing.errors import os_fault

WAITING = 16


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``path`` at once: a reader sees the old file or the new one. OSError as the
    system tells it; the old file then stays."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    settle([path.parent])


def settle(paths: Iterable[Path]) -> None:
    """Wait until files, or the entries of folders, have reached the disk: of all together, which one by one is slow."""
    with ThreadPoolExecutor(WAITING) as pool:
        list(pool.map(_settle, paths))


def _settle(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """OSError within becomes a CorpusError that says why ``path`` cannot be written."""
    try:
        yield
    except OSError as error:
        raise CorpusError(
            Message("写不了 {file}：{reason}", file=path, reason=os_fault(error)),
            Message("请检查文件夹权限和磁盘空间，再重新运行；库中已有的内容没有变"),
        ) from error
