"""All figures of a year in one statement, exact to the last decimal; a version as a report."""

import datetime

import pytest

from gongkai.agencies.models import AgencyName, Role, Succession
from gongkai.duties.models import PowerMonth
from gongkai.filing.actions.drafting import enter_hand_figure, open_report
from gongkai.filing.deriving import derive_cells
from gongkai.filing.findings import findings_of
from gongkai.filing.models import HandFigure, Stage
from gongkai.filing.reporting import cells_of, current_version, previous_report, report_of, to_stored
from gongkai.law.editions import load_edition
from gongkai.outreach.models import Response
from gongkai.report.serialise import from_json, to_json
from gongkai.report.writing import write_bytes
from tests.filing.rows import busy_year, request, requests_of, row
from tests.people import county, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return county()["science"]


def values(agency, year):
    return {key: cell.value for key, cell in derive_cells(agency, year).items() if cell.value}


def test_a_year_of_the_matrix_form(bureau):
    busy_year(bureau, 2024)
    assert values(bureau, 2024) == {
        "normative_docs_made": 1, "normative_docs_valid": 1, "licensing_decisions": 12, "admin_fees_amount": 12.345678,
        "req_received@natural_person": 4, "req_received@total": 4,
        "req_carried_in@natural_person": 1, "req_carried_in@total": 1,
        "outcome_granted@natural_person": 3, "outcome_granted@total": 3,
        "outcome_partial@natural_person": 1, "outcome_partial@total": 1,
        "outcome_total@natural_person": 4, "outcome_total@total": 4,
        "req_carried_out@natural_person": 1, "req_carried_out@total": 1,
        "review_upheld": 1, "review_total": 1,
    }  # fmt: skip


def test_a_year_of_the_list_form(bureau):
    busy_year(bureau, 2015)
    assert values(bureau, 2015) == {
        "proactive_items": 2, "normative_docs_disclosed": 1, "normative_docs_made": 1,
        "channel_website": 2, "channel_wechat": 1, "response_hot_topics": 1,
        "press_conferences": 1, "press_conferences_principal": 1,
        "req_received": 4, "req_received_online": 4, "req_closed": 4, "req_closed_on_time": 4, "req_replied": 4,
        "reply_granted": 3, "reply_partial": 1, "review_total": 1, "review_upheld": 1,
        "dedicated_offices": 1, "staff_total": 3, "staff_full_time": 1, "staff_part_time": 2,
        "meetings_held": 1, "training_classes": 1, "trainees": 30,
    }  # fmt: skip


@pytest.mark.parametrize("year", [2015, 2019, 2024])
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_deriving_asks_three_times_whatever_the_rows(bureau, django_assert_num_queries, year, rows):
    for _ in range(rows):
        requests_of(bureau, year)
    with django_assert_num_queries(4):  # The edition, mergers, the figures, those by hand.
        cells = derive_cells(bureau, year)
    assert cells["req_received" if year < 2019 else "req_received@total"].value == 4 * rows


def test_flags_tell_groups_apart(bureau):
    for principal in (True, False, False):
        row(Response, bureau, on=datetime.date(2015, 5, 1), kind="interview", subject="甲", principal=principal)
    found = values(bureau, 2015)
    assert (found["online_interviews"], found["online_interviews_principal"]) == (3, 1)


def test_money_is_exact(bureau):
    for month in (1, 2, 3):
        row(PowerMonth, bureau, month=datetime.date(2019, month, 1), category="central_procurement", amount="0.1")
    assert values(bureau, 2019)["central_procurement_amount"] == 3000
    row(PowerMonth, bureau, month=datetime.date(2024, 1, 1), category="admin_fees", amount="1234567.891234")
    assert values(bureau, 2024)["admin_fees_amount"] == 1234567.891234


def test_rows_of_other_organs_and_years_do_not_count(bureau):
    request(county_sibling(bureau), datetime.date(2024, 1, 5))
    request(bureau, datetime.date(2023, 1, 5))
    request(bureau, datetime.date(2025, 1, 5))
    assert values(bureau, 2024).get("req_received@total") is None
    request(bureau, datetime.date(2024, 1, 5))
    assert values(bureau, 2024)["req_received@total"] == 1


def county_sibling(agency):
    return agency.parent.children.exclude(pk=agency.pk).get()


