"""Grids and the requests matrix (2019 and later): a label and one figure for each column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from gongkai.law.editions import Column, FormTable
from gongkai.report.reading.document import TableCell
from gongkai.report.reading.labels import canonical, stem
from gongkai.report.reading.placing import Placement, Segment, covering, segments
from gongkai.report.reading.printed import PrintedRow, PrintedTable, looks_like_figure
from gongkai.report.reading.values import is_mark, parse_figure, tidy


def place_matrix(table: PrintedTable, form: FormTable, placement: Placement) -> set[int]:
    """Place the figures of a grid or matrix; returns the rows of ``table`` that were understood."""
    understood = set()
    for number, printed in enumerate(table.rows):
        if header := _header(printed, form):
            placement.headers.setdefault(form.key, {}).update(header)
            understood.add(number)
            continue
        if _is_lone_column_label(printed, form):
            continue
        found = segments(printed, form, placement)
        for i, segment in enumerate(found):
            understood.add(number)
            if segment.rest or i == len(found) - 1:
                _place_segment(segment, form, placement, ragged=table.ragged)
    return understood


def prints_heading(table: PrintedTable, form: FormTable) -> bool:
    """True when a row of ``table`` holds column labels of ``form``."""
    return any(_header(printed, form) for printed in table.rows)


def _header(printed: PrintedRow, form: FormTable) -> dict[int, Column]:
    """Grid column → column of the form, for a row that holds column labels and no figure."""
    if printed.figured:
        return {}
    labels, cells = _column_labels(form), printed.cells
    found = {c.column: labels[s] for c in cells if (s := stem(c.text)) in labels or (s := canonical(c.text)) in labels}
    return {} if all(c.label in ("其他", "总计") for c in found.values()) else found


@lru_cache(maxsize=256)
def _column_labels(form: FormTable) -> dict[str, Column]:
    return {
        form_of(text): column
        for column in form.columns
        for text in (column.label, *column.aliases)
        for form_of in (canonical, stem)
    }


def _is_lone_column_label(printed: PrintedRow, form: FormTable) -> bool:
    """A heading cut up by a converter, one label a line: 总计 and 其他 are not rows there."""
    filled = printed.filled
    return len(filled) == 1 and tidy(filled[0].text) in {c.label for c in form.columns}


def _place_segment(segment: Segment, form: FormTable, placement: Placement, *, ragged: bool) -> None:
    row, rest = segment.row, segment.rest
    if not row.has_cell and not _stands_alone(segment, form, placement):
        return
    values = _in_order(rest, form.columns, placement.headers.get(form.key, {}), ragged=ragged)
    if values is None and not ragged:
        values = _by_position(rest, form, placement)
    if values is None:
        if row.has_cell and any(looks_like_figure(c) for c in rest):
            placement.note(
                "unplaced",
                f"「{tidy(segment.label.text)}」一行有{len(rest)}格，表格应有{len(form.columns)}格，不能确定各数属于哪一列，未采用。",
                segment.label.place,
            )
        return
    for column in form.columns:
        placement.put(form, row, column, values.get(column.key))


def _stands_alone(segment: Segment, form: FormTable, placement: Placement) -> bool:
    """A group such as （六）其他处理 printed as one row with its own figures instead of its sub-rows."""
    if segment.row.holds != "computed" or len(segment.rest) < len(form.columns):
        return False
    return all(looks_like_figure(c) or is_mark(c.text) for c in segment.rest)


def _in_order(
    rest: Sequence[TableCell], columns: Sequence[Column], header: dict[int, Column], *, ragged: bool
) -> dict[str, TableCell] | None:
    """Cells in printed order when there are as many as columns, or when the rest are blanks that cannot matter."""
    order = _printed_order(columns, header)
    kept = _fitting(list(rest), len(columns), ragged=ragged)
    if kept is None:
        return None
    return {column.key: cell for column, cell in zip(order, kept, strict=True)}


def _printed_order(columns: Sequence[Column], header: dict[int, Column]) -> list[Column]:
    """The columns as the header prints them when it prints all of them, else as the form does."""
    seen = [header[at] for at in sorted(header)]
    complete = len({c.key for c in seen}) == len(seen) == len(columns)
    return seen if complete else list(columns)


def _fitting(rest: list[TableCell], width: int, *, ragged: bool) -> list[TableCell] | None:
    if len(rest) == width:
        return rest
    if len(rest) == 1 and len(tokens := rest[0].text.split()) == width > 1:
        return _split_cell(rest[0], tokens)
    if len(rest) > width and all(is_mark(c.text) for c in rest):
        return rest[:width]
    if len(rest) > width and ragged:
        return _drop_blanks(rest, width)
    return None


def _drop_blanks(rest: list[TableCell], width: int) -> list[TableCell] | None:
    """Converters add empty cells on one side; with a blank on both sides the figures could be either's."""
    extra = len(rest) - width
    heads, tails = rest[:extra], rest[-extra:]
    if not any(tidy(c.text) for c in tails) and any(tidy(c.text) for c in rest[:width][:1]):
        return rest[:width]
    if not any(tidy(c.text) for c in heads) and tidy(rest[-1].text):
        return rest[extra:]
    return None


def _split_cell(cell: TableCell, tokens: Sequence[str]) -> list[TableCell] | None:
    if any(parse_figure(t) is None for t in tokens):
        return None
    return [TableCell(t, cell.row, cell.column + i, place=cell.place) for i, t in enumerate(tokens)]


def _by_position(rest: Sequence[TableCell], form: FormTable, placement: Placement) -> dict[str, TableCell] | None:
    """Cells by the grid column of their heading; None unless every column has a heading and a cell of its own."""
    header = placement.headers.get(form.key, {})
    by_column = {column.key: covering(rest, at) for at, column in header.items()}
    own = [cell for cell in by_column.values() if cell is not None]
    if len(own) < len(form.columns) or len({id(c) for c in own}) < len(own):
        return None
    return {key: cell for key, cell in by_column.items() if cell is not None}
