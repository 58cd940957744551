"""Tables with one row a line: cells between tabs, between bars, or in columns aligned by white space."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from gongkai.report.reading.formats.plain.lines import Line, Looked, Piece, TableMaker
from gongkai.report.reading.formats.plain.words import (
    CELLISH,
    cellish_share,
    column_labels,
    columns_of,
    is_sentence,
    kind_of,
)
from gongkai.report.reading.labels import canonical

Row = list[Piece]
Span = tuple[int, int]
"""Where something begins and ends on a screen."""

_BAR = re.compile(r"(?<!\\)[|│┃║｜]")
_BORDER = re.compile(r"\s*[+|\-:=─━═│┃║┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝\s]{3,}$")
_GRID_BORDER = re.compile(r"\s*[+├┼┤┌┬┐└┴┘┣╋┫┏┳┓┗┻┛╔╦╗╠╬╣╚╩╝][-=+─━═┼┬┴┤├┳┻╋╦╩╬\s]{2,}")
_GAP = re.compile(r"[^\S\t]{2,}|\u3000(?=[\d\-+/])|(?<=\d)\u3000")
_RULE = re.compile(r"[\s\-=─━_]{3,}$")
_FEWEST_ROWS = 2
_MOST_HEADINGS = 4
_CELLISH_SHARE = 0.15


def read_tabs(lines: Sequence[Line], at: int, text: str, maker: TableMaker) -> Looked | None:
    """Rows of cells between tabs."""
    if "\t" not in lines[at].text:
        return None
    rows, end = _collect(lines, at, lambda line: _split(line, re.finditer("\t", line.text)))
    return _table(rows, end, maker)


def read_bars(lines: Sequence[Line], at: int, text: str, maker: TableMaker) -> Looked | None:
    """Rows of cells between bars; borders drawn between all rows bind the lines of one row together."""
    if not _is_barred(lines[at]):
        return None
    end = at
    while end < len(lines) and (_is_barred(lines[end]) or _is_alone(lines[end])):
        end += 1
    drawn = sum(_GRID_BORDER.match(line.text) is not None for line in lines[at:end])
    groups = _between_borders(lines[at:end]) if drawn > _FEWEST_ROWS else [[x] for x in lines[at:end] if not _border(x)]
    split = iter(split_bars([line for group in groups for line in group]))
    rows = [_merged([next(split) for _ in group]) for group in groups]
    framed = sum(line.text.strip().startswith(("|", "│", "┃", "║")) for line in lines[at:end])
    return _table(rows, end, maker, fewest_cells=0 if framed >= _FEWEST_ROWS else _CELLISH_SHARE)


def split_bars(lines: Sequence[Line]) -> list[Row]:
    """The cells of some lines between bars. Bars at the outer ends make no cells, at the right end only where all
    lines have one there."""
    shown = [Line(whole.text, whole.line, whole.start) for line in lines if (whole := line.whole())]
    bars = [list(_BAR.finditer(line.text)) for line in shown]
    closed = all(b and b[-1].end() == len(line.text) for b, line in zip(bars, shown, strict=True))
    rows = []
    for line, separators in zip(shown, bars, strict=True):
        row = _split(line, separators)
        begin = int(bool(separators) and separators[0].start() == 0)
        rows.append(row[begin : len(row) - 1] if closed else row[begin:])
    return rows


def _is_barred(line: Line) -> bool:
    bars = len(_BAR.findall(line.text))
    return bars > 1 or (bars == 1 and not is_sentence(line.text)) or _GRID_BORDER.match(line.text) is not None


def _border(line: Line) -> bool:
    return _BORDER.match(line.text) is not None and any(c in line.text for c in "-=─━═")


def _between_borders(lines: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = [[]]
    for line in lines:
        if _border(line):
            groups.append([])
        else:
            groups[-1].append(line)
    return [group for group in groups if group]


def _merged(rows: Sequence[Row]) -> Row:
    """The lines of one row put together, cell by cell."""
    if len(rows) == 1:
        return rows[0]
    merged = []
    for column in range(max(map(len, rows))):
        parts = [row[column] for row in rows if column < len(row)]
        filled = [p for p in parts if p.text] or parts[:1]
        words = "\n".join(p.text for p in filled)
        merged.append(Piece(words, filled[0].line, filled[0].start, filled[-1].end))
    return merged


def read_aligned(lines: Sequence[Line], at: int, text: str, maker: TableMaker) -> Looked | None:
    """Rows whose cells stand in columns, two or more spaces apart."""
    if not _leads_to_rows(lines[at : at + _MOST_HEADINGS]):
        return None
    rows, end = _aligned_rows(lines, at)
    end = _give_back(rows, lines, end)
    figured = sum(map(_has_figure, rows))
    known = sum(kind_of(row[0].text) in ("label", "heading") for row in rows)
    headed = any(len(_named(row)) > 1 for row in rows)
    if figured < _FEWEST_ROWS and not (figured and (known > 1 or headed)):
        return None, end
    return maker.table(_with_blanks(rows, lines), ragged=True), end


def _leads_to_rows(lines: Sequence[Line]) -> bool:
    """A row, or a label or headings of groups directly above one."""
    first = next((line for line in lines if not _is_alone(line)), None)
    return first is not None and _is_aligned(first)


def _aligned_rows(lines: Sequence[Line], at: int) -> tuple[list[Row], int]:
    """Rows up to the next headings or running text."""
    rows: list[Row] = []
    end = at
    while end < len(lines):
        if _is_aligned(lines[end]) or _is_alone(lines[end]):
            row = split_gaps(lines[end])
            if any(map(_has_figure, rows)) and _is_heading(row):
                break
            rows.append(row)
        elif not (lines[end].blank or _RULE.match(lines[end].text)):
            break
        end += 1
    return rows, end


def _is_heading(row: Row) -> bool:
    return all(kind_of(p.text) == "heading" for p in row) or (len(_named(row)) > 1 and not _has_figure(row))


def _named(row: Row) -> Row:
    """The headings of single columns in a row."""
    return [p for p in row if canonical(p.text) in column_labels()]


def _has_figure(row: Row) -> bool:
    return any(map(_is_figure, row))


def _give_back(rows: list[Row], lines: Sequence[Line], end: int) -> int:
    """Drop headings at the end of a table, which belong to what follows; returns the line behind the table."""
    while rows and len(rows[-1]) == 1 and not columns_of(rows[-1][0].text):
        dropped = rows.pop()[0].line
        end = next(i for i in range(end) if lines[i].number == dropped)
    return end


def split_gaps(line: Line) -> Row:
    shown = line.whole()
    inner = Line(shown.text, line.number, shown.start)
    return [p for p in _split(inner, _GAP.finditer(inner.text)) if p.text]


def _is_aligned(line: Line) -> bool:
    """A row: a label and then cells of figures, marks or units; or headings only."""
    row = split_gaps(line) if _GAP.search(line.text) else []
    if len(row) < 2 or _is_drawn(line):
        return False
    kinds = [kind_of(p.text) for p in row]
    return all(k in CELLISH for k in kinds[-1:]) or all(k in ("heading", "label") for k in kinds)


def _is_alone(line: Line) -> bool:
    """A label whose cells are all empty, or a heading over several columns."""
    return kind_of(line.whole().text) in ("label", "heading") and not _is_drawn(line)


def _is_drawn(line: Line) -> bool:
    return "\t" in line.text or _BAR.search(line.text) is not None or _RULE.match(line.text) is not None


def _with_blanks(rows: Sequence[Row], lines: Sequence[Line]) -> list[Row]:
    """The rows filled up with empty cells where their columns have no figure; unchanged where the cells do not stand in
    common columns."""
    by_number = {line.number: line for line in lines}
    spans = {id(row): [_shown_span(p, by_number[p.line]) for p in row] for row in rows if _has_figure(row)}
    headings = [p for row in rows if not _has_figure(row) and len(row) > 1 for p in _named(row)]
    columns = _columns(rows, spans, [_shown_span(p, by_number[p.line]) for p in headings])
    filled = []
    for row in rows:
        where = [next(i for i, (a, b) in enumerate(columns) if a <= s[0] < b) for s in spans.get(id(row), ())]
        if len(set(where)) < len(where):
            return list(rows)
        cells = dict(zip(where, row, strict=True)) if where else {}
        blank = Piece("", row[0].line, row[-1].end, row[-1].end)
        if not cells and len(row) == 1 and columns_of(row[0].text) == len(columns) - 1 > 1:
            cells = {0: row[0]}
        filled.append([cells.get(i, blank) for i in range(len(columns))] if cells else row)
    return filled


def _columns(rows: Sequence[Row], spans: Mapping[int, Sequence[Span]], headings: Sequence[Span]) -> list[Span]:
    """The columns that the cells of rows with figures and the headings show together, so that a column without any
    figure is one too. Headings may be centred anywhere: where not each figure stands under one heading, the cells
    alone show the columns, and none where these are more than the form can have."""
    figures = {s for row in rows for p, s in zip(row, spans.get(id(row), ()), strict=False) if _is_figure(p)}
    columns = _unions(chain(*spans.values(), headings))
    under = [
        sum(_within(h, column) for h in headings) for column in columns if any(_within(f, column) for f in figures)
    ]
    if headings and all(count == 1 for count in under):
        return columns
    columns = _unions(chain(*spans.values()))
    used = sum(any(_within(f, column) for f in figures) for column in columns)
    most = len(headings) or max(columns_of(row[0].text) for row in rows)
    return columns if used <= max(most, 1) else _unions([(0, max(end for _, end in columns))])


def _within(span: Span, column: Span) -> bool:
    return column[0] <= span[0] < column[1]


def _is_figure(piece: Piece) -> bool:
    return kind_of(piece.text) == "figure"


def _shown_span(piece: Piece, line: Line) -> Span:
    """Where a cell stands on a screen: Chinese characters are two columns wide."""
    start = _width(line.text[: piece.start - line.start])
    return start, start + _width(piece.text)


class _Widths(dict[str, int]):
    """Columns of a screen that the characters met so far take."""

    def __missing__(self, character: str) -> int:
        self[character] = width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        return width


_WIDTHS = _Widths()


def _width(text: str) -> int:
    return sum(map(_WIDTHS.__getitem__, text))


def _unions(spans: Iterable[Span]) -> list[Span]:
    columns: list[Span] = []
    for start, end in sorted(spans):
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(end, columns[-1][1]))
        else:
            columns.append((start, end))
    return columns


def _split(line: Line, separators: Iterator[re.Match[str]] | Sequence[re.Match[str]]) -> Row:
    cells, at = [], 0
    for separator in separators:
        cells.append(line.piece(at, separator.start()))
        at = separator.end()
    return [*cells, line.piece(at, len(line.text))]


def _collect(lines: Sequence[Line], at: int, split: Callable[[Line], Row]) -> tuple[list[Row], int]:
    """Rows of two or more cells, empty lines between them left out."""
    rows: list[Row] = []
    end = at
    for number in range(at, len(lines)):
        row = split(lines[number])
        label_alone = rows and len(row) == 1 and kind_of(row[0].text) == "label"
        if label_alone or (len(row) > 1 and not any(is_sentence(p.text) for p in row)):
            rows.append(row)
            end = number + 1
        elif not lines[number].blank:
            break
    return rows, _give_back(rows, lines, end)


def _table(rows: list[Row], end: int, maker: TableMaker, *, fewest_cells: float = _CELLISH_SHARE) -> Looked:
    texts = [p.text for row in rows for p in row]
    if len(rows) < _FEWEST_ROWS or cellish_share(texts) < fewest_cells:
        return None, end
    return maker.table(rows, ragged=len({len(row) for row in rows}) > 1), end
