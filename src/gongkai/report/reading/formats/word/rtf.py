"""Rich Text Format, which old systems export under the name .doc. No kept library keeps its tables."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.reading.document import Document, Paragraph
from gongkai.report.reading.formats.decoding import whole
from gongkai.report.reading.formats.layout import BlockWriter, RawTable
from gongkai.report.reading.formats.limits import MAX_MARKUP, CellBudget
from gongkai.report.reading.formats.numbering import joined
from gongkai.report.reading.formats.package import bomb
from gongkai.report.reading.formats.word.rtf_text import RtfText
from gongkai.report.reading.formats.word.styles import outline_level
from gongkai.report.reading.formats.word.table_stack import RowCell, RowShape, TableStack

_PARAGRAPH_ENDS = ("par", "sect", "page", "column")
_CELL_ENDS = {"cell": 1, "nestcell": 2}


def read_rtf(data: bytes) -> Document:
    """The paragraphs and tables of the body; list numbers stand as the file prints them; deleted and hidden text,
    headers, footers and notes are left out. Raises UnreadableError."""
    if len(data) > MAX_MARKUP:
        raise bomb()
    writer = BlockWriter()
    writer.extend(_Reader().read(data))
    return Document("rtf", writer.blocks)


class _RowDefinition:
    """The row that ``trowd`` and ``cellx`` define: edges in twentieths of a point and merges."""

    def __init__(self) -> None:
        self.edges = [0]
        self.cells: list[RowCell] = []
        self._cell = RowCell()

    def apply(self, word: str, number: int) -> None:
        match word:
            case "trleft":
                self.edges[0] = number
            case "clmrg":
                self._cell.merged_left = True
            case "clvmgf":
                self._cell.vertical = "restart"
            case "clvmrg":
                self._cell.vertical = "continue"
            case "cellx":
                self.edges.append(number)
                self.cells.append(self._cell)
                self._cell = RowCell()

    @property
    def shape(self) -> RowShape | None:
        """The row, None where its edges do not ascend."""
        return RowShape(self.edges, self.cells) if self.cells and self.edges == sorted(self.edges) else None


class _Reader:
    """The walk over text and layout words."""

    def __init__(self) -> None:
        self._tables = TableStack(CellBudget())
        self._row = self._outer_row = _RowDefinition()
        self._text: list[str] = []
        self._in_table = False
        self._nesting = 0
        self._labelled = False
        self._outline: int | None = None

    def read(self, data: bytes) -> Iterator[Paragraph | RawTable]:
        for event in RtfText(data):
            if event.word:
                yield from self._word(event.word, event.number)
            else:
                self._text.append(event.text)
        yield from self._end_paragraph(self._depth)
        yield from self._tables.at_depth(0)

    @property
    def _depth(self) -> int:
        return max(self._nesting, int(self._in_table))

    def _word(self, word: str, number: int | None) -> Iterator[Paragraph | RawTable]:
        if word in _PARAGRAPH_ENDS:
            yield from self._end_paragraph(self._depth)
        elif word in _CELL_ENDS:
            yield from self._end_paragraph(max(_CELL_ENDS[word], self._depth))
            self._tables.end_cell()
        elif word == "row":
            yield from self._end_row(1)
        elif word == "nestrow":
            yield from self._end_row(max(2, self._nesting))
            self._row = self._outer_row
        else:
            self._state(word, number)

    def _state(self, word: str, number: int | None) -> None:
        match word:
            case "pard":
                self._in_table, self._nesting, self._outline = False, 0, None
            case "intbl":
                self._in_table = True
            case "itap":
                self._nesting = number or 0
            case "outlinelevel":
                self._outline = number
            case "listtext" | "pntext":
                self._labelled = True
            case "nesttableprops":
                self._outer_row = self._row
            case "trowd":
                self._row = _RowDefinition()
            case _:
                self._row.apply(word, number or 0)

    def _end_row(self, depth: int) -> Iterator[RawTable]:
        self._text.clear()
        yield from self._tables.at_depth(depth)
        self._tables.end_row(self._row.shape)

    def _end_paragraph(self, depth: int) -> Iterator[Paragraph | RawTable]:
        """Put the paragraph where it belongs; yields it when that is outside of tables."""
        yield from self._tables.at_depth(depth)
        text = whole("".join(self._text))
        self._text.clear()
        if self._labelled:
            label, _, text = text.partition("\t")
            text = joined(label.strip() if any(map(str.isalnum, label)) else "", text)
            self._labelled = False
        level = outline_level(self._outline)
        lines = [Paragraph(stripped, level=level) for line in text.split("\n") if (stripped := line.strip())]
        if depth:
            self._tables.add(lines)
        else:
            yield from lines
