"""A document as a report: identity, cells, prose and tables together."""

from dataclasses import replace

import pytest

from gongkai.law.editions import builtin_editions
from gongkai.report.model import Place
from gongkai.report.reading.document import Document, Paragraph
from gongkai.report.reading.recognise import recognise
from tests.report.reading.printing import figures, print_table, table_of

EDITIONS = builtin_editions()


def paragraphs(*texts):
    return [Paragraph(text) for text in texts]


def modern_report():
    edition = EDITIONS["cn-gid-2021"]
    texts = figures(edition, 7, blanks=False)
    tables = {form.key: print_table(form, texts) for form in edition.tables}
    blocks = paragraphs(
        "云岭县水务局2023年政府信息公开工作年度报告", "依据条例编制，统计期为全年。", "一、总体情况", "全年平稳。"
    )
    blocks += [
        *paragraphs("二、主动公开政府信息情况"),
        *(tables[k] for k in ("art20_1", "art20_5", "art20_6", "art20_8")),
    ]
    blocks += [
        *paragraphs("三、收到和处理政府信息公开申请情况", edition.table("requests").form_note),
        tables["requests"],
    ]
    blocks += [*paragraphs("四、政府信息公开行政复议、行政诉讼情况"), tables["review_litigation"]]
    blocks += paragraphs(
        "五、存在的主要问题及改进情况", "人手不足。", "六、其他需要报告的事项", "无。", "云岭县水务局", "2024年1月15日"
    )
    return Document("test", blocks), texts


def test_a_report_of_the_unified_format():
    document, texts = modern_report()
    report = recognise(document)
    assert (report.agency, report.year, report.edition) == ("云岭县水务局", 2023, "cn-gid-2021")
    assert {k: c.raw for k, c in report.cells.items()} == texts
    assert list(report.cells) == list(EDITIONS["cn-gid-2021"].slots)
    assert [s.key for s in report.sections[1:]] == [s.key for s in EDITIONS["cn-gid-2021"].sections]
    assert report.notes == []


def test_the_words_of_the_form_are_not_the_words_of_the_agency():
    document, _ = modern_report()
    prose = "\n".join(s.text for s in recognise(document).sections)
    assert "勾稽" not in prose
    assert "第二十条" not in prose


def test_what_stands_around_an_appended_table_is_kept_apart():
    form = EDITIONS["cn-gid-2014-national"].tables[0]
    blocks = paragraphs(
        "云岭县水务局2016年政府信息公开工作年度报告", "一、概述", "全年平稳。", "二、主动公开情况", "公开若干。"
    )
    blocks += paragraphs("云岭县水务局", "2017年1月9日", "附件", "政府信息公开情况统计表", "填报单位：云岭县水务局")
    blocks += [print_table(form, figures(EDITIONS["cn-gid-2014-national"], 8)), *paragraphs("注：各项均为全年数。")]
    report = recognise(Document("test", blocks))
    assert report.edition == "cn-gid-2014-national"
    assert report.sections[-1].key == "attachment"
    assert report.sections[-1].text == "附件\n政府信息公开情况统计表\n填报单位：云岭县水务局\n注：各项均为全年数。"
    assert report.sections[-2].text.endswith("2017年1月9日")


def test_a_local_table_of_an_early_year_is_read_as_prose():
    table = table_of([["指标名称", "计量单位", "年末统计"], ["主动公开信息数", "条", "31"], ["行政复议数", "件", "0"]])
    blocks = [*paragraphs("云岭县水务局2010年度政府信息公开年度报告", "一、概述", "全年平稳。"), table]
    report = recognise(Document("test", blocks))
    assert (report.year, report.edition, report.cells) == (2010, None, {})
    assert "主动公开信息数 条 31" in report.sections[-1].text


def test_a_page_laid_out_in_a_table_is_read_like_any_other():
    rows = [
        ["云岭县水务局2022年政府信息公开工作年度报告"],
        ["一、总体情况"],
        ["全年平稳。"],
        ["二、主动公开政府信息情况"],
        ["公开3条。"],
    ]
    report = recognise(Document("test", [table_of(rows)]))
    assert (report.agency, report.year) == ("云岭县水务局", 2022)
    assert [s.title for s in report.sections] == ["总体情况", "主动公开政府信息情况"]


