"""Tables in plain text in every shape that converters leave."""

from __future__ import annotations

import unicodedata

import pytest

from gongkai.report.reading.document import Table
from gongkai.report.reading.formats.plain.text import read_text
from tests.report.reading.flattening import FORM_2021

STATS = [
    ["统计指标", "单位", "统计数"],
    ["一、主动公开情况", "——", ""],
    ["（一）主动公开政府信息数", "条", "947"],
    ["其中：主动公开规范性文件数", "条", "0"],
    ["三、依申请公开情况", "——", ""],
    ["（一）收到申请数", "件", "12"],
    ["1、当面申请数", "件", "/"],
    ["（二）申请办结数", "件", "12"],
]
MATRIX = [["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]] + [
    [f"{row.number}{'、' if row.number in '一二四' else ''}{row.label}", *map(str, figures)]
    for row, figures in (
        (FORM_2021.rows["req_received"], (3, 0, 0, 0, 0, 0, 3)),
        (FORM_2021.rows["req_carried_in"], (0, 0, 0, 0, 0, 0, 0)),
        (FORM_2021.rows["outcome_granted"], (2, 0, 0, 0, 0, 0, 2)),
        (FORM_2021.rows["outcome_total"], (3, 0, 0, 0, 0, 0, 3)),
    )
]
GRID = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "0"],
    ["行政规范性文件", "1", "0", "5"],
]


def tables(text):
    document = read_text(text)
    for table in document.tables():
        for cell in table.cells:
            assert "\n" in cell.text or text[cell.place.start : cell.place.end] == cell.text
    return [[[cell.text for cell in row] for row in table.rows()] for table in document.tables()]


def one_table(text):
    (table,) = tables(text)
    return table


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def padded(rows):
    widths = [max(width(row[i]) for row in rows if i < len(row)) for i in range(max(map(len, rows)))]
    return [[c + " " * (widths[i] - width(c)) for i, c in enumerate(row)] for row in rows], widths


def in_columns(rows):
    return "\n".join("   ".join(row).rstrip() for row in padded(rows)[0])


def in_grid(rows):
    cells, widths = padded(rows)
    border = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    return border + "\n" + f"\n{border}\n".join("| " + " | ".join(row) + " |" for row in cells) + f"\n{border}"


ROWWISE = {
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "tabs and empty lines": lambda rows: "\n\n".join("\t".join(row) for row in rows),
    "bars": lambda rows: "\n".join("|".join(row) for row in rows),
    "framed bars": lambda rows: "\n".join("| " + " | ".join(row) + " |" for row in rows),
    "box bars": lambda rows: "\n".join("│" + "│".join(row) + "│" for row in rows),
    "grid": in_grid,
    "cell a line": lambda rows: "\n".join("\n".join(f"\t{cell}" for cell in row) + "\n" for row in rows),
}


@pytest.mark.parametrize("rows", [STATS, MATRIX, GRID], ids=["stats", "matrix", "grid"])
@pytest.mark.parametrize("shape", ROWWISE)
def test_rows_with_separators_keep_every_cell(shape, rows):
    text = f"附件\n\n{ROWWISE[shape](rows)}\n\n填表说明如下。"
    assert one_table(text) == rows
    assert [p.text for p in read_text(text).paragraphs()] == ["附件", "填表说明如下。"]


@pytest.mark.parametrize("rows", [STATS, MATRIX, GRID], ids=["stats", "matrix", "grid"])
@pytest.mark.parametrize(
    "print_rows",
    [
        lambda rows: "\n".join(c for row in rows for c in row if c),
        lambda rows: "\n\n".join(c for row in rows for c in row if c),
        lambda rows: "\n".join(" ".join(c for c in row if c) for row in rows),
        in_columns,
    ],
    ids=["lines", "lines and empty lines", "spaces", "columns"],
)
def test_rows_without_separators_keep_labels_and_figures(print_rows, rows):
    found = one_table(f"前文说明本表的来历。\n{print_rows(rows)}\n以上数据属实。")
    kept = [[c for c in row if c] for row in found if any(c.isdigit() for c in row)]
    assert kept == [[c for c in row if c] for row in rows if any(c.isdigit() for c in row)]


def test_labels_units_and_figures_without_any_space():
    text = "收到申请数件3\n当面申请数件0\n网络申请数件3\n申请办结数件12"
    assert one_table(text) == [
        ["收到申请数", "件", "3"],
        ["当面申请数", "件", "0"],
        ["网络申请数", "件", "3"],
        ["申请办结数", "件", "12"],
    ]


