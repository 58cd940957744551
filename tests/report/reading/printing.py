"""Prints a filled form as the tables of a document, in the ways real documents do. Test data only."""

from __future__ import annotations

import random

from gongkai.law.editions import Edition, FormTable
from gongkai.report.reading.document import Document, Paragraph, Table, TableCell


def figures(edition: Edition, seed: int, *, blanks: bool = True) -> dict[str, str]:
    """A printed text for every cell of an edition: figures, zeros, blanks and marks."""
    rng = random.Random(seed)
    choices = ["0", "0", "{}", "{}"] + (["", "/"] if blanks else [])
    return {key: rng.choice(choices).format(rng.randint(1, 4000)) for key in edition.slots}


def table_of(rows: list[list[str | tuple[str, int, int]]], *, ragged: bool = False) -> Table:
    """A table from rows of texts; (text, row span, column span) for a merged cell. Grid columns follow the spans."""
    table, taken = Table(ragged=ragged), set()
    for r, row in enumerate(rows):
        column = 0
        for c, item in enumerate(row):
            text, height, width = item if isinstance(item, tuple) else (item, 1, 1)
            while (r, column) in taken:
                column += 1
            taken |= {(r + i, column + j) for i in range(height) for j in range(width)}
            table.cells.append(TableCell(text, r, c if ragged else column, height, width))
            column += width
    return table


def print_form(edition: Edition, texts: dict[str, str], **style: bool) -> Document:
    document = Document("test", [Paragraph("云岭县水务局年度报告")])
    for form in edition.tables:
        document.blocks.append(print_table(form, texts, **style))
    return document


def print_table(form: FormTable, texts: dict[str, str], **style: bool) -> Table:
    printer = {"row_value": _rows, "grid": _grid, "matrix": _matrix, "single_row": _single}[form.layout]
    return table_of(printer(form, texts, **style), ragged=style.get("ragged", False))


def _rows(form, texts, *, swapped=False, header=True, repeated=False, renumbered=False, **_):
    order = list(form.column_order)
    if swapped:
        unit, value = order.index("unit"), order.index(form.columns[0].key)
        order[unit], order[value] = order[value], order[unit]
    names = {"label": "统计指标", "unit": "单位", **{c.key: c.label for c in form.columns}}
    head = [names[c] for c in order]
    rows = [head] if header else []
    for number, row in enumerate(form.rows):
        if repeated and number and number % 20 == 0:
            rows.append(head)
        label = f"{number + 1}、{row.label}" if renumbered else f"{row.number or ''}{row.label}"
        values = {c.key: texts.get(form.key_of(row, c), "") for c in form.columns}
        dash = "" if row.has_cell else "——"
        rows.append([{"label": label, "unit": row.unit if row.has_cell else dash, **values}[c] for c in order])
    return rows


def _grid(form, texts, **_):
    rows = [[(form.title, 1, len(form.columns) + 1)], ["信息内容", *[c.label for c in form.columns]]]
    return rows + [[row.label, *[texts.get(form.key_of(row, c), "") for c in form.columns]] for row in form.rows]


def _matrix(form, texts, *, ragged=False, **_):
    inner = [c.label for c in form.columns if c.groups]
    rows = [
        [("申请人情况", 2, 3), ("自然人", 2, 1), ("法人或其他组织", 1, len(inner)), ("总计", 2, 1)],
        list(inner),
    ]
    outer = next(row for row in form.rows if row.key == "sec_outcomes")
    inside = [r for r in form.rows if r.parent in ("outcome_total", "sec_outcomes") or r.parent in _groups(form)]
    height = sum(1 for r in inside if r.has_cell)
    for row in form.rows:
        if not row.has_cell:
            continue
        values = [texts.get(form.key_of(row, c), "") for c in form.columns]
        rows.append([*_matrix_labels(form, row, outer, height, rows, ragged=ragged), *values])
    return rows


def _groups(form):
    return {r.key: r for r in form.rows if r.holds == "computed"}


def _matrix_labels(form, row, outer, height, rows, *, ragged):
    groups = _groups(form)
    if row.parent is None:
        return [(f"{row.number}、{row.label}", 1, 3)]
    first = not any(outer.label in str(cell) for done in rows for cell in done)
    lead = [(f"{outer.number}、{outer.label}", height, 1)] if first else ([""] if ragged else [])
    label = f"{row.number}.{row.label}" if row.parent in groups else f"{row.number}{row.label}"
    if row.parent not in groups:
        return [*lead, (label, 1, 2)]
    group = groups[row.parent]
    children = [r for r in form.rows if r.parent == group.key]
    head = [(f"{group.number}{group.label}", len(children), 1)] if row is children[0] else ([""] if ragged else [])
    return [*lead, *head, label]


def _single(form, texts, **_):
    values = [texts.get(c.key, "") for c in form.columns]
    labels = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*[(label, 2, 1) for label in labels], ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        labels * 2,
        values,
    ]
