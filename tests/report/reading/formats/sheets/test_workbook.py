"""Workbooks: Excel, WPS and OpenDocument."""

from __future__ import annotations

import datetime
import io
import struct

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, PasswordError

from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.limits import CellBudget
from gongkai.report.reading.formats.sheets.guard import check_biff, check_xls, column_number
from gongkai.report.reading.formats.sheets.regions import SheetCells, sheet_parts
from gongkai.report.reading.formats.sheets.workbook import printed, read_ods, read_xls, read_xlsx
from tests.report.reading.formats import office
from tests.report.reading.formats.samples import (
    Grid,
    converted,
    grids,
    make_grid,
    merged_grids,
    outline,
    soffice,
    zipped,
)

Cells = dict[str, object]


def saved(workbook: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def workbook(cells: Cells, merged: tuple[str, ...] = ()) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    fill(book.active, cells, merged)
    return book


def fill(sheet: Worksheet, cells: Cells, merged: tuple[str, ...] = ()) -> None:
    for reference, value in cells.items():
        sheet[reference] = value
    for area in merged:
        sheet.merge_cells(area)


def read(cells: Cells, merged: tuple[str, ...] = ()) -> Document:
    return read_xlsx(saved(workbook(cells, merged)))


FORM: Cells = {
    "A1": "某局2021年政府信息公开情况统计表",
    "A2": "填报单位：某局",
    "C2": "2022年1月9日",
    "A3": "指标",
    "B3": "单位",
    "C3": "数",
    "A4": "一、主动公开情况",
    "B4": "——",
    "A5": "（一）主动公开政府信息数",
    "B5": "条",
    "C5": 56,
    "A6": "（二）规范性文件",
    "B6": "件",
    "C6": 2.0,
    "A7": "（三）回应解读",
    "A8": "填表人：办公室",
    "C8": "联系电话：000",
    "A9": "注：本表统计期限为全年。",
}


def test_a_form_stands_between_its_title_and_its_remarks():
    document = read(FORM, ("A1:C1",))
    assert outline(document) == [
        *("某局2021年政府信息公开情况统计表", "#table", "填表人：办公室", "联系电话：000", "注：本表统计期限为全年。")
    ]
    assert (2, 0, 1, 1, "一、主动公开情况") in grids(document)[0]
    assert (5, 0, 1, 1, "（三）回应解读") in grids(document)[0]
    assert (5, 2, 1, 1, "") in grids(document)[0]


def test_prose_close_around_a_table_is_not_of_the_table():
    rows = [
        "四、复议",
        "未发生复议。",
        ("维持", "纠正"),
        (1, 2),
        "五、问题",
        "人手不足。下一步加强。",
        "某局",
        "2022年1月9日",
    ]
    cells: Cells = {}
    for number, row in enumerate(rows, 1):
        cells |= {
            f"{column}{number}": v for column, v in zip("AB", [row] if isinstance(row, str) else row, strict=False)
        }
    document = read(
        {
            "A12": "甲",
            "B12": 5,
            **{f"{r[0]}{int(r[1:]) + 2}": v for r, v in cells.items()},
            "A1": "栏",
            "B1": "数",
            "A2": "规章",
            "B2": 3,
        }
    )
    assert outline(document) == ["#table", *rows[:2], "#table", *rows[4:], "#table"]


def test_cells_know_their_sheet_and_place():
    book = workbook({"B3": "甲", "C3": 1, "B4": "乙", "C4": 2})
    fill(book.create_sheet("附表二"), {"A1": "丙", "B1": 3, "A2": "丁", "B2": 4})
    first, second = read_xlsx(saved(book)).tables()
    assert [(c.place.table, c.place.row, c.place.column, c.place.sheet) for c in first.cells][:2] == [
        (0, 0, 0, "Sheet"),
        (0, 0, 1, "Sheet"),
    ]
    assert (second.place.table, second.place.sheet, second.cells[3].text) == (1, "附表二", "4")


def test_hidden_sheets_are_skipped_with_a_note():
    book = workbook({"A1": "甲", "B1": 1})
    for name, state in (("底稿", "hidden"), ("代码", "veryHidden")):
        fill(book.create_sheet(name), {"A1": "藏", "B1": 9})
        book[name].sheet_state = state
    document = read_xlsx(saved(book))
    assert len(grids(document)) == 1
    assert [note.code for note in document.notes] == ["hidden_sheet"]
    assert "底稿、代码" in document.notes[0].message


def test_sections_in_one_sheet_are_parted_at_their_titles():
    cells: Cells = {
        "A1": "二、主动公开政府信息情况",
        "A2": "第二十条第（一）项",
        "A3": "信息内容",
        "B3": "件数",
        "A4": "规章",
        "B4": 0,
        "A5": "第二十条第（五）项",
        "A6": "信息内容",
        "B6": "项数",
        "A7": "行政许可",
        "B7": 3,
        "A8": "三、收到和处理政府信息公开申请情况",
        "A9": "（本列数据的勾稽关系）",
        "B9": "申请人情况",
        "A10": "一、本年新收",
        "B10": 1,
    }
    document = read(cells, ("A1:B1", "A2:B2", "A5:B5", "A8:B8"))
    assert outline(document) == [
        *("二、主动公开政府信息情况", "第二十条第（一）项", "#table"),
        *("三、收到和处理政府信息公开申请情况", "#table"),
    ]
    assert (2, 0, 1, 2, "第二十条第（五）项") in grids(document)[0]


def test_a_gap_parts_two_tables_but_not_one():
    apart = read({"A1": "甲", "B1": "数", "A2": "乙", "B2": 1, "A4": "丙", "B4": "数", "A5": "丁", "B5": 2})
    together = read({"A1": "甲", "B1": "数", "A2": "乙", "B2": 1, "A4": "（二）丙", "B4": 2})
    assert (len(grids(apart)), len(grids(together))) == (2, 1)


def test_a_narrative_sheet_is_paragraphs():
    prose = "本年度认真做好政府信息公开工作，及时更新公开内容。" * 10
    document = read({"A1": "年度报告", "A2": "一、总体情况", "A3": f"{prose}\n{prose}"})
    assert outline(document) == ["年度报告", "一、总体情况", prose, prose]
    assert {q.place.sheet for q in document.paragraphs()} == {"Sheet"}


def test_prose_beside_headings_is_paragraphs():
    prose = "本年度认真做好政府信息公开工作，及时更新公开内容。" * 10
    assert outline(read({"A1": "一、总体情况", "B1": prose, "A2": "二、问题", "B2": prose})) == [
        *("一、总体情况", prose, "二、问题", prose)
    ]


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (12.0, None, "12"),
        (0.1 + 0.2, None, "0.3"),
        (1234567.0, None, "1234567"),
        (-3, None, "-3"),
        (0.0, None, "0"),
        (0.125, 1, "12.5%"),
        (1.0, 0, "100%"),
        (True, None, "TRUE"),
        (" 007 ", None, "007"),
        (datetime.date(2022, 1, 9), None, "2022-01-09"),
        (datetime.datetime.fromisoformat("2022-01-09"), None, "2022-01-09"),
        (datetime.datetime.fromisoformat("2022-01-09T08:30"), None, "2022-01-09 08:30:00"),
    ],
)
def test_values_are_printed_as_in_the_sheet(value: float | str, digits: int | None, text: str):
    assert printed(value, digits) == text