def test_units_behind_the_figures():
    assert one_table("（一）收到申请数 3 件\n1、当面申请数 0 件\n2、传真申请数 1 件")[2] == ["2、传真申请数", "1", "件"]


def test_figures_of_several_columns_run_together_become_one_paragraph():
    lines = [row[0] + "".join(row[1:]) for row in MATRIX]
    document = read_text("前文。\n" + "\n".join(lines) + "\n后文。")
    assert [p.text for p in document.paragraphs()] == ["前文。", "\n".join(lines), "后文。"]


def test_labels_broken_over_lines_are_one_cell():
    text = (
        "（一）收到申请数\n件\n3\n（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维\n护等方面的经费）\n"
        "万元\n50\n（二）申请办结数\n件\n3"
    )
    found = one_table(text)
    assert [row[1:] for row in found] == [["件", "3"], ["万元", "50"], ["件", "3"]]
    assert found[1][0].replace("\n", "").endswith("建设维护等方面的经费）")


def test_page_numbers_between_the_lines_are_no_figures():
    text = "（一）收到申请数\n件\n3\n- 2 -\n1、当面申请数\n件\n0\n第 3 页 共 5 页\n"
    text += "2、传真申请数\n件\n3\n12\n3、网络申请数\n件\n0"
    assert one_table(text) == [
        ["（一）收到申请数", "件", "3"],
        ["1、当面申请数", "件", "0"],
        ["2、传真申请数", "件", "3"],
        ["3、网络申请数", "件", "0"],
    ]


def test_a_second_figure_on_every_row_is_a_column():
    text = "收到申请数\n3\n30\n当面申请数\n1\n10\n网络申请数\n2\n20"
    assert one_table(text) == [["收到申请数", "3", "30"], ["当面申请数", "1", "10"], ["网络申请数", "2", "20"]]


def test_headings_of_a_single_row_stay_above_its_figures():
    words = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    groups = ["行政复议", "行政诉讼", *words, "未经复议直接起诉", "复议后起诉", *words, *words]
    for joint in ("\n", " "):
        found = one_table(joint.join(groups) + "\n" + joint.join("0" * 15))
        assert found == [groups, ["0"] * 15]


def test_a_section_heading_behind_a_table_is_not_its_row():
    text = in_columns(MATRIX) + "\n\n四、政府信息公开行政复议、行政诉讼情况\n\n本年度没有发生。"
    assert len(one_table(text)) == len(MATRIX)
    assert next(read_text(text).paragraphs()).text == "四、政府信息公开行政复议、行政诉讼情况"
    lines = "\n".join(c for row in STATS for c in row if c) + "\n二、主动公开情况\n本年度公开12条。"
    assert [p.text for p in read_text(lines).paragraphs()] == ["二、主动公开情况", "本年度公开12条。"]


def test_empty_columns_show_where_the_figures_stand():
    rows = [row[:] for row in MATRIX]
    for row in rows[1:]:
        row[2:7] = [""] * 5
    rows[2][1:7] = ["7", "", "2", "", "", "1"]
    found = [row for row in one_table(in_columns(rows)) if row[-1].isdigit()]
    assert found[0] == [rows[1][0], "3", "", "", "", "3"] or found[0][1:] == ["3", "", "", "3"]
    assert all(len(row) == len(found[0]) for row in found)


def test_a_cell_goes_on_past_an_empty_line():
    text = "\t信息内容\n\t本年新制作数量\n\t本年新\n\n公开数量\n\t对外公开\n\n总数量\n\n\t规章\n\t0\n\t\n\t3\n"
    assert one_table(text) == [
        ["信息内容", "本年新制作数量", "本年新\n\n公开数量", "对外公开\n\n总数量"],
        ["规章", "0", "", "3"],
    ]


def test_a_row_may_begin_with_white_space_before_the_tab():
    text = "\t一、主动公开情况\n \t（一）主动公开政府信息数\n\t1534\n\t条\n\n\t其中：规范性文件数\n\t7\n\t条\n"
    assert one_table(text)[0] == ["一、主动公开情况"]
    assert one_table(text)[1] == ["（一）主动公开政府信息数", "1534", "条"]


