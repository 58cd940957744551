"""The clock of a request for information: a pure function from events, law and calendar to the day the answer is due.

2019 Regulations: 20 working days from receipt, 20 more by extension, the time of consulting third parties and other
agencies left out, a fresh start when a correction arrives or a fee is paid. 2007 Regulations (received before
2019-05-15): 15 and 15. Nothing is stored: the same events, calendar and settings always give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gongkai.law.clock_events import ClockError, Event, EventKind, check_events, in_order
from gongkai.law.clock_runs import Case, Run
from gongkai.law.clock_steps import CONSULTED, Step, calendar_steps, event_steps, fee_basis, provisional_reason, shown
from gongkai.law.messages import Message
from gongkai.law.parameters import Settings, default_settings
from gongkai.law.working_days import Calendar, Moved, builtin_calendar

__all__ = ["ClockError", "ClockResult", "Event", "EventKind", "SideDeadline", "State", "Step", "run_clock"]

K = EventKind


class State(StrEnum):
    """Where a request stands on a day."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    CONSULTING = "consulting"
    AWAITING_CORRECTION = "awaiting_correction"
    AWAITING_PAYMENT = "awaiting_payment"
    OVERDUE = "overdue"
    ABANDONED = "abandoned"
    UNPAID = "unpaid"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"

    @property
    def closed(self) -> bool:
        return self in (State.ABANDONED, State.UNPAID, State.TRANSFERRED, State.WITHDRAWN, State.ANSWERED)


STATE_TEXTS = {
    State.NOT_STARTED: "尚未收到申请",
    State.RUNNING: "办理中",
    State.CONSULTING: "征求意见中，期限中止",
    State.AWAITING_CORRECTION: "等待申请人补正，期限停止计算",
    State.AWAITING_PAYMENT: "等待申请人缴费，期限停止计算",
    State.OVERDUE: "逾期未答复",
    State.ABANDONED: "办结：逾期未补正，视为放弃申请",
    State.UNPAID: "办结：逾期未缴费，视为放弃申请",
    State.TRANSFERRED: "办结：已转送或告知向其他机关申请",
    State.WITHDRAWN: "办结：申请人已撤回",
    State.ANSWERED: "办结：已答复",
}
CLOSED_BY = {K.TRANSFERRED: State.TRANSFERRED, K.WITHDRAWN: State.WITHDRAWN, K.ANSWERED: State.ANSWERED}


@dataclass(frozen=True, slots=True)
class SideDeadline:
    """A date beside the main one: what must happen (Chinese), by when, and whether the date is provisional."""

    code: str
    text: str
    due: date
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class ClockResult:
    """What the clock says.

    ``due`` is the last day for the answer, None where it is undetermined (the limit stands still, or a consultation is
    unanswered); ``due_at_least`` is then the earliest that it can be. ``remaining`` are working days left after
    ``as_of`` (negative when overdue), None once closed or while the limit stands still. ``on_time`` is set for an
    answered or referred request. ``provisional`` is True when a day of a year not announced was counted.
    """

    received: date
    regime: str
    as_of: date
    state: State
    state_text: str
    due: date | None
    due_at_least: date | None
    remaining: int | None
    on_time: bool | None
    provisional: bool
    provisional_reason: str | None
    derivation: tuple[Step, ...]
    side_deadlines: tuple[SideDeadline, ...]
    calendar_version: str


def run_clock(
    events: Iterable[Event],
    *,
    as_of: date,
    calendar: Calendar | None = None,
    settings: Settings | None = None,
    known_by: datetime | None = None,
) -> ClockResult:
    """Fold the events of one request into its due date, its state on ``as_of`` and the derivation.

    The due date takes every event, also those after ``as_of``, which only decides state and remaining days.
    ``known_by`` leaves out events recorded later. Raises the ClockError that names what cannot be right in the events.
    """
    known = (e for e in events if not (known_by and e.recorded_at and e.recorded_at > known_by))
    ordered = in_order(known)
    check_events(ordered)
    case = Case(ordered, calendar or builtin_calendar(), settings or default_settings())
    return _result(case, as_of)


def _result(case: Case, as_of: date) -> ClockResult:
    state = _state(case, as_of)
    on_time = _on_time(case) if state in (State.ANSWERED, State.TRANSFERRED) else None
    lapsed = state in (State.ABANDONED, State.UNPAID)
    at_least = None if case.due_date or lapsed or case.closing else case.earliest_due(as_of)
    end = case.due_date or at_least or case.received
    years = case.calendar.unannounced_years(case.received, end)
    late = {True: Message("（按期）"), False: Message("（逾期）"), None: ""}[on_time]
    return ClockResult(
        received=case.received,
        regime=case.regime.id,
        as_of=as_of,
        state=state,
        state_text=Message("{state}{late}", state=Message(STATE_TEXTS[state]), late=late),
        due=case.due_date,
        due_at_least=at_least,
        remaining=_remaining(case, state, as_of),
        on_time=on_time,
        provisional=bool(years),
        provisional_reason=provisional_reason(years) if years else None,
        derivation=(
            *event_steps(case),
            *_closing_steps(case),
            *_standing_steps(state, as_of, at_least),
            *calendar_steps(case.calendar, case.received, end),
        ),
        side_deadlines=tuple(_side_deadlines(case)) if case.closing is None else (),
        calendar_version=case.calendar.version,
    )


