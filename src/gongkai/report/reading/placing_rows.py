"""Row-value tables (2014 and custom forms): a label, a unit and one or more figures in every row."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.law.editions import Column, FormTable, Row
from gongkai.report.reading.document import TableCell
from gongkai.report.reading.labels import stem
from gongkai.report.reading.placing import Placement, Segment, segments
from gongkai.report.reading.printed import PrintedRow, PrintedTable, look_at, looks_like_figure, printed_row
from gongkai.report.reading.values import is_mark, tidy
from gongkai.report.text import remembered

_LABEL_HEADINGS = frozenset({"统计指标", "指标", "指标名称", "项目", "统计项目", "内容", "指标项", "名称"})
_UNIT_HEADINGS = frozenset({"单位", "计量单位", "计算单位"})
_HEADINGS = _LABEL_HEADINGS | _UNIT_HEADINGS
_VALUE_HEADINGS = frozenset(
    {"统计", "数值", "数据", "年末统计", "年度统计", "数字", "填报", "本年", "本年度", "合计", "统计结果"}
)


def place_row_values(table: PrintedTable, form: FormTable, placement: Placement) -> set[int]:
    """Place the figures of a row-value table; returns the rows of ``table`` that were understood."""
    understood = set()
    for number, printed in enumerate(_joined_rows(table, form)):
        if not printed.cells:
            understood.add(number)
        if header := _header(printed.cells, form):
            placement.headers[form.key] = header
            understood.add(number)
            continue
        for segment in segments(printed, form, placement):
            understood.add(number)
            _place_segment(segment, form, placement, ragged=table.ragged)
    return understood


def _joined_rows(table: PrintedTable, form: FormTable) -> Sequence[PrintedRow]:
    """The printed rows; where a converter has cut a ragged row behind its label, the rest is joined to it again."""
    if not table.ragged:
        return table.rows
    rows = list(table.rows)
    for number in range(1, len(rows)):
        above, printed = rows[number - 1], rows[number]
        lone_label = len(above.cells) < len(form.columns) + 2 and len(above.filled) == 1
        if lone_label and printed.cells and all(look.unit or look.figure or look.mark for look in printed.looks):
            rows[number - 1], rows[number] = printed_row([*above.cells, *printed.cells]), printed_row([])
    return rows


@remembered
def _headings(text: str) -> frozenset[str]:
    """The headings of labels and units that ``text`` is."""
    return _HEADINGS & {stem(text), tidy(text).replace(" ", "")}


def _header(cells: Sequence[TableCell], form: FormTable) -> dict[int, Column] | None:
    """Grid column → value column for a header row, None for any other row."""
    headings = frozenset[str]().union(*[_headings(c.text) for c in cells])
    if not headings:
        return None
    found: dict[int, Column] = {}
    for cell in cells:
        if column := _value_column(cell.text, form.columns):
            found[cell.column] = column
    return found if found or len(headings) > 1 else None


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
    at_column = {cell.column: cell for cell in reversed(rest)}
    if not header.keys() <= at_column.keys():
        return None
    found: dict[str, TableCell | None] = {column.key: at_column[at] for at, column in header.items()}
    looks = [look_at(at_column[at].text) for at in header]
    if any(look.unit for look in looks):
        return None
    blank_at_heading = not any(look.figure for look in looks)
    if blank_at_heading and any(looks_like_figure(c) for c in rest):
        return None
    return found


def _by_content(rest: Sequence[TableCell], columns: Sequence[Column]) -> dict[str, TableCell | None]:
    """Figures by what the cells hold: units are set aside, then the figures stand in the order of the columns."""
    others = [c for c in rest if not look_at(c.text).unit]
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
    return next((tidy(c.text) for c in rest if look_at(c.text).unit), "")


def missing_rows(form: FormTable, placement: Placement) -> list[Row]:
    """Rows of the form that the document does not print."""
    return [row for row in form.rows if row.has_cell and row.key not in placement.printed]
