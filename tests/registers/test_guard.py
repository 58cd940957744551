"""Files that are not what they seem: each is refused with what to do, and none is opened."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from gongkai.registers.errors import WorkbookRefused
from gongkai.registers.workbook.opening import open_workbook
from gongkai.registers.workbook.reading import read_workbook
from tests.registers.books import FUNDS, book, day, funds, saved

GOOD = funds([day("2024-01-02"), "专项经费", 1])


def packed(*parts, content=GOOD):
    """The workbook with further or other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        named = dict(parts)
        for name in old.namelist():
            new.writestr(name, named.pop(name, None) or old.read(name))
        for name, data in named.items():
            new.writestr(name, data)
    return out.getvalue()


def refusal(content):
    with pytest.raises(WorkbookRefused) as caught:
        open_workbook(content)
    return str(caught.value)


def sheet_xml(rows):
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>".encode()


def test_too_big_a_file(settings):
    settings.UPLOAD_LIMIT = 1_000_000
    assert refusal(b"PK" + b"\0" * 2_000_000) == "文件有 2 MB，超过 1 MB 的上限。请按年度或台账分成几个文件导入。"


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"<html><table></table></html>", b"%PDF-1.7"])
def test_no_workbook_at_all(content):
    assert refusal(content).startswith("这不是 Excel 工作簿。")


def test_a_word_file_named_as_a_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "<document/>")
    assert refusal(out.getvalue()).startswith("这不是 Excel 工作簿。")


@pytest.mark.parametrize(
    "part",
    [
        ("xl/vbaProject.bin", b"macro"),
        ("xl/VBAPROJECT.BIN", b"macro"),
        ("xl/macrosheets/sheet1.xml", b"<xm:macrosheet/>"),
        (
            "[Content_Types].xml",
            b'<Types><Override PartName="/xl/p" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        ),
    ],
    ids=["by name", "in capitals", "of Excel 4.0", "under another name"],
)
def test_macros(part):
    assert refusal(packed(part)) == "文件里有宏，不接收。请另存为不带宏的 .xlsx，再导入。"


def test_a_bomb():
    assert refusal(packed(("xl/media/image1.png", b"\0" * 401_000_000))).startswith("文件解压后过大")


def test_a_bomb_that_lies_about_its_size():
    content = bytearray(packed(("xl/media/image1.png", b"\0" * 5_000_000)))
    size = (5_000_000).to_bytes(4, "little")
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = (10).to_bytes(4, "little")
    assert "过大" in refusal(bytes(content)) or "损坏" in refusal(bytes(content))


@pytest.mark.parametrize("damage", [lambda c: c[: len(c) // 2], lambda c: c.replace(b"worksheet", b"wrksheet")])
def test_a_damaged_file(damage):
    assert refusal(damage(GOOD)) != ""


def test_a_cell_in_the_far_corner():
    far = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert refusal(packed(("xl/worksheets/sheet1.xml", far))).startswith("工作表里有离表格很远的单元格")


def test_entities_are_not_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old:
        book_xml = old.read("xl/workbook.xml")
    assert refusal(packed(("xl/workbook.xml", bomb + book_xml))) != ""


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A"])
def test_an_error_value_is_a_fault_and_not_a_blank(error):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("经费收费")
        sheet.write_row(0, 0, FUNDS)
        sheet.write_row(1, 0, ["2024-01-02", "专项经费"])
        sheet.write_formula(1, 2, "=A1/0", None, error)
    (located,) = read_workbook(out.getvalue()).all_faults()
    assert (located.row, located.fault.header, located.fault.found) == (2, "金额（万元）", "公式出错")


def test_a_formula_counts_by_its_stored_result():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("经费收费")
        sheet.write_row(0, 0, FUNDS)
        sheet.write_row(1, 0, ["2024-01-02", "专项经费"])
        sheet.write_formula(1, 2, "=1+1", None, 2)
    contents = read_workbook(out.getvalue())
    assert contents.all_faults() == []
    assert contents.sheets[0].lines[0].values["amount"] == 2


def test_a_formula_without_a_result_is_a_fault_and_not_a_blank():
    content = book(
        会议培训=[["日期", "类型", "名称", "举办单位", "人次"], [day("2024-01-02"), "会议", "会", "本机关", "=1+1"]]
    )
    (located,) = read_workbook(content).all_faults()
    assert (located.row, located.fault.header, located.fault.found) == (2, "人次", "公式没有计算结果")


def test_hidden_sheets_that_are_no_registers_are_passed_over():
    made = openpyxl.load_workbook(io.BytesIO(GOOD))
    made.create_sheet("WpsReserved").append(["x"])
    made["WpsReserved"].sheet_state = "hidden"
    assert read_workbook(saved(made)).all_faults() == []


def test_an_encrypted_workbook():
    from tests.cli.test_mistakes import compound_file

    assert refusal(compound_file("EncryptedPackage", "EncryptionInfo")).startswith("文件加了密码。")


@pytest.mark.parametrize(
    "markup",
    ["<worksheet><sheetData>" + '<c r="A1" ' * 400_000, '<worksheet><sheetData><c r="A1"><f>' + " " * 400_000 + "<x"],
    ids=["tags that never end", "a formula of blanks"],
)
def test_markup_made_to_keep_the_reader_busy_for_hours_is_refused(markup):
    assert refusal(packed(("xl/worksheets/sheet1.xml", markup))).startswith("文件不完整或已损坏。")
