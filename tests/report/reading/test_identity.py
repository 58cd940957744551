"""Title, year and agency from what a document says."""

import pytest

from gongkai.report.reading.identity import find_agency, find_title, find_year


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ["云岭县水务局2022年政府信息公开工作年度报告", "根据规定编制。"],
            "云岭县水务局2022年政府信息公开工作年度报告",
        ),
        (
            ["云岭县水务局", "2022年度政府信息公开工作年度报告", "一、总体情况"],
            "云岭县水务局2022年度政府信息公开工作年度报告",
        ),
        (
            ["首页 > 年报", "云岭县水务局", "2019年政府信息公开", "年度报告", "正文。"],
            "云岭县水务局2019年政府信息公开年度报告",
        ),
        (["云岭县水务局二〇一二年度政务公开工作报告"], "云岭县水务局二〇一二年度政务公开工作报告"),
        (
            ["云岭县水务局2011年政府信息公开工作年度报告 根据条例要求，现向社会公布本年度报告。全文如下"],
            "云岭县水务局2011年政府信息公开工作年度报告",
        ),
        (
            ["政府信息公开年度报告", "云岭县水务局2021年政府信息公开工作年度报告", "正文。"],
            "云岭县水务局2021年政府信息公开工作年度报告",
        ),
        (["本单位认真落实各项要求。" * 12, "附：2021年政府信息公开工作年度报告"], None),
        (["2023年，我局主动公开信息12条。"], None),
        (["根据要求，特编制本年度报告。", "一、概述"], None),
    ],
)
def test_the_title_is_found_over_one_line_or_several(lines, title):
    found = find_title(lines)
    assert (found.text if found else None) == title


@pytest.mark.parametrize(
    ("title", "lines", "year"),
    [
        ("云岭县水务局2022年政府信息公开工作年度报告", [], 2022),
        ("云岭县水务局二○一二年度政务公开工作报告", [], 2012),
        (None, ["统计期限为2016年1月1日至2016年12月31日。"], 2016),
        (None, ["统计期限为2019年9月1日至2019年12月31日。"], 2019),
        (None, ["统计时限自2018年1月1日起至12月31日止。"], 2018),
        (None, ["2024年，我局主动公开信息1条。", "2024年度未收到申请。", "2025年，我局将继续努力。"], 2024),
        (None, ["我局主动公开信息12条。"], None),
        (None, ["（2017年度）"], 2017),
    ],
)
def test_the_year_reported_on_not_the_year_of_publication(title, lines, year):
    assert find_year(title, [*lines, "2023年1月20日"]) == year


@pytest.mark.parametrize(
    ("title", "lines", "agency"),
    [
        ("云岭县水务局2022年政府信息公开工作年度报告", [], "云岭县水务局"),
        ("区水务局2017年政府信息公开年度报告", ["填报单位： 云岭区水务局     填表日期：2018年1月5日"], "云岭区水务局"),
        ("2020年云岭县水务局政府信息公开工作年度报告", [], "云岭县水务局"),
        ("关于云岭县水务局2020年政府信息公开工作年度报告", [], "云岭县水务局"),
        ("2020年政府信息公开工作年度报告", ["正文。", "云岭县人民政府办公室", "2021年1月12日"], "云岭县人民政府办公室"),
        ("国家税务总局云岭县税务局2021年政府信息公开工作年度报告", [], "国家税务总局云岭县税务局"),
        ("云岭县白石镇2021年政府信息公开工作年度报告", [], "云岭县白石镇"),
        (None, ["附件", "云岭县水务局2016年度政府信息公开情况统计表", "统计指标 单位 统计数"], "云岭县水务局"),
        ("2020年政府信息公开工作年度报告", ["以上各项均已公开。云岭县水务局2021年1月20日"], "云岭县水务局"),
        ("云岭县水务局关于2020年度政府信息公开工作的报告", ["正文。"], "云岭县水务局"),
        (
            "政府信息公开工作年度报告（2020年度）",
            ["政府信息公开工作年度报告（2020年度）", "云岭县水务局", "正文。"],
            "云岭县水务局",
        ),
        (None, ["我局主动公开信息12条。"], None),
        (None, ["附件：政府信息公开工作情况统计表"], None),
        (None, ["已转送云岭县水务局。", "2021年1月20日"], None),
    ],
)
def test_the_agency_is_the_one_that_reports(title, lines, agency):
    assert find_agency(title, lines) == agency


