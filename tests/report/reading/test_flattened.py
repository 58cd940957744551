"""Whole forms printed as running text, in the ways converters leave them."""

from __future__ import annotations

import random
import re

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.editions import builtin_editions, edition_from_dict
from gongkai.report.reading.flattened import find_flattened, solve
from tests.report.reading.flattening import FORM_2019, FORM_2021, HEADING, cells_of, official, printed, requests

EDITIONS = list(builtin_editions().values())
FORM_2014 = builtin_editions()["cn-gid-2014-shandong"]
REVIEW = (
    "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉"
    "结果维持结果纠正其他结果尚未审结总计结果维持结果纠正其他结果尚未审结总计"
)
ROWS = requests(random.Random(11), FORM_2021)


def read(text, edition=FORM_2021):
    """Cell values and notes; every cell is printed where it says."""
    found = find_flattened(text, EDITIONS)
    assert found is not None
    solution = solve(found, edition)
    assert all(text[c.start : c.end] == c.raw for c in solution.cells.values())
    assert all(found.start <= c.start <= c.end <= found.end for c in solution.cells.values())
    return {key: cell.value for key, cell in solution.cells.items()}, solution.notes


def plain(row):
    return (row.number or "").strip("（）")


@pytest.mark.parametrize(
    "style",
    [
        {},
        {"between": " "},
        {"between": "\t"},
        {"between": "，"},
        {"between": "件", "figures": lambda key, text: f"（件）{text}件"},
        {"figures": lambda key, text: f"\n{text}\n"},
        {"numbering": lambda row: ""},
        {"numbering": lambda row: row.number if row.number.isdigit() else ""},
        {"numbering": lambda row: f"({plain(row)})"},
        {"numbering": lambda row: f"{plain(row)}）"},
        {"numbering": lambda row: f"{plain(row)}、"},
        {"numbering": lambda row: f" {plain(row)} "},
        {"label": lambda row: row.labels[-1]},
        {"label": lambda row: " ".join(row.label)},
        {"label": lambda row: re.sub(r"[“”《》（）]", "", row.label)},
        {"figures": lambda key, text: f"{text}第 3 页 共 6 页" if key == "np_repeat" else text},
        {"figures": lambda key, text: f"{text}— 3 —" if key == "np_repeat" else text},
        {"between": " ", "figures": lambda key, text: f" {text} - 3 - " if key == "np_repeat" else f" {text} "},
        {"between": " ", "figures": lambda key, text: f" {text} 3 " if key == "np_repeat" else f" {text} "},
        {"between": " ", "figures": lambda key, text: text.replace(" ", " 第3页 ", 1) if key == "np_repeat" else text},
        {"figures": lambda key, text: f"{text}\n4\n{HEADING}" if key == "np_repeat" else text + "\n"},
        {"label": lambda row: row.label.replace("掌握相关", "掌握有关").replace("公开出版物", "公开出版")},
    ],
    ids=range(22),
)
def test_the_requests_table_in_many_hands(style):
    cells, notes = read(printed(FORM_2021, ROWS, **style))
    assert cells == cells_of(FORM_2021, ROWS)
    assert notes == []


@pytest.mark.parametrize("change", [opencc.OpenCC("s2t").convert, lambda t: t.translate(FULL_WIDTH)])
def test_traditional_characters_and_full_width_digits(change):
    assert read(change(printed(FORM_2021, ROWS)))[0] == cells_of(FORM_2021, ROWS)


FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@pytest.mark.parametrize("mark", ["/", "—", "-"])
def test_marks_are_no_figures(mark):
    marked = {key: [n or mark for n in row] for key, row in ROWS.items()}
    cells, _ = read(printed(FORM_2021, marked, between=" "))
    assert cells == cells_of(FORM_2021, {key: [n or None for n in row] for key, row in ROWS.items()})


