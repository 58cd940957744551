"""A file that was handed in beside the report that the organ has published here."""

import pytest

from gongkai.filing.collecting.comparing import beside_published
from gongkai.filing.models import AnnualReport, Stage, Version
from gongkai.law.editions import national_edition
from tests.filing.collecting.kit import YEAR, Case, content

pytestmark = pytest.mark.django_db
TOTAL = "req_received@total"


@pytest.fixture
def case():
    return Case()


def publish(case, year=YEAR, organ="science", edition=None, stage=Stage.PUBLISHED, **changes):
    agency = case.organs[organ]
    edition = edition or national_edition(year).id
    report = AnnualReport.objects.create(agency=agency, year=year, edition=edition)
    cells = content(agency, year, **changes)["cells"]
    return Version.objects.create(report=report, number=1, stage=stage, title="年度报告", cells=cells)


def filed(case, **changes):
    return content(case.organs["science"], **changes)


def test_figures_that_differ_are_told_with_both_sides(case):
    published = publish(case)
    beside = beside_published(case.submission(), filed(case, req_received__total=159, fee_collected=None))
    assert beside.published == published
    assert [(change.key, change.before, change.after) for change in beside.changes] == [(TOTAL, 3, 159)]


def test_a_blank_stands_against_a_figure_but_not_against_a_nought(case):
    publish(case)
    beside = beside_published(case.submission(), filed(case, req_received__total=None, np_petition__total=None))
    assert [(change.key, change.before, change.after) for change in beside.changes] == [(TOTAL, 3, None)]


@pytest.mark.parametrize(
    "other",
    [{"stage": Stage.DRAFT}, {"organ": "culture"}, {"year": YEAR - 1}, {"edition": "cn-gid-2019"}],
    ids=["a draft", "another organ's", "another year's", "another form"],
)
def test_nothing_else_is_set_beside_it(case, other):
    publish(case, **other)
    assert beside_published(case.submission(), filed(case, req_received__total=159)) is None


def test_without_a_file_or_a_published_report_there_is_nothing_to_compare(case):
    assert beside_published(case.submission(), filed(case)) is None
    publish(case)
    assert beside_published(case.submission(), None) is None
