"""The events of a request for information, and the sequences of them that cannot be right.

Events are append-only facts: what happened, on which day it took effect, when it was recorded. The clock
(``law.clock``) is a pure function over them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gongkai.law.messages import Message
from gongkai.law.parameters import Regime, fee_rules, regime_on

LAST_YEAR = 2199


class EventKind(StrEnum):
    """What may happen to a request, in the order in which events of one day are taken."""

    RECEIVED = "received"
    RECEIPT_CONFIRMED = "receipt-confirmed"
    CORRECTION_ASKED = "correction-asked"
    CORRECTION_RECEIVED = "correction-received"
    THIRD_PARTY_SENT = "third-party-sent"
    THIRD_PARTY_REPLIED = "third-party-replied"
    AGENCY_SENT = "agency-sent"
    AGENCY_REPLIED = "agency-replied"
    EXTENDED = "extended"
    FEE_NOTIFIED = "fee-notified"
    PAID = "paid"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"


K = EventKind
ORDER = {kind: number for number, kind in enumerate(EventKind)}
CLOSING = (K.TRANSFERRED, K.WITHDRAWN, K.ANSWERED)

MEANINGS: dict[EventKind, tuple[str, str]] = {
    K.RECEIVED: ("收到申请", "request received"),
    K.RECEIPT_CONFIRMED: (
        "双方确认收到（网络、传真、平信），以此为收到之日",
        "receipt confirmed; counts as day of receipt",
    ),
    K.CORRECTION_ASKED: ("发出补正通知", "applicant asked to correct the request"),
    K.CORRECTION_RECEIVED: ("收到补正", "correction received; the limit starts again"),
    K.THIRD_PARTY_SENT: ("发出征求第三方意见书", "third party asked for its opinion"),
    K.THIRD_PARTY_REPLIED: ("收到第三方意见", "third party replied"),
    K.AGENCY_SENT: ("发函征求其他机关意见", "other agency consulted"),
    K.AGENCY_REPLIED: ("收到其他机关意见", "other agency replied"),
    K.EXTENDED: ("经批准延期并告知申请人", "extension approved and notified"),
    K.FEE_NOTIFIED: ("送达信息处理费收费通知", "fee notice served"),
    K.PAID: ("缴清信息处理费", "fee paid in full"),
    K.TRANSFERRED: ("转送或告知向其他机关申请，办结", "referred elsewhere; closes the case"),
    K.WITHDRAWN: ("申请人撤回申请，办结", "withdrawn by the applicant; closes the case"),
    K.ANSWERED: ("作出答复，办结", "answered; closes the case"),
}

OPENS: dict[EventKind, EventKind] = {
    K.CORRECTION_RECEIVED: K.CORRECTION_ASKED,
    K.THIRD_PARTY_REPLIED: K.THIRD_PARTY_SENT,
    K.AGENCY_REPLIED: K.AGENCY_SENT,
    K.PAID: K.FEE_NOTIFIED,
}
"""What each answering event answers."""

CONSULTATION_REPLIES = (K.THIRD_PARTY_REPLIED, K.AGENCY_REPLIED)


@dataclass(frozen=True, slots=True)
class Event:
    """``on`` is the day it took effect, ``recorded_at`` when it was put on record. ``limit`` (``correction-asked``
    only) is the last day the applicant was given; ``days`` (``extended`` only) the working days granted, None for as
    many as the law allows."""

    kind: EventKind
    on: date
    recorded_at: datetime | None = None
    limit: date | None = None
    days: int | None = None


class ClockError(Exception):
    """The events cannot be right. ``reason`` says why, ``mend`` what to do, both in Chinese."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(f"{reason}；{mend}")
        self.reason = reason
        self.mend = mend


class NoReceiptError(ClockError):
    """There is no ``received`` event, so no day to count from."""


class RepeatedEventError(ClockError):
    """Something that can happen once was given twice."""


class SecondCorrectionError(RepeatedEventError):
    """A second correction notice: 2019 art. 30 allows one."""


class DatesOutOfOrderError(ClockError):
    """An answer is dated before what it answers, or an event before the day of receipt."""


class NothingToAnswerError(ClockError):
    """A reply, correction or payment that nothing asked for."""


class CaseClosedError(ClockError):
    """An event after the case was closed."""


class NotInForceError(ClockError):
    """The law that the event rests on was not in force on its day."""


