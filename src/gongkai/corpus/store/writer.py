"""Writing into a store: rows are staged, then become visible at once or not at all; each content once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gongkai.corpus.store import manifest as manifests
from gongkai.corpus.store.arrow import SET_BY_STORE, arrow_schema
from gongkai.corpus.store.compaction import Merge, burdened, due, merged
from gongkai.corpus.store.disk import told
from gongkai.corpus.store.faults import first_fault, first_missing
from gongkai.corpus.store.manifest import Maker, Manifest, Part
from gongkai.corpus.store.once import only_contents
from gongkai.corpus.store.parts import remove_part, remove_unlisted, write_part
from gongkai.corpus.store.schema import TABLES
from gongkai.corpus.store.views import create_views

Tables = Mapping[str, pa.Table]
MOST_ROWS = 1 << 24  # Rows of ``files`` that one commit can tell apart by their order.


class Writer:
    """Got from ``Store.writing()``, which holds the lock. CorpusError of any method: the store is as it was before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = manifests.load(folder)
        if missing := first_missing(folder, self.manifest):
            raise missing
        self._staged: dict[str, list[pa.Table]] = {}
        self._new: set[str] = set()
        self._known_again: set[str] = set()  # Retired contents that an address holds again.
        with told(folder):
            remove_unlisted(folder, self.manifest)
        self._compact(burdened)

    @cached_property
    def _contents(self) -> set[str]:
        """Every content whose rows are in the store, retired ones too."""
        found: set[str] = set()
        with self._undamaged():
            for file in self.manifest.files("reports"):
                found.update(pq.read_table(self.folder / file.path, columns=["sha256"])["sha256"].to_pylist())
        return found

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        """What goes wrong in reading the store becomes a CorpusError that names the damaged file."""
        try:
            yield
        except (pa.ArrowException, duckdb.Error, FileNotFoundError) as error:
            raise first_fault(self.folder, self.manifest) or error from error

    def add(self, tables: Tables) -> None:
        """Stage the rows of whole reports, with their rows of ``files``. Rows of contents that the store or the stage
        has already are dropped; so are rows of contents that have no row in ``reports`` here."""
        given = _checked(tables)
        reports = given.get("reports")
        listed: list[str] = reports["sha256"].to_pylist() if reports else []
        fresh = [sha for sha in dict.fromkeys(listed) if sha not in self._contents and sha not in self._new]
        for name, table in only_contents(given, fresh, listed).items():
            self._staged.setdefault(name, []).append(table)
        self._new.update(fresh)
        held = given["files"]["sha256"].to_pylist() if "files" in given else []
        self._known_again |= self.manifest.retired.intersection([*listed, *held])

    def commit(self) -> None:
        """Make everything that is staged visible, at once; nothing staged: nothing happens."""
        tables = {name: pa.concat_tables(some) for name, some in self._staged.items()}
        if not tables and not self._known_again:
            return
        generation = self.manifest.generation + 1
        if "files" in tables:
            tables["files"] = _numbered(tables["files"], generation)
        retired = (self.manifest.retired | self._superseded(tables)) - self._known_again
        self._publish(lambda: self._written("read", tables), self.manifest.parts, retired)
        self._contents.update(self._new)
        self._staged, self._new, self._known_again = {}, set(), set()
        self._compact(due)

    def replace(self, made_by: Maker, tables: Tables) -> None:
        """Put ``tables`` in the place of everything that ``made_by`` has written, at once."""
        given = _checked(tables)
        kept = [part for part in self.manifest.parts if part.made_by != made_by]
        self._publish(lambda: self._written(made_by, given), kept, self.manifest.retired)

    def _compact(self, wanted: Callable[[Manifest], list[Merge]]) -> None:
        """Merge what should be. A disk that is too full for that is told by the next commit: the last one is done."""
        with suppress(OSError), self._undamaged():
            while merges := wanted(self.manifest):
                self._merge(merges)

    def _merge(self, merges: Sequence[Merge]) -> None:
        generation = self.manifest.generation + 1
        old = {part.id for merge in merges for part in merge.parts}
        kept = [part for part in self.manifest.parts if part.id not in old]
        dropped = frozenset[str]().union(*(merge.dropped for merge in merges))
        self._contents.difference_update(dropped)
        self._put(
            lambda: [merged(self.folder, generation, merge) for merge in merges], kept, self.manifest.retired - dropped
        )

    def _written(self, made_by: Maker, tables: Tables) -> tuple[Part, ...]:
        filled = {name: table for name, table in tables.items() if table.num_rows}
        return (write_part(self.folder, self.manifest.generation + 1, made_by, filled),) if filled else ()

    def _publish(self, write: Callable[[], Sequence[Part]], kept: Sequence[Part], retired: frozenset[str]) -> None:
        with told(self.folder):
            self._put(write, kept, retired)

    def _put(self, write: Callable[[], Sequence[Part]], kept: Sequence[Part], retired: frozenset[str]) -> None:
        """Write new parts, then a manifest with them and ``kept``; then take away the files that it does not list."""
        before = self.manifest
        written = write()
        after = Manifest(before.generation + 1, (*kept, *written), retired)
        try:
            manifests.save(self.folder, after)
        except BaseException:
            for part in written:
                remove_part(self.folder, part.id)
            raise
        self.manifest = after
        for path in set(before.paths()).difference(after.paths()):
            with suppress(OSError):  # What stays goes with the next writer.
                (self.folder / path).unlink()

    def _superseded(self, tables: Tables) -> frozenset[str]:
        """Contents that no address holds any more after ``tables``: their addresses now hold other contents."""
        if "files" not in tables:
            return frozenset()
        with self._undamaged(), duckdb.connect() as connection:
            if not self._looked_at_before(tables["files"]["path"]):
                return frozenset()
            create_views(connection, self.folder, replace(self.manifest, retired=frozenset()))
            connection.register("staged", tables["files"])
            return frozenset(row[0] for row in connection.execute(_SUPERSEDED).fetchall())

    def _looked_at_before(self, paths: pa.ChunkedArray) -> bool:
        """Whether the store knows one of the addresses; a first run is spared the question which row of all counts."""
        wanted = paths.combine_chunks()
        known = (pq.read_table(self.folder / f.path, columns=["path"])["path"] for f in self.manifest.files("files"))
        return any(pc.any(pc.is_in(some, value_set=wanted)).as_py() for some in known)


