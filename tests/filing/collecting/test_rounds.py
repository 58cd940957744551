"""Opening rounds, inviting, due dates, lateness, reminders."""

import datetime

import pytest
from django.core import mail

from gongkai.agencies.errors import NoSuchObject, NotPermitted
from gongkai.agencies.models import Agency, Role
from gongkai.audit_log.models import Entry
from gongkai.filing.collecting import mailing, supervision
from gongkai.filing.collecting.actions import rounds
from gongkai.filing.models import Round, Submission
from tests.filing.collecting.kit import DUE, YEAR, Case
from tests.people import county, person

pytestmark = pytest.mark.django_db


def test_a_round_invites_the_organs_directly_below_until_the_day_of_the_law():
    organs = county()
    Agency.objects.create(code="990101-kj-zx", name="示例县科技中心", kind="institution", parent=organs["science"])
    supervisor = person(Role.SUPERVISOR, organs["government"])
    made = rounds.open_round(agency=organs["government"], year=2024, actor=supervisor)
    assert made.due_on == datetime.date(2025, 1, 31)
    assert [s.agency.code for s in made.submissions.all()] == ["990101-kj", "990101-wh"]
    entry = Entry.objects.get(action="open_round")
    assert entry.after == {"year": 2024, "due_on": "2025-01-31", "invited": ["990101-kj", "990101-wh"]}


def test_reports_up_to_2018_were_due_in_march():
    organs = county()
    made = rounds.open_round(
        agency=organs["government"], year=2018, actor=person(Role.SUPERVISOR, organs["government"])
    )
    assert made.due_on == datetime.date(2019, 3, 31)
    assert supervision.government_due(2024) == datetime.date(2025, 3, 31)


def test_an_organ_dissolved_within_the_year_is_not_invited():
    organs = county()
    organs["culture"].dissolved_on = datetime.date(2024, 6, 1)
    organs["culture"].save()
    assert [a.code for a in rounds.invited_by_default(organs["government"], 2024)] == ["990101-kj"]
    assert [a.code for a in rounds.invited_by_default(organs["government"], 2023)] == ["990101-kj", "990101-wh"]


def test_only_a_supervisor_of_the_organ_opens_a_round():
    organs = county()
    for role, organ in ((Role.CLERK, "government"), (Role.SUPERVISOR, "science"), (Role.SUPERVISOR, "elsewhere")):
        with pytest.raises(NotPermitted):
            rounds.open_round(agency=organs["government"], year=2024, actor=person(role, organs[organ]))
    assert not Round.objects.exists()


def test_there_is_one_round_a_year():
    case = Case()
    with pytest.raises(rounds.RoundStands) as refused:
        rounds.open_round(agency=case.government, year=YEAR, actor=case.supervisor)
    assert str(refused.value) == "本年度的报送任务已经发起。请在该任务中补充邀请或修改。"


@pytest.mark.parametrize("organ", ["elsewhere", "government"])
def test_nobody_but_organs_below_is_invited(organ):
    organs = county()
    supervisor = person(Role.SUPERVISOR, organs["government"])
    with pytest.raises(rounds.NobodyToInvite) as refused:
        rounds.open_round(
            agency=organs["government"], year=2024, actor=supervisor, agencies=[organs["science"], organs[organ]]
        )
    assert organs[organ].name in str(refused.value)
    assert not Round.objects.exists()


def test_a_round_without_anybody_is_refused():
    organs = county()
    with pytest.raises(rounds.NobodyToInvite):
        rounds.open_round(agency=organs["science"], year=2024, actor=person(Role.SUPERVISOR, organs["government"]))


def test_inviting_more_leaves_those_invited_alone():
    case = Case()
    case.filed()
    new = Agency.objects.create(code="990101-jt", name="示例县交通局", kind="department", parent=case.government)
    added = rounds.invite(round=case.round, agencies=[case.organs["science"], new], actor=case.supervisor)
    assert added == 1
    assert {s.agency.code: s.state for s in case.round.submissions.all()} == {
        "990101-jt": "invited", "990101-kj": "filed", "990101-wh": "invited",
    }  # fmt: skip


