"""What may be wrong in a workbook: each fault with sheet, row, column, what was found, what is expected."""

import datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from gongkai.registers.registry import sheet
from gongkai.registers.workbook.reading import read_workbook
from tests.ledgers.faults import KINDS, faulty, with_fault
from tests.ledgers.generate import big
from tests.ledgers.write import xlsx
from tests.registers.books import FUNDS, REQUESTS, book, day, funds, request_row, requests


def faults(content):
    return [
        (located.sheet, located.row, located.fault.header, located.fault.found, located.fault.expected)
        for located in read_workbook(content).all_faults()
        if located.fault.severity == "error"
    ]


def values(content):
    return [line.values for sheet in read_workbook(content).sheets for line in sheet.lines]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # A workbook is too large to be shrunk in good time.
)
@given(faulty(2021))
def test_every_fault_is_told_at_its_place_and_no_other(drawn):
    workbook, injected = drawn
    told = sorted(((sheet, row, header) for sheet, row, header, *_ in faults(xlsx(workbook))), key=str)
    assert told == sorted(((f.sheet, f.row, f.column or "") for f in injected), key=str)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_fault_by_itself(kind):
    workbook = big(400, seed=7)
    fault = with_fault(workbook, kind, seed=3)
    assert fault is not None
    found = faults(xlsx(workbook))
    assert [(sheet, row, header) for sheet, row, header, *_ in found] == [(fault.sheet, fault.row, fault.column or "")]
    assert found[0][4] != ""


def test_a_fault_says_what_was_found_and_what_is_expected():
    rows = [
        request_row("1", 收到日期="2024-02-30"),
        request_row("2", 提出方式="电话"),
        request_row("3", 申请内容=None),
        request_row("4", answered="2024-01-01", outcome="予以公开"),
        request_row("5", answered="2024-03-01", outcome="同意公开"),
        request_row("1"),
    ]
    found = faults(requests(*rows))
    assert [fault[1:4] for fault in found] == [
        (2, "收到日期", "2024-02-30"),
        (3, "提出方式", "电话"),
        (4, "申请内容", "空"),
        (5, "答复日期", "2024-01-01"),
        (6, "办理结果", "同意公开"),
        (7, "登记号", "1"),
    ]
    assert [fault[4] for fault in found[:4]] == [
        "要填日期，如 2024-03-05",
        "要填其中之一：当面、信函、网络、传真、其他",
        "必填",
        "不早于收到日期 2024-02-01",
    ]
    assert found[4][4].startswith("要填2024年的名称之一：予以公开、部分公开、")
    assert found[5][4] == "编号不能重复；第2行已有这个编号"


DATES = [
    (datetime.date(2024, 3, 5), True),
    (datetime.datetime(2024, 3, 5, 9, 30), True),  # noqa: DTZ001 - a cell has no time zone.
    ("2024-03-05", True),
    ("2024-3-5", True),
    ("2024/3/5", True),
    ("2024.3.5", True),
    ("2024年3月5日", True),
    ("２０２４-０３-０５", True),
    ("2024-03-05 00:00:00", True),
    ("20240305", True),
    (20240305, True),
    ("2024-02-30", False),
    ("2024-13-01", False),
    ("三月五日", False),
    (45356, False),
    ("2024-03", False),
    ("05/03/2024", False),
    ("1066-10-14", False),
    ("2204-03-05", False),
    (True, False),
]


@pytest.mark.parametrize(("written", "good"), DATES, ids=str)
def test_dates(written, good):
    content = requests(request_row(收到日期=written))
    if good:
        assert values(content)[0]["received_on"] == datetime.date(2024, 3, 5)
    else:
        assert [fault[1:3] for fault in faults(content)] == [(2, "收到日期")]


NUMBERS = [
    (1.5, "1.5"), ("1.5", "1.5"), ("１２", "12"), ("1,234.5", "1234.5"), (0.1 + 0.2, "0.3"), (0, "0"),
    ("0.000001", "0.000001"), ("12万", None), ("约3", None), ("1.2.3", None), (-1, None), ("-0.5", None),
    ("1,23", None), ("1e3", None), ("nan", None), (True, None), ("0.0000001", None), (1e13, None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), NUMBERS, ids=str)
