"""The arithmetic of the request clock: when the limit runs, stops and starts again, and which days it leaves out.

A *run* is a stretch in which the limit counts: from receipt, from the arrival of a correction, or from payment. A
*pause* is the time of one consultation letter, whose working days are left out of the run. Overlapping pauses leave a
day out once, because a run is walked day by day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from gongkai.law.clock_events import CLOSING, OPENS, Event, EventKind, in_order, receipt_of
from gongkai.law.parameters import Regime, Settings, regime_on
from gongkai.law.working_days import ONE_DAY, Calendar, Moved, days_after

K = EventKind
LETTERS = (K.THIRD_PARTY_SENT, K.AGENCY_SENT)
STOPS = (K.CORRECTION_ASKED, K.FEE_NOTIFIED)


@dataclass(frozen=True, slots=True)
class Pause:
    """One consultation letter. Days ``first`` to ``last`` are left out of the limit; ``last`` is None while it is
    unanswered. ``counts`` is False where the law does not leave this consultation out."""

    letter: Event
    reply: Event | None
    first: date
    last: date | None
    counts: bool = True

    def covers(self, day: date) -> bool:
        return self.counts and self.first <= day and (self.last is None or day <= self.last)

    def until(self, day: date) -> Pause:
        """The same pause, ended on ``day`` at the latest."""
        return replace(self, last=day if self.last is None else min(self.last, day))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the limit. ``start`` is not counted itself. ``base`` and ``extension`` are working days; ``stop`` is
    the event that ended it early, None when it ran on."""

    start: date
    cause: EventKind
    base: int
    extension: int = 0
    stop: Event | None = None

    @property
    def days(self) -> int:
        return self.base + self.extension


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a run starts and stops, before its days are known. ``resumed``: it goes on with what the last one left."""

    start: date
    cause: EventKind
    resumed: bool = False
    stop: Event | None = None


@dataclass(frozen=True)
class Case:
    """A checked sequence of events with the law and the calendar that rule it."""

    events: tuple[Event, ...]
    calendar: Calendar
    settings: Settings

    @cached_property
    def received(self) -> date:
        return receipt_of(self.events)

    @cached_property
    def regime(self) -> Regime:
        regime = regime_on(self.received)
        assert regime is not None  # check_events has refused anything earlier.
        return regime

    @cached_property
    def closing(self) -> Event | None:
        return next((e for e in self.events if e.kind in CLOSING), None)

    @cached_property
    def extension(self) -> Event | None:
        return self.first(K.EXTENDED)

    def first(self, kind: EventKind) -> Event | None:
        return next((e for e in self.events if e.kind == kind), None)

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        """Every consultation in order of sending; a reply answers the earliest letter of its kind still open."""
        found = []
        for opener in LETTERS:
            replies = [e for e in self.events if OPENS.get(e.kind) == opener]
            letters = [e for e in self.events if e.kind == opener]
            for number, letter in enumerate(letters):
                found.append(self._pause(letter, replies[number] if number < len(replies) else None))
        return tuple(sorted(found, key=lambda p: p.letter.on))

    def _pause(self, letter: Event, reply: Event | None) -> Pause:
        first = letter.on if self.settings.exclude_sending_day else letter.on + ONE_DAY
        last = None
        if reply:
            last = reply.on if self.settings.exclude_answer_day else reply.on - ONE_DAY
        agency = letter.kind == K.AGENCY_SENT
        counts = not agency or self.regime.id != "2007" or self.settings.exclude_agency_2007
        pause = Pause(letter, reply, first, last, counts)
        return pause.until(self.closing.on) if self.closing else pause

    def payment_limit(self, notice: Event) -> Moved:
        """The last day to pay: natural days from the day after the notice was served."""
        last = notice.on + timedelta(days=self.settings.payment_days)
        if not self.settings.payment_limit_moves_to_working_day:
            return Moved(last)
        return self.calendar.add_working_days(last - ONE_DAY, 1)

    def paid_late(self, payment: Event) -> bool:
        notice = self.first(K.FEE_NOTIFIED)
        return notice is not None and payment.on > self.payment_limit(notice).date

    def pending(self, day: date) -> tuple[Event, ...]:
        """The stops that are not lifted at the end of ``day``."""
        open_stops: dict[EventKind, Event] = {}
        for event in self._stopping_events():
            if event.on <= day:
                self._apply(event, open_stops)
        return tuple(open_stops.values())

    def _stopping_events(self) -> Iterator[Event]:
        corrections = self.regime.id != "2007" or self.settings.correction_restarts_2007
        for event in self.events:
            stop = OPENS.get(event.kind, event.kind)
            if stop == K.FEE_NOTIFIED or (stop == K.CORRECTION_ASKED and corrections):
                yield event

    def _apply(self, event: Event, open_stops: dict[EventKind, Event]) -> None:
        if event.kind in STOPS:
            open_stops[event.kind] = event
        elif not (event.kind == K.PAID and self.paid_late(event)):
            open_stops.pop(OPENS[event.kind], None)

    @cached_property
    def _stretches(self) -> tuple[Stretch, ...]:
        stretches = [Stretch(self.received, K.RECEIVED)]
        open_stops: dict[EventKind, Event] = {}
        seen: set[EventKind] = set()
        for event in self._stopping_events():
            standing = bool(open_stops)
            self._apply(event, open_stops)
            seen = seen | set(open_stops) if standing else set(open_stops)
            if open_stops and not standing:
                stretches[-1] = replace(stretches[-1], stop=event)
            if standing and not open_stops:
                resumed = self.settings.clock_after_payment == "resume" and seen == {K.FEE_NOTIFIED}
                stretches.append(Stretch(event.on, event.kind, resumed))
        return tuple(stretches)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every run in order; the last one has a ``stop`` when the limit stands still."""
        runs: list[Run] = []
        for number, stretch in enumerate(self._stretches):
            base = self._left(runs[-1]) if stretch.resumed else self.regime.reply_days
            runs.append(Run(stretch.start, stretch.cause, base, self._extension_in(number), stretch.stop))
        return tuple(runs)

    def _left(self, run: Run) -> int:
        assert run.stop is not None
        return max(run.days - self.counted(run.start, run.stop.on), 0)

    def _extension_in(self, number: int) -> int:
        """Days that the extension adds to the run with that number. It belongs to the first run that had not ended when
        it was granted; a resumed run has it in what was left, a restarted one keeps it if the setting says so."""
        if self.extension is None or number < self._extension_home:
            return 0
        lost = self._stretches[number].resumed or not self.settings.extension_survives_restart
        return 0 if number > self._extension_home and lost else self.extension_days

    @cached_property
    def _extension_home(self) -> int:
        assert self.extension is not None
        before = replace(self, events=self.events[: self.events.index(self.extension)])
        return len(before._stretches) - (before._stretches[-1].stop is None)

    @cached_property
    def extension_days(self) -> int:
        """Working days granted; 0 without an extension."""
        if self.extension is None:
            return 0
        return self.regime.extension_days if self.extension.days is None else self.extension.days

    def due(self, run: Run, pauses: Sequence[Pause] | None = None, days: int | None = None) -> date | None:
        """The last day of ``run``; None when an unanswered consultation keeps it open."""
        pauses = self.pauses if pauses is None else pauses
        day, left = run.start, run.days if days is None else days
        while left:
            day += ONE_DAY
            if any(p.last is None and p.covers(day) for p in pauses):
                return None
            left -= self._counts(day, pauses)
        return day

    def counted(self, start: date, end: date) -> int:
        """Working days after ``start`` up to ``end`` that count towards the limit."""
        return sum(self._counts(day, self.pauses) for day in days_after(start, end))

    def _counts(self, day: date, pauses: Sequence[Pause]) -> bool:
        return self.calendar.is_working_day(day) and not any(p.covers(day) for p in pauses)

    @cached_property
    def due_date(self) -> date | None:
        """The last day for the answer; None while the limit stands still or a consultation keeps it open."""
        return None if self.runs[-1].stop else self.due(self.runs[-1])

    def earliest_due(self, day: date) -> date | None:
        """The due date if everything that is awaited arrived on ``day``, or on the day it was asked for if later. None
        where the limit does not start again even so."""
        awaited = []
        for answer, opener in OPENS.items():
            asked = [e.on for e in self.events if e.kind == opener]
            answered = sum(e.kind == answer for e in self.events)
            awaited += [Event(answer, max(day, on)) for on in asked[answered:]]
        return replace(self, events=in_order((*self.events, *awaited))).due_date
