"""Plain text: paragraphs, offsets, and what is and is not a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.document import Paragraph, Table
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.plain.lines import lines_of
from gongkai.report.reading.formats.plain.text import read_text

SEEDS = Path(__file__).resolve().parents[5] / ".." / "shared" / "seeds"


def paragraphs(text):
    return [p.text for p in read_text(text).paragraphs()]


def rows(table):
    return [[cell.text for cell in row] for row in table.rows()]


def hold_to_offsets(text):
    """Every block stands where it says; blocks follow each other and leave out nothing but white space and borders."""
    document = read_text(text)
    assert document.text == text
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert text[block.place.start : block.place.end] == block.text == block.text.strip()
            assert text.count("\n", 0, block.place.start) + 1 == block.place.line
        else:
            for cell in block.cells:
                assert text[cell.place.start : cell.place.end] == cell.text
                assert text.count("\n", 0, cell.place.start) + 1 == cell.place.line
    return document


def test_one_paragraph_a_line_and_the_text_as_given():
    text = "\ufeff  某县某局\r\n\r\n　　一、概述　\n第一段。\x0c第二段。\n\n"
    document = read_text(text)
    assert document.format == "txt"
    assert [p.text for p in document.paragraphs()] == ["某县某局", "一、概述", "第一段。", "第二段。"]
    assert [p.place.line for p in document.paragraphs()] == [1, 3, 4, 5]
    assert all(text[p.place.start : p.place.end] == p.text for p in document.paragraphs())


def test_a_document_on_one_line_stays_one_paragraph():
    text = "某局2020年度报告一、总体情况全年公开信息12条。二、其他无。" * 20
    assert paragraphs(text) == [text]


@pytest.mark.parametrize("text", ["", "\n", " \t\n\u3000\n", "\ufeff"])
def test_nothing_but_white_space(text):
    assert read_text(text).blocks == []


@pytest.mark.parametrize(
    "text",
    [
        "\t一、加强领导\n\t局党组高度重视这项工作，成立了领导小组，明确了分管领导和责任科室。\n\t二、健全制度\n",
        "填报单位：某县某局        填表日期：2018年1月25日\n",
        "填表人：某某      联系方式：    5550101\n",
        "地址：中山路1号\t电话：0000-5550102\n",
        "首页 | 政务公开 | 年度报告\n",
        "一是公开了12条信息；\n二是收到申请数3件；\n三是办结3件。\n",
        "一、主动公开情况\n全年主动公开政府信息947条。\n二、依申请公开情况\n收到申请2件。\n",
        "目录\n一、主动公开情况  1\n正文从这里开始，第一部分是概述。\n",
        "                                     某省某厅\n                                    2019年1月25日\n",
        "2018年\n2019年\n2020年\n",
        "注：\n1、无\n2、/\n",
    ],
)
def test_prose_is_no_table(text):
    document = hold_to_offsets(text)
    assert list(document.tables()) == []
    assert "".join(p.text for p in document.paragraphs()).replace(" ", "").replace("\t", "") == re.sub(r"\s", "", text)


@pytest.mark.skipif(not SEEDS.exists(), reason="../shared is absent")
@pytest.mark.parametrize("number", range(5))
def test_the_real_texts_lose_no_word(number):
    text = sorted(SEEDS.glob("*.txt"))[number].read_text(encoding="utf-8")
    document = hold_to_offsets(text)
    shown = "".join(b.text if isinstance(b, Paragraph) else "".join(c.text for c in b.cells) for b in document.blocks)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)
    assert all(table.ragged for table in document.tables())
    assert sum(len(table.cells) for table in document.tables()) == text.count("\t")


_PIECES = (
    *(
        "\t",
        "\n",
        "\n\n",
        " \t",
        "  ",
        "　",
        "|",
        "一、",
        "（一）收到申请数",
        "件",
        "3",
        "0",
        "规章",
        "总计",
        "统计指标",
    ),
    *(
        "本年新\n\n公开数量",
        "结果维持",
        "第 3 页",
        "，全年公开信息。",
        "+---+",
        "无",
        "/",
        "\r\n",
        "\u2028",
        "其中：",
        "3000003",
    ),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
@settings(max_examples=200, deadline=None)
def test_whatever_the_text_offsets_hold_and_no_word_is_lost(text):
    document = read_text(text)
    shown = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert text[block.place.start : block.place.end] == block.text != ""
            shown.append((block.place.start, block.text))
        else:
            shown += [(c.place.start, text[c.place.start : c.place.end]) for c in block.cells]
    words = re.sub(r"[\s|+\-]", "", "".join(t for _, t in sorted(shown)))
    assert re.sub(r"\s|第3页", "", words) == re.sub(r"\s|第3页", "", re.sub(r"[\s|+\-]", "", text))


def test_tables_and_paragraphs_stay_in_order():
    text = "前言。\n\n\t统计指标\n\t单位\n\t统计数\n\n\t收到申请数\n\t件\n\t3\n\n后语。\n规章|1\n行政许可|2\n完。"
    blocks = hold_to_offsets(text).blocks
    assert [type(b) for b in blocks] == [Paragraph, Table, Paragraph, Table, Paragraph]
    assert [b.place.table for b in blocks if isinstance(b, Table)] == [0, 1]


def test_line_ends_of_all_systems_count_once():
    assert [line.number for line in lines_of("a\r\nb\rc\nd")] == [1, 2, 3, 4]
    assert [line.start for line in lines_of("a\r\nb\rc\nd")] == [0, 3, 5, 7]


@pytest.mark.parametrize(
    "text",
    [
        "a|b\n" * 8_000,
        "规章\n" * 8_000,
        "\t甲乙丙丁\n" * 8_000,
        "规章  3\n" * 8_000,
        "（一）收到申请数\n件\n" * 4_000,
    ],
    ids=["bars", "labels", "tabs", "columns", "units"],
)
def test_a_text_that_almost_is_a_table_costs_little(text):
    hold_to_offsets(text)


def test_a_million_cells_are_refused():
    with pytest.raises(UnreadableError):
        read_text("\t3\n" * 150_000)