def test_one_row_instead_of_three():
    three = ("other_overdue_correction", "other_unpaid_fee", "other_misc")
    rows = {key: row for key, row in ROWS.items() if key not in three}
    rows["outcome_other"] = [sum(column) for column in zip(*(ROWS[key] for key in three), strict=True)]
    cells, notes = read(printed(FORM_2021, rows, without=three))
    assert cells == cells_of(FORM_2021, rows)
    assert notes == []


def test_a_whole_report_on_one_line():
    rows = requests(random.Random(2), FORM_2019, digits=1)
    text = (
        "一、总体情况2020年新公开信息345条。二、主动公开政府信息情况第二十条第（一）项信息内容"
        "本年新制作数量本年新公开数量对外公开总数量规章000规范性文件3 3 21"
        "第二十条第（五）项信息内容上一年项目数量本年增/减处理决定数量行政许可12+315"
        "其他对外管理服务事项0 -2 4第二十条第（九）项信息内容采购项目数量采购总金额政府集中采购6 25.1万元"
        f"三、收到和处理政府信息公开申请情况{printed(FORM_2019, rows)}"
        f"四、政府信息公开行政复议、行政诉讼情况{REVIEW}100010000002002五、存在的主要问题2020年有5个问题。"
    )
    cells, notes = read(text, FORM_2019)
    assert {key: cells.pop(key) for key in cells_of(FORM_2019, rows)} == cells_of(FORM_2019, rows)
    assert cells["rules_made"] == cells["rules_disclosed_total"] == 0
    assert cells["normative_docs_disclosed_total"] == 21
    assert cells["other_services_items_change"] == -2
    assert (cells["central_procurement_projects"], cells["central_procurement_amount"]) == (6, 251000)
    assert (cells["review_upheld"], cells["review_total"]) == (1, 1)
    assert (cells["litigation_after_review_other"], cells["litigation_after_review_total"]) == (0, 2)
    assert [n.code for n in notes] == ["ambiguous"]
    assert "licensing_items_change" not in cells
    assert "12、3、15" in notes[0].message
    assert "12、31、5" in notes[0].message


def printed_2014(values, *, unit=True, numbering=official, between=""):
    text = "统计指标单位统计数"
    for row in FORM_2014.tables[0].rows:
        if row.has_cell:
            figure = "" if values[row.key] is None else str(values[row.key])
            text += f"{numbering(row)}{row.label}{row.unit if unit else ''}{between}{figure}{between}"
        else:
            text += f"{numbering(row)}{row.label}——"
    return text


@pytest.mark.parametrize(
    "style",
    [
        {},
        {"between": " "},
        {"unit": False},
        {"numbering": lambda row: f"{plain(row)}、" if row.number != "其中" else "其中："},
        {"numbering": lambda row: "", "between": "\n"},
    ],
    ids=range(5),
)
def test_the_older_form_with_units_glued_to_figures(style):
    rng = random.Random(5)
    rows = FORM_2014.tables[0].rows
    values = {row.key: rng.choice([None, 0, 3, 12, 947]) for row in rows if row.has_cell}
    values["special_funds"] = 12.5
    cells, _ = read(printed_2014(values, **style), FORM_2014)
    assert cells == values


def test_a_remark_stays_in_the_raw_text():
    text = printed_2014({row.key: 1 for row in FORM_2014.tables[0].rows if row.has_cell})
    text = text.replace("当面申请数件1", "当面申请数件55（含电话2件）")
    found = find_flattened(text, EDITIONS)
    cell = solve(found, FORM_2014).cells["req_received_in_person"]
    assert (cell.value, cell.raw) == (55, "55（含电话2件）")


def test_lost_blanks_are_not_placed_and_noted():
    sparse = {key: [n or "" for n in row] for key, row in ROWS.items()}
    for between in ("", " "):
        cells, notes = read(printed(FORM_2021, sparse, between=between))
        assert all(value is None or value == cells_of(FORM_2021, ROWS)[key] for key, value in cells.items())
        assert not any(cells.get(f"req_carried_in@{c.key}") for c in FORM_2021.table("requests").columns)
        assert {n.code for n in notes} >= {"unreadable"}