class BadDetailError(ClockError):
    """``limit``, ``days`` or the year of an event cannot be right."""


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events by effective day; those of one day in the order of ``EventKind``."""
    return tuple(sorted(events, key=lambda e: (e.on, ORDER[e.kind])))


def check_events(events: tuple[Event, ...]) -> None:
    """Raise the ClockError that names the first thing wrong with ``events`` (which are ``in_order``)."""
    received = receipt_of(events)
    for event in events:
        _check_details(event)
        if event.on < received and event.kind not in (K.RECEIVED, K.RECEIPT_CONFIRMED):
            raise DatesOutOfOrderError(
                Message(
                    "“{kind}”（{on}）早于收到申请之日（{received}）", kind=event.kind, on=event.on, received=received
                ),
                "请核对这两个日期",
            )
    regime = regime_on(received)
    if regime is None:
        raise NotInForceError(
            Message("收到日期 {received} 早于《政府信息公开条例》施行之日 2008-05-01", received=received),
            "请核对收到日期",
        )
    _check_repeats(events, regime)
    _check_pairs(events)
    _check_closed(events)
    _check_fee(events, regime)


def receipt_of(events: tuple[Event, ...]) -> date:
    """The day of receipt in law: the confirmed day where there is one (2019 art. 31)."""
    received = [e.on for e in events if e.kind == K.RECEIVED]
    confirmed = [e.on for e in events if e.kind == K.RECEIPT_CONFIRMED]
    if not received:
        raise NoReceiptError("没有收到申请的日期，无法起算", "请补上“received”")
    for kind, days in ((K.RECEIVED, received), (K.RECEIPT_CONFIRMED, confirmed)):
        if len(days) > 1:
            raise RepeatedEventError(Message("“{kind}”写了两次（{days}）", kind=kind, days=days), "请只保留正确的一个")
    if confirmed and confirmed[0] < received[0]:
        raise DatesOutOfOrderError(
            Message("确认收到（{confirmed}）早于收到（{received}）", confirmed=confirmed[0], received=received[0]),
            "请核对这两个日期",
        )
    return (confirmed or received)[0]


def _check_details(event: Event) -> None:
    if event.on.year > LAST_YEAR:
        raise BadDetailError(
            Message("“{kind}”的日期 {on} 过于遥远", kind=event.kind, on=event.on),
            Message("请填 {last_year} 年以前的日期", last_year=LAST_YEAR),
        )
    if event.limit and event.kind != K.CORRECTION_ASKED:
        raise BadDetailError(Message("“{kind}”不带期限", kind=event.kind), "只有 correction-asked 可写补正期限")
    if event.limit and not event.on < event.limit <= date(LAST_YEAR, 12, 31):
        raise BadDetailError(
            Message("补正期限 {limit} 应晚于补正通知日 {on}", limit=event.limit, on=event.on), "请核对这两个日期"
        )
    if event.days is not None and event.kind != K.EXTENDED:
        raise BadDetailError(Message("“{kind}”不带天数", kind=event.kind), "只有 extended 可写延长的工作日数")


def _check_repeats(events: tuple[Event, ...], regime: Regime) -> None:
    asked = [e for e in events if e.kind == K.CORRECTION_ASKED]
    if regime.corrections_allowed and len(asked) > regime.corrections_allowed:
        raise SecondCorrectionError(
            Message(
                "补正通知写了 {count} 次（{days}），{cite}只许一次",
                count=len(asked),
                days=[e.on for e in asked],
                cite=regime.cite("correction"),
            ),
            "请只保留第一次；补正后仍不明确的，应直接作出答复",
        )
    for kind in (K.EXTENDED, K.FEE_NOTIFIED):
        days = [e.on for e in events if e.kind == kind]
        if len(days) > 1:
            raise RepeatedEventError(
                Message(
                    "“{kind}”（{meaning}）写了两次（{days}）",
                    kind=kind,
                    meaning=Message(MEANINGS[kind][0]),
                    days=days,
                ),
                "依法只能一次，请只保留一个",
            )
    for event in events:
        if event.days is not None and not 1 <= event.days <= regime.extension_days:
            raise BadDetailError(
                Message(
                    "延长 {days} 个工作日，{cite}规定最长 {extension_days} 个",
                    days=event.days,
                    cite=regime.cite("extension"),
                    extension_days=regime.extension_days,
                ),
                Message("请填 1 至 {extension_days}", extension_days=regime.extension_days),
            )


def _check_pairs(events: tuple[Event, ...]) -> None:
    """Every answer has its question before it; a question of which only one can be open is not asked again."""
    pending = dict.fromkeys(OPENS.values(), 0)
    for event in events:
        if event.kind in pending:
            if pending[event.kind] and event.kind == K.CORRECTION_ASKED:
                raise SecondCorrectionError("上一次补正还没有收到，又发出补正通知", "请先登记收到补正的日期")
            pending[event.kind] += 1
        elif (opener := OPENS.get(event.kind)) is not None:
            if not pending[opener]:
                raise _unasked(event, opener, events)
            pending[opener] -= 1


def _unasked(event: Event, opener: EventKind, events: tuple[Event, ...]) -> ClockError:
    later = next((e.on for e in events if e.kind == opener and e.on > event.on), None)
    if later:
        return DatesOutOfOrderError(
            Message(
                "“{kind}”（{on}）早于“{opener}”（{later}）", kind=event.kind, on=event.on, opener=opener, later=later
            ),
            "请核对这两个日期",
        )
    return NothingToAnswerError(
        Message("有“{kind}”（{on}），没有与之对应的“{opener}”", kind=event.kind, on=event.on, opener=opener),
        Message("请补上“{opener}”（{meaning}）的日期", opener=opener, meaning=Message(MEANINGS[opener][0])),
    )


def _check_closed(events: tuple[Event, ...]) -> None:
    closing = [e for e in events if e.kind in CLOSING]
    if len(closing) > 1:
        kinds = [Message("{kind}（{on}）", kind=e.kind, on=e.on) for e in closing]
        raise CaseClosedError(Message("案件办结了两次：{kinds}", kinds=kinds), "请只保留一个")
    for event in events:
        if closing and event.on > closing[0].on and event.kind not in CONSULTATION_REPLIES:
            raise CaseClosedError(
                Message(
                    "案件已于 {closed} 办结（{closed_by}），其后又有“{kind}”（{on}）",
                    closed=closing[0].on,
                    closed_by=closing[0].kind,
                    kind=event.kind,
                    on=event.on,
                ),
                "请核对日期，或删去多余的一项",
            )


def _check_fee(events: tuple[Event, ...], regime: Regime) -> None:
    rules = fee_rules()
    notice = next((e for e in events if e.kind == K.FEE_NOTIFIED), None)
    if notice and (regime.id == "2007" or notice.on < rules.applies_from):
        raise NotInForceError(
            Message(
                "《{title}》（{doc}）自 {applies_from} 起施行，适用于2019年修订的条例",
                title=Message(rules.title),
                doc=Message(rules.doc),
                applies_from=rules.applies_from,
            ),
            Message("{on} 的收费通知不停止办理期限，请删去 fee-notified", on=notice.on),
        )
