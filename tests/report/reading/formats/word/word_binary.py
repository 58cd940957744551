"""Word binary files put together by hand ([MS-DOC]): constructs that LibreOffice does not write."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.report.reading.formats.word.doc_file import WordFile

_PAGE = 512
_TEXT = 0x800
_PER_PAGE = 8


def change(code: int, operand: bytes) -> bytes:
    """One property change."""
    return struct.pack("<H", code) + operand


IN_TABLE = change(0x2416, b"\x01")
ROW_END = change(0x2417, b"\x01")


def depth(number: int) -> bytes:
    return change(0x6649, struct.pack("<I", number))


def row(edges: list[int], flags: Sequence[int] = ()) -> bytes:
    """The definition of a row: edges in twentieths of a point, flags of its cells."""
    cells = b"".join(struct.pack("<H", flag) + b"\0" * 18 for flag in flags)
    body = bytes([len(edges) - 1]) + struct.pack(f"<{len(edges)}h", *edges) + cells
    return change(0xD608, struct.pack("<H", len(body) + 1) + body)


def level(start: int, kind: int, text: str, *, restart: int | None = None, legal: bool = False) -> bytes:
    """A list level; ``text`` holds level numbers as characters 0 to 8."""
    flags = (0x04 if legal else 0) | (0x08 if restart is not None else 0)
    head = struct.pack("<iBB", start, kind, flags) + b"\0" * 18 + bytes([0, 0, restart or 0, 0])
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


@dataclass
class Binary:
    """A file to be: paragraphs as (text with its mark, style, property changes), in main text order."""

    paragraphs: list[tuple[str, int, bytes]]
    boxes: str = ""
    styles: list[tuple[int, int, bytes]] = field(default_factory=list)
    hidden: list[tuple[int, int, bytes]] = field(default_factory=list)
    lists: list[tuple[int, list[bytes]]] = field(default_factory=list)
    instances: list[tuple[int, list[tuple[int, int | None, bytes]]]] = field(default_factory=list)
    data: bytes = b""
    western: int = 0
    piece_change: bytes = b""
    without_properties: bool = False
    stated_end: int | None = None
    stated_change: int | None = None
    magic: int = 0xA5EC
    flags: int = 0

    def file(self) -> WordFile:
        """The first ``western`` characters are written in one byte each, the rest in two; the second piece carries
        ``piece_change``."""
        main = "".join(text for text, _, _ in self.paragraphs)
        text = main + self.boxes
        word = bytearray(_TEXT)
        word += text[: self.western].encode("cp1252") + text[self.western :].encode("utf-16-le")
        table = bytearray(b"\0" * 16)
        parts = {
            33: self._pieces(text),
            13: b"" if self.without_properties else self._paragraph_pages(word),
            12: self._character_pages(word),
            1: self._style_sheet(),
        }
        offsets = {index: self._put(table, part) for index, part in parts.items()}
        offsets[73] = self._put_lists(table)
        offsets[74] = self._put(table, self._instances())
        struct.pack_into("<HH", word, 0, self.magic, 0xC1)
        struct.pack_into("<H", word, 0x0A, self.flags)
        struct.pack_into("<i", word, 0x4C, len(main))
        struct.pack_into("<i", word, 0x64, len(self.boxes))
        for index, (offset, length) in offsets.items():
            struct.pack_into("<II", word, 0x9A + 8 * index, offset, length)
        return WordFile(bytes(word), bytes(table), self.data)

    @staticmethod
    def _put(table: bytearray, part: bytes) -> tuple[int, int]:
        offset = len(table)
        table += part
        return offset, len(part)

    def _offset(self, position: int) -> int:
        narrow = min(position, self.western)
        return _TEXT + narrow + 2 * (position - narrow)

    def _pieces(self, text: str) -> bytes:
        entries = [(0, self.western, 0x40000000 | 2 * _TEXT, 0)] if self.western else []
        changed = self.stated_change if self.stated_change is not None else int(bool(self.piece_change))
        entries.append((self.western, len(text), _TEXT + self.western, changed))
        starts = [entry[0] for entry in entries] + [self.stated_end or len(text)]
        plc = struct.pack(f"<{len(starts)}I", *starts)
        plc += b"".join(struct.pack("<HIH", 0, address, change) for _, _, address, change in entries)
        changes = b"\x01" + struct.pack("<H", len(self.piece_change)) + self.piece_change if self.piece_change else b""
        return changes + b"\x02" + struct.pack("<I", len(plc)) + plc

    def _paragraph_pages(self, word: bytearray) -> bytes:
        runs, position = [], 0
        for text, style, changes in self.paragraphs:
            body = struct.pack("<H", style) + changes
            body += b"\0" * (len(body) % 2)
            end = position + len(text)
            runs.append((self._offset(position), self._offset(end), bytes([0, len(body) // 2]) + body))
            position = end
        return self._property_pages(word, runs, 13)

    def _character_pages(self, word: bytearray) -> bytes:
        runs = [(self._offset(a), self._offset(b), bytes([len(changes)]) + changes) for a, b, changes in self.hidden]
        return self._property_pages(word, runs, 1) if runs else b""

    def _property_pages(self, word: bytearray, runs: list[tuple[int, int, bytes]], entry: int) -> bytes:
        """Write the 512-byte pages after the text; returns the list of them."""
        word += b"\0" * (-len(word) % _PAGE)
        begins, numbers = [], []
        for first in range(0, len(runs), _PER_PAGE):
            group = runs[first : first + _PER_PAGE]
            begins.append(group[0][0])
            numbers.append(len(word) // _PAGE)
            word += self._page(group, entry)
        listed = [*begins, runs[-1][1]]
        return struct.pack(f"<{len(listed)}I", *listed) + struct.pack(f"<{len(numbers)}I", *numbers)

    @staticmethod
    def _page(group: list[tuple[int, int, bytes]], entry: int) -> bytes:
        page = bytearray(_PAGE)
        page[-1] = len(group)
        edges = [begin for begin, _, _ in group] + [group[-1][1]]
        struct.pack_into(f"<{len(edges)}I", page, 0, *edges)
        at = _PAGE - 2
        for number, (_, _, body) in enumerate(group):
            at = (at - len(body)) & ~1
            page[at : at + len(body)] = body
            page[4 * len(edges) + entry * number] = at // 2
        return bytes(page)

    def _style_sheet(self) -> bytes:
        """Styles as (kind, base, changes); kind 1 to 9 is a heading."""
        sheet = struct.pack("<HHHHH", 8, len(self.styles), 10, 0, 0)
        for kind, base, changes in self.styles:
            body = struct.pack("<HHHHH", kind, 1 | base << 4, 1, 0, 0) + struct.pack("<HHH", 1, ord("x"), 0)
            body += struct.pack("<HH", 2 + len(changes), 0) + changes
            body += b"\0" * (len(body) % 2)
            sheet += struct.pack("<H", len(body)) + body
        return sheet

    def _put_lists(self, table: bytearray) -> tuple[int, int]:
        """Lists as (identity, levels); the levels follow the table, which its length leaves out."""
        if not self.lists:
            return 0, 0
        entries = b"".join(
            struct.pack("<i", identity) + b"\0" * 22 + bytes([1 if len(levels) == 1 else 0, 0])
            for identity, levels in self.lists
        )
        place = self._put(table, struct.pack("<H", len(self.lists)) + entries)
        for _, levels in self.lists:
            table += b"".join(levels + [level(1, 255, "")] * (9 - len(levels) if len(levels) > 1 else 0))
        return place

    def _instances(self) -> bytes:
        """List instances as (list, [(level, own start, own definition)])."""
        entries = b"".join(
            struct.pack("<i", identity) + b"\0" * 8 + bytes([len(overrides), 0, 0, 0])
            for identity, overrides in self.instances
        )
        details = b""
        for _, overrides in self.instances:
            details += struct.pack("<I", 0)
            for number, start, definition in overrides:
                flags = number | (0x10 if start is not None else 0) | (0x20 if definition else 0)
                details += struct.pack("<iI", start or 0, flags) + definition
        return struct.pack("<I", len(self.instances)) + entries + details