def test_percentages_keep_their_sign():
    book = workbook({"A1": "公开率", "B1": 0.955, "A2": "办结率", "B2": 1, "A3": "件", "B3": 0.5, "C1": 0.1})
    for reference, code in {"B1": "0.0%", "B2": "0%", "C1": "0.00%;[Red]-0.00%"}.items():
        book.active[reference].number_format = code
    assert [c[4] for c in grids(read_xlsx(saved(book)))[0]] == [
        "公开率",
        "95.5%",
        "10.00%",
        "办结率",
        "100%",
        "",
        "件",
        "0.5",
        "",
    ]


@settings(max_examples=40, deadline=None)
@given(merged_grids)
def test_merged_cells_round_trip(grid: Grid):
    assert grids(read_xlsx(office.grid_xlsx(grid))) == [sorted(grid.cells)]


@soffice
@pytest.mark.parametrize(("target", "reader"), [("xls", read_xls), ("ods", read_ods)])
def test_other_formats_read_as_the_xlsx(target: str, reader):
    ours, theirs = reader(converted(office.WORKBOOK, "xlsx", target)), read_xlsx(office.WORKBOOK)
    assert (outline(ours), grids(ours)) == (outline(theirs), grids(theirs))
    assert [c[4] for c in grids(ours)[-1]] == ["甲", "12", "率", "0.5", "日", "2022-01-09"]
    assert [note.code for note in ours.notes] == ["hidden_sheet"]


