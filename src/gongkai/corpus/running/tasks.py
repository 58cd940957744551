"""What workers do to a chunk of files, wherever they run: hash it, or read and audit it into rows of the store."""

from __future__ import annotations

import faulthandler
import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyarrow as pa

import gongkai
from gongkai.corpus.sources.contents import Hashed, bytes_of, hashed, hashed_members
from gongkai.corpus.sources.items import Fault, Item, fault_of
from gongkai.corpus.sources.kinds import kind_of
from gongkai.corpus.store.arrow import joined, tables_of
from gongkai.corpus.store.rows import Row, rows_of
from gongkai.law.editions import Edition
from gongkai.law.messages import Message
from gongkai.report.auditing.engine import audit
from gongkai.report.model import Report, Source
from gongkai.report.reading import UnreadableError, read_bytes, refuse_nothing

Rows = dict[str, list[Row]]
Reader = Callable[..., Report]
"""Called with the bytes, the name, and ``edition=``; UnreadableError tells why there is no report."""
SECONDS = 120
"""A report takes a tenth of a second, the worst flattened table seconds; what takes longer than this does not end."""
OUR_FAULT = "读这个文件时程序出错"
"""How the faults of ``our_fault`` begin, in every version."""

_one_at_a_time = threading.Lock()  # PDFium takes no two threads, and a cluster's worker may have several.


@dataclass(slots=True)
class Looked:
    """What hashing found: files of reports, faults, and how many files of other kinds in archives."""

    hashed: list[Hashed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    others: int = 0


@dataclass(slots=True)
class Outcome:
    """What reading gave: tables as Arrow streams, the contents that are in them, and faults."""

    tables: dict[str, bytes] = field(default_factory=dict)
    contents: list[bytes] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def hash_chunk(chunk: Sequence[Item]) -> Looked:
    """Hash files, and the members of archives."""
    looked = Looked()
    for item in chunk:
        with _one_at_a_time:
            for found in hashed_members(item) if kind_of(item.name) == "archive" else [hashed(item)]:
                if found is None:
                    looked.others += 1
                elif isinstance(found, Fault):
                    looked.faults.append(found)
                else:
                    looked.hashed.append(found)
    return looked


def read_report(data: bytes, name: str, *, edition: Edition | None = None) -> Report:
    """The report in a file's bytes. UnreadableError where they give nothing of a report."""
    return refuse_nothing(read_bytes(data, name, edition=edition))


def read_chunk(
    chunk: Sequence[Hashed],
    *,
    edition: Edition | None = None,
    reader: Reader = read_report,
    seconds: float = SECONDS,
) -> Outcome:
    """Read and audit files. A file that takes longer than ``seconds`` ends the process: a reader may hang where no
    exception reaches it."""
    outcome, rows = Outcome(), []
    for item, _ in chunk:
        with _one_at_a_time:
            found = _rows(item, edition, reader, seconds)
        if isinstance(found, Fault):
            outcome.faults.append(found)
        else:
            rows.append((item, found))
    _pack(rows, outcome)
    return outcome


def _pack(rows: list[tuple[Item, Rows]], outcome: Outcome) -> None:
    """Turn rows into tables: all at once, and only where that fails one by one, to know whose cannot be stored."""
    try:
        tables = tables_of(joined([found for _, found in rows]))
    except Exception:
        _pack([pair for pair in rows if _fits(*pair, outcome)], outcome)
        return
    outcome.tables = {name: packed(table) for name, table in tables.items()}
    outcome.contents = [bytes.fromhex(row[0]) for _, found in rows for row in found["reports"]]


def _fits(item: Item, rows: Rows, outcome: Outcome) -> bool:
    try:
        tables_of(rows)
    except Exception as error:
        outcome.faults.append(fault_of(item, *our_fault(error), rows["reports"][0][0]))
        return False
    return True


def _rows(item: Item, edition: Edition | None, reader: Reader, seconds: float) -> Rows | Fault:
    """The rows of a file's report, as Arrow takes them, or why it has none."""
    sha256 = None
    try:
        data = bytes_of(item)
        sha256 = hashlib.sha256(data).hexdigest()
        with _watched(seconds):
            report = reader(data, item.name, edition=edition)
            # A report kept as JSON names the file that it was first read from; here it is itself.
            report.source = Source(item.name, sha256, report.source.format if report.source else "")
            found = audit(report, edition=edition)
            return rows_of(report, found, path=item.path, size=len(data), modified=item.modified, edition=edition)
    except UnreadableError as error:
        return fault_of(item, error.reason, error.mend, sha256)
    except Exception as error:  # A fault of ours must not stop the run.
        return fault_of(item, *our_fault(error), sha256)


def our_fault(error: Exception) -> tuple[str, str]:
    """Reason and mend of an exception that no reader should raise."""
    return (
        Message(
            "读这个文件时程序出错（Gongkai {version}，{kind}）", version=gongkai.__version__, kind=type(error).__name__
        ),
        Message("这是 Gongkai 的缺陷，请把文件和这行提示发给维护者；换版本后会自动再读，也可加 --retry-faults 再读"),
    )


def is_fault_of_another_version(reason: str) -> bool:
    """Whether a fault, as the store tells it, is a defect of a version of Gongkai that is not this one."""
    return reason.startswith(OUR_FAULT) and not reason.startswith(f"{OUR_FAULT}（Gongkai {gongkai.__version__}，")


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """End this process if what follows takes longer; works inside C code too, and says nothing on the terminal."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@cache
def _nowhere() -> int:
    """A file descriptor for what nobody is to see."""
    return os.open(os.devnull, os.O_WRONLY)


def packed(table: pa.Table) -> bytes:
    """A table as an Arrow stream: LZ4 costs the client a fifth of what ZSTD does, who has all workers to serve."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def unpacked(data: Any) -> pa.Table:
    """The table in an Arrow stream."""
    with pa.ipc.open_stream(data, options=pa.ipc.IpcReadOptions(use_threads=False)) as stream:
        return stream.read_all()
