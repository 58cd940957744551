"""The official layout of any edition as printed tables: one layout for docx, pdf, html, xlsx and the findings page.

Forms: 国办发〔2014〕32号 (indicator, unit, figure), 国办公开办函〔2019〕60号 and 〔2021〕30号 (art. 20 grids, requests
matrix, review and litigation). A row, column or table of which the report has no cell is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from gongkai.law.editions import Column, Edition, FormTable, Row
from gongkai.report.model import Cell
from gongkai.report.writing.figures import clean, printed

TEXT_WIDTH = 442.2  # 156 mm, the width of the text on A4 by GB/T 9704, in points.
_DIGIT_WIDTH = 0.52  # In ems, with a little to spare.

Head = Literal["column", "row", "title"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Box:
    """A printed cell. ``row`` and ``column`` are the grid position of its top left corner; ``head`` says whether it
    heads columns, rows or a whole part of the table (``title``), None for a figure or a unit; ``key`` is the cell key
    of a figure; ``indent`` counts characters."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    head: Head | None = None
    align: Align = "center"
    indent: int = 0
    key: str | None = None
    cell: Cell | None = None


@dataclass(slots=True)
class PrintedTable:
    """A table as printed. ``widths`` are relative column widths, ``header_rows`` repeat on each page, ``note`` is
    printed under the table, ``narrow`` marks tables of many columns (smaller print)."""

    caption: str
    section: str | None
    boxes: list[Box] = field(default_factory=list)
    widths: tuple[float, ...] = ()
    header_rows: int = 0
    note: str | None = None
    narrow: bool = False

    @property
    def height(self) -> int:
        return max((b.row + b.row_span for b in self.boxes), default=0)

    @property
    def fits_a_page(self) -> bool:
        """True for a table that should not be broken over pages; a longer one breaks between rows."""
        return self.height <= 34

    def type_size(self, box: Box, size: float, inset: float) -> float:
        """The type size (points) in which a figure fits its column on paper, at most ``size``: a number is never
        broken and must not run into its neighbour. ``inset`` is the space on each side in points."""
        room = TEXT_WIDTH * sum(self.widths[box.column : box.column + box.column_span]) / sum(self.widths) - 2 * inset
        need = len(box.text) * _DIGIT_WIDTH * size
        return size if box.cell is None or not box.text.isascii() or need <= room else max(size * room / need, 3.0)

    def rows(self) -> list[list[Box]]:
        """The boxes that start in each row, in column order."""
        rows: list[list[Box]] = [[] for _ in range(self.height)]
        for box in sorted(self.boxes, key=lambda b: (b.row, b.column)):
            rows[box.row].append(box)
        return rows


def printed_tables(cells: Mapping[str, Cell], edition: Edition) -> list[PrintedTable]:
    """The tables of ``edition`` that ``cells`` fill, in the form's order; neighbouring grids of one section are one
    printed table (第二十条)."""
    tables: list[PrintedTable] = []
    for (layout, section), forms in groupby(edition.tables, key=lambda t: (t.layout, t.section)):
        present = [p for p in (_present(form, cells) for form in forms) if p]
        if layout == "grid" and present:
            tables.append(_grids(present, edition, section))
        else:
            tables.extend(_LAYOUTS[layout](p, edition) for p in present)
    return tables


def keys_printed(tables: Iterable[PrintedTable]) -> set[str]:
    """The cell keys that the tables print."""
    return {box.key for table in tables for box in table.boxes if box.key}


@dataclass(frozen=True)
class _Present:
    """A form table cut down to the rows and columns of which the report has a cell, headings of printed rows kept."""

    form: FormTable
    cells: Mapping[str, Cell]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]

    def has_figures(self, row: Row) -> bool:
        return any(self.form.key_of(row, c) in self.cells for c in self.columns)

    def figure(self, row: Row, column: Column, at: tuple[int, int], span: int = 1) -> Box:
        key = self.form.key_of(row, column)
        cell = self.cells.get(key)
        text = printed(cell, self.form.type_of(row, column))
        if cell and text and not cell.raw.strip() and self.form.unit_of(row, column) == "unspecified":
            text += cell.unit if cell.unit and cell.unit != "unspecified" else ""
        return Box(text, *at, column_span=span, key=key if cell else None, cell=cell)

    def ancestors(self, row: Row) -> list[Row]:
        """The rows above ``row`` in the form's tree, nearest first."""
        by_key = {r.key: r for r in self.form.rows}
        found: list[Row] = []
        while row.parent in by_key and by_key[row.parent] not in found:
            row = by_key[row.parent]
            found.append(row)
        return found