def test_anchors_of_plain_text_lead_to_the_source():
    text = "云岭县水务局2022年政府信息公开工作年度报告\n一、总体情况\n  全年公开3条。\n"
    blocks, at = [], 0
    for line in text.split("\n")[:-1]:
        lead = len(line) - len(line.lstrip())
        blocks.append(Paragraph(line.strip(), Place(start=at + lead, end=at + len(line))))
        at += len(line) + 1
    report = recognise(Document("txt", blocks, text=text))
    section = report.sections[-1]
    assert section.text == "全年公开3条。"
    assert text[section.offset_in_source(0) :].startswith("全年公开3条")


@pytest.mark.parametrize(
    "blocks", [[], paragraphs(""), [table_of([[""]])]], ids=["nothing", "blank line", "empty table"]
)
def test_an_empty_document_is_an_empty_report(blocks):
    report = recognise(Document("test", blocks))
    assert (report.agency, report.year, report.edition, report.cells, report.sections) == (None, None, None, {}, [])


def flattened_matrix(edition, texts, joint):
    form = edition.table("requests")
    rows = []
    for row in form.rows:
        number = f"{row.number}." if (row.number or "").isdigit() else f"{row.number or ''}、"
        figures = joint.join(texts[form.key_of(row, c)] for c in form.columns) if row.has_cell else ""
        rows.append(f"{number.replace('）、', '）')}{row.label}{figures}")
    return "申请人情况自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他" + "".join(rows)


@pytest.mark.parametrize("joint", ["", " "])
def test_a_report_whose_table_was_flattened_to_one_run_of_text(joint):
    edition = EDITIONS["cn-gid-2021"]
    texts = dict.fromkeys(edition.slots, "0")
    for column in ("natural_person", "total"):
        texts |= {f"req_received@{column}": "3", f"outcome_granted@{column}": "2", f"outcome_total@{column}": "2"}
        texts[f"req_carried_out@{column}"] = "1"
    blocks = paragraphs("云岭县水务局2022年政府信息公开工作年度报告", "一、总体情况", "全年平稳。")
    blocks += paragraphs(
        "三、收到和处理政府信息公开申请情况", "全年收到申请3件。" + flattened_matrix(edition, texts, joint)
    )
    blocks += paragraphs("五、存在的主要问题及改进情况", "人手不足。")
    report = recognise(Document("txt", blocks))
    assert report.edition == "cn-gid-2021"
    matrix = {k: v for k, v in texts.items() if "@" in k}
    assert {k: str(c.value) for k, c in report.cells.items()} == matrix
    assert [s.text for s in report.sections] == ["全年平稳。", "全年收到申请3件。", "人手不足。"]


def test_a_whole_report_on_one_line_keeps_its_sections_around_the_tables():
    edition = EDITIONS["cn-gid-2021"]
    zeros = dict.fromkeys(edition.slots, "0")
    single = (
        "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉"
        + "结果维持结果纠正其他结果尚未审结总计" * 2
    )
    text = (
        "云岭县水务局2022年政府信息公开工作年度报告 依照规定编制。 一、总体情况 全年平稳。"
        " 三、收到和处理政府信息公开申请情况 收到0件。"
        + flattened_matrix(edition, zeros, "")
        + f" 四、政府信息公开行政复议、行政诉讼情况 {single}{'0' * 15} 五、存在的主要问题及改进情况 人手不足。"
    )
    report = recognise(Document("txt", [Paragraph(text, Place(start=0, end=len(text)))], text=text))
    assert [(s.title, s.text) for s in report.sections] == [
        (None, "依照规定编制。"),
        ("总体情况", "全年平稳。"),
        ("收到和处理政府信息公开申请情况", "收到0件。"),
        ("政府信息公开行政复议、行政诉讼情况", ""),
        ("存在的主要问题及改进情况", "人手不足。"),
    ]
    assert report.cells["litigation_after_review_total"].value == 0


def test_the_date_of_publication_above_the_title_is_kept_and_menus_are_not():
    blocks = paragraphs(
        "首页 > 政府信息公开", "发布日期：2024-01-15 来源：水务局", "云岭县水务局2023年政府信息公开工作年度报告"
    )
    blocks += paragraphs("一、总体情况", "全年平稳。", "二、主动公开政府信息情况", "公开3条。")
    report = recognise(Document("html", blocks))
    assert report.title == "云岭县水务局2023年政府信息公开工作年度报告"
    assert report.sections[0].text == "发布日期：2024-01-15 来源：水务局"


