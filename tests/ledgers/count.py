"""Counts the cells of every edition from a workbook, one loop a cell, by ledgers.md (the lines named are its lines).

Written to be read against that page, neither fast nor short: it shares nothing with the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from .sheets import Row, Workbook

Number = int | Decimal
Cells = dict[str, Number]

_APPLICANTS = {
    "自然人": "natural_person",
    "商业企业": "org_commercial",
    "科研机构": "org_research",
    "社会公益组织": "org_welfare",
    "法律服务机构": "org_legal_service",
    "其他": "org_other",
}
_CHANNELS = {
    "政府公报": "channel_gazette",
    "政府网站": "channel_website",
    "政务微博": "channel_weibo",
    "政务微信": "channel_wechat",
    "其他": "channel_other",
}
_RESPONSES = {
    "新闻发布会": "press_conferences",
    "在线访谈": "online_interviews",
    "政策解读": "interpretation_articles",
    "微博微信回应": "response_weibo_wechat",
    "其他方式回应": "response_other",
}
_MODES = {
    "当面": "req_received_in_person",
    "传真": "req_received_fax",
    "网络": "req_received_online",
    "信函": "req_received_letter",
    "其他": "req_received_other",
}
_REPLIES = {
    "属于已主动公开范围": "reply_already_public",
    "同意公开": "reply_granted",
    "同意部分公开": "reply_partial",
    "不属于本行政机关公开": "reply_not_this_agency",
    "信息不存在": "reply_not_exist",
    "告知作出更改补充": "reply_amend_requested",
    "告知通过其他途径办理": "reply_other_channel",
}
_GROUNDS = {
    "不同意公开:国家秘密": "refused_state_secret",
    "不同意公开:商业秘密": "refused_trade_secret",
    "不同意公开:个人隐私": "refused_privacy",
    "不同意公开:三安全一稳定": "refused_security_stability",
    "不同意公开:不是政府信息": "refused_not_gov_info",
    "不同意公开:其他法律法规": "refused_other_law",
}
_OUTCOMES = {
    "予以公开": "outcome_granted",
    "部分公开": "outcome_partial",
    "属于国家秘密": "refused_state_secret",
    "其他法律行政法规禁止公开": "refused_law_prohibited",
    "危及“三安全一稳定”": "refused_security_stability",
    "保护第三方合法权益": "refused_third_party",
    "属于三类内部事务信息": "refused_internal_affairs",
    "属于四类过程性信息": "refused_process_info",
    "属于行政执法案卷": "refused_enforcement_file",
    "属于行政查询事项": "refused_admin_query",
    "本机关不掌握相关政府信息": "unable_not_held",
    "没有现成信息需要另行制作": "unable_needs_creation",
    "补正后申请内容仍不明确": "unable_still_unclear",
    "信访举报投诉类申请": "np_petition",
    "重复申请": "np_repeat",
    "要求提供公开出版物": "np_publication",
    "无正当理由大量反复申请": "np_excessive",
    "要求行政机关确认或重新出具已获取信息": "np_reconfirm",
}
_OUTCOMES_2019 = {**_OUTCOMES, "其他处理": "outcome_other"}
_OUTCOMES_2021 = {
    **_OUTCOMES,
    "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "other_overdue_correction",
    "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "other_unpaid_fee",
    "其他": "other_misc",
}
_CASES = {"行政复议": "review", "行政诉讼-未经复议": "litigation_direct", "行政诉讼-复议后": "litigation_after_review"}
_RESULTS = {"结果维持": "upheld", "结果纠正": "corrected", "其他结果": "other"}


def cells(workbook: Workbook, edition_id: str, year: int) -> Cells:
    """Every cell of the edition that has a sheet, in the report of ``year``. Money is Decimal, a count an int."""
    if edition_id == "cn-gid-2019" and year in (2019, 2020):
        return _form_2019(workbook, year)
    if edition_id == "cn-gid-2021" and year >= 2021:
        return _form_2021(workbook, year)
    if edition_id.startswith("cn-gid-2014-") and 2014 <= year <= 2018:
        return _form_2014(workbook, edition_id.removeprefix("cn-gid-2014-"), year)
    raise ValueError(f"{edition_id} is not the form of {year}")


def hand_entered(edition_id: str) -> set[str]:
    """The cells of the edition that no sheet can fill (line 56)."""
    if edition_id == "cn-gid-2019":
        rows = ("licensing", "other_services", "penalties", "coercion", "admin_fees")
        return {f"{row}_items_prev_year" for row in rows} | {f"{row}_items_change" for row in rows}
    if edition_id == "cn-gid-2014-shandong-dept":
        # An optional figure on a heading that ledgers.md does not name. It has no rule and cannot be added up, 次 and
        # 篇 being mixed in it.
        return {"response_methods_total"}
    if edition_id == "cn-gid-2014-weihai":
        levels = ("city", "county", "town")
        return {
            # Line 56 says websites_*; the total above the three has no sheet either.
            "websites",
            *(f"websites_{level}" for level in levels),
            "gazette_issues",
            "gazette_copies",
            # The totals reading_points and reading_point_visits are counted (lines 51, 53); only their levels are not.
            *(f"reading_points_{level}" for level in levels),
            *(f"reading_point_visits_{level}" for level in levels),
        }
    return set()


# --- reading a row ---------------------------------------------------------------------------------------------------


def _rows(workbook: Workbook, sheet: str) -> list[Row]:
    return workbook.get(sheet, [])  # Line 8: a workbook need not hold every sheet.


def _day(row: Row, header: str) -> date | None:
    value = row.get(header)
    assert value is None or isinstance(value, date), f"{header}: {value!r}"
    return value


def _falls_in(row: Row, header: str, year: int) -> bool:
    day = _day(row, header)
    return day is not None and day.year == year


def _by_end_of(row: Row, header: str, year: int) -> bool:
    day = _day(row, header)
    return day is not None and day.year <= year


def _count(row: Row, header: str) -> int:
    """A blank 件数 or 人次 adds nothing to a sum: ledgers.md lets both be blank and gives no other reading."""
    value = row.get(header)
    if value is None:
        return 0
    assert isinstance(value, int), f"{header}: {value!r}"
    return value


def _money(row: Row, header: str) -> Decimal:
    value = row.get(header)
    if value is None:
        return Decimal(0)
    assert isinstance(value, (int, Decimal)), f"{header}: {value!r}"
    return Decimal(value)


def _month_in(row: Row, year: int) -> bool:
    return str(row.get("月份"))[:4] == str(year)


# --- 2014 to 2018 ----------------------------------------------------------------------------------------------------


def _form_2014(workbook: Workbook, variant: str, year: int) -> Cells:
    result: Cells = {}
    _items_2014(workbook, year, result)
    _channels(workbook, variant, year, result)
    _responses(workbook, year, result)
    _requests_2014(workbook, variant, year, result)
    _cases_2014(workbook, year, result)
    _complaints(workbook, variant, year, result)
    _institution(workbook, year, result)
    _money_2014(workbook, variant, year, result)
    _meetings(workbook, year, result)
    if variant != "national":
        _deliveries(workbook, year, result)
    if variant == "weihai":
        result["reading_point_visits"] = 0
        for row in _rows(workbook, "查阅点接待"):
            if _falls_in(row, "日期", year):
                result["reading_point_visits"] += _count(row, "人次")
    return result


def _items_2014(workbook: Workbook, year: int, result: Cells) -> None:
    result["proactive_items"] = 0
    result["normative_docs_disclosed"] = 0
    result["normative_docs_made"] = 0
    for row in _rows(workbook, "主动公开信息"):
        disclosed = row["公开属性"] == "主动公开" and _falls_in(row, "首次公开日期", year)
        if disclosed:
            result["proactive_items"] += 1
        if disclosed and row["信息类型"] == "行政规范性文件":
            result["normative_docs_disclosed"] += 1
        # Line 36: made has no word of 公开属性, so a document that was not disclosed counts as made.
        if row["信息类型"] == "行政规范性文件" and _falls_in(row, "成文日期", year):
            result["normative_docs_made"] += 1


def _channels(workbook: Workbook, variant: str, year: int, result: Cells) -> None:
    """Line 39: rows, not items, so an item posted twice counts twice, and a posting with a title only counts too."""
    for key in _CHANNELS.values():
        result[key] = 0
    total = 0
    for row in _rows(workbook, "公开渠道"):
        if _falls_in(row, "发布日期", year):
            result[_CHANNELS[str(row["渠道"])]] += 1
            total += 1
    if variant == "shandong-dept":
        del result["channel_gazette"]  # That form has no such row; nothing else takes the gazette's postings up.
    if variant == "weihai":
        result["channel_items_total"] = total


def _responses(workbook: Workbook, year: int, result: Cells) -> None:
    for key in _RESPONSES.values():
        result[key] = 0
    result["press_conferences_principal"] = 0
    result["online_interviews_principal"] = 0
    topics = []
    for row in _rows(workbook, "回应解读"):
        if not _falls_in(row, "日期", year):
            continue
        result[_RESPONSES[str(row["类型"])]] += 1
        if row["类型"] == "新闻发布会" and row.get("主要负责同志参加") == "是":
            result["press_conferences_principal"] += 1
        if row["类型"] == "在线访谈" and row.get("主要负责同志参加") == "是":
            result["online_interviews_principal"] += 1
        # Line 40: rows of every kind; a row without 热点编号 responds to no topic.
        if row.get("热点编号") is not None and row["热点编号"] not in topics:
            topics.append(row["热点编号"])
    result["response_hot_topics"] = len(topics)


def _requests_2014(workbook: Workbook, variant: str, year: int, result: Cells) -> None:
    modes = dict.fromkeys(_MODES.values(), 0)
    replies = dict.fromkeys(_REPLIES.values(), 0)
    grounds = dict.fromkeys(_GROUNDS.values(), 0)
    received = on_time = extended = 0
    for row in _rows(workbook, "信息公开申请"):
        if _falls_in(row, "收到日期", year):
            received += 1
            modes[_MODES[str(row["提出方式"])]] += 1
        if _falls_in(row, "答复日期", year):
            if row.get("延期") == "是":
                extended += 1
            else:  # Line 9: blank is 否.
                on_time += 1
            outcome = str(row["办理结果"])
            if outcome in _GROUNDS:
                grounds[_GROUNDS[outcome]] += 1
            else:
                replies[_REPLIES[outcome]] += 1
    if variant == "national":
        # The national form has no row for other modes; line 42 counts such a request in req_received all the same.
        del modes["req_received_other"]
    result.update(modes)
    result.update(replies)
    result.update(grounds)
    result["req_received"] = received
    result["req_closed_on_time"] = on_time
    result["req_closed_extended"] = extended
    result["req_closed"] = on_time + extended
    result["reply_refused"] = sum(grounds.values())
    result["req_replied"] = sum(replies.values()) + sum(grounds.values())


def _cases_2014(workbook: Workbook, year: int, result: Cells) -> None:
    """The total is that of the three results: the form has no row for pending cases, line 47 counts them from 2019."""
    for name in ("review", "litigation"):
        for end in ("upheld", "corrected", "other", "total"):
            result[f"{name}_{end}"] = 0
    for row in _rows(workbook, "复议诉讼"):
        if _falls_in(row, "审结日期", year):
            name = "review" if row["类型"] == "行政复议" else "litigation"
            result[f"{name}_{_result_of(row)}"] += 1
            result[f"{name}_total"] += 1


def _result_of(row: Row) -> str:
    """Line 17 lets 结果 be blank beside 审结日期 and does not say what such a case is. A case concluded in the year
    must be somewhere, or the total would lose it: counted as 其他结果, as line 18 does for complaints."""
    return "other" if row.get("结果") is None else _RESULTS[str(row["结果"])]


def _complaints(workbook: Workbook, variant: str, year: int, result: Cells) -> None:
    total = upheld = corrected = other = 0
    for row in _rows(workbook, "举报投诉"):
        if not _falls_in(row, "日期", year):
            continue
        total += 1
        if row.get("结果") == "维持":
            upheld += 1
        elif row.get("结果") == "纠正":
            corrected += 1
        else:  # Line 18: blank counts as 其他.
            other += 1
    result["complaints_total"] = total
    if variant != "national":  # Line 54; Weihai is of the Shandong family.
        result["complaints_upheld"] = upheld
        result["complaints_corrected"] = corrected
        result["complaints_other"] = other


def _institution(workbook: Workbook, year: int, result: Cells) -> None:
    last_day = date(year, 12, 31)
    offices = points = full_time = part_time = 0
    for row in _rows(workbook, "人员机构"):
        first, last = _day(row, "起"), _day(row, "止")
        assert first is not None
        # Line 51: [起, 止] is closed on both sides, so one that ends on 31 December still counts; blank 止 is open.
        if first > last_day or (last is not None and last < last_day):
            continue
        if row["类型"] == "专门机构":
            offices += 1
        elif row["类型"] == "查阅点":
            points += 1
        elif row["类型"] == "专职":
            full_time += 1
        else:
            part_time += 1
    result["dedicated_offices"] = offices
    result["reading_points"] = points
    result["staff_full_time"] = full_time
    result["staff_part_time"] = part_time
    result["staff_total"] = full_time + part_time


def _money_2014(workbook: Workbook, variant: str, year: int, result: Cells) -> None:
    funds = fees = Decimal(0)
    for row in _rows(workbook, "经费收费"):
        if _falls_in(row, "日期", year) and row["类型"] == "专项经费":
            funds += _money(row, "金额（万元）")
        # Line 52: what was collected; what was waived (信息处理费减免) neither adds nor takes away.
        if _falls_in(row, "日期", year) and row["类型"] == "信息处理费收取":
            fees += _money(row, "金额（万元）")
    result["special_funds"] = funds
    if variant in ("national", "weihai"):
        result["fee_collected"] = fees


def _meetings(workbook: Workbook, year: int, result: Cells) -> None:
    meetings = classes = trainees = 0
    for row in _rows(workbook, "会议培训"):
        # Line 50: one held by others counts nowhere, nor do those who attended it.
        if not _falls_in(row, "日期", year) or row["举办单位"] != "本机关":
            continue
        if row["类型"] == "会议":
            meetings += 1
        else:
            classes += 1
            trainees += _count(row, "人次")
    result["meetings_held"] = meetings
    result["training_classes"] = classes
    result["trainees"] = trainees


def _deliveries(workbook: Workbook, year: int, result: Cells) -> None:
    paper = electronic = 0
    for row in _rows(workbook, "两馆报送"):
        if not _falls_in(row, "日期", year):
            continue
        if row["载体"] == "纸质":
            paper += _count(row, "件数")
        else:
            electronic += _count(row, "件数")
    result["library_deliveries_paper"] = paper
    result["library_deliveries_electronic"] = electronic
    result["library_deliveries"] = paper + electronic


# --- 2019 on ---------------------------------------------------------------------------------------------------------


def _form_2019(workbook: Workbook, year: int) -> Cells:
    result: Cells = {}
    for name, kind in (("rules", "规章"), ("normative_docs", "行政规范性文件")):
        made = newly = disclosed = 0
        for row in _rows(workbook, "主动公开信息"):
            if row["信息类型"] != kind:
                continue
            if _falls_in(row, "成文日期", year):
                made += 1
            if row["公开属性"] == "主动公开" and _falls_in(row, "首次公开日期", year):
                newly += 1
            # Line 37: whatever its status, so a repealed one stays in.
            if row["公开属性"] == "主动公开" and _by_end_of(row, "首次公开日期", year):
                disclosed += 1
        result[f"{name}_made"] = made
        result[f"{name}_newly_disclosed"] = newly
        result[f"{name}_disclosed_total"] = disclosed
    result["licensing_decisions"] = _decisions(workbook, "行政许可", year)
    # Line 49 does not name other services; their 处理决定数量 has the sheet's category of the same name.
    result["other_services_decisions"] = _decisions(workbook, "其他对外管理服务事项", year)
    result["penalties_decisions"] = _decisions(workbook, "行政处罚", year)
    result["coercion_decisions"] = _decisions(workbook, "行政强制", year)
    result["central_procurement_projects"] = _decisions(workbook, "政府集中采购", year)
    result["central_procurement_amount"] = _amounts(workbook, "政府集中采购", year) * 10_000  # Line 55: yuan.
    _requests_matrix(workbook, _OUTCOMES_2019, year, result)
    _cases_2019(workbook, year, result)
    return result


def _form_2021(workbook: Workbook, year: int) -> Cells:
    result: Cells = {}
    for name, kind in (("rules", "规章"), ("normative_docs", "行政规范性文件")):
        made = repealed = valid = 0
        for row in _rows(workbook, "主动公开信息"):
            if row["信息类型"] != kind:
                continue
            if _falls_in(row, "成文日期", year):
                made += 1
            # Line 38: by the date alone, so what expired (失效) in the year counts as well as what was repealed.
            if _falls_in(row, "废止或失效日期", year):
                repealed += 1
            # Line 38: "by then" is a matter of the date. 状态 says how things stand today, not on that 31 December, and
            # is not asked; nor is 公开属性.
            if _by_end_of(row, "成文日期", year) and not _by_end_of(row, "废止或失效日期", year):
                valid += 1
        result[f"{name}_made"] = made
        result[f"{name}_repealed"] = repealed
        result[f"{name}_valid"] = valid
    result["licensing_decisions"] = _decisions(workbook, "行政许可", year)
    result["penalties_decisions"] = _decisions(workbook, "行政处罚", year)
    result["coercion_decisions"] = _decisions(workbook, "行政强制", year)
    result["admin_fees_amount"] = _amounts(workbook, "行政事业性收费", year)
    _requests_matrix(workbook, _OUTCOMES_2021, year, result)
    _cases_2019(workbook, year, result)
    return result


def _decisions(workbook: Workbook, category: str, year: int) -> int:
    total = 0
    for row in _rows(workbook, "行政权力"):
        if row["类别"] == category and _month_in(row, year):
            total += _count(row, "件数")
    return total


def _amounts(workbook: Workbook, category: str, year: int) -> Decimal:
    total = Decimal(0)
    for row in _rows(workbook, "行政权力"):
        if row["类别"] == category and _month_in(row, year):
            total += _money(row, "金额（万元）")
    return total


def _requests_matrix(workbook: Workbook, outcome_keys: dict[str, str], year: int, result: Cells) -> None:
    rows = ["req_received", "req_carried_in", *outcome_keys.values(), "outcome_total", "req_carried_out"]
    for key in rows:
        for column in (*_APPLICANTS.values(), "total"):
            result[f"{key}@{column}"] = 0
    for row in _rows(workbook, "信息公开申请"):
        for key in _places(row, outcome_keys, year):
            result[f"{key}@{_APPLICANTS[str(row['申请人类型'])]}"] += 1
            result[f"{key}@total"] += 1


def _places(row: Row, outcome_keys: dict[str, str], year: int) -> Iterator[str]:
    received, answered = _day(row, "收到日期"), _day(row, "答复日期")
    assert received is not None
    if received.year == year:
        yield "req_received"
    if received < date(year, 1, 1) and not (answered is not None and answered < date(year, 1, 1)):
        yield "req_carried_in"
    if answered is not None and answered.year == year:
        yield outcome_keys[str(row["办理结果"])]
        yield "outcome_total"
    if received <= date(year, 12, 31) and not (answered is not None and answered <= date(year, 12, 31)):
        yield "req_carried_out"


def _cases_2019(workbook: Workbook, year: int, result: Cells) -> None:
    for name in _CASES.values():
        for end in ("upheld", "corrected", "other", "pending", "total"):
            result[f"{name}_{end}"] = 0
    for row in _rows(workbook, "复议诉讼"):
        name = _CASES[str(row["类型"])]
        accepted, concluded = _day(row, "受理日期"), _day(row, "审结日期")
        assert accepted is not None
        if concluded is not None and concluded.year == year:
            result[f"{name}_{_result_of(row)}"] += 1
            result[f"{name}_total"] += 1
        # A case of 2019 that was concluded in 2021 is pending in the reports of 2019 and of 2020.
        if accepted <= date(year, 12, 31) and (concluded is None or concluded > date(year, 12, 31)):
            result[f"{name}_pending"] += 1
            result[f"{name}_total"] += 1
