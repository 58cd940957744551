"""Running text of PDF files: paragraphs, characters, what is printed around the text."""

from __future__ import annotations

import re

import pytest

from gongkai.report.reading.formats.pages.furniture import remove_furniture
from gongkai.report.reading.formats.pages.page import Page, Run
from gongkai.report.reading.formats.pages.pdf import read_pdf
from gongkai.report.reading.formats.pages.text import clean, continued
from tests.report.reading.formats.pages.drawing import Mark, Sheet, Text, as_pdf, even, plain
from tests.report.reading.formats.pages.grids import areas, page_number, read_areas, ruled
from tests.report.reading.formats.pages.typeset import typst_pdf
from tests.report.reading.formats.samples import texts

LONG = (
    "本年度，本机关围绕重点任务主动公开各类信息三百二十六条，办理公开申请12件，均在法定期限内答复。"
    "通过门户网站公开214条，政务新媒体公开112条，回应公众关切38次，举办新闻发布会2场，群众满意率98.5%。"
)


def body(lines: int, start: int = 0) -> list[str]:
    """Full lines of one paragraph, thirty-nine characters each, all different."""
    return [f"第{'甲乙丙丁戊己庚辛壬癸'[(start + n) % 10]}行" + "正文" * 18 for n in range(lines)]


def read(*sheets: Sheet) -> list[str]:
    return texts(read_pdf(as_pdf(sheets)))


# --- paragraphs ------------------------------------------------------------------------------------------------------


def test_paragraphs_by_indent():
    lines = ["　　" + body(1)[0][2:], body(1, 1)[0], "到此为止。", "　　" + body(1, 2)[0][2:], "又一段完。"]
    sheet = Sheet()
    for number, line in enumerate(lines):
        shown = line.lstrip("　")
        sheet.add(Text(shown, 90 + 10.5 * (len(line) - len(shown)), 120 + 20 * number))
    assert read(sheet) == ["".join(lines[:3]).strip("　"), "".join(lines[3:]).strip("　")]


def test_paragraph_over_a_page_break_with_a_page_number_between():
    first = Sheet().lines(body(3), top=700).add(page_number("- 1 -"))
    second = Sheet().lines([*body(2, 3), "末行。"], top=110).add(page_number("- 2 -"))
    assert read(first, second) == ["".join(body(5)) + "末行。"]


def test_heading_after_a_full_line_without_indents():
    lines = [body(1)[0][:-1] + "。", "二、主动公开政府信息情况", body(1, 1)[0], "完。"]
    assert read(Sheet().lines(lines, top=120)) == [lines[0], lines[1], lines[2] + lines[3]]


def test_larger_title_is_a_paragraph_of_its_own():
    sheet = Sheet().add(Text("某某局2023年政府信息公开工作年度报告书的全称标题文字", 90, 100, 16))
    assert len(read(sheet.lines(body(2), top=130))) == 2


def test_title_as_wide_as_the_text_is_a_paragraph_of_its_own():
    title = "某某某某某某某某某某某某某某某某某某某某某某某某2023年政府信息公开工作年度报告"
    assert read(Sheet().lines([title, *body(2)], top=120)) == [title, "".join(body(2))]


def test_indented_heading_as_wide_as_the_text_is_a_paragraph_of_its_own():
    """Heading and first line of its text both begin two characters in."""
    heading = "（一）" + "推进政务公开与政务服务融合发展" * 2 + "的情况"
    sheet = Sheet().lines([heading, body(1)[0][:36]], left=111, top=120).lines([body(1, 1)[0], "完。"], top=151.5)
    assert read(sheet) == [heading, body(1)[0][:36] + body(1, 1)[0] + "完。"]


def test_space_between_paragraphs_without_indents():
    sheet = Sheet().lines(body(3), top=120).lines(body(3, 3), top=200)
    assert read(sheet) == ["".join(body(3)), "".join(body(3, 3))]


def test_short_lines_stay_apart():
    lines = ["联系人：办公室", "联系电话：12345678", "电子邮箱：abc@example.cn"]
    assert read(Sheet().lines(lines, top=120)) == lines


def test_figures_and_words_broken_at_the_line_end_are_whole():
    sheet = Sheet().lines(["公开" * 19 + "2", "017条信息，完。"], top=120)
    assert read(sheet) == ["公开" * 19 + "2017条信息，完。"]