GRIDS_2019 = (
    "第二十条第（一）项信息内容本年新制作数量本年新公开数量对外公开总数量规章000规范性文件11015"
    "第二十条第（五）项信息内容上一年项目数量本年增/减处理决定数量行政许可20-2158其他对外管理服务事项30012"
    "第二十条第（六）项信息内容上一年项目数量本年增/减处理决定数量行政处罚4250行政强制000"
    "第二十条第（八）项信息内容上一年项目数量本年增/减行政事业性收费60"
    "第二十条第（九）项信息内容采购项目数量采购总金额政府集中采购00"
)


def test_the_columns_named_decide_between_forms_with_the_same_rows():
    text = "云岭县水务局2020年政府信息公开工作年度报告根据条例编制。二、主动公开政府信息情况" + GRIDS_2019
    report = recognise(Document("txt", [Paragraph(text, Place(start=0, end=len(text)))], text=text))
    assert (report.agency, report.edition) == ("云岭县水务局", "cn-gid-2019")
    assert "penalties_decisions" not in report.cells
    assert report.cells["central_procurement_amount"].value == 0


def test_a_note_on_running_text_points_into_the_document():
    text = "云岭县水务局2020年政府信息公开工作年度报告\n\n   二、主动公开政府信息情况\n  " + GRIDS_2019
    starts = [(line, text.index(line)) for line in text.splitlines() if line]
    blocks = [Paragraph(line, Place(start=at, end=at + len(line))) for line, at in starts]
    notes = recognise(Document("txt", blocks, text=text)).notes
    places = {text[n.where.start : n.where.end] for n in notes if n.code == "ambiguous"}
    assert "行政处罚4250" in places


def test_a_table_in_words_of_its_own_is_not_noted_again_as_running_text():
    form = EDITIONS["cn-gid-2019"].table("art20_5")
    rows = [["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"], ["行政许可", "5", "见说明", "3"]]
    table = table_of([*rows, ["其他对外管理服务事项", "2", "0", "0"]])
    report = recognise(Document("test", [*paragraphs("云岭县水务局2020年政府信息公开工作年度报告", form.title), table]))
    assert [n.code for n in report.notes] == ["unreadable"]
    assert report.cells["licensing_decisions"].value == 3


def test_headings_inside_a_run_together_table_of_2014_open_no_section():
    form = EDITIONS["cn-gid-2014-national"].tables[0]
    rows = [
        f"{row.number or ''}{'、' if row.number and row.number in '一二三四五六七八九' else ''}{row.label}"
        + (f"{row.unit}{number}" if row.has_cell else "————")
        for number, row in enumerate(form.rows)
    ]
    blocks = paragraphs(
        "云岭县水务局2016年政府信息公开工作年度报告", "一、概述", "全年平稳。", "统计指标单位统计数" + "".join(rows)
    )
    report = recognise(Document("txt", blocks))
    assert [(s.title, s.text) for s in report.sections] == [("概述", "全年平稳。")]
    assert report.cells["trainees"].value == len(rows) - 1


def test_column_labels_cut_up_line_by_line_are_no_rows():
    edition = EDITIONS["cn-gid-2021"]
    form = edition.table("requests")
    labels = [[c.label] for c in form.columns]
    values = [[f"{row.number or ''}{row.label}", *"1234567"] for row in form.rows if row.has_cell]
    document = Document(
        "txt", [*paragraphs("云岭县水务局2022年政府信息公开工作年度报告"), table_of(labels + values, ragged=True)]
    )
    report = recognise(document)
    assert report.cells["outcome_total@total"].value == 7
    assert report.notes == []


def with_a_table_of_the_agency(*, before):
    document, texts = modern_report()
    own = table_of([["序号", "事项", "数量"], ["1", "行政处罚", "888"], ["2", "行政强制", "777"], ["3", "其他", "7"]])
    document.blocks.insert(4 if before else len(document.blocks) - 2, own)
    return document, texts


@pytest.mark.parametrize("before", [True, False])
def test_a_table_of_the_agency_that_names_rows_of_the_form_is_not_the_form(before):
    document, texts = with_a_table_of_the_agency(before=before)
    report = recognise(document)
    assert {k: c.raw for k, c in report.cells.items()} == texts
    assert report.notes == []


