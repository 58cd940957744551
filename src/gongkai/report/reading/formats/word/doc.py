"""Word 97-2003 binary files (.doc) and the files of Kingsoft Writer of the same make (.wps)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from gongkai.report.model import Note
from gongkai.report.reading.document import Document, Paragraph
from gongkai.report.reading.formats.decoding import whole
from gongkai.report.reading.formats.layout import BlockWriter, RawTable
from gongkai.report.reading.formats.limits import CellBudget
from gongkai.report.reading.formats.numbering import joined
from gongkai.report.reading.formats.package import damaged
from gongkai.report.reading.formats.word.doc_file import WordFile, open_word_file
from gongkai.report.reading.formats.word.doc_lists import DocLists
from gongkai.report.reading.formats.word.doc_properties import ParagraphProperties, Properties
from gongkai.report.reading.formats.word.styles import outline_level
from gongkai.report.reading.formats.word.table_stack import TableStack

_MARK = re.compile("[\r\x07\x0c]")
_FIELD_MARK = re.compile("[\x13\x14\x15]")
_NOT_MARK = re.compile("[^\r\x07\x0c]")
_SILENT_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|TOC)\b", re.IGNORECASE)
_CODE = re.compile("\x13[^\r\x07\x13-\x15]*\x14?")
_GONE = "\x00"
_SIGNS = {ord("\x0b"): "\n", 0x1E: "-", 0xA0: " ", ord("\t"): "\t"}
_PRINTED = {code: _SIGNS.get(code) for code in (*range(32), 0xA0, 0xAD, 0x200B, 0x200C, 0x200D, 0xFEFF)}


def read_doc(data: bytes) -> Document:
    """The paragraphs and tables of the body, then of its text boxes: list numbers resolved, deleted and hidden text
    and field codes left out, headers, footers and notes not read. Raises UnreadableError."""
    try:
        return read_word_file(open_word_file(data))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise damaged() from error


def read_word_file(file: WordFile) -> Document:
    """The same for streams that are at hand. Raises UnreadableError, or what broken bytes lead to."""
    return _Reader(file).read()


class _Reader:
    """The walk over the text, paragraph mark by paragraph mark."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._properties = Properties(file)
        self._lists = DocLists(file)
        self._text = self._visible(file.text)
        self._tables = TableStack(CellBudget())
        self._pictures = 0

    def read(self) -> Document:
        writer = BlockWriter()
        writer.extend(self._content(self._file.main))
        writer.extend(self._content(self._file.boxes))
        document = Document("doc", writer.blocks)
        if self._pictures:
            document.notes.append(
                Note("image", f"文中有 {self._pictures} 处只有图片的段落，图片里的文字和表格没有读出")
            )
        return document

    def _visible(self, text: str) -> str:
        """The text with what is not printed blanked out, positions kept."""
        text = _blanked(text, self._properties.hidden())
        return _blanked(text, _silent_ranges(text))

    def _content(self, characters: range) -> Iterator[Paragraph | RawTable]:
        begin = characters.start
        for mark in _MARK.finditer(self._text, characters.start, characters.stop):
            yield from self._paragraph(begin, mark.start())
            begin = mark.end()
        yield from self._tables.at_depth(0)

    def _paragraph(self, begin: int, mark: int) -> Iterator[Paragraph | RawTable]:
        """Read one paragraph; yields what stands outside of tables and the tables that ended before it."""
        properties = self._properties.of_paragraph(mark)
        ends_cell = self._text[mark] == "\x07"
        depth = max(properties.depth, int(ends_cell)) if self._properties.known else 0
        yield from self._tables.at_depth(depth)
        lines = self._lines(begin, mark, properties)
        if not depth:
            yield from lines
        elif properties.row_end:
            self._tables.end_row(properties.row)
        else:
            self._tables.add(lines)
            if ends_cell or properties.inner_cell_end:
                self._tables.end_cell()

    def _lines(self, begin: int, mark: int, properties: ParagraphProperties) -> list[Paragraph]:
        raw = self._text[begin:mark]
        text = whole(raw.translate(_PRINTED))
        self._pictures += "\x01" in raw and not text.strip()
        label = "" if properties.row_end else self._lists.label(properties.list_id, properties.list_level)
        level = outline_level(properties.outline)
        lines = joined(label, text).split("\n")
        return [Paragraph(stripped, level=level) for line in lines if (stripped := line.strip())]


def _blanked(text: str, ranges: Iterable[range]) -> str:
    """``text`` with everything in ``ranges`` but paragraph marks replaced by a filler."""
    parts: list[str] = []
    at = 0
    for span in sorted(ranges, key=lambda span: span.start):
        if span.start >= at:
            parts += (text[at : span.start], _NOT_MARK.sub(_GONE, text[span.start : span.stop]))
            at = span.stop
    return "".join((*parts, text[at:]))


def _silent_ranges(text: str) -> Iterator[range]:
    """The codes of fields, and the results of page number and contents fields, which may span paragraphs."""
    marks = list(_FIELD_MARK.finditer(text))
    if text.count("\x13") != text.count("\x15"):
        yield from (range(code.start(), code.end()) for code in _CODE.finditer(text))
        return
    begun: list[tuple[int, bool]] = []
    for mark, following in zip_longest(marks, marks[1:]):
        if mark[0] == "\x13":
            begun.append((mark.end(), True))
        elif begun and mark[0] == "\x14":
            start = begun[-1][0]
            begun[-1] = start, _SILENT_FIELD.match(text, start) is not None
        elif begun:
            begun.pop()
        if following is not None and any(silent for _, silent in begun):
            yield range(mark.start(), following.start())
