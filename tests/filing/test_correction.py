"""Correcting what is published: a new version beside the old one, with what changed and why."""

import datetime

import pytest

from gongkai.agencies.errors import NotPermitted
from gongkai.agencies.models import Role
from gongkai.filing.actions.approval import return_version
from gongkai.filing.actions.correction import CorrectionOpen, NothingToCorrect, open_correction
from gongkai.filing.actions.publication import NotThatDay, publish
from gongkai.filing.approval import CommentMissing
from gongkai.filing.models import Picture, Stage, Version
from gongkai.filing.queries import current_versions, published_versions, waiting_for
from gongkai.filing.reporting import report_of
from gongkai.registers.models import ClosedYear
from tests.filing.publishing import TODAY, YEAR, add_rule, carried, content_of, draft, picture, published, staff
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
def second(first, agency, people):
    """A correction that has one more rule and other words, published."""
    version = open_correction(report=first.report, actor=people.office, reason=REASON)
    add_rule(agency, number="2")
    version.sections.filter(key="sec_problems").update(text="台账登记不及时，已整改。")
    return published(version, people, LATER)


def test_a_correction_copies_the_published_version(agency, people):
    version = draft(agency, people.clerk)
    picture(version)
    first = published(version, people)
    second = open_correction(report=first.report, actor=people.office, reason=REASON)
    assert (second.number, second.stage, second.correction_reason) == (2, "draft", REASON)
    texts = [list(v.sections.values_list("key", "position", "title", "text")) for v in (first, second)]
    assert texts[0] == texts[1]
    assert len(texts[0]) == 6
    kept, copied = Picture.objects.order_by("pk")
    assert (kept.alt, kept.image, kept.caption) == (copied.alt, copied.image, copied.caption)


def test_it_reopens_the_year_with_the_reason(first, people):
    assert ClosedYear.objects.get().reopened_at is None
    open_correction(report=first.report, actor=people.office, reason=REASON)
    closed = ClosedYear.objects.get()
    assert closed.reopened_at is not None
    assert closed.reason == REASON


def test_its_publication_closes_the_year_again(second):
    assert list(ClosedYear.objects.values_list("year", "reopened_at")) == [(YEAR, None)]


def test_it_says_what_changed_and_why(second):
    assert second.correction_reason == REASON
    assert second.correction_summary == [
        {"cell": "rules_made", "label": "规章·本年制发件数", "before": 1, "after": 2},
        {"cell": "rules_valid", "label": "规章·现行有效件数", "before": 1, "after": 2},
        {
            "section": "总体情况",
            "before": "2023年，本机关制发规章1件。",
            "after": "2023年，本机关制发规章2件。",
        },
        {
            "section": "存在的主要问题及改进情况",
            "before": "主动公开的深度还不够，下一年度加强解读。",
            "after": "台账登记不及时，已整改。",
        },
    ]


def test_the_json_of_the_correction_says_so_too(second):
    import json

    data = json.loads(content_of(second, "json"))
    assert data["publication"]["correction"] == {"reason": REASON, "changes": second.correction_summary}


def test_the_old_version_stays_as_it_was(first, second):
    before = {f.form: f.sha256 for f in first.files.all()}
    first = Version.objects.get(pk=first.pk)
    assert (first.stage, first.number, first.published_on) == ("published", 1, TODAY)
    assert report_of(first).value("rules_made") == 1
    assert {f.form: f.sha256 for f in first.files.all()} == before
    assert list(published_versions().order_by("number")) == [first, second]
    assert list(current_versions()) == [second]


def test_one_version_is_open_at_a_time(first, people):
    open_correction(report=first.report, actor=people.office, reason=REASON)
    with pytest.raises(CorrectionOpen, match="第2版正在办理"):
        open_correction(report=first.report, actor=people.leader, reason="别的原因")
    assert Version.objects.count() == 2


@pytest.mark.parametrize("role", [None, *(r for r in Role if r not in (Role.OFFICE, Role.LEADER))])
def test_only_office_and_leader_open_one(first, agency, role):
    with pytest.raises(NotPermitted):
        open_correction(report=first.report, actor=person(role, agency), reason=REASON)
    assert ClosedYear.objects.get().reopened_at is None


@pytest.mark.parametrize("reason", ["", " \n"])
def test_it_needs_a_reason(first, people, reason):
    with pytest.raises(CommentMissing):
        open_correction(report=first.report, actor=people.office, reason=reason)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.LEADER])
def test_what_is_not_published_is_not_corrected(agency, people, stage):
    version = carried(draft(agency, people.clerk), people, stage)
    with pytest.raises(NothingToCorrect):
        open_correction(report=version.report, actor=people.office, reason=REASON)


def test_a_correction_is_not_dated_before_what_it_corrects(first, people):
    version = carried(open_correction(report=first.report, actor=people.office, reason=REASON), people, Stage.LEADER)
    with pytest.raises(NotThatDay):
        publish(version=version, actor=people.leader, effective_on=datetime.date(2024, 1, 19))


def test_a_returned_correction_is_still_one(first, people):
    version = carried(open_correction(report=first.report, actor=people.office, reason=REASON), people, Stage.SECTION)
    version = return_version(version=version, actor=people.section, comment="请补充说明")
    assert (version.correction_reason, version.number) == (REASON, 2)


def test_the_draft_of_a_correction_waits_for_those_who_draft(first, agency, people):
    other = person(Role.CLERK, agency)
    assert [list(waiting_for(someone)) for someone in (people.clerk, other)] == [[], []]
    version = open_correction(report=first.report, actor=people.office, reason=REASON)
    assert [list(waiting_for(someone)) for someone in (people.clerk, other)] == [[version], [version]]
