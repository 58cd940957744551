"""What DuckDB says of somebody's SQL, in the words of this program where it is a common mistake."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from gongkai.law.messages import Message

_TYPES = {"STRING_LITERAL": "VARCHAR", "INTEGER_LITERAL": "INTEGER"}
_COMMON: tuple[tuple[str, Message], ...] = (
    (r'syntax error at or near "(?P<word>.+)"', Message("“{word}”处写错了")),
    (r"syntax error at end of input", Message("语句没有写完")),
    (r"unterminated (?:quoted|string)", Message("引号没有配对")),
    (r'Referenced column "(?P<name>[^"]+)" not found', Message("没有列 {name}")),
    (r'"(?P<of>[^"]+)" does not have a column named "(?P<name>[^"]+)"', Message("{of} 没有列 {name}")),
    (r'Referenced table "(?P<name>[^"]+)" not found', Message("FROM 中没有 {name}")),
    (r'Ambiguous reference to column name "(?P<name>[^"]+)"', Message("列 {name} 在几个视图中都有")),
    (
        r'column "(?P<name>[^"]+)" must appear in the GROUP BY',
        Message("列 {name} 既不在 GROUP BY 中，也不在聚合函数中"),
    ),
    (r"(?P<clause>[A-Z ]+) clause cannot contain aggregates", Message("{clause} 中不能用聚合函数")),
    (r"Set operations can only apply .* same number of result columns", Message("上下两个 SELECT 的列数不同")),
    (
        r"No function matches .* argument types '(?P<name>[^\w(]+)\((?P<types>.*?)\)'",
        Message("运算 {name} 不能用于 {types}"),
    ),
    (
        r"No function matches .* argument types '(?P<name>\w+)\((?P<types>.*?)\)'",
        Message("函数 {name} 不能用于 {types}"),
    ),
    (r"Table with name (?P<name>\S+) does not exist", Message("没有视图 {name}")),
    (r"Function with name (?P<name>\S+) does not exist", Message("没有函数 {name}")),
    (r"Could not convert string '(?P<text>.*)' to (?P<kind>\w+)", Message("“{text}”不能转换成 {kind}")),
    (r'invalid date field format: "(?P<text>.*?)"', Message("“{text}”不是日期（YYYY-MM-DD）")),
    (r'date field value out of range: "(?P<text>.*?)"', Message("没有“{text}”这个日期")),
    (
        r"with value (?P<value>\S+) can't be cast because .* destination type (?P<kind>\w+)",
        Message("{value} 超出 {kind} 的范围"),
    ),
    (r"Overflow in \w+ of (?P<kind>\w+)", Message("计算结果超出 {kind} 的范围")),
    (r'Cannot access file "(?P<file>.*)" -', Message("{file} 不是本库的视图")),
)
_CANDIDATES = re.compile(r"(?:Candidate \w+:|Did you mean) (.*)")
_EITHER = re.compile(r"\(use: (.*)\)")


def in_our_words(said: str) -> Message | None:
    """A common mistake, None where DuckDB's own words must do."""
    for pattern, words in _COMMON:
        if found := re.search(pattern, said):
            values = {name: _plain_types(text) for name, text in found.groupdict().items()}
            return Message(str(words), **values) if values else words
    return None


def meant(said: str, name: str) -> list[str]:
    """The names that DuckDB proposes in the place of ``name``, those that are near to it."""
    if either := _EITHER.search(said):
        return re.findall(r"'([^']+)'", either[1])
    offered = _CANDIDATES.search(said)
    return _near(name, re.findall(r'"([^"]+)"', offered[1])) if offered else []


def _near(name: str, names: Sequence[str]) -> list[str]:
    return get_close_matches(name.lower(), names)


def _plain_types(text: str) -> str:
    for literal, kind in _TYPES.items():
        text = text.replace(literal, kind)
    return text
