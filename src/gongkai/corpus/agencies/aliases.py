"""Renamings, mergers and splits that the user knows: a CSV file with the columns name, successor, kind, from_year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gongkai.corpus.agencies.csv_rows import Rows, read_rows
from gongkai.corpus.agencies.names import spelling
from gongkai.law.messages import Message
from gongkai.law.successions import KINDS, Kind

COLUMNS = {
    "name": ("原名称", "名称"),
    "successor": ("后继机关", "现名称"),
    "kind": ("变动",),
    "from_year": ("起始年度",),
    "source": ("依据",),
}
_KINDS: dict[str, Kind] = {"更名": "renamed", "合并": "merged", "拆分": "split", **{kind: kind for kind in KINDS}}
EARLIEST, LATEST = 1990, 2100


@dataclass(frozen=True, slots=True, order=True)
class Alias:
    """``name`` was followed by ``successor``, which reports from the year ``from_year`` on (the year reported on)."""

    name: str
    successor: str
    kind: Kind
    from_year: int
    source: str = ""


def read_aliases(path: Path) -> tuple[Alias, ...]:
    """The aliases of a file; FileFaultsError tells every fault with its line."""
    table = read_rows(path, COLUMNS, ("name", "successor", "kind", "from_year"))
    found = [(line, alias) for line, row in table.rows if (alias := _alias(table, line, row))]
    _refuse_repeats(table, found)
    _refuse_circles(table, found)
    table.refuse()
    return tuple(alias for _, alias in found)


def _alias(table: Rows, line: int, row: dict[str, str]) -> Alias | None:
    before = len(table.faults)
    for column in ("name", "successor"):
        if not spelling(row[column]):
            table.fault(line, Message("“{column}”没有填机关名称", column=column))
    if row["kind"].lower() not in _KINDS:
        table.fault(line, Message("“{value}”不是变动方式；可用：{known}", value=row["kind"], known=list(_KINDS)))
    if not _is_year(row["from_year"]):
        table.fault(line, Message("“{value}”不是年度，请写四位数字", value=row["from_year"]))
    if spelling(row["name"]) == spelling(row["successor"]) != "":
        table.fault(line, Message("前后是同一个名称"))
    if len(table.faults) > before:
        return None
    kind, year = _KINDS[row["kind"].lower()], int(row["from_year"])
    return Alias(row["name"], row["successor"], kind, year, row.get("source", ""))


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and EARLIEST <= int(text) <= LATEST


def _refuse_repeats(table: Rows, found: Iterable[tuple[int, Alias]]) -> None:
    first: dict[tuple[str, str], int] = {}
    renamed: dict[str, int] = {}
    for line, alias in found:
        names = spelling(alias.name), spelling(alias.successor)
        if names in first:
            table.fault(line, Message("与第 {line} 行重复", line=first[names]))
        elif alias.kind == "renamed" and names[0] in renamed:
            table.fault(line, Message("第 {line} 行已把它改名为另一机关", line=renamed[names[0]]))
        first.setdefault(names, line)
        if alias.kind == "renamed":
            renamed.setdefault(names[0], line)


def _refuse_circles(table: Rows, found: Iterable[tuple[int, Alias]]) -> None:
    after: dict[str, set[str]] = defaultdict(set)
    for line, alias in found:
        start, end = spelling(alias.name), spelling(alias.successor)
        if _reaches(after, end, start):
            table.fault(line, Message("“{name}”最后又成了它自己", name=alias.name))
        else:
            after[start].add(end)


def _reaches(after: dict[str, set[str]], start: str, goal: str) -> bool:
    seen, todo = {start}, [start]
    while todo:
        name = todo.pop()
        if name == goal:
            return True
        fresh = after[name] - seen if name in after else set()
        seen |= fresh
        todo.extend(fresh)
    return False