def test_prose_around_tabbed_cells_stays_prose():
    text = "填报单位：某局\n\t统计指标\n\t单位\n\t统计数\n\n\t收到申请数\n\t件\n\t3\n\n\n"
    text += "三、收到和处理情况\n\n本年度没有收到。\n\n\t规章\n\t0\n\t0\n"
    document = read_text(text)
    assert [p.text for p in document.paragraphs()] == ["填报单位：某局", "三、收到和处理情况", "本年度没有收到。"]
    assert [type(b).__name__ for b in document.blocks] == ["Paragraph", "Table", "Paragraph", "Paragraph", "Table"]


def test_rows_of_unlike_length_have_no_common_columns():
    document = read_text("规章|0|0|0\n行政许可|5\n行政处罚|3")
    (table,) = document.tables()
    assert isinstance(table, Table)
    assert table.ragged
    (even,) = read_text("规章|0\n行政许可|5").tables()
    assert not even.ragged


LICENCES = [
    ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["行政许可", "", "", "221"],
    ["行政处罚", "7", "", ""],
]
REMEDIES = [
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3,
    [*["1", "", "", "", "1"] * 2, *["", "3", "", "", "3"]],
]


HEADED = [["", *MATRIX[0]], *MATRIX[1:]]


def aligned(rows, side):
    """Rows in columns three blanks apart, all cells but the first set to one side of their column."""
    widths = padded(rows)[1]
    lines = []
    for row in rows:
        cells = [row[0] + " " * (widths[0] - width(row[0]))]
        for cell, wide in zip(row[1:], widths[1:], strict=False):
            left = {"left": 0, "right": wide - width(cell), "middle": (wide - width(cell)) // 2}[side]
            cells.append(" " * left + cell + " " * (wide - width(cell) - left))
        lines.append("   ".join(cells).rstrip())
    return "\n".join(lines)


def blanked(rows, *places):
    return [
        [*row[:1], *("" if (r, c) in places else x for c, x in enumerate(row[1:], 1))] for r, row in enumerate(rows)
    ]


@pytest.mark.parametrize("side", ["left", "right", "middle"])
@pytest.mark.parametrize(
    "rows",
    [
        LICENCES,
        REMEDIES,
        blanked(HEADED, (1, 1), (3, 7)),
        blanked(HEADED, *((r, c) for r in range(1, 5) for c in (1, 2, 5))),
        blanked(GRID, (1, 1), (2, 1)),
        blanked(GRID, (1, 2), (2, 1), (2, 3)),
    ],
    ids=["licences", "remedies", "corners of the matrix", "columns of the matrix", "first of the grid", "most of it"],
)
def test_a_blank_in_aligned_columns_moves_no_figure(rows, side):
    found = [row for row in one_table(f"前文。\n{aligned(rows, side)}\n后文。") if any(c.isdigit() for c in row)]
    assert found == [row for row in rows if any(c.isdigit() for c in row)]


def test_headings_of_groups_are_no_columns():
    groups = [["", "申请人情况", "", "", "", "", "", ""], ["", "", "法人或其他组织", "", "", "", "", ""]]
    rows = blanked(HEADED, *((r, 3) for r in range(1, 5)))
    found = one_table(in_columns([*groups, *rows]))
    assert [row for row in found if row[-1].isdigit()] == rows[1:]


def test_figures_beside_their_headings_show_columns_of_their_own():
    text = "信息内容   本年制发件数   本年废止件数   现行有效件数\n规章                           1      0     5\n"
    text += "行政规范性文件                 2            6"
    assert one_table(text)[1:] == [["规章", "1", "0", "5"], ["行政规范性文件", "2", "", "6"]]


def test_figures_in_no_common_columns_get_no_blanks():
    text = "信息内容     本年制发件数     本年废止件数     现行有效件数\n规章         11      22            33\n"
    text += "行政规范性文件      44  55        66\n行政许可        77"
    found = one_table(text)
    assert [row for row in found if row[0] == "行政许可"] == [["行政许可", "77"]]


def test_tables_of_other_columns_below_each_other_are_two():
    text = aligned(LICENCES, "left") + "\n" + aligned(GRID, "left")
    assert [len(table) for table in tables(text)] == [len(LICENCES), len(GRID)]


@pytest.mark.parametrize("unit", ["件总计", "总计件", "总计（件）", "自然人 件 总计"])
def test_units_beside_headings_are_kept(unit):
    document = read_text(f"{unit}\n（一）收到申请数3\n（二）申请办结数3")
    words = [c.text for table in document.tables() for c in table.cells] + [p.text for p in document.paragraphs()]
    assert "件" in "".join(words).replace("办结数", "")
