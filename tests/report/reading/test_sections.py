"""Sections: numbering styles, run-in headings, appended tables."""

import pytest

from gongkai.law.editions import builtin_editions
from gongkai.report.reading.sections import Line, belongs_to_table, split_sections

EDITIONS = builtin_editions()


def sections(text, edition=None, *, flat=False):
    lines, at = [], 0
    for part in [text] if flat else text.split("\n"):
        lines.append(Line(part, at))
        at += len(part) + 1
    return split_sections(lines, EDITIONS[edition] if edition else None)


MODERN = """前言一段。
一、总体情况
（一）主动公开。全年开展工作。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议和行政诉讼情况
五、存在的主要问题及改进情况
一是人员不足。
六、其他需要报告的事项
无。"""


def test_the_six_sections_of_the_unified_format_get_their_keys():
    found = sections(MODERN, "cn-gid-2021")
    keys = [s.key for s in found]
    assert keys == ["preamble", *(s.key for s in EDITIONS["cn-gid-2021"].sections)]
    assert [s.number for s in found[1:]] == ["一、", "二、", "三、", "四、", "五、", "六、"]
    assert found[1].text == "（一）主动公开。全年开展工作。"


def contents(text, leader):
    return "\n".join(f"{line}{leader}" for line in text.split("\n") if line.endswith("情况") or "其他" in line)


@pytest.mark.parametrize("leader", ["", "\t3", "……………12", " . . . . 7", "-2-"])
@pytest.mark.parametrize("head", ["目录\n", "目  录\n"])
def test_a_table_of_contents_opens_no_section(head, leader):
    plain = sections(MODERN, "cn-gid-2021")
    listed = contents(MODERN, leader)
    assert listed.count("\n") == 5
    found = sections(f"{head}{listed}\n{MODERN.removeprefix('前言一段。' + chr(10))}", "cn-gid-2021")
    assert [(s.key, s.text) for s in found[1:]] == [(s.key, s.text) for s in plain[1:]]
    assert found[0].text == f"{head}{listed}"


def test_two_headings_that_come_again_are_no_table_of_contents():
    text = "一、总体情况\n二、主动公开政府信息情况\n一、总体情况\n二、主动公开政府信息情况\n无。"
    assert [s.number for s in sections(text)] == ["一、", "二、"]


def test_anchors_lead_back_to_the_plain_text():
    for section in sections(MODERN, "cn-gid-2021"):
        for at, start in section.anchors:
            assert MODERN[start : start + 3] == section.text[at : at + 3]
        for offset, character in enumerate(section.text):
            if character != "\n":
                assert MODERN[section.offset_in_source(offset)] == character


def test_numbering_that_starts_again_inside_a_section_opens_no_section():
    text = MODERN.replace("（一）主动公开。全年开展工作。", "一、加强领导\n细化分工。\n二、健全制度\n印发制度。")
    found = sections(text, "cn-gid-2021")
    assert [s.title for s in found if s.key == "sec_proactive_disclosure"] == ["主动公开政府信息情况"]
    assert len(found) == 7


def test_brackets_may_number_the_parts_of_a_report():
    text = "（一）概述\n一段。\n（二）主动公开政府信息情况\n一段。\n（三）收费及减免情况\n无。"
    assert [s.key for s in sections(text)] == ["sec_overall", "sec_proactive_disclosure", "sec_fees"]


def test_a_sub_heading_in_brackets_does_not_open_a_section_when_the_parts_have_chinese_numbers():
    text = "一、概述\n（一）主动公开情况\n甲。\n（二）收费及减免情况\n乙。\n二、存在的主要问题\n丙。"
    assert [s.title for s in sections(text)] == ["概述", "存在的主要问题"]


