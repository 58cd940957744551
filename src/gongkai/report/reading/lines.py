"""A document line by line: its paragraphs and the rows of its tables, with their offsets where the text is plain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.report.reading.document import Document, Paragraph, Table


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A paragraph, or a row of a table, as one line. ``start`` is its offset in the plain text (None in other
    formats), ``block`` the number of the block that prints it."""

    text: str
    start: int | None
    block: int
    in_table: bool = False

    def piece(self, start: int, end: int) -> PrintedLine:
        """The part from ``start`` to ``end`` without white space around it."""
        text = self.text[start:end]
        shown = text.strip()
        if len(shown) == len(self.text):
            return self
        lead = len(text) - len(text.lstrip())
        at = None if self.start is None else self.start + start + lead
        return PrintedLine(shown, at, self.block, self.in_table)


def printed_lines(document: Document) -> list[PrintedLine]:
    """All lines of a document that print something."""
    return [line for number, block in enumerate(document.blocks) for line in _lines(block, number, document.text)]


def _lines(block: Paragraph | Table, number: int, text: str | None) -> Iterator[PrintedLine]:
    if isinstance(block, Table):
        yield from _row_lines(block, number, text)
    elif block.text.strip():
        yield PrintedLine(block.text, block.place.start, number).piece(0, len(block.text))


def _row_lines(table: Table, number: int, text: str | None) -> Iterator[PrintedLine]:
    """The rows of a table as lines; in plain text each is the slice of the text that prints it."""
    for row in table.rows():
        cells = [c for c in row if c.text.strip()]
        if not cells:
            continue
        start, end = cells[0].place.start, cells[-1].place.end
        if text is not None and start is not None and end is not None:
            yield PrintedLine(text[start:end], start, number, in_table=True)
        else:
            yield PrintedLine(" ".join(" ".join(c.text.split()) for c in cells), None, number, in_table=True)