def test_paragraphs_by_typst_in_order():
    blocks = ["一、总体情况", LONG * 3, LONG, "二、主动公开政府信息情况", LONG * 14]
    document = read_pdf(typst_pdf(blocks))
    assert texts(document) == [re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", block) for block in blocks]
    assert {paragraph.place.page for paragraph in document.paragraphs()} == {1}


def test_place_is_the_box_on_the_page_counted_from_the_bottom():
    (paragraph,) = read_pdf(as_pdf([Sheet().lines(["一、总体情况"], left=90, top=142, size=20)])).paragraphs()
    assert paragraph.place.page == 1
    assert paragraph.place.box == pytest.approx((90, 700 - 2.4, 210, 700 + 17.6), abs=3)


# --- characters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("2023 年 共 12 件", "2023年共12件"),
        ("政 府 信 息 公 开", "政府信息公开"),
        ("ABC def 3 件", "ABC def 3件"),
        ("ＡＢ１２（全角）保留。", "ＡＢ１２（全角）保留。"),
        ("⼈⺠政府⼯作⽂件⻅附表", "人民政府工作文件见附表"),
        ("填报单位：　　　　填报日期：", "填报单位： 填报日期："),
        ("目　　录", "目录"),
    ],
)
def test_characters(printed, read_as):
    assert read(Sheet().lines([printed], top=120)) == [read_as]


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("ﬁnance oﬃce", "finance office"),
        ("infor\u00admation", "information"),
        ("2019\u00ad2020", "2019-2020"),
        ("公\u200b开\ufeff", "公开"),
        ("\uf0b7 公开", "•公开"),
        (" 前后 ", "前后"),
        ("甲    乙", "甲乙"),
        ("单位    名称", "单位 名称"),
        ("\ud840\udc0b字", "\U0002000b字"),
        ("", ""),
    ],
)
def test_clean(raw, cleaned):
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("政府", "信息", "政府信息"),
        ("annual", "report", "annual report"),
        ("infor-", "mation", "information"),
        ("2019-", "2020", "2019-2020"),
        ("共12", "34件", "共1234件"),
        ("见www.", "某地", "见www.某地"),
        ("", "甲", "甲"),
    ],
)
def test_continued(before, after, whole):
    assert continued(before, after) == whole


BOLD = "政府信息公开工作年度报告12"


@pytest.mark.parametrize(
    "marks",
    [
        [Text(BOLD, 100, 120, 18), Text(BOLD, 100.4, 120, 18)],
        [Text(BOLD, 100, 120, 18), Text(BOLD, 100, 120, 18)],
        [Text(BOLD, 100, 120, 18), Text(BOLD, 100.5, 120.5, 18), Text(BOLD, 101, 120, 18)],
        [Text(c, 100 + 18 * n + d, 120, 18) for n, c in enumerate(BOLD[:-2]) for d in (0, 0.5)]
        + [Text("12", 316, 120, 18)],
    ],
    ids=["run twice", "exactly over itself", "with a shadow", "character by character"],
)
def test_bold_type_painted_several_times_reads_once(marks):
    assert read(Sheet().add(*marks)) == [BOLD]


def test_repeated_figures_are_not_taken_for_bold_type():
    assert read(Sheet().lines(["共公开1111条、22件，人人参与"], top=120)) == ["共公开1111条、22件，人人参与"]


def test_characters_painted_in_any_order():
    text = "某某局2023年度报告"
    xs = [90.0]
    for character in text:
        xs.append(xs[-1] + (10.5 if ord(character) > 255 else 5.25))
    marks = [Text(character, x, 120) for character, x in zip(text, xs, strict=False)]
    assert read(Sheet().add(*marks[::-1])) == [text]


def test_ligatures_by_typst():
    assert texts(read_pdf(typst_pdf(["office ﬁnance waffle 公开"]))) == ["office finance waffle公开"]


def test_characters_without_codes_are_said_and_never_figures():
    """Cut the tables of codes out of a file: what is left are glyph numbers, some of which look like figures."""
    plain_file = typst_pdf(["一、总体情况", LONG, plain([["项目", "件数"], ["公开", "12345"]])])
    broken = re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), plain_file)
    assert broken != plain_file
    document = read_pdf(broken)
    assert [note.code for note in document.notes] == ["undecodable"]
    assert "第1页" in document.notes[0].message
    read_texts = [*texts(document), *(cell.text for table in document.tables() for cell in table.cells)]
    assert not re.search(r"[0-9A-Za-z]", "".join(read_texts))


# --- around the text -------------------------------------------------------------------------------------------------

GRID = plain([["项目", "数量"], ["规章", "3"], ["文件", "14"]])


def pages(count: int, *patterns: str, y: float = 800, x: float = 285) -> list[Sheet]:
    """Pages with different text, a table and something printed at the foot; patterns go round."""
    sheets = []
    for number in range(count):
        sheet = ruled(GRID, *even(GRID, 60, 300, 400, 90)).lines([*body(2, number * 2), "完。"], top=120)
        if patterns:
            text = patterns[number % len(patterns)].format(number + 1, count)
            sheet.add(Text(text, x, y, 9))
        sheets.append(sheet)
    return sheets


NUMBERS = [
    "- {} -",
    "— {} —",
    "－{}－",
    "第{}页",
    "第 {} 页 共 {} 页",
    "共{1}页 第{0}页",
    "{}",
    "{}/{}",
    "·{}·",
    "Page {} of {}",
]


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("pattern", NUMBERS)
def test_page_numbers_are_dropped(pattern, count):
    document = read_pdf(as_pdf(pages(count, pattern)))
    assert texts(document) == ["".join(body(2, n * 2)) + "完。" for n in range(count)]
    assert [read_areas(table) for table in document.tables()] == [areas(GRID)] * count