def test_a_report_on_one_line_is_cut_at_its_headings():
    body = "本单位认真落实各项要求，" * 8
    text = f"一、概述 {body}。 二、主动公开政府信息情况 全年公开3条。{body} 三、收费及减免情况 无收费情况。"
    found = sections(text, flat=True)
    assert [s.title for s in found] == ["概述", "主动公开政府信息情况", "收费及减免情况"]
    assert found[1].text.startswith("全年公开3条")
    assert text[found[2].offset_in_source(0) :].startswith("无收费情况")


@pytest.mark.parametrize("text", ["一段话。", "", "一、二、三、"])
def test_prose_without_headings_is_one_preamble(text):
    assert [s.key for s in sections(text)] == (["preamble"])


@pytest.mark.parametrize(
    ("lines", "owned"),
    [
        (["正文结束。", "云岭县水务局", "2018年1月5日", "附件：", "2017年统计表", "填报单位：云岭县水务局"], 3),
        (["正文结束。", "附件", "政府信息公开情况统计表", "（2017年度）"], 3),
        (["正文结束。"], 0),
        (["一、主动公开政府信息情况"], 0),
    ],
)
def test_the_caption_of_an_appended_table_is_told_from_the_signature(lines, owned):
    assert belongs_to_table(lines) == owned


def test_run_in_headings_may_continue_behind_a_table():
    text = "一、概述 全年平稳。 二、主动公开政府信息情况\n三、依申请公开情况 收到3件。\n四、存在的主要问题 人手不足。"
    found = sections(text.replace("\n", " \n "), flat=False)
    assert [(s.title, s.text) for s in found] == [
        ("概述", "全年平稳。"),
        ("主动公开政府信息情况", ""),
        ("依申请公开情况", "收到3件。"),
        ("存在的主要问题", "人手不足。"),
    ]


def test_a_list_numbered_inside_prose_is_no_section():
    text = "存在不足，一、内容还需完善、形式还需丰富。二、宣传还需加强。三、部分内容有所缺失。"
    assert [s.key for s in sections(text, flat=True)] == ["preamble"]


def test_a_caption_beside_a_table_that_says_its_title_again_is_left_out():
    said = ["2017年政府信息公开情况统计表", "信息公开情况统计表", "填报单位：某局"]
    found = split_sections([Line("一、概述"), *(Line(text, near_table=True) for text in said)], None)
    assert [s.text for s in found if s.key == "attachment"] == [f"{said[0]}\n{said[2]}"]


@pytest.mark.parametrize("number", "二三四五六")
def test_a_number_that_stands_twice_hides_no_section(number):
    before = "一二三四五六"["一二三四五六".index(number) - 1]
    text = MODERN.replace(f"\n{number}、", f"\n{before}、")
    found = sections(text, "cn-gid-2021")
    assert [s.key for s in found] == ["preamble", *(s.key for s in EDITIONS["cn-gid-2021"].sections)]
    assert [s.title for s in found] == [s.title for s in sections(MODERN, "cn-gid-2021")]
    assert [s.number for s in found[1:]].count(f"{before}、") == 2


@pytest.mark.parametrize("edition", [None, "cn-gid-2021"])
def test_numbers_moved_up_behind_a_repeated_one_hide_no_section(edition):
    text = MODERN.replace("四、政", "三、政").replace("五、存", "四、存").replace("六、", "五、")
    assert [s.title for s in sections(text, edition)] == [s.title for s in sections(MODERN, edition)]


def test_a_number_that_stands_twice_on_one_line_hides_no_section():
    text = "一、概述 全年平稳。 二、主动公开政府信息情况 全年公开3条。 二、收费及减免情况 无收费情况。"
    assert [s.title for s in sections(text, flat=True)] == ["概述", "主动公开政府信息情况", "收费及减免情况"]


@pytest.mark.parametrize("inner", ["三、加强领导", "二、健全制度", "一、落实责任"])
def test_a_repeated_number_of_no_section_title_opens_none(inner):
    text = MODERN.replace("\n四、", f"\n{inner}\n细化分工。\n四、")
    assert [s.title for s in sections(text, "cn-gid-2021")] == [s.title for s in sections(MODERN, "cn-gid-2021")]