def _present(form: FormTable, cells: Mapping[str, Cell]) -> _Present | None:
    filled = [(r, c) for r in form.rows for c in form.columns if form.key_of(r, c) in cells]
    if not filled:
        return None
    columns = tuple(c for c in form.columns if any(c is used for _, used in filled))
    every = _Present(form, cells, form.rows, columns)
    kept = {r.key for r, _ in filled}
    kept |= {a.key for r, _ in filled for a in every.ancestors(r) if not a.has_cell}
    return replace(every, rows=tuple(r for r in form.rows if r.key in kept))


def label(row: Row, previous: Row | None = None) -> str:
    """The label with its number as the forms print it; a run of 其中 rows says 其中 once."""
    repeats = previous is not None and previous.number == row.number == "其中" and previous.parent == row.parent
    return numbered(None if repeats else row.number, clean(row.label or ""))


def numbered(number: str | None, text: str) -> str:
    """The text behind its number: 一、 （一） 1. 其中："""
    if not number or not number.strip():
        return text
    number = number.strip()
    if number == "其中":
        return f"其中：{text}"
    if number.isdigit():
        return f"{number}.{text}"
    if not number.strip("一二三四五六七八九十"):
        return f"{number}、{text}"
    return f"{number}　{text}" if number[-1] in "分章篇" else number + text


def _labels(present: _Present) -> Iterator[tuple[Row, str]]:
    for previous, row in zip((None, *present.rows), present.rows, strict=False):
        yield row, label(row, previous)


def _row_value(present: _Present, edition: Edition) -> PrintedTable:
    form = present.form
    order = _column_order(present)
    table = PrintedTable(form.title, form.section, header_rows=1, note=form.form_note)
    table.widths = tuple({"label": 6.4, "unit": 1.0}.get(name, 1.5) for name in order)
    for at, name in enumerate(order):
        table.boxes.append(Box(_heading_of(name, form), 0, at, head="column"))
    filler = next((m for m in edition.empty_marks if len(m) > 1), "")
    for at_row, (row, text) in enumerate(_labels(present), start=1):
        for at, name in enumerate(order):
            table.boxes.append(_row_value_box(present, row, text, name, (at_row, at), filler))
    return table


def _column_order(present: _Present) -> list[str]:
    columns = [c.key for c in present.columns]
    declared = present.form.column_order or ("label", "unit", *columns)
    order = [name for name in declared if name in ("label", "unit") or name in columns]
    return order + [c for c in columns if c not in order]


def _heading_of(name: str, form: FormTable) -> str:
    named = {"label": "统计指标", "unit": "单位"}
    return named.get(name) or next(clean(c.label) for c in form.columns if c.key == name)


def _row_value_box(present: _Present, row: Row, text: str, name: str, at: tuple[int, int], filler: str) -> Box:
    if name == "label":
        depth = len(present.ancestors(row)) + (row.number is None and row.parent is not None)
        return Box(text, *at, head="row", align="left", indent=depth)
    figures = present.has_figures(row)
    if name == "unit":
        return Box(_unit(present, row) if figures else filler, *at)
    if not figures:
        return Box(filler, *at)
    return present.figure(row, next(c for c in present.columns if c.key == name), at)


def _unit(present: _Present, row: Row) -> str:
    """The unit that the document printed, else the form's."""
    cells = (present.cells.get(present.form.key_of(row, c)) for c in present.columns)
    own = next((c.printed_unit for c in cells if c and c.printed_unit is not None), None)
    return clean(row.unit or "") if own is None else clean(own)


def _grids(grids: Sequence[_Present], edition: Edition, section: str | None) -> PrintedTable:
    """The grids of art. 20 as one table: a title row, 信息内容 with its columns, the rows."""
    width = max(len(g.columns) for g in grids)
    titles = {s.key: s.title for s in edition.sections}
    caption = titles.get(section or "") or "、".join(g.form.title for g in grids)
    table = PrintedTable(caption, section, widths=(2.2,) + (2.0,) * width)
    table.note = "\n".join(g.form.form_note for g in grids if g.form.form_note) or None
    for grid in grids:
        top = table.height
        table.boxes.append(Box(clean(grid.form.title), top, 0, column_span=width + 1, head="title"))
        table.boxes.append(Box("信息内容", top + 1, 0, head="column"))
        spans = _spread(width, len(grid.columns))
        for column, (start, span) in zip(grid.columns, spans, strict=True):
            table.boxes.append(Box(clean(column.label), top + 1, 1 + start, column_span=span, head="column"))
        for at, row in enumerate(grid.rows, start=top + 2):
            table.boxes.append(Box(label(row), at, 0, head="row"))
            figures = zip(grid.columns, spans, strict=True)
            table.boxes.extend(grid.figure(row, c, (at, 1 + start), span) for c, (start, span) in figures)
    return table