def test_numbers(written, expected):
    content = funds([day("2024-01-02"), "专项经费", written])
    if expected is None:
        assert [fault[1:3] for fault in faults(content)] == [(2, "金额（万元）")]
    else:
        assert str(values(content)[0]["amount"].normalize()) in (
            expected,
            f"{float(expected):.0E}".replace("E-0", "E-"),
        )


@pytest.mark.parametrize(
    ("written", "good"), [(3, True), ("3", True), (3.0, True), (3.5, False), (-3, False), (3e9, False)]
)
def test_whole_numbers(written, good):
    found = faults(book(查阅点接待=[["日期", "查阅点", "人次"], [day("2024-01-02"), "大厅", written]]))
    assert found == [] if good else [fault[1:3] for fault in found] == [(2, "人次")]


MONTHS = [
    ("2024-03", True),
    ("2024/3", True),
    ("2024年3月", True),
    ("202403", True),
    (datetime.date(2024, 3, 9), True),
    ("2024-13", False),
    ("三月", False),
]


@pytest.mark.parametrize(("written", "good"), MONTHS, ids=str)
def test_months(written, good):
    content = book(行政权力=[["月份", "类别", "件数", "金额（万元）"], [written, "行政许可", 2, None]])
    if good:
        assert values(content)[0]["month"] == datetime.date(2024, 3, 1)
    else:
        assert [fault[1:3] for fault in faults(content)] == [(2, "月份")]


@pytest.mark.parametrize(
    "written", ["行政诉讼-未经复议", "行政诉讼－未经复议", " 行政诉讼 — 未经复议 ", "行政诉讼\u200b-未经复议"]
)
def test_options_are_the_same_in_full_width_and_with_spaces(written):
    rows = [["编号", "类型", "受理日期"], ["1", written, day("2024-01-02")]]
    assert values(book(复议诉讼=rows))[0]["kind"] == "litigation_direct"


@pytest.mark.parametrize("written", ['危及"三安全一稳定"', "危及“三安全一稳定”", "危及三安全一稳定"])
def test_outcomes_are_the_same_whatever_the_quotation_marks(written):
    content = requests(request_row(answered="2024-03-01", outcome=written))
    assert values(content)[0]["outcome"] == "refused_security_stability"


@pytest.mark.parametrize(
    ("answered", "outcome", "key"),
    [
        ("2018-12-31", "不同意公开:国家秘密", "refused_state_secret"),
        ("2018-12-31", "不同意公开：国家秘密", "refused_state_secret"),
        ("2019-01-01", "属于国家秘密", "refused_state_secret"),
        ("2020-12-31", "其他处理", "outcome_other"),
        ("2021-01-01", "其他", "other_misc"),
    ],
)
def test_an_outcome_is_named_as_in_the_form_of_the_answer(answered, outcome, key):
    assert values(requests(request_row(received="2018-01-02", answered=answered, outcome=outcome)))[0]["outcome"] == key


@pytest.mark.parametrize(("written", "read"), [("是", True), ("否", False), (None, False), (True, True)])
def test_flags(written, read):
    assert values(requests(request_row(延期=written)))[0]["extended"] is read


def test_blanks_take_their_default():
    rows = [["索引号", "标题", "信息类型", "公开属性"], ["1", "通知", "其他", "主动公开"]]
    assert values(book(主动公开信息=rows))[0] == {
        "index_number": "1", "title": "通知", "document_number": "", "kind": "other", "catalogue_code": "",
        "category": "", "attribute": "proactive", "withheld_reason": "", "made_on": None,
        "first_published_on": None, "status": "valid", "ended_on": None,
    }  # fmt: skip


def test_numbers_in_text_columns_are_text():
    found = values(requests(request_row(登记号=20240001, 申请内容=3.5)))[0]
    assert (found["number"], found["content"]) == ("20240001", "3.5")
    assert [fault[1:3] for fault in faults(requests(request_row(登记号=12345678901234567)))] == [(2, "登记号")]


