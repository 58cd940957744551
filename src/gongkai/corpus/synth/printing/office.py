"""Word files, workbooks and PDFs: by the writers of reports, and a slim Word file as office programs save it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gongkai.corpus.synth.printing.paper import Grid, Line, Paper
from gongkai.report.model import Report
from gongkai.report.writing.arrangement import Arrangement, Heading, Text, title_lines
from gongkai.report.writing.layout import PrintedTable

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
    'Target="styles.xml"/></Relationships>',
    "word/styles.xml": f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" '
    'w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" '
    'w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="1">'
    '<w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>',
}
_LOOK = {
    "heading": '<w:pPr><w:pStyle w:val="1"/></w:pPr>',
    "signature": '<w:pPr><w:jc w:val="right"/></w:pPr>',
    "caption": '<w:pPr><w:jc w:val="center"/></w:pPr>',
    "body": "",
    "title": '<w:pPr><w:jc w:val="center"/></w:pPr>',
}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CORE_DATE = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def _paragraph(text: str, look: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{_LOOK[look]}{run}</w:p>"


def _table(grid: Grid) -> str:
    width = max(b.column + b.column_span for b in grid.table.boxes)
    at: dict[tuple[int, int], tuple[str, int, str]] = {}
    for box in grid.table.boxes:
        merge = '<w:vMerge w:val="restart"/>' if box.row_span > 1 else ""
        at[box.row, box.column] = (grid.text(box), box.column_span, merge)
        for row in range(box.row + 1, box.row + box.row_span):
            at[row, box.column] = ("", box.column_span, "<w:vMerge/>")
    rows = "".join(_row(at, row, width) for row in range(grid.table.height))
    columns = f'<w:gridCol w:w="{9000 // width}"/>' * width
    look = f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{look}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _row(at: dict[tuple[int, int], tuple[str, int, str]], row: int, width: int) -> str:
    cells, column = [], 0
    while column < width:
        text, span, merge = at.get((row, column), ("", 1, ""))
        wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        cells.append(f"<w:tc><w:tcPr>{wide}{merge}</w:tcPr>{_paragraph(text, 'body')}</w:tc>")
        column += span
    return f"<w:tr>{''.join(cells)}</w:tr>"


def slim_docx(paper: Paper) -> bytes:
    """A Word file with the parts that a report needs and no more."""
    body = [_paragraph(title, "title") for title in paper.title]
    for block in paper.blocks:
        body.append(_paragraph(block.text, block.kind) if isinstance(block, Line) else _table(block) + "<w:p/>")
    parts = dict(_PACKAGE)
    parts["word/document.xml"] = f"<w:document {_W}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    return _package({name: (_HEAD + xml).encode() for name, xml in parts.items()})


def _package(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=3) as package:
        for name, content in parts.items():
            info = ZipInfo(name, _ZIP_TIME)
            info.compress_type = ZIP_DEFLATED
            package.writestr(info, content)
    return out.getvalue()


def official(paper: Paper, form: str) -> bytes:
    """The report as ``report.writing`` writes it, with every date of making taken as the publication's."""
    day = paper.published or (paper.year + 1, 1, 1)
    made = datetime(*day, 8, tzinfo=UTC)
    if form == "pdf":
        from gongkai.report.writing.pdf import write_pdf

        return write_pdf(_arranged(paper), made=made)
    if form == "docx":
        from gongkai.report.writing.docx import write_docx as writer
    else:
        from gongkai.report.writing.xlsx import write_xlsx as writer
    return _dated(writer(_arranged(paper)), made)


def _dated(content: bytes, made: datetime) -> bytes:
    """A package made again with the same bytes whenever it is made."""
    with ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    moment = made.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    parts["docProps/core.xml"] = _CORE_DATE.sub(moment, parts["docProps/core.xml"])
    return _package(parts)


_STYLES = {"body": "body", "signature": "signature", "caption": "table_title"}


def _arranged(paper: Paper) -> Arrangement:
    title = "".join(paper.title)
    arranged = Arrangement(title_lines(Report(title=title)), paper.agency)
    for block in paper.blocks:
        if isinstance(block, Grid):
            arranged.blocks.append(_filled(block))
        elif block.kind == "heading":
            arranged.blocks.append(Heading(block.text))
        else:
            arranged.blocks.append(Text(block.text, _STYLES[block.kind]))  # type: ignore[arg-type]
    return arranged


def _filled(grid: Grid) -> PrintedTable:
    boxes = [replace(b, text=grid.text(b), cell=grid.cells[b.key] if b.key else None) for b in grid.table.boxes]
    return replace(grid.table, boxes=boxes)
