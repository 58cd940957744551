"""The PDF as pdfplumber and pypdfium2 see it."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pypdfium2
import pytest
import typst

from gongkai.report.model import Cell, Report, Section
from gongkai.report.writing import UnwritableError, pdf, write_bytes
from gongkai.report.writing.arrangement import arrange
from tests.report.writing.grids import places, squeezed
from tests.report.writing.reports import AGENCY, EDITIONS, NEEDS_FONT, full_report

pytestmark = NEEDS_FONT


def ruled_rows(content):
    """The rows of all tables over all pages, header rows as often as they are printed; None under a merged cell."""
    with pdfplumber.open(BytesIO(content)) as document:
        return [
            [text if text is None else squeezed(text) for text in row]
            for page in document.pages
            for table in page.extract_tables()
            for row in table
        ]


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_every_box_is_at_its_place(edition_id):
    report = full_report(edition_id)
    printed = iter(ruled_rows(write_bytes(report, "pdf")))
    for table in arrange(report).tables:
        grid = places(table)
        rows = [[squeezed(grid[r, c].text) for c in range(len(table.widths))] for r in range(table.height)]
        heads = [rows[r][0] for r in range(table.header_rows)]
        for row in rows:
            found = next(printed)
            while row not in rows[: table.header_rows] and found[0] in heads:  # Printed again on a new page.
                found = next(printed)
            assert [a for a in found if a is not None] == [b for a, b in zip(found, row, strict=True) if a is not None]


def test_headers_repeat_on_every_page_of_a_long_table():
    rows = ruled_rows(write_bytes(full_report("cn-gid-2014-weihai"), "pdf"))
    assert rows.count(["统计指标", "统计数", "单位"]) == 3


def test_a_table_that_fits_a_page_is_not_broken():
    with pdfplumber.open(BytesIO(write_bytes(full_report("cn-gid-2021"), "pdf"))) as document:
        heights = [len(t) for page in document.pages for t in page.extract_tables()]
    assert heights == [14, 28, 4]


def test_title_bookmarks_and_tags():
    document = pypdfium2.PdfDocument(write_bytes(full_report("cn-gid-2021"), "pdf"))
    bookmarks = [mark.get_title() for mark in document.get_toc()]
    assert bookmarks[0] == "一、总体情况"
    assert "（一）健全工作机制" in bookmarks
    assert document.get_metadata_value("Title") == f"{AGENCY}2021年政府信息公开工作年度报告"
    assert document.get_metadata_value("Author") == AGENCY


def test_it_is_an_archive_and_an_accessible_file():
    content = write_bytes(full_report("cn-gid-2021"), "pdf")
    for mark in (b"pdfaid:part>2<", b"pdfaid:conformance>A<", b"pdfuaid:part>1<", b"/StructTreeRoot", b"(zh-CN)"):
        assert mark in content or mark.lower() in content.lower()


def test_words_are_never_markup():
    hostile = (
        '#panic("x") *粗* $x^2$ @ref <label> `code` \\ // 注释 [内容] #import "x.typ" _斜_ = 标题 https://a.example'
    )
    report = Report(title=hostile, sections=[Section("preamble", hostile, hostile, f"{hostile}\n= 又一行")])
    report.edition, report.cells = "cn-gid-2014-national", {"staff_total": Cell("staff_total", None, hostile)}
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(write_bytes(report, "pdf")))
    assert squeezed(text).count(squeezed(hostile)) >= 3


def test_a_character_without_glyph_does_not_stop_the_file():
    report = Report(sections=[Section("preamble", None, None, "正文\ue123私用区，生僻字\U0003fffd。")])
    content = write_bytes(report, "pdf")
    assert "正文" in pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()


def test_dashes_stay_two_characters():
    cells = {"staff_total": Cell("staff_total", None, "——")}
    rows = ruled_rows(write_bytes(Report(edition="cn-gid-2014-weihai", cells=cells), "pdf"))
    assert "——" in rows[-1]


def test_without_a_chinese_font_the_message_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr(pdf, "_system_fonts", lambda: typst.Fonts(include_system_fonts=False))
    with pytest.raises(UnwritableError) as fault:
        write_bytes(full_report("cn-gid-2021"), "pdf")
    assert "中文字体" in str(fault.value)
    assert "apt install fonts-noto-cjk" in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_table_longer_than_a_page_breaks():
    edition_rows = full_report("cn-gid-2021")
    long = {k: Cell(k, c.value, "很长的备注" * 30) if k.startswith("np_") else c for k, c in edition_rows.cells.items()}
    edition_rows.cells = long
    with pdfplumber.open(BytesIO(write_bytes(edition_rows, "pdf"))) as document:
        assert len(document.pages) > 5