@pytest.mark.parametrize(
    "follows", ["根据条例编制。", " 依据条例编制。", "一、总体情况全年平稳。", "为贯彻条例，编制本报告。"]
)
def test_a_title_ends_where_the_text_runs_on(follows):
    line = "云岭县水务局2020年政府信息公开工作年度报告" + follows + "本报告所列数据的统计期限为全年，欢迎查阅和监督。"
    found = find_title([line])
    assert found is not None
    assert found.text == "云岭县水务局2020年政府信息公开工作年度报告"
    assert line[found.rest :] == line.removeprefix(found.text)


def test_a_year_in_brackets_ends_a_title_too():
    found = find_title(["云岭县水务局", "政府信息公开工作年度报告（2020年度）", "正文。"])
    assert found is not None
    assert found.text.endswith("政府信息公开工作年度报告（2020年度）")
    assert find_year(found.text, []) == 2020


@pytest.mark.parametrize("end", ["（汇总）", "(汇总)", "（本级）"])
def test_a_title_may_say_whose_figures_it_holds(end):
    title = f"东湖区人民政府2022年政府信息公开工作年度报告{end}"
    found = find_title([title, "一、总体情况"])
    assert found is not None
    assert (found.text, find_agency(found.text, [])) == (title, "东湖区人民政府")


BROKEN = [
    "云岭县水务局2022年政府信息公开工作年度报告",
    "云岭县水务局2012年度政府信息公开年报",
    "云岭县水务局二〇一二年政务公开工作报告",
    "2022年云岭县水务局政府信息公开工作年度报告",
]


@pytest.mark.parametrize("title", BROKEN)
def test_a_title_is_whole_wherever_its_line_breaks(title):
    for at in range(4, len(title)):
        lines = [title[:at], title[at:], "根据规定编制。", "一、总体情况"]
        found = find_title(lines)
        assert found is not None
        assert (found.text, found.lines) == (title, range(2))
        assert find_agency(found.text, lines) == "云岭县水务局"
        assert find_year(found.text, lines) == (2022 if "2022" in title else 2012)


@pytest.mark.parametrize("at", range(7, 18))
def test_a_title_with_its_year_behind_breaks_within_its_words_too(at):
    title = "云岭县水务局政府信息公开工作年度报告（2020年度）"
    found = find_title(["首页", title[:at], title[at:], "正文。"])
    assert found is not None
    assert (found.text, find_agency(found.text, [])) == (title, "云岭县水务局")


def test_a_title_on_three_lines_is_whole():
    found = find_title(["云岭县水务局", "2022年政府信息公开工作年度", "报告", "正文。"])
    assert found is not None
    assert (found.text, found.lines) == ("云岭县水务局2022年政府信息公开工作年度报告", range(3))


@pytest.mark.parametrize(
    "lines",
    [
        ["云岭县水务局文件", "报告", "全年收到申请3件。"],
        ["二、公开工作", "报告", "正文。"],
        ["我局按时公开年度", "报告。"],
    ],
)
def test_the_word_report_alone_makes_no_title(lines):
    assert find_title(lines) is None


def test_a_line_above_a_whole_title_stays_out_of_it():
    title = "云岭县水务局2022年政府信息公开工作年度报告"
    for above in ("首页", "年报", "云岭县水务局", "政府信息公开年度"):
        found = find_title([above, title, "正文。"])
        assert found is not None
        assert (found.text, found.lines) == (title, range(1, 2))
