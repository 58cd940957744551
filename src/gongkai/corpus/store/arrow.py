"""The tables of the store in Arrow's terms: schemas, and rows turned into tables and back into order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from gongkai.corpus.store.schema import TABLES, Kind, Table

Rows = Mapping[str, Sequence[tuple[Any, ...]]]
_TYPES: Mapping[Kind, pa.DataType] = {
    "text": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
}
SET_BY_STORE = "written"  # Column of ``files`` that the writer fills; rows come without it.


def arrow_schema(table: Table, *, given: bool = False) -> pa.Schema:
    """The columns of a table; ``given``: without those that the store sets itself."""
    columns = [c for c in table.columns if not (given and c.name == SET_BY_STORE)]
    return pa.schema([(column.name, _TYPES[column.kind]) for column in columns])


def tables_of(rows: Rows) -> dict[str, pa.Table]:
    """Arrow tables of rows by table name, in the order of ``schema``'s columns; tables without rows are left out."""
    return {name: _table(arrow_schema(TABLES[name], given=True), some) for name, some in rows.items() if some}


def _table(schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    columns = [pa.array(column, field.type) for field, column in zip(schema, zip(*rows, strict=True), strict=True)]
    return pa.Table.from_arrays(columns, schema=schema)


def joined(rows: Sequence[Rows]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of several reports by table."""
    together: dict[str, list[tuple[Any, ...]]] = {}
    for some in rows:
        for name, lines in some.items():
            together.setdefault(name, []).extend(lines)
    return together
