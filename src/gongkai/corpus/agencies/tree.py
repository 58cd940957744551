"""The tree of agencies: who stands above whom, as a CSV file with codes of GB/T 2260 tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from gongkai.corpus.agencies.aliases import EARLIEST, LATEST
from gongkai.corpus.agencies.codes import code_fault, codes_above, level_of_code, significant
from gongkai.corpus.agencies.csv_rows import Rows, read_rows
from gongkai.corpus.agencies.names import KINDS, Kind, kind_of, spelling
from gongkai.law.messages import Message

COLUMNS = {
    "code": ("代码", "区划代码"),
    "name": ("名称", "机关名称"),
    "parent": ("上级",),
    "kind": ("类型",),
    "from": ("起",),
    "to": ("止",),
}
_KINDS: dict[str, Kind] = {
    "政府": "government",
    "部门": "department",
    "街道": "subdistrict",
    "事业单位": "institution",
    **{kind: kind for kind in KINDS},
}
_RULERS = ("government", "subdistrict")  # What a code of a division stands for; departments share it.


@dataclass(frozen=True, slots=True)
class Node:
    """An agency of the tree. ``parent`` is a position in ``Tree.nodes``; ``years`` (first, last) in which it reports,
    None open."""

    code: str
    name: str
    kind: Kind
    parent: int | None = None
    years: tuple[int | None, int | None] = (None, None)

    def reports_on(self, year: int) -> bool:
        """True where the agency exists in that year, as far as the tree says."""
        return (self.years[0] or year) <= year <= (self.years[1] or year)

    @property
    def level(self) -> str:
        return level_of_code(self.code)


@dataclass(frozen=True)
class Tree:
    """Agencies in the order of the file."""

    nodes: tuple[Node, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """Positions by the plain spelling of the name."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, node in enumerate(self.nodes):
            found[spelling(node.name)].append(at)
        return dict(found)

    @cached_property
    def children(self) -> dict[int | None, list[int]]:
        """Positions of the agencies directly below; those without a parent under None."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for at, node in enumerate(self.nodes):
            found[node.parent].append(at)
        return dict(found)

    def below(self, at: int, year: int) -> list[int]:
        """The agencies directly below that exist in a year."""
        return [child for child in self.children.get(at, ()) if self.nodes[child].reports_on(year)]


def read_tree(path: Path) -> Tree:
    """The tree of a file; FileFaultsError tells every fault with its line."""
    table = read_rows(path, COLUMNS, ("code", "name"))
    drafts = [(line, row, node) for line, row in table.rows if (node := _node(table, line, row))]
    _refuse_repeats(table, [(line, node) for line, _, node in drafts])
    nodes = [node for _, _, node in drafts]
    finder = _Parents(nodes)
    for at, (line, row, _) in enumerate(drafts):
        nodes[at] = replace(nodes[at], parent=_parent(table, line, row.get("parent", ""), at, finder))
    _refuse_circles(table, [line for line, _, _ in drafts], nodes)
    table.refuse()
    return Tree(tuple(nodes))


def _node(table: Rows, line: int, row: dict[str, str]) -> Node | None:
    before = len(table.faults)
    if fault := code_fault(row["code"]):
        table.fault(line, fault)
    if not spelling(row["name"]):
        table.fault(line, Message("没有填机关名称"))
    kind = row.get("kind", "")
    if kind and kind.lower() not in _KINDS:
        table.fault(line, Message("“{value}”不是机关类型；可用：{known}", value=kind, known=list(_KINDS)))
    first, last = (_year(table, line, row.get(column, "")) for column in ("from", "to"))
    if first and last and first > last:
        table.fault(line, Message("起始年度{first}晚于终止年度{last}", first=first, last=last))
    if len(table.faults) > before:
        return None
    return Node(row["code"], row["name"], _KINDS[kind.lower()] if kind else kind_of(row["name"]), None, (first, last))


def _year(table: Rows, line: int, text: str) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and EARLIEST <= int(text) <= LATEST:
        return int(text)
    table.fault(line, Message("“{value}”不是年度，请写四位数字", value=text))
    return None


def _refuse_repeats(table: Rows, found: Iterable[tuple[int, Node]]) -> None:
    """A name stands once in a year, and so does the government of a code."""
    names: dict[str, list[tuple[int, Node]]] = defaultdict(list)
    rulers: dict[str, list[tuple[int, Node]]] = defaultdict(list)
    for line, node in found:
        if other := _at_once(names[spelling(node.name)], node):
            table.fault(line, Message("“{name}”在第 {line} 行已有", name=node.name, line=other))
        elif node.kind in _RULERS and (other := _at_once(rulers[node.code], node)):
            table.fault(line, Message("代码“{code}”在第 {line} 行已给了另一个政府", code=node.code, line=other))
        names[spelling(node.name)].append((line, node))
        if node.kind in _RULERS:
            rulers[node.code].append((line, node))


def _at_once(others: Sequence[tuple[int, Node]], node: Node) -> int | None:
    return next((line for line, other in others if _overlap(other, node)), None)


def _overlap(one: Node, other: Node) -> bool:
    first = max(node.years[0] or EARLIEST for node in (one, other))
    return first <= min(node.years[1] or LATEST for node in (one, other))


class _Parents:
    """Finds the agency above: named by its code or name, or told by the code."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = list(nodes)
        self.rulers: dict[str, list[int]] = defaultdict(list)
        self.names: dict[str, list[int]] = defaultdict(list)
        for at, node in enumerate(nodes):
            self.names[spelling(node.name)].append(at)
            if node.kind in _RULERS:
                self.rulers[significant(node.code)].append(at)

    def named(self, text: str, child: int) -> list[int]:
        found = self.rulers.get(significant(text), []) if code_fault(text) is None else self.names[spelling(text)]
        return self._of_its_time(found, child)

    def by_code(self, child: int) -> list[int]:
        node = self.nodes[child]
        above = codes_above(node.code)
        if node.kind not in _RULERS:
            above = [significant(node.code), *above]
        return next((found for code in above if (found := self._of_its_time(self.rulers.get(code, []), child))), [])

    def _of_its_time(self, found: Iterable[int], child: int) -> list[int]:
        return [at for at in found if at != child and _overlap(self.nodes[at], self.nodes[child])]


def _parent(table: Rows, line: int, text: str, child: int, finder: _Parents) -> int | None:
    """The position of the parent. Of several governments that followed each other the last one counts."""
    if not text:
        found = finder.by_code(child)
        return found[-1] if found else None
    found = finder.named(text, child)
    node = finder.nodes[child]
    if not found:
        table.fault(line, Message("找不到上级“{parent}”", parent=text))
        return None
    if not significant(node.code).startswith(significant(finder.nodes[found[-1]].code)):
        table.fault(line, Message("代码“{code}”不在上级“{parent}”的区划之内", code=node.code, parent=text))
    return found[-1]


def _refuse_circles(table: Rows, lines: Sequence[int], nodes: Sequence[Node]) -> None:
    for at, line in enumerate(lines):
        if any(above == at for above in _above(nodes, at)):
            table.fault(line, Message("“{name}”成了自己的上级", name=nodes[at].name))


def _above(nodes: Sequence[Node], at: int) -> Iterator[int]:
    seen: set[int] = set()
    above = nodes[at].parent
    while above is not None and above not in seen:
        seen.add(above)
        yield above
        above = nodes[above].parent
