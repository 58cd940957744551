"""Closing and reopening a round, and withdrawing what was filed."""

import datetime
from unittest.mock import ANY

import pytest
from django.utils import timezone

from gongkai.agencies.errors import NotPermitted
from gongkai.audit_log.models import Entry
from gongkai.desk.work import work_of
from gongkai.filing.collecting import supervision
from gongkai.filing.collecting.actions import combining, notices, rounds, submissions, uploads
from gongkai.filing.models import NoticeItem, Round, Submission, Upload
from tests.filing.collecting.kit import WRONG_SUM, YEAR, Case, file_of
from tests.filing.publishing import draft, published, staff

pytestmark = pytest.mark.django_db
NAME = "示例县科学技术局"
SOON = timezone.localdate() + datetime.timedelta(days=14)
CLOSED = "这次报送已经结束。确需报送或者更改的，请主管部门重新开放。"


@pytest.fixture
def case(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Case()


def closed(case):
    return rounds.close_round(round=case.round, actor=case.supervisor)


def handed_in(case, **changes):
    return uploads.file_upload(
        submission=case.submission(), file_name="年报.html", content=file_of(NAME, **changes), actor=case.clerk
    )


def own_report(case):
    organ = case.organs["science"]
    return published(draft(organ, case.clerk, YEAR), staff(organ), datetime.date(2025, 1, 20))


def test_closing_and_reopening_are_recorded(case):
    case.accepted()
    done = closed(case)
    assert done.closed_at is not None
    assert Round.objects.get().closed_at == done.closed_at
    again = rounds.reopen_round(round=case.round, actor=case.supervisor)
    assert (again.closed_at, Round.objects.get().closed_at) == (None, None)
    lines = Entry.objects.filter(action__in=["close_round", "reopen_round"]).order_by("number")
    assert [(e.action, e.after, e.before) for e in lines] == [
        ("close_round", {"not_accepted": 1}, ANY),
        ("reopen_round", ANY, {"closed_at": done.closed_at.isoformat(timespec="seconds")}),
    ]


def test_it_is_closed_once_and_reopened_once(case):
    with pytest.raises(rounds.RoundOpen):
        rounds.reopen_round(round=case.round, actor=case.supervisor)
    closed(case)
    with pytest.raises(rounds.RoundClosed):
        closed(case)


def test_only_the_supervisor_closes_and_reopens(case):
    for other in (case.clerk, case.outsider):
        with pytest.raises(NotPermitted):
            rounds.close_round(round=case.round, actor=other)
    closed(case)
    for other in (case.clerk, case.outsider):
        with pytest.raises(NotPermitted):
            rounds.reopen_round(round=case.round, actor=other)
    assert Round.objects.get().closed_at is not None


ACTS = {
    "file": lambda case: handed_in(case),
    "invite": lambda case: rounds.invite(round=case.round, agencies=[case.organs["culture"]], actor=case.supervisor),
    "move_due_date": lambda case: rounds.move_due_date(round=case.round, due_on=SOON, actor=case.supervisor),
    "remind": lambda case: rounds.remind(round=case.round, actor=case.supervisor),
    "send_back": lambda case: notices.send_back(
        submission=case.submission(), actor=case.supervisor, text="请核对", due_on=SOON
    ),
    "withdraw": lambda case: submissions.withdraw(submission=case.submission(), actor=case.clerk),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_nothing_moves_in_a_closed_round(case, act):
    case.filed()
    closed(case)
    case.round.refresh_from_db()
    before = list(Submission.objects.order_by("pk").values())
    with pytest.raises(rounds.RoundClosed) as refused:
        ACTS[act](case)
    assert str(refused.value) == CLOSED
    assert list(Submission.objects.order_by("pk").values()) == before
    assert not Upload.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_after_reopening_it_does(case, act):
    case.filed(**WRONG_SUM)
    closed(case)
    rounds.reopen_round(round=case.round, actor=case.supervisor)
    case.round.refresh_from_db()
    ACTS[act](case)


def test_a_version_is_not_filed_in_a_closed_round(case):
    version = own_report(case)
    closed(case)
    with pytest.raises(rounds.RoundClosed):
        submissions.file_version(submission=case.submission(), version=version, actor=case.clerk)
    rounds.reopen_round(round=case.round, actor=case.supervisor)
    done = submissions.file_version(submission=case.submission(), version=version, actor=case.clerk)
    assert done.state == "filed"


def test_a_file_handed_in_before_closing_still_counts(case, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload = handed_in(case)
        closed(case)
    upload.refresh_from_db()
    assert (upload.state, case.submission().state) == ("filed", "filed")


def test_doubts_are_not_confirmed_in_a_closed_round(case, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload = handed_in(case, **WRONG_SUM)
    doubt = upload.doubtful_cells.first()
    closed(case)
    with pytest.raises(rounds.RoundClosed):
        uploads.confirm_cell(doubt=doubt, value=None, actor=case.clerk)
    assert Upload.objects.get().state == "doubtful"


def test_what_was_filed_is_still_accepted_and_combined(case):
    case.filed()
    closed(case)
    submissions.accept(submission=case.submission(), actor=case.supervisor)
    version = combining.combine_round(round=case.round, actor=case.supervisor)
    assert version.cells["req_received@total"]["value"] == 3


def test_nobody_is_told_to_file_in_a_closed_round(case):
    assert [s.round for s in work_of(case.clerk).to_file] == [case.round]
    closed(case)
    assert work_of(case.clerk).to_file == []


def test_a_filed_report_is_withdrawn(case):
    case.filed(**WRONG_SUM)
    assert case.submission().findings
    submissions.withdraw(submission=case.submission(), actor=case.clerk)
    held = case.submission()
    assert (held.state, held.content, held.findings, held.filed_at, held.first_filed_at) == (
        "invited", None, [], None, None,
    )  # fmt: skip
    line = Entry.objects.get(action="withdraw_submission")
    assert (line.before["state"], line.after, line.agency) == ("filed", {"state": "invited"}, case.organs["science"])
    assert not supervision.findings_of_round(supervision.submissions_of(case.round))


def test_who_withdraws_and_files_late_is_late(case):
    case.filed()
    Submission.objects.update(first_filed_at=datetime.datetime(2025, 1, 10, tzinfo=datetime.UTC))
    assert not supervision.is_late(case.submission())
    submissions.withdraw(submission=case.submission(), actor=case.clerk)
    case.filed()
    assert supervision.is_late(case.submission())


def test_a_report_that_had_been_sent_back_is_due_again_and_stays_in_time(case):
    case.filed(**WRONG_SUM)
    first = datetime.datetime(2025, 1, 10, tzinfo=datetime.UTC)
    Submission.objects.update(first_filed_at=first)
    notices.send_back(submission=case.submission(), actor=case.supervisor, text="", due_on=SOON)
    case.filed()
    assert NoticeItem.objects.filter(state="mended").exists()
    submissions.withdraw(submission=case.submission(), actor=case.clerk)
    held = case.submission()
    assert (held.state, held.first_filed_at) == ("returned", first)
    case.filed(**WRONG_SUM)
    assert NoticeItem.objects.filter(state="open").exists()


@pytest.mark.parametrize("state", ["invited", "returned"])
def test_what_is_not_filed_is_not_withdrawn(case, state):
    Submission.objects.update(state=state)
    with pytest.raises(submissions.NotFiled):
        submissions.withdraw(submission=case.submission(), actor=case.clerk)


def test_what_was_accepted_is_not_withdrawn(case):
    case.accepted()
    with pytest.raises(submissions.AlreadyAccepted):
        submissions.withdraw(submission=case.submission(), actor=case.clerk)
    assert case.submission().content is not None


def test_only_the_organ_itself_withdraws(case):
    case.filed()
    for other in (case.stranger, case.supervisor, case.outsider):
        with pytest.raises(NotPermitted):
            submissions.withdraw(submission=case.submission(), actor=other)
    assert case.submission().state == "filed"


def test_a_file_that_is_read_after_the_report_was_accepted_changes_nothing(case, django_capture_on_commit_callbacks):
    case.filed()
    with django_capture_on_commit_callbacks(execute=True):
        upload = handed_in(case, **WRONG_SUM)
        submissions.accept(submission=case.submission(), actor=case.supervisor)
    upload.refresh_from_db()
    assert (upload.state, case.submission().state) == ("refused", "accepted")
    assert "已被接收" in upload.fault
