"""Small reports, readers that misbehave on cue, an engine in this process, and a look into the store."""

from __future__ import annotations

import ctypes
import os
import time
from collections import deque
from pathlib import Path

from gongkai.corpus.running.engines import Done
from gongkai.corpus.running.tasks import read_report
from gongkai.corpus.store import open_store
from gongkai.report.reading import UnreadableError

SAMPLES = Path(__file__).parents[3] / "samples" / "reports"
REPORT = """{agency}{year}年政府信息公开工作年度报告

一、总体情况

{year}年，我局主动公开政府信息{count}条，收到政府信息公开申请{requests}件，均已办结。

二、存在的主要问题及改进情况

公开内容还不够丰富，将继续改进。

{agency}
{next_year}年1月20日
"""


def report_text(number: int, *, year: int = 2021, extra: str = "") -> str:
    """A report of its own: no two numbers share their bytes."""
    return (
        REPORT.format(
            agency=f"第{number}县水务局", year=year, next_year=year + 1, count=100 + number, requests=number % 7
        )
        + extra
    )


def put_reports(folder: Path, numbers: range, *, extra: str = "") -> list[Path]:
    """Reports as text files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:04}.txt" for number in numbers]
    for number, path in zip(numbers, paths, strict=True):
        path.write_text(report_text(number, extra=extra), encoding="utf-8")
    return paths


class Here:
    """An engine of one worker that is this process: what the run makes of results can be tested without waiting."""

    largest_chunk = 8
    workers = 1

    def __init__(self):
        self.waiting = deque()
        self.submitted = 0
        self.most = 0

    @property
    def busy(self):
        return bool(self.waiting)

    @property
    def has_room(self):
        return len(self.waiting) < 2

    def submit(self, task, chunk):
        self.submitted += 1
        self.waiting.append((task, chunk))
        self.most = max(self.most, len(self.waiting))

    def next(self):
        task, chunk = self.waiting.popleft()
        return Done(chunk, task(chunk))

    def drop(self):
        self.waiting.clear()

    close = drop


def logged(data, name, *, log, edition=None):
    """Reads, and writes down what it reads."""
    with open(log, "a", encoding="utf-8") as lines:
        lines.write(f"{name}\n")
    return read_report(data, name, edition=edition)


def treacherous(data, name, *, edition=None):
    """Does what the file tells it to."""
    if b"CRASH" in data:
        ctypes.string_at(0)
    if b"LEAVE" in data:
        os._exit(3)
    if b"HANG" in data:
        time.sleep(10_000)
    if b"FAIL" in data:
        raise ZeroDivisionError
    if b"REFUSE" in data:
        raise UnreadableError("不读这一份", "换一份")
    return read_report(data, name, edition=edition)


def reads_of(log: Path) -> list[str]:
    """What ``logged`` wrote down."""
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


TABLES = ("reports", "figures", "concepts", "sections", "claims", "findings", "notes")


def contents(store: Path) -> dict[str, list]:
    """Every row of every table, in an order of its own; paths and times of files are left to ``files``."""
    opened = open_store(store)
    return {name: sorted(map(repr, opened.table(name).to_pylist())) for name in TABLES}


def paths(store: Path) -> list[str]:
    """Names of the reports in a store, one for each row."""
    return sorted(Path(row["path"]).name for row in open_store(store).table("reports").to_pylist())


def faults(store: Path) -> dict[str, str]:
    """The faults that the store lists."""
    with open_store(store).connection() as connection:
        return dict(connection.sql("SELECT path, fault FROM faults").fetchall())
