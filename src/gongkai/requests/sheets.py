"""The sheet 信息公开申请."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.law.parameters import Regime, regime_on
from gongkai.law.working_days import Moved, builtin_calendar
from gongkai.registers.sheets import Column, DatedOptions, Fault, Sheet, Values
from gongkai.requests.models import Request
from gongkai.requests.outcomes import outcomes_in


def _check(row: Values) -> Iterator[Fault]:
    received, answered, outcome = row["received_on"], row["answered_on"], row["outcome"]
    if answered and not outcome:
        yield Fault("办理结果", _("空"), _("填了答复日期时必填"))
    if outcome and not answered:
        yield Fault("答复日期", _("空"), _("填了办理结果时必填"))
    if received and answered and answered < received:
        yield Fault("答复日期", str(answered), _("不早于收到日期 %(day)s") % {"day": received})
    if answered and outcome and outcome not in outcomes_in(answered.year).values():
        yield Fault("办理结果", outcome, _("%(year)d年报告格式中的办理结果") % {"year": answered.year})
    if received and received > timezone.localdate():
        yield Fault("收到日期", str(received), _("不晚于今天"))
    yield from _time(row)


def _time(row: Values) -> Iterator[Fault]:
    """Warnings only: days of consulting others and of correction do not count, and the register does not hold them."""
    received, answered, extended = row["received_on"], row["answered_on"], row["extended"]
    regime = regime_on(received) if received else None
    if regime is None or not answered or answered < received:
        return
    ordinary, longest = regime.reply_days, regime.reply_days + regime.extension_days
    if extended and _within(received, answered, ordinary):
        yield Fault(
            "延期", _("是"), _("%(days)d个工作日内答复的，不需要延期") % {"days": ordinary}, "warning", ("答复日期",)
        )
    elif not _within(received, answered, longest):
        yield _late(answered, _("最长%(days)d个工作日内（%(article)s）"), longest, regime)
    elif not extended and not _within(received, answered, ordinary):
        yield _late(answered, _("%(days)d个工作日内，或者办理延期（%(article)s）"), ordinary, regime)


def _late(answered: datetime.date, expected: str, days: int, regime: Regime) -> Fault:
    told = expected % {"days": days, "article": regime.cite("reply")}
    return Fault("答复日期", str(answered), told, "warning", ("收到日期", "延期"))


def _within(received: datetime.date, answered: datetime.date, days: int) -> bool:
    """Whether the answer came in as many working days. They are at least as many days of the calendar, so that most
    rows need no calendar; a year whose holidays are not announced is not held against anyone."""
    if (answered - received).days <= days:
        return True
    last = _last_day(received, days)
    return last.provisional or answered <= last.date


@lru_cache(maxsize=10_000)
def _last_day(received: datetime.date, days: int) -> Moved:
    return builtin_calendar().add_working_days(received, days)


SHEETS = (
    Sheet(
        slug="requests",
        name="信息公开申请",
        model=Request,
        date="received_on",
        number="number",
        check=_check,
        columns=(
            Column("登记号", "number", required=True),
            Column("收到日期", "received_on", "date", required=True, dated_by=("received_on",)),
            Column("提出方式", "mode", "option", required=True, choices=Request.Mode, dated_by=("received_on",)),
            Column(
                "申请人类型",
                "applicant",
                "option",
                required=True,
                choices=Request.Applicant,
                dated_by=("received_on",),
            ),
            Column("申请内容", "content", "long_text", required=True),
            Column("延期", "extended", "flag", blank=False, dated_by=("answered_on",)),
            Column("答复日期", "answered_on", "date", dated_by=("answered_on",)),
            Column(
                "办理结果",
                "outcome",
                "outcome",
                blank="",
                dated_by=("answered_on",),
                dated_options=DatedOptions("answered_on", outcomes_in, (2021, 2019, 2014)),
                note="用答复日期当年报告格式的名称",
            ),
        ),
        example={
            "number": "2024-001",
            "received_on": datetime.date(2024, 2, 1),
            "mode": Request.Mode.ONLINE,
            "applicant": Request.Applicant.NATURAL_PERSON,
            "content": "上年度服务事项清单",
            "extended": False,
            "answered_on": datetime.date(2024, 2, 20),
            "outcome": "outcome_granted",
        },
    ),
)
