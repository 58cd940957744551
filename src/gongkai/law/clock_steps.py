"""The derivation of a due date: one step for each event that moves the limit, in words, with dates and article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.law.clock_events import Event, EventKind
from gongkai.law.clock_runs import LETTERS, Case, Pause, Run
from gongkai.law.messages import Message
from gongkai.law.parameters import fee_rules
from gongkai.law.working_days import ONE_DAY, Calendar, Holiday, days_after

K = EventKind
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
CONSULTED = {K.THIRD_PARTY_SENT: "第三方", K.AGENCY_SENT: "其他机关"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``code`` names its sort; ``day`` is the limit as it stands after the step (None: undetermined) or, for
    the sorts that move no limit, the day told of; ``first``, ``last`` and ``days`` give the working days that the step
    counts or leaves out; ``caution`` marks what the office should look at."""

    code: str
    text: str
    day: date | None = None
    basis: str = ""
    first: date | None = None
    last: date | None = None
    days: int | None = None
    caution: bool = False


def shown(day: date) -> Message:
    """A date as a clerk reads it: ``2026-12-11（星期五）``."""
    return Message("{day}（{weekday}）", day=day.isoformat(), weekday=Message(WEEKDAYS[day.weekday()]))


def event_steps(case: Case) -> Iterator[Step]:
    """The steps that follow from the events, in their order."""
    yield _receipt(case)
    narrator = _Narrator(case)
    yield from narrator.start()
    for event in case.events:
        yield from narrator.tell(event)


def _receipt(case: Case) -> Step:
    confirmed = case.first(K.RECEIPT_CONFIRMED)
    what = "确认收到申请，以此日为收到申请之日" if confirmed else "收到申请"
    text = f"{shown(case.received)}{what}，当日不计入期限，适用{case.regime.name}"
    return Step("receipt", text, case.received, case.regime.cite("receipt"))


