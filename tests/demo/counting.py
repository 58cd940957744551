"""A second count of the registers, written from the counting rules alone: straight loops, nothing shared with the code
that makes the rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

MONEY = "金额（万元）"
KIND_COLUMNS = [
    ("natural_person", "自然人"),
    ("org_commercial", "商业企业"),
    ("org_research", "科研机构"),
    ("org_welfare", "社会公益组织"),
    ("org_legal_service", "法律服务机构"),
    ("org_other", "其他"),
]
REPLIES_2014 = {
    "reply_already_public": ["属于已主动公开范围"],
    "reply_granted": ["同意公开"],
    "reply_partial": ["同意部分公开"],
    "reply_refused": [
        "不同意公开:国家秘密",
        "不同意公开:商业秘密",
        "不同意公开:个人隐私",
        "不同意公开:三安全一稳定",
        "不同意公开:不是政府信息",
        "不同意公开:其他法律法规",
    ],
    "refused_state_secret": ["不同意公开:国家秘密"],
    "refused_trade_secret": ["不同意公开:商业秘密"],
    "refused_privacy": ["不同意公开:个人隐私"],
    "refused_security_stability": ["不同意公开:三安全一稳定"],
    "refused_not_gov_info": ["不同意公开:不是政府信息"],
    "refused_other_law": ["不同意公开:其他法律法规"],
    "reply_not_this_agency": ["不属于本行政机关公开"],
    "reply_not_exist": ["信息不存在"],
    "reply_amend_requested": ["告知作出更改补充"],
    "reply_other_channel": ["告知通过其他途径办理"],
}
OUTCOMES_2019 = {
    "outcome_granted": "予以公开",
    "outcome_partial": "部分公开",
    "refused_state_secret": "属于国家秘密",
    "refused_law_prohibited": "其他法律行政法规禁止公开",
    "refused_security_stability": "危及“三安全一稳定”",
    "refused_third_party": "保护第三方合法权益",
    "refused_internal_affairs": "属于三类内部事务信息",
    "refused_process_info": "属于四类过程性信息",
    "refused_enforcement_file": "属于行政执法案卷",
    "refused_admin_query": "属于行政查询事项",
    "unable_not_held": "本机关不掌握相关政府信息",
    "unable_needs_creation": "没有现成信息需要另行制作",
    "unable_still_unclear": "补正后申请内容仍不明确",
    "np_petition": "信访举报投诉类申请",
    "np_repeat": "重复申请",
    "np_publication": "要求提供公开出版物",
    "np_excessive": "无正当理由大量反复申请",
    "np_reconfirm": "要求行政机关确认或重新出具已获取信息",
}
OTHER_2019 = {"outcome_other": "其他处理"}
OTHER_2021 = {
    "other_overdue_correction": "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other_unpaid_fee": "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other_misc": "其他",
}


def count(sheets, year):
    """Every cell that a register can feed, whatever the edition: key → figure."""
    figures = {}
    figures.update(count_items(sheets["主动公开信息"], year))
    figures.update(count_channels(sheets["公开渠道"], year))
    figures.update(count_responses(sheets["回应解读"], year))
    if year < 2019:
        figures.update(count_requests_2014(sheets["信息公开申请"], year))
        figures.update(count_cases_2014(sheets["复议诉讼"], year))
    else:
        others = OTHER_2019 if year < 2021 else OTHER_2021
        figures.update(count_requests_2019(sheets["信息公开申请"], year, {**OUTCOMES_2019, **others}))
        figures.update(count_cases_2019(sheets["复议诉讼"], year))
    figures.update(count_complaints(sheets["举报投诉"], year))
    figures.update(count_powers(sheets["行政权力"], year))
    figures.update(count_events(sheets["会议培训"], year))
    figures.update(count_capacity(sheets["人员机构"], year))
    figures.update(count_money(sheets["经费收费"], year))
    figures.update(count_visits(sheets["查阅点接待"], sheets["两馆报送"], year))
    return figures


def exact(figures):
    """Sums of money are decimals in registers and floats in the data: both by their printed digits."""
    return {key: Decimal(str(figure)).normalize() for key, figure in figures.items()}


def in_year(day, year):
    return day is not None and day.year == year


def count_items(rows, year):
    last = date(year, 12, 31)
    figures = {"proactive_items": 0}
    for row in rows:
        if row["公开属性"] == "主动公开" and in_year(row["首次公开日期"], year):
            figures["proactive_items"] += 1
    for key, kind in [("rules", "规章"), ("normative_docs", "行政规范性文件")]:
        made = new = total = repealed = valid = 0
        for row in rows:
            if row["信息类型"] != kind:
                continue
            public = row["公开属性"] == "主动公开" and row["首次公开日期"] is not None
            made += in_year(row["成文日期"], year)
            new += public and in_year(row["首次公开日期"], year)
            total += public and row["首次公开日期"] <= last
            repealed += in_year(row["废止或失效日期"], year)
            ended = row["废止或失效日期"]
            valid += row["成文日期"] <= last and (ended is None or ended > last)
        figures[f"{key}_made"] = made
        figures[f"{key}_disclosed"] = new
        figures[f"{key}_newly_disclosed"] = new
        figures[f"{key}_disclosed_total"] = total
        figures[f"{key}_repealed"] = repealed
        figures[f"{key}_valid"] = valid
    return figures


def count_channels(rows, year):
    labels = {"政府公报": "gazette", "政府网站": "website", "政务微博": "weibo", "政务微信": "wechat", "其他": "other"}
    figures = {f"channel_{key}": 0 for key in labels.values()}
    figures["channel_items_total"] = 0
    for row in rows:
        if in_year(row["发布日期"], year):
            figures["channel_" + labels[row["渠道"]]] += 1
            figures["channel_items_total"] += 1
    return figures


def count_responses(rows, year):
    labels = {
        "新闻发布会": "press_conferences",
        "在线访谈": "online_interviews",
        "政策解读": "interpretation_articles",
        "微博微信回应": "response_weibo_wechat",
        "其他方式回应": "response_other",
    }
    figures = dict.fromkeys(labels.values(), 0)
    figures["press_conferences_principal"] = figures["online_interviews_principal"] = 0
    topics = set()
    for row in rows:
        if not in_year(row["日期"], year):
            continue
        figures[labels[row["类型"]]] += 1
        if row["主要负责同志参加"] == "是":
            figures[labels[row["类型"]] + "_principal"] += 1
        if row["热点编号"] is not None:
            topics.add(row["热点编号"])
    figures["response_hot_topics"] = len(topics)
    return figures


def count_requests_2014(rows, year):
    modes = {"当面": "in_person", "传真": "fax", "网络": "online", "信函": "letter", "其他": "other"}
    figures = {f"req_received_{mode}": 0 for mode in modes.values()} | dict.fromkeys(REPLIES_2014, 0)
    figures |= {"req_received": 0, "req_closed": 0, "req_replied": 0}
    figures |= {"req_closed_on_time": 0, "req_closed_extended": 0}
    for row in rows:
        if in_year(row["收到日期"], year):
            figures["req_received"] += 1
            figures["req_received_" + modes[row["提出方式"]]] += 1
        if in_year(row["答复日期"], year):
            figures["req_closed"] += 1
            figures["req_replied"] += 1
            figures["req_closed_extended" if row["延期"] == "是" else "req_closed_on_time"] += 1
            for key, labels in REPLIES_2014.items():
                if row["办理结果"] in labels:
                    figures[key] += 1
    return figures


def count_requests_2019(rows, year, outcomes):
    figures = {}
    for key, label in [*KIND_COLUMNS, ("total", None)]:
        own = [row for row in rows if label is None or row["申请人类型"] == label]
        received = carried_in = carried_out = handled = 0
        for row in own:
            answered = row["答复日期"]
            received += row["收到日期"].year == year
            carried_in += row["收到日期"].year < year and (answered is None or answered.year >= year)
            carried_out += row["收到日期"].year <= year and (answered is None or answered.year > year)
            handled += in_year(answered, year)
        figures[f"req_received@{key}"] = received
        figures[f"req_carried_in@{key}"] = carried_in
        figures[f"req_carried_out@{key}"] = carried_out
        figures[f"outcome_total@{key}"] = handled
        for outcome, name in outcomes.items():
            figures[f"{outcome}@{key}"] = sum(in_year(r["答复日期"], year) and r["办理结果"] == name for r in own)
    return figures


RESULTS = {"结果维持": "upheld", "结果纠正": "corrected", "其他结果": "other"}


def count_cases_2014(rows, year):
    figures = {f"{name}_{result}": 0 for name in ("review", "litigation") for result in (*RESULTS.values(), "total")}
    for row in rows:
        if in_year(row["审结日期"], year):
            name = "review" if row["类型"] == "行政复议" else "litigation"
            figures[f"{name}_{RESULTS[row['结果']]}"] += 1
            figures[f"{name}_total"] += 1
    return figures


def count_cases_2019(rows, year):
    kinds = {
        "行政复议": "review",
        "行政诉讼-未经复议": "litigation_direct",
        "行政诉讼-复议后": "litigation_after_review",
    }
    results = (*RESULTS.values(), "pending", "total")
    figures = {f"{name}_{result}": 0 for name in kinds.values() for result in results}
    for row in rows:
        name = kinds[row["类型"]]
        if in_year(row["审结日期"], year):
            figures[f"{name}_{RESULTS[row['结果']]}"] += 1
            figures[f"{name}_total"] += 1
        elif row["受理日期"].year <= year and (row["审结日期"] is None or row["审结日期"].year > year):
            figures[f"{name}_pending"] += 1
            figures[f"{name}_total"] += 1
    return figures


def count_complaints(rows, year):
    labels = {"维持": "upheld", "纠正": "corrected", "其他": "other", None: "other"}
    figures = {"complaints_total": 0, "complaints_upheld": 0, "complaints_corrected": 0, "complaints_other": 0}
    for row in rows:
        if in_year(row["日期"], year):
            figures["complaints_total"] += 1
            figures["complaints_" + labels[row["结果"]]] += 1
    return figures


def count_powers(rows, year):
    labels = {
        "行政许可": "licensing",
        "其他对外管理服务事项": "other_services",
        "行政处罚": "penalties",
        "行政强制": "coercion",
    }
    figures = {f"{key}_decisions": 0 for key in labels.values()}
    fees, projects, spent = Decimal(0), 0, Decimal(0)
    for row in rows:
        if not row["月份"].startswith(f"{year}-"):
            continue
        if row["类别"] == "行政事业性收费":
            fees += row[MONEY]
        elif row["类别"] == "政府集中采购":
            projects += row["件数"]
            spent += row[MONEY]
        else:
            figures[labels[row["类别"]] + "_decisions"] += row["件数"]
    figures["admin_fees_amount"] = fees
    figures["central_procurement_projects"] = projects
    figures["central_procurement_amount"] = spent * 10_000
    return figures


def count_events(rows, year):
    figures = {"meetings_held": 0, "training_classes": 0, "trainees": 0}
    for row in rows:
        if in_year(row["日期"], year) and row["举办单位"] == "本机关":
            if row["类型"] == "会议":
                figures["meetings_held"] += 1
            else:
                figures["training_classes"] += 1
                figures["trainees"] += row["人次"] or 0
    return figures


def count_capacity(rows, year):
    labels = {
        "专门机构": "dedicated_offices",
        "查阅点": "reading_points",
        "专职": "staff_full_time",
        "兼职": "staff_part_time",
    }
    last = date(year, 12, 31)
    figures = dict.fromkeys(labels.values(), 0)
    for row in rows:
        if row["起"] <= last and (row["止"] is None or row["止"] >= last):
            figures[labels[row["类型"]]] += 1
    figures["staff_total"] = figures["staff_full_time"] + figures["staff_part_time"]
    return figures


def count_money(rows, year):
    figures = {"special_funds": Decimal(0), "fee_collected": Decimal(0)}
    for row in rows:
        if in_year(row["日期"], year):
            if row["类型"] == "专项经费":
                figures["special_funds"] += row[MONEY]
            if row["类型"] == "信息处理费收取":
                figures["fee_collected"] += row[MONEY]
    return figures


def count_visits(visits, deliveries, year):
    figures = {"reading_point_visits": 0, "library_deliveries_paper": 0, "library_deliveries_electronic": 0}
    for row in visits:
        if in_year(row["日期"], year):
            figures["reading_point_visits"] += row["人次"]
    for row in deliveries:
        if in_year(row["日期"], year):
            figures["library_deliveries_paper" if row["载体"] == "纸质" else "library_deliveries_electronic"] += row[
                "件数"
            ]
    total = figures["library_deliveries_paper"] + figures["library_deliveries_electronic"]
    return figures | {"library_deliveries": total}
