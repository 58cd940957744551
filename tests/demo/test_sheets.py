"""The rows of the demonstration, sheet by sheet: headers, options, numbers, dates."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from gongkai.demo.county import county
from gongkai.demo.rows.making import make_sheets
from gongkai.demo.sheets import COLUMNS, full_row
from gongkai.law.working_days import builtin_calendar
from gongkai.registers.registry import all_sheets
from tests.acceptance import SHARED, needs_shared
from tests.demo.counting import OTHER_2019, OTHER_2021, OUTCOMES_2019, REPLIES_2014

AGENCIES = [r.agency.short_name for r in county().records]
every_agency = pytest.mark.parametrize("agency", AGENCIES)

YES_NO = ("是", "否")
OPTIONS = {
    ("主动公开信息", "信息类型"): ("规章", "行政规范性文件", "其他"),
    ("主动公开信息", "公开属性"): ("主动公开", "依申请公开", "不予公开"),
    ("主动公开信息", "状态"): ("有效", "废止", "失效"),
    ("公开渠道", "渠道"): ("政府公报", "政府网站", "政务微博", "政务微信", "其他"),
    ("回应解读", "类型"): ("新闻发布会", "在线访谈", "政策解读", "微博微信回应", "其他方式回应"),
    ("回应解读", "主要负责同志参加"): YES_NO,
    ("信息公开申请", "提出方式"): ("当面", "信函", "网络", "传真", "其他"),
    ("信息公开申请", "申请人类型"): ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
    ("信息公开申请", "延期"): YES_NO,
    ("复议诉讼", "类型"): ("行政复议", "行政诉讼-未经复议", "行政诉讼-复议后"),
    ("复议诉讼", "结果"): ("结果维持", "结果纠正", "其他结果", None),
    ("举报投诉", "结果"): ("维持", "纠正", "其他", None),
    ("行政权力", "类别"): (
        "行政许可",
        "其他对外管理服务事项",
        "行政处罚",
        "行政强制",
        "行政事业性收费",
        "政府集中采购",
    ),
    ("会议培训", "类型"): ("会议", "培训班"),
    ("会议培训", "举办单位"): ("本机关", "其他"),
    ("人员机构", "类型"): ("专门机构", "查阅点", "专职", "兼职"),
    ("经费收费", "类型"): ("专项经费", "信息处理费收取", "信息处理费减免"),
    ("两馆报送", "载体"): ("纸质", "电子"),
    ("建议提案", "类型"): ("人大建议", "政协提案"),
    ("建议提案", "参阅件"): YES_NO,
    ("建议提案", "办理结果"): ("已解决或基本解决", "正在解决或列入规划", "暂时难以解决", "留作参考", None),
    ("建议提案", "满意"): ("满意", "基本满意", "不满意", None),
}
REQUIRED = {
    "主动公开信息": ("索引号", "标题", "信息类型", "公开属性"),
    "公开渠道": ("渠道", "发布日期"),
    "回应解读": ("日期", "类型", "主题"),
    "信息公开申请": ("登记号", "收到日期", "提出方式", "申请人类型", "申请内容"),
    "复议诉讼": ("编号", "类型", "受理日期"),
    "举报投诉": ("编号", "日期", "内容"),
    "行政权力": ("月份", "类别"),
    "会议培训": ("日期", "类型", "名称", "举办单位"),
    "人员机构": ("姓名或名称", "类型", "起"),
    "经费收费": ("日期", "类型", "金额（万元）"),
    "查阅点接待": ("日期", "查阅点", "人次"),
    "两馆报送": ("日期", "接收单位", "载体", "件数"),
    "建议提案": ("编号", "届次", "类型", "标题"),
}
NUMBERS = {
    "主动公开信息": "索引号",
    "信息公开申请": "登记号",
    "复议诉讼": "编号",
    "举报投诉": "编号",
    "建议提案": "编号",
}
WHEN_AN_OFFICE_ACTS = {
    "主动公开信息": ("成文日期", "首次公开日期", "废止或失效日期"),
    "公开渠道": ("发布日期",),
    "回应解读": ("日期",),
    "信息公开申请": ("收到日期", "答复日期"),
    "复议诉讼": ("受理日期", "审结日期"),
    "会议培训": ("日期",),
    "经费收费": ("日期",),
    "查阅点接待": ("日期",),
    "两馆报送": ("日期",),
    "建议提案": ("答复日期",),
}


def sheets(agency):
    return county().record(agency).sheets


def answers_of(year):
    if year < 2019:
        return {label for labels in REPLIES_2014.values() for label in labels}
    return {*OUTCOMES_2019.values(), *(OTHER_2019 if year < 2021 else OTHER_2021).values()}


class TestColumns:
    @needs_shared
    def test_headers_are_those_of_the_exchanged_workbook(self):
        text = (SHARED / "domain" / "ledgers.md").read_text(encoding="utf-8")
        table = re.findall(r"^\| (\S+) \| (.*) \|$", text.split("## Counting rules")[0], re.MULTILINE)
        declared = {}
        for sheet, columns in table[1:]:
            without_options = re.sub(r" ?\([^()]*\)", "", columns)
            declared[sheet] = tuple(c.strip().rstrip("*").split("*")[0].strip() for c in without_options.split(","))
        assert {name: tuple(c.split(" ")[0] for c in columns) for name, columns in declared.items()} == COLUMNS

    def test_headers_are_those_that_the_rooms_import(self):
        assert {s.name: tuple(c.header for c in s.columns) for s in all_sheets()} == COLUMNS

    @every_agency
    def test_every_row_has_every_header(self, agency):
        assert list(sheets(agency)) == list(COLUMNS)
        for name, rows in sheets(agency).items():
            assert all(tuple(row) == COLUMNS[name] for row in rows)

    def test_an_unknown_header_is_refused(self):
        with pytest.raises(KeyError, match="金额"):
            full_row("举报投诉", {"金额": 1})


class TestValues:
    @every_agency
    def test_options(self, agency):
        for (sheet, header), options in OPTIONS.items():
            assert {row[header] for row in sheets(agency)[sheet]} <= set(options), (sheet, header)

    @every_agency
    def test_required_columns_are_filled(self, agency):
        for sheet, headers in REQUIRED.items():
            for row in sheets(agency)[sheet]:
                assert all(row[header] not in (None, "") for header in headers), (sheet, row)

    @every_agency
    def test_numbers_are_unique(self, agency):
        for sheet, header in NUMBERS.items():
            numbers = [row[header] for row in sheets(agency)[sheet]]
            assert len(set(numbers)) == len(numbers)

    @every_agency
    def test_months(self, agency):
        months = [row["月份"] for row in sheets(agency)["行政权力"]]
        assert all(re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month) for month in months)

    @every_agency
    def test_powers_are_counts_or_sums(self, agency):
        for row in sheets(agency)["行政权力"]:
            assert (row["件数"] is None) == (row["类别"] == "行政事业性收费")
            assert (row["金额（万元）"] is not None) == (row["类别"] in ("行政事业性收费", "政府集中采购"))

    @every_agency
    def test_what_is_kept_back_says_why(self, agency):
        kept = [row for row in sheets(agency)["主动公开信息"] if row["公开属性"] != "主动公开"]
        assert kept
        assert all(row["不予公开理由"] and row["首次公开日期"] is None for row in kept)

    @every_agency
    def test_titles_differ(self, agency):
        titles = [row["标题"] for row in sheets(agency)["主动公开信息"]]
        assert len(set(titles)) == len(titles)
        numbered = [title for title in titles if re.search(r"（\d+）$", title)]
        assert len(numbered) < len(titles) / 4

    @every_agency
    def test_no_text_could_be_taken_for_a_formula(self, agency):
        texts = [v for rows in sheets(agency).values() for row in rows for v in row.values() if isinstance(v, str)]
        assert not any(text.startswith(("=", "+", "-", "@", "\t")) for text in texts)


class TestDates:
    @every_agency
    def test_an_office_acts_on_working_days(self, agency):
        calendar = builtin_calendar()
        for sheet, headers in WHEN_AN_OFFICE_ACTS.items():
            for row in sheets(agency)[sheet]:
                days = [row[header] for header in headers if row[header] is not None]
                assert all(calendar.is_working_day(day) for day in days), (sheet, row)

    @every_agency
    def test_items_are_published_once_made_and_end_thereafter(self, agency):
        for row in sheets(agency)["主动公开信息"]:
            known = [row[h] for h in ("成文日期", "首次公开日期", "废止或失效日期") if row[h] is not None]
            assert known == sorted(known)
            assert (row["状态"] == "有效") == (row["废止或失效日期"] is None)

    @every_agency
    def test_an_item_is_first_published_on_its_first_channel(self, agency):
        first = {}
        for row in sheets(agency)["公开渠道"]:
            first[row["索引号"]] = min(first.get(row["索引号"], date.max), row["发布日期"])
        published = {row["索引号"]: row["首次公开日期"] for row in sheets(agency)["主动公开信息"]}
        assert first
        assert first == {index: published[index] for index in first}

    @every_agency
    def test_no_item_is_twice_on_a_channel(self, agency):
        postings = [(row["索引号"], row["渠道"]) for row in sheets(agency)["公开渠道"]]
        assert len(set(postings)) == len(postings)

    @every_agency
    def test_replies_keep_the_time(self, agency):
        """15 working days under the Regulations of 2007, 20 under those of 2019; as many again where extended."""
        for row in sheets(agency)["信息公开申请"]:
            if row["答复日期"] is None:
                continue
            limit = 15 if row["收到日期"] < date(2019, 5, 15) else 20
            taken = builtin_calendar().working_days_between(row["收到日期"], row["答复日期"])
            if row["延期"] == "是":
                assert limit < taken <= 2 * limit
            else:
                assert 0 < taken <= limit

    @every_agency
    def test_a_result_and_its_day_come_together(self, agency):
        for row in sheets(agency)["信息公开申请"]:
            assert (row["答复日期"] is None) == (row["办理结果"] is None)
        for row in sheets(agency)["复议诉讼"]:
            assert (row["审结日期"] is None) == (row["结果"] is None)
        for row in sheets(agency)["建议提案"]:
            assert (row["答复日期"] is None) == (row["办理结果"] is None) == (row["参阅件"] == "是")

    @every_agency
    def test_results_are_of_the_form_in_force_on_the_day(self, agency):
        answered = [row for row in sheets(agency)["信息公开申请"] if row["答复日期"]]
        assert answered
        assert all(row["办理结果"] in answers_of(row["答复日期"].year) for row in answered)

    def test_requests_carried_from_one_form_to_the_next(self):
        over = [
            row
            for row in sheets("示例县政府")["信息公开申请"]
            if row["收到日期"].year == 2018 and row["答复日期"].year == 2019
        ]
        assert sorted(row["申请人类型"] for row in over) == ["商业企业", "自然人", "自然人"]
        assert all(row["办理结果"] in OUTCOMES_2019.values() or row["办理结果"] == "其他处理" for row in over)

    @every_agency
    def test_cases_follow_the_reply_that_they_contest(self, agency):
        answered = {row["登记号"]: row["答复日期"] for row in sheets(agency)["信息公开申请"]}
        contested = [row for row in sheets(agency)["复议诉讼"] if row["关联登记号"]]
        assert all(answered[row["关联登记号"]] < row["受理日期"] for row in contested)
        assert len({row["关联登记号"] for row in contested}) == len(contested)

    def test_cases_last(self):
        lasting = [
            (row["审结日期"] - row["受理日期"], row["类型"])
            for r in county().records
            for row in r.sheets["复议诉讼"]
            if row["审结日期"]
        ]
        assert len(lasting) > 20
        assert all(timedelta(15) < time < timedelta(200) for time, _ in lasting)

    def test_interpretations_appear_with_their_policy(self):
        for record in county().records:
            published = {row["索引号"]: row["首次公开日期"] for row in record.sheets["主动公开信息"]}
            for row in record.sheets["回应解读"]:
                if index := row["关联索引号"]:
                    assert 0 <= builtin_calendar().working_days_between(published[index], row["日期"]) <= 3


class TestRepeating:
    @every_agency
    def test_the_same_figures_give_the_same_rows(self, agency):
        record = county().record(agency)
        again = make_sheets(record.agency, [year.figures for year in record.years])
        assert again == record.sheets
        assert again is not record.sheets
