"""Writing the files of a part: one a table and year, synced before the manifest may name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gongkai.corpus.store.disk import settle
from gongkai.corpus.store.manifest import DataFile, Maker, Manifest, Part
from gongkai.corpus.store.schema import TABLES, Table

COMPRESSION = "zstd"
NO_YEAR = "none"
"""The year of a folder whose reports state none."""


def part_id(generation: int) -> str:
    """An id that no other part has, even one whose run was killed; parts sort by generation."""
    return f"{generation:08d}-{uuid4().hex[:12]}"


def write_part(folder: Path, generation: int, made_by: Maker, tables: Mapping[str, pa.Table]) -> Part:
    """Write ``tables`` as a part. What was written is taken away where not all could be; the error goes on."""
    identity = part_id(generation)
    files: dict[str, tuple[DataFile, ...]] = {}
    try:
        for name, table in tables.items():
            files[name] = tuple(_write_table(folder, identity, TABLES[name], table))
        settle_part(folder, files)
    except BaseException:
        remove_part(folder, identity)
        raise
    return Part(identity, made_by, files)


def _write_table(folder: Path, identity: str, table: Table, rows: pa.Table) -> Iterator[DataFile]:
    for year, some in _by_year(table, rows):
        path = file_path(table, year, identity)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(some, folder / path, compression=COMPRESSION)
        yield DataFile(path, some.num_rows)


def file_path(table: Table, year: str | None, identity: str) -> str:
    """Where the file of a part lies; ``year`` is four digits, ``none``, or None for a table that lies in one folder."""
    return f"{table.name}/{identity}.parquet" if year is None else f"{table.name}/year={year}/{identity}.parquet"


def _by_year(table: Table, rows: pa.Table) -> Iterator[tuple[str | None, pa.Table]]:
    if not table.by_year:
        yield None, rows
        return
    years = rows["year"]
    for year in sorted(pc.unique(years).to_pylist(), key=lambda y: (y is None, y)):
        chosen = pc.is_null(years) if year is None else pc.equal(years, year)
        yield NO_YEAR if year is None else str(year), rows.filter(chosen)


def settle_part(folder: Path, files: Mapping[str, tuple[DataFile, ...]]) -> None:
    """Wait until the files of a part, and the folders that name them, have reached the disk."""
    paths = [folder / file.path for some in files.values() for file in some]
    settle(paths)
    settle({path.parent for path in paths} | {folder / name for name in files} | {folder})


def remove_part(folder: Path, identity: str) -> None:
    """Take away every file of a part, as far as the system lets us."""
    for path in data_files(folder):
        if path.stem == identity:
            path.unlink(missing_ok=True)


def remove_unlisted(folder: Path, manifest: Manifest) -> None:
    """Take away what killed runs and compactions have left: data files that the manifest does not list, unfinished
    manifests. Only the holder of the lock may."""
    listed = set(manifest.paths())
    for path in data_files(folder):
        if path.relative_to(folder).as_posix() not in listed:
            path.unlink(missing_ok=True)
    for path in folder.glob(".*.part"):
        path.unlink(missing_ok=True)


def data_files(folder: Path) -> Iterator[Path]:
    """Every file in a place where data files lie, listed or not."""
    for name, table in TABLES.items():
        yield from (folder / name).glob("year=*/*.parquet" if table.by_year else "*.parquet")
