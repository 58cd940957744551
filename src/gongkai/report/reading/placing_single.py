"""The review and litigation table: headings over headings and a single row of figures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from gongkai.law.editions import Column, FormTable
from gongkai.report.reading.document import TableCell
from gongkai.report.reading.labels import canonical
from gongkai.report.reading.placing import Placement, covering
from gongkai.report.reading.printed import PrintedTable, looks_like_figure
from gongkai.report.reading.values import is_mark


def place_single_row(table: PrintedTable, form: FormTable, placement: Placement) -> set[int]:
    """Place the figures of the row below the headings; returns the rows of ``table`` that were understood."""
    rows, words = [printed.cells for printed in table.rows], _words(form)
    heading_rows = [i for i, cells in enumerate(rows) if _is_heading(cells, *words)]
    if not heading_rows:
        return set()
    headings = [cell for i in heading_rows for cell in rows[i]]
    columns = None if table.ragged else _columns_by_path(headings, form)
    understood = set(heading_rows)
    for number in range(heading_rows[-1] + 1, len(rows)):
        if not _is_figures(rows[number]):
            break
        understood.add(number)
        if _place_row(rows[number], columns, headings, form, placement):
            return understood
    return understood


@lru_cache(maxsize=256)
def _words(form: FormTable) -> tuple[frozenset[str], frozenset[str]]:
    groups = frozenset(canonical(g) for c in form.columns for g in c.groups)
    return groups, frozenset(canonical(c.label) for c in form.columns)


def _is_heading(cells: Sequence[TableCell], groups: frozenset[str], labels: frozenset[str]) -> bool:
    texts = [canonical(c.text) for c in cells if c.text.strip()]
    telling = [t for t in texts if t in groups or (t in labels and t not in ("总计", "其他"))]
    return len(telling) >= 2 or (bool(telling) and len(telling) == len(texts))


def _is_figures(cells: Sequence[TableCell]) -> bool:
    filled = [c for c in cells if c.text.strip()]
    return all(looks_like_figure(c) or is_mark(c.text) for c in filled) and bool(cells)


def _columns_by_path(headings: Sequence[TableCell], form: FormTable) -> dict[int, Column]:
    """Grid column → column of the form, from the headings that stand above it."""
    width = max(c.column + c.column_span for c in headings)
    found: dict[int, Column] = {}
    for at in range(width):
        path = {canonical(c.text) for c in headings if c.column <= at < c.column + c.column_span}
        for words, column in _named_by(form):
            if words <= path:
                found[at] = column
    return found


@lru_cache(maxsize=256)
def _named_by(form: FormTable) -> list[tuple[set[str], Column]]:
    """The label and the innermost group of each column."""
    return [({canonical(column.label), canonical(column.groups[-1])}, column) for column in form.columns]


def _place_row(
    cells: Sequence[TableCell],
    columns: dict[int, Column] | None,
    headings: Sequence[TableCell],
    form: FormTable,
    placement: Placement,
) -> bool:
    """Place one row of figures by headings, else by order; False when neither fits."""
    found = {column.key: (column, covering(cells, at)) for at, column in (columns or {}).items()}
    apart = len(found) == len(columns or {}) and all(cell is not None for _, cell in found.values())
    expected = _expected(headings, form)
    if found and apart and len(found) == len(expected):
        pairs = list(found.values())
    elif expected and len(own := _in_used_columns(cells, headings, len(expected))) == len(expected):
        pairs = list(zip(expected, own, strict=True))
    else:
        _note_unplaced(cells, form, placement)
        return False
    for column, cell in pairs:
        placement.put(form, form.rows[0], column, cell)
    return True


def _in_used_columns(cells: Sequence[TableCell], headings: Sequence[TableCell], width: int) -> Sequence[TableCell]:
    """The cells of a row without those of columns that are blank from top to bottom, where it has too many."""
    used = {h.column for h in headings if h.text.strip()}
    return [c for c in cells if c.text.strip() or c.column in used] if len(cells) > width else cells


def _expected(headings: Sequence[TableCell], form: FormTable) -> list[Column]:
    """The columns whose innermost group is printed among the headings, in the form's order."""
    printed = {canonical(c.text) for c in headings}
    return [c for c in form.columns if canonical(c.groups[-1]) in printed]


def _note_unplaced(cells: Sequence[TableCell], form: FormTable, placement: Placement) -> None:
    if any(looks_like_figure(c) for c in cells):
        message = (
            f"「{form.title}」的数字行有{len(cells)}格，应有{len(form.columns)}格，不能确定各数属于哪一列，未采用。"
        )
        placement.note("unplaced", message, cells[0].place)
