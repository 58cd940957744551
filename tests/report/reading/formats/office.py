"""One Word document and one workbook with everything that the conversion tests look at, so that LibreOffice runs once
for each format."""

from __future__ import annotations

import io

import openpyxl
import xlsxwriter

from gongkai.report.reading.document import Document, Paragraph

from . import statutory
from .samples import Grid, docx, field, grid_docx, make_grid, p, run, tbl, tc

MERGED = [make_grid(5, 4, seed) for seed in range(20)]
FORM = Grid(
    28, 10, tuple(sorted((c.row, c.column, c.row_span, c.column_span, c.text) for c in statutory.requests_matrix(3)))
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="lvl"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_FIRST, _SECOND = (f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>' for level in (0, 1))
_INNER = tbl(tc("小") + tc("3"), tc("大") + tc("4"))
BODIES = {
    "散文": p("一、总体情况", '<w:pStyle w:val="1"/>')
    + p("（一）主动公开", '<w:pStyle w:val="lvl"/>')
    + p(run("全年公开政府信息") + run("312", "<w:b/>") + run("条，比上年增长12.5%。Web site: gov.cn"))
    + p(run("上行") + "<w:r><w:br/></w:r>" + run("下行") + "<w:r><w:tab/></w:r>" + run("列"))
    + p(run("见") + run("隐藏", "<w:vanish/>") + run("文"))
    + p(run("第") + field("PAGE", run("7")) + run("页"))
    + p(run("共") + field('HYPERLINK "http://x"', run("网站")) + run("公布"))
    + p(run("生僻字𠮷和符号①㎡"))
    + tbl(tc("指标") + tc("数"), tc(p("公开") + p("信息")) + tc("12"), tc("收费") + tc())
    + p("末段"),
    "编号": "".join(p("文", level) for level in (_FIRST, _SECOND, _SECOND, _FIRST, _SECOND, _FIRST))
    + tbl(tc(p("指标", _FIRST)) + tc("1"), tc(p("", _SECOND)) + tc("2")),
    "嵌套": tbl(*(tc(f"指标{n}") + tc(str(n)) for n in range(6)), tc("分项") + tc(p("其中") + _INNER + p("合计7")))
    + p("后"),
    "合并": "".join(grid_docx(grid) + p("表间文字") for grid in MERGED),
    "法定": grid_docx(FORM),
}
REPORT = docx("".join(p(f"§{name}") + body for name, body in BODIES.items()), STYLES, NUMBERING)


def part(document: Document, name: str) -> Document:
    """The blocks of one of the ``BODIES``."""
    marks = [n for n, block in enumerate(document.blocks) if isinstance(block, Paragraph) and block.text[:1] == "§"]
    ends = dict(zip(marks, [*marks[1:], len(document.blocks)], strict=True))
    start = next(n for n in marks if document.blocks[n].text == f"§{name}")
    return Document(document.format, document.blocks[start + 1 : ends[start]])


def grid_xlsx(*drawn: Grid) -> bytes:
    """A workbook with one sheet for each grid."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for grid in drawn:
            sheet = book.add_worksheet()
            for row, column, height, width, text in grid.cells:
                if height * width > 1:
                    sheet.merge_range(row, column, row + height - 1, column + width - 1, text)
                else:
                    sheet.write_string(row, column, text)
    return target.getvalue()


def _workbook() -> bytes:
    """The statutory form, merged grids, a sheet of values and a hidden one."""
    book = openpyxl.load_workbook(io.BytesIO(grid_xlsx(FORM, *(make_grid(6, 4, seed) for seed in range(10)))))
    values, hidden = book.create_sheet("值"), book.create_sheet("藏")
    for row in (["甲", 12], ["率", 0.5], ["日", "2022-01-09"]):
        values.append(row)
    hidden.append(["x", 1])
    hidden.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


WORKBOOK = _workbook()
