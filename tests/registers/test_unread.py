"""Cells that hold an error value or a formula without a result are refused in every format, never read as blank."""

import io
import zipfile

import pytest
import xlsxwriter

from gongkai.registers.workbook.reading import read_workbook
from tests.registers.books import FUNDS, book
from tests.report.reading.formats.samples import converted, soffice

HEADERS = ("日期", "类型", "名称", "举办单位", "人次")
BROKEN = book(
    说明=[["=1/0"]],
    会议培训=[
        ["=NA()"],
        HEADERS,
        ["2024-01-02", "会议", "会", "本机关", "=1+1"],
        ["2024-01-03", "会议", "会", "=1/0", "=NA()"],
        ["2024-01-04", "会议", '="#N/A"&"?"', "本机关", 3],
        ["=1/0", None, "=NA()", None, None],
        [None, None, None, None, None, "=1/0"],
    ],
    经费收费=[FUNDS, ["=1/0", "专项经费", "=SQRT(-1)"], ["2024-01-02", "专项经费", "=NOSUCH(1)"]],
)
PLACES = [
    ("会议培训", 4, "举办单位"), ("会议培训", 4, "人次"), ("会议培训", 6, "日期"), ("会议培训", 7, ""),
    ("经费收费", 2, "日期"), ("经费收费", 2, "金额（万元）"), ("经费收费", 3, "金额（万元）"),
]  # fmt: skip


def broken_places(content):
    faults = [located for located in read_workbook(content).all_faults() if located.fault.found == "公式出错"]
    return sorted((found.sheet, found.row, found.fault.header) for found in faults)


@soffice
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_errors_that_an_office_program_computed(form):
    content = converted(BROKEN, "xlsx", form)
    assert broken_places(content) == sorted(PLACES)
    [meetings] = [sheet for sheet in read_workbook(content).sheets if sheet.sheet.name == "会议培训"]
    assert [line.values["attendance"] for line in meetings.lines if not line.refused] == [2, 3]


def shown(text, attributes='office:value-type="string"'):
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def ods(*cells):
    """A register of one row, as a program other than LibreOffice may write it."""
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    headers = [shown(header) for header in FUNDS]
    rows = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in (headers, cells))
    content = f'<table:table table:name="经费收费">{rows}</table:table>'
    for tag in ("spreadsheet", "body"):
        content = f"<office:{tag}>{content}</office:{tag}>"
    content = f"<office:document-content {spaces}>{content}</office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", "<manifest/>")
        made.writestr("content.xml", content)
    return out.getvalue()


@pytest.mark.parametrize("name", ["#REF!", "#DIV/0!", "#N/A", "Err:502", "错误:502"])
def test_an_ods_file_that_only_shows_the_name_of_the_error(name):
    wrong = shown(name, 'table:formula="of:=[.A1]" office:value-type="string" office:string-value=""')
    assert broken_places(ods(wrong, wrong)) == [("经费收费", 2, "日期")]
    assert broken_places(ods(shown(name))) == []


def test_many_rows_of_drawn_down_formulas_take_no_time():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("经费收费")
        sheet.write_row(0, 0, FUNDS)
        for row in range(1, 20_001):
            sheet.write_formula(row, 1, "=VLOOKUP(A1,A:B,2)", None, "#N/A")
    assert len(broken_places(out.getvalue())) == 20_000