def test_lateness_is_reckoned_from_the_first_filing():
    case = Case()
    submission = case.submission()
    assert not supervision.is_late(submission, on=datetime.date(2025, 1, 31))
    assert supervision.is_late(submission, on=datetime.date(2025, 2, 1))
    submission.first_filed_at = datetime.datetime(2025, 1, 31, 15, 59, tzinfo=datetime.UTC)  # 23:59 in Shanghai.
    assert not supervision.is_late(submission, on=datetime.date(2025, 6, 1))
    submission.first_filed_at = datetime.datetime(2025, 1, 31, 16, 1, tzinfo=datetime.UTC)  # 00:01 in Shanghai.
    assert supervision.is_late(submission, on=datetime.date(2025, 6, 1))


def test_moving_the_due_date_changes_who_is_late():
    case = Case()
    submission = case.submission()
    assert supervision.is_late(submission, on=datetime.date(2025, 2, 3))
    rounds.move_due_date(round=case.round, due_on=datetime.date(2025, 2, 10), actor=case.supervisor)
    assert not supervision.is_late(case.submission(), on=datetime.date(2025, 2, 3))
    entry = Entry.objects.get(action="move_due_date")
    assert (entry.before, entry.after) == ({"due_on": "2025-01-31"}, {"due_on": "2025-02-10"})


def test_the_counts_of_a_round():
    case = Case(due_on=datetime.date(2099, 1, 31))
    case.accepted()
    rows = supervision.rows_of(supervision.submissions_of(case.round))
    assert supervision.counts_of(rows) == {
        "invited": 2, "filed": 1, "accepted": 1, "returned": 0, "missing": 1, "late": 0,
    }  # fmt: skip


def test_reminders_go_to_those_who_have_not_filed_and_name_nobody_else(django_capture_on_commit_callbacks):
    case = Case()
    case.filed()
    case.clerk.email, case.stranger.email = "kj@example.org", "wh@example.org"
    case.clerk.save()
    case.stranger.save()
    with django_capture_on_commit_callbacks(execute=True):
        rounds.remind(round=case.round, actor=case.supervisor)
    [message] = mail.outbox
    assert message.to == ["wh@example.org"]
    assert message.cc == message.bcc == []
    assert message.subject == "请报送2024年度政府信息公开工作年度报告"
    assert message.body.startswith("示例县文化局：\n\n请于2025年1月31日前向示例县人民政府报送2024年度")
    assert "/desk/990101-wh/filing/" in message.body
    assert case.stranger.name not in message.body
    assert case.supervisor.name not in message.body


def test_an_office_mailbox_comes_before_peoples_own(django_capture_on_commit_callbacks):
    case = Case()
    Agency.objects.filter(pk=case.organs["culture"].pk).update(email="office@example.org")
    case.stranger.email = "own@example.org"
    case.stranger.save()
    person(Role.OFFICE, case.organs["culture"])
    with django_capture_on_commit_callbacks(execute=True):
        rounds.remind(round=case.round, actor=case.supervisor)
    assert [m.to for m in mail.outbox] == [["office@example.org"]]


def test_there_is_nobody_to_remind_when_all_have_filed():
    case = Case()
    case.filed()
    case.filed("culture", actor=case.stranger)
    with pytest.raises(rounds.NobodyToRemind):
        rounds.remind(round=case.round, actor=case.supervisor)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_listing_a_round_takes_one_query(count, django_assert_num_queries):
    case = Case()
    rounds.invite(
        round=case.round,
        agencies=[
            Agency.objects.create(code=f"990101-n{n}", name=f"示例县第{n}局", kind="department", parent=case.government)
            for n in range(count)
        ],
        actor=case.supervisor,
    )
    with django_assert_num_queries(1):
        rows = supervision.rows_of(supervision.submissions_of(case.round))
        assert len([row.late for row in rows]) == count + 2


