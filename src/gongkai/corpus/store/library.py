"""A store as its users hold it: opened or created, read, questioned, written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store import manifest as manifests
from gongkai.corpus.store.arrow import arrow_schema
from gongkai.corpus.store.disk import told
from gongkai.corpus.store.faults import fault_behind, first_fault
from gongkai.corpus.store.lock import HOLDER, LOCK, writing_lock
from gongkai.corpus.store.manifest import Manifest
from gongkai.corpus.store.query import VIEWS, Result
from gongkai.corpus.store.rebuilding import rebuilt
from gongkai.corpus.store.schema import TABLES
from gongkai.corpus.store.sql_faults import sql_fault
from gongkai.corpus.store.views import create_views
from gongkai.corpus.store.writer import Writer
from gongkai.law.messages import Message
from gongkai.report.model import Report

T = TypeVar("T")


class Store:
    """A folder of Parquet files with a manifest. Reading needs no lock: each call sees one generation, the newest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        manifests.load(folder)

    @classmethod
    def create_or_open(cls, folder: str | Path) -> Store:
        """The store in ``folder``, made where there is none. CorpusError: other files lie there, unwritable."""
        folder = Path(folder)
        if not (folder / manifests.NAME).exists():
            _create(folder)
        return cls(folder)

    @property
    def manifest(self) -> Manifest:
        """The newest generation."""
        return manifests.load(self.folder)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(TABLES)

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A table of the newest generation, each report's rows together; KeyError for a name that no table has."""
        schema = arrow_schema(TABLES[name])
        wanted = list(columns) if columns is not None else schema.names
        chosen = pa.schema([schema.field(column) for column in wanted])
        sql = f"SELECT {', '.join(f'{chr(34)}{c}{chr(34)}' for c in wanted)} FROM {name}"
        found: pa.Table = self.reading(lambda connection: connection.sql(sql).to_arrow_table())
        return found.cast(chosen)

    def connection(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection in memory with all views; for our own SQL, not for a stranger's (see ``query``)."""
        connection = duckdb.connect()
        create_views(connection, self.folder, self.manifest)
        return connection

    def reports(self, hashes: Iterable[str] | None = None) -> Iterator[Report]:
        """The reports as ``read`` gave them, all or those of the contents named, each once, in no order.

        What the store does not keep is missing: ``Report.text`` and the anchors of sections of plain text; a whole
        number is an int. CorpusError where a file is damaged.
        """
        wanted = None if hashes is None else frozenset(hashes)
        seen: set[str] = set()
        for last in (False, True):
            manifest = self.manifest
            try:
                yield from rebuilt(self.folder, manifest, wanted, seen)
                return
            except (OSError, pa.ArrowException) as error:
                if last or self.manifest.generation == manifest.generation:
                    raise self.fault() or error from error

    def query(self, sql: str) -> Result:
        """The answer to one SELECT statement over the views: confined to this store, unable to write.

        CorpusError: the SQL is wrong, or does more than reading, or a file of the store is damaged.
        """
        for last in (False, True):
            manifest = self.manifest
            try:
                return Result(self.folder, manifest, sql)
            except duckdb.Error as error:
                if last or self.manifest.generation == manifest.generation:
                    raise fault_behind(error, self.folder, manifest) or sql_fault(error, sql, VIEWS) from error
        raise AssertionError

    def reading(self, action: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """What ``action`` makes of a connection; done again, once, where a writer has taken the generation's files
        away meanwhile. CorpusError where a file is damaged."""
        for last in (False, True):
            before = self.manifest.generation
            try:
                with self.connection() as connection:
                    return action(connection)
            except duckdb.Error as error:
                if last or self.manifest.generation == before:
                    raise fault_behind(error, self.folder, self.manifest) or error from error
        raise AssertionError

    def fault(self) -> CorpusError | None:
        """The first file of the newest generation that is missing or cannot be read to its end, None without one."""
        return first_fault(self.folder, self.manifest)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Hold the lock and write. CorpusError: another run holds it, a file is missing. What is not committed is
        dropped."""
        with writing_lock(self.folder):
            yield Writer(self.folder)


def open_store(folder: str | Path) -> Store:
    """The store in ``folder``. CorpusError: no store, of a newer schema, unreadable."""
    return Store(Path(folder))


def _ours(name: str) -> bool:
    """Whether a run that was killed while it made a store can have left a file of this name."""
    return name in (LOCK, HOLDER) or (
        name.startswith((f".{manifests.NAME}.", f".{HOLDER}.")) and name.endswith(".part")
    )


def _create(folder: Path) -> None:
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if other := next((path.name for path in sorted(folder.iterdir()) if not _ours(path.name)), None):
            raise CorpusError(
                Message("{folder} 不是报告库，里面有别的文件（{name}）", folder=folder, name=other),
                Message("请换一个空文件夹或还不存在的文件夹"),
            )
    with writing_lock(folder), told(folder):
        if not (folder / manifests.NAME).exists():
            manifests.save(folder, Manifest())
