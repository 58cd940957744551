"""Files for the reader tests, written at run time: Word packages from XML, grids with merged cells, conversions."""

from __future__ import annotations

import atexit
import functools
import io
import random
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import strategies as st

from gongkai.report.reading.document import Document, Paragraph, Table

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W_NS}" xmlns:r="{_R_NS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/word/numbering.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>'
)
_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{}" Target="{}"/>{}</Relationships>'
)
_MORE = '<Relationship Id="rId2" Type="{}" Target="{}"/>'

soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def zipped(parts: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def docx(body: str, styles: str = "", numbering: str = "", namespaces: str = NAMESPACES) -> bytes:
    """A Word package around the XML of a body, of style definitions and of list definitions."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATION.format(f"{_R_NS}/officeDocument", "word/document.xml", ""),
        "word/_rels/document.xml.rels": _RELATION.format(
            f"{_R_NS}/styles", "styles.xml", _MORE.format(f"{_R_NS}/numbering", "numbering.xml")
        ),
        "word/document.xml": f"{head}<w:document {namespaces}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"{head}<w:styles {namespaces}>{styles}</w:styles>",
        "word/numbering.xml": f"{head}<w:numbering {namespaces}>{numbering}</w:numbering>",
    }
    return zipped(parts)


def p(text: str = "", properties: str = "") -> str:
    """A Word paragraph; ``text`` may be runs."""
    runs = text if text.startswith("<") else run(text) if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str = "", properties: str = "") -> str:
    """A Word table cell; ``content`` may be paragraphs."""
    inner = content if content.startswith("<w:") else p(content)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inner}</w:tc>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def field(code: str, result: str) -> str:
    """The runs of a field and its result."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return mark.format("begin") + instruction + mark.format("separate") + result + mark.format("end")


def box(content: str) -> str:
    """A drawn text box."""
    return f"<wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"


def texts(document: Document) -> list[str]:
    """The paragraphs of a document."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    """The tables of a document as (row, column, row span, column span, text)."""
    return [cells_of(table) for table in document.tables()]


def cells_of(table: Table) -> list[tuple[int, int, int, int, str]]:
    return sorted((c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells)


def outline(document: Document) -> list[str]:
    """One word for each block, in order: the text of a paragraph, ``#table`` for a table."""
    return [block.text if isinstance(block, Paragraph) else "#table" for block in document.blocks]


@dataclass(frozen=True)
class Grid:
    """A table with merged cells: (row, column, row span, column span, text), covering every position once."""

    rows: int
    columns: int
    cells: tuple[tuple[int, int, int, int, str], ...]

    def at(self, row: int, column: int) -> tuple[int, int, int, int, str]:
        """The cell that covers a position."""
        return next(c for c in self.cells if c[0] <= row < c[0] + c[2] and c[1] <= column < c[1] + c[3])


WORDS = (
    "主动公开",
    "条",
    "件",
    "0",
    "12",
    "（一）予以公开",
    "规范性文件",
    "本年新收",
    "/",
    "",
    "其他 处理",
    "3.5",
    "合计",
)


def make_grid(rows: int, columns: int, seed: int) -> Grid:
    """A grid of random rectangles; every grid line is used by some cell, as in a table that a person drew."""
    chance = random.Random(seed)
    free = {(r, c) for r in range(rows) for c in range(columns)}
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            height, width = (chance.choice((1, 1, 1, 2, 3)), chance.choice((1, 1, 1, 2, 3)))
            area = {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
            if not area <= free:
                height = width = 1
                area = {(row, column)}
            free -= area
            cells.append((row, column, height, width, chance.choice(WORDS)))
    cells[0] = (*cells[0][:4], "表头")
    return _with_used_lines(Grid(rows, columns, tuple(cells)))


def _with_used_lines(grid: Grid) -> Grid:
    """Split the cells of the last row and of the last column, so that no grid line is lost in a format that states
    only edges, and every row states at least one cell of its own."""
    cells = [c for c in grid.cells if c[0] + c[2] <= grid.rows and c[1] + c[3] <= grid.columns]
    singles = [(grid.rows, column, 1, 1, str(column)) for column in range(grid.columns + 1)]
    edge = [(row, grid.columns, 1, 1, str(row)) for row in range(grid.rows)]
    return Grid(grid.rows + 1, grid.columns + 1, tuple(sorted([*cells, *edge, *singles])))


merged_grids = st.builds(make_grid, st.integers(1, 7), st.integers(1, 6), st.integers(0, 10**6))


def grid_docx(grid: Grid) -> str:
    """The Word XML of a grid."""
    rows = []
    for row in range(grid.rows):
        cells, column = [], 0
        while column < grid.columns:
            top, _, height, width, text = grid.at(row, column)
            span = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
            merge = ("<w:vMerge/>" if top < row else '<w:vMerge w:val="restart"/>') if height > 1 else ""
            width_property = f'<w:tcW w:w="{800 * width}" w:type="dxa"/>'
            cells.append(tc(text if top == row else "", width_property + span + merge))
            column += width
        rows.append("".join(cells))
    columns = "".join('<w:gridCol w:w="800"/>' for _ in range(grid.columns))
    return tbl(*rows).replace("<w:tbl>", f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>", 1)


def grid_html(grid: Grid) -> str:
    rows = []
    for row in range(grid.rows):
        cells = [
            f"<td rowspan={height} colspan={width}>{text}</td>"
            for top, _, height, width, text in grid.cells
            if top == row
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


@functools.cache
def converted(data: bytes, suffix: str, target: str) -> bytes:
    """``data`` converted by LibreOffice; ``target`` is a file name extension or ``extension:filter``."""
    folder = Path(_workshop())
    source = folder / f"source.{suffix}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"source.{target.partition(':')[0]}").read_bytes()


@functools.cache
def _workshop() -> str:
    folder = tempfile.mkdtemp(prefix="gongkai-soffice-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
