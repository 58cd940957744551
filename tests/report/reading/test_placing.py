"""Tables of every edition, printed in many ways, give back exactly the cells that were printed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.editions import builtin_editions
from gongkai.report.reading import edition_choice
from gongkai.report.reading.document import Document, Paragraph, Table
from gongkai.report.reading.edition_choice import place_tables
from gongkai.report.reading.lines import printed_lines
from gongkai.report.reading.running_tables import RunningText
from gongkai.report.reading.values import parse_figure
from tests.report.reading.printing import figures, print_form, print_table, table_of

EDITIONS = builtin_editions()
NATIONAL, MODERN = EDITIONS["cn-gid-2014-national"], EDITIONS["cn-gid-2021"]
STYLES = [
    {},
    {"ragged": True},
    {"swapped": True},
    {"swapped": True, "header": False},
    {"header": False},
    {"repeated": True},
    {"renumbered": True},
    {"ragged": True, "header": False, "renumbered": True},
]


def choose_edition(document, editions, year):
    return edition_choice.choose_edition(document, RunningText(printed_lines(document)), editions, year)


def expected(texts):
    return {key: parse_figure(text, kind="decimal").value for key, text in texts.items()}


def cells(placement):
    return {key: cell.value for key, cell in placement.cells.items()}


@pytest.mark.parametrize("style", STYLES, ids=str)
@pytest.mark.parametrize("edition", EDITIONS.values(), ids=lambda e: e.id)
def test_every_edition_in_every_manner_of_printing(edition, style):
    texts = figures(edition, seed=len(str(style)))
    placement = choose_edition(print_form(edition, texts, **style), list(EDITIONS.values()), None)
    assert placement is not None
    assert placement.edition.id == edition.id
    assert {k: cells(placement).get(k, "absent") for k in texts} == expected(texts)
    assert [n for n in placement.notes if n.code != "unknown_row"] == []


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(EDITIONS)), st.sampled_from(STYLES))
def test_any_figures_are_placed_in_their_own_cells(seed, edition_id, style):
    edition = EDITIONS[edition_id]
    texts = figures(edition, seed)
    assert {
        k: v for k, v in cells(place_tables(print_form(edition, texts, **style), edition)).items() if k in texts
    } == (expected(texts))


def test_blank_mark_and_zero_stay_three_things():
    texts = figures(NATIONAL, 1) | {"req_received": "", "fee_collected": "/", "staff_total": "0"}
    placement = place_tables(print_form(NATIONAL, texts), NATIONAL)
    found = [
        (placement.cells[k].value, placement.cells[k].raw) for k in ("req_received", "fee_collected", "staff_total")
    ]
    assert found == [(None, ""), (None, "/"), (0, "0")]


def test_a_row_that_the_document_lacks_has_no_cell():
    form = NATIONAL.tables[0]
    table = print_table(form, figures(NATIONAL, 2, blanks=False))
    gone = next(i for i, row in enumerate(form.rows) if row.key == "reply_refused") + 1
    table.cells = [c for c in table.cells if c.row != gone]
    placement = place_tables(Document("test", [table]), NATIONAL)
    assert "reply_refused" not in placement.cells
    assert "reply_partial" in placement.cells


def test_a_row_of_no_edition_is_a_note_and_never_a_cell():
    table = print_table(NATIONAL.tables[0], figures(NATIONAL, 3, blanks=False))
    extra = table_of([["十、市长信箱办理数", "件", "77"]])
    for cell in extra.cells:
        cell.row = 999
    table.cells += extra.cells
    placement = place_tables(Document("test", [table]), NATIONAL)
    assert [n.code for n in placement.notes] == ["unknown_row"]
    assert "市长信箱" in placement.notes[0].message


def test_one_row_of_other_handling_instead_of_three_keeps_its_figures():
    form = MODERN.table("requests")
    texts = figures(MODERN, 4, blanks=False)
    table = print_table(form, texts)
    rows = table.rows()
    subs = [i for i, r in enumerate(rows) if any("申请人逾期未按" in c.text or c.text == "3.其他" for c in r)]
    single = next(i for i, r in enumerate(rows) if any("逾期不补正" in c.text for c in r))
    table.cells = [c for c in table.cells if c.row not in subs and not (c.row == single and "逾期不补正" in c.text)]
    for cell in table.cells:
        if "其他处理" in cell.text:
            cell.row_span, cell.column_span = 1, 2
    placement = place_tables(Document("test", [table]), MODERN)
    assert {k for k in placement.cells if k.startswith("outcome_other@")} == {
        f"outcome_other@{c.key}" for c in form.columns
    }
    assert not [k for k in placement.cells if k.startswith("other_")]
    assert placement.cells["outcome_other@total"].raw == texts["other_overdue_correction@total"]


def test_a_matrix_row_with_too_few_figures_is_not_placed():
    form = MODERN.table("requests")
    rows = [["一、本年新收政府信息公开申请数量", "3", "0", "3"], ["（一）予以公开", "1", "0", "0", "0", "0", "0", "1"]]
    placement = place_tables(Document("test", [table_of(rows, ragged=True)]), MODERN)
    assert not [k for k in placement.cells if k.startswith("req_received")]
    assert placement.cells["outcome_granted@total"].value == 1
    assert [n.code for n in placement.notes] == ["unplaced"]
    assert len(form.columns) == 7


def test_figures_run_into_one_cell_with_spaces_are_told_apart():
    rows = [["一、本年新收政府信息公开申请数量", "12 0 0 3 0 0 15"]]
    placement = place_tables(Document("test", [table_of(rows, ragged=True)]), MODERN)
    assert placement.cells["req_received@natural_person"].value == 12
    assert placement.cells["req_received@total"].value == 15


def test_a_misprinted_label_never_takes_the_place_of_a_row_that_is_named():
    rows = [
        ["2、政府网站公开政府信息数", "条", "10"],
        ["3、政务微搏公开政府信息数", "条", "4"],
        ["4、政务微信公开政府信息数", "条", "6"],
    ]
    placement = place_tables(Document("test", [table_of(rows)]), NATIONAL)
    assert cells(placement) == {"channel_website": 10, "channel_weibo": 4, "channel_wechat": 6}


def test_a_remark_is_set_aside_and_kept_in_the_raw_text():
    rows = [["制发规范性文件总数", "件", "55（含自然失效29件）"]]
    cell = place_tables(Document("test", [table_of(rows)]), NATIONAL).cells["normative_docs_made"]
    assert (cell.value, cell.raw) == (55, "55（含自然失效29件）")


def test_a_figure_in_a_heading_row_is_kept_as_printed():
    rows = [["（二）通过不同渠道和方式公开政府信息的情况", "条", "30"], ["1.政府公报公开政府信息数", "条", "30"]]
    assert cells(place_tables(Document("test", [table_of(rows)]), NATIONAL))["channel_items_total"] == 30


@pytest.mark.parametrize(("year", "edition"), [(2020, "cn-gid-2019"), (2022, "cn-gid-2021"), (None, "cn-gid-2021")])
def test_where_the_labels_fit_two_editions_the_year_decides(year, edition):
    single = EDITIONS["cn-gid-2019"].table("review_litigation")
    document = Document("test", [print_table(single, figures(EDITIONS["cn-gid-2019"], 5))])
    placement = choose_edition(document, [EDITIONS["cn-gid-2019"], EDITIONS["cn-gid-2021"]], year)
    assert placement is not None
    if year:
        assert placement.edition.id == edition


def test_a_table_before_2014_that_shares_a_few_labels_is_no_national_form():
    rows = [
        ["主动公开信息数", "条", "3"],
        ["当面申请数", "条", "0"],
        ["传真申请数", "条", "0"],
        ["行政复议数", "件", "0"],
    ]
    assert choose_edition(Document("test", [table_of(rows)]), list(EDITIONS.values()), 2010) is None


def test_prose_alone_has_no_edition():
    assert choose_edition(Document("test", [Paragraph("全年未收到申请。")]), list(EDITIONS.values()), 2022) is None
    assert choose_edition(Document("test", [Table()]), list(EDITIONS.values()), 2022) is None


@pytest.mark.parametrize(("year", "edition"), [(2022, "cn-gid-2021"), (2020, "cn-gid-2019")])
def test_one_row_of_other_handling_does_not_outweigh_the_year(year, edition):
    form = EDITIONS["cn-gid-2019"].table("requests")
    document = Document("test", [print_table(form, figures(EDITIONS["cn-gid-2019"], 6, blanks=False))])
    assert choose_edition(document, [EDITIONS["cn-gid-2019"], MODERN], year).edition.id == edition


@pytest.mark.parametrize("wrong", ["cn-gid-2019", "cn-gid-2021"])
def test_a_report_on_the_form_of_another_year_is_read_by_the_form_it_prints(wrong):
    document = print_form(EDITIONS[wrong], figures(EDITIONS[wrong], 9, blanks=False))
    year = 2022 if wrong == "cn-gid-2019" else 2020
    assert choose_edition(document, list(EDITIONS.values()), year).edition.id == wrong
