"""Synthetic reports into a folder: counties made side by side, the answer key written as they come."""

from __future__ import annotations

import json
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.synth.answers import NAME, SCHEMA, AnswerWriter, to_line
from gongkai.corpus.synth.making import make_county
from gongkai.corpus.synth.plan import REGIONS, County, Options, counties
from gongkai.law.messages import Message
from gongkai.report.writing.errors import UnwritableError, os_fault

PART = f".{NAME}.part"
AHEAD = 3  # Counties that may wait for each worker: enough to keep it busy, few enough to keep memory flat.
Progress = Callable[[int], None]
Written = tuple[list[str], list[bytes]]


def synthesize(options: Options, folder: Path, *, workers: int = 1, progress: Progress = lambda done: None) -> int:
    """Write the reports that ``options`` asks for into ``folder`` and ``answers.json`` beside them; the number written.

    What an earlier run left in the folder is taken away first. CorpusError: the folder holds something else, nothing
    fits the years and editions, no Chinese font for PDFs, the disk.
    """
    _check(options)
    try:
        _clear(folder)
        return _write(options, folder, workers, progress)
    except OSError as error:
        raise CorpusError(
            Message("写不了 {file}：{reason}", file=error.filename or folder, reason=os_fault(error)),
            "请检查文件夹权限和磁盘空间",
        ) from error


def _check(options: Options) -> None:
    if next(counties(options), None) is None:
        raise CorpusError("所选年份没有所选版式的报告", "请放宽 --years 或 --editions")
    if "pdf" in options.formats:
        from gongkai.report.writing.arrangement import Arrangement
        from gongkai.report.writing.pdf import write_pdf

        try:
            write_pdf(Arrangement(("年",), None))
        except UnwritableError as error:
            raise CorpusError(error.reason, error.mend) from error


def _clear(folder: Path) -> None:
    """Make the folder, or empty it of what a run of ours wrote; refuse to touch anything else."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {entry.name for entry in folder.iterdir()}
    if not found:
        return
    keys = [folder / name for name in (NAME, PART) if name in found]
    if found - {NAME, PART, *REGIONS} or not any(map(_is_ours, keys)):
        raise CorpusError(
            Message("文件夹 {folder} 不是空的，也不是以前合成的样本", folder=folder), "请另选一个空文件夹"
        )
    for region in REGIONS:
        if (folder / region).is_dir():
            shutil.rmtree(folder / region)
    for key in keys:
        key.unlink()


def _is_ours(key: Path) -> bool:
    with key.open(encoding="utf-8", errors="replace") as file:
        return file.read(len(SCHEMA) + 40).startswith(f'{{"schema": "{SCHEMA.partition("/")[0]}/')


def _write(options: Options, folder: Path, workers: int, progress: Progress) -> int:
    seen: set[bytes] = set()
    part = folder / PART
    with part.open("w", encoding="utf-8") as file:
        key = AnswerWriter(file, _told(options))
        key.begin()
        for lines, digests in _made(options, folder, workers):
            if len(seen) + len(digests) != len(seen.union(digests)):
                raise RuntimeError("two reports share their bytes")
            seen.update(digests)
            for line in lines:
                key.add(line)
            progress(key.count)
        key.close()
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / NAME)
    return key.count


def _told(options: Options) -> dict[str, object]:
    return json.loads(json.dumps(asdict(options)))  # type: ignore[no-any-return]


def _made(options: Options, folder: Path, workers: int) -> Iterator[Written]:
    """What was written, county by county in their order, whoever wrote it."""
    if workers == 1:
        yield from (_written(options, county, folder) for county in counties(options))
        return
    waiting: deque[Future[Written]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            for county in counties(options):
                waiting.append(pool.submit(_written, options, county, folder))
                if len(waiting) > AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _written(options: Options, county: County, folder: Path) -> Written:
    """Make and write the reports of a county: their lines of the key and the beginnings of their hashes."""
    lines, digests = [], []
    for made in make_county(options, county):
        path = folder / made.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.content)
        lines.append(to_line(made.answer))
        digests.append(bytes.fromhex(made.answer.sha256)[:16])
    return lines, digests
