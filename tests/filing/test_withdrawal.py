"""A version that is not needed is given up: first drafts, corrections."""

from __future__ import annotations

import datetime
import json

import pytest

from gongkai.agencies.errors import NotPermitted
from gongkai.agencies.models import Role
from gongkai.audit_log.chain import verify
from gongkai.audit_log.models import Entry
from gongkai.filing.actions.approval import return_version
from gongkai.filing.actions.correction import NothingToCorrect, open_correction
from gongkai.filing.actions.drafting import open_report
from gongkai.filing.actions.publication import EarlierYearOpen
from gongkai.filing.actions.withdrawal import IsCorrection, RegistersChanged, withdraw_correction, withdraw_draft
from gongkai.filing.approval import CommentMissing, NotAtThisStage
from gongkai.filing.models import Stage, Version
from gongkai.filing.queries import current_versions, waiting_for
from gongkai.filing.reporting import current_version
from gongkai.registers.models import ClosedYear
from tests.filing.publishing import TODAY, YEAR, add_rule, carried, content_of, draft, published, staff
from tests.people import county, person

pytestmark = pytest.mark.django_db
LATER = datetime.date(2024, 3, 1)
REASON = "漏登一件规章"


@pytest.fixture
def agency():
    return county()["science"]


@pytest.fixture
def people(agency):
    return staff(agency)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def first(agency, people):
    add_rule(agency)
    return published(draft(agency, people.clerk), people)


@pytest.fixture
def mistaken(agency, people):
    """A draft of the year before, begun by mistake."""
    return open_report(agency=agency, year=YEAR - 1, actor=people.clerk)


def test_a_first_draft_begun_by_mistake_is_given_up(mistaken, agency, people):
    gone = withdraw_draft(version=mistaken, actor=people.clerk, reason="选错年度")
    assert gone.stage == "withdrawn"
    assert current_version(agency, YEAR - 1) is None
    assert list(waiting_for(people.clerk)) == []
    line = Entry.objects.get(action="withdraw_draft")
    assert (line.before, line.after, line.reason) == ({"stage": "draft"}, {"stage": "withdrawn"}, "选错年度")
    assert not ClosedYear.objects.exists(), "the registers of the year stay open"
    assert list(verify()) == []


def test_a_draft_given_up_no_longer_stands_in_the_way_of_a_later_year(mistaken, agency, people):
    version = draft(agency, people.clerk)
    with pytest.raises(EarlierYearOpen, match="作废"):
        published(version, people)
    withdraw_draft(version=mistaken, actor=people.clerk, reason="选错年度")
    assert published(Version.objects.get(pk=version.pk), people).stage == "published"


def test_begun_anew_it_is_no_correction(mistaken, agency, people):
    withdraw_draft(version=mistaken, actor=people.clerk, reason="选错年度")
    again = open_report(agency=agency, year=YEAR - 1, actor=people.office)
    assert (again.number, again.is_correction) == (2, False)
    assert again.sections.count() == mistaken.sections.count() > 0
    other = person(Role.CLERK, agency)
    assert list(waiting_for(other)) == [], "it waits for who began it, as any first draft"
    again.sections.filter(text="").update(text="无。")
    version = published(again, people, TODAY)
    assert json.loads(content_of(version, "json"))["publication"]["correction"] is None


def test_a_draft_on_its_way_is_returned_before_it_is_given_up(agency, people):
    version = carried(draft(agency, people.clerk), people, Stage.SECTION)
    with pytest.raises(NotAtThisStage):
        withdraw_draft(version=version, actor=people.clerk, reason="选错年度")
    version = return_version(version=version, actor=people.section, comment="选错年度")
    assert withdraw_draft(version=version, actor=people.clerk, reason="选错年度").stage == "withdrawn"


def test_giving_up_a_draft_needs_the_right_and_a_reason(mistaken, agency, people):
    with pytest.raises(NotPermitted):
        withdraw_draft(version=mistaken, actor=people.leader, reason="选错年度")
    with pytest.raises(CommentMissing):
        withdraw_draft(version=mistaken, actor=people.clerk, reason=" ")
    assert Version.objects.get(pk=mistaken.pk).stage == "draft"


def test_a_correction_is_not_given_up_as_a_draft(first, people):
    version = open_correction(report=first.report, actor=people.office, reason=REASON)
    with pytest.raises(IsCorrection):
        withdraw_draft(version=version, actor=people.clerk, reason="不需要更正")
    with pytest.raises(NotAtThisStage):
        withdraw_draft(version=first, actor=people.clerk, reason="不需要")


def test_a_correction_begun_by_mistake_is_given_up(first, people):
    version = open_correction(report=first.report, actor=people.office, reason=REASON)
    gone = withdraw_correction(version=version, actor=people.leader, reason="不需要更正")
    assert gone.stage == "withdrawn"
    assert list(ClosedYear.objects.values_list("year", "reopened_at")) == [(YEAR, None)]
    assert list(current_versions()) == [first]
    line = Entry.objects.get(action="withdraw_correction")
    assert (line.before, line.after, line.reason) == ({"stage": "draft"}, {"stage": "withdrawn"}, "不需要更正")
    assert list(verify()) == []


def test_a_number_is_not_used_again(first, people):
    version = open_correction(report=first.report, actor=people.office, reason=REASON)
    withdraw_correction(version=version, actor=people.office, reason="不需要更正")
    again = open_correction(report=first.report, actor=people.office, reason=REASON)
    assert again.number == 3
    assert published(again, people, LATER).correction_summary == []


def test_it_is_not_given_up_while_the_registers_differ(first, agency, people):
    version = open_correction(report=first.report, actor=people.office, reason=REASON)
    add_rule(agency, number="2")
    with pytest.raises(RegistersChanged, match="“规章·本年制发件数”"):
        withdraw_correction(version=version, actor=people.office, reason="不需要更正")
    assert Version.objects.get(pk=version.pk).stage == "draft"


def test_giving_up_needs_the_right_a_reason_and_an_open_correction(first, people):
    with pytest.raises(NotAtThisStage):
        withdraw_correction(version=first, actor=people.office, reason="不需要")
    version = open_correction(report=first.report, actor=people.office, reason=REASON)
    with pytest.raises(NotPermitted):
        withdraw_correction(version=version, actor=people.clerk, reason="不需要")
    with pytest.raises(CommentMissing):
        withdraw_correction(version=version, actor=people.office, reason=" ")


def test_a_first_version_is_not_given_up(agency, people):
    with pytest.raises(NothingToCorrect):
        withdraw_correction(version=draft(agency, people.clerk), actor=people.office, reason="不要了")
