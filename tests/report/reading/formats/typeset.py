"""Print paragraphs and grids as PDF with typst, or through a Word file with LibreOffice."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import docx
import typst
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.shared import Pt

from tests.report.reading.formats.statutory import Grid, size

Block = str | Grid
SOFFICE = shutil.which("soffice")
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


def word(blocks: Sequence[Block], font: str = "Noto Serif CJK SC") -> bytes:
    """A Word file with the blocks, paragraphs indented by two characters."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = font, Pt(12)
    for block in blocks:
        if isinstance(block, str):
            paragraph = document.add_paragraph(block)
            paragraph.paragraph_format.first_line_indent = Pt(24)
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.JUSTIFY
        else:
            _word_table(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _word_table(document: docx.document.Document, grid: Grid) -> None:
    rows, columns = size(grid)
    table = document.add_table(rows, columns, style="Table Grid")
    for cell in grid:
        first = table.cell(cell.row, cell.column)
        last = table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
        merged = first.merge(last) if first is not last else first
        merged.text = cell.text


def office_pdf(source: bytes, suffix: str, folder: Path) -> bytes:
    """What LibreOffice prints of a file (``suffix`` docx or html)."""
    assert SOFFICE
    path = folder / f"source.{suffix}"
    path.write_bytes(source)
    command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=120)
    return (folder / "source.pdf").read_bytes()
