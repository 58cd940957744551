"""Tables that converters leave as one cell a line, each behind a tab.

An empty line ends a row, and so does white space before the tab; an empty cell is a line with nothing but its tab. A
cell may go on over the next lines, even past an empty one, where a paragraph inside the cell ended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.report.reading.formats.plain.lines import Line, Looked, Piece, TableMaker, joined
from gongkai.report.reading.formats.plain.words import CELLISH, cellish_share, is_sentence, kind_of

_CELL = re.compile(r"(?P<before>[^\S\t]*)\t(?P<text>[^\t]*)$")
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）])")
_LONGEST_REST = 16
_MOST_LINES = 4
_FEWEST_CELLS = 3
_CELLISH_SHARE = 0.25


def read_cells(lines: Sequence[Line], at: int, text: str, maker: TableMaker) -> Looked | None:
    """The table that begins at line ``at`` and the line behind it; None where no cell stands there."""
    if _cell(lines[at]) is None:
        return None
    reader = _Reader(lines, text)
    end = reader.read(at)
    cells = [piece.text for row in reader.rows for piece in row]
    if len(cells) < _FEWEST_CELLS or cellish_share(cells) < _CELLISH_SHARE:
        return None, end
    return maker.table(reader.rows, ragged=True), end


def _cell(line: Line) -> Piece | None:
    match = _CELL.match(line.text) if "\t" in line.text else None
    if match is None:
        return None
    piece = line.piece(match.start("text"), match.end())
    return None if is_sentence(piece.text) else piece


class _Reader:
    def __init__(self, lines: Sequence[Line], text: str) -> None:
        self.lines = lines
        self.text = text
        self.rows: list[list[Piece]] = []

    def read(self, at: int) -> int:
        """Collect rows from line ``at``; returns the line behind the table."""
        ended, end = True, at
        while at < len(self.lines):
            line = self.lines[at]
            if (piece := _cell(line)) is not None:
                if ended or not line.text.startswith("\t"):
                    self.rows.append([])
                self.rows[-1].append(piece)
                ended = False
            elif line.blank:
                ended = True
                at += 1
                continue
            elif (stop := self._rest_of_cell(at, after_blank=ended)) is not None:
                self.rows[-1][-1] = joined([self.rows[-1][-1], *(x.whole() for x in self.lines[at:stop])], self.text)
                ended, at = False, stop - 1
            else:
                break
            at += 1
            end = at
        return end

    def _rest_of_cell(self, at: int, *, after_blank: bool) -> int | None:
        """The line behind those that go on with the last cell, None when line ``at`` does not."""
        stop = at
        while stop < len(self.lines) and stop - at < _MOST_LINES and not self.lines[stop].blank:
            if _cell(self.lines[stop]) is not None:
                break
            stop += 1
        rest = [line.whole().text for line in self.lines[at:stop]]
        last = self.rows[-1][-1].text
        if not last or kind_of(last) in CELLISH or any(is_sentence(t) for t in rest):
            return None
        if after_blank and (len(rest) > 1 or len(rest[0]) > _LONGEST_REST or _HEADING.match(rest[0])):
            return None
        return stop if self._cell_follows(stop) else None

    def _cell_follows(self, at: int) -> bool:
        while at < len(self.lines) and self.lines[at].blank:
            at += 1
        return at < len(self.lines) and _cell(self.lines[at]) is not None