def test_titles_blank_rows_stars_and_headers_twice_are_tolerated():
    rows = [
        ["信息公开申请台账"],
        ["填报单位：示例局", None, "二〇二四年"],
        [],
        [f"{header}*" if header == "登记号" else f" {header} " for header in REQUESTS],
        request_row("1"),
        [],
        REQUESTS,
        request_row("2"),
    ]
    content = book(信息公开申请=rows)
    assert faults(content) == []
    assert [line.number for line in read_workbook(content).sheets[0].lines] == [5, 8]


def test_unknown_and_missing_columns_and_sheets_are_told_at_once():
    content = book(
        信息公开申请=[[*REQUESTS[1:], "备注", "收到日期"], [*request_row()[1:], "无", day("2024-01-02")]],
        申请表=[["登记号"], ["1"]],
        空表=[],
        经费收费=[],
    )
    found = faults(content)
    assert [fault[:4] for fault in found] == [
        ("申请表", None, "", "申请表"),
        ("信息公开申请", 1, "备注", "备注"),
        ("信息公开申请", 1, "收到日期", "收到日期"),
        ("信息公开申请", 1, "登记号", "没有这一列"),
    ]


def test_a_workbook_without_registers_is_a_fault():
    assert [fault[4] for fault in faults(book(空表=[]))] == ["至少有一个台账工作表，可先下载模板"]


def test_two_sheets_of_one_register_are_refused():
    rows = [FUNDS, [day("2024-01-02"), "专项经费", 1]]
    assert [fault[:2] for fault in faults(book(**{"经费收费": rows, "经费收费 ": rows}))] == [("经费收费 ", None)]


def test_merged_cells_are_blank_below_the_first():
    import openpyxl

    from tests.registers.books import saved

    made = openpyxl.Workbook()
    made.active.title = "经费收费"
    for row in (FUNDS, [day("2024-01-02"), "专项经费", 1], [None, "专项经费", 2]):
        made.active.append(list(row))
    made.active.merge_cells("A2:A3")
    assert [fault[1:4] for fault in faults(saved(made))] == [(3, "日期", "空")]


@pytest.mark.parametrize("text", ["甲" * 81, "甲\x01"])
def test_text_that_the_register_cannot_hold(text):
    import io

    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("信息公开申请")
        sheet.write_row(0, 0, REQUESTS)
        cells = ["", "2024-01-02", "网络", "自然人", "内容"]
        sheet.write_row(1, 0, cells)
        sheet.write_string(1, 0, text)
    assert [fault[1:3] for fault in faults(out.getvalue())] == [(2, "登记号")]


@pytest.mark.parametrize(
    ("answered", "outcome", "header"), [("2024-03-01", None, "办理结果"), (None, "留作参考", "答复日期")]
)
def test_answer_and_outcome_of_a_proposal_come_together(answered, outcome, header):
    headers = ["编号", "届次", "类型", "标题", "答复日期", "办理结果"]
    row = ["1", "一次", "人大建议", "建议", answered and day(answered), outcome]
    assert [fault[1:4] for fault in faults(book(建议提案=[headers, row]))] == [(2, header, "空")]


BESIDE = [
    (
        request_row(received="2024-02-01", answered="2024-01-05", outcome="予以公开", 申请人类型="个人"),
        {"申请人类型", "答复日期"},
    ),
    (request_row(提出方式="电话", answered="2024-02-05", outcome=None), {"提出方式", "办理结果"}),
    (request_row(答复日期="不详", outcome="予以公开"), {"答复日期"}),
    (request_row(answered="2024-02-05", outcome="同意公开"), {"办理结果"}),
    (request_row(收到日期="去年", answered="2024-02-05", outcome="予以公开"), {"收到日期"}),
]


@pytest.mark.parametrize(("row", "headers"), BESIDE)
def test_faults_between_sound_columns_are_told_beside_other_faults(row, headers):
    assert {fault[2] for fault in faults(requests(row))} == headers


def test_what_follows_from_an_unsound_column_is_not_told():
    options = sheet("powers").column("category").options

    def told(amount):
        powers = book(
            行政权力=[["月份", "类别", "件数", "金额（万元）"], ["2024-01", options["licensing"], None, amount]]
        )
        return [located.fault.header for located in read_workbook(powers).all_faults()]

    assert told(None) == ["件数"]
    assert told("若干") == ["金额（万元）"]
