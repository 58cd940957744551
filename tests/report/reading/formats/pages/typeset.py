"""Print paragraphs and grids as PDF with typst, or put them into a Word file."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from functools import cache

import docx
import typst
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tests.report.reading.formats.statutory import Grid, size

Block = str | Grid
PAGE = 'set page(paper: "a4", margin: 2.5cm, numbering: "— 1 —")'
FONT = 'set text(font: "Noto Serif CJK SC", size: 12pt, lang: "zh", region: "cn")'
BODY = "set par(first-line-indent: (amount: 2em, all: true), justify: true)"


def typst_pdf(blocks: Sequence[Block], *rules: str, table: str = "stroke: 0.5pt", cell: str = "") -> bytes:
    """Blocks in order; ``rules`` are typst set and show rules; ``table`` and ``cell`` are arguments of those elements.
    A string that begins with ``#`` goes in as typst markup."""
    head = "\n".join(f"#{rule}" for rule in (PAGE, FONT, BODY, *rules))
    body = "\n\n".join(b if isinstance(b, str) and b.startswith("#") else _typst(b, table, cell) for b in blocks)
    return _compiled(f"{head}\n{body}\n")


@cache
def _compiled(source: str) -> bytes:
    return bytes(typst.compile(source.encode()))


def _typst(block: Block, table: str, cell: str) -> str:
    if isinstance(block, str):
        return f"#{json.dumps(block, ensure_ascii=False)}"
    _, columns = size(block)
    widths = ", ".join(["1fr"] * columns)
    cells = ",\n".join(
        f"table.cell(x: {c.column}, y: {c.row}, rowspan: {c.row_span}, colspan: {c.column_span}, {cell})"
        f"[#par(first-line-indent: 0em)[#{json.dumps(c.text, ensure_ascii=False)}]]"
        for c in block
    )
    return f"#text(size: 9pt)[#table(columns: ({widths}), {table},\n{cells})]"


def word(blocks: Sequence[Block], *, turned: Mapping[str, str] | None = None, repeat: int = 0) -> bytes:
    """A Word file with the blocks. ``turned`` gives the text direction of cells by their text; the first ``repeat``
    rows of each table are header rows."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Noto Serif CJK SC", Pt(9)
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block).paragraph_format.first_line_indent = Pt(18)
        else:
            _word_table(document, block, turned or {}, repeat)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _word_table(document: docx.document.Document, grid: Grid, turned: Mapping[str, str], repeat: int) -> None:
    table = document.add_table(*size(grid), style="Table Grid")
    for cell in grid:
        first = table.cell(cell.row, cell.column)
        last = table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
        merged = first.merge(last) if first is not last else first
        merged.text = cell.text
        if cell.text in turned:
            direction = OxmlElement("w:textDirection")
            direction.set(qn("w:val"), turned[cell.text])
            merged._tc.get_or_add_tcPr().append(direction)
    for row in table.rows[:repeat]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
