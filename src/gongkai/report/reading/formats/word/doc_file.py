"""The streams of a Word 97-2003 file: its header, its text by pieces ([MS-DOC] 2.4.1) and its property tables."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass

import olefile

from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.package import bomb, damaged

_WORD_97 = 0xA5EC
_WORD_6 = 0xA5DC
_ENCRYPTED = 0x0100
_SECOND_TABLE = 0x0200
_COMPRESSED = 0x4000_0000
_MAX_CHARACTERS = 8_000_000
_FIRST_PAIR = 0x9A
STYLES, CHARACTER_RUNS, PARAGRAPH_RUNS, PIECES, LISTS, LIST_INSTANCES = 1, 12, 13, 33, 73, 74


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` of the document stand at byte ``offset`` of the main stream, one or two bytes
    each; ``properties`` are changes that apply to all of them."""

    start: int
    end: int
    offset: int
    width: int
    properties: bytes


class WordFile:
    """A Word binary file. ``text`` is the whole text, one character for each unit of UTF-16 (``decoding.whole`` joins
    pairs); ``main`` and ``boxes`` are the ranges of the body and of the text boxes in it."""

    def __init__(self, word: bytes, table: bytes, data: bytes = b"") -> None:
        """``word``, ``table`` and ``data`` are the streams of these names. Raises UnreadableError for what is no Word
        97-2003 file, is encrypted or is damaged."""
        _check_kind(word)
        self.word, self.table, self.data = word, table, data
        self.pieces = self._read_pieces()
        self.text = "".join(map(self._piece_text, self.pieces))
        self._starts = [piece.start for piece in self.pieces]
        self._offsets = sorted(((piece.offset, piece) for piece in self.pieces), key=lambda entry: entry[0])
        lengths = struct.unpack_from("<8i", self.word, 0x4C)
        self.main = range(lengths[0])
        before_boxes = sum(lengths[:6])
        self.boxes = range(before_boxes, before_boxes + lengths[6])

    def part(self, index: int) -> tuple[int, int]:
        """(offset, length) in the table stream of a part that the header names."""
        offset, length = struct.unpack_from("<II", self.word, _FIRST_PAIR + 8 * index)
        return (offset, length) if offset + length <= len(self.table) else (0, 0)

    def part_bytes(self, index: int) -> bytes:
        offset, length = self.part(index)
        return self.table[offset : offset + length]

    def piece_of(self, position: int) -> Piece:
        """The piece that holds the character at ``position``."""
        return self.pieces[max(0, bisect_right(self._starts, position) - 1)]

    def offset_of(self, position: int) -> int:
        """The byte in the main stream at which the character at ``position`` stands."""
        piece = self.piece_of(position)
        return piece.offset + (position - piece.start) * piece.width

    def positions_of(self, begin: int, end: int) -> list[range]:
        """The characters that stand in the bytes ``begin`` to ``end`` of the main stream."""
        found = []
        first = max(0, bisect_right(self._offsets, begin, key=lambda entry: entry[0]) - 1)
        for offset, piece in self._offsets[first:]:
            if offset >= end:
                break
            low = max(0, begin - offset) // piece.width
            high = min(piece.end - piece.start, -(-(end - offset) // piece.width))
            found.append(range(piece.start + low, piece.start + max(low, high)))
        return found

    def _read_pieces(self) -> list[Piece]:
        changes, plc = self._piece_table()
        count = max(0, (len(plc) - 4) // 12)
        starts = struct.unpack_from(f"<{count + 1}I", plc)
        pieces = []
        for index in range(count):
            _, address, change = struct.unpack_from("<HIH", plc, 4 * (count + 1) + 8 * index)
            width = 1 if address & _COMPRESSED else 2
            offset = (address & ~_COMPRESSED) // (2 if width == 1 else 1)
            properties = changes[change >> 1] if change & 1 and change >> 1 < len(changes) else b""
            pieces.append(self._checked(Piece(starts[index], starts[index + 1], offset, width, properties)))
        return pieces

    def _piece_table(self) -> tuple[list[bytes], bytes]:
        """(property changes, piece table) of the Clx."""
        clx, changes, at = self.part_bytes(PIECES), [], 0
        while at + 3 <= len(clx) and clx[at] == 1:
            size = int.from_bytes(clx[at + 1 : at + 3], "little")
            changes.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        if at + 5 > len(clx) or clx[at] != 2:
            raise damaged()
        size = int.from_bytes(clx[at + 1 : at + 5], "little")
        return changes, clx[at + 5 : at + 5 + size]

    def _checked(self, piece: Piece) -> Piece:
        if piece.end > _MAX_CHARACTERS:
            raise bomb()
        if piece.end < piece.start or piece.offset + (piece.end - piece.start) * piece.width > len(self.word):
            raise damaged()
        return piece

    def _piece_text(self, piece: Piece) -> str:
        raw = self.word[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
        if piece.width == 1:
            return "".join(map(_western, raw)) if max(raw, default=0) > 0x7F else raw.decode("ascii")
        text = raw.decode("utf-16-le", "surrogatepass")
        return text if 2 * len(text) == len(raw) else "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _western(byte: int) -> str:
    return bytes((byte,)).decode("cp1252", "ignore") or chr(byte)


def open_word_file(data: bytes) -> WordFile:
    """The Word file in an OLE container; raises UnreadableError as WordFile does."""
    streams = _streams(data)
    if "WordDocument" not in streams:
        raise UnreadableError("这不是 Word 文档", "请用 Word 或 WPS 打开后另存为 docx")
    word = streams["WordDocument"]
    flags = int.from_bytes(word[0x0A:0x0C], "little")
    return WordFile(word, streams.get("1Table" if flags & _SECOND_TABLE else "0Table", b""), streams.get("Data", b""))


def _streams(data: bytes) -> dict[str, bytes]:
    try:
        with olefile.OleFileIO(data) as container:
            names = {entry[0] for entry in container.listdir() if len(entry) == 1}
            wanted = names & {"WordDocument", "0Table", "1Table", "Data"}
            return {name: container.openstream(name).read() for name in wanted}
    except Exception as error:  # olefile raises whatever the broken bytes lead it to.
        raise damaged() from error


def _check_kind(word: bytes) -> None:
    magic, flags = int.from_bytes(word[:2], "little"), int.from_bytes(word[0x0A:0x0C], "little")
    if magic == _WORD_6:
        raise UnreadableError("这是 Word 6.0/95 的旧文件", "请用 Word 或 WPS 打开后另存为 docx")
    if magic != _WORD_97 or len(word) < 0x400:
        raise damaged()
    if flags & _ENCRYPTED:
        raise UnreadableError("文件加了密码", "请用 Word 或 WPS 打开，去掉密码后另存")