def _state(case: Case, day: date) -> State:
    if day < case.received:
        return State.NOT_STARTED
    if case.closing and case.closing.on <= day:
        return CLOSED_BY[case.closing.kind]
    if standing := [_standing_state(case, stop, day) for stop in case.pending(day)]:
        return next((state for state in standing if state.closed), standing[0])
    run = _run_on(case, day)
    due = case.due(run)
    if due and day > due:
        return State.OVERDUE
    open_letter = (p for p in case.pauses if p.counts and p.letter.on <= day and (not p.reply or day < p.reply.on))
    return State.CONSULTING if any(open_letter) else State.RUNNING


def _standing_state(case: Case, stop: Event, day: date) -> State:
    if stop.kind == K.FEE_NOTIFIED:
        return State.UNPAID if day > case.payment_limit(stop).date else State.AWAITING_PAYMENT
    return State.ABANDONED if stop.limit and day > stop.limit else State.AWAITING_CORRECTION


def _run_on(case: Case, day: date) -> Run:
    return [run for run in case.runs if run.start <= day][-1]


def _remaining(case: Case, state: State, day: date) -> int | None:
    if state.closed or state in (State.AWAITING_CORRECTION, State.AWAITING_PAYMENT):
        return None
    run = _run_on(case, max(day, case.received)) if case.runs[-1].stop else case.runs[-1]
    return run.days - case.counted(run.start, day)


def _on_time(case: Case) -> bool | None:
    """Whether the answer came within the limit; an answer while the limit stood still is measured at its stop."""
    if case.closing is None or case.closing.kind == K.WITHDRAWN:
        return None
    run = case.runs[-1]
    due = case.due(run)
    assert due is not None  # Consultations end with the case at the latest.
    return (run.stop or case.closing).on <= due


def _closing_steps(case: Case) -> Iterator[Step]:
    if (closing := case.closing) is None:
        return
    on_time = _on_time(case)
    text, due = f"{shown(closing.on)}{STATE_TEXTS[CLOSED_BY[closing.kind]]}", case.due_date
    if on_time and due:
        text += f"，未超过截止日{shown(due)}，按期"
    elif on_time is False and due:
        late = case.calendar.working_days_between(due, closing.on)
        tentative = "（暂定）" if case.calendar.is_provisional(due, closing.on) else ""
        text += f"，超过截止日{shown(due)}共{late}个工作日{tentative}，逾期"
    subject = "refer" if closing.kind == K.TRANSFERRED else "reply"
    yield Step("closing", text, closing.on, case.regime.cite(subject), caution=on_time is False)


def _standing_steps(state: State, as_of: date, at_least: date | None) -> Iterator[Step]:
    if state in (State.ABANDONED, State.UNPAID, State.OVERDUE):
        yield Step("state", f"截至{shown(as_of)}：{STATE_TEXTS[state]}", as_of, caution=True)
    elif at_least:
        text = f"尚待的答复、补正或缴费如于{as_of}收到，截止日为{shown(at_least)}；实际截止日不早于此日"
        yield Step("at_least", text, at_least)


def _side_deadlines(case: Case) -> Iterator[SideDeadline]:
    yield from _correction_deadlines(case)
    for pause in case.pauses:
        days = case.regime.third_party_days if pause.letter.kind == K.THIRD_PARTY_SENT else case.regime.agency_days
        if days:
            due = case.calendar.add_working_days(pause.letter.on, days)
            subject = "third_party" if pause.letter.kind == K.THIRD_PARTY_SENT else "agency"
            text = (
                f"{CONSULTED[pause.letter.kind]}答复意见（自其收到之日起{days}个工作日，此处按{pause.letter.on}收到计）"
            )
            yield _side(f"{subject}_reply", text, due)
    for stop in case.pending(date.max):
        if stop.kind == K.FEE_NOTIFIED:
            text = f"申请人缴费（{case.settings.payment_days}日，{fee_basis()}）"
            yield _side("payment", text, case.payment_limit(stop))
    if case.due_date and not case.extension:
        provisional = case.calendar.is_provisional(case.received, case.due_date)
        yield SideDeadline("extension", "如需延期，批准并告知申请人", case.due_date, provisional)


def _correction_deadlines(case: Case) -> Iterator[SideDeadline]:
    asked = case.first(K.CORRECTION_ASKED)
    days = case.regime.correction_notice_days
    if days and not asked:
        due = case.calendar.add_working_days(case.received, days)
        yield _side("correction_notice", f"如需补正，发出补正通知（收到申请后{days}个工作日内）", due)
    for stop in case.pending(date.max):
        if stop.kind == K.CORRECTION_ASKED and stop.limit:
            yield SideDeadline("correction", "申请人补正", stop.limit)


def _side(code: str, text: str, due: Moved) -> SideDeadline:
    return SideDeadline(code, text, due.date, due.provisional)
