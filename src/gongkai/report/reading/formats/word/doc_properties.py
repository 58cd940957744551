"""Properties of paragraphs, rows and characters in a Word binary file ([MS-DOC] 2.6, 2.8.5, 2.8.6)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from gongkai.report.reading.formats.word.doc_file import CHARACTER_RUNS, PARAGRAPH_RUNS, STYLES, WordFile
from gongkai.report.reading.formats.word.table_stack import RowCell, RowShape

_PAGE = 512
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_MAX_CHAIN = 12
_HEADINGS = range(1, 10)
_NO_STYLE = 0xFFF


class Code(IntEnum):
    """The operations on properties that matter here, by their names in [MS-DOC] 2.6."""

    IN_TABLE = 0x2416
    ROW_END = 0x2417
    INNER_CELL_END = 0x244B
    INNER_ROW_END = 0x244C
    DEPTH = 0x6649
    OUTLINE = 0x2640
    LIST_LEVEL = 0x260A
    LIST = 0x460B
    TABS = 0xC615
    HUGE = 0x6646
    HUGE_OLD = 0x6645
    ROW_ELSEWHERE = 0x646B
    ROW = 0xD608
    ROW_OLD = 0xD606
    MERGE_ACROSS = 0x5624
    MERGE_DOWN = 0xD62B
    VANISH = 0x083C
    DELETED = 0x0800
    SYMBOL = 0x6A09


_HIDING = tuple(struct.pack("<H", code) for code in (Code.VANISH, Code.DELETED, Code.SYMBOL))
_ELSEWHERE = (Code.HUGE, Code.HUGE_OLD, Code.ROW_ELSEWHERE)


@dataclass(slots=True)
class ParagraphProperties:
    """What matters here of a paragraph: ``outline`` counts from 0, ``list_id`` from 1 (0: none), ``depth`` says how
    many tables it stands in."""

    outline: int | None = None
    list_id: int = 0
    list_level: int = 0
    depth: int = 0
    inner_cell_end: bool = False
    row_end: bool = False
    row: RowShape | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    begin: int
    end: int
    properties: bytes


@dataclass(frozen=True, slots=True)
class _Style:
    kind: int
    base: int
    properties: bytes


def changes(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """The (operation, operand) pairs of a property list."""
    at = 0
    while at + 2 < len(properties):
        operation = int.from_bytes(properties[at : at + 2], "little")
        start, size = _operand(operation, properties, at + 2)
        yield operation, properties[start : start + size]
        at = start + size


def _operand(operation: int, properties: bytes, at: int) -> tuple[int, int]:
    """(start, size) of an operand."""
    size = _OPERAND_SIZES[operation >> 13]
    if size:
        return at, size
    if operation in (Code.ROW, Code.ROW_OLD):
        return at + 2, max(0, int.from_bytes(properties[at : at + 2], "little") - 1)
    size = properties[at]
    if operation == Code.TABS and size == 255:
        removed = int.from_bytes(properties[at + 1 : at + 2], "little")
        added = int.from_bytes(properties[at + 2 + 4 * removed :][:1], "little")
        size = 2 + 4 * removed + 3 * added
    return at + 1, size


class Properties:
    """Finds the properties of paragraphs and the hidden characters of a file."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._runs = sorted(_pages(file, PARAGRAPH_RUNS, _paragraph_run), key=lambda run: run.begin)
        self._begins = [run.begin for run in self._runs]
        self._styles = _styles(file.part_bytes(STYLES))
        # Most paragraphs of a table state the same.
        self._met: dict[tuple[bytes, bytes], ParagraphProperties] = {}

    @property
    def known(self) -> bool:
        """Whether the file states properties of its paragraphs at all."""
        return bool(self._runs)

    def of_paragraph(self, mark: int) -> ParagraphProperties:
        """The properties of the paragraph whose mark is the character at ``mark``."""
        offset = self._file.offset_of(mark)
        index = bisect_right(self._begins, offset) - 1
        own = self._runs[index].properties if index >= 0 and offset < self._runs[index].end else b""
        stated = own, self._file.piece_of(mark).properties
        if stated not in self._met:
            self._met[stated] = self._resolved(*stated)
        return self._met[stated]

    def _resolved(self, own: bytes, of_piece: bytes) -> ParagraphProperties:
        result = ParagraphProperties()
        self._apply_style(result, int.from_bytes(own[:2], "little"))
        self._apply(result, own[2:] + of_piece)
        return result

    def hidden(self) -> Iterator[range]:
        """The characters that are hidden, deleted in tracking, or only stand for a sign of a symbol font."""
        for run in _pages(self._file, CHARACTER_RUNS, _character_run):
            if any(code in run.properties for code in _HIDING) and _hides(run.properties):
                yield from self._file.positions_of(run.begin, run.end)

    def _apply_style(self, result: ParagraphProperties, style: int) -> None:
        chain: list[int] = []
        while style in self._styles and style not in chain and len(chain) < _MAX_CHAIN:
            chain.append(style)
            style = self._styles[style].base
        for index in reversed(chain):
            if self._styles[index].kind in _HEADINGS:
                result.outline = self._styles[index].kind - 1
            self._apply(result, self._styles[index].properties)

    def _apply(self, result: ParagraphProperties, properties: bytes) -> None:
        for operation, operand in self._with_elsewhere(properties):
            _apply_one(result, operation, operand)

    def _with_elsewhere(self, properties: bytes) -> Iterator[tuple[int, bytes]]:
        """The changes of a list; of one that points into the data stream (wide tables), what stands there."""
        for operation, operand in changes(properties):
            if operation in _ELSEWHERE:
                at = int.from_bytes(operand, "little")
                size = int.from_bytes(self._file.data[at : at + 2], "little")
                yield from changes(self._file.data[at + 2 : at + 2 + size])
            else:
                yield operation, operand


