"""The draft of every section, from the facts, with nothing in it that the audit calls an error."""

import datetime

import pytest

from gongkai.agencies.models import EditionChoice
from gongkai.filing.actions.drafting import open_report, save_section
from gongkai.filing.actions.problems import follow_up_problem, note_problem
from gongkai.filing.findings import findings_of
from gongkai.filing.models import AnnualReport
from gongkai.filing.prose.binding import render
from gongkai.filing.prose.drafts import told_keys
from gongkai.filing.reporting import report_of
from gongkai.law.editions import builtin_editions
from tests.filing.rows import busy_year
from tests.people import county, person

CASES = [
    ("cn-gid-2014-national", 2015),
    ("cn-gid-2014-shandong", 2017),
    ("cn-gid-2014-shandong-dept", 2018),
    ("cn-gid-2014-weihai", 2016),
    ("cn-gid-2019", 2019),
    ("cn-gid-2021", 2024),
]


def opened(edition: str, year: int, rows: bool):
    bureau = county()["science"]
    EditionChoice.objects.create(agency=bureau, edition=edition, year_from=year, year_to=year)
    if rows:
        busy_year(bureau, year)
    clerk = person("clerk", bureau)
    return open_report(agency=bureau, year=year, actor=clerk), clerk


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [True, False], ids=["busy", "empty"])
@pytest.mark.parametrize(("edition", "year"), CASES)
def test_a_drafted_report_raises_no_error(edition, year, rows):
    version, _ = opened(edition, year, rows)
    audit = findings_of(version, dated=datetime.date(year + 1, 1, 20))
    assert [(f.rule, f.message) for f in audit.findings if f.severity == "error"] == []
    narrative = [(f.rule, f.message) for f in audit.findings if f.rule[0] in "TD" and f.severity == "warning"]
    assert narrative == []


@pytest.mark.django_db
def test_every_section_of_the_edition_is_there_in_its_order():
    version, _ = opened("cn-gid-2021", 2024, True)
    keys = [section.key for section in version.sections.all()]
    assert keys == [
        "preamble", "sec_overall", "sec_proactive_disclosure", "sec_requests_handling", "sec_review_litigation",
        "sec_problems", "sec_other",
    ]  # fmt: skip


@pytest.mark.django_db
def test_numbers_are_bound_and_rendered():
    version, _ = opened("cn-gid-2021", 2024, True)
    section = version.sections.get(key="sec_requests_handling")
    assert "{{req_received@total}}件" in section.text
    printed = report_of(version).sections[3]
    assert printed.number == "三、"
    assert "新收政府信息公开申请4件，上年结转1件。本年度办结4件，结转下年度继续办理1件。" in printed.text


@pytest.mark.django_db
def test_the_empty_year_says_nought_where_the_form_counts_nought():
    version, _ = opened("cn-gid-2014-national", 2015, False)
    texts = {s.key: s.text for s in report_of(version).sections}
    assert texts["sec_requests_handling"].startswith("2015年，共收到政府信息公开申请0件。")
    assert "从申请方式看" not in texts["sec_requests_handling"]
    assert texts["sec_fees"] == "2015年，未收取任何费用。"


@pytest.mark.django_db
def test_the_contact_is_told_as_far_as_it_is_known():
    bureau = county()["science"]
    bureau.address, bureau.phone = "示例县文化路1号", "0000-1234567"
    bureau.save()
    version = open_report(agency=bureau, year=2024, actor=person("clerk", bureau))
    text = version.sections.get(key="preamble").text
    assert "（国务院令第711号）" in text
    assert text.endswith("请与本机关联系（地址：示例县文化路1号；电话：0000-1234567）。")


@pytest.mark.django_db
def test_problems_and_what_became_of_them():
    bureau = county()["science"]
    clerk = person("clerk", bureau)
    last = open_report(agency=bureau, year=2023, actor=clerk).report
    problem = note_problem(report=last, text="台账登记不及时。", measure="每月核对", actor=clerk)
    follow_up_problem(problem=problem, outcome="mended", followed_up="每月五日核对台账", actor=clerk)
    this = AnnualReport.objects.create(agency=bureau, year=2024, edition="cn-gid-2021")
    note_problem(report=this, text="解读形式单一", measure="增加图解", actor=clerk)
    version = open_report(agency=bureau, year=2024, actor=clerk)
    assert version.sections.get(key="sec_problems").text.split("\n") == [
        "（一）2023年度报告所列问题的整改情况",
        "1．台账登记不及时：已整改。每月五日核对台账。",
        "（二）2024年存在的主要问题及改进措施",
        "1．解读形式单一。改进措施：增加图解。",
    ]
    assert [f.rule for f in findings_of(version).findings if f.rule == "D-07"] == []


@pytest.mark.django_db
def test_a_year_without_problems_noted_leaves_the_section_to_the_clerk():
    version, _ = opened("cn-gid-2021", 2024, True)
    assert version.sections.get(key="sec_problems").text == ""


def test_every_cell_that_a_draft_tells_is_on_some_form():
    known = {key for edition in builtin_editions().values() for key in edition.slots}
    keys = set(told_keys())
    assert len(keys) > 40
    assert keys - known == set()


@pytest.mark.django_db
def test_a_bound_number_changes_with_its_figure():
    version, clerk = opened("cn-gid-2021", 2024, False)
    text = "收到【本年新收政府信息公开申请数量·总计】件"
    save_section(version=version, key="sec_other", text=text, actor=clerk, revision=0)
    assert report_of(version).sections[-1].text == "收到0件"
    busy_year(version.report.agency, 2024)
    assert report_of(version).sections[-1].text == "收到4件"


def test_a_blank_cell_is_never_printed_as_nought():
    assert render("网站{{websites}}个", {}) == "网站（未填）个"