def test_a_grid_may_go_on_behind_a_page_break():
    document, texts = modern_report()
    at = next(i for i, b in enumerate(document.blocks) if b is not None and "行政强制" in str(b))
    rows = [[c.text for c in row] for row in document.blocks[at].rows()]
    document.blocks[at : at + 1] = [table_of(rows[:-1]), Paragraph(""), table_of(rows[-1:])]
    report = recognise(document)
    assert report.cells["coercion_decisions"].raw == texts["coercion_decisions"]


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("1.申请人无正当理由逾期不补正", "other_overdue_correction"),
        ("1.本机关不掌握", "unable_not_held"),
        ("5.要求行政机关确认或重新出具", "np_reconfirm"),
        ("（七）合计", "outcome_total"),
    ],
)
def test_shortened_labels_are_the_rows_they_begin(printed, key):
    form = EDITIONS["cn-gid-2021"].table("requests")
    row = next(r for r in form.rows if r.key == key)
    table = print_table(form, {f"{r.key}@{c.key}": "4" for r in form.rows for c in form.columns})
    cells = [replace(c, text=printed) if c.text.endswith(row.label) else c for c in table.cells]
    document = Document(
        "test", [*paragraphs("云岭县水务局2022年政府信息公开工作年度报告"), replace(table, cells=cells)]
    )
    report = recognise(document)
    assert [report.cells[f"{key}@{c.key}"].value for c in form.columns] == [4] * 7
    assert report.notes == []


def test_figures_of_an_unknown_row_are_not_its_group_s():
    form = EDITIONS["cn-gid-2021"].table("requests")
    table = print_table(form, {f"{r.key}@{c.key}": "4" for r in form.rows for c in form.columns})
    cells = [replace(c, text="1.某种本地情形") if "不掌握" in c.text else c for c in table.cells]
    document = Document(
        "test", [*paragraphs("云岭县水务局2022年政府信息公开工作年度报告"), replace(table, cells=cells)]
    )
    report = recognise(document)
    assert not any(key.startswith("outcome_unable") for key in report.cells)
    assert report.cells["unable_needs_creation@total"].value == 4


def test_a_row_of_figures_below_merged_headings_that_came_out_blank():
    edition = EDITIONS["cn-gid-2021"]
    labels = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    blank = [""] * 4
    rows = [
        ["行政复议", *blank, "行政诉讼", *blank, *blank, ""],
        [*labels, "未经复议直接起诉", *blank, "复议后起诉", *blank],
        ["", *blank, *labels, *labels],
        ["9", "8", "", "1", "18", "2", "", "5", "", "7", "", "4", "9", "3", "16"],
    ]
    report = recognise(Document("test", [*paragraphs("云岭县水务局2022年政府信息公开工作年度报告"), table_of(rows)]))
    keys = [c.key for c in edition.table("review_litigation").columns]
    assert [report.cells[key].raw for key in keys] == rows[-1]


PROSE = (
    "全年新收申请9件，上年结转政府信息公开申请0件。予以公开3件，部分公开2件，不予公开2件，其中属于国家秘密1件，属于行政执法案卷1件；"
    "无法提供1件，其中本机关不掌握相关政府信息1件；信访举报投诉类申请1件；重复申请0件，结转下年度继续办理0件。"
)


@pytest.mark.parametrize(
    "text", [PROSE, "规章0件，规范性文件3件。行政许可120件，行政处罚33件，行政强制0件。", PROSE.replace("，", "、")]
)
def test_prose_that_names_row_after_row_is_no_table(text):
    blocks = paragraphs("云岭县水务局2022年政府信息公开工作年度报告", "一、总体情况", text)
    report = recognise(Document("txt", blocks))
    assert (report.edition, report.cells, report.notes) == (None, {}, [])
    assert report.sections[0].text == text


def test_a_blank_column_at_the_side_of_the_row_of_figures():
    edition = EDITIONS["cn-gid-2021"]
    labels = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    blank = [""] * 4
    rows = [
        ["", "行政复议", *blank, "行政诉讼", *blank, *blank, ""],
        ["", *labels, "未经复议直接起诉", *blank, "复议后起诉", *blank],
        ["", "", *blank, *labels, *labels],
        ["", *map(str, range(15))],
    ]
    report = recognise(Document("test", [*paragraphs("云岭县水务局2022年政府信息公开工作年度报告"), table_of(rows)]))
    assert [report.cells[c.key].value for c in edition.table("review_litigation").columns] == list(range(15))
