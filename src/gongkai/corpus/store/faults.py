"""Which file of a store is missing or damaged."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store.manifest import Manifest, damaged
from gongkai.corpus.store.sql_faults import OF_THE_QUESTION
from gongkai.law.messages import Message


def first_fault(folder: Path, manifest: Manifest) -> CorpusError | None:
    """The first file of a generation that is missing or cannot be read to its end, None where all are well."""
    return next(filter(None, (file_fault(folder / path) for path in manifest.paths())), None)


def first_missing(folder: Path, manifest: Manifest) -> CorpusError | None:
    """The first file of a generation that is missing, None where all are there, damaged or not."""
    return next((_missing(path) for file in manifest.paths() if not (path := folder / file).is_file()), None)


def fault_behind(error: duckdb.Error, folder: Path, manifest: Manifest) -> CorpusError | None:
    """What is wrong with the files, where that can be the reason of ``error``, None where the question is."""
    if isinstance(error, duckdb.PermissionException):  # DuckDB looks for a missing file in places that are shut.
        return first_missing(folder, manifest)
    return None if isinstance(error, OF_THE_QUESTION) else first_fault(folder, manifest)


def _missing(path: Path) -> CorpusError:
    return CorpusError(Message("报告库缺少文件 {file}", file=path), damaged(path).mend)


def file_fault(path: Path) -> CorpusError | None:
    """What is wrong with a data file, None where it can be read to its end."""
    try:
        with pq.ParquetFile(path) as file:
            for _ in file.iter_batches():
                pass
    except FileNotFoundError:
        return _missing(path)
    except (pa.ArrowException, OSError):
        return damaged(path)
    return None
