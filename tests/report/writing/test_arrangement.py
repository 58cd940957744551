from __future__ import annotations

import pytest

from gongkai.law.editions import builtin_editions
from gongkai.report.model import Cell, Report, Section
from gongkai.report.writing.arrangement import Heading, Text, arrange, title_lines
from gongkai.report.writing.errors import UnwritableError
from gongkai.report.writing.layout import PrintedTable
from tests.report.writing.reports import AGENCY, EDITIONS, custom_edition, full_report, numbered_cells


def outline(blocks):
    """Headings and tables in order."""
    names = {Heading: lambda b: b.text, PrintedTable: lambda b: f"[{b.caption}]"}
    return [names[type(b)](b) for b in blocks if type(b) in names]


def test_tables_stand_in_the_sections_of_the_form():
    assert outline(arrange(full_report("cn-gid-2021")).blocks) == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "[主动公开政府信息情况]",
        "三、收到和处理政府信息公开申请情况",
        "[收到和处理政府信息公开申请情况]",
        "四、政府信息公开行政复议、行政诉讼情况",
        "[政府信息公开行政复议、行政诉讼情况]",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


def test_a_table_whose_section_is_missing_keeps_its_place():
    report = full_report("cn-gid-2021")
    report.sections = [s for s in report.sections if s.key not in ("sec_requests_handling", "sec_proactive_disclosure")]
    assert outline(arrange(report).blocks)[:4] == [
        "一、总体情况",
        "[主动公开政府信息情况]",
        "[收到和处理政府信息公开申请情况]",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]


def test_tables_of_a_report_with_unknown_sections_are_not_lost():
    report = full_report("cn-gid-2021")
    report.sections = [Section(None, "一、", "工作概况", "文字")]
    assert outline(arrange(report).blocks) == [
        "一、工作概况",
        "[主动公开政府信息情况]",
        "[收到和处理政府信息公开申请情况]",
        "[政府信息公开行政复议、行政诉讼情况]",
    ]


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_figures_without_text_still_make_a_report(edition_id):
    edition = builtin_editions()[edition_id]
    paper = arrange(Report(AGENCY, 2020, edition_id, cells=numbered_cells(edition)))
    headings = [b.text for b in paper.blocks if isinstance(b, Heading)]
    assert paper.title == (AGENCY, "2020年政府信息公开工作年度报告")
    assert [h.split("、", 1)[1] for h in headings] == [s.title for s in edition.sections]
    assert headings[:2] == [f"一、{edition.sections[0].title}", f"二、{edition.sections[1].title}"]


def test_text_without_figures_gets_no_added_headings():
    paper = arrange(Report(sections=[Section("preamble", None, None, "甲\n\n乙")]))
    assert paper.blocks == [Text("甲", "body", 0, 0), Text("乙", "body", 0, 3)]
    assert paper.appended == []


def test_the_form_of_2014_is_appended_with_its_title_and_the_agency():
    paper = arrange(full_report("cn-gid-2014-national"))
    assert [b.text for b in paper.appended if isinstance(b, Text)] == [
        "附件",
        "2014年度政府信息公开情况统计表",
        f"填报单位：{AGENCY}",
    ]
    assert isinstance(paper.appended[-1], PrintedTable)
    assert not any(isinstance(b, PrintedTable) for b in paper.blocks)


def test_the_form_note_is_printed_under_the_table():
    note = arrange(full_report("cn-gid-2014-shandong")).appended[-1]
    assert (note.text, note.style) == ("（注：各子栏目数总数要等于总栏目数量）", "table_line")


def test_what_the_report_prints_around_its_table_stays_around_it():
    report = full_report("cn-gid-2014-national")
    words = "附件2\n某市2014年政府信息公开情况统计表\n填报单位：某局　填报日期：2015年3月2日\n单位负责人：　审核人："
    report.sections.append(Section("attachment", None, None, words))
    appended = arrange(report).appended
    assert [(b.text, b.style) if isinstance(b, Text) else "table" for b in appended] == [
        ("附件2", "attachment"),
        ("某市2014年政府信息公开情况统计表", "table_title"),
        ("填报单位：某局　填报日期：2015年3月2日", "table_line"),
        "table",
        ("单位负责人：　审核人：", "table_line"),
    ]


def test_words_of_an_attachment_without_table_are_kept():
    report = Report(sections=[Section("attachment", None, None, "附件：统计表\n（略）")])
    assert [b.text for b in arrange(report).appended] == ["附件：统计表", "（略）"]


def test_signature_and_subheadings_are_recognised():
    texts = [b for b in arrange(full_report("cn-gid-2021")).blocks if isinstance(b, Text)]
    assert [t.text for t in texts if t.style == "signature"] == [AGENCY, "2022年1月20日"]
    assert {t.text for t in texts if t.style == "subheading"} == {"（一）健全工作机制"}


@pytest.mark.parametrize(
    "text",
    [
        "我局2021年1月1日起受理。",
        "本年度报告截止日期为\n2021年12月31日\n此后的数字计入下一年度。\n特此说明。",
        "（一）本段是一个完整的句子，公开信息3条，不是小标题。后面还有文字。",
    ],
)
def test_sentences_are_neither_signature_nor_subheading(text):
    paper = arrange(Report(sections=[Section("sec_other", "六、", "其他", text)]))
    assert {b.style for b in paper.blocks if isinstance(b, Text)} == {"body"}


def test_a_remark_may_stand_behind_the_signature():
    text = "一切正常。\n某局\n二〇二二年一月二十日\n（此件公开发布）"
    blocks = arrange(Report(sections=[Section("sec_other", "六、", "其他", text)])).blocks
    assert [b.style for b in blocks[1:]] == ["body", "signature", "signature", "body"]


def test_offsets_point_into_the_section():
    text = "　　第一段。\n\n  第二段\x0b。"
    report = Report(sections=[Section("preamble", None, None, text)])
    for block in arrange(report).blocks:
        assert text[block.start :].startswith(block.text[:3])


def test_cells_without_a_place_in_the_form_are_refused():
    report = full_report("cn-gid-2021")
    report.cells |= {f"unheard_of_{n}": Cell(f"unheard_of_{n}", n, str(n)) for n in range(5)}
    with pytest.raises(UnwritableError, match="5 个单元格：unheard_of_0、unheard_of_1、unheard_of_2、…"):
        arrange(report)


def test_cells_of_an_unknown_form_are_refused():
    with pytest.raises(UnwritableError, match="未知"):
        arrange(Report(cells={"posts:year": Cell("posts:year", 1, "1")}))


def test_a_custom_form_is_handed_over():
    edition = custom_edition()
    paper = arrange(Report("某县", 2010, edition.id, cells=numbered_cells(edition)), edition)
    assert [t.caption for t in paper.tables] == ["政务公开工作季度统计表", "各级受理情况"]
    assert Text("各级受理情况", "table_title") in paper.appended


@pytest.mark.parametrize(
    ("report", "lines"),
    [
        (Report(title="某局\n2020年度报告"), ("某局", "2020年度报告")),
        (Report(title="某局2020年度报告"), ("某局2020年度报告",)),
        (Report(title=f"{AGENCY}2020年政府信息公开工作年度报告"), (AGENCY, "2020年政府信息公开工作年度报告")),
        (Report(title="二〇二〇年某市人民政府办公厅信息公开年报"), ("二〇二〇年某市人民政府办公厅信息公开年报",)),
        (Report(title="  "), ("政府信息公开工作年度报告",)),
        (Report(year=2020), ("2020年政府信息公开工作年度报告",)),
    ],
)
def test_titles(report, lines):
    assert title_lines(report) == lines
