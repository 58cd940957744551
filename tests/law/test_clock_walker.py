"""The clock against a naive walker that lives through a case day by day and knows none of its code."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.clock import run_clock
from gongkai.law.clock_events import Event, EventKind
from gongkai.law.parameters import Settings, default_settings

K = EventKind
DAY = timedelta(1)
OPENERS = {K.THIRD_PARTY_SENT: K.THIRD_PARTY_REPLIED, K.AGENCY_SENT: K.AGENCY_REPLIED}
ENDS = (K.TRANSFERRED, K.WITHDRAWN, K.ANSWERED)
MOVING = ("limit", "pause", "extension", "caution")


def works(day: date) -> bool:
    """A day of the announced years by another package, else Monday to Friday."""
    return chinese_calendar.is_workday(day) if 2008 <= day.year <= 2026 else day.weekday() < 5


class Walker:
    """Lives through the days of one case and writes down every day that counts."""

    def __init__(self, events: list[Event], chosen: Settings) -> None:
        self.events, self.chosen = events, chosen
        self.received = events[0].on
        self.old = self.received < date(2019, 5, 15)
        self.limit = 15 if self.old else 20
        self.allowed, self.counted, self.start = self.limit, [], self.received
        self.stopped: set[EventKind] = set()
        self.stopped_by: set[EventKind] = set()
        self.granted = self.granted_in_run = 0
        self.fee_day: date | None = None
        self.closed = min((e.on for e in events if e.kind in ENDS), default=None)
        self.letters = [letter for kind in OPENERS for letter in self._letters(kind)]

    def _letters(self, kind: EventKind) -> list[tuple[date, date | None]]:
        if kind == K.AGENCY_SENT and self.old and not self.chosen.exclude_agency_2007:
            return []
        sent = [e.on for e in self.events if e.kind == kind]
        answers = [e.on for e in self.events if e.kind == OPENERS[kind]]
        return [(day, answers[n] if n < len(answers) else None) for n, day in enumerate(sent)]

    def due(self) -> date | None:
        day, last = self.received, max(e.on for e in self.events) + timedelta(120)
        while day <= last:
            if (
                day > self.start
                and not self.stopped
                and works(day)
                and not any(self._away(day, *x) for x in self.letters)
            ):
                self.counted.append(day)
            for event in self.events:
                if event.on == day:
                    self._live(event)
            day += DAY
        if self.stopped or len(self.counted) < self.allowed:
            return None
        return self.counted[self.allowed - 1] if self.allowed else self.start

    def _away(self, day: date, sent: date, answered: date | None) -> bool:
        begins = sent <= day if self.chosen.exclude_sending_day else sent < day
        open_still = answered is None or (day <= answered if self.chosen.exclude_answer_day else day < answered)
        return begins and open_still and not (self.closed and day > self.closed)

    def _live(self, event: Event) -> None:
        if event.kind == K.EXTENDED:
            self.granted = event.days or self.limit
            if not self.stopped:
                self.granted_in_run = self.granted
                self.allowed += self.granted
        elif event.kind in (K.CORRECTION_ASKED, K.CORRECTION_RECEIVED):
            if not self.old or self.chosen.correction_restarts_2007:
                self._stop_or_go(event, K.CORRECTION_ASKED)
        elif event.kind == K.FEE_NOTIFIED:
            self.fee_day = event.on
            self._stop_or_go(event, K.FEE_NOTIFIED)
        elif event.kind == K.PAID and event.on <= self.fee_day + timedelta(self.chosen.payment_days):
            self._stop_or_go(event, K.FEE_NOTIFIED)

    def _stop_or_go(self, event: Event, stop: EventKind) -> None:
        if event.kind == stop:
            if not self.stopped:
                self.stopped_by = set()
                self.granted_before_stop = self.granted
            self.stopped.add(stop)
            self.stopped_by.add(stop)
            return
        self.stopped.discard(stop)
        if not self.stopped:
            self._go(event.on)

    def _go(self, day: date) -> None:
        since = self.granted - self.granted_before_stop
        if self.stopped_by == {K.FEE_NOTIFIED} and self.chosen.clock_after_payment == "resume":
            self.allowed = max(self.allowed - len(self.counted), 0) + since
        else:
            self.allowed = self.limit + (self.granted if self.chosen.extension_survives_restart else since)
        self.start, self.counted = day, []


def make_case(rng: random.Random) -> list[Event]:
    """A sequence that can happen: any order of what is possible, any gaps, ended or not."""
    day = date(2008, 5, 1) + timedelta(rng.randrange(7000))
    if rng.random() < 0.3:
        day = rng.choice([date(2019, 5, 1), date(2026, 11, 1), date(2020, 12, 10), date(2026, 9, 1)]) + timedelta(
            rng.randrange(40)
        )
    events = [Event(K.RECEIVED, day)]
    longest = rng.choice((3, 9, 25))
    for _ in range(rng.randrange(9)):
        day += timedelta(rng.randrange(longest))
        kind = rng.choice(_possible(events, day))
        events.append(Event(kind, day, days=rng.choice((None, 1, 10)) if kind == K.EXTENDED else None))
        if kind in ENDS:
            break
    return events


def _possible(events: list[Event], day: date) -> list[EventKind]:
    seen = [e.kind for e in events]
    old = events[0].on < date(2019, 5, 15)
    asked, corrected = seen.count(K.CORRECTION_ASKED), seen.count(K.CORRECTION_RECEIVED)
    can = [K.THIRD_PARTY_SENT, K.AGENCY_SENT, *ENDS]
    can += [reply for sent, reply in OPENERS.items() if seen.count(sent) > seen.count(reply)] * 3
    if asked == corrected and (
        not asked or (old and day > max(e.on for e in events if e.kind == K.CORRECTION_RECEIVED))
    ):
        can += [K.CORRECTION_ASKED] * 2
    if asked > corrected:
        can += [K.CORRECTION_RECEIVED] * 4
    if K.EXTENDED not in seen:
        can += [K.EXTENDED] * 2
    if not old and day >= date(2021, 1, 1) and K.FEE_NOTIFIED not in seen:
        can += [K.FEE_NOTIFIED] * 2
    if K.FEE_NOTIFIED in seen and K.PAID not in seen:
        can += [K.PAID] * 4
    return can


chosen_settings = st.builds(
    replace,
    st.just(default_settings()),
    exclude_sending_day=st.booleans(),
    exclude_answer_day=st.booleans(),
    exclude_agency_2007=st.booleans(),
    correction_restarts_2007=st.booleans(),
    extension_survives_restart=st.booleans(),
    clock_after_payment=st.sampled_from(["restart", "resume"]),
    payment_days=st.sampled_from([5, 30]),
)
cases = st.integers(0, 2**32).map(lambda seed: make_case(random.Random(seed)))


@settings(max_examples=800, deadline=None)
@given(cases, chosen_settings)
def test_the_due_date_is_what_the_walker_finds(events, chosen):
    expected = Walker(sorted(events, key=lambda e: (e.on, list(K).index(e.kind))), chosen).due()
    result = run_clock(events, as_of=events[-1].on, settings=chosen)
    stopped_when_closed = events[-1].kind in ENDS and result.due is None
    assert result.due == expected or (stopped_when_closed and expected is None)


@settings(max_examples=200, deadline=None)
@given(cases, chosen_settings, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_given_does_not_matter(events, chosen, rng):
    shuffled = rng.sample(events, len(events))
    day = events[-1].on
    assert run_clock(shuffled, as_of=day, settings=chosen) == run_clock(events, as_of=day, settings=chosen)


@settings(max_examples=200, deadline=None)
@given(cases, chosen_settings, st.integers(-10, 200))
def test_the_day_looked_from_moves_neither_due_date_nor_event_steps(events, chosen, offset):
    here = run_clock(events, as_of=events[-1].on, settings=chosen)
    there = run_clock(events, as_of=events[-1].on + timedelta(offset), settings=chosen)
    assert here.due == there.due
    texts = [[s.text for s in r.derivation if s.code in MOVING] for r in (here, there)]
    assert texts[0] == texts[1]


@settings(max_examples=300, deadline=None)
@given(cases, chosen_settings)
def test_the_derivation_ends_in_the_due_date(events, chosen):
    result = run_clock(events, as_of=events[-1].on, settings=chosen)
    if result.due:
        moves = [s for s in result.derivation if s.code in ("limit", "extension") or (s.code == "pause" and s.days)]
        assert moves[-1].day == result.due


@settings(max_examples=300, deadline=None)
@given(cases, chosen_settings)
def test_an_open_limit_comes_due_on_its_earliest_date_when_everything_arrives_that_day(events, chosen):
    day = events[-1].on
    result = run_clock(events, as_of=day, settings=chosen)
    if result.due_at_least is None:
        return
    seen = [e.kind for e in events]
    pairs = {**OPENERS, K.CORRECTION_ASKED: K.CORRECTION_RECEIVED, K.FEE_NOTIFIED: K.PAID}
    missing = [Event(b, day) for a, b in pairs.items() for _ in range(seen.count(a) - seen.count(b))]
    arrived = run_clock([*events, *missing], as_of=day, settings=chosen)
    assert arrived.due == result.due_at_least


@settings(max_examples=200, deadline=None)
@given(cases)
def test_remaining_days_go_down_by_at_most_one_a_day_to_zero_on_the_due_date(events):
    result = run_clock(events, as_of=events[-1].on)
    if result.due is None or result.state.closed:
        return
    assert run_clock(events, as_of=result.due).remaining == 0
    first = events[-1].on
    left = [run_clock(events, as_of=first + timedelta(n)).remaining for n in range(12)]
    assert all(a - b in (0, 1) for a, b in pairwise(left))


@settings(max_examples=200, deadline=None)
@given(cases)
def test_a_result_is_provisional_exactly_when_its_date_lies_in_a_year_not_announced(events):
    result = run_clock(events, as_of=events[-1].on)
    end = result.due or result.due_at_least
    if end:
        assert result.provisional == (end.year > 2026) == (result.provisional_reason is not None)


@pytest.mark.parametrize(
    "kind", [K.CORRECTION_ASKED, K.FEE_NOTIFIED, K.EXTENDED, K.PAID, K.TRANSFERRED, K.AGENCY_REPLIED]
)
def test_the_cases_reach_every_sort_of_event(kind):
    made = [make_case(random.Random(seed)) for seed in range(300)]
    assert sum(any(e.kind == kind for e in events) for events in made) > 10