def _apply_one(result: ParagraphProperties, operation: int, operand: bytes) -> None:
    value = int.from_bytes(operand[:4], "little")
    match operation:
        case Code.IN_TABLE:
            result.depth = max(result.depth, 1) if value else 0
        case Code.DEPTH:
            result.depth = value
        case Code.ROW_END | Code.INNER_ROW_END:
            result.row_end = bool(value)
        case Code.INNER_CELL_END:
            result.inner_cell_end = bool(value)
        case Code.OUTLINE:
            result.outline = value
        case Code.LIST_LEVEL:
            result.list_level = min(value, 8)
        case Code.LIST:
            result.list_id = value
        case _:
            _apply_to_row(result, operation, operand)


def _apply_to_row(result: ParagraphProperties, operation: int, operand: bytes) -> None:
    if operation == Code.ROW:
        result.row = row_shape(operand)
    elif result.row is None or len(operand) < 2:
        return
    elif operation == Code.MERGE_ACROSS:
        for cell in result.row.cells[operand[0] + 1 : operand[1]]:
            cell.merged_left = True
    elif operation == Code.MERGE_DOWN and operand[0] < len(result.row.cells):
        result.row.cells[operand[0]].vertical = {1: "continue", 3: "restart"}.get(operand[1], "")


def row_shape(definition: bytes) -> RowShape | None:
    """The TDefTable operand: cell count, edges, then 20 bytes a cell, of which the last ones may be left out."""
    count = definition[0] if definition else 0
    if not count or len(definition) < 3 + 2 * count:
        return None
    edges = list(struct.unpack_from(f"<{count + 1}h", definition, 1))
    cells = []
    for index in range(count):
        at = 3 + 2 * count + 20 * index
        flags = int.from_bytes(definition[at : at + 2], "little")
        vertical = {1: "continue", 3: "restart"}.get(flags >> 5 & 3, "")
        cells.append(RowCell(merged_left=flags & 3 == 2, vertical=vertical))
    return RowShape(edges, cells) if edges == sorted(edges) else None


def _hides(properties: bytes) -> bool:
    """Whether characters are hidden, deleted, or stand for a sign of a symbol font."""
    state = {operation: operand[:1] for operation, operand in changes(properties)}
    return Code.SYMBOL in state or any(state.get(code) == b"\x01" for code in (Code.VANISH, Code.DELETED))


def _pages(file: WordFile, part: int, read: Callable[[bytes, int, int], bytes]) -> Iterator[_Run]:
    """The runs of all the 512-byte property pages that a part of the table stream lists."""
    index = file.part_bytes(part)
    count = max(0, (len(index) - 4) // 8)
    numbers = struct.unpack_from(f"<{count}I", index, 4 * (count + 1)) if count else ()
    for number in dict.fromkeys(number & 0x3FFFFF for number in numbers):
        page = file.word[number * _PAGE : (number + 1) * _PAGE]
        if len(page) == _PAGE and page[-1] <= 101:
            offsets = struct.unpack_from(f"<{page[-1] + 1}I", page)
            for run in range(page[-1]):
                yield _Run(offsets[run], offsets[run + 1], read(page, page[-1], run))


def _paragraph_run(page: bytes, count: int, run: int) -> bytes:
    """Style number and property list of a paragraph; the size counts pairs of bytes."""
    at = 2 * page[4 * (count + 1) + 13 * run] if 4 * (count + 1) + 13 * run < _PAGE else 0
    if not at or at + 2 > _PAGE:
        return b""
    size = 2 * page[at] - 1 if page[at] else 2 * page[at + 1]
    start = at + 1 if page[at] else at + 2
    return page[start : start + max(0, size)]


def _character_run(page: bytes, count: int, run: int) -> bytes:
    at = 2 * page[4 * (count + 1) + run] if 4 * (count + 1) + run < _PAGE else 0
    return page[at + 1 : at + 1 + page[at]] if 0 < at < _PAGE else b""


def _styles(sheet: bytes) -> dict[int, _Style]:
    """The paragraph styles of a style sheet ([MS-DOC] 2.9.271) by their number."""
    styles: dict[int, _Style] = {}
    if len(sheet) < 6:
        return styles
    head, base_size = int.from_bytes(sheet[:2], "little"), int.from_bytes(sheet[4:6], "little")
    at, number = 2 + head, 0
    while at + 2 <= len(sheet) and number < _NO_STYLE:
        size = int.from_bytes(sheet[at : at + 2], "little")
        definition = sheet[at + 2 : at + 2 + size]
        if len(definition) >= base_size >= 6 and definition[2] & 0xF == 1:
            styles[number] = _style(definition, base_size)
        at += 2 + size
        number += 1
    return styles


def _style(definition: bytes, base_size: int) -> _Style:
    kind, base = struct.unpack_from("<HH", definition)
    name_length = int.from_bytes(definition[base_size : base_size + 2], "little")
    at = base_size + 2 + 2 * name_length + 2
    size = int.from_bytes(definition[at : at + 2], "little")
    return _Style(kind & 0xFFF, base >> 4, definition[at + 4 : at + 2 + size])
