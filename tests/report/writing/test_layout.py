from __future__ import annotations

import pytest

from gongkai.law.editions import builtin_editions
from gongkai.report.model import Cell
from gongkai.report.writing.layout import keys_printed, label, numbered, printed_tables
from tests.report.writing.grids import places
from tests.report.writing.reports import EDITIONS, custom_edition, numbered_cells

EVERY = [*builtin_editions().values(), custom_edition()]


def tables_of(edition_id):
    edition = builtin_editions()[edition_id]
    return printed_tables(numbered_cells(edition), edition)


def texts(table, row):
    return [box.text for box in table.rows()[row]]


@pytest.mark.parametrize("edition", EVERY, ids=lambda e: e.id)
def test_every_cell_is_printed_once_and_the_grid_is_full(edition):
    cells = numbered_cells(edition)
    tables = printed_tables(cells, edition)
    printed = [box.key for t in tables for box in t.boxes if box.key]
    assert sorted(printed) == sorted(cells)
    for table in tables:
        assert len(places(table)) == table.height * len(table.widths)


@pytest.mark.parametrize("edition", EVERY, ids=lambda e: e.id)
def test_every_figure_stands_in_its_row_and_under_its_column(edition):
    for table in printed_tables(numbered_cells(edition), edition):
        grid = places(table)
        for box in (b for b in table.boxes if b.key):
            form, row, column = edition.slots[box.key]
            left = [grid[box.row, c].text for c in range(box.column)]
            above = [grid[r, box.column].text for r in range(box.row)]
            if row.label:
                assert left[-1].endswith(row.label) or any(text.endswith(row.label) for text in left)
            if len(form.columns) > 1 or form.layout == "grid":
                assert column.label in above
            for group in column.groups:
                assert group in above


def test_the_matrix_of_2021_is_the_official_one():
    matrix = next(t for t in tables_of("cn-gid-2021") if t.caption == "收到和处理政府信息公开申请情况")
    assert texts(matrix, 0) == ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"]
    assert texts(matrix, 1) == ["自然人", "法人或其他组织", "总计"]
    assert texts(matrix, 2) == ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    spans = {b.text: (b.row_span, b.column_span) for b in matrix.boxes if not b.key}
    assert spans["申请人情况"] == (1, 7)
    assert spans["法人或其他组织"] == (1, 5)
    assert spans["自然人"] == (2, 1)
    assert spans["一、本年新收政府信息公开申请数量"] == (1, 3)
    assert spans["三、本年度办理结果"] == (22, 1)
    assert spans["（三）不予公开"] == (8, 1)
    assert spans["（五）不予处理"] == (5, 1)
    assert spans["（七）总计"] == (1, 2)
    assert spans["1.属于国家秘密"] == (1, 1)
    assert (matrix.header_rows, matrix.height, len(matrix.widths)) == (3, 28, 10)


def test_the_review_table_has_three_header_rows():
    review = tables_of("cn-gid-2021")[-1]
    assert texts(review, 0) == ["行政复议", "行政诉讼"]
    assert texts(review, 1) == [
        *("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"),
        *("未经复议直接起诉", "复议后起诉"),
    ]
    assert len(review.rows()[2]) == 10
    assert len(review.rows()[3]) == 15


def test_the_grids_of_article_20_are_one_table():
    grids = tables_of("cn-gid-2019")[0]
    titles = [b.text for b in grids.boxes if b.head == "title"]
    assert titles == [f"第二十条第（{n}）项" for n in "一五六八九"]
    assert [b.text for b in grids.rows()[1]] == ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"]
    assert grids.caption == "主动公开政府信息情况"


def test_the_form_of_2014_prints_indicator_unit_and_figure():
    table = tables_of("cn-gid-2014-national")[0]
    assert texts(table, 0) == ["统计指标", "单位", "统计数"]
    assert texts(table, 1) == ["一、主动公开情况", "——", "——"]
    assert texts(table, 2) == ["（一）主动公开政府信息数", "条", "1"]
    assert texts(table, 3)[0] == "其中：主动公开规范性文件数"
    indents = [row[0].indent for row in table.rows()[1:7]]
    assert indents == [0, 1, 2, 2, 1, 2]


def test_a_run_of_subset_rows_says_so_once():
    labels = [row[0].text for row in tables_of("cn-gid-2014-national")[0].rows()]
    first = labels.index("其中：涉及国家秘密")
    assert labels[first + 1 : first + 3] == ["涉及商业秘密", "涉及个人隐私"]


def test_the_weihai_form_prints_the_figure_before_the_unit():
    assert texts(tables_of("cn-gid-2014-weihai")[0], 0) == ["统计指标", "统计数", "单位"]