def test_openpyxl_reads_the_same_cells():
    data = office.grid_xlsx(make_grid(7, 6, 3))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    theirs = {(c.row - 1, c.column - 1): c.value for row in sheet.iter_rows() for c in row if c.value}
    merged = {
        (area.min_row - 1, area.min_col - 1): (area.size["rows"], area.size["columns"])
        for area in sheet.merged_cells.ranges
    }
    ours = {(c[0], c[1]): c for c in grids(read_xlsx(data))[0] if c[4]}
    assert {place: c[4] for place, c in ours.items()} == theirs
    assert {place: (c[2], c[3]) for place, c in ours.items() if c[2] * c[3] > 1} == {
        place: span for place, span in merged.items() if place in ours
    }


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def with_sheet(rows: str) -> bytes:
    """A workbook whose only sheet holds the given XML rows."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(saved(workbook({"A1": 1})))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return zipped({**parts, "xl/worksheets/sheet1.xml": SHEET.format(rows)})


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
UNPLACED = '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="900000"><c><v>1</v></c></row>'
UNCOUNTED = '<row><c r="A1"><v>1</v></c></row>' + "<row/>" * 200 + '<row><c r="A1"/><c r="XFD20000"><v>1</v></c></row>'
QUOTED = '<row r="1"><c s=">" r = "xfd1"><v>1</v></c></row><row r="900000"><c r="A900000"><v>1</v></c></row>'


@pytest.mark.parametrize("rows", [FAR, UNPLACED, UNCOUNTED, QUOTED], ids=["far", "unplaced", "uncounted", "quoted"])
def test_cells_in_far_corners_are_refused(rows: str):
    with pytest.raises(UnreadableError, match="范围过大"):
        read_xlsx(with_sheet(rows))


BACKWARDS = '<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
EMPTY_BACKWARDS = '<row r="5"><c r="A5"><v>1</v></c><c r="B5"><v>2</v></c></row><row r="2"><c r="A2"/></row>'


def test_rows_that_do_not_ascend_are_refused():
    with pytest.raises(UnreadableError, match="次序"):
        read_xlsx(with_sheet(BACKWARDS))
    with pytest.raises(UnreadableError, match="次序"):
        check_biff(biff([cell(0x0203, 5, 1), cell(0x0203, 2, 1)]))


def test_empty_rows_that_do_not_ascend_do_no_harm():
    assert [c[4] for c in grids(read_xlsx(with_sheet(EMPTY_BACKWARDS)))[0]] == ["1", "2"]


def test_formatted_empty_cells_in_far_corners_do_no_harm():
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="XFD1" s="0"/></row><row r="1048576" s="0"/>'
    assert grids(read_xlsx(with_sheet(rows))) == [[(0, 0, 1, 1, "1"), (0, 1, 1, 1, "2")]]


def test_a_bomb_is_refused():
    with pytest.raises(UnreadableError, match="过大"):
        read_xlsx(with_sheet("<row/>" + " " * (40 << 20)))


@soffice
def test_an_empty_sheet_of_an_xls_does_no_harm():
    book = workbook({"A1": "甲", "B1": 1, "A2": "乙", "B2": 2})
    book.create_sheet("Sheet2", 0)
    document = read_xls(converted(saved(book), "xlsx", "xls"))
    assert grids(document) == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")]]


def biff(*sheets: list[tuple[int, bytes]]) -> bytes:
    """A workbook stream: the list of sheets, then the records of each."""
    bodies = [
        b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in (*sheet, (0x0A, b""))) for sheet in sheets
    ]
    start = 12 * len(bodies) + 4
    places = [start + sum(map(len, bodies[:number])) for number in range(len(bodies))]
    listed = b"".join(struct.pack("<HHII", 0x85, 8, place, 0) for place in places)
    return listed + struct.pack("<HH", 0x0A, 0) + b"".join(bodies)


def cell(kind: int, row: int, column: int, last: int | None = None) -> tuple[int, bytes]:
    tail = b"\0\0" if last is None else struct.pack("<H", last)
    return kind, struct.pack("<HHH", row, column, 0) + tail


KINDS = [0x0006, 0x0206, 0x0406, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E]


@pytest.mark.parametrize("kind", KINDS)
def test_sheets_of_records_are_measured(kind: int):
    check_biff(biff([cell(kind, 5, 5), cell(kind, 100, 200)], [cell(kind, 60000, 5), cell(kind, 60001, 6)]))
    with pytest.raises(UnreadableError, match="范围过大"):
        check_biff(biff([cell(kind, 1, 1)], [cell(kind, 5, 5), cell(kind, 65535, 200)]))


def test_rows_of_numbers_reach_to_their_last_column():
    check_biff(biff([cell(0x00BD, 5, 5, 100), cell(0x00BD, 9000, 5, 100)]))
    with pytest.raises(UnreadableError, match="范围过大"):
        check_biff(biff([cell(0x00BD, 5, 5, 100), cell(0x00BD, 9000, 5, 256)]))


def test_records_that_are_no_cells_and_torn_ones_are_passed_over():
    check_biff(biff([cell(0x0208, 65535, 9999), (0x0203, b"\xff\xff\xff"), cell(0x0203, 1, 1)], []))
    check_biff(biff([cell(0x0203, 1, 1)])[:-7])
    check_biff(b"")


def dimensions(top: int, bottom: int, left: int, right: int) -> tuple[int, bytes]:
    return 0x0200, struct.pack("<IIHHH", top, bottom, left, right, 0)


@pytest.mark.parametrize("stated", [(0, 65536, 0, 256), (5, 6, 2, 3), (0, 0, 0, 0), (9, 9, 3, 3)])
def test_used_ranges_that_a_sheet_can_have(stated: tuple[int, int, int, int]):
    check_biff(biff([dimensions(*stated), cell(0x0203, 5, 2)]))
    top, bottom, left, right = stated
    check_biff(biff([(0x0200, struct.pack("<HHHHH", top, min(bottom, 65535), left, right, 0))]))


@pytest.mark.parametrize("stated", [(0, 65537, 0, 256), (0, 1 << 31, 0, 99), (7, 6, 0, 1), (0, 1, 7, 6)])
def test_used_ranges_that_no_sheet_has_are_refused(stated: tuple[int, int, int, int]):
    with pytest.raises(UnreadableError, match="范围过大"):
        check_biff(biff([dimensions(*stated), cell(0x0203, 5, 2)]))


def test_sheets_without_number_are_refused():
    with pytest.raises(UnreadableError, match="过大"):
        check_biff(biff(*[[] for _ in range(257)]))


@pytest.mark.parametrize(("letters", "number"), [(b"A", 1), (b"z", 26), (b"AA", 27), (b"XFD", 16384), (b"", 0)])
def test_columns_have_numbers(letters: bytes, number: int):
    assert column_number(letters) == number


@soffice
def test_far_cells_of_an_xls_are_refused():
    data = converted(office.WORKBOOK, "xlsx", "xls")
    number = data.index(struct.pack("<HHHH", 0x027E, 10, 1, 1))
    moved = data[: number + 4] + struct.pack("<HH", 0, 65535) + data[number + 8 :]
    with pytest.raises(UnreadableError):
        check_xls(moved)


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        (read_xlsx, zipped({"xl/workbook.xml": "<x"})),
        (read_xlsx, b"PK\x03\x04"),
        (read_xls, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        (read_ods, zipped({"mimetype": "x"})),
    ],
)
def test_damaged_workbooks_are_refused(reader, data: bytes):
    with pytest.raises(UnreadableError, match="损坏"):
        reader(data)


class PanicException(BaseException):
    """The name under which the native code of python-calamine gives up."""


@pytest.mark.parametrize(
    ("raised", "reason"), [(PasswordError("x"), "密码"), (CalamineError("x"), "损坏"), (PanicException("x"), "损坏")]
)
def test_what_the_cell_reader_raises_is_a_refusal(monkeypatch: pytest.MonkeyPatch, raised: BaseException, reason: str):
    monkeypatch.setattr("gongkai.report.reading.formats.sheets.workbook.CalamineWorkbook", _Raising(raised))
    with pytest.raises(UnreadableError, match=reason):
        read_xlsx(office.WORKBOOK)


def test_an_interruption_stays_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        "gongkai.report.reading.formats.sheets.workbook.CalamineWorkbook", _Raising(KeyboardInterrupt())
    )
    with pytest.raises(KeyboardInterrupt):
        read_xlsx(office.WORKBOOK)


class _Raising:
    def __init__(self, raised: BaseException) -> None:
        self.raised = raised

    def from_filelike(self, _: io.BytesIO) -> None:
        raise self.raised


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><table:table table:name="一">{}</table:table>'
    "</office:document-content>"
)


def ods(rows: str, manifest: str = "") -> bytes:
    return zipped({"content.xml": ODS.format(rows), "META-INF/manifest.xml": manifest})


def ods_row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def ods_cell(*lines: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{''.join(f'<text:p>{line}</text:p>' for line in lines)}</table:table-cell>"


def columns(count: int) -> str:
    return f'table:number-columns-repeated="{count}"'


def test_ods_cells_repeat_and_span():
    wide = ods_cell("合<text:s/>计", attributes='table:number-columns-spanned="2"')
    rows = (
        ods_row(wide, "<table:covered-table-cell/>", ods_cell("a<text:line-break/>x", "b<text:tab/>y"))
        + ods_row(ods_cell("0", attributes=columns(3)), ods_cell(attributes=columns(16000)), repeated=2)
        + ods_row(ods_cell(), repeated=1_048_000)
    )
    (grid,) = grids(read_ods(ods(rows)))
    assert grid[:2] == [(0, 0, 1, 2, "合 计"), (0, 2, 1, 1, "a\nx\nb\ny")]
    assert [c[4] for c in grid[2:]] == ["0"] * 6


@pytest.mark.parametrize(
    "row", [ods_row(ods_cell("x", attributes=columns(99999999))), ods_row(ods_cell("x"), repeated=9**9)]
)
def test_ods_repetition_has_a_limit(row: str):
    with pytest.raises(UnreadableError, match="单元格"):
        read_ods(ods(row))


def test_an_encrypted_ods_is_refused():
    with pytest.raises(UnreadableError, match="密码"):
        read_ods(ods("", "<manifest:encryption-data/>"))


ROWS = st.lists(st.lists(st.sampled_from(["", "", "甲", "1", "一、题", "注：x", "单位：y"]), max_size=4), max_size=8)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_no_text_of_a_sheet_is_lost(rows: list[list[str]]):
    cells = {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if text}
    parts = sheet_parts(SheetCells("x", cells), CellBudget())
    found = [
        text for part in parts for text in ([part.text] if hasattr(part, "level") else [c.text() for c in part.cells])
    ]
    assert sorted(filter(None, found)) == sorted(cells.values())
