"""Tables of PDF files: merged cells, page breaks, turned pages and texts, tables without lines."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongkai.report.reading.document import Document, Table
from gongkai.report.reading.formats.pages.pdf import read_pdf
from tests.report.reading.formats.pages.drawing import (
    Fill,
    Line,
    Mark,
    Picture,
    Sheet,
    Text,
    as_pdf,
    borders,
    cell_texts,
    even,
    plain,
)
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
from tests.report.reading.formats.pages.typeset import typst_pdf, word
from tests.report.reading.formats.samples import converted, soffice, texts
from tests.report.reading.formats.statutory import Grid, Printed, disclosure_table, requests_matrix, review_table

WIDTHS = {"requests": MATRIX_WIDTHS, "review": (1.0,) * 15, "disclosure": (2.0, 1.0, 1.0, 1.0)}
GRIDS = {"requests": requests_matrix(5), "review": review_table(5), "disclosure": disclosure_table(5)}
BREAKS = [
    *(("requests", at) for at in (3, 5, 6, 7, 8, 12, 15, 16, 17, 18, 19, 23, 24, 26, 27)),
    ("review", 3),
    *(("disclosure", at) for at in (1, 2, 3, 6, 13)),
]


def only_table(document: Document) -> Table:
    tables = list(document.tables())
    assert len(tables) == 1
    return tables[0]


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_random_merged_tables_come_back(data):
    grid = data.draw(merged_grids().filter(is_table))
    xs, ys = data.draw(layouts(grid))
    assume(ys[-1] < 720)
    assert read_areas(only_table(read_pdf(as_pdf([ruled(grid, xs, ys)])))) == areas(grid)


@pytest.mark.parametrize("closed", [True, False], ids=["lines at the break", "open at the break"])
@pytest.mark.parametrize("label", ["above", "below", "both", "halves"])
@pytest.mark.parametrize(("name", "at"), BREAKS)
def test_table_over_two_pages_is_one(name, at, label, closed):
    sheets = over_two_pages(GRIDS[name], at, WIDTHS[name], label=label, closed=closed)
    document = read_pdf(as_pdf(sheets))
    assert read_areas(only_table(document)) == areas(GRIDS[name])
    assert texts(document) == []


@pytest.mark.parametrize("at", [4, 12, 24])
def test_header_printed_again_is_dropped(at):
    sheets = over_two_pages(GRIDS["requests"], at, MATRIX_WIDTHS, header=3)
    assert read_areas(only_table(read_pdf(as_pdf(sheets)))) == areas(GRIDS["requests"])


def test_only_the_header_on_the_first_page():
    sheets = over_two_pages(GRIDS["requests"], 3, MATRIX_WIDTHS, header=3)
    assert read_areas(only_table(read_pdf(as_pdf(sheets)))) == areas(GRIDS["requests"])


def test_line_that_says_the_table_goes_on():
    upper, lower = over_two_pages(GRIDS["requests"], 12, MATRIX_WIDTHS)
    lower.add(Text("（续表）", 480, 50, 9))
    document = read_pdf(as_pdf([upper, lower]))
    assert read_areas(only_table(document)) == areas(GRIDS["requests"])
    assert texts(document) == []


def test_tables_of_other_columns_are_not_joined():
    first, second = plain([["甲", "1"], ["乙", "2"]]), plain([["丙", "3", "4"], ["丁", "5", "6"]])
    upper = ruled(first, *even(first, 60, 700, 400, 60))
    lower = ruled(second, *even(second, 60, 60, 400, 60))
    document = read_pdf(as_pdf([upper, lower]))
    assert [read_areas(table) for table in document.tables()] == [areas(first), areas(second)]


def test_text_between_tables_keeps_them_apart():
    grid = plain([["甲", "1"], ["乙", "2"]])
    upper = ruled(grid, *even(grid, 60, 700, 400, 60))
    lower = ruled(grid, *even(grid, 60, 110, 400, 60)).add(Text("四、行政复议情况", 60, 105, 10.5))
    document = read_pdf(as_pdf([upper, lower]))
    assert [type(block).__name__ for block in document.blocks] == ["Table", "Paragraph", "Table"]


def row_cut_in_two(upper: list[str], lower: list[str]) -> Table:
    """A table whose last row on page one and first row on page two are given."""
    widths = (2.0, 1.0, 1.0)
    xs = columns_of_widths(widths, total=300)
    first, second = plain([["指标", "件数", "条数"], upper]), plain([lower, ["合计", "8", "9"]])
    sheets = [ruled(first, xs, [700, 740, 780]), ruled(second, xs, [60, 100, 140])]
    return only_table(read_pdf(as_pdf(sheets)))


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        (["2.没有现成信息需要", "1", "2"], ["另行制作", "", ""], ["2.没有现成信息需要另行制作", "1", "2"]),
        (["2.没有现成信息需要", "", ""], ["另行制作", "1", "2"], ["2.没有现成信息需要另行制作", "1", "2"]),
        (
            ["没有现成的信息而需要另行加工汇总", "1", ""],
            ["制作", "", ""],
            ["没有现成的信息而需要另行加工汇总制作", "1", ""],
        ),
        (["行政许可", "1", "2"], ["", "", ""], ["行政许可", "1", "2"]),
        (
            ["2.主要负责同志参加政府网站", "1", ""],
            ["在线访谈次数", "", ""],
            ["2.主要负责同志参加政府网站在线访谈次数", "1", ""],
        ),
    ],
)
def test_row_that_the_break_cuts_is_one_row(upper, lower, joined):
    rows = row_cut_in_two(upper, lower).rows()
    assert [[cell.text for cell in row] for row in rows] == [["指标", "件数", "条数"], joined, ["合计", "8", "9"]]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["行政处罚", "5", "6"], ["行政强制", "", ""]),
        (["行政处罚", "", ""], ["行政强制", "5", "6"]),
        (["1.重复申请", "5", "6"], ["2.其他", "", ""]),
        (["（一）予以公开", "5", "6"], ["（二）部分公开", "7", ""]),
        (["（一）主动公开政府信息数", "5", "6"], ["其中：主动公开规范性文件数", "", ""]),
        (["2、政府网站在线访谈次数", "", ""], ["其中、主要负责同志参加次数", "3", "4"]),
        (["4、不同意公开答复数", "", ""], ["其中涉及国家秘密", "", ""]),
        (["（七）总计", "5", "6"], ["结转下年度继续办理", "", ""]),
        (["（二）部分公开", "", ""], ["予以公开", "5", ""]),
    ],
)
def test_rows_that_only_follow_each_other_stay_two(upper, lower):
    rows = [[cell.text for cell in row] for row in row_cut_in_two(upper, lower).rows()]
    assert rows == [["指标", "件数", "条数"], upper, lower, ["合计", "8", "9"]]


def test_blank_figures_under_a_header_at_the_break_are_a_row():
    header, blank = plain([["结果维持", "结果纠正", "总计"]]), plain([["", "", ""], ["注", "无", "无"]])
    xs = columns_of_widths((1, 1, 1))
    sheets = [ruled(header, xs, [740, 780]), ruled(blank, xs, [60, 100, 140])]
    assert len(only_table(read_pdf(as_pdf(sheets))).rows()) == 3


# --- turned pages, turned texts -------------------------------------------------------------------------------------


def turned_sheet(sheet: Sheet, degrees: int) -> Sheet:
    """The same page with its content laid sideways, as a reader who turns it clockwise by ``degrees`` sees it."""
    width, height = sheet.width, sheet.height

    def place(x: float, y: float) -> tuple[float, float]:
        return {90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[degrees]

    result = Sheet(height, width) if degrees != 180 else Sheet(width, height)
    for mark in sheet.marks:
        if isinstance(mark, Text):
            result.add(Text(mark.text, *place(mark.x, mark.y), mark.size, turn=-degrees))
        elif isinstance(mark, Line):
            result.add(Line(*place(mark.x0, mark.y0), *place(mark.x1, mark.y1)))
    return result


@pytest.mark.parametrize("stated", [True, False], ids=["/Rotate", "no /Rotate"])
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_pages_read_like_upright_ones(degrees, stated):
    grid = review_table()
    upright = ruled(grid, *even(grid, 60, 110, 480, 120), 7).add(Text("四、行政复议、行政诉讼情况", 60, 100, 12))
    turned = turned_sheet(upright, degrees)
    turned.rotate = degrees if stated else 0
    document, expected = read_pdf(as_pdf([turned])), read_pdf(as_pdf([upright]))
    assert read_areas(only_table(document)) == read_areas(only_table(expected)) == areas(grid)
    assert texts(document) == ["四、行政复议、行政诉讼情况"]
    assert only_table(document).place.box == pytest.approx(only_table(expected).place.box, abs=0.2)


def test_upright_page_with_a_rotate_entry_that_readers_must_obey():
    """A landscape page: the paper is portrait, /Rotate 90 lays it down, text runs along the long side."""
    grid = GRIDS["requests"]
    upright = Sheet(842, 595)
    xs, ys = columns_of_widths(MATRIX_WIDTHS, 60, 720), [50 + 18.0 * n for n in range(29)]
    upright.add(*(Line(*side) for side in borders(grid, xs, ys)), *cell_texts(grid, xs, ys, 6))
    turned = turned_sheet(upright, 90)
    turned.rotate = 90
    assert (turned.width, turned.height) == (595, 842)
    assert read_areas(only_table(read_pdf(as_pdf([turned])))) == areas(grid)


LABEL = "三、本年度办理结果"
STACKED = {
    "one character a line": [Text(c, 68, 118 + 18 * n, 10) for n, c in enumerate(LABEL)],
    "two columns, right to left": [
        Text(c, 61 + 12 * (1 - n // 5), 118 + 18 * (n % 5), 10) for n, c in enumerate(LABEL)
    ],
    "two characters a line": [Text(LABEL[n : n + 2], 62, 118 + 9 * n, 10) for n in range(0, len(LABEL), 2)],
    "turned clockwise": [Text(LABEL, 68, 110, 10, turn=90)],
    "turned counter-clockwise": [Text(LABEL, 76, 270, 10, turn=-90)],
    "clockwise in two lines": [Text(LABEL[:5], 75, 110, 9, turn=90), Text(LABEL[5:], 63, 110, 9, turn=90)],
    "counter-clockwise in two lines": [Text(LABEL[:5], 71, 270, 9, turn=-90), Text(LABEL[5:], 83, 270, 9, turn=-90)],
    "upside down": [Text(LABEL[:2], 83, 150, 10, turn=180), Text(LABEL[2:4], 83, 138, 10, turn=180)],
}


@pytest.mark.parametrize("way", STACKED)
def test_label_printed_vertically(way):
    rows = [("（一）予以公开", "5"), ("（二）部分公开", "6"), ("（三）不予公开", "7")]
    label = "".join(mark.text for mark in STACKED[way])
    grid = [Printed(label, 0, 0, 3, 1)]
    grid += [Printed(text, row, 1 + column) for row, line in enumerate(rows) for column, text in enumerate(line)]
    xs, ys = [60, 85, 250, 330], [100, 160, 220, 290]
    sheet = Sheet().add(*(Line(*side) for side in borders(grid, xs, ys)), *cell_texts(grid[1:], xs, ys))
    assert read_areas(only_table(read_pdf(as_pdf([sheet.add(*STACKED[way])])))) == areas(grid)


# --- figures and borders ---------------------------------------------------------------------------------------------


def test_figures_that_touch_the_border_stay_in_their_cells():
    grid = plain([["1", "22", "333"], ["12345", "67890", "00000"]])
    xs, ys = [60, 85, 110, 135], [100, 120, 140]
    sheet = Sheet().add(*(Line(*side) for side in borders(grid, xs, ys)), *cell_texts(grid, xs, ys, 10, 0))
    assert read_areas(only_table(read_pdf(as_pdf([sheet])))) == areas(grid)


def test_one_string_through_several_cells_is_cut_at_the_borders():
    grid = plain([["1", "22", "333"], ["合计", "5", "6"]])
    xs, ys = [60, 90, 120, 150], [100, 120, 140]
    lines = [Line(*side) for side in borders(grid, xs, ys)]
    sheet = Sheet().add(*lines, Text("1      22    333", 62, 114, 10), *cell_texts(grid[3:], xs, ys))
    assert read_areas(only_table(read_pdf(as_pdf([sheet])))) == areas(grid)


def test_figure_that_overflows_its_cell_stays_whole():
    grid = plain([["123456", "", "7"], ["合计", "5", "6"]])
    xs, ys = [60, 82, 120, 150], [100, 120, 140]
    lines = [Line(*side) for side in borders(grid, xs, ys)]
    sheet = Sheet().add(*lines, Text("123456", 54, 114, 10), Text("7", 130, 114, 10), *cell_texts(grid[3:], xs, ys))
    assert read_areas(only_table(read_pdf(as_pdf([sheet])))) == areas(grid)


def test_figure_broken_over_two_lines_of_a_full_cell_is_one_figure():
    grid = plain([["指标", "1234567"], ["合计", "12"]])
    xs, ys = [60, 120, 141], [100, 140, 180]
    assert read_areas(only_table(read_pdf(as_pdf([ruled(grid, xs, ys)])))) == areas(grid)


def test_rows_without_a_line_between_them_are_parted_by_their_figures():
    rows = [["指标", "单位", "数量"], ["主动公开", "条", "214"], ["网站公开", "条", "100"], ["合计", "条", "314"]]
    grid = plain(rows)
    xs, ys = [60, 200, 260, 340], [100, 130, 160, 190, 220]
    sides = [s for s in borders(grid, xs, ys) if not (s[1] == s[3] and s[1] in ys[2:4])]
    sheet = Sheet().add(*(Line(*side) for side in sides), *cell_texts(grid, xs, ys))
    assert read_areas(only_table(read_pdf(as_pdf([sheet])))) == areas(grid)


@pytest.mark.parametrize(
    "frame",
    [
        lambda x0, y0, x1, y1: [Line(x0, y0, x1, y1, dash="[3 2] 0")],
        lambda x0, y0, x1, y1: [Line(x0, y0, x1, y1, width=2.25)],
        lambda x0, y0, x1, y1: [Fill(x0 - 0.24, y0 - 0.24, x1 + 0.24, y1 + 0.24)],
        lambda x0, y0, x1, y1: [Line(x0 - d, y0 - d, x1 - d, y1 - d) for d in (-0.75, 0.75)],
        lambda x0, y0, x1, y1: [Picture(x0 - 0.3, y0 - 0.3, x1 + 0.3, y1 + 0.3)],
    ],
    ids=["dash pattern", "bold", "filled", "double", "stretched images"],
)
def test_lines_of_every_kind(frame):
    grid = GRIDS["disclosure"]
    xs, ys = even(grid, 60, 110, 400, 280)
    marks: list[Mark] = [mark for side in borders(grid, xs, ys) for mark in frame(*side)]
    sheet = Sheet().add(*marks, *cell_texts(grid, xs, ys))
    assert read_areas(only_table(read_pdf(as_pdf([sheet])))) == areas(grid)


# --- tables without lines --------------------------------------------------------------------------------------------

ROWS = [
    ["指标", "单位", "数量"],
    ["一、主动公开政府信息数", "条", "2143"],
    ["其中：1.政府网站公开", "条", "1800"],
    ["2.政务微博公开", "条", ""],
    ["二、回应解读情况", "", ""],
    ["（一）回应公众关切", "次", "12"],
]


def aligned(rows: list[list[str]], *marks: Mark) -> Document:
    sheet = Sheet().add(*marks)
    for number, row in enumerate(rows):
        sheet.add(*(Text(text, x, 150 + 20 * number) for x, text in zip((80, 350, 450), row, strict=False) if text))
    return read_pdf(as_pdf([sheet]))


@pytest.mark.parametrize("rules", [(), (0, 1, 6), range(7)], ids=["no lines", "three lines", "a line a row"])
def test_columns_by_white_space(rules):
    document = aligned(ROWS, *(Line(75, 136 + 20 * rule, 520, 136 + 20 * rule) for rule in rules))
    assert read_areas(only_table(document)) == areas(plain(ROWS))
    assert [note.code for note in document.notes] == ["aligned_table"]


def test_bands_of_colour_instead_of_lines():
    document = aligned(ROWS, *(Fill(75, 136 + 20 * n, 520, 156 + 20 * n, 0.9) for n in (0, 2, 4)))
    assert read_areas(only_table(document)) == areas(plain(ROWS))


def test_label_on_two_lines_without_any_lines():
    rows = [
        ["指标", "", "数量"],
        ["1.因信息公开被申请行", "", "3"],
        ["政复议的件数"],
        ["2.因信息公开被提起诉", "", "4"],
    ]
    rows += [["讼的件数"], ["3.其他", "", "5"]]
    whole = [
        ["指标", "数量"],
        ["1.因信息公开被申请行政复议的件数", "3"],
        ["2.因信息公开被提起诉讼的件数", "4"],
        ["3.其他", "5"],
    ]
    assert read_areas(only_table(aligned(rows))) == areas(plain(whole))


def test_columns_set_with_blanks():
    rows = [*ROWS[:3], ["2.政务微信公开", "条", "343"]]
    lines = [f"{a}{'　' * (14 - len(a))}{b}　　　{c}" for a, b, c in rows]
    document = read_pdf(as_pdf([Sheet().lines(lines, top=150)]))
    assert read_areas(only_table(document)) == areas(plain(rows))


def test_table_without_lines_over_two_pages():
    lower = [["（二）举办新闻发布会", "次", "2"], ["（三）在线访谈", "次", "13"], ["（四）接受采访", "次", "140"]]
    sheets = []
    for rows, top in ((ROWS, 660), (lower, 110)):
        placed = [
            (x, top + 20 * n, text) for n, row in enumerate(rows) for x, text in zip((80, 350, 450), row, strict=True)
        ]
        sheets.append(Sheet().add(*(Text(text, x, y) for x, y, text in placed if text)))
    document = read_pdf(as_pdf(sheets))
    assert read_areas(only_table(document)) == areas(plain([*ROWS, *lower]))
    assert document.notes[0].message.startswith("第1—2页")


def test_header_without_lines_that_spans_columns():
    rows = [
        ["", "发布渠道", ""],
        ["指标", "网站", "微博"],
        ["公开数", "12", "7"],
        ["回应数", "5", "44"],
        ["合计", "17", "51"],
    ]
    sheet = Sheet()
    for number, row in enumerate(rows):
        sheet.add(*(Text(t, x, 150 + 20 * number) for x, t in zip((80, 300, 400), row, strict=True) if t and number))
    document = read_pdf(as_pdf([sheet.add(Text("指标名称", 80, 150), Text("各渠道发布条数合计", 320, 150))]))
    assert read_areas(only_table(document))[:2] == [("指标名称", 0, 0, 1, 1), ("各渠道发布条数合计", 0, 1, 1, 2)]


def test_narrow_columns_of_figures_without_lines():
    """Figures four points apart, labels that end right before the first figure."""
    rows = [
        ["1.属于国家秘密的", "814", "6"],
        ["2.其他法律行政法规", "2318", "1642"],
        ["3.保护第三方合法权益", "0", "12"],
    ]
    sheet = Sheet()
    for number, row in enumerate([*rows, ["四、结转下年度", "5", "7"]]):
        marks = [Text(text, x, 150 + 24 * number) for x, text in zip((80, 190, 215), row, strict=True)]
        sheet.add(*marks, Text(str(number), 300, 150 + 24 * number))
    expected = [[*row, str(number)] for number, row in enumerate([*rows, ["四、结转下年度", "5", "7"]])]
    assert read_areas(only_table(read_pdf(as_pdf([sheet])))) == areas(plain(expected))


def test_figures_that_stand_in_no_columns_are_read_line_by_line():
    sheet = Sheet()
    for number, xs in enumerate([(200, 250), (215, 262), (228, 275), (205, 255)]):
        line = [Text(f"{(number + 1) * 11111}", x, 150 + 20 * number) for x in xs]
        sheet.add(Text(f"第{number}项", 80, 150 + 20 * number), *line)
    document = read_pdf(as_pdf([sheet]))
    assert list(document.tables()) == []
    assert [note.code for note in document.notes] == ["unaligned_figures"]
    assert texts(document)[0] == "第0项 11111 11111"


@pytest.mark.parametrize(
    "lines",
    [
        ["目　　录", "一、总体情况…………………………1", "二、主动公开情况…………………2", "三、收到和处理情况………………3"],
        ["联系人：办公室     电话：12345678", "填报单位：某局     日期：2023年1月"],
        ["政　府　信　息", "公　开　年　度", "报　　　　　告"],
    ],
    ids=["contents", "signatures", "spread title"],
)
def test_lines_that_are_no_table(lines):
    document = read_pdf(as_pdf([Sheet().lines(lines, top=150)]))
    assert list(document.tables()) == []
    assert document.notes == []


# --- what programs print ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed() -> bytes:
    blocks = ["二、主动公开政府信息情况", GRIDS["disclosure"], "三、收到和处理政府信息公开申请情况", GRIDS["requests"]]
    return typst_pdf([*blocks, "四、政府信息公开行政复议、行政诉讼情况", GRIDS["review"], "五、存在的主要问题"])


def test_statutory_tables_over_pages_by_typst(printed):
    document = read_pdf(printed)
    assert [read_areas(t) for t in document.tables()] == [areas(GRIDS[n]) for n in ("disclosure", "requests", "review")]
    assert [block.place.table for block in document.tables()] == [0, 1, 2]
    assert len({cell.place.page for cell in list(document.tables())[1].cells}) > 1
    assert texts(document) == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题",
    ]


@pytest.mark.parametrize("stroke", ["2pt", '(dash: "dashed", thickness: 0.6pt)', "(x: none, y: 0.5pt)"])
def test_strokes_by_typst(stroke):
    grid = plain([["指标", "单位", "数量"], ["公开数", "条", "12"], ["合计", "件", "7"]])
    document = read_pdf(typst_pdf([grid], table=f"stroke: {stroke}"))
    assert read_areas(only_table(document)) == areas(grid)


def test_cells_against_pdfplumber(printed):
    """The boxes and texts of cells on each page, as an independent library finds them."""
    document = read_pdf(printed)
    ours = {cell.place.page: [] for table in document.tables() for cell in table.cells}
    for table in document.tables():
        for cell in table.cells:
            ours[cell.place.page].append((cell.place.box, cell.text))
    with pdfplumber.open(io.BytesIO(printed)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            theirs = [cell for table in page.find_tables() for cell in table.cells]
            for box, text in ours[number]:
                left, bottom, right, top = box
                same = [
                    c
                    for c in theirs
                    if c == pytest.approx((left, page.height - top, right, page.height - bottom), abs=1)
                ]
                assert len(same) == 1
                inside = page.crop(same[0]).extract_text() or ""
                assert "".join(inside.split()) == text[: len("".join(inside.split()))]


@soffice
def test_statutory_table_by_libreoffice():
    """Header rows repeat on each page, one label has a text direction of its own."""
    blocks = ["三、收到和处理政府信息公开申请情况", GRIDS["requests"]]
    source = word(blocks, turned={LABEL: "tbRlV"}, repeat=3)
    document = read_pdf(converted(source, "docx", "pdf"))
    assert read_areas(only_table(document)) == areas(GRIDS["requests"])
    assert texts(document) == blocks[:1]


def test_page_number_in_the_last_row_is_no_figure():
    grid = plain([[str(row), str(row * 7 % 10), "12"] for row in range(30)])
    xs, ys = even(grid, 60, 60, 400, 740)
    for pattern in ("- {} -", "{}", "第{}页", "— {} —"):
        sheets = [ruled(grid, xs, ys).add(Text(pattern.format(n + 5), 280, 790, 9)) for n in range(3)]
        table = only_table(read_pdf(as_pdf(sheets)))
        expected = [Printed(c.text, c.row + 30 * n, c.column) for n in range(3) for c in grid]
        assert read_areas(table) == areas(expected)


def test_page_number_right_below_the_table():
    grid: Grid = plain([[str(row), "3"] for row in range(20)])
    sheets = [ruled(grid, *even(grid, 60, 60, 400, 740)).add(page_number(str(n + 1), 806)) for n in range(2)]
    document = read_pdf(as_pdf(sheets))
    assert len(only_table(document).cells) == 80
    assert texts(document) == []