class _Narrator:
    """Walks through the events and keeps the limit as it stands after each of them."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.number = 0
        self.days = 0
        self.standing = False
        self.granted: Event | None = None
        self.pauses: list[Pause] = []
        self.letters = iter(case.pauses)
        self.tellers: dict[EventKind, Callable[[Event], Iterator[Step]]] = {
            K.CORRECTION_ASKED: self._correction_asked,
            K.CORRECTION_RECEIVED: self._correction_received,
            K.EXTENDED: self._extended,
            K.FEE_NOTIFIED: self._fee_notified,
            K.PAID: self._paid,
            **dict.fromkeys(LETTERS, self._letter),
        }

    @property
    def run(self) -> Run:
        return self.case.runs[self.number]

    @property
    def limit(self) -> date | None:
        return None if self.standing else self.case.due(self.run, self.pauses, self.days)

    def tell(self, event: Event) -> Iterator[Step]:
        if teller := self.tellers.get(event.kind):
            yield from teller(event)

    def start(self, why: str = "") -> Iterator[Step]:
        """The step that opens the present run, and the extension that it takes over from the one before."""
        self.days, self.standing, first = self.run.base, False, self.run.start + ONE_DAY
        text = f"{why}答复期限{self.days}个工作日，自{first}起算，{_until(self.limit)}"
        yield Step("limit", text, self.limit, self.case.regime.cite("reply"), first, self.limit, self.days)
        if self.granted and self.run.extension:
            self.days += self.run.extension
            text = f"{self.granted.on}告知的延期仍然有效，加{self.run.extension}个工作日，{_until(self.limit)}"
            yield Step("extension", text, self.limit, self.case.regime.cite("extension"), days=self.run.extension)

    def _stop(self, event: Event, text: str, basis: str) -> Iterator[Step]:
        if self.limit and event.on > self.limit:
            yield Step("caution", f"{event.on}时答复期限已于{self.limit}届满", self.limit, basis, caution=True)
        self.standing = event is self.run.stop or event in self.case.pending(event.on)
        effect = "答复期限停止计算" if self.standing else "答复期限不因此停止"
        yield Step("stop", f"{shown(event.on)}{text}，{effect}", event.on, basis)

    def _restart(self, event: Event, what: str, counting: str) -> Iterator[Step]:
        following = self.number + 1
        if following < len(self.case.runs) and self.case.runs[following].start == event.on:
            self.number = following
            yield from self.start(f"{shown(event.on)}{what}，{counting}：")
        else:
            yield Step("event", f"{shown(event.on)}{what}", event.on)

    def _correction_asked(self, event: Event) -> Iterator[Step]:
        regime = self.case.regime
        if regime.correction_notice_days:
            latest = self.case.calendar.add_working_days(self.case.received, regime.correction_notice_days).date
            if event.on > latest:
                text = (
                    f"补正通知应在收到申请后{regime.correction_notice_days}个工作日内（不迟于{latest}）发出，实际已超过"
                )
                yield Step("caution", text, latest, regime.cite("correction"), caution=True)
        given = f"，申请人应不迟于{shown(event.limit)}补正" if event.limit else ""
        yield from self._stop(event, f"发出补正通知{given}", regime.cite("correction"))

    def _correction_received(self, event: Event) -> Iterator[Step]:
        asked = [e for e in self.case.events if e.kind == K.CORRECTION_ASKED and e.on <= event.on][-1]
        if asked.limit and event.on > asked.limit:
            text = f"补正晚于期限{asked.limit}，无正当理由的视为放弃申请；以下按有正当理由计算"
            yield Step("caution", text, asked.limit, self.case.regime.cite("correction"), caution=True)
        yield from self._restart(event, "收到补正", "期限重新计算")

    def _fee_notified(self, event: Event) -> Iterator[Step]:
        last = self.case.payment_limit(event).date
        text = f"送达信息处理费收费通知，申请人应不迟于{shown(last)}缴费，逾期视为放弃申请"
        yield from self._stop(event, text, fee_basis())

    def _paid(self, event: Event) -> Iterator[Step]:
        if self.case.paid_late(event):
            text = f"{shown(event.on)}缴费，已过缴费期限，视为放弃申请，期限不再计算"
            yield Step("caution", text, event.on, fee_basis(), caution=True)
            return
        resumed = self.case.settings.clock_after_payment == "resume"
        counting = "自次日起接续计算剩余期限" if resumed else "自次日起重新计算期限"
        yield from self._restart(event, "缴清信息处理费", counting)

    def _letter(self, event: Event) -> Iterator[Step]:
        pause, before = next(self.letters), self.limit
        sent, basis = f"{shown(event.on)}征求{CONSULTED[event.kind]}意见", self.case.regime.cite("pause")
        if pause.counts and pause.last and (before is None or pause.first <= before):
            yield self._answered(pause, pause.last, sent, basis)
            return
        self.pauses.append(pause)
        if not pause.counts:
            text = f"{sent}；{basis}只规定征求第三方意见的时间不计入期限，此项不扣除"
            yield Step("pause", text, before, basis, days=0)
        elif before and pause.first > before:
            text = f"{sent}，期限于{before}届满，其后的征求时间不扣除"
            yield Step("caution", text, before, basis, days=0, caution=True)
        else:
            text = f"{sent}，尚未收到答复，期限自{pause.first}起中止，截止日未定"
            yield Step("pause", text, None, basis, pause.first)

    def _answered(self, pause: Pause, last: date, sent: str, basis: str) -> Step:
        shared, days = self._working(pause, shared=True), self._working(pause, shared=False)
        self.pauses.append(pause)
        closing, reply = self.case.closing, pause.reply
        unanswered = reply is None or (closing is not None and reply.on > closing.on)
        end = "至办结时未收到答复" if unanswered else f"{reply.on}收到答复"  # type: ignore[union-attr]
        span = f"{pause.first}至{last}" if pause.first <= last else "其间"
        overlap = f"（另有{shared}个工作日与前一次征求意见重叠，不重复扣除）" if shared else ""
        text = f"{sent}，{end}：{span}共{days}个工作日不计入期限{overlap}，{_until(self.limit)}"
        return Step("pause", text, self.limit, basis, pause.first, last, days)

    def _working(self, pause: Pause, *, shared: bool) -> int:
        """Working days of ``pause`` that an earlier letter leaves out too, or that none does."""
        assert pause.last is not None
        working = filter(self.case.calendar.is_working_day, days_after(pause.first - ONE_DAY, pause.last))
        return sum(any(p.covers(day) for p in self.pauses) == shared for day in working)

    def _extended(self, event: Event) -> Iterator[Step]:
        self.granted = event
        basis, before = self.case.regime.cite("extension"), self.limit
        days = self.case.extension_days
        if before and event.on > before:
            text = f"延期应不迟于原期限届满之日（{before}）批准并告知，{event.on}告知已晚；以下仍列出延长后的日期供参考"
            yield Step("caution", text, before, basis, caution=True)
        if self.standing:
            yield Step("extension", f"{shown(event.on)}告知延期{days}个工作日，期限重新计算时一并计入", None, basis)
            return
        self.days += self.run.extension
        text = f"{shown(event.on)}告知延期，延长{days}个工作日，{_until(self.limit)}"
        yield Step("extension", text, self.limit, basis, days=days)


def _until(limit: date | None) -> str:
    return f"至{shown(limit)}届满" if limit else "截止日未定"


def fee_basis() -> str:
    return f"《{fee_rules().title}》（{fee_rules().doc}）"


def calendar_steps(calendar: Calendar, start: date, end: date) -> Iterator[Step]:
    """What the calendar did to a limit that ran from ``start`` to ``end``, and what about it is not settled."""
    if holidays := calendar.holidays_between(start, end):
        basis = "、".join(n.citation for n in calendar.notices_between(start, end))
        text = f"其间节假日安排：{'；'.join(map(_holiday, holidays))}"
        yield Step("calendar", text, end, basis)
    if years := calendar.unannounced_years(start, end):
        yield Step("provisional", provisional_reason(years), end, caution=True)
    elif calendar.may_still_change(end):
        text = f"{end.year + 1}年节假日安排尚未公布，曾有年份的安排涉及上年12月29日至31日，公布后请重新计算"
        yield Step("provisional", text, end, caution=True)


def provisional_reason(years: list[int]) -> str:
    """Why a date is provisional."""
    named = "、".join(map(str, years))
    return f"{named}年节假日安排不在日历内（尚未公布或未录入），该年只按周末推算，日期为暂定"


def _holiday(holiday: Holiday) -> str:
    span = str(holiday.first) if holiday.first == holiday.last else f"{holiday.first}至{holiday.last}"
    worked = "、".join(map(str, holiday.working))
    return f"{holiday.name}{span}放假" + (f"，{worked}调休上班" if worked else "")