@pytest.mark.parametrize("between", ["", " "])
@pytest.mark.parametrize("seed", range(8))
def test_serial_numbers_among_the_figures_make_no_cells(between, seed):
    rows = requests(random.Random(seed), FORM_2021)
    serial = iter(range(1, 100))
    text = printed(FORM_2021, rows, numbering=lambda row: f"{between}{next(serial)}{between}", between=between)
    cells, _ = read(text)
    truth = cells_of(FORM_2021, rows)
    assert all(value in (None, truth[key]) for key, value in cells.items())


def test_a_row_without_figures_is_blank_not_zero():
    rows = {**ROWS, "np_repeat": [""] * 7}
    assert not any(ROWS["np_repeat"])
    cells, notes = read(printed(FORM_2021, rows))
    assert [cells[f"np_repeat@{c.key}"] for c in FORM_2021.table("requests").columns] == [None] * 7
    assert notes == []


def test_figures_that_stand_in_another_place_make_no_blanks():
    labels = "".join(official(r) + r.label for r in FORM_2021.table("requests").rows)
    text = HEADING + labels + " ".join(str(n) for row in ROWS.values() for n in row) + " 1.当面申请数件3"
    found = find_flattened(text, EDITIONS)
    assert found is None or not solve(found, FORM_2021).cells


def test_an_ambiguous_row_names_its_readings_and_places_what_they_share():
    rows = {**dict.fromkeys(ROWS, [0] * 7), "np_repeat": [1, 11, 0, 0, 0, 0, 12]}
    text = printed(FORM_2021, rows, without=("np_publication",))
    cells, notes = read(text)
    keys = [f"np_repeat@{c.key}" for c in FORM_2021.table("requests").columns]
    assert {k: cells[k] for k in keys if k in cells} == dict(zip(keys[3:], [0, 0, 0, 12], strict=True))
    (note,) = notes
    assert note.code == "ambiguous"
    assert "1、1、10、0、0、0、12；或 1、11、0、0、0、0、12；或 11、1、0、0、0、0、12" in note.message
    assert text[note.where.start : note.where.end].startswith("重复申请11100")


def test_a_contradiction_is_noted_and_what_is_certain_is_read():
    rows = requests(random.Random(7), FORM_2021, digits=1, density=0.1)
    rows["req_carried_out"] = [0, 0, 0, 0, 0, 1, 0]
    cells, notes = read(printed(FORM_2021, rows))
    assert cells == cells_of(FORM_2021, rows)
    assert {n.code for n in notes} == {"contradiction"}
    assert any("结转下年度继续办理" in n.message for n in notes)


@pytest.mark.parametrize(
    "behind", ["2022年3月5日发布", " 12月，本机关", "四、政府信息公开行政复议", " 3号文件", "。共3人"]
)
def test_what_follows_the_last_row_is_not_its_figure(behind):
    assert read(printed(FORM_2021, ROWS) + behind)[0] == cells_of(FORM_2021, ROWS)


