"""Automatic numbers of a Word binary file: list definitions and their instances ([MS-DOC] 2.9.131, 2.9.147)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from gongkai.report.reading.formats.numbering import Counters, Level
from gongkai.report.reading.formats.word.doc_file import LIST_INSTANCES, LISTS, WordFile

_LIST_SIZE, _INSTANCE_SIZE, _LEVEL_SIZE = 28, 16, 28
# The number formats of [MS-OSHARED] 2.2.1.3 by the names of ECMA-376.
_FORMATS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    16: "ideographLegalTraditional",
    17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth2",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    255: "none",
}


@dataclass(slots=True)
class _Instance:
    list_id: int
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class DocLists:
    """The automatic numbers of a document, counted paragraph by paragraph."""

    def __init__(self, file: WordFile) -> None:
        self._lists = _read_lists(file)
        self._instances = _read_instances(file)
        self._counters = Counters()

    def label(self, list_id: int, level: int) -> str:
        """The printed number of the next paragraph of list instance ``list_id`` (from 1), ``""`` where it has none."""
        if not 0 < list_id <= len(self._instances):
            return ""
        instance = self._instances[list_id - 1]
        levels = {**self._lists.get(instance.list_id, {}), **instance.levels}
        override = (str(list_id), instance.starts.get(level))
        return self._counters.label(str(instance.list_id), level, levels, override) if level in levels else ""


def _read_lists(file: WordFile) -> dict[int, dict[int, Level]]:
    """The levels of each list by its identity; they follow the list table in the stream."""
    start, size = file.part(LISTS)
    count = int.from_bytes(file.table[start : start + 2], "little") if size else 0
    at = start + 2 + count * _LIST_SIZE
    lists: dict[int, dict[int, Level]] = {}
    for index in range(count):
        entry = file.table[start + 2 + index * _LIST_SIZE :][:_LIST_SIZE]
        if len(entry) < _LIST_SIZE:
            break
        levels: dict[int, Level] = {}
        for level in range(1 if entry[26] & 1 else 9):
            levels[level], at = _read_level(file.table, at)
        lists[int.from_bytes(entry[:4], "little")] = levels
    return lists


def _read_instances(file: WordFile) -> list[_Instance]:
    start, size = file.part(LIST_INSTANCES)
    count = int.from_bytes(file.table[start : start + 4], "little") if size else 0
    if count * _INSTANCE_SIZE > size:
        return []
    entries = [file.table[start + 4 + index * _INSTANCE_SIZE :][:_INSTANCE_SIZE] for index in range(count)]
    at = start + 4 + count * _INSTANCE_SIZE
    instances = []
    for entry in entries:
        instance = _Instance(int.from_bytes(entry[:4], "little"))
        at = _read_overrides(file.table, at + 4, entry[12], instance)
        instances.append(instance)
    return instances


def _read_overrides(table: bytes, at: int, count: int, instance: _Instance) -> int:
    """Read ``count`` level overrides from ``at`` into ``instance``; returns where they end."""
    for _ in range(count):
        start, flags = struct.unpack("<iI", table[at : at + 8].ljust(8, b"\0"))
        at += 8
        if flags & 0x20:
            instance.levels[flags & 0xF], at = _read_level(table, at)
        if flags & 0x10:
            instance.starts[flags & 0xF] = start
    return at


def _read_level(table: bytes, at: int) -> tuple[Level, int]:
    """(level, end) of the level that stands at ``at``."""
    head = table[at : at + _LEVEL_SIZE].ljust(_LEVEL_SIZE, b"\0")
    start, kind, flags = struct.unpack_from("<iBB", head)
    at += _LEVEL_SIZE + head[24] + head[25]
    length = int.from_bytes(table[at : at + 2], "little")
    raw = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(sign) + 1}" if ord(sign) < 9 else sign for sign in raw)
    restart = head[26] if flags & 0x08 else None
    level = Level(start, _FORMATS.get(kind, "decimal"), text, restart, legal=bool(flags & 0x04))
    return level, at + 2 + 2 * length
