"""The views that questions are asked of: SQL over the files of one generation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import duckdb

from gongkai.corpus.store.manifest import REVISION, Manifest
from gongkai.corpus.store.parts import NO_YEAR
from gongkai.corpus.store.schema import TABLES, Kind, Table, may_drop

RETIRED = "retired_contents"
_TYPES: Mapping[Kind, str] = {"text": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN", "date": "DATE"}
_YEAR_OF_FOLDER = "hive_partitioning = true, hive_types = {'year': 'BIGINT'}"
FAULTS = "SELECT path, sha256, bytes, modified, fault FROM files WHERE fault IS NOT NULL"


def create_views(
    connection: duckdb.DuckDBPyConnection, folder: Path, manifest: Manifest, only: Collection[str] | None = None
) -> None:
    """Create the views of a generation in a connection, all or ``only`` some of them."""
    if manifest.retired:
        connection.execute(f"CREATE TABLE {RETIRED} (sha256 VARCHAR)")
        connection.execute(f"INSERT INTO {RETIRED} SELECT unnest(?)", [sorted(manifest.retired)])
    for name, query in view_queries(folder, manifest):
        if only is None or name in only:
            connection.execute(f'CREATE VIEW "{name}" AS {query}')


def view_queries(folder: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """(view, its SQL) of every table, and of ``faults``."""
    for table in TABLES.values():
        yield table.name, _newest(table, _rows(table, folder, manifest))
    yield "faults", FAULTS


def _rows(table: Table, folder: Path, manifest: Manifest) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    sources = list(_sources(table, folder, manifest))
    if not sources:
        return f"SELECT {columns} FROM ({_nothing(table)})"
    if any(part.revision < REVISION for part in manifest.parts):
        older = (f"SELECT * FROM read_parquet({source}, union_by_name = true)" for source in sources)
        rows = f"SELECT {columns} FROM ({' UNION ALL BY NAME '.join((_nothing(table), *older))})"
    else:
        rows = " UNION ALL ".join(f"SELECT {columns} FROM read_parquet({source})" for source in sources)
    if manifest.retired and may_drop(table):
        kept = f"sha256 IS NULL OR sha256 NOT IN (SELECT sha256 FROM {RETIRED})"
        return f"SELECT {columns} FROM ({rows}) WHERE {kept}"
    return rows


def _sources(table: Table, folder: Path, manifest: Manifest) -> Iterator[str]:
    """What ``read_parquet`` is to read, and how. The year comes from the names of the folders, at half the cost of
    reading it, except where none is known; and where folders above have such names, too, which DuckDB would believe."""
    paths = [file.path for file in manifest.files(table.name)]
    named = table.by_year and "=" not in str(folder)
    dated = [path for path in paths if named and f"/year={NO_YEAR}/" not in path]
    others = [path for path in paths if path not in set(dated)]
    for some, how in ((dated, _YEAR_OF_FOLDER), (others, "hive_partitioning = false")):
        if some:
            yield f"[{', '.join(_quoted(str(folder / path)) for path in some)}], {how}"


def _nothing(table: Table) -> str:
    typed = ", ".join(f'CAST(NULL AS {_TYPES[column.kind]}) AS "{column.name}"' for column in table.columns)
    return f"SELECT {typed} WHERE false"


def _newest(table: Table, rows: str) -> str:
    """An address that was looked at again has several rows in ``files``."""
    if table.name != "files":
        return rows
    return f"FROM ({rows}) QUALIFY row_number() OVER (PARTITION BY path ORDER BY written DESC) = 1"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
