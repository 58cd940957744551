"""A question to the store and its answer, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import count
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, TypeVar
from weakref import finalize

import duckdb
import pyarrow as pa

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store.confinement import confine, reading_statement
from gongkai.corpus.store.faults import fault_behind
from gongkai.corpus.store.manifest import Manifest, load
from gongkai.corpus.store.schema import TABLES
from gongkai.corpus.store.sql_faults import sql_fault
from gongkai.corpus.store.views import create_views
from gongkai.law.messages import Message

T = TypeVar("T")
VIEWS = (*TABLES, "faults")
INTERRUPT_AGAIN = 0.05  # Seconds.


class Result:
    """The answer: ``columns``, no two alike, and its rows once, as tuples, Arrow batches or one Arrow table. Close it,
    or use it in ``with``; what does not fit into memory lies in a temporary folder until then. duckdb.Error: a wrong
    question."""

    def __init__(self, folder: Path, manifest: Manifest, sql: str) -> None:
        scratch = mkdtemp(prefix="gongkai-")
        self._tidy = finalize(self, rmtree, scratch, ignore_errors=True)
        self._folder, self._manifest = folder, manifest
        self._connection = duckdb.connect()
        try:
            question = reading_statement(self._connection, sql)
            self.sql = question.sql
            create_views(self._connection, folder, manifest, only=_known(question.tables))
            confine(self._connection, _files(folder, manifest), Path(scratch))
            reader = self._interruptible(lambda: self._asked().to_arrow_reader())
            names = distinct(reader.schema.names)
            self.schema = pa.schema([one.with_name(name) for one, name in zip(reader.schema, names, strict=True)])
            self._reader = reader
            self._first = self._next()
        except BaseException:
            self.close()
            raise

    @property
    def columns(self) -> list[str]:
        names: list[str] = self.schema.names
        return names

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, as they come. CorpusError where the question turns out wrong on the way."""
        batch, self._first = self._first, None
        while batch is not None:
            yield batch
            try:
                batch = self._next()
            except duckdb.Error as error:
                raise self._fault_behind(error) or sql_fault(error, self.sql, VIEWS) from error

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows as tuples of plain Python values."""
        for batch in self.batches():
            yield from zip(*map(_values, batch.columns), strict=True)

    def arrow(self) -> pa.Table:
        """All rows as one Arrow table."""
        return pa.Table.from_batches(self.batches(), schema=self.schema)

    def close(self) -> None:
        self._connection.close()
        self._tidy()

    def __enter__(self) -> Result:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _next(self) -> pa.RecordBatch | None:
        try:
            batch = self._interruptible(self._reader.read_next_batch)
            return batch.rename_columns(self.schema.names)
        except StopIteration:
            return None
        except (pa.ArrowException, OSError) as error:
            raise _as_duckdb(error) from error

    def _fault_behind(self, error: duckdb.Error) -> CorpusError | None:
        """What is wrong with the files; a writer may have taken them away meanwhile, which is no damage."""
        same = load(self._folder).generation == self._manifest.generation
        return fault_behind(error, self._folder, self._manifest) if same else None

    def _asked(self) -> duckdb.DuckDBPyRelation:
        try:
            return self._connection.sql(self.sql)
        except duckdb.Error:
            self._connection.execute(self.sql)  # Fails as well, and tells at which place.
            raise

    def _interruptible(self, work: Callable[[], T]) -> T:
        """Ctrl-C reaches this thread while another one works, and stops it."""
        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(work)
            try:
                return done.result()
            except KeyboardInterrupt:
                while not done.done():  # What has not begun yet does not hear it the first time.
                    self._connection.interrupt()
                    wait([done], timeout=INTERRUPT_AGAIN)
                raise


def distinct(names: Sequence[str]) -> list[str]:
    """``names``, of which a repeated one becomes ``name_1``, ``name_2``…, whichever no other column has."""
    taken, seen, result = set(names), set(), []
    for name in names:
        if name in seen:
            name = next(other for n in count(1) if (other := f"{name}_{n}") not in taken)
        taken.add(name)
        seen.add(name)
        result.append(name)
    return result


def _values(column: pa.Array) -> list[Any]:
    """The values as Python has them, as text where its calendar (years 1 to 9999) ends before."""
    try:
        return list(column.to_pylist())
    except OverflowError:
        return list(column.cast(pa.string()).to_pylist())


def _known(tables: frozenset[str] | None) -> frozenset[str] | None:
    """The views that are needed; None for all, where one is asked for that there is not."""
    if tables is None or not tables <= set(VIEWS):
        return None
    return tables | {"files"} if "faults" in tables else tables


def _files(folder: Path, manifest: Manifest) -> list[Path]:
    """The files of the store; CorpusError where a link leads out of it."""
    files = [folder / path for path in manifest.paths()]
    within = folder.resolve()
    for parent in {file.parent for file in files}:
        if not parent.resolve().is_relative_to(within):
            raise _leads_out(parent)
    for file in files:
        if file.is_symlink():
            raise _leads_out(file)
    return files


def _leads_out(path: Path) -> CorpusError:
    return CorpusError(Message("报告库的 {file} 是指到库外的链接", file=path), Message("请把它换成文件本身"))


def _as_duckdb(error: Exception) -> duckdb.Error:
    """Arrow hands on what DuckDB says, its kind in words before a colon."""
    name = str(error).partition(" Error:")[0].replace(" ", "").lower() + "exception"
    kinds = {kind.__name__.lower(): kind for kind in _deeper(duckdb.Error)}
    return kinds.get(name, duckdb.Error)(str(error))


def _deeper(kind: type[duckdb.Error]) -> list[type[duckdb.Error]]:
    found = kind.__subclasses__()
    return [below for one in found for below in (one, *_deeper(one))]
