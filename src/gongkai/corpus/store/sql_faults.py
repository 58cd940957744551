"""What is wrong with somebody's SQL, in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

import duckdb

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store.sql_words import in_our_words, meant
from gongkai.law.messages import Message
from gongkai.report.presenting.text_table import text_width

_LINE = re.compile(r"^LINE (\d+): ", re.MULTILINE)
_KINDS = {
    duckdb.ParserException: Message("SQL 语法有误"),
    duckdb.CatalogException: Message("SQL 中的名称有误"),
    duckdb.BinderException: Message("SQL 中的列或函数有误"),
    duckdb.ConversionException: Message("SQL 中的转换有误"),
    duckdb.OutOfMemoryException: Message("查询需要的内存太多"),
    duckdb.PermissionException: Message("查询只能读本库"),
}
_NO_TABLE = re.compile(r"Table with name \S+ does not exist")
OF_THE_QUESTION = (*_KINDS, duckdb.InterruptException)
"""What cannot be the fault of a file."""
_LONGEST = 200


def sql_fault(error: duckdb.Error, sql: str, views: Sequence[str] = ()) -> CorpusError:
    """What DuckDB says, in our words where it is a common mistake, else shortened; with the place in ``sql`` and the
    name that was perhaps meant."""
    kind = next((words for known, words in _KINDS.items() if isinstance(error, known)), Message("查询失败"))
    text = str(error)
    full = _on_one_line(text)
    said = in_our_words(full) or _shortened(full)
    mend = _mend(full, said, views)
    where = _where(text, sql)
    if where is None:
        return CorpusError(Message("{kind}：{said}", kind=kind, said=said), mend)
    line, column = where
    place = Message("{kind}（第{line}行第{column}列）：{said}", kind=kind, line=line, column=column, said=said)
    return CorpusError(place, mend)


def _mend(full: str, said: str, views: Sequence[str]) -> Message:
    values = said.values if isinstance(said, Message) else {}
    name = str(values.get("name", ""))
    if _NO_TABLE.search(full):
        near = get_close_matches(name.lower(), views)
        return Message("是不是 {names}", names=near) if near else Message("有这些视图：{names}", names=list(views))
    if names := meant(full, name):
        return Message("是不是 {names}", names=names)
    return Message("请改正后重试；不带 SQL 运行这条命令，可列出各视图和它们的列")


def _on_one_line(text: str) -> str:
    said = " ".join(re.split(r"\n\s*\nLINE |\n\s*\n|\nLINE ", text)[0].split())
    return said.partition("Error: ")[2] or said


def _shortened(said: str) -> str:
    return said if len(said) <= _LONGEST else said[:_LONGEST] + "…"


def _where(text: str, sql: str) -> tuple[int, int] | None:
    """The line and column (from 1) that DuckDB's caret points at. It stands by the columns of a terminal, under a line
    of which the middle is quoted (``...``) where it is long."""
    found = _LINE.search(text)
    if found is None:
        return None
    shown, _, below = text[found.end() :].partition("\n")
    caret = below.find("^") - len(found[0])
    lines = sql.split("\n")
    if caret < 0 or int(found[1]) > len(lines):
        return None
    before = _characters(shown, caret)
    if shown.startswith("..."):
        before += lines[int(found[1]) - 1].find(shown.removeprefix("...").removesuffix("...")) - len("...")
    return int(found[1]), max(before, 0) + 1


def _characters(text: str, columns: int) -> int:
    """How many characters of ``text`` take up ``columns`` of a terminal."""
    return next((n for n in range(len(text)) if text_width(text[:n]) >= columns), len(text))