def _spread(width: int, count: int) -> list[tuple[int, int]]:
    """(start, span) of ``count`` columns over ``width`` places; the last one takes what is left."""
    return [(i, 1 if i < count - 1 else width - i) for i in range(count)]


def _matrix(present: _Present, edition: Edition) -> PrintedTable:
    """Row labels in nested merged columns on the left, columns of figures under their group headings."""
    chains = {row.key: _chain(present, row) for row in present.rows if present.has_figures(row)}
    depth = max(len(chain) for chain in chains.values())
    heads = _column_heads(present.columns, top=present.form.columns_title)
    table = PrintedTable(present.form.title, present.form.section, header_rows=len(heads), narrow=True)
    table.widths = (*_label_widths(depth), *(1.1,) * len(present.columns))
    corner = clean(present.form.form_note or present.form.title)
    table.boxes.append(Box(corner, 0, 0, row_span=len(heads), column_span=depth))
    table.boxes.extend(_shift(heads, depth))
    table.boxes.extend(_chain_boxes(list(chains.values()), depth, len(heads)))
    rows = [row for row in present.rows if row.key in chains]
    for at, row in enumerate(rows, start=len(heads)):
        table.boxes.extend(present.figure(row, c, (at, depth + i)) for i, c in enumerate(present.columns))
    return table


def _chain(present: _Present, row: Row) -> list[Row]:
    """The headings that ``row`` is printed under, outermost first, then the row itself."""
    return [*reversed([a for a in present.ancestors(row) if not a.has_cell]), row]


def _label_widths(depth: int) -> tuple[float, ...]:
    return {1: (6.0,), 2: (1.6, 5.0)}.get(depth, (0.8, *(1.9,) * (depth - 2), 4.6))


def _chain_boxes(chains: Sequence[Sequence[Row]], depth: int, top: int) -> Iterator[Box]:
    """The label columns: a heading spans the rows under it, a row's own label takes the columns that are left."""
    for i, chain in enumerate(chains):
        *groups, row = chain
        for level, group in enumerate(groups):
            opened = i > 0 and list(chains[i - 1][: level + 1]) == list(chain[: level + 1]) != list(chains[i - 1])
            if not opened:
                span = _run(chains[i:], chain[: level + 1])
                yield Box(label(group), top + i, level, row_span=span, head="row")
        yield Box(label(row), top + i, len(groups), column_span=depth - len(groups), head="row", align="left")


def _run(chains: Sequence[Sequence[Row]], start: Sequence[Row]) -> int:
    """How many chains in a row go on below ``start``."""
    length = 0
    for chain in chains:
        if list(chain[: len(start)]) != list(start) or len(chain) == len(start):
            break
        length += 1
    return length


def _column_heads(columns: Sequence[Column], top: str | None = None) -> list[list[Box]]:
    """Header rows of grouped columns: equal neighbouring groups are one heading, a label goes down to the figures."""
    depth = max(len(c.groups) for c in columns) + 1
    rows: list[list[Box]] = [[] for _ in range(depth)]
    for level in range(depth):
        at = 0
        for path, run in groupby(columns, key=lambda c: c.groups[: level + 1]):
            group = list(run)
            if len(path) == level + 1:
                rows[level].append(Box(clean(path[-1]), level, at, column_span=len(group), head="column"))
            elif len(path) == level:
                rows[level].extend(_leaf(c, level, at + i, depth) for i, c in enumerate(group))
            at += len(group)
    if top is None:
        return rows
    lowered = [[replace(b, row=b.row + 1) for b in row] for row in rows]
    return [[Box(top, 0, 0, column_span=len(columns), head="column")], *lowered]


def _leaf(column: Column, level: int, at: int, depth: int) -> Box:
    return Box(clean(column.label), level, at, row_span=depth - level, head="column")


def _shift(rows: Iterable[Iterable[Box]], columns: int) -> Iterator[Box]:
    return (replace(b, column=b.column + columns) for row in rows for b in row)


def _single_row(present: _Present, edition: Edition) -> PrintedTable:
    heads = _column_heads(present.columns)
    form, row = present.form, present.rows[0]
    table = PrintedTable(form.title, form.section, header_rows=len(heads), note=form.form_note, narrow=True)
    table.widths = (1.0,) * len(present.columns)
    table.boxes.extend(_shift(heads, 0))
    table.boxes.extend(present.figure(row, c, (len(heads), i)) for i, c in enumerate(present.columns))
    return table


_LAYOUTS = {"row_value": _row_value, "matrix": _matrix, "single_row": _single_row}
