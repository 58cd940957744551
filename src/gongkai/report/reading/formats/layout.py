"""Tables as files nest them, sorted into tables that hold data and tables that only place prose on the page.

Sites put whole pages into tables and clerks put whole reports into one framed cell: such a table becomes the
paragraphs and tables inside it. In a table of data a nested table becomes lines of its cell's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gongkai.report.model import Place
from gongkai.report.reading.document import Block, Paragraph, Table, TableCell
from gongkai.report.reading.formats.limits import MAX_COLUMNS, MAX_ROWS, CellBudget

_PROSE = 200
_PROSE_SHARE = 0.7
_LABELS = 20


@dataclass(slots=True)
class RawCell:
    """A cell with the paragraphs and tables in it; ``row`` and ``column`` are the top left corner in the grid."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    content: list[Paragraph | RawTable] = field(default_factory=list)

    def text(self) -> str:
        """The printed text: paragraphs joined by a line feed, a nested table as one line a row."""
        content = self.content
        if len(content) == 1 and isinstance(content[0], Paragraph):
            return content[0].text
        return "\n".join(part.text if isinstance(part, Paragraph) else part.text() for part in content)

    def nested(self) -> Iterator[RawTable]:
        return (part for part in self.content if isinstance(part, RawTable))


@dataclass(slots=True)
class RawTable:
    """A table of raw cells in the order of the file."""

    cells: list[RawCell] = field(default_factory=list)

    def text(self) -> str:
        rows: dict[int, list[str]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell.text())
        return "\n".join(" ".join(filter(None, texts)) for texts in rows.values())


class Grid:
    """Places cells of a table row by row past the cells that reach down from above, as HTML prescribes."""

    def __init__(self, budget: CellBudget) -> None:
        self.table = RawTable()
        self._budget = budget
        self._busy_until: list[int] = []
        self._row = -1
        self._column = 0

    def start_row(self) -> None:
        self._row += 1
        self._column = 0

    def add(self, row_span: int = 1, column_span: int = 1) -> RawCell:
        """The next cell of the current row; spans beyond sane sizes are cut."""
        busy, row, column = self._busy_until, self._row, self._column
        while column < len(busy) and busy[column] > row:
            column += 1
        width, height = max(1, min(column_span, MAX_COLUMNS)), max(1, min(row_span, MAX_ROWS))
        self._budget.spend(width)
        if column + width > len(busy):
            busy.extend([0] * (column + width - len(busy)))
        busy[column : column + width] = [row + height] * width
        self._column = column + width
        cell = RawCell(row, column, height, width)
        self.table.cells.append(cell)
        return cell

    def finish(self) -> RawTable:
        """The table; row spans end with the last row."""
        for cell in self.table.cells:
            if cell.row + cell.row_span > self._row + 1:
                cell.row_span = self._row + 1 - cell.row
        return self.table


class StatedGrid:
    """Places cells of a table whose rows state all their cells, merged ones marked by flags (Word, RTF)."""

    def __init__(self, budget: CellBudget) -> None:
        self.table = RawTable()
        self._budget = budget
        self._above: dict[int, RawCell] = {}
        self._row = -1
        self._column = 0

    def start_row(self, before: int = 0) -> None:
        """A new row whose first ``before`` grid columns are free."""
        self._row += 1
        self._column = 0
        self._advance(before)

    def place(self, span: int, vertical: str = "", *, continues_left: bool = False) -> RawCell | None:
        """The next cell of the row; None where it only continues the one above (``vertical`` is ``"continue"``;
        ``"restart"`` opens such a merge) or the one to its left. A continuation of nothing is a cell of its own."""
        column, above = self._column, self._above.get(self._column)
        self._advance(span)
        if continues_left and self.table.cells and self.table.cells[-1].row == self._row:
            self.table.cells[-1].column_span += span
            return None
        if vertical == "continue" and above is not None and above.row + above.row_span == self._row:
            above.row_span += 1
            return None
        cell = RawCell(self._row, column, 1, span)
        self.table.cells.append(cell)
        self._above.pop(column, None)
        if vertical:
            self._above[column] = cell
        return cell

    def _advance(self, columns: int) -> None:
        self._budget.spend(columns)
        self._column += columns


class BlockWriter:
    """Turns what a reader meets into the blocks of a Document and counts its tables."""

    def __init__(self, sheet: str | None = None, first_table: int = 0) -> None:
        self.blocks: list[Block] = []
        self.tables = first_table
        self._sheet = sheet

    def extend(self, parts: Iterable[Paragraph | RawTable]) -> None:
        for part in parts:
            if isinstance(part, RawTable):
                self._table(part)
            elif part.text:
                self.blocks.append(part)

    def _table(self, raw: RawTable) -> None:
        cells = [(cell, cell.text()) for cell in raw.cells]
        if not any(text for _, text in cells):
            return
        if _places_prose(raw, cells):
            for cell in raw.cells:
                self.extend(cell.content)
            return
        number, sheet = self.tables, self._sheet
        self.tables += 1
        placed = [
            TableCell(
                text,
                cell.row,
                cell.column,
                cell.row_span,
                cell.column_span,
                Place(table=number, row=cell.row, column=cell.column, sheet=sheet),
            )
            for cell, text in cells
        ]
        self.blocks.append(Table(placed, Place(table=number, sheet=sheet)))


def _places_prose(raw: RawTable, cells: list[tuple[RawCell, str]]) -> bool:
    """Whether a table is a frame: one column, mostly nested tables, or a few labels beside long prose."""
    if _one_column(raw):
        return True
    lengths = [len(text) for _, text in cells if text]
    prose = [length for length in lengths if length > _PROSE]
    labels = len(lengths) - len(prose)
    return (sum(prose) > sum(lengths) * _PROSE_SHARE and labels < _LABELS) or _mostly_nested(raw, cells)


def _one_column(raw: RawTable) -> bool:
    rows: set[int] = set()
    for cell in raw.cells:
        if cell.row in rows:
            return False
        rows.add(cell.row)
    return True


def _mostly_nested(raw: RawTable, cells: list[tuple[RawCell, str]]) -> bool:
    nested = sum(_filled(inner) for cell in raw.cells for inner in cell.nested())
    return nested > 0 and nested > sum(1 for cell, text in cells if text and not any(True for _ in cell.nested()))


def _filled(table: RawTable) -> int:
    """How many cells of a table, nested ones included, hold text."""
    return sum(sum(_filled(inner) for inner in cell.nested()) or bool(cell.text()) for cell in table.cells)