@given(st.integers(0, 10**6), st.sampled_from([FORM_2019, FORM_2021]), st.sampled_from(["", " "]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_every_cell_placed_is_what_was_printed(seed, edition, between):
    rows = requests(random.Random(seed), edition)
    cells, notes = read(printed(edition, rows, between=between), edition)
    truth = cells_of(edition, rows)
    assert all(truth[key] == value for key, value in cells.items())
    assert len(cells) == len(truth) or any(n.code == "ambiguous" for n in notes)
    if between:
        assert cells == truth


@given(st.text("0123456789 /—-.,第页（）一二件总计其他其中本年新收政府信息公开申请数量", max_size=120))
@settings(max_examples=30, deadline=None)
def test_noise_behind_labels_never_crashes(noise):
    text = printed(FORM_2021, ROWS, figures=lambda key, text: text + noise if key == "np_repeat" else text)
    found = find_flattened(text, EDITIONS)
    if found:
        for edition in EDITIONS:
            solve(found, edition)


@pytest.mark.parametrize(
    "prose",
    [
        "",
        "收到申请数3件，其中当面申请数1件，网络申请数2件。",
        "全年办理行政许可23件、行政处罚5件，公开规范性文件12件，均已在网站公布。",
        "表中列有本年新收政府信息公开申请数量、上年结转政府信息公开申请数量、予以公开、部分公开、总计等项目，共25行。",
        "1.结果维持；2.结果纠正；3.其他结果。2021年未发生行政复议。",
        "一、主动公开情况。二、依申请公开情况。2016年共收到申请0件。" * 3,
    ],
)
def test_prose_is_no_table(prose):
    assert find_flattened(prose, EDITIONS) is None


@pytest.mark.parametrize("edition", [FORM_2019, FORM_2021], ids=lambda e: e.id)
def test_the_edition_printed_scores_best(edition):
    rows = requests(random.Random(1), edition)
    assert next(iter(find_flattened(printed(edition, rows), EDITIONS).scores)) == edition.id


@pytest.mark.parametrize("edition", [e for e in EDITIONS if e.tables[0].layout == "row_value"], ids=lambda e: e.id)
def test_the_older_edition_printed_scores_best(edition):
    text = "".join(f"{official(r)}{r.label}{r.unit or ''}{1 if r.has_cell else ''}" for r in edition.tables[0].rows)
    assert next(iter(find_flattened(text, EDITIONS).scores)) == edition.id


def test_a_custom_form_is_split_by_its_own_parents():
    columns = [{"key": k, "label": label} for k, label in (("person", "个人"), ("company", "单位申请人"))]
    rows = [
        {"key": "permits", "label": "许可类咨询办结量", "parent": "all", "role": "component"},
        {"key": "others", "label": "综合类咨询办结量", "parent": "all", "role": "component"},
        {"key": "appeals", "label": "申诉类咨询办结量", "parent": "all", "role": "component"},
        {"key": "all", "label": "咨询办结总量", "role": "total"},
    ]
    table = {
        "key": "advice",
        "title": "咨询办理情况",
        "layout": "matrix",
        "cell_key": "{row}@{column}",
        "rows": rows,
        "columns": [*columns, {"key": "total", "label": "合计", "role": "total"}],
    }
    custom = edition_from_dict({"id": "x-advice", "title": "咨询表", "tables": [table]})
    text = "许可类咨询办结量1111112综合类咨询办结量022申诉类咨询办结量000咨询办结总量1 113 114"
    found = find_flattened(text, [custom])
    cells = {key: cell.value for key, cell in solve(found, custom).cells.items()}
    assert [cells[f"permits@{k}"] for k in ("person", "company", "total")] == [1, 111, 112]
    assert [cells[f"all@{k}"] for k in ("person", "company", "total")] == [1, 113, 114]


@pytest.mark.parametrize("text", ["规章1" * 20_000, "总计" * 50_000 + "1", "收到申请数" + "1" * 200_000, "0" * 200_000])
def test_hostile_text_ends(text):
    found = find_flattened(text, EDITIONS)
    if found:
        solve(found, FORM_2021)


@pytest.mark.parametrize("above", ["全年没有发生政府信息公开行政诉讼。", "涉及行政复议、行政诉讼。"])
def test_a_sentence_that_ends_with_a_word_of_the_heading_stays_prose(above):
    text = f"{above}\n\n{REVIEW}200130000000000"
    (start, end) = solve(find_flattened(text, EDITIONS), FORM_2021).stretches[0]
    assert text[start:end].strip() == f"{REVIEW}200130000000000"
