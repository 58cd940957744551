"""Is an edition file usable? Every fault at once, each with its place in the file and what to write instead.

The shape is checked against ``law/data/edition.schema.json``; what a schema cannot say (parents that exist, labels that
can be told apart, cell keys that fit the layout, rules whose keys exist) is checked by code. Every check looks only at
the parts that have the right shape, so that one fault never hides another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongkai.law.edition_check_layout import cell_faults, layout_faults
from gongkai.law.edition_check_rows import UNITS, indistinct, member_faults, names, repeated
from gongkai.law.edition_check_rules import rule_faults
from gongkai.law.edition_parts import Part, TablePart
from gongkai.law.editions import Edition, builtin_editions, edition_from_dict
from gongkai.law.messages import Message
from gongkai.law.schema_check import Fault, FileFaultsError, read_json, schema_faults

__all__ = ["EditionError", "Fault", "check", "load_checked"]

SCHEMA = "edition.schema.json"


class EditionError(FileFaultsError):
    """An edition file cannot be used; ``faults`` says why."""


def load_checked(path: Path) -> Edition:
    """The edition in a file. Raises EditionError with every fault of it."""
    try:
        data, faults = read_json(path)
    except FileFaultsError as e:
        raise EditionError(e.faults) from e
    if faults := faults + check(data):
        raise EditionError(faults)
    return edition_from_dict(data)


def check(data: Any) -> list[Fault]:
    """Every fault of the parsed content of an edition file, sorted by place; empty when it may be used."""
    faults = schema_faults(SCHEMA, data)
    if isinstance(data, dict):
        faults += _meaning_faults(Part("$", data))
    if not faults and data["id"] in builtin_editions() and edition_from_dict(data) != builtin_editions()[data["id"]]:
        faults.append(Fault("$.id", Message("“{id}”是内置版本的编号，请另取一个", id=data["id"])))
    return sorted(set(faults), key=lambda f: (_position(f.path), f.message))


def _position(path: str) -> list[tuple[int, int, str]]:
    """Sorts ``rows[10]`` after ``rows[9]``."""
    return [(1, int(p), "") if p.isdecimal() else (0, 0, p) for p in re.split(r"[.\[\]]+", path)]


def _meaning_faults(edition: Part) -> Iterator[Fault]:
    tables = [TablePart(t.path, t.data) for t in edition.members("tables")]
    yield from _head_faults(edition)
    yield from _section_faults(edition)
    yield from _place_faults(edition, tables)
    for table in tables:
        yield from member_faults(table, UNITS | set(edition.texts("units")))
        yield from layout_faults(table)
    yield from cell_faults(tables)
    yield from rule_faults(edition, tables)


def _head_faults(edition: Part) -> Iterator[Fault]:
    years, base = edition.data.get("valid_years"), edition.text("base")
    first, last = (years.get("from"), years.get("to")) if isinstance(years, dict) else (None, None)
    if isinstance(first, int) and isinstance(last, int) and first > last:
        yield Fault("$.valid_years", Message("起始年份 {first} 晚于终止年份 {last}", first=first, last=last))
    if base and base not in builtin_editions():
        yield Fault(
            "$.base",
            Message(
                "没有内置版本“{base}”；可用的有：{known}",
                base=base,
                known=list(builtin_editions()),
            ),
        )


def _section_faults(edition: Part) -> Iterator[Fault]:
    sections = edition.members("report_sections")
    yield from repeated(sections, Message("章节"))
    yield from indistinct([(s, "", names(s, "title")) for s in sections], "title", Message("章节标题"))
    for number, section in enumerate(sections, start=1):
        order = section.data.get("order")
        if isinstance(order, int) and order != number:
            yield Fault(
                f"{section.path}.order",
                Message("章节顺序应从 1 起连续编号，此处应为 {number}，现为 {order}", number=number, order=order),
            )


def _place_faults(edition: Part, tables: list[TablePart]) -> Iterator[Fault]:
    yield from repeated(tables, Message("表"))
    sections = {s.key for s in edition.members("report_sections")}
    for table in tables:
        if (section := table.text("section")) and section not in sections:
            yield Fault(f"{table.path}.section", Message("没有代码为“{section}”的章节", section=section))