def test_a_custom_form_prints_its_columns_in_its_own_order():
    edition = custom_edition()
    work, levels = printed_tables(numbered_cells(edition), edition)
    assert texts(work, 0) == ["统计指标", "本年度", "单位", "累计"]
    assert work.note == "注：累计数自2008年5月1日起算。"
    assert texts(levels, 0) == ["各级受理情况", "本级", "合计"]
    assert texts(levels, 1) == ["机关", "基层"]
    assert texts(levels, 2) == ["县级", "乡镇", "街道"]
    assert [b.text for b in levels.rows()[4]][:2] == ["二、办理情况", "1.办结件数"]


def test_what_the_report_lacks_is_left_out():
    edition = builtin_editions()["cn-gid-2021"]
    cells = numbered_cells(edition)
    kept = {k: c for k, c in cells.items() if not k.startswith(("refused_", "art20", "rules_", "review_"))}
    tables = printed_tables(kept, edition)
    words = {b.text for t in tables for b in t.boxes}
    assert keys_printed(tables) == set(kept)
    assert "（三）不予公开" not in words
    assert "规章" not in words
    assert "行政规范性文件" in words
    assert "行政复议" not in words
    assert "行政诉讼" in words


def test_no_cells_no_tables():
    assert printed_tables({}, builtin_editions()["cn-gid-2021"]) == []


def test_one_printed_row_for_other_handling_survives():
    edition = builtin_editions()["cn-gid-2021"]
    cells = {k: c for k, c in numbered_cells(edition).items() if not k.startswith("other_")}
    cells |= {
        f"outcome_other@{c.key}": Cell(f"outcome_other@{c.key}", 4, "4") for c in edition.table("requests").columns
    }
    tables = printed_tables(cells, edition)
    row = next(b for t in tables for b in t.boxes if b.text == "（六）其他处理")
    assert keys_printed(tables) == set(cells)
    assert (row.row_span, row.column_span) == (1, 2)


def test_a_heading_with_figures_stands_above_its_rows():
    edition = builtin_editions()["cn-gid-2021"]
    cells = numbered_cells(edition)
    cells |= {
        f"outcome_other@{c.key}": Cell(f"outcome_other@{c.key}", 4, "4") for c in edition.table("requests").columns
    }
    matrix = next(t for t in printed_tables(cells, edition) if t.caption.startswith("收到"))
    own, group = (b for b in matrix.boxes if b.text == "（六）其他处理")
    assert (own.column_span, group.row_span) == (2, 3)
    assert group.row == own.row + 1
    assert len(places(matrix)) == matrix.height * 10


@pytest.mark.parametrize(
    ("printed_unit", "expected"), [(None, "条"), ("", ""), ("篇", "篇")], ids=["the form's", "blank", "its own"]
)
def test_the_unit_is_printed_as_the_report_prints_it(printed_unit, expected):
    edition = builtin_editions()["cn-gid-2014-national"]
    cells = {"proactive_items": Cell("proactive_items", 5, "5", "条", printed_unit=printed_unit)}
    assert texts(printed_tables(cells, edition)[0], 2) == ["（一）主动公开政府信息数", expected, "5"]


def test_money_without_a_unit_in_the_form_carries_the_unit_of_the_cell():
    edition = builtin_editions()["cn-gid-2019"]
    cells = {"central_procurement_amount": Cell("central_procurement_amount", 251000, "", "元")}
    box = next(b for t in printed_tables(cells, edition) for b in t.boxes if b.key)
    assert box.text == "251000元"


@pytest.mark.parametrize(
    ("number", "text", "expected"),
    [
        (None, "规章", "规章"),
        ("一", "总体情况", "一、总体情况"),
        ("一、", "总体情况", "一、总体情况"),
        ("（二）", "概述", "（二）概述"),
        ("3", "重复申请", "3.重复申请"),
        ("3．", "重复申请", "3．重复申请"),
        ("其中", "视频", "其中：视频"),
        ("第一部分", "概述", "第一部分　概述"),
        (" ", "概述", "概述"),
    ],
)
def test_numbers_before_labels(number, text, expected):
    assert numbered(number, text) == expected


def test_a_label_knows_the_row_before_it():
    rows = builtin_editions()["cn-gid-2014-national"].rows
    assert label(rows["refused_trade_secret"]) == "其中：涉及商业秘密"
    assert label(rows["refused_trade_secret"], rows["refused_state_secret"]) == "涉及商业秘密"


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_long_figures_are_set_smaller_and_short_ones_are_not(edition_id):
    for table in tables_of(edition_id):
        for box in (b for b in table.boxes if b.key):
            assert table.type_size(box, 9, 1.6) == 9
    wide = {k: Cell(k, 10**11, str(10**11)) for k in builtin_editions()["cn-gid-2021"].slots}
    for table in printed_tables(wide, builtin_editions()["cn-gid-2021"]):
        if table.narrow:
            assert all(3 <= table.type_size(b, 9, 1.6) < 6 for b in table.boxes if b.key)
