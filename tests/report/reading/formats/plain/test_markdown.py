"""Markdown as converters write it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.document import Paragraph
from gongkai.report.reading.formats.plain.markdown import read_markdown


def read(text):
    """The document; every paragraph is a stretch of the source."""
    document = read_markdown(text)
    assert document.format == "md"
    assert document.text == text
    for paragraph in document.paragraphs():
        assert text[paragraph.place.start : paragraph.place.end] == paragraph.text == paragraph.text.strip()
        assert text.count("\n", 0, paragraph.place.start) + 1 == paragraph.place.line
    return document


def paragraphs(text):
    return [p.text for p in read(text).paragraphs()]


def levels(text):
    return [(p.text, p.level) for p in read(text).paragraphs()]


def tables(text):
    return [[[cell.text for cell in row] for row in table.rows()] for table in read(text).tables()]


def test_headings_have_the_level_of_their_marks():
    text = "# 某局2022年度报告\n\n## 一、总体情况 ##\n\n正文。\n\n### **（一）** 主动公开\n\n二、其他\n====\n"
    assert levels(text) == [
        ("某局2022年度报告", 1),
        ("一、总体情况", 2),
        ("正文。", None),
        ("**（一）** 主动公开", 3),
        ("二、其他", 1),
    ]


def test_a_short_paragraph_in_bold_is_a_heading_below_the_last_one():
    text = "## 报告\n\n**一、总体情况**\n\n**本年度公开了信息。**\n\n__二、其他__\n"
    assert levels(text) == [("报告", 2), ("一、总体情况", 3), ("本年度公开了信息。", None), ("二、其他", 3)]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("**全文加粗，共12条。**", "全文加粗，共12条。"),
        ("***粗斜***", "粗斜"),
        ("主动公开**12**条，其中*网站*10条。", "主动公开**12**条，其中*网站*10条。"),
        ("**12**条和**3**件", "**12**条和**3**件"),
        ("根据《条例》第1\\.2款", "根据《条例》第1\\.2款"),
        ("- 网站公开10条。", "网站公开10条。"),
        ("> 引自去年的报告。", "引自去年的报告。"),
        ("1. 第一项。", "1. 第一项。"),
        ("    缩进的段落不是代码。", "缩进的段落不是代码。"),
        ("　　全角缩进。", "全角缩进。"),
    ],
)
def test_what_a_paragraph_shows(source, shown):
    assert paragraphs(f"前文。\n\n{source}\n\n后文。") == ["前文。", shown, "后文。"]


def test_marks_of_lists_are_kept_as_printed():
    assert paragraphs("1. 甲。\n2. 乙。\n3. 丙。\n\n（一）丁。\n- 戊。\n") == [
        "1. 甲。",
        "2. 乙。",
        "3. 丙。",
        "（一）丁。",
        "戊。",
    ]


def test_lines_without_empty_lines_between_are_paragraphs_of_their_own():
    text = (
        "一、总体情况。\n2022年公开12条。\n（一）组织领导\n局里很重视，成立了\n领导小组。\n二是加强学习。  \n三是检查\n"
    )
    assert paragraphs(text) == [
        "一、总体情况。",
        "2022年公开12条。",
        "（一）组织领导\n局里很重视，成立了\n领导小组。",
        "二是加强学习。",
        "三是检查",
    ]


def test_a_table_of_bars():
    text = "| 信息内容 | 本年制发件数 |\n|:---|---:|\n| **规章** | 0 |\n| 行政规范性文件<br>（含）| `3` |\n"
    assert tables(text) == [[["信息内容", "本年制发件数"], ["规章", "0"], ["行政规范性文件\n（含）", "3"]]]
    (table,) = read(text).tables()
    assert not table.ragged
    assert text[table.cells[2].place.start : table.cells[2].place.end] == "**规章**"
    assert table.cells[2].place.line == 3


def test_rows_with_more_or_fewer_cells_than_the_heading_lose_none():
    text = "|信息内容|件数|\n|-|-|\n|规章|1|2|\n|行政许可|\n"
    (table,) = read(text).tables()
    assert table.ragged
    assert tables(text) == [[["信息内容", "件数"], ["规章", "1", "2"], ["行政许可"]]]


def test_escaped_bars_and_entities_in_cells():
    assert tables("|a|b|\n|-|-|\n|甲\\|乙|&lt;3&gt;&nbsp;|\n|1|2|\n")[0][1] == ["甲|乙", "<3>"]


def test_bars_without_a_line_under_the_heading():
    assert tables("前文。\n\n行政许可|5\n行政处罚|6\n\n后文。") == [[["行政许可", "5"], ["行政处罚", "6"]]]


def test_a_table_of_html_with_merged_cells():
    text = (
        "正文。\n\n<html><body><table><tr><td rowspan=2>规章</td><td colspan='2'>本年</td></tr>\n\n"
        "<tr><td>3</td><td>4</td></tr></table></body></html>\n\n后文。"
    )
    document = read(text)
    (table,) = document.tables()
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        ("规章", 0, 0, 2, 1),
        ("本年", 0, 1, 1, 2),
        ("3", 1, 1, 1, 1),
        ("4", 1, 2, 1, 1),
    ]
    assert [p.text for p in document.paragraphs()] == ["正文。", "后文。"]
    assert [p.place.line for p in document.paragraphs()] == [1, 7]
    place = table.cells[0].place
    assert (place.line, text[place.start : place.end][:6]) == (3, "<table")


def test_a_table_of_html_inside_a_line():
    rows = "<tr><td>行政许可</td><td>5</td></tr><tr><td>行政处罚</td><td>6</td></tr>"
    document = read(f"见下表<table>{rows}</table>以上。")
    assert [type(b).__name__ for b in document.blocks] == ["Paragraph", "Table", "Paragraph"]


def test_tags_around_paragraphs_are_left_out():
    text = '<p align="center">某局年度报告</p>\n\n<div>\n本年度公开12条。<br/>依申请0件。\n</div>\n\n<!-- 注 -->\n'
    assert paragraphs(text) == ["某局年度报告", "本年度公开12条。", "依申请0件。"]


@pytest.mark.parametrize(
    "inner",
    ["| 行政许可 | 5 |\n| 行政处罚 | 6 |", "行政许可\t5\n行政处罚\t6", "规章 本年制发件数\n行政许可   5\n行政处罚   6"],
)
def test_a_code_fence_may_hold_a_table(inner):
    found = tables(f"说明：\n\n```text\n{inner}\n```\n\n完。")
    assert [row for row in found[0] if row[-1].isdigit()] == [["行政许可", "5"], ["行政处罚", "6"]]
    assert paragraphs(f"说明：\n\n~~~\n{inner}\n~~~\n\n完。")[-1] == "完。"


def test_a_fence_that_never_closes():
    assert paragraphs("```\n本年度公开12条。\n") == ["本年度公开12条。"]


@pytest.mark.parametrize(
    "source",
    [
        "\t统计指标\n\t单位\n\t统计数\n\n\t收到申请数\n\t件\n\t3\n",
        "收到申请数 件 3\n当面申请数 件 0\n网络申请数 件 3\n",
        "+----------+----+\n| 收到申请数 | 3  |\n+----------+----+\n| 申请办结数 | 3  |\n+----------+----+\n",
        "统计指标      单位   统计数\n--------   ----  -----\n收到申请数     件     3\n申请办结数     件     3\n",
    ],
    ids=["cells", "labels", "grid", "columns"],
)
def test_tables_that_are_none_to_markdown(source):
    found = tables(f"# 附表\n\n{source}\n\n**以上**数据属实。")
    assert any("3" in row for row in found[0])
    assert paragraphs(f"# 附表\n\n{source}\n\n**以上**数据属实。") == ["附表", "**以上**数据属实。"]


def test_tables_of_all_kinds_are_counted_in_order():
    text = "|a|b|\n|-|-|\n|1|2|\n\n<table><tr><td>规章</td><td>1</td></tr></table>\n\n规章\t1\n行政许可\t2\n"
    assert [t.place.table for t in read(text).tables()] == [0, 1, 2]


def test_windows_line_ends():
    text = "# 标题\r\n\r\n正文一。\r\n正文二。\r\n\r\n|规章|1|\r\n|-|-|\r\n|许可|2|\r\n"
    assert paragraphs(text) == ["标题", "正文一。", "正文二。"]
    assert tables(text) == [[["规章", "1"], ["许可", "2"]]]


@pytest.mark.parametrize("text", ["", "\n", "---\n", "```\n```\n", "<!-- -->", "| |\n|-|\n", "<table></table>"])
def test_nothing_to_read(text):
    assert [b for b in read(text).blocks if isinstance(b, Paragraph)] == []


_PIECES = (
    *("# ", "**", "|", "\n", "\n\n", "|-|-|\n", "```\n", "<table>", "</table>", "<tr><td>", "1. ", "- ", "> ", "\\"),
    *(
        "规章",
        "收到申请数",
        "件",
        "3",
        "`",
        "<br>",
        "&lt;",
        "\t",
        "    ",
        "。",
        "[a](b)",
        "![x](y)",
        "---\n",
        "~~~\n",
        "\r\n",
    ),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=50).map("".join))
@settings(max_examples=200, deadline=None)
def test_whatever_the_text_paragraphs_are_stretches_of_it(text):
    document = read_markdown(text)
    for paragraph in document.paragraphs():
        assert text[paragraph.place.start : paragraph.place.end] == paragraph.text


@pytest.mark.parametrize(
    "text",
    [
        "*" * 20_000 + "a",
        ">" * 5_000 + "a",
        "[" * 20_000,
        "<table" * 20_000,
        "<table>" * 2_000,
        "```\n" * 20_000,
        "**a" * 20_000,
    ],
    ids=["stars", "quotes", "brackets", "open tags", "nested", "fences", "bold"],
)
def test_hostile_markdown_ends(text):
    read(text)