_SUPERSEDED = """
WITH changed AS (
  SELECT path, arg_max(sha256, written) AS sha256 FROM staged GROUP BY path HAVING arg_max(sha256, written) IS NOT NULL
), held AS (
  SELECT sha256 FROM changed UNION ALL SELECT sha256 FROM files WHERE path NOT IN (SELECT path FROM changed)
)
SELECT DISTINCT files.sha256 FROM files JOIN changed USING (path)
WHERE files.sha256 IS NOT NULL AND files.sha256 NOT IN (SELECT sha256 FROM held WHERE sha256 IS NOT NULL)
"""


def _checked(tables: Tables) -> dict[str, pa.Table]:
    """The tables in the schema's columns and types; ValueError names what does not fit it."""
    found = {}
    for name, table in tables.items():
        if name not in TABLES:
            raise ValueError(f"no table {name} in the schema")
        schema = arrow_schema(TABLES[name], given=SET_BY_STORE not in table.column_names)
        if missing := set(schema.names).difference(table.column_names):
            raise ValueError(f"table {name} lacks {sorted(missing)}")
        found[name] = table.select(schema.names).cast(schema)
    return found


def _numbered(files: pa.Table, generation: int) -> pa.Table:
    if SET_BY_STORE in files.column_names:
        files = files.drop_columns([SET_BY_STORE])
    first = generation * MOST_ROWS
    return files.append_column(SET_BY_STORE, pa.array(range(first, first + files.num_rows), pa.int64()))
