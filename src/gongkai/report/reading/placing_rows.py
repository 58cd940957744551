"""Row-value tables (2014 and custom forms): a label, a unit and one or more figures in every row."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.law.editions import Column, FormTable, Row
from gongkai.report.reading.document import Table, TableCell
from gongkai.report.reading.labels import stem
from gongkai.report.reading.placing import UNITS, Placement, Segment, looks_like_figure, segments
from gongkai.report.reading.values import is_mark, tidy

_LABEL_HEADINGS = frozenset({"统计指标", "指标", "指标名称", "项目", "统计项目", "内容", "指标项", "名称"})
_UNIT_HEADINGS = frozenset({"单位", "计量单位", "计算单位"})
_VALUE_HEADINGS = frozenset(
    {"统计", "数值", "数据", "年末统计", "年度统计", "数字", "填报", "本年", "本年度", "合计", "统计结果"}
)


def place_row_values(table: Table, form: FormTable, placement: Placement) -> set[int]:
    """Place the figures of a row-value table; returns the rows of ``table`` that were understood."""
    understood = set()
    for number, cells in enumerate(_joined_rows(table, form)):
        if not cells:
            understood.add(number)
        if header := _header(cells, form):
            placement.headers[form.key] = header
            understood.add(number)
            continue
        for segment in segments(cells, form, placement):
            understood.add(number)
            _place_segment(segment, form, placement, ragged=table.ragged)
    return understood


def _joined_rows(table: Table, form: FormTable) -> list[list[TableCell]]:
    """The printed rows; where a converter has cut a ragged row behind its label, the rest is joined to it again."""
    rows = table.rows()
    if not table.ragged:
        return rows
    for number in range(1, len(rows)):
        above, cells = rows[number - 1], rows[number]
        lone_label = len([c for c in above if c.text.strip()]) == 1 and len(above) < len(form.columns) + 2
        if lone_label and cells and all(tidy(c.text) in UNITS or not _wordy(c) for c in cells):
            rows[number - 1], rows[number] = [*above, *cells], []
    return rows


def _wordy(cell: TableCell) -> bool:
    return not (looks_like_figure(cell) or is_mark(cell.text))


def _header(cells: Sequence[TableCell], form: FormTable) -> dict[int, Column] | None:
    """Grid column → value column for a header row, None for any other row."""
    texts = {stem(c.text) for c in cells} | {tidy(c.text).replace(" ", "") for c in cells}
    if not texts & (_LABEL_HEADINGS | _UNIT_HEADINGS):
        return None
    found: dict[int, Column] = {}
    for cell in cells:
        if column := _value_column(cell.text, form.columns):
            found[cell.column] = column
    return found if found or len(texts & (_LABEL_HEADINGS | _UNIT_HEADINGS)) > 1 else None


def _value_column(text: str, columns: Sequence[Column]) -> Column | None:
    short = stem(text)
    for column in columns:
        if short in {stem(column.label), *(stem(a) for a in column.aliases)}:
            return column
    return columns[0] if len(columns) == 1 and short in _VALUE_HEADINGS else None


def _place_segment(segment: Segment, form: FormTable, placement: Placement, *, ragged: bool) -> None:
    row, rest = segment.row, segment.rest
    if not rest and not row.has_cell:
        return
    values = _by_header(rest, form, placement) if not ragged else None
    values = values or _by_content(rest, form.columns)
    unit = _printed_unit(rest, form)
    for column in form.columns:
        cell = values.get(column.key)
        if row.has_cell or (cell and looks_like_figure(cell)):
            placement.put(form, row, column, cell, unit)


def _by_header(rest: Sequence[TableCell], form: FormTable, placement: Placement) -> dict[str, TableCell | None] | None:
    """Figures by the column of their heading; None where units and figures have changed places in this row."""
    header = placement.headers.get(form.key)
    if not header or len(header) < len(form.columns):
        return None
    found = {column.key: next((c for c in rest if c.column == at), None) for at, column in header.items()}
    if any(cell is None or tidy(cell.text) in UNITS for cell in found.values()):
        return None
    blank_at_heading = all(cell is not None and not looks_like_figure(cell) for cell in found.values())
    if blank_at_heading and any(looks_like_figure(c) for c in rest):
        return None
    return dict(found)


def _by_content(rest: Sequence[TableCell], columns: Sequence[Column]) -> dict[str, TableCell | None]:
    """Figures by what the cells hold: units are set aside, then the figures stand in the order of the columns."""
    others = [c for c in rest if tidy(c.text) not in UNITS]
    if len(columns) > 1:
        kept = others[-len(columns) :] if len(others) > len(columns) else others
        return {column.key: cell for column, cell in zip(columns, kept, strict=False)}
    figures = [c for c in others if looks_like_figure(c)]
    if len(figures) == 1:
        return {columns[0].key: figures[0]}
    if not figures:
        return {columns[0].key: _blank_or_mark(others)}
    return {columns[0].key: others[-1] if looks_like_figure(others[-1]) else figures[0]}


def _blank_or_mark(others: Sequence[TableCell]) -> TableCell | None:
    """The empty place of a row without a figure. A lone mark is the entry itself; a mark before an empty cell is the
    form's own dash in the unit column."""
    if not others:
        return None
    unreadable = [c for c in others if not is_mark(c.text)]
    return unreadable[0] if unreadable else others[-1]


def _printed_unit(rest: Sequence[TableCell], form: FormTable) -> str | None:
    if "unit" not in form.column_order:
        return None
    return next((tidy(c.text) for c in rest if tidy(c.text) in UNITS), "")


def missing_rows(form: FormTable, placement: Placement) -> list[Row]:
    """Rows of the form that the document does not print."""
    return [row for row in form.rows if row.has_cell and row.key not in placement.printed]