def test_rounds_and_submissions_are_reached_by_their_own_people_only():
    case = Case()
    submission = case.submission()
    assert supervision.access_round(case.supervisor, "990101", YEAR) == case.round
    assert supervision.access_supervised(case.supervisor, "990101", YEAR, "990101-kj") == submission
    assert supervision.access_own(case.clerk, "990101-kj", submission.pk) == submission
    for other in (case.clerk, case.stranger, case.outsider):
        with pytest.raises(NoSuchObject):
            supervision.access_round(other, "990101", YEAR)
    for other in (case.supervisor, case.stranger, case.outsider):
        with pytest.raises(NoSuchObject):
            supervision.access_own(other, "990101-kj", submission.pk)
    with pytest.raises(NoSuchObject):  # Not under the address of another organ either.
        supervision.access_own(case.stranger, "990101-wh", submission.pk)


def test_a_round_of_another_organ_is_not_mixed_in():
    case = Case()
    other = Agency.objects.create(
        code="990202-kj", name="别处县科技局", kind="department", parent=case.organs["elsewhere"]
    )
    rounds.open_round(agency=case.organs["elsewhere"], year=YEAR, due_on=DUE, actor=case.outsider)
    assert Submission.objects.filter(agency=other).count() == 1
    assert other.code not in [s.agency.code for s in supervision.submissions_of(case.round)]
    assert list(supervision.own_submissions(other)) == list(Submission.objects.filter(agency=other))


def reached(case, **addresses):
    """Office addresses of the organs, by their names in the case."""
    for organ, address in addresses.items():
        Agency.objects.filter(pk=case.organs[organ].pk).update(email=address)


def test_organs_are_told_one_by_one_when_a_round_is_opened(django_capture_on_commit_callbacks):
    case = Case()
    reached(case, science="kj@example.org", culture="wh@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        rounds.open_round(agency=case.government, year=2023, actor=case.supervisor)
    assert [(m.to, m.cc, m.bcc) for m in mail.outbox] == [(["kj@example.org"], [], []), (["wh@example.org"], [], [])]
    first, second = (m.message().as_string() + m.body for m in mail.outbox)
    assert "wh@" not in first
    assert "kj@" not in second
    assert mail.outbox[0].subject == "2023年度政府信息公开工作年度报告开始报送"
    assert mail.outbox[0].body.startswith("示例县科学技术局：\n\n示例县人民政府已发起2023年度")
    assert "请于2024年1月31日前报送" in mail.outbox[0].body
    assert "/desk/990101-kj/filing/" in mail.outbox[0].body
    assert case.supervisor.name not in mail.outbox[0].body


def test_those_invited_later_are_told_and_nobody_twice(django_capture_on_commit_callbacks):
    case = Case()
    reached(case, science="kj@example.org")
    new = Agency.objects.create(
        code="990101-jt", name="示例县交通局", kind="department", parent=case.government, email="jt@example.org"
    )
    with django_capture_on_commit_callbacks(execute=True):
        rounds.invite(round=case.round, agencies=[case.organs["science"], new], actor=case.supervisor)
    assert [m.to for m in mail.outbox] == [["jt@example.org"]]


def test_what_the_organs_were_told_is_known_with_those_whom_no_mail_reaches(django_capture_on_commit_callbacks):
    case = Case()
    submissions = list(supervision.submissions_of(case.round))
    assert mailing.told_of(case.round, submissions).unreached == (case.organs["science"], case.organs["culture"])
    reached(case, science="kj@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        rounds.remind(round=case.round, actor=case.supervisor)
    told = mailing.told_of(case.round, submissions)
    assert (told.last.state, told.last.done, told.reminder) == ("done", 1, True)
    assert told.unreached == (case.organs["culture"],)