@pytest.mark.parametrize("y", [40, 70])
def test_page_numbers_at_the_top(y):
    assert len(read(*pages(3, "- {} -", y=y))) == 3


def test_numbers_on_alternating_sides():
    sheets = pages(4)
    for number, sheet in enumerate(sheets):
        sheet.add(Text(str(number + 1), 90 if number % 2 else 490, 800, 9))
    assert len(read(*sheets)) == 4


def test_headers_and_footers_are_dropped():
    sheets = pages(3, "- {} -")
    for sheet in sheets:
        sheet.add(
            Text("某某区人民政府办公室", 60, 40, 9), Text("2023年度报告", 400, 40, 9), Text("内部编号 A-17", 60, 815, 8)
        )
    assert read(*sheets) == ["".join(body(2, n * 2)) + "完。" for n in range(3)]


def test_different_last_lines_are_text():
    """What stands at the foot of a page is text unless it repeats or counts."""
    first = Sheet().lines([*body(1), "共计公开信息若干条，", "以上均为全年数据。"], top=770)
    assert read(first)[-1] == "以上均为全年数据。"


def test_last_line_of_a_paragraph_that_is_only_a_figure_is_text():
    lines = [*body(2)]
    sheet = Sheet().lines(lines, top=760).add(Text("5", 90, 760 + 2 * 10.5 * 1.5))
    assert read(sheet) == ["".join(lines) + "5"]


def test_a_figure_near_the_foot_inside_a_table_is_a_value():
    grid = plain([["规章", "3"], ["文件", "2"], ["合计", "5"]])
    document = read_pdf(as_pdf([ruled(grid, *even(grid, 60, 730, 400, 90)) for _ in range(1)]))
    assert read_areas(next(document.tables())) == areas(grid)


def test_counting_values_at_the_foot_of_two_pages_stay():
    """Two pages are no proof that figures in a table count pages."""
    sheets = []
    for number in (1, 2):
        grid = plain([["甲", "乙"], [f"第{number}类", str(number)]])
        sheets.append(ruled(grid, *even(grid, 60, 760, 400 + 20 * number, 60)))
    values = [cell.text for table in read_pdf(as_pdf(sheets)).tables() for cell in table.cells]
    assert {"1", "2"} <= set(values)


WATERMARKS: dict[str, Mark] = {
    "slanted": Text("内部资料 2023", 150, 500, 48, turn=-40),
    "slanted and small": Text("仅供查阅 88", 150, 500, 9, turn=30),
    "large and pale": Text("样本12", 150, 345, 48, grey=0.85),
}


@pytest.mark.parametrize("kind", WATERMARKS)
def test_watermarks_are_dropped(kind):
    (sheet,) = pages(1)
    document = read_pdf(as_pdf([sheet.add(WATERMARKS[kind])]))
    assert texts(document) == ["".join(body(2)) + "完。"]
    assert read_areas(next(document.tables())) == areas(GRID)


def test_large_words_at_the_same_place_of_all_pages_are_a_watermark():
    sheets = [sheet.add(Text("样本12", 150, 345, 40)) for sheet in pages(2)]
    assert [read_areas(table) for table in read_pdf(as_pdf(sheets)).tables()] == [areas(GRID)] * 2


def test_pale_small_text_and_white_titles_are_text():
    sheet = Sheet().add(Text("年度报告", 90, 90, 30, grey=1.0)).lines(body(2), top=150)
    sheet.add(Text("浅色的小字也是正文", 90, 300, 10.5, grey=0.7))
    assert {"年度报告", "浅色的小字也是正文"} <= set(read(sheet))


def test_text_outside_the_page_is_not_printed():
    sheet = Sheet().lines(body(2), top=120).add(Text("页外", 700, 120), Text("页外", 90, 900))
    assert read(sheet) == ["".join(body(2))]


def _page_of(number, *runs):
    return Page(number, 595.0, 842.0, runs=list(runs))


def _line(text, top, size=16.0, left=80.0):
    return Run(text, left, top, left + size * len(text), top + size)


def test_words_of_the_prose_at_one_place_of_several_pages_are_no_watermark():
    tables = [_line("1234", 400.0 + 12 * n, 9.0) for n in range(30)]
    prose = [_line("这是正文的一行文字，比表中的字大得多", 120.0 + 30 * n) for n in range(6)]
    pages = [_page_of(n, *tables, *prose, _line("件。", 330.0), _line("内部资料", 500.0, 60.0)) for n in (1, 2, 3)]
    remove_furniture(pages, [[], [], []])
    left = [run.text for page in pages for run in page.runs]
    assert left.count("件。") == 3
    assert "内部资料" not in left
