"""Few large files in place of many small ones, and the rows of retired contents dropped, batch by batch.

Parts grow like a counter: eight parts of a size become one of the next size. So a report is rewritten a few times at
most however large the store grows, and a table and year keeps some dozens of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gongkai.corpus.store.arrow import arrow_schema
from gongkai.corpus.store.manifest import DataFile, Manifest, Part
from gongkai.corpus.store.parts import COMPRESSION, file_path, part_id, remove_part, settle_part
from gongkai.corpus.store.schema import TABLES, Table, may_drop

FAN = 8
LARGEST = 250_000  # Reports: a part of this size is left as it is.
MOST_RETIRED = 0.02  # Of the contents; beyond that their rows are dropped for good.
BATCH, GROUP_ROWS, GROUP_BYTES = 8192, 122_880, 64 << 20


@dataclass(frozen=True)
class Merge:
    """Parts that are to become one; ``dropped`` contents are left out."""

    parts: Sequence[Part]
    dropped: frozenset[str] = frozenset()


def burdened(manifest: Manifest) -> list[Merge]:
    """Everything, without retired contents, where these are many. For the beginning of a run: later on it counts on
    finding again what it has found in the store."""
    read = [part for part in manifest.parts if part.made_by == "read"]
    if len(manifest.retired) <= max(FAN, MOST_RETIRED * sum(part.rows("reports") for part in read)):
        return []
    others = [part for part in manifest.parts if part.made_by != "read"]
    return [Merge(parts, manifest.retired) for parts in (read, *([part] for part in others))]


def due(manifest: Manifest) -> list[Merge]:
    """Eight parts of one size, where there are as many."""
    levels: dict[int, list[Part]] = {}
    for part in manifest.parts:
        if part.made_by == "read":
            levels.setdefault(_level(part), []).append(part)
    some = (parts[:FAN] for parts in levels.values() if len(parts) >= FAN)
    return [Merge(parts) for parts in some if sum(part.size for part in parts) <= LARGEST][:1]


def _level(part: Part) -> int:
    return int(log(max(part.size, 1), FAN) + 1e-9)


def merged(folder: Path, generation: int, merge: Merge) -> Part:
    """Write one part with the rows of several, reports in the same order in every table. What was written is taken
    away where not all could be; the error goes on."""
    identity = part_id(generation)
    try:
        files = {name: _merged_table(folder, identity, TABLES[name], merge) for name in _tables(merge.parts)}
        files = {name: some for name, some in files.items() if some}
        settle_part(folder, files)
    except BaseException:
        remove_part(folder, identity)
        raise
    return Part(identity, merge.parts[0].made_by, files)


def _tables(parts: Iterable[Part]) -> list[str]:
    held = {name for part in parts for name in part.files}
    return [name for name in TABLES if name in held]


def _merged_table(folder: Path, identity: str, table: Table, merge: Merge) -> tuple[DataFile, ...]:
    by_year: dict[str | None, list[Path]] = {}
    for part in merge.parts:
        for file in part.files.get(table.name, ()):
            year = Path(file.path).parent.name.removeprefix("year=") if table.by_year else None
            by_year.setdefault(year, []).append(folder / file.path)
    found = []
    for year, paths in sorted(by_year.items(), key=lambda item: item[0] or ""):
        path = file_path(table, year, identity)
        if rows := _write(folder / path, table, paths, merge.dropped if may_drop(table) else frozenset()):
            found.append(DataFile(path, rows))
    return tuple(found)


def _write(path: Path, table: Table, sources: Iterable[Path], dropped: frozenset[str]) -> int:
    """The rows written to ``path``; no file where there are none."""
    rows = 0
    with pq.ParquetWriter(path, schema := arrow_schema(table), compression=COMPRESSION) as writer:
        for group in _groups(_batches(sources, schema, dropped)):
            writer.write_table(group)
            rows += group.num_rows
    if not rows:
        path.unlink()
    return rows


def _groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Row groups that are long enough to be read quickly and short enough for memory."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(t.num_rows for t in waiting) >= GROUP_ROWS or sum(t.nbytes for t in waiting) >= GROUP_BYTES:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _batches(sources: Iterable[Path], schema: pa.Schema, dropped: frozenset[str]) -> Iterator[pa.Table]:
    gone = pa.array(sorted(dropped), pa.string())
    for source in sources:
        with pq.ParquetFile(source) as file:
            for batch in file.iter_batches(BATCH):
                table = _fitting(pa.Table.from_batches([batch]), schema)
                if dropped:
                    table = table.filter(pc.invert(pc.is_in(table["sha256"], gone)))
                if table.num_rows:
                    yield table


def _fitting(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table in the schema's columns: those that it is too old for are null."""
    for field in schema:
        if field.name not in table.column_names:
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    return table.select(schema.names).cast(schema)
