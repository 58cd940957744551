"""A report as a Word file: tables are written as ``w:tbl`` XML, as merging cell by cell is fifty times slower."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml.etree import _Element

from gongkai.report.writing.arrangement import Arrangement, Block, Figure, Heading
from gongkai.report.writing.docx_styles import prepare
from gongkai.report.writing.figures import clean
from gongkai.report.writing.layout import Box, PrintedTable
from gongkai.report.writing.pictures import shape_of

_TEXT_WIDTH = 8844  # 156 mm in twentieths of a point.
_NARROW_MARGIN, _MARGIN = 34, 85
_STYLES = {
    "body": "Normal",
    "subheading": "Heading 2",
    "signature": "Signature",
    "attachment": "Attachment",
    "table_title": "Table Title",
    "table_line": "Table Line",
}


def write_docx(paper: Arrangement) -> bytes:
    """The Word file of an arranged report."""
    document = docx.Document()
    prepare(document, title="".join(paper.title), author=paper.agency or "")
    for line in paper.title:
        document.add_paragraph(line, style="Title")
    document.add_paragraph()
    for block in paper.blocks:
        _add(document, block)
    for number, block in enumerate(paper.appended):
        _add(document, block, new_page=number == 0)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: Document, block: Block, *, new_page: bool = False) -> None:
    if isinstance(block, PrintedTable):
        document.element.body.insert_element_before(_table(block), "w:sectPr")
        _space(document)
        return
    if isinstance(block, Figure):
        _figure(document, block)
        return
    style = "Heading 1" if isinstance(block, Heading) else _STYLES[block.style]
    paragraph = document.add_paragraph(block.text, style=style)
    if new_page:
        paragraph.paragraph_format.page_break_before = True


def _figure(document: Document, figure: Figure) -> None:
    """The picture with its text for those who cannot see it, and its caption below."""
    picture = figure.picture
    if picture.content is None:
        document.add_paragraph(figure.text, style="Caption")
        return
    width, height = shape_of(picture, picture.content).size
    paragraph = document.add_paragraph(style="Picture")
    inline = paragraph.add_run().add_picture(BytesIO(picture.content), Mm(width), Mm(height))
    inline._inline.docPr.set("descr", clean(picture.alt))
    paragraph.paragraph_format.keep_with_next = bool(picture.caption)
    if picture.caption:
        document.add_paragraph(clean(picture.caption), style="Caption")


def _space(document: Document) -> None:
    """A thin empty paragraph: two tables that touch would be one, and text would stick to the border."""
    paragraph = document.add_paragraph(style="Table Text Narrow")
    paragraph.paragraph_format.keep_with_next = False


def _element(tag: str, *children: _Element, **attributes: object) -> _Element:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


def _table(table: PrintedTable) -> _Element:
    widths = _twips(table.widths)
    grid = _element("tblGrid", *(_element("gridCol", w=width) for width in widths))
    element = _element("tbl", _table_properties(table), grid)
    for number, slots in enumerate(_grid_rows(table)):
        header = number < table.header_rows
        cells = (_cell(b, widths, table, first=first, keep=table.fits_a_page or header) for b, first in slots)
        element.append(_element("tr", _row_properties(header=header), *cells))
    return element


def _twips(widths: Sequence[float]) -> list[int]:
    total = sum(widths)
    edges = [round(_TEXT_WIDTH * sum(widths[:i]) / total) for i in range(len(widths) + 1)]
    return [b - a for a, b in pairwise(edges)]


def _grid_rows(table: PrintedTable) -> Iterator[list[tuple[Box, bool]]]:
    """Row by row the boxes that lie in it, left to right, and whether each begins there."""
    for number in range(table.height):
        inside = [b for b in table.boxes if b.row <= number < b.row + b.row_span]
        yield [(b, b.row == number) for b in sorted(inside, key=lambda b: b.column)]


def _table_properties(table: PrintedTable) -> _Element:
    margin = _NARROW_MARGIN if table.narrow else _MARGIN
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = (_element(side, val="single", sz=4, space=0, color="000000") for side in sides)
    pad = {"top": 20, "left": margin, "bottom": 20, "right": margin}
    margins = (_element(side, w=size, type="dxa") for side, size in pad.items())
    return _element(
        "tblPr",
        _element("tblW", w=_TEXT_WIDTH, type="dxa"),
        _element("jc", val="center"),
        _element("tblBorders", *borders),
        _element("tblLayout", type="fixed"),
        _element("tblCellMar", *margins),
        _element("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=0, noVBand=1),
        _element("tblCaption", val=table.caption),
    )


def _row_properties(*, header: bool) -> _Element:
    height = _element("trHeight", val=340, hRule="atLeast")
    return _element("trPr", _element("cantSplit"), height, *([_element("tblHeader")] if header else []))


def _cell(box: Box, widths: Sequence[int], table: PrintedTable, *, first: bool, keep: bool) -> _Element:
    width = sum(widths[box.column : box.column + box.column_span])
    properties = _element("tcPr", _element("tcW", w=width, type="dxa"))
    if box.column_span > 1:
        properties.append(_element("gridSpan", val=box.column_span))
    if box.row_span > 1:
        properties.append(_element("vMerge", val="restart" if first else "continue"))
    properties.append(_element("vAlign", val="center"))
    return _element("tc", properties, _cell_paragraph(box, table, text=box.text if first else "", keep=keep))


def _cell_paragraph(box: Box, table: PrintedTable, *, text: str, keep: bool) -> _Element:
    style = ("TableHead" if box.head in ("column", "title") else "TableText") + ("Narrow" if table.narrow else "")
    properties = _element("pPr", _element("pStyle", val=style))
    if keep and box.row + box.row_span < table.height:
        properties.append(_element("keepNext"))
    if box.indent:
        character = 180 if table.narrow else 210
        properties.append(_element("ind", leftChars=box.indent * 100, left=box.indent * character))
    properties.append(_element("jc", val=box.align))
    paragraph = _element("p", properties)
    usual, inset = (9.0, _NARROW_MARGIN) if table.narrow else (10.5, _MARGIN)
    size = table.type_size(box, usual, inset / 20)
    for number, line in enumerate(text.split("\n") if text else []):
        run = _element("r", *([] if size == usual else [_half_points(size)]), *([_element("br")] if number else []))
        content = _element("t")
        content.text = line
        content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(content)
        paragraph.append(run)
    return paragraph


def _half_points(size: float) -> _Element:
    return _element("rPr", _element("sz", val=max(int(size * 2), 2)))
