"""A worksheet taken apart: its tables, and the titles and notes that stand above, between and below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from gongkai.report.model import Place
from gongkai.report.reading.document import Paragraph
from gongkai.report.reading.formats.layout import RawCell, RawTable
from gongkai.report.reading.formats.limits import CellBudget

_SECTION = re.compile(r"^(?:[一二三四五六七八九十]+、|附[件表]|表[一二三四五六七八九十\d])")
_ITEM = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[）)]|\d)")
_REMARK = re.compile(r"^(?:[（(【]?(?:注|备注|说明|填表说明|填报说明)[\d）)】]*\s*[:：.、]|\*|※)")
_SIGNATURE = re.compile(
    r"^\s*(?:(?:填[报表写]|制表|报送|编制|统计|公开|本)?(?:单位|部门|机关|人|日期|时间)|(?:单位|部门|分管|主要)?(?:负责人|领导)"
    r"|审[核签批]人?|联系(?:人|电话|方式)|电话|经办人|盖章|签[字章])[^:：]{0,10}[:：]"
)
_NUMBER = re.compile(r"^[-+]?[\d,.]+%?$")
Spans = dict[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class SheetCells:
    """The printed texts of a sheet by (row, column), and (row span, column span) of its merged cells."""

    name: str
    texts: dict[tuple[int, int], str]
    spans: Spans = field(default_factory=dict)

    def add(self, row: int, column: int, text: str, span: tuple[int, int]) -> None:
        if text:
            self.texts[row, column] = text
        if span != (1, 1):
            self.spans[row, column] = span


@dataclass
class _Row:
    """A row that holds text: (column, text, row span, column span) of its cells, blanks left out; ``gap`` says that a
    blank row stands before it, ``reached`` that a merged cell reaches into it from above."""

    index: int
    cells: list[tuple[int, str, int, int]]
    gap: bool
    reached: bool

    @cached_property
    def lone(self) -> bool:
        return len(self.cells) == 1 and not self.reached and self.cells[0][2] == 1

    @property
    def sentence(self) -> bool:
        """A row of prose, which no label is."""
        return self.lone and "。" in self.text and not _REMARK.match(self.text)

    @cached_property
    def signature(self) -> bool:
        """A line such as 填报单位：… 填报日期：… beside or below a form."""
        return all(_SIGNATURE.match(text) for _, text, _, _ in self.cells) and not self.reached

    @cached_property
    def header(self) -> bool:
        texts = [text for _, text, _, _ in self.cells]
        return len(texts) > 1 and not _ITEM.match(texts[0]) and not any(map(_NUMBER.match, texts))

    @property
    def text(self) -> str:
        return self.cells[0][1]

    @property
    def last_column(self) -> int:
        return max(column + span for column, _, _, span in self.cells) - 1


def sheet_parts(sheet: SheetCells, budget: CellBudget) -> Iterator[Paragraph | RawTable]:
    """The paragraphs and tables of a sheet from top to bottom."""
    place = Place(sheet=sheet.name)
    rows = _rows(sheet)
    for run in _runs(rows):
        top, table, bottom = _split(run)
        for row in top:
            yield from (Paragraph(line, place) for line in _lines(row))
        if table:
            yield _table(table, sheet, budget)
        for row in bottom:
            yield from (Paragraph(line, place) for line in _lines(row))


def _lines(row: _Row) -> Iterator[str]:
    for _, text, _, _ in row.cells:
        yield from (line.strip() for line in text.split("\n") if line.strip())


def _rows(sheet: SheetCells) -> list[_Row]:
    by_row: dict[int, list[tuple[int, str, int, int]]] = {}
    for (row, column), text in sorted(sheet.texts.items()):
        by_row.setdefault(row, []).append((column, text, *sheet.spans.get((row, column), (1, 1))))
    reached_until, rows, previous = -1, [], -1
    for index, cells in by_row.items():
        rows.append(_Row(index, cells, gap=index > previous + 1, reached=index <= reached_until))
        reached_until = max(reached_until, *(index + height - 1 for _, _, height, _ in cells))
        previous = index
    return rows


def _runs(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Groups of rows that belong together: one table with its titles above and notes below."""
    run: list[_Row] = []
    for position, row in enumerate(rows):
        following = rows[position + 1] if position + 1 < len(rows) else None
        if run and _begins_run(row, following, run):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _begins_run(row: _Row, following: _Row | None, run: list[_Row]) -> bool:
    if all(earlier.lone or earlier.signature for earlier in run):
        return False
    if row.sentence:
        return True
    if row.lone and _SECTION.match(row.text):
        return row.gap or (following is not None and (following.header or following.sentence))
    return row.gap and (row.header or (row.lone and following is not None and following.header))


def _split(run: list[_Row]) -> tuple[list[_Row], list[_Row], list[_Row]]:
    """Rows above the table, of the table, below it."""
    start, end = 0, len(run)
    while start < end and (run[start].lone or run[start].signature):
        start += 1
    width = max((row.last_column for row in run[start:end]), default=0)
    while end > start and _stands_below(run[end - 1], width):
        end -= 1
    return run[:start], run[start:end], run[end:]


def _stands_below(row: _Row, last_column: int) -> bool:
    """A remark or signature line under a table; a lone label in its first column is a row with blank figures."""
    if row.lone:
        full = row.cells[0][3] > 1 and row.last_column >= last_column
        return full or row.gap or bool(_REMARK.match(row.text) or _SIGNATURE.match(row.text))
    return row.signature


def _table(rows: list[_Row], sheet: SheetCells, budget: CellBudget) -> RawTable:
    """The grid of some rows; positions without text are blank cells."""
    left = min(row.cells[0][0] for row in rows)
    right = max(row.last_column for row in rows)
    taken: set[tuple[int, int]] = set()
    cells: list[RawCell] = []
    for index in range(rows[0].index, rows[-1].index + 1):
        for column in range(left, right + 1):
            if (index, column) in taken:
                continue
            height, width = sheet.spans.get((index, column), (1, 1))
            height, width = min(height, rows[-1].index - index + 1), min(width, right - column + 1)
            budget.spend(height * width)
            taken.update((r, c) for r in range(index, index + height) for c in range(column, column + width))
            text = sheet.texts.get((index, column), "")
            content = [Paragraph(text, Place(sheet=sheet.name))] if text else []
            cells.append(RawCell(index - rows[0].index, column - left, height, width, list(content)))
    return RawTable(cells)
