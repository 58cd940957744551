"""The judge judged: every cell of the forms has its source, and small workbooks give literal figures rule by rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from .count import Cells, cells, hand_entered
from .generate import YEARS
from .sheets import Value, Workbook, editions, outcomes

FORMS = Path(__file__).resolve().parents[2] / "src" / "gongkai" / "law" / "data" / "editions"
NATIONAL, SHANDONG, DEPARTMENT, WEIHAI, TRIAL, CURRENT = (
    f"cn-gid-{name}" for name in ("2014-national", "2014-shandong", "2014-shandong-dept", "2014-weihai", "2019", "2021")
)
SIZES = {NATIONAL: 58, SHANDONG: 64, DEPARTMENT: 64, WEIHAI: 79, TRIAL: 198, CURRENT: 200}


def table(sheet: str, headers: str, *rows: tuple[Value, ...]) -> Workbook:
    """A workbook of one sheet: ``headers`` by spaces, a value that reads as a date becomes one."""
    names = headers.split()
    return {sheet: [dict(zip(names, map(_value, row), strict=True)) for row in rows]}


def _value(value: Value) -> Value:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else value
    except ValueError:
        return value


def nonzero(found: Cells) -> dict[str, float]:
    return {key: float(value) for key, value in found.items() if value}


# --- every cell has its source ---------------------------------------------------------------------------------------


def form_cells(edition: str) -> Iterator[str]:
    form = json.loads((FORMS / f"{edition}.json").read_text(encoding="utf-8"))
    for printed in form["tables"]:
        for row in printed["rows"] or [{"key": "value"}]:
            holds = row.get("value", "none" if row.get("role") == "heading" else "required")
            if holds in ("required", "optional"):
                yield from (printed["cell_key"].format(row=row["key"], column=c["key"]) for c in printed["columns"])


@pytest.mark.parametrize("edition", SIZES)
def test_every_cell_of_the_form_is_counted_or_entered_by_hand_and_none_both(edition: str) -> None:
    year = next(year for year in YEARS if edition in editions(year))
    counted, printed = set(cells({}, edition, year)), list(form_cells(edition))
    assert len(printed) == SIZES[edition]
    assert counted | hand_entered(edition) == set(printed)
    assert counted & hand_entered(edition) == set()


def test_what_is_entered_by_hand() -> None:
    assert hand_entered(NATIONAL) == hand_entered(SHANDONG) == hand_entered(CURRENT) == set()
    assert hand_entered(DEPARTMENT) == {"response_methods_total"}
    assert len(hand_entered(WEIHAI)) == 12
    assert len(hand_entered(TRIAL)) == 10


def test_an_empty_workbook_gives_zeros() -> None:
    assert nonzero(cells({}, WEIHAI, 2016)) == {}


def test_a_form_is_refused_for_a_year_it_does_not_cover() -> None:
    with pytest.raises(ValueError, match="cn-gid-2019 is not the form of 2021"):
        cells({}, TRIAL, 2021)
    with pytest.raises(ValueError, match="not the form"):
        cells({}, NATIONAL, 2019)


@pytest.mark.parametrize(("edition", "year"), [(TRIAL, 2019), (CURRENT, 2021)])
def test_the_outcomes_are_the_leaves_of_the_form(edition: str, year: int) -> None:
    form = json.loads((FORMS / f"{edition}.json").read_text(encoding="utf-8"))
    rows = next(printed["rows"] for printed in form["tables"] if printed["key"] == "requests")
    leaves = [row for row in rows if str(row["parent"]).startswith("outcome") and row["role"] == "component"]
    assert [(row.get("aliases") or [row["label"]])[0] for row in leaves] == list(outcomes(year))


def test_the_outcomes_of_the_years() -> None:
    assert outcomes(2013) == ()
    assert len(outcomes(2014)) == len(outcomes(2018)) == 13
    assert "不同意公开:商业秘密" in outcomes(2018)
    assert outcomes(2019) == outcomes(2020)
    assert "其他处理" in outcomes(2020)
    assert "其他" not in outcomes(2020)
    assert "其他" in outcomes(2021)
    assert "其他处理" not in outcomes(2021)


# --- items -----------------------------------------------------------------------------------------------------------

ITEMS = table(
    "主动公开信息",
    "信息类型 公开属性 成文日期 首次公开日期 状态 废止或失效日期",
    ("行政规范性文件", "主动公开", "2016-12-31", "2017-01-01", None, None),
    ("行政规范性文件", "主动公开", "2017-12-31", "2018-01-01", "有效", None),
    ("行政规范性文件", "不予公开", "2017-06-01", None, "有效", None),
    ("行政规范性文件", "依申请公开", "2017-06-02", "2017-06-03", "有效", None),
    ("行政规范性文件", "主动公开", None, "2017-12-31", "废止", "2019-06-01"),
    ("其他", "主动公开", "2017-01-01", "2017-05-05", "失效", "2017-12-31"),
    ("其他", "主动公开", "2017-01-01", None, None, None),
    ("其他", "主动公开", "2017-01-02", "2017-01-02", None, None),
    ("规章", "主动公开", "2017-03-01", "2017-03-02", "失效", "2019-12-31"),
    ("规章", "主动公开", "2019-01-01", "2019-12-31", "废止", "2021-01-01"),
    ("规章", "不予公开", "2019-12-31", None, None, None),
    ("规章", "主动公开", "2021-12-31", "2022-01-01", "有效", None),
)


def test_items_of_2017() -> None:
    found = cells(ITEMS, NATIONAL, 2017)
    assert nonzero(found) == {"proactive_items": 5, "normative_docs_disclosed": 2, "normative_docs_made": 3}


@pytest.mark.parametrize(
    ("year", "rules", "documents"),
    # made, newly disclosed, disclosed in all
    [(2019, (2, 1, 2), (0, 0, 3)), (2020, (0, 0, 2), (0, 0, 3))],
)
def test_documents_of_the_2019_form(year: int, rules: tuple[int, ...], documents: tuple[int, ...]) -> None:
    found = cells(ITEMS, TRIAL, year)
    assert [found[f"rules_{column}"] for column in ("made", "newly_disclosed", "disclosed_total")] == list(rules)
    assert [found[f"normative_docs_{c}"] for c in ("made", "newly_disclosed", "disclosed_total")] == list(documents)


@pytest.mark.parametrize(
    ("year", "rules", "documents"),
    # made, repealed, valid; the document without 成文日期 is never known to be valid
    [(2021, (1, 1, 2), (0, 0, 4)), (2022, (0, 0, 2), (0, 0, 4))],
)
def test_documents_of_the_2021_form(year: int, rules: tuple[int, ...], documents: tuple[int, ...]) -> None:
    found = cells(ITEMS, CURRENT, year)
    assert [found[f"rules_{column}"] for column in ("made", "repealed", "valid")] == list(rules)
    assert [found[f"normative_docs_{column}"] for column in ("made", "repealed", "valid")] == list(documents)


def test_what_ends_on_the_last_day_is_not_valid_and_what_ends_the_day_after_is() -> None:
    book = table(
        "主动公开信息",
        "信息类型 公开属性 成文日期 首次公开日期 状态 废止或失效日期",
        ("规章", "主动公开", "2015-01-01", None, "失效", "2021-12-31"),
        ("规章", "主动公开", "2015-01-01", None, "废止", "2022-01-01"),
        ("规章", "主动公开", "2022-01-01", None, None, None),
    )
    assert nonzero(cells(book, CURRENT, 2021)) == {"rules_repealed": 1, "rules_valid": 1}


# --- channels and responses ------------------------------------------------------------------------------------------

POSTINGS = table(
    "公开渠道",
    "索引号 标题 渠道 发布日期",
    ("A1", None, "政府公报", "2016-01-01"),
    ("A1", None, "政府网站", "2016-12-31"),
    ("A1", None, "政府网站", "2016-12-31"),
    (None, "通知", "政府网站", "2016-06-01"),
    (None, "通知", "政务微博", "2015-12-31"),
    (None, "通知", "政务微信", "2016-02-29"),
    (None, "通知", "其他", "2017-01-01"),
)
CHANNELS = {"channel_gazette": 1, "channel_website": 3, "channel_wechat": 1}


def test_postings_count_whether_they_name_an_item_or_have_a_title_only() -> None:
    assert nonzero(cells(POSTINGS, NATIONAL, 2016)) == CHANNELS
    assert nonzero(cells(POSTINGS, SHANDONG, 2016)) == CHANNELS


def test_weihai_has_the_total_of_the_channels() -> None:
    assert nonzero(cells(POSTINGS, WEIHAI, 2016)) == {**CHANNELS, "channel_items_total": 5}


def test_a_department_of_shandong_has_no_gazette() -> None:
    assert nonzero(cells(POSTINGS, DEPARTMENT, 2016)) == {"channel_website": 3, "channel_wechat": 1}


def test_responses_count_by_kind_and_topics_once() -> None:
    book = table(
        "回应解读",
        "日期 类型 热点编号 主要负责同志参加",
        ("2017-01-01", "新闻发布会", "热1", "是"),
        ("2017-12-31", "新闻发布会", "热1", "否"),
        ("2017-05-01", "新闻发布会", None, None),
        ("2017-05-01", "在线访谈", "热2", "是"),
        ("2017-05-01", "在线访谈", None, "是"),
        ("2017-05-01", "政策解读", "热2", "是"),
        ("2017-05-01", "政策解读", None, "是"),
        ("2017-05-01", "微博微信回应", None, None),
        ("2017-05-01", "其他方式回应", "热3", None),
        ("2016-12-31", "其他方式回应", "热4", "是"),
        ("2018-01-01", "新闻发布会", "热5", "是"),
    )
    assert nonzero(cells(book, NATIONAL, 2017)) == {
        "response_hot_topics": 3,
        "press_conferences": 3,
        "press_conferences_principal": 1,
        "online_interviews": 2,
        "online_interviews_principal": 2,
        "interpretation_articles": 2,
        "response_weibo_wechat": 1,
        "response_other": 1,
    }


# --- requests --------------------------------------------------------------------------------------------------------


def requests(*rows: tuple[Value, ...]) -> Workbook:
    return table("信息公开申请", "收到日期 提出方式 申请人类型 延期 答复日期 办理结果", *rows)


REQUESTS_2017 = requests(
    ("2016-12-31", "当面", "自然人", None, "2017-01-01", "属于已主动公开范围"),
    ("2017-01-01", "信函", "自然人", "否", "2017-02-01", "同意公开"),
    ("2017-03-01", "网络", "商业企业", "是", "2017-12-31", "同意部分公开"),
    ("2017-03-01", "传真", "其他", "是", "2017-04-01", "不同意公开:国家秘密"),
    ("2017-03-02", "其他", "自然人", None, "2017-04-01", "不同意公开:商业秘密"),
    ("2017-03-02", "其他", "自然人", None, "2017-04-01", "不同意公开:其他法律法规"),
    ("2017-03-02", "网络", "自然人", None, "2017-04-01", "告知作出更改补充"),
    ("2017-12-31", "网络", "自然人", "是", "2018-01-01", "信息不存在"),
    ("2017-11-30", "当面", "自然人", None, None, None),
    ("2018-01-01", "当面", "自然人", None, "2018-01-02", "同意公开"),
)
FIGURES_2017 = {
    "req_received": 8,
    "req_received_in_person": 1,
    "req_received_letter": 1,
    "req_received_online": 3,
    "req_received_fax": 1,
    "req_closed": 7,
    "req_closed_on_time": 5,
    "req_closed_extended": 2,
    "req_replied": 7,
    "reply_already_public": 1,
    "reply_granted": 1,
    "reply_partial": 1,
    "reply_refused": 3,
    "refused_state_secret": 1,
    "refused_trade_secret": 1,
    "refused_other_law": 1,
    "reply_amend_requested": 1,
}


def test_requests_of_2017() -> None:
    assert nonzero(cells(REQUESTS_2017, NATIONAL, 2017)) == FIGURES_2017


@pytest.mark.parametrize("edition", [SHANDONG, DEPARTMENT])
def test_shandong_counts_other_modes_apart(edition: str) -> None:
    assert nonzero(cells(REQUESTS_2017, edition, 2017)) == {**FIGURES_2017, "req_received_other": 2}


def test_every_reply_kind_has_its_cell() -> None:
    rows = [("2018-01-01", "当面", "自然人", None, "2018-01-02", outcome) for outcome in outcomes(2018)]
    found = cells(requests(*rows), NATIONAL, 2018)
    leaves = [key for key in found if key.startswith(("reply_", "refused_")) and key != "reply_refused"]
    assert [found[key] for key in leaves] == [1] * 13
    assert (found["reply_refused"], found["req_replied"]) == (6, 13)


UNPAID = "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
REQUESTS_2020 = requests(
    ("2018-12-31", "当面", "自然人", None, None, None),
    ("2018-05-01", "当面", "商业企业", None, "2018-06-01", "同意公开"),
    ("2019-12-31", "当面", "自然人", None, "2020-01-01", "予以公开"),
    ("2019-12-01", "当面", "自然人", None, "2019-12-31", "部分公开"),
    ("2020-01-01", "当面", "科研机构", None, "2020-01-01", "其他处理"),
    ("2020-02-01", "当面", "法律服务机构", None, "2020-12-31", "重复申请"),
    ("2020-12-31", "当面", "其他", "是", "2021-01-01", "其他"),
    ("2021-01-01", "当面", "社会公益组织", None, "2021-01-08", UNPAID),
)


def by_column(found: Cells, row: str) -> list[int | Decimal]:
    columns = ("natural_person", "org_commercial", "org_research", "org_welfare", "org_legal_service", "org_other")
    return [found[f"{row}@{column}"] for column in (*columns, "total")]


def test_the_matrix_of_2020() -> None:
    found = cells(REQUESTS_2020, TRIAL, 2020)
    assert by_column(found, "req_received") == [0, 0, 1, 0, 1, 1, 3]
    assert by_column(found, "req_carried_in") == [2, 0, 0, 0, 0, 0, 2]
    assert by_column(found, "outcome_granted") == [1, 0, 0, 0, 0, 0, 1]
    assert by_column(found, "outcome_partial") == [0, 0, 0, 0, 0, 0, 0]
    assert by_column(found, "outcome_other") == [0, 0, 1, 0, 0, 0, 1]
    assert by_column(found, "np_repeat") == [0, 0, 0, 0, 1, 0, 1]
    assert by_column(found, "outcome_total") == [1, 0, 1, 0, 1, 0, 3]
    assert by_column(found, "req_carried_out") == [1, 0, 0, 0, 0, 1, 2]


def test_the_matrix_of_2021_takes_over_what_2020_left() -> None:
    found = cells(REQUESTS_2020, CURRENT, 2021)
    assert by_column(found, "req_received") == [0, 0, 0, 1, 0, 0, 1]
    assert by_column(found, "req_carried_in") == [1, 0, 0, 0, 0, 1, 2]
    assert by_column(found, "other_misc") == [0, 0, 0, 0, 0, 1, 1]
    assert by_column(found, "other_unpaid_fee") == [0, 0, 0, 1, 0, 0, 1]
    assert by_column(found, "outcome_total") == [0, 0, 0, 1, 0, 1, 2]
    assert by_column(found, "req_carried_out") == [1, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize(("edition", "year", "leaves"), [(TRIAL, 2019, 19), (CURRENT, 2022, 21)])
def test_every_outcome_has_its_row(edition: str, year: int, leaves: int) -> None:
    rows = [(f"{year}-01-01", "当面", "自然人", None, f"{year}-01-02", outcome) for outcome in outcomes(year)]
    found = cells(requests(*rows), edition, year)
    counted = [key for key in found if key.endswith("@natural_person") and found[key] == 1]
    assert len(counted) == len(outcomes(year)) == leaves
    assert found["outcome_total@natural_person"] == leaves


# --- cases, complaints -----------------------------------------------------------------------------------------------

CASES = table(
    "复议诉讼",
    "类型 受理日期 审结日期 结果",
    ("行政复议", "2018-01-01", "2018-12-31", "结果维持"),
    ("行政复议", "2017-12-01", "2018-01-01", "其他结果"),
    ("行政诉讼-未经复议", "2018-03-01", "2018-04-01", "结果纠正"),
    ("行政诉讼-复议后", "2018-03-01", "2018-04-01", "结果维持"),
    ("行政诉讼-复议后", "2018-12-31", "2020-01-01", "结果纠正"),
    ("行政复议", "2019-12-31", "2020-02-01", "结果维持"),
    ("行政诉讼-未经复议", "2019-06-01", "2020-12-31", "其他结果"),
    ("行政诉讼-未经复议", "2020-01-01", None, None),
)


def test_cases_of_2018_take_both_kinds_of_suits_together_and_leave_out_the_pending() -> None:
    assert nonzero(cells(CASES, NATIONAL, 2018)) == {
        "review_upheld": 1,
        "review_other": 1,
        "review_total": 2,
        "litigation_upheld": 1,
        "litigation_corrected": 1,
        "litigation_total": 2,
    }


def test_cases_of_2019_are_pending_from_the_day_of_acceptance() -> None:
    assert nonzero(cells(CASES, TRIAL, 2019)) == {
        "review_pending": 1,
        "review_total": 1,
        "litigation_direct_pending": 1,
        "litigation_direct_total": 1,
        "litigation_after_review_pending": 1,
        "litigation_after_review_total": 1,
    }


def test_cases_of_2020_are_concluded_or_still_pending() -> None:
    assert nonzero(cells(CASES, TRIAL, 2020)) == {
        "review_upheld": 1,
        "review_total": 1,
        "litigation_after_review_corrected": 1,
        "litigation_after_review_total": 1,
        "litigation_direct_other": 1,
        "litigation_direct_pending": 1,
        "litigation_direct_total": 2,
    }


COMPLAINTS = table(
    "举报投诉",
    "日期 结果",
    ("2017-01-01", "维持"),
    ("2017-12-31", "纠正"),
    ("2017-06-01", "其他"),
    ("2017-06-01", None),
    ("2016-12-31", "维持"),
)


def test_complaints_without_a_result_are_other_ones() -> None:
    assert nonzero(cells(COMPLAINTS, NATIONAL, 2017)) == {"complaints_total": 4}
    assert nonzero(cells(COMPLAINTS, SHANDONG, 2017)) == {
        "complaints_total": 4,
        "complaints_upheld": 1,
        "complaints_corrected": 1,
        "complaints_other": 2,
    }


# --- powers, meetings, people, money, visits, deliveries -------------------------------------------------------------

POWERS = table(
    "行政权力",
    "月份 类别 件数 金额（万元）",
    ("2020-01", "行政许可", 3, None),
    ("2020-12", "行政许可", 4, None),
    ("2019-12", "行政许可", 100, None),
    ("2021-01", "行政许可", 1000, None),
    ("2020-02", "其他对外管理服务事项", 5, None),
    ("2020-02", "行政处罚", 6, Decimal("9.5")),
    ("2020-02", "行政强制", None, None),
    ("2020-02", "行政事业性收费", 7, Decimal("1.5")),
    ("2021-02", "行政事业性收费", 8, Decimal("2.1")),
    ("2021-02", "行政事业性收费", 8, Decimal("2.1")),
    ("2020-05", "政府集中采购", 2, Decimal("25.1")),
    ("2020-06", "政府集中采购", 1, Decimal("0.000101")),
    ("2021-06", "政府集中采购", 1, Decimal("1")),
)


def test_powers_of_2020_with_procurement_in_yuan() -> None:
    found = cells(POWERS, TRIAL, 2020)
    assert found["central_procurement_amount"] == Decimal("251001.01")
    assert nonzero(found) == {
        "licensing_decisions": 7,
        "other_services_decisions": 5,
        "penalties_decisions": 6,
        "central_procurement_projects": 3,
        "central_procurement_amount": 251001.01,
    }


def test_powers_of_2021_with_fees_in_wan_yuan() -> None:
    found = cells(POWERS, CURRENT, 2021)
    assert found["admin_fees_amount"] == Decimal("4.2")
    assert nonzero(found) == {"licensing_decisions": 1000, "admin_fees_amount": 4.2}


def test_only_the_agencys_own_meetings_and_classes_count() -> None:
    book = table(
        "会议培训",
        "日期 类型 举办单位 人次",
        ("2017-01-01", "会议", "本机关", 30),
        ("2017-01-01", "会议", "其他", 31),
        ("2017-12-31", "培训班", "本机关", 40),
        ("2017-06-01", "培训班", "本机关", None),
        ("2017-06-01", "培训班", "其他", 500),
        ("2018-01-01", "培训班", "本机关", 6),
    )
    assert nonzero(cells(book, NATIONAL, 2017)) == {"meetings_held": 1, "training_classes": 2, "trainees": 40}


def test_people_and_places_are_those_of_31_december() -> None:
    book = table(
        "人员机构",
        "类型 起 止",
        ("专职", "2010-01-01", None),
        ("专职", "2010-01-01", "2017-12-31"),
        ("专职", "2010-01-01", "2017-12-30"),
        ("兼职", "2017-12-31", None),
        ("兼职", "2018-01-01", None),
        ("专门机构", "2017-12-31", "2017-12-31"),
        ("专门机构", "2015-01-01", "2018-01-01"),
        ("查阅点", "2016-05-01", None),
    )
    assert nonzero(cells(book, NATIONAL, 2017)) == {
        "staff_full_time": 2,
        "staff_part_time": 1,
        "staff_total": 3,
        "dedicated_offices": 2,
        "reading_points": 1,
    }


def test_money_collected_and_spent_without_what_was_waived() -> None:
    book = table(
        "经费收费",
        "日期 类型 金额（万元）",
        ("2016-01-01", "专项经费", Decimal("10.5")),
        ("2016-12-31", "专项经费", 4),
        ("2017-01-01", "专项经费", 100),
        ("2016-03-01", "信息处理费收取", Decimal("0.03")),
        ("2016-03-01", "信息处理费减免", Decimal("0.02")),
    )
    assert nonzero(cells(book, NATIONAL, 2016)) == {"special_funds": 14.5, "fee_collected": 0.03}
    assert nonzero(cells(book, WEIHAI, 2016)) == {"special_funds": 14.5, "fee_collected": 0.03}
    assert nonzero(cells(book, SHANDONG, 2016)) == {"special_funds": 14.5}


def test_visits_and_deliveries() -> None:
    book = {
        **table(
            "查阅点接待", "日期 查阅点 人次", ("2016-01-01", "甲", 3), ("2016-12-31", "乙", 4), ("2017-01-01", "甲", 50)
        ),
        **table(
            "两馆报送",
            "日期 载体 件数",
            ("2016-01-01", "纸质", 2),
            ("2016-12-31", "电子", 5),
            ("2016-12-31", "电子", 5),
            ("2015-12-31", "纸质", 70),
        ),
    }
    deliveries = {"library_deliveries": 12, "library_deliveries_paper": 2, "library_deliveries_electronic": 10}
    assert nonzero(cells(book, WEIHAI, 2016)) == {**deliveries, "reading_point_visits": 7}
    assert nonzero(cells(book, SHANDONG, 2016)) == deliveries
    assert nonzero(cells(book, NATIONAL, 2016)) == {}
