"""The Word file as python-docx and lxml see it."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from gongkai.report.model import Report, Section
from gongkai.report.writing import write_bytes
from gongkai.report.writing.arrangement import arrange
from gongkai.report.writing.docx_styles import BODY_FONT, HEAD_FONT, SUBHEAD_FONT, TITLE_FONT
from tests.report.writing.grids import places
from tests.report.writing.reports import AGENCY, EDITIONS, full_report


def opened(report):
    return docx.Document(BytesIO(write_bytes(report, "docx")))


@pytest.fixture(scope="module")
def document():
    return opened(full_report("cn-gid-2021"))


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_every_box_is_at_its_place(edition_id):
    report = full_report(edition_id)
    written = opened(report).tables
    expected = arrange(report).tables
    assert len(written) == len(expected)
    for table, form in zip(written, expected, strict=True):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        for (row, column), box in places(form).items():
            assert rows[row][column] == box.text


def test_merged_labels_are_one_cell(document):
    matrix = document.tables[1]
    assert matrix.cell(5, 0)._tc is matrix.cell(26, 0)._tc
    assert matrix.cell(7, 1)._tc is matrix.cell(14, 1)._tc
    assert matrix.cell(4, 0)._tc is matrix.cell(4, 2)._tc


def test_the_page_is_that_of_the_national_standard(document):
    section = document.sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.bottom_margin]
    sizes += [section.left_margin, section.right_margin]
    assert [round(size / Mm(1)) for size in sizes] == [210, 297, 37, 35, 28, 26]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", TITLE_FONT, 22),
        ("Normal", BODY_FONT, 16),
        ("Heading 1", HEAD_FONT, 16),
        ("Heading 2", SUBHEAD_FONT, 16),
    ],
)
def test_fonts_are_named_in_the_manner_of_the_field(document, style, font, size):
    look = document.styles[style]
    fonts = look.element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == font
    assert fonts.get(qn("w:eastAsiaTheme")) is None
    assert look.font.size == Pt(size)


def test_body_lines_are_fixed_and_indented_two_characters(document):
    layout = document.styles["Normal"].paragraph_format
    assert 28 <= layout.line_spacing.pt <= 29
    assert layout.element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_headings_carry_outline_levels(document):
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert ("Heading 1", "一、总体情况") in headings
    assert ("Heading 2", "（一）健全工作机制") in headings
    for level in (1, 2):
        outline = document.styles[f"Heading {level}"].element.pPr.find(qn("w:outlineLvl"))
        assert outline.get(qn("w:val")) == str(level - 1)


def test_header_rows_repeat_and_no_row_splits(document):
    for table, headers in zip(document.tables, (0, 3, 3), strict=True):
        rows = table._tbl.tr_lst
        assert sum(row.find(f".//{qn('w:tblHeader')}") is not None for row in rows) == headers
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_tables_say_what_they_are(document):
    captions = [t._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for t in document.tables]
    assert captions[1] == "收到和处理政府信息公开申请情况"


def test_pages_are_numbered_on_the_outer_side(document):
    section = document.sections[0]
    for footer in (section.footer, section.even_page_footer):
        xml = etree.tostring(footer._element, encoding="unicode")
        assert 'w:instr="PAGE"' in xml
        assert "— " in xml
    assert document.settings.odd_and_even_pages_header_footer


def test_language_title_and_stand_in_fonts(document):
    assert document.core_properties.title == f"{AGENCY}2021年政府信息公开工作年度报告"
    assert document.core_properties.author == AGENCY
    languages = {e.get(qn("w:eastAsia")) for e in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"zh-CN"}
    with zipfile.ZipFile(BytesIO(write_bytes(full_report("cn-gid-2021"), "docx"))) as package:
        fonts = etree.fromstring(package.read("word/fontTable.xml"))
    stand_ins = {f.get(qn("w:name")): f.find(qn("w:altName")).get(qn("w:val")) for f in fonts}
    assert stand_ins[BODY_FONT].endswith("Noto Serif CJK SC")


def test_the_appended_table_begins_a_page():
    document = opened(full_report("cn-gid-2014-national"))
    first = next(p for p in document.paragraphs if p.text == "附件")
    assert first.paragraph_format.page_break_before


def test_signature_is_set_to_the_right(document):
    assert [p.text for p in document.paragraphs if p.style.name == "Signature"] == [AGENCY, "2022年1月20日"]


def test_any_characters_can_be_written():
    text = "控制\x00\x1f字符\ufffe，生僻字𠮷㐂，符号<&>\"'，制表\t符"
    document = opened(Report(title=text, sections=[Section("preamble", None, None, text)]))
    assert document.paragraphs[-1].text == "控制字符，生僻字𠮷㐂，符号<&>\"'，制表\t符"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path):
    source = tmp_path / "报告.docx"
    source.write_bytes(write_bytes(full_report("cn-gid-2021"), "docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    text = (tmp_path / "报告.txt").read_text(encoding="utf-8-sig")
    assert "一、总体情况" in text
    assert "本机关不掌握相关政府信息" in text
