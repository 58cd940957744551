"""Automatic list numbers: formats, counters, and the lists of Word files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.reading.formats.numbering import Counters, Level, chinese, format_number, joined
from gongkai.report.reading.formats.word.docx import read_docx

from .samples import docx, p, tbl, tc, texts

VALUES = {"零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}


def chinese_value(text: str) -> int:
    """The plain way back: digits times units."""
    total = digit = 0
    for sign in text:
        if sign in UNITS:
            total += (digit or 1) * UNITS[sign]
            digit = 0
        else:
            digit = VALUES[sign]
    return total + digit


@given(st.integers(0, 9999))
def test_chinese_counting_reads_back(number: int):
    assert chinese_value(chinese(number)) == number


ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@given(st.integers(1, 3999))
def test_roman_numbers_read_back(number: int):
    values = [ROMAN[sign] for sign in format_number(number, "lowerRoman")]
    assert number == sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    assert format_number(number, "upperRoman") == format_number(number, "lowerRoman").upper()


@pytest.mark.parametrize(
    ("number", "kind", "printed"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (12, "decimalZero", "12"),
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "japaneseCounting", "二十"),
        (110, "chineseCounting", "一百一十"),
        (1001, "chineseCounting", "一千零一"),
        (0, "chineseCounting", "零"),
        (20000, "chineseCounting", "20000"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (105, "ideographDigital", "一〇五"),
        (1, "ideographTraditional", "甲"),
        (11, "ideographTraditional", "甲"),
        (12, "ideographZodiac", "亥"),
        (1, "decimalEnclosedCircle", "①"),
        (20, "decimalEnclosedCircleChinese", "⑳"),
        (21, "decimalEnclosedCircle", "㉑"),
        (36, "decimalEnclosedCircle", "㊱"),
        (51, "decimalEnclosedCircle", "51"),
        (0, "decimalEnclosedCircle", "⓪"),
        (2, "decimalEnclosedParen", "⑵"),
        (21, "decimalEnclosedParen", "21"),
        (3, "decimalEnclosedFullstop", "⒊"),
        (2, "ideographEnclosedCircle", "㊁"),
        (19, "decimalFullWidth", "１９"),
        (1, "upperLetter", "A"),
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (0, "upperLetter", "0"),
        (0, "ideographZodiac", "0"),
        (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"),
        (4000, "upperRoman", "4000"),
        (5, "none", ""),
        (5, "bullet", ""),
        (5, "unheardOf", "5"),
        (-1, "chineseCounting", "-1"),
    ],
)
def test_formats(number: int, kind: str, printed: str):
    assert format_number(number, kind) == printed


@pytest.mark.parametrize(
    ("label", "text", "printed"),
    [
        ("一、", "总体情况", "一、总体情况"),
        ("（一）", "机构", "（一）机构"),
        ("1.", "2021年", "1. 2021年"),
        ("①", "甲", "① 甲"),
        ("", "甲", "甲"),
        ("2.", "", "2."),
    ],
)
def test_labels_stand_before_their_text(label: str, text: str, printed: str):
    assert joined(label, text) == printed


LEVELS = {
    0: Level(format="chineseCounting", text="%1、"),
    1: Level(format="chineseCounting", text="（%2）"),
    2: Level(text="%3."),
    3: Level(text="%1.%3.%4", legal=True),
}


def labels(levels: list[int], definition: dict[int, Level] = LEVELS) -> list[str]:
    counters = Counters()
    return [counters.label("list", level, definition) for level in levels]


@pytest.mark.parametrize(
    ("levels", "printed"),
    [
        ([0, 0, 0], ["一、", "二、", "三、"]),
        ([0, 1, 1, 0, 1], ["一、", "（一）", "（二）", "二、", "（一）"]),
        ([0, 1, 2, 2, 1, 2], ["一、", "（一）", "1.", "2.", "（二）", "1."]),
        ([1, 1], ["（一）", "（二）"]),
        ([0, 1, 2, 3, 3], ["一、", "（一）", "1.", "1.1.1", "1.1.2"]),
        ([5], [""]),
    ],
)
def test_counters(levels: list[int], printed: list[str]):
    assert labels(levels) == printed


def test_a_level_may_go_on_through_its_parents():
    never = LEVELS | {1: Level(text="%2.", restart=0)}
    assert labels([0, 1, 0, 1], never) == ["一、", "1.", "二、", "2."]


def test_a_level_may_restart_only_after_a_given_one():
    after_first = LEVELS | {2: Level(text="%3.", restart=1)}
    assert labels([0, 1, 2, 1, 2, 0, 2], after_first)[2::2] == ["1.", "2.", "1."]


def test_lists_count_apart_and_starts_apply_once():
    counters = Counters()
    first = [counters.label("a", 0, LEVELS) for _ in range(2)]
    other = counters.label("b", 0, LEVELS)
    restarted = [counters.label("a", 0, LEVELS, ("7", 5)) for _ in range(2)]
    assert (first, other, restarted) == (["一、", "二、"], "一、", ["五、", "六、"])


def level(index: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>')
    + level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>')
    + "</w:abstractNum>"
    + f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "●")}</w:abstractNum>'
    + '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="listStyle"/></w:abstractNum>'
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    + '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/>'
    + "</w:lvlOverride></w:num>"
    + f'<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{level(0, "decimal", "[%1]")}'
    + "</w:lvlOverride></w:num>"
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="derived"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="numbering" w:styleId="listStyle"><w:name w:val="s"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def numbered(instance: int, at: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{instance}"/></w:numPr>'


def styled(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


@pytest.mark.parametrize(
    ("paragraphs", "printed"),
    [
        ([numbered(1), numbered(1), numbered(1, 1)], ["一、", "二、", "（一）"]),
        ([styled("1"), styled("2"), styled("derived"), styled("2")], ["一、", "（一）", "二、", "（一）"]),
        ([styled("1"), styled("1") + numbered(0), styled("1")], ["一、", "", "二、"]),
        ([numbered(1), numbered(4), numbered(4), numbered(1)], ["一、", "四、", "五、", "六、"]),
        ([numbered(1), numbered(5)], ["一、", "[2] "]),
        ([numbered(2), numbered(2)], ["", ""]),
        ([numbered(3), numbered(1)], ["一、", "二、"]),
        ([numbered(77)], [""]),
        ([""], [""]),
    ],
)
def test_numbers_of_word_paragraphs(paragraphs: list[str], printed: list[str]):
    body = "".join(p("文", properties) for properties in paragraphs)
    assert texts(read_docx(docx(body, STYLES, NUMBERING))) == [f"{label}文" for label in printed]


def test_a_style_takes_the_level_that_the_list_links_to_it():
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="linked"><w:name w:val="l"/><w:pPr><w:numPr><w:numId w:val="9"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    definition = level(0, "decimal", "%1)") + level(1, "lowerLetter", "%2)", '<w:pStyle w:val="linked"/>')
    lists = f'<w:abstractNum w:abstractNumId="9">{definition}</w:abstractNum>'
    lists += '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    body = p("文", numbered(9)) + p("文", styled("linked")) + p("文", styled("linked"))
    assert texts(read_docx(docx(body, styles, lists))) == ["1) 文", "a) 文", "b) 文"]


@pytest.mark.parametrize(
    ("more", "printed"),
    [
        ("", ["1.", "1.", "1.", "1."]),
        ('<w:lvlRestart w:val="0"/>', ["1.", "2.", "3.", "4."]),
        ('<w:lvlRestart w:val="1"/>', ["1.", "2.", "1.", "2."]),
    ],
)
def test_word_levels_restart_as_stated(more: str, printed: list[str]):
    definition = level(0, "decimal", "甲%1") + level(1, "decimal", "乙%2") + level(2, "decimal", "%3.", more)
    lists = f'<w:abstractNum w:abstractNumId="9">{definition}</w:abstractNum>'
    lists += '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    places = [0, 1, 2, 1, 2, 0, 1, 2, 1, 2]
    found = texts(read_docx(docx("".join(p("文", numbered(9, place)) for place in places), numbering=lists)))
    assert [text.split()[0] for text in found if text[0].isdigit()] == printed


def test_a_level_without_start_begins_at_one():
    lists = '<w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    lists += '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    assert texts(read_docx(docx(p("文", numbered(9)), numbering=lists))) == ["1. 文"]


def test_numbers_go_on_in_cells_and_stand_in_empty_ones():
    body = p("文", numbered(1)) + tbl(*(tc(p("", numbered(1))) + tc(p(f"指标{n}", numbered(1, 1))) for n in range(3)))
    (table,) = read_docx(docx(body, STYLES, NUMBERING)).tables()
    assert [cell.text for cell in table.cells] == [
        *("二、", "（一）指标0"),
        *("三、", "（一）指标1"),
        *("四、", "（一）指标2"),
    ]
