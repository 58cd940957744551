"""Faults of the rows and columns of one table: keys, parents, roles, units, and labels nobody could tell apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from gongkai.law.data_files import load_json
from gongkai.law.edition_parts import Part, TablePart
from gongkai.law.messages import Message
from gongkai.law.schema_check import Fault

UNITS = frozenset(load_json("units.json")["units"])
_NUMBERING = re.compile(r"^(?:[(\[]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)\]、.,:]+|其中[:,、]?)+")
_PUNCTUATION = re.compile(r"[\W_]")


def member_faults(table: TablePart, units: frozenset[str]) -> Iterator[Fault]:
    """Faults of the rows and columns of ``table``."""
    for members, name in ((table.rows, Message("行")), (table.columns, Message("列"))):
        yield from repeated(members, name)
        yield from _parent_faults(members, name)
        yield from _unit_faults(members, units)
    for row in table.rows:
        yield from _row_faults(row, table)
    for column in table.columns:
        yield from _column_faults(column, table)
    yield from indistinct([(r, r.parent, names(r, "label")) for r in table.rows], "label", Message("行标签"))
    grouped = [(c, str(c.data.get("group")), names(c, "label")) for c in table.columns]
    yield from indistinct(grouped, "label", Message("列标签"))


def repeated(members: Iterable[Part], name: str) -> Iterator[Fault]:
    """Keys that are used twice."""
    seen: dict[str, str] = {}
    for part in members:
        if part.key in seen:
            yield Fault(
                f"{part.path}.key",
                Message("{name}代码“{key}”已用于 {seen}，请另取一个", name=name, key=part.key, seen=seen[part.key]),
            )
        elif part.key:
            seen[part.key] = part.path


def names(part: Part, field: str) -> list[str]:
    """The label or title of a part and its aliases."""
    return [n for n in (part.text(field), *part.texts("aliases")) if n.strip()]


def indistinct(members: Iterable[tuple[Part, str, Sequence[str]]], field: str, name: str) -> Iterator[Fault]:
    """Names that a reader could not tell apart: equal but for numbering and punctuation, under the same heading."""
    seen: dict[tuple[str, str], Part] = {}
    for part, heading, written in members:
        for label in written:
            other = seen.setdefault((heading, _plain(label)), part)
            if other is not part:
                place = field if label == part.text(field) else "aliases"
                yield Fault(
                    f"{part.path}.{place}",
                    Message(
                        "{name}“{label}”与 {path} 无法区分，请改写其中一个", name=name, label=label, path=other.path
                    ),
                )


def _plain(label: str) -> str:
    folded = "".join(unicodedata.normalize("NFKC", label).split()).casefold()
    return _PUNCTUATION.sub("", _NUMBERING.sub("", folded)) or folded


def _parent_faults(members: Sequence[Part], name: str) -> Iterator[Fault]:
    parents = {p.key: p.parent for p in members}
    for part in members:
        chain = _upwards(part.parent, parents)
        if part.parent and part.parent not in parents:
            yield Fault(
                f"{part.path}.parent", Message("本表没有代码为“{parent}”的{name}", parent=part.parent, name=name)
            )
        elif part.key in chain:
            yield Fault(f"{part.path}.parent", Message("上级关系成环：{circle}", circle=" → ".join([part.key, *chain])))


def _upwards(key: str, parents: dict[str, str]) -> list[str]:
    """``key`` and what stands above it, up to the top or until a circle closes."""
    chain: dict[str, None] = {}
    while key and key not in chain:
        chain[key] = None
        key = parents.get(key, "")
    return list(chain)


def _unit_faults(members: Iterable[Part], units: frozenset[str]) -> Iterator[Fault]:
    for part in members:
        unit = part.text("unit")
        if unit.strip() and unit not in units:
            yield Fault(
                f"{part.path}.unit", Message("不认识单位“{unit}”；确为本地所用的，请列入文件顶层的“units”", unit=unit)
            )


def _row_faults(row: Part, table: TablePart) -> Iterator[Fault]:
    children = [r for r in table.rows if row.key and r.parent == row.key]
    if "label" in row.data and row.data["label"] is None and table.layout != "single_row":
        yield Fault(f"{row.path}.label", "只有 single_row 表的行可以没有标签")
    if row.role in ("component", "subset") and not row.parent:
        yield Fault(f"{row.path}.parent", Message("{role} 行须写明上级“parent”", role=row.role))
    if row.role == "total" and not any(c.role == "component" for c in children):
        yield Fault(f"{row.path}.role", Message("合计行“{key}”没有以它为“parent”的 component 行", key=row.key))
    if row.holds == "computed" and not children:
        yield Fault(f"{row.path}.value", Message("“{key}”由下级相加得出（computed），却没有下级行", key=row.key))
    if row.role == "heading" and row.holds == "required":
        yield Fault(f"{row.path}.value", "标题行（heading）不能必填；可填可不填请写 optional，须填数请改 role")
    if row.role != "heading" and row.text("type") == "heading":
        yield Fault(f"{row.path}.type", "type 为 heading 的行，role 也应为 heading")


def _column_faults(column: Part, table: TablePart) -> Iterator[Fault]:
    if column.role in ("component", "subset") and not column.parent:
        yield Fault(f"{column.path}.parent", Message("{role} 列须写明上级“parent”", role=column.role))
    if column.role != "total":
        return
    others = [c for c in table.columns if c is not column]
    addends = others if table.layout == "matrix" else [c for c in others if column.key and c.parent == column.key]
    if not addends:
        yield Fault(f"{column.path}.role", Message("合计列“{key}”没有可加的列", key=column.key))
