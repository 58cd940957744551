"""Which file of a store is missing or damaged."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store.manifest import Manifest, damaged
from gongkai.law.messages import Message


def first_fault(folder: Path, manifest: Manifest) -> CorpusError | None:
    """The first file of a generation that is missing or cannot be read to its end, None where all are well."""
    return next(filter(None, (file_fault(folder / path) for path in manifest.paths())), None)


def file_fault(path: Path) -> CorpusError | None:
    """What is wrong with a data file, None where it can be read to its end."""
    try:
        with pq.ParquetFile(path) as file:
            for _ in file.iter_batches():
                pass
    except FileNotFoundError:
        return CorpusError(Message("报告库缺少文件 {file}", file=path), damaged(path).mend)
    except (pa.ArrowException, OSError):
        return damaged(path)
    return None
