"""Form of a report: parts, period, dates, signature, headings, title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.auditing.document_facts import announced_parts, publication_date, signature_date, stated_period
from gongkai.report.auditing.document_facts_headings import chinese, heading_faults, printed
from gongkai.report.auditing.document_rules import deadline
from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Finding
from gongkai.report.auditing.prose import Prose
from gongkai.report.model import Cell, Report, Section
from gongkai.report.reading.headings import ordinal
from tests.report.auditing.cases import report
from tests.report.auditing.cases_document import AGENCY, BODIES, PREAMBLE, whole


def _prose(words: str, text: str | None = None) -> Prose:
    return Prose(report(None, sections=[words], year=2023, text=text))


def _found(said: Report, rule: str) -> list[Finding]:
    return [f for f in audit(said).findings if f.rule == rule]


def _skips(said: Report, rule: str) -> list[str]:
    return [n.reason for n in audit(said).not_assessable if n.rule == rule]


def test_a_well_formed_report_is_clean() -> None:
    assert [f for f in audit(whole()).findings if f.rule.startswith("D-")] == []


@pytest.mark.parametrize(
    "period",
    [
        "统计期限为2023年1月1日至2023年12月31日",
        "统计期限自2023年1月1日起至2023年12月31日止",
        "统计时限为2023年1月1日起至12月31日",
        "数据统计时间从2023年1月1日到2023年12月31日",
        "统计数据的时间为2023年1月1日零时至2023年12月31日",
        "统计周期：2023.1.1-2023.12.31",
        "统计期间为2023-01-01至2023-12-31",
        "统计期限为2023年1月至12月",
        "统计时间为2023年1-12月",
        "统计期限为2023年1月1日—2023年12月31日",
        "统计期限为2023年1月1日～12月31日",
        "统计范围为2023年度",
        "统计期限为二〇二三年一月一日至二〇二三年十二月三十一日",
        "统计期限为２０２３年１月１日至１２月３１日",
    ],
)
def test_the_whole_year_in_all_its_spellings(period: str) -> None:
    found = stated_period(_prose(f"本报告中所列{period}。如有疑问请来电。"))
    assert found is not None
    assert found.covers(2023)
    assert not found.covers(2022)
    assert found.covers(None)


@pytest.mark.parametrize(
    ("period", "malformed"),
    [
        ("统计期限为2023年3月1日至2023年12月31日", False),
        ("统计期限为2023年1月1日至2023年11月30日", False),
        ("统计期限为2022年1月1日至2023年12月31日", False),
        ("统计期限为2022年1月1日至2022年12月31日", False),
        ("统计期限自2023月1日起至2023年12月31日止", True),
        ("统计期限自2023年1日起至2023年12月31日止", True),
        ("统计期限为2023年1月至9月", False),
    ],
)
def test_other_periods(period: str, malformed: bool) -> None:
    found = stated_period(_prose(f"本报告所列{period}。"))
    assert found is not None
    assert not found.covers(2023)
    assert found.malformed is malformed


@pytest.mark.parametrize(
    "text", ["数据截至2023年12月31日。", "统计期限见附表。", "2023年1月1日至2023年12月31日收到3件。", ""]
)
def test_no_period_is_stated(text: str) -> None:
    assert stated_period(_prose(text)) is None


def test_a_malformed_period_says_what_lacks() -> None:
    (finding,) = _found(whole(preamble=PREAMBLE.replace("2023年1月1日", "2023月1日")), "D-03")
    assert finding.severity == "error"
    assert finding.message == "统计期限“统计期限为2023月1日至2023年12月31日”中的日期不完整，缺少月份。"
    assert finding.mend == "应为2023年1月1日至12月31日。"


def test_a_new_agency_may_report_on_a_part_of_the_year() -> None:
    preamble = PREAMBLE.replace("2023年1月1日", "2023年9月1日")
    (finding,) = _found(whole(preamble=preamble), "D-03")
    assert finding.severity == "error"
    (finding,) = _found(whole(preamble=preamble + "我局于2023年8月机构改革时组建。"), "D-03")
    assert finding.severity == "warning"


def test_a_report_without_a_period_is_not_assessable() -> None:
    assert _skips(whole(preamble="如有疑问，电话0551-6123456。"), "D-03") == ["正文没有写明统计期限"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("无其他事项。\n东湖区档案局\n2024年1月18日", date(2024, 1, 18)),
        ("无其他事项。\n东湖区档案局\n  2024 年 1 月 18 日 ", date(2024, 1, 18)),
        ("无其他事项。\n二〇二四年一月十八日", date(2024, 1, 18)),
        ("无其他事项。 东湖区档案局 二○二四年元月二十日 附表：", date(2024, 1, 20)),
        ("无其他事项。\n2024-01-18", date(2024, 1, 18)),
        ("（2024年1月18日）\n" + "全年公开信息。" * 300, date(2024, 1, 18)),
        ("2024年1月18日我局召开会议。", None),
        ("无。\n2024年13月18日", None),
        ("无。", None),
    ],
)
def test_dates_of_signature(text: str, day: date | None) -> None:
    found = signature_date(_prose(text))
    assert (found[0] if found else None) == day


def test_the_page_may_print_the_date_of_publication() -> None:
    assert publication_date(_prose("公开日期：2024-01-20\n全年公开信息。")) == date(2024, 1, 20)
    assert publication_date(_prose("正文。", text="发布时间: 2024年2月3日 来源：区档案局\n正文。")) == date(2024, 2, 3)
    assert publication_date(_prose("发布日期：2024-13-20\n正文。")) is None
    assert publication_date(_prose("公开时间不长。")) is None


@pytest.mark.parametrize(
    ("year", "agency", "day"),
    [
        (2017, "东湖区档案局", date(2018, 3, 31)),
        (2018, "东湖区人民政府", date(2019, 3, 31)),
        (2019, "东湖区档案局", date(2020, 1, 31)),
        (2023, "国家税务总局东湖区税务局", date(2024, 1, 31)),
        (2023, "东湖区人民政府", date(2024, 3, 31)),
        (2023, "东湖区人民政府办公室", date(2024, 3, 31)),
        (2023, "东湖镇", date(2024, 3, 31)),
        (2023, "东湖经济开发区管理委员会", date(2024, 3, 31)),
        (2023, None, date(2024, 3, 31)),
    ],
)
def test_deadlines(year: int, agency: str | None, day: date) -> None:
    assert deadline(year, agency) == day


def _signed(day: str, **more: object) -> Report:
    body = f"未收取信息处理费。\n{AGENCY}\n{day}"
    return replace(whole(bodies={"sec_other": body}), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "severities"),
    [
        ("2024年1月31日", []),
        ("2024年2月1日", ["warning"]),
        ("2023年1月18日", ["warning"]),
        ("2023年12月29日", []),
    ],
)
def test_a_date_of_signature_is_a_proxy(day: str, severities: list[str]) -> None:
    assert [f.severity for f in _found(_signed(day), "D-04")] == severities


def test_a_rest_day_is_not_held_against_the_agency() -> None:
    # 31 January 2021 was a Sunday.
    year = whole(year=2020, edition="cn-gid-2019", preamble=PREAMBLE.replace("2023", "2020"))
    for day, late in (("2021年2月1日", False), ("2021年2月2日", True)):
        sections = [replace(s, text=s.text.replace("2024年1月18日", day)) for s in year.sections]
        assert bool(_found(replace(year, sections=sections), "D-04")) is late


def test_the_office_may_still_publish_in_march_for_a_government() -> None:
    body = "无。\n东湖区人民政府\n2024年3月20日"
    said = replace(whole(bodies={"sec_other": body}), agency="东湖区人民政府")
    assert _found(said, "D-04") == []


@pytest.mark.parametrize(
    ("ending", "severity", "missing"),
    [
        ("无。", "warning", "单位名称和日期"),
        ("无。\n东湖区档案局", "warning", "日期"),
        ("无。\n2024年1月18日", "info", "单位名称"),
        ("无。\n东湖区档案局\n2024年1月18日", None, ""),
        ("无。\n2024年1月18日\n东湖区档案局", None, ""),
        ("无。\n（此件主动公开）\n安徽省东湖区档案局（公章）\n2024年1月18日", None, ""),
    ],
)
def test_signatures(ending: str, severity: str | None, missing: str) -> None:
    found = _found(whole(bodies={"sec_other": ending}), "D-05")
    assert [f.severity for f in found] == ([severity] if severity else [])
    assert all(f.message == f"报告末尾没有落款{missing}。" for f in found)


def test_an_excerpt_need_not_be_signed_or_say_where_the_office_is() -> None:
    said = report(None, sections=["全年公开信息56条。" * 60], year=2020)
    assert not {"D-05", "D-06"} & {f.rule for f in audit(said).findings}
    assert _skips(said, "D-05") == ["不是完整的报告，无法判断落款是否齐全"]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 99))
def test_numbers_are_printed_as_they_are_read(number: int) -> None:
    assert ordinal(chinese(number)) == number
    assert printed("bracket", number) == f"（{chinese(number)}）"


def _headed(*bodies: str) -> Report:
    titles = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "行政复议、行政诉讼情况")
    sections = [
        Section(None, f"{chinese(n)}、", title, body)
        for n, (title, body) in enumerate(zip(titles, bodies, strict=False), start=1)
    ]
    return Report(AGENCY, 2023, None, f"{AGENCY}2023年报告", sections=sections)


@pytest.mark.parametrize(
    ("bodies", "faults"),
    [
        (("概括。\n（一）甲。\n（二）乙。", "（一）丙。\n（二）丁。"), []),
        (("（一）甲。\n1.子。\n2.丑。\n（二）乙。\n1.寅。", "1、卯。\n2、辰。"), []),
        (("（一）甲。（二）乙。\n（三）丙。",), []),
        (("（一）甲。\n（三）乙。",), [("gap", "（三）")]),
        (("（一）甲。\n（一）乙。",), [("repeat", "（一）")]),
        (("（二）乙。",), [("first", "（二）")]),
        (("一、甲。\n（二）乙。",), [("restart", "一、"), ("first", "（二）")]),
        (("一、甲。\n二、乙。\n三、丙。", "一、丁。"), [("restart", "一、"), ("restart", "一、")]),
        (("1、甲。\n2、乙。\n3.丙。",), [("mixed", "3.")]),
        (("1、甲。\n3、乙。",), [("gap", "3.")]),
        (("（1）甲。\n（2）乙。\n（4）丁。",), [("gap", "（4）")]),
        (("公开3.5万条。\n2018年5月。\n三、四季度持平。",), []),
        (("二、未被识别为标题的第二部分，因为它是一句很长的话，一直写到了句号为止。\n（一）甲。",), []),
    ],
)
def test_heading_numbers(bodies: tuple[str, ...], faults: list[tuple[str, str]]) -> None:
    assert [(f.kind, f.mark.printed) for f in heading_faults(Prose(_headed(*bodies)))] == faults


def test_parts_that_are_missing_from_the_sequence() -> None:
    said = _headed("甲。", "乙。", "丙。", "丁。")
    said.sections[2:3] = []
    (fault,) = heading_faults(Prose(said))
    assert (fault.kind, fault.mark.printed) == ("gap", "四、")


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_part_with_the_number_of_the_one_before(at: int) -> None:
    said = _headed("甲。", "乙。", "丙。", "丁。")
    said.sections[at] = replace(said.sections[at], number=said.sections[at - 1].number)
    first, *behind = heading_faults(Prose(said))
    assert (first.kind, first.mark.title) == ("repeat", said.sections[at].title)
    assert [fault.kind for fault in behind] == (["gap"] if at < 3 else [])


def test_an_excerpt_may_begin_with_any_part() -> None:
    said = _headed("甲。", "乙。", "丙。")
    del said.sections[0]
    assert heading_faults(Prose(said)) == []


def test_brackets_weigh_more_than_arabic_numbers() -> None:
    assert [f.severity for f in _found(_headed("（一）甲。\n（三）乙。"), "D-07")] == ["warning"]
    assert [f.severity for f in _found(_headed("1、甲。\n3、乙。"), "D-07")] == ["info"]
    both = _found(_headed("（一）甲。\n（三）乙。\n1、甲。\n3、乙。"), "D-07")
    assert [f.severity for f in both] == ["warning", "info"]
    assert both[0].quotes[0].text == "（三）乙。"


def test_a_table_of_contents_is_no_heading() -> None:
    said = _headed("甲。", "乙。")
    said.sections.insert(0, Section("preamble", None, None, "目录\n一、总体情况\n二、主动公开政府信息情况"))
    assert _skips(said, "D-07") == ["报告带有目录，标题与目录无法区分"]


def test_the_catalogue_of_an_agency_is_no_table_of_contents() -> None:
    said = whole()
    said.sections[1] = replace(said.sections[1], text="我局更新了政府信息公开目录。")
    said.sections[2] = replace(said.sections[2], number=said.sections[1].number)
    assert _skips(said, "D-07") == []
    assert _found(said, "D-07")


def test_a_missing_part_is_named() -> None:
    (finding,) = _found(whole(leave_out=["sec_problems"]), "D-01")
    assert finding.message == "统一格式要求六个部分，报告缺少“存在的主要问题及改进情况”。"


def test_a_part_under_another_title_is_asked_about() -> None:
    said = whole()
    said.sections[5] = Section(None, "五、", "工作展望", "将继续努力。")
    (finding,) = _found(said, "D-01")
    assert finding.severity == "warning"
    assert "“工作展望”" in finding.message


def test_parts_out_of_order() -> None:
    said = whole()
    said.sections[2:4] = [said.sections[3], said.sections[2]]
    (finding,) = _found(said, "D-01")
    assert finding.severity == "error"
    assert "顺序" in finding.message


def test_parts_that_were_not_recognised_are_not_missing() -> None:
    said = replace(whole(), sections=[Section("preamble", None, None, PREAMBLE * 3)])
    assert _skips(said, "D-01") == ["未能识别出年度报告的各部分标题，无法判断是否齐全"]


@pytest.mark.parametrize(
    ("words", "parts", "count"),
    [
        ("本报告由概述，主动公开情况，依申请公开情况等几个部分组成。", "概述,主动公开情况,依申请公开情况", None),
        ("本年报由概述、主动公开、申请、收费、问题、附表等六个部分组成。", "概述、主动公开、申请、收费、问题、附表", 6),
        ("本报告包括概述、主动公开情况、申请办理情况等内容。", "概述、主动公开情况、申请办理情况", None),
    ],
)
def test_announced_parts(words: str, parts: str, count: int | None) -> None:
    found = announced_parts(_prose(words))
    assert found is not None
    assert (found.parts, found.count) == (parts, count)


def test_a_wrong_number_of_parts() -> None:
    said = whole(
        preamble=PREAMBLE + "本报告由总体情况、主动公开情况、收到和处理申请情况、行政复议和诉讼情况、"
        "存在的主要问题及改进情况、其他需要报告的事项等九个部分组成。"
    )
    (finding,) = _found(said, "D-08")
    assert finding.message == "引言称由9个部分组成，实际有6个部分。"


def test_units_other_than_the_forms() -> None:
    said = replace(whole(), edition="cn-gid-2014-national", year=2017)
    said.cells = {
        "proactive_items": Cell("proactive_items", 3, "3", "条", printed_unit="件"),
        "trainees": Cell("trainees", 3, "3", "人次", printed_unit=""),
        "response_methods_total": Cell("response_methods_total", None, "", "次", printed_unit=""),
    }
    found = {key: f.message for f in _found(said, "D-15") for key in f.cells}
    assert found.keys() == {"trainees", "proactive_items"}
    assert "应为“条”" in found["proactive_items"]


@pytest.mark.parametrize(
    ("title", "fine"),
    [
        (f"{AGENCY}2023年政府信息公开工作年度报告", True),
        (f"{AGENCY}2023年度政府信息公开年报", True),
        (f"{AGENCY}二〇二三年政府信息公开工作年度报告", True),
        (f"{AGENCY}2023年度政务公开工作报告", False),
        (f"{AGENCY}政府信息公开工作年度报告", False),
        (f"{AGENCY}2022年政府信息公开工作年度报告", False),
    ],
)
def test_titles(title: str, fine: bool) -> None:
    found = _found(whole(title=title), "D-17")
    assert [f.severity for f in found] == ([] if fine else ["info"])


def test_what_article_32_asks_for() -> None:
    body = "主动公开56条；受理申请0件；没有收费；没有复议和诉讼。"
    sections = [Section("sec_overview", "一、", "概述", body + BODIES["sec_overall"] * 2)]
    said = Report(AGENCY, 2017, "cn-gid-2014-national", f"{AGENCY}2017年政府信息公开工作年度报告", sections=sections)
    (finding,) = _found(said, "D-02")
    assert "“存在的主要问题及改进情况”" in finding.message
    said.sections.append(Section("sec_problems", "二、", "存在的不足", "更新慢。"))
    assert _found(said, "D-02") == []


def test_who_compiled_the_report_is_no_list_of_its_parts():
    sections = [
        Section("preamble", None, None, "本报告由云岭县科技局依照《条例》、《办法》，结合工作实际编制。"),
        Section("sec_overall", "一、", "总体情况", "平稳。"),
        Section("sec_problems", "二、", "存在的主要问题", "人手不足。"),
        Section("sec_other", "三、", "其他需要报告的事项", "无。"),
    ]
    found = audit(Report(year=2022, edition="cn-gid-2021", sections=sections)).findings
    assert "D-08" not in {f.rule for f in found}
