"""Pages of OFD files in the manner of several producers, read through the same grid and page flow as PDF."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongkai.report.reading.document import Document, Table
from gongkai.report.reading.formats.pages.ofd import read_ofd
from gongkai.report.reading.formats.pages.ofd_markup import deltas
from gongkai.report.reading.formats.pages.pdf import read_pdf
from tests.report.reading.formats.pages.drawing import Fill, Sheet, Text, as_pdf, even, plain
from tests.report.reading.formats.pages.grids import (
    MATRIX_WIDTHS,
    areas,
    columns_of_widths,
    is_table,
    layouts,
    merged_grids,
    over_two_pages,
    page_number,
    read_areas,
    ruled,
)
from tests.report.reading.formats.pages.ofd_writer import (
    MM,
    as_ofd,
    as_thin_fill,
    code,
    grouped,
    package,
    page_xml,
    parts_of,
    path_object,
    per_character,
    per_line,
    scaled,
    stroked,
    text_object,
)
from tests.report.reading.formats.samples import texts, zipped
from tests.report.reading.formats.statutory import disclosure_table, requests_matrix, review_table

STYLES = [per_line, grouped, per_character, scaled]
PENS = [stroked, as_thin_fill]
PAGE = "Doc_0/Pages/Page_0/Content.xml"
GRID = plain([["项目", "数量"], ["规章", "3"], ["文件", "14"]])


def only_table(document: Document) -> Table:
    tables = list(document.tables())
    assert len(tables) == 1
    return tables[0]


def read_objects(objects: str) -> Document:
    return read_ofd(package({PAGE: page_xml(objects)}))


# --- producers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pen", PENS)
@pytest.mark.parametrize("style", STYLES)
def test_statutory_matrix_over_two_pages(style, pen):
    grid = requests_matrix(11)
    document = read_ofd(as_ofd(over_two_pages(grid, 15, MATRIX_WIDTHS, label="halves"), style, pen))
    assert document.format == "ofd"
    assert read_areas(only_table(document)) == areas(grid)
    assert texts(document) == []
    assert {cell.place.page for cell in only_table(document).cells} == {1, 2}


@settings(max_examples=20, deadline=None)
@given(data=st.data(), style=st.sampled_from(STYLES), pen=st.sampled_from(PENS))
def test_random_merged_tables_come_back(data, style, pen):
    grid = data.draw(merged_grids(5).filter(is_table))
    xs, ys = data.draw(layouts(grid))
    assume(ys[-1] < 720)
    assert read_areas(only_table(read_ofd(as_ofd([ruled(grid, xs, ys)], style, pen)))) == areas(grid)


@pytest.mark.parametrize("style", STYLES)
def test_same_page_as_pdf_gives_the_same_document(style):
    """Tables, paragraphs, page numbers and places, all but the rounding of places."""
    long = [f"第{n}行" + "正文" * 18 for n in "甲乙丙"]
    tables = ((review_table(), 300, 100), (disclosure_table(), 480, 240))
    sheet = Sheet().add(Text("某某局2023年政府信息公开工作年度报告", 120, 110, 16)).lines([*long, "完。"], top=140)
    for grid, top, height in tables:
        part = ruled(grid, *even(grid, 60, top, 480, height), 7)
        sheet.add(*part.marks)
    sheet.add(page_number("- 1 -"))
    ours, theirs = read_ofd(as_ofd([sheet], style)), read_pdf(as_pdf([sheet]))
    assert texts(ours) == texts(theirs)
    assert [read_areas(t) for t in ours.tables()] == [read_areas(t) for t in theirs.tables()]
    for a, b in zip(ours.blocks, theirs.blocks, strict=True):
        assert a.place.page == b.place.page
        assert a.place.box == pytest.approx(b.place.box, abs=2.5)


def test_wide_columns_of_figures():
    grid = plain([[f"第{n}项", str(10**n), str(n)] for n in range(6)])
    xs, ys = columns_of_widths((1, 2, 3)), [110 + 20.0 * n for n in range(7)]
    assert read_areas(only_table(read_ofd(as_ofd([ruled(grid, xs, ys)], grouped)))) == areas(grid)


@pytest.mark.parametrize("turn", [90, -90])
def test_label_turned_by_a_matrix(turn):
    grid = plain([["", "（一）予以公开", "5"]])
    xs, ys = [60, 85, 250, 330], [100, 200]
    label = Text("三、办理结果", 68, 110, 10, turn) if turn > 0 else Text("三、办理结果", 78, 190, 10, turn)
    table = only_table(read_ofd(as_ofd([ruled(grid, xs, ys).add(label)])))
    assert [cell.text for cell in table.cells] == ["三、办理结果", "（一）予以公开", "5"]


def test_slanted_text_is_a_watermark():
    sheet = ruled(GRID, *even(GRID, 60, 300, 400, 90)).add(Text("内部资料12", 150, 350, 40, turn=-35))
    document = read_ofd(as_ofd([sheet]))
    assert read_areas(only_table(document)) == areas(GRID)
    assert texts(document) == []


@pytest.mark.parametrize("look", ['Alpha="60"', ""], ids=["transparent", "pale"])
def test_large_pale_text_is_a_watermark(look):
    colour = "" if look else '<ofd:FillColor Value="220 220 220"/>'
    mark = text_object(colour + code("样本12", 'X="0" Y="20"'), f'Boundary="40 100 100 30" Size="20" {look}')
    body = "".join(
        text_object(code(t), f'Boundary="20 {y} 100 8" Size="4"') for t, y in (("正文一", 40), ("正文二", 50))
    )
    assert texts(read_objects(mark + body)) == ["正文一", "正文二"]


# --- text codes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "read_as"),
    [
        (code("政府信息", 'X="0" Y="4" DeltaX="4 4 4"'), "政府信息"),
        (code("政府信息", 'X="0" Y="4" DeltaX="g 3 4"'), "政府信息"),
        (code("政府信息", 'X="0" Y="4" DeltaX="4"'), "政府信息"),
        (code("政府信息"), "政府信息"),
        (code("政府") + code("信息", 'X="8" Y="4"'), "政府信息"),
        (code("政府", 'X="0" Y="4" DeltaX="4"') + code("信息", 'X="8" DeltaX="4"'), "政府信息"),
        (code("2023年共12件", 'X="0" Y="4" DeltaX="2 2 2 2 4 4 2 2"'), "2023年共12件"),
        (code("甲&lt;乙&amp;丙"), "甲<乙&丙"),
        (code("Annual", 'X="0" Y="4" DeltaX="2.9 2.2 2.2 2.3 2.1"'), "Annual"),
        (code("甲 乙", 'X="0" Y="4" DeltaX="4 4"'), "甲乙"),
        (code(""), None),
        (code("   "), None),
    ],
)
def test_text_codes(codes, read_as):
    assert texts(read_objects(text_object(codes))) == ([read_as] if read_as else [])


def test_wide_gaps_in_one_text_code_part_cells():
    grid = plain([["", ""], ["甲", "乙"]])
    xs, ys = [60, 160, 260], [100, 130, 160]
    step = 100 * MM
    codes = text_object(code("12", f'X="0" Y="4" DeltaX="{step}"'), f'Boundary="{80 * MM} {105 * MM} 100 8" Size="4"')
    page = as_ofd([ruled(grid, xs, ys)])
    document = read_ofd(with_page(page, lambda markup: markup.replace("</ofd:Layer>", codes + "</ofd:Layer>")))
    assert [cell.text for cell in only_table(document).cells] == ["1", "2", "甲", "乙"]


def with_page(data: bytes, change) -> bytes:
    """The file with the markup of its first page changed."""
    parts = parts_of(data)
    return zipped(parts | {PAGE: change(parts[PAGE])})


def test_two_codes_that_share_a_glyph_keep_their_places():
    """A ligature: five codes, four glyphs, three distances."""
    transform = (
        '<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"><ofd:Glyphs>77</ofd:Glyphs></ofd:CGTransform>'
    )
    document = read_objects(text_object(transform + code("甲fi乙丙", 'X="0" Y="4" DeltaX="4 4 4"')))
    assert texts(document) == ["甲fi乙丙"]
    (paragraph,) = document.paragraphs()
    assert paragraph.place.box[2] - paragraph.place.box[0] == pytest.approx(16 / MM, abs=0.5)


def test_characters_without_codes_are_said():
    document = read_objects(text_object(code("\ue123\ue124件12", 'X="0" Y="4" DeltaX="4 4 4 2"')))
    assert [note.code for note in document.notes] == ["undecodable"]
    assert texts(document) == ["\ufffd\ufffd件12"]


def test_characters_placed_downwards_are_a_column():
    downwards = text_object(
        code("办理结果", 'X="0" Y="4" DeltaY="4 4 4"'), f'Boundary="{65 * MM} {105 * MM} 5 20" Size="4"'
    )
    grid = plain([["", "予以公开", "5"], ["合计", "6", "7"]])
    page = as_ofd([ruled(grid, [60, 85, 250, 330], [100, 180, 200])])
    document = read_ofd(with_page(page, lambda markup: markup.replace("</ofd:Layer>", downwards + "</ofd:Layer>")))
    assert only_table(document).cells[0].text == "办理结果"


@pytest.mark.parametrize("direction", ["90", "270"])
def test_characters_that_are_turned_themselves(direction):
    """CharDirection turns each character about its origin; the line still runs along X of the object."""
    along = 'CTM="0 1 -1 0 0 0"' if direction == "270" else ""
    attributes = f'Boundary="20 50 40 40" Size="4" CharDirection="{direction}" {along}'
    document = read_objects(text_object(code("甲", 'X="0" Y="4"'), attributes))
    assert texts(document) == ["甲"]


@pytest.mark.parametrize(
    ("value", "steps", "distances"),
    [
        ("1 2 3", 3, [1, 2, 3]),
        ("g 3 4.5", 3, [4.5, 4.5, 4.5]),
        ("1 g 2 4 5", 4, [1, 4, 4, 5]),
        ("1 2", 4, [1, 2, 2, 2]),
        ("", 2, [0, 0]),
        (None, 1, [0]),
        ("g 99999999 1", 3, [1, 1, 1]),
        ("g 2", 2, [0, 0]),
        ("g x 1", 2, [0, 0]),
        ("nonsense", 2, [0, 0]),
        ("1 2 3", 0, []),
    ],
)
def test_deltas(value, steps, distances):
    assert deltas(value, steps) == distances


# --- paths -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        "M 0 0 L 60 0 L 60 20 L 0 20 C M 30 0 L 30 20 M 0 10 L 60 10",
        "S 0 0 M 0 0 L 60 0 L 60 20 L 0 20 L 0 0 M 30 0 L 30 20 M 0 10 L 60 10",
        "M0,0L60,0L60,20L0,20C M30,0L30,20 M0,10L60,10",
        "M 0 0 L 60 0 L 60 20 L 0 20 C M 30 0 L 30 20 M 0 10 L 60 10 M 5 5 Q 6 6 7 5 B 8 4 9 4 9 5 A 3 3 0 1 1 12 5",
        "M 0 0 L 60.0e0 0 60 20 0 20 C M 30 0 L 30 20 M 0 10 L 60 10",
    ],
)
def test_abbreviated_data(data):
    path = path_object(data, "20 40 60 20")
    cells = "".join(
        text_object(code(text), f'Boundary="{x} {y} 20 6" Size="4"')
        for text, x, y in (("甲", 22, 42), ("1", 55, 42), ("乙", 22, 52), ("2", 55, 52))
    )
    assert [c.text for c in only_table(read_objects(path + cells)).cells] == ["甲", "1", "乙", "2"]


def test_path_under_a_matrix():
    lines = "M 0 0 L 6 0 L 6 2 L 0 2 C M 3 0 L 3 2 M 0 1 L 6 1"
    path = path_object(lines, "20 40 60 20", "10 0 0 10 0 0")
    table = only_table(read_objects(path + text_object(code("甲"), 'Boundary="22 42 20 6" Size="4"')))
    assert len(table.cells) == 4
    assert table.cells[0].place.box == pytest.approx((20 / MM, (297 - 50) / MM, 50 / MM, (297 - 40) / MM), abs=0.2)


def test_grounds_instead_of_lines():
    sheet = Sheet()
    xs, ys = even(GRID, 60, 300, 400, 90)
    for cell in GRID:
        sheet.add(Fill(xs[cell.column] + 1, ys[cell.row] + 1, xs[cell.column + 1] - 1, ys[cell.row + 1] - 1, 0.9))
    sheet.add(*(mark for mark in ruled(GRID, xs, ys).marks if isinstance(mark, Text)))
    assert read_areas(only_table(read_ofd(as_ofd([sheet])))) == areas(GRID)
