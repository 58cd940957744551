"""What a stranger's SQL may do: read the views of one store, and nothing else.

Two walls. The statement is parsed and only what is known to read is let through: DuckDB lets COPY, INSERT and DELETE
hide in a WITH clause of a SELECT, and ``query('…')`` runs SQL that is made while it runs. Then DuckDB itself is shut:
no file but those of the store, no extensions, no variables of Python, no change of its configuration.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store.sql_faults import sql_fault
from gongkai.law.messages import Message

NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
TABLE_FUNCTIONS = frozenset(
    {"range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree", "duckdb_functions"}
)
_EXPLAIN = re.compile(r"\s*explain\s+(?:analyze\s+)?(?!analyze\b|\()", re.IGNORECASE)
MEMORY = "50%"  # Of the machine's; what does not fit is laid on the disk.
_SETTINGS = (
    "SET autoload_known_extensions = false",
    "SET autoinstall_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET allow_persistent_secrets = false",
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def confine(connection: duckdb.DuckDBPyConnection, files: Sequence[Path], scratch: Path) -> None:
    """Shut a connection off: it can read ``files`` and lay what does not fit into memory in ``scratch``."""
    connection.execute("SET memory_limit = $most", {"most": MEMORY})
    connection.execute("SET temp_directory = $folder", {"folder": str(scratch)})
    connection.execute("SET allowed_paths = $paths", {"paths": [str(file) for file in files]})
    for setting in _SETTINGS:
        connection.execute(setting)


@dataclass(frozen=True, slots=True)
class Question:
    """A statement that only reads. ``tables`` are the names that it reads from, None where it asks what there is."""

    sql: str
    tables: frozenset[str] | None


def reading_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> Question:
    """The one statement of ``sql``, parsed by ``connection`` and not run. CorpusError: none, several, wrong, or one
    that does more than reading."""
    try:
        sql.encode()
    except UnicodeEncodeError as error:  # A shell hands on bytes that are no text.
        mend = Message("请存成 UTF-8 编码的文件，用 --file 给出")
        raise CorpusError(Message("SQL 不是 UTF-8 文本"), mend) from error
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise sql_fault(error, sql) from error
    if not statements:
        raise CorpusError(Message("没有 SQL 语句"), Message("请给一条 SELECT 语句"))
    if len(statements) > 1:
        raise CorpusError(Message("给了{count}条 SQL 语句", count=len(statements)), Message("一次只能查询一条"))
    query: str = statements[0].query
    explain = _EXPLAIN.match(query)
    things = list(_objects(_trees(connection, query[explain.end() :] if explain else query, query)))
    for thing in things:
        _check(thing)
    kinds = {str(thing.get("type")) for thing in things}
    names = frozenset(str(thing["table_name"]).lower() for thing in things if thing.get("type") == "BASE_TABLE")
    return Question(query, None if "SHOW_REF" in kinds else names)


def _trees(connection: duckdb.DuckDBPyConnection, query: str, whole: str) -> list[Any]:
    row = connection.execute("SELECT json_serialize_sql($sql::VARCHAR)", {"sql": query}).fetchone()
    assert row is not None
    parsed = json.loads(row[0])
    if parsed["error"]:
        raise _refused(re.split(r"[\s(]", whole.strip(), maxsplit=1)[0].upper())
    trees: list[Any] = parsed["statements"]
    return trees


def _check(thing: dict[str, Any]) -> None:
    kind = str(thing.get("type"))
    if kind.endswith("_NODE") and kind not in NODES:
        raise _refused(kind.removesuffix("_NODE").removesuffix("_QUERY"))
    if kind == "TABLE_FUNCTION":
        function = thing["function"].get("function_name", "").lower()
        if function not in TABLE_FUNCTIONS:
            raise _refused(f"{function}()")


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    left = [tree]
    while left:
        thing = left.pop()
        if isinstance(thing, dict):
            yield thing
            left.extend(thing.values())
        elif isinstance(thing, list):
            left.extend(thing)


def _refused(what: str) -> CorpusError:
    mend = Message("请只用 SELECT 查询各视图")
    if what == "PIVOT":
        mend = Message("请在 PIVOT 中用 IN 写明各列")
    return CorpusError(Message("查询只能读本库，不允许 {what}", what=what), mend)