def test_the_rows_of_a_merged_organ_count_from_its_merger(bureau):
    other = county_sibling(bureau)
    for year in (2020, 2021):
        request(other, datetime.date(year, 3, 1))
    assert values(bureau, 2021) == {}
    Succession.objects.create(predecessor=other, successor=bureau, how="merged", effective_on=datetime.date(2021, 6, 1))
    assert values(bureau, 2021)["req_received@total"] == 1
    assert "req_received@total" not in values(bureau, 2020)


def test_a_hand_figure_counts_for_its_year_and_a_blank_stays_blank(bureau):
    clerk = person(Role.CLERK, bureau)
    told = {"key": "licensing_items_prev_year", "reason": "甲", "evidence": "乙", "actor": clerk}
    enter_hand_figure(agency=bureau, year=2019, value=7, **told)
    enter_hand_figure(agency=bureau, year=2020, value=None, **told)
    assert HandFigure.objects.count() == 2
    assert derive_cells(bureau, 2019)["licensing_items_prev_year"].value == 7
    assert derive_cells(bureau, 2020)["licensing_items_prev_year"].value is None


def test_a_draft_follows_the_registers_and_what_was_sent_in_does_not(bureau):
    requests_of(bureau, 2024)
    version = open_report(agency=bureau, year=2024, actor=person(Role.CLERK, bureau))
    version.cells, version.stage = to_stored(cells_of(version)), "section"
    version.save()
    request(bureau, datetime.date(2024, 7, 1))
    assert cells_of(version)["req_received@total"].value == 4
    version.stage = "draft"
    assert cells_of(version)["req_received@total"].value == 5


def test_a_version_goes_through_every_file_format(bureau):
    busy_year(bureau, 2024)
    report = report_of(open_report(agency=bureau, year=2024, actor=person(Role.CLERK, bureau)))
    assert from_json(to_json(report)).cells == report.cells
    assert write_bytes(report, "docx")[:2] == b"PK"
    assert "三、收到和处理政府信息公开申请情况" in write_bytes(report, "html").decode()


def test_agency_and_date_close_the_text_when_it_is_dated(bureau):
    version = open_report(agency=bureau, year=2024, actor=person(Role.CLERK, bureau))
    assert "2025年1月20日" not in report_of(version).sections[-1].text
    signed = report_of(version, dated=datetime.date(2025, 1, 20)).sections[-1].text
    assert signed.endswith("示例县科学技术局\n2025年1月20日")


def test_a_draft_is_not_told_that_it_is_not_signed_and_a_late_one_is_told_that_it_is_late(bureau):
    version = open_report(agency=bureau, year=2024, actor=person(Role.CLERK, bureau))
    assert "D-05" not in {f.rule for f in findings_of(version).findings}
    late = findings_of(version, dated=datetime.date(2025, 2, 20))
    assert "D-04" in {f.rule for f in late.findings}


def test_the_name_is_that_of_the_year(bureau):
    AgencyName.objects.create(agency=bureau, name="示例县科技局", valid_to=datetime.date(2024, 12, 31))
    clerk = person(Role.CLERK, bureau)
    assert report_of(open_report(agency=bureau, year=2024, actor=clerk)).agency == "示例县科技局"
    assert report_of(open_report(agency=bureau, year=2025, actor=clerk)).agency == "示例县科学技术局"


def test_last_years_report_is_none_until_somebody_began_it(bureau):
    requests_of(bureau, 2023)
    assert previous_report(bureau, 2024) is None
    open_report(agency=bureau, year=2023, actor=person(Role.CLERK, bureau))
    found = previous_report(bureau, 2024)
    assert (found.year, found.value("req_received@total"), found.sections) == (2023, 4, [])


def test_the_version_in_work(bureau):
    assert current_version(bureau, 2024) is None
    version = open_report(agency=bureau, year=2024, actor=person(Role.CLERK, bureau))
    assert current_version(bureau, 2024) == version
    version.stage = "withdrawn"
    version.save()
    assert current_version(bureau, 2024) is None


def test_stored_figures_stand_as_printed_in_whatever_order_the_database_gives_them(bureau):
    version = open_report(agency=bureau, year=2024, actor=person(Role.CLERK, bureau))
    cells = to_stored(cells_of(version))
    printed = list(load_edition(version.report.edition).slots)
    version.cells = dict(sorted(cells.items(), key=lambda cell: (len(cell[0]), cell[0])))
    version.stage = Stage.PUBLISHED
    assert list(version.cells) != printed
    assert list(cells_of(version)) == list(report_of(version).cells) == printed
