"""The request clock: worked examples, states, side deadlines, settings and refusals."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from gongkai.law.clock import ClockResult, State, run_clock
from gongkai.law.clock_events import (
    MEANINGS,
    BadDetailError,
    CaseClosedError,
    ClockError,
    DatesOutOfOrderError,
    Event,
    EventKind,
    NoReceiptError,
    NothingToAnswerError,
    NotInForceError,
    RepeatedEventError,
    SecondCorrectionError,
)
from gongkai.law.dates import CHINA
from gongkai.law.parameters import default_settings

DEFAULTS = default_settings()


def events(text: str) -> list[Event]:
    """``"received 2026-11-02, extended 2026-11-25+10"`` as events."""
    return [_event(part) for part in text.split(", ")]


def _event(text: str) -> Event:
    kind, day, limit, days = re.fullmatch(r"(\S+) ([\d-]{10})(?:\.\.(\S+)|\+(\d+))?", text).groups()
    event = Event(EventKind(kind), date.fromisoformat(day))
    return replace(event, limit=limit and date.fromisoformat(limit), days=days and int(days))


def clock(text: str, as_of: str = "2026-11-02", **settings: object) -> ClockResult:
    return run_clock(events(text), as_of=date.fromisoformat(as_of), settings=replace(DEFAULTS, **settings))


def texts(result: ClockResult) -> str:
    return "\n".join(step.text for step in result.derivation)


DUE = [
    # The plain limits; no holiday in between.
    ("received 2026-11-02", "2026-11-30"),
    ("received 2026-11-02, extended 2026-11-25", "2026-12-28"),
    ("received 2026-11-02, extended 2026-11-25+10", "2026-12-14"),
    ("received 2026-11-07", "2026-12-04"),  # A Saturday.
    ("received 2026-10-31, receipt-confirmed 2026-11-02", "2026-11-30"),
    ("received 2026-11-02, receipt-confirmed 2026-11-02", "2026-11-30"),
    ("received 2199-12-31", "2200-01-28"),
    # Over National Day with two working weekend days; over the Spring Festival.
    ("received 2026-09-14", "2026-10-16"),
    ("received 2026-02-02", "2026-03-06"),
    # Both texts of the Regulations.
    ("received 2019-05-14", "2019-06-04"),
    ("received 2019-05-15", "2019-06-13"),
    ("received 2019-05-14, extended 2019-06-04", "2019-06-26"),
    ("received 2008-05-01", "2008-05-22"),
    # A consultation leaves out the days after sending up to the answer.
    ("received 2026-11-02, third-party-sent 2026-11-09, third-party-replied 2026-11-20", "2026-12-11"),
    ("received 2026-11-02, agency-sent 2026-11-09, agency-replied 2026-11-20", "2026-12-11"),
    ("received 2026-11-02, third-party-sent 2026-11-09, third-party-replied 2026-11-09", "2026-11-30"),
    # Overlapping consultations are left out once.
    (
        "received 2026-11-02, third-party-sent 2026-11-09, agency-sent 2026-11-11, agency-replied 2026-11-16,"
        " third-party-replied 2026-11-20",
        "2026-12-11",
    ),
    (
        "received 2026-11-02, third-party-sent 2026-11-09, third-party-sent 2026-11-11, third-party-replied 2026-11-16,"
        " third-party-replied 2026-11-20",
        "2026-12-11",
    ),
    # One after the other: both count, 4 + 3 days.
    (
        "received 2026-11-02, third-party-sent 2026-11-09, third-party-replied 2026-11-13, agency-sent 2026-11-16,"
        " agency-replied 2026-11-19",
        "2026-12-09",
    ),
    # After the limit nothing is left out any more.
    ("received 2026-11-02, third-party-sent 2026-11-30, third-party-replied 2026-12-04", "2026-11-30"),
    # A correction starts the limit again; the extension stays.
    ("received 2026-10-12, correction-asked 2026-10-20, correction-received 2026-11-02", "2026-11-30"),
    (
        "received 2026-10-12, correction-asked 2026-10-20, correction-received 2026-11-02, extended 2026-11-30",
        "2026-12-28",
    ),
    # So does the payment of the fee.
    ("received 2026-10-12, fee-notified 2026-10-20, paid 2026-11-02", "2026-11-30"),
    ("received 2026-09-01, extended 2026-09-28, fee-notified 2026-10-20, paid 2026-11-02", "2026-12-28"),
    # The limit goes on only when both the correction and the fee are there.
    (
        "received 2026-10-12, correction-asked 2026-10-15, fee-notified 2026-10-16, correction-received 2026-10-19,"
        " paid 2026-11-02",
        "2026-11-30",
    ),
    # 2007: consulting another agency is not left out; corrections may be asked twice.
    ("received 2019-04-01, agency-sent 2019-04-03, agency-replied 2019-04-10", "2019-04-23"),
    ("received 2019-04-01, third-party-sent 2019-04-03, third-party-replied 2019-04-10", "2019-04-28"),
    (
        "received 2018-10-08, correction-asked 2018-10-10, correction-received 2018-10-15, correction-asked 2018-10-16,"
        " correction-received 2018-10-22",
        "2018-11-12",
    ),
    # A closed case keeps the date it had; an open consultation ends with it.
    ("received 2026-11-02, answered 2026-11-20", "2026-11-30"),
    ("received 2026-11-02, third-party-sent 2026-11-09, answered 2026-11-20", "2026-12-11"),
    (
        "received 2026-11-02, third-party-sent 2026-11-09, answered 2026-11-20, third-party-replied 2026-12-01",
        "2026-12-11",
    ),
]


@pytest.mark.parametrize(("text", "due"), DUE)
def test_the_due_date(text, due):
    assert clock(text).due == date.fromisoformat(due)


def test_the_worked_example_of_the_correction_notice():
    result = clock("received 2026-11-02")
    assert [(s.code, s.due.isoformat()) for s in result.side_deadlines] == [
        ("correction_notice", "2026-11-11"),
        ("extension", "2026-11-30"),
    ]


UNDETERMINED = [
    ("received 2026-11-02, third-party-sent 2026-11-09", "2026-11-20", "2026-12-11"),
    ("received 2026-11-02, third-party-sent 2026-11-09", "2026-11-02", "2026-11-30"),
    ("received 2026-10-12, correction-asked 2026-10-20", "2026-11-02", "2026-11-30"),
    ("received 2026-10-12, fee-notified 2026-10-20", "2026-11-02", "2026-11-30"),
    ("received 2026-09-01, extended 2026-09-09, fee-notified 2026-10-20", "2026-11-02", "2026-12-28"),
]


@pytest.mark.parametrize(("text", "as_of", "at_least"), UNDETERMINED)
def test_an_open_limit_has_an_earliest_date_only(text, as_of, at_least):
    result = clock(text, as_of)
    assert (result.due, result.due_at_least) == (None, date.fromisoformat(at_least))
    assert any(s.code == "at_least" and s.day == result.due_at_least for s in result.derivation)


STATES = [
    ("received 2026-11-02", "2026-11-01", State.NOT_STARTED, 20),
    ("received 2026-11-02", "2026-11-02", State.RUNNING, 20),
    ("received 2026-11-02", "2026-11-03", State.RUNNING, 19),
    ("received 2026-11-02", "2026-11-07", State.RUNNING, 16),
    ("received 2026-11-02", "2026-11-30", State.RUNNING, 0),
    ("received 2026-11-02", "2026-12-02", State.OVERDUE, -2),
    ("received 2026-11-02, third-party-sent 2026-11-09", "2026-11-08", State.RUNNING, 16),
    ("received 2026-11-02, third-party-sent 2026-11-09", "2026-11-09", State.CONSULTING, 15),
    ("received 2026-11-02, third-party-sent 2026-11-09", "2027-01-04", State.CONSULTING, 15),
    (
        "received 2026-11-02, third-party-sent 2026-11-09, third-party-replied 2026-11-20",
        "2026-11-12",
        State.CONSULTING,
        15,
    ),
    (
        "received 2026-11-02, third-party-sent 2026-11-09, third-party-replied 2026-11-20",
        "2026-11-20",
        State.RUNNING,
        15,
    ),
    ("received 2026-11-02, third-party-sent 2026-12-02", "2026-12-04", State.OVERDUE, -2),
    ("received 2019-04-01, agency-sent 2019-04-03", "2019-04-04", State.RUNNING, 12),
    ("received 2026-10-12, correction-asked 2026-10-20", "2026-10-19", State.RUNNING, 15),
    ("received 2026-10-12, correction-asked 2026-10-20", "2026-10-20", State.AWAITING_CORRECTION, None),
    ("received 2026-10-12, correction-asked 2026-10-20..2026-11-04", "2026-11-04", State.AWAITING_CORRECTION, None),
    ("received 2026-10-12, correction-asked 2026-10-20..2026-11-04", "2026-11-05", State.ABANDONED, None),
    (
        "received 2026-10-12, correction-asked 2026-10-20, correction-received 2026-11-02",
        "2026-11-03",
        State.RUNNING,
        19,
    ),
    ("received 2026-10-12, fee-notified 2026-10-20", "2026-11-19", State.AWAITING_PAYMENT, None),
    ("received 2026-10-12, fee-notified 2026-10-20", "2026-11-20", State.UNPAID, None),
    ("received 2026-10-12, fee-notified 2026-10-20, paid 2026-11-20", "2026-11-20", State.UNPAID, None),
    ("received 2026-10-12, fee-notified 2026-10-20, paid 2026-11-19", "2026-11-20", State.RUNNING, 19),
    (
        "received 2026-10-12, correction-asked 2026-10-15, fee-notified 2026-10-20",
        "2026-11-20",
        State.UNPAID,
        None,
    ),
    ("received 2026-11-02, transferred 2026-11-10", "2026-11-10", State.TRANSFERRED, None),
    ("received 2026-11-02, withdrawn 2026-11-10", "2026-11-10", State.WITHDRAWN, None),
    ("received 2026-11-02, answered 2026-11-10", "2026-11-10", State.ANSWERED, None),
    ("received 2026-11-02, answered 2026-11-10", "2026-11-09", State.RUNNING, 15),
    ("received 2026-10-12, correction-asked 2026-10-20, withdrawn 2026-10-22", "2026-10-23", State.WITHDRAWN, None),
]


@pytest.mark.parametrize(("text", "as_of", "state", "remaining"), STATES)
def test_the_state_on_a_day(text, as_of, state, remaining):
    result = clock(text, as_of)
    assert (result.state, result.remaining) == (state, remaining)
    assert result.state.closed == (result.remaining is None and "awaiting" not in state)


ON_TIME = [
    ("received 2026-11-02, answered 2026-11-30", True, "（按期）"),
    ("received 2026-11-02, answered 2026-12-01", False, "（逾期）"),
    ("received 2026-11-02, transferred 2026-12-01", False, "（逾期）"),
    ("received 2026-11-02, withdrawn 2026-12-01", None, "已撤回"),
    ("received 2026-11-02, third-party-sent 2026-11-09, answered 2027-01-05", True, "（按期）"),
    ("received 2026-10-12, correction-asked 2026-10-20, answered 2026-12-01", True, "（按期）"),
    ("received 2026-09-01, fee-notified 2026-10-20, answered 2026-11-03", False, "（逾期）"),
    ("received 2026-11-02, extended 2026-12-02, answered 2026-12-03", True, "（按期）"),
]


@pytest.mark.parametrize(("text", "on_time", "words"), ON_TIME)
def test_whether_an_answer_was_in_time(text, on_time, words):
    result = clock(text, "2027-02-01")
    assert result.on_time is on_time
    assert result.state_text.endswith(words)


def test_a_late_answer_says_by_how_much():
    assert "超过截止日2026-11-30（星期一）共3个工作日，逾期" in texts(clock("received 2026-11-02, answered 2026-12-03"))
    far = clock("received 2026-12-01, answered 2027-01-05")
    assert "共5个工作日（暂定），逾期" in texts(far)


def test_a_date_in_a_year_not_announced_is_provisional():
    result = clock("received 2026-12-07")
    assert (result.due, result.provisional) == (date(2027, 1, 4), True)
    assert "2027年" in result.provisional_reason
    assert any(s.code == "provisional" and s.caution for s in result.derivation)


def test_a_date_that_the_next_notice_may_move_says_so_without_being_provisional():
    result = clock("received 2026-12-03")
    assert (result.due, result.provisional) == (date(2026, 12, 31), False)
    assert any(s.code == "provisional" for s in result.derivation)
    assert not any(s.code == "provisional" for s in clock("received 2025-12-02").derivation)


SIDE = [
    ("received 2026-11-02, third-party-sent 2026-11-09", "third_party_reply", "2026-11-30"),
    ("received 2026-11-02, agency-sent 2026-11-09", "agency_reply", "2026-11-30"),
    ("received 2026-10-12, fee-notified 2026-10-20", "payment", "2026-11-19"),
    ("received 2026-10-12, correction-asked 2026-10-20..2026-11-04", "correction", "2026-11-04"),
]


@pytest.mark.parametrize(("text", "code", "due"), SIDE)
def test_side_deadlines(text, code, due):
    assert {s.code: s.due for s in clock(text).side_deadlines}[code] == date.fromisoformat(due)


def test_the_2007_text_sets_no_limit_for_correction_or_third_party():
    result = clock("received 2019-04-01, third-party-sent 2019-04-03")
    assert result.side_deadlines == ()


def test_a_side_deadline_in_a_year_not_announced_is_provisional():
    result = clock("received 2026-12-14, third-party-sent 2026-12-28")
    assert {s.code: s.provisional for s in result.side_deadlines} == {
        "correction_notice": False,
        "third_party_reply": True,
    }


THIRD_PARTY = "received 2026-11-02, third-party-sent 2026-11-09, third-party-replied 2026-11-20"
AGENCY_2007 = "received 2019-04-01, agency-sent 2019-04-03, agency-replied 2019-04-10"
CORRECTED_2007 = "received 2019-04-01, correction-asked 2019-04-03, correction-received 2019-04-10"
EXTENDED_THEN_PAID = "received 2026-09-01, extended 2026-09-28, fee-notified 2026-10-20, paid 2026-11-02"
PAID_THEN_EXTENDED = "received 2026-09-01, fee-notified 2026-10-20, paid 2026-11-02, extended 2026-11-03"
PAID = "received 2026-10-12, fee-notified 2026-10-20, paid 2026-11-02"
SETTINGS = [
    (THIRD_PARTY, {"exclude_sending_day": True}, "2026-12-14"),
    (THIRD_PARTY, {"exclude_answer_day": False}, "2026-12-10"),
    (AGENCY_2007, {"exclude_agency_2007": True}, "2019-04-28"),
    (CORRECTED_2007, {}, "2019-04-30"),
    (CORRECTED_2007, {"correction_restarts_2007": False}, "2019-04-23"),
    (EXTENDED_THEN_PAID, {"extension_survives_restart": False}, "2026-11-30"),
    (PAID_THEN_EXTENDED, {"extension_survives_restart": False}, "2026-12-28"),
    (PAID, {"clock_after_payment": "resume"}, "2026-11-20"),
    (f"{PAID}, extended 2026-10-13", {"clock_after_payment": "resume"}, "2026-12-18"),
    (f"{PAID}, extended 2026-10-21", {"clock_after_payment": "resume"}, "2026-12-18"),
    (PAID.replace("11-02", "10-26"), {"payment_days": 6}, "2026-11-23"),
]


@pytest.mark.parametrize(("text", "settings", "due"), SETTINGS)
def test_what_the_text_leaves_open_is_a_setting(text, settings, due):
    assert clock(text, **settings).due == date.fromisoformat(due)


def test_the_payment_limit_may_move_to_a_working_day():
    case = "received 2026-11-09, fee-notified 2026-11-13"  # The 30th day is Sunday 2026-12-13.
    assert clock(case, "2026-12-14").state is State.UNPAID
    assert clock(case, "2026-12-14", payment_limit_moves_to_working_day=True).state is State.AWAITING_PAYMENT
    assert clock(case, "2026-12-15", payment_limit_moves_to_working_day=True).state is State.UNPAID


def test_resuming_shows_its_earliest_date_too():
    case = "received 2026-10-12, fee-notified 2026-10-20, extended 2026-10-21"
    result = clock(case, "2026-11-02", clock_after_payment="resume")
    assert result.due_at_least == date(2026, 12, 18)


def test_a_correction_while_the_fee_is_awaited_leads_to_a_full_limit():
    case = "received 2026-10-12, fee-notified 2026-10-14, correction-asked 2026-10-15, correction-received 2026-10-20"
    result = clock(case, "2026-11-02", clock_after_payment="resume")
    assert result.due_at_least == clock(f"{case}, paid 2026-11-02", clock_after_payment="resume").due
    assert result.due_at_least == date(2026, 11, 30)


def test_a_payment_to_come_too_late_leaves_no_date_at_all():
    result = clock("received 2026-10-12, fee-notified 2026-10-20, paid 2026-12-01", "2026-10-13")
    assert (result.state, result.due, result.due_at_least) == (State.RUNNING, None, None)


def test_events_recorded_later_can_be_left_out():
    late = Event(EventKind.EXTENDED, date(2026, 11, 25), recorded_at=datetime(2026, 11, 26, 9, tzinfo=CHINA))
    known = [*events("received 2026-11-02"), late]
    day = date(2026, 11, 27)
    assert run_clock(known, as_of=day).due == date(2026, 12, 28)
    assert run_clock(known, as_of=day, known_by=datetime(2026, 11, 25, 18, tzinfo=CHINA)).due == date(2026, 11, 30)


REFUSED = [
    ("extended 2026-11-25", NoReceiptError, "没有收到申请的日期"),
    ("received 2026-11-02, received 2026-11-03", RepeatedEventError, "“received”写了两次（2026-11-02、2026-11-03）"),
    ("received 2026-11-02, answered 2026-11-01", DatesOutOfOrderError, "早于收到申请之日（2026-11-02）"),
    ("received 2026-11-02, receipt-confirmed 2026-11-01", DatesOutOfOrderError, "确认收到（2026-11-01）早于收到"),
    (
        "received 2026-11-02, receipt-confirmed 2026-11-04, extended 2026-11-03",
        DatesOutOfOrderError,
        "早于收到申请之日（2026-11-04）",
    ),
    (
        "received 2026-11-02, receipt-confirmed 2026-11-04, receipt-confirmed 2026-11-05",
        RepeatedEventError,
        "“receipt-confirmed”写了两次",
    ),
    ("received 2026-11-02, third-party-replied 2026-11-20", NothingToAnswerError, "没有与之对应的“third-party-sent”"),
    ("received 2026-11-02, agency-replied 2026-11-20", NothingToAnswerError, "请补上“agency-sent”"),
    ("received 2026-11-02, correction-received 2026-11-20", NothingToAnswerError, "correction-asked"),
    ("received 2026-11-02, paid 2026-11-20", NothingToAnswerError, "fee-notified"),
    (
        "received 2026-11-02, third-party-sent 2026-11-20, third-party-replied 2026-11-09",
        DatesOutOfOrderError,
        "“third-party-replied”（2026-11-09）早于“third-party-sent”（2026-11-20）",
    ),
    (
        "received 2026-10-12, correction-asked 2026-10-13, correction-received 2026-10-20, correction-asked 2026-10-21",
        SecondCorrectionError,
        "只许一次",
    ),
    (
        "received 2018-10-08, correction-asked 2018-10-10, correction-asked 2018-10-16",
        SecondCorrectionError,
        "还没有收到",
    ),
    ("received 2026-11-02, extended 2026-11-20, extended 2026-11-25", RepeatedEventError, "依法只能一次"),
    ("received 2026-11-02, fee-notified 2026-11-10, fee-notified 2026-11-12", RepeatedEventError, "依法只能一次"),
    ("received 2026-11-02, answered 2026-11-20, extended 2026-11-25", CaseClosedError, "案件已于 2026-11-20 办结"),
    ("received 2026-11-02, answered 2026-11-20, withdrawn 2026-11-20", CaseClosedError, "办结了两次"),
    ("received 2026-11-02, extended 2026-11-25+21", BadDetailError, "最长 20 个"),
    ("received 2026-11-02, extended 2026-11-25+0", BadDetailError, "请填 1 至 20"),
    ("received 2019-04-01, extended 2019-04-02+16", BadDetailError, "最长 15 个"),
    ("received 2026-11-02, answered 2026-11-25+5", BadDetailError, "不带天数"),
    ("received 2026-11-02, answered 2026-11-25..2026-11-26", BadDetailError, "不带期限"),
    ("received 2026-11-02, correction-asked 2026-11-05..2026-11-05", BadDetailError, "应晚于补正通知日"),
    ("received 2026-11-02, correction-asked 2026-11-05..9999-12-31", BadDetailError, "补正期限"),
    ("received 2026-11-02, answered 9999-12-31", BadDetailError, "过于遥远"),
    ("received 2008-04-30", NotInForceError, "施行之日 2008-05-01"),
    ("received 2020-12-01, fee-notified 2020-12-31", NotInForceError, "自 2021-01-01 起施行"),
    ("received 2019-05-14, fee-notified 2021-01-04", NotInForceError, "2019年修订的条例"),
]


@pytest.mark.parametrize(("text", "error", "words"), REFUSED)
def test_what_cannot_be_right_is_refused_by_name(text, error, words):
    with pytest.raises(error) as caught:
        clock(text)
    assert words in str(caught.value)
    assert caught.value.mend


def test_every_refusal_is_a_clock_error():
    named = {error for _, error, _ in REFUSED}
    assert all(issubclass(error, ClockError) for error in named)
    assert {e for e in ClockError.__subclasses__() if not e.__subclasses__()} <= named


def test_every_kind_has_a_meaning_in_both_languages():
    assert set(MEANINGS) == set(EventKind)
    assert all(chinese and english.isascii() for chinese, english in MEANINGS.values())
