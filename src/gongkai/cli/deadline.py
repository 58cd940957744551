"""``gongkai deadline``: when an answer is due, and how that date is reached."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import click

from gongkai.cli.command import Command
from gongkai.cli.errors import CommandError, faults_of
from gongkai.cli.language import say
from gongkai.law.clock import ClockResult, run_clock
from gongkai.law.clock_duties import DutyDeadline, annual_report_deadline, publication_deadline
from gongkai.law.clock_events import MEANINGS, ClockError, Event, EventKind
from gongkai.law.clock_steps import Step, shown
from gongkai.law.dates import DateError, parse_date, today
from gongkai.law.messages import Message
from gongkai.law.parameters import AGENCY_KINDS, AgencyKind, Settings, load_settings
from gongkai.law.schema_check import FileFaultsError
from gongkai.law.working_days import Calendar, builtin_calendar, load_calendar

Loaded = TypeVar("Loaded")
KINDS = tuple(str(kind) for kind in EventKind)
WIDTH = max(map(len, KINDS))
EPILOG = reduce(
    lambda above, kind: Message(
        "{above}\n  {kind}  {meaning}", above=above, kind=f"{kind:{WIDTH}}", meaning=Message(MEANINGS[kind][0])
    ),
    EventKind,
    Message("{unwrapped}事件（KIND）：", unwrapped="\b\n"),
)
_EVENT = re.compile(r"(?P<kind>[^=]*)=(?P<day>.*?)(?:\.\.(?P<limit>.+)|\+(?P<days>\d{1,3}))?")


@click.command("deadline", cls=Command, epilog=EPILOG)
@click.option("--received", metavar="DATE", multiple=True, help="收到申请之日。")
@click.option(
    "--event",
    "events",
    metavar="KIND=DATE",
    multiple=True,
    help="其后发生的事，可多次给出。correction-asked=日期..补正期限，extended=日期+天数。",
)
@click.option("--formed", metavar="DATE", help="改算主动公开期限：信息形成或变更之日。")
@click.option("--annual-report", "report_year", metavar="YEAR", type=int, help="改算年度报告期限。")
@click.option(
    "--agency", type=click.Choice(AGENCY_KINDS), default="department", show_default=True, help="年度报告的单位性质。"
)
@click.option("--as-of", metavar="DATE", help="按哪一天看状态和剩余工作日；不填为今天。")
@click.option("--calendar", type=click.Path(path_type=Path), help="补充或替换节假日的日历文件。")
@click.option("--settings", type=click.Path(path_type=Path), help="条文未定之处的设置文件。")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="输出格式。")
def deadline(
    received: tuple[str, ...],
    events: tuple[str, ...],
    formed: str | None,
    report_year: int | None,
    agency: AgencyKind,
    as_of: str | None,
    calendar: Path | None,
    settings: Path | None,
    form: str,
) -> None:
    """算出政府信息公开申请的答复截止日，并逐步说明是怎样算出来的；调休、征求意见、补正、延期、收费都计算在内。2019年5月15日
    以前收到的申请按2007年条例。

    When the answer to a request is due, with the derivation of the date; working days with make-up working days,
    consultation time left out, corrections, extension, fee. Requests received before 2019-05-15 follow the Regulations
    of 2007.
    """
    asked = [bool(received or events), bool(formed), report_year is not None]
    if sum(asked) != 1:
        raise CommandError(
            say("请在 --received、--formed、--annual-report 中填一个"), say("例如 --received 2026-11-02")
        )
    try:
        days = _loaded(load_calendar, calendar) if calendar else builtin_calendar()
        chosen = _loaded(load_settings, settings) if settings else None
        if formed:
            _show_duty(publication_deadline(parse_date(formed), days), form, days)
        elif report_year is not None:
            _show_duty(annual_report_deadline(report_year, agency), form, days)
        else:
            _show(_run(_all_events(received, events), as_of, days, chosen), form)
    except ClockError as error:
        raise CommandError(error.reason, error.mend) from error
    except DateError as error:
        raise CommandError(error.args[0]) from error


def _loaded(load: Callable[[Path], Loaded], path: Path) -> Loaded:
    try:
        return load(path)
    except FileFaultsError as error:
        raise CommandError(say("文件 {file} 不能用：{faults}", file=path, faults=faults_of(error))) from error


def _run(events: Sequence[Event], as_of: str | None, calendar: Calendar, settings: Settings | None) -> ClockResult:
    """Without ``as_of`` the case is looked at today, or on the day of its last event if that is still to come."""
    day = parse_date(as_of) if as_of else max([today(), *(e.on for e in events)])
    return run_clock(events, as_of=day, calendar=calendar, settings=settings)


def _all_events(received: Iterable[str], texts: Iterable[str]) -> list[Event]:
    """The events given, the same receipt given twice taken once."""
    receipts = [Event(EventKind.RECEIVED, parse_date(text)) for text in received]
    events = [*receipts, *map(_event, texts)]
    return [e for n, e in enumerate(events) if e.kind != EventKind.RECEIVED or e not in events[:n]]


def _event(text: str) -> Event:
    match = _EVENT.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        raise CommandError(say("--event {text} 缺少“=”", text=text), say("请写成 KIND=DATE，如 extended=2026-11-25"))
    kind = match["kind"].strip().lower().replace("_", "-")
    if kind not in KINDS:
        raise CommandError(say("没有事件“{kind}”", kind=kind), say("可用的有：{kinds}", kinds=KINDS))
    event = Event(EventKind(kind), parse_date(match["day"]))
    if match["limit"]:
        event = replace(event, limit=parse_date(match["limit"]))
    return replace(event, days=int(match["days"])) if match["days"] else event


def _show(result: ClockResult, form: str) -> None:
    click.echo(json.dumps(_as_json(result), ensure_ascii=False, indent=2) if form == "json" else _as_text(result))


def _as_text(result: ClockResult) -> str:
    lines = [
        say("答复截止日：{due}", due=_due_text(result)),
        say("状态：{state}", state=Message(result.state_text)),
        say("剩余工作日：{count}（截至 {day}）", count=_count(result.remaining), day=result.as_of),
        _provisional_line(result.provisional_reason),
    ]
    if result.side_deadlines:
        lines.append(say("其他期限："))
        lines += [_side_line(s.text, s.due, s.provisional) for s in result.side_deadlines]
    return "\n".join([*lines, *_derivation(result.derivation), _calendar_line(result.calendar_version)])


def _due_text(result: ClockResult) -> str:
    if result.due:
        return shown(result.due)
    if result.due_at_least:
        return say("未定（不早于 {day}）", day=shown(result.due_at_least))
    return say("无（期限停止计算后未再起算）")


def _count(remaining: int | None) -> str:
    if remaining is None:
        return say("不计")
    return str(remaining) if remaining >= 0 else say("已逾期 {count} 个", count=-remaining)


def _provisional_line(reason: str | None) -> str:
    return say("暂定：是。{reason}", reason=reason) if reason else say("暂定：否")


def _side_line(text: str, due: date, provisional: bool) -> str:
    return f"  - {shown(due)}{say('（暂定）') if provisional else ''} {text}"


def _derivation(steps: Sequence[Step]) -> list[str]:
    lines = [say("推算过程：")]
    for number, step in enumerate(steps, start=1):
        basis = f"〔{step.basis}〕" if step.basis else ""
        lines.append(f"  {number}. {say('注意：') if step.caution else ''}{step.text}{basis}")
    return lines


def _calendar_line(version: str) -> str:
    return say("工作日历：{version}", version=version)


def _as_json(result: ClockResult) -> dict[str, Any]:
    return {
        "schema": "gongkai.deadline/1",
        "received": _iso(result.received),
        "regime": result.regime,
        "as_of": _iso(result.as_of),
        "due": _iso(result.due),
        "due_at_least": _iso(result.due_at_least),
        "state": str(result.state),
        "state_text": result.state_text,
        "remaining_working_days": result.remaining,
        "on_time": result.on_time,
        "provisional": result.provisional,
        "provisional_reason": result.provisional_reason,
        "derivation": [_step_json(step) for step in result.derivation],
        "side_deadlines": [
            {"code": s.code, "text": s.text, "due": _iso(s.due), "provisional": s.provisional}
            for s in result.side_deadlines
        ],
        "calendar": result.calendar_version,
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "code": step.code,
        "text": step.text,
        "date": _iso(step.day),
        "basis": step.basis,
        "from": _iso(step.first),
        "to": _iso(step.last),
        "days": step.days,
        "caution": step.caution,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _show_duty(duty: DutyDeadline, form: str, calendar: Calendar) -> None:
    if form == "json":
        data = {
            "schema": "gongkai.deadline/1",
            "due": _iso(duty.due),
            "provisional": duty.provisional,
            "derivation": [_step_json(step) for step in duty.derivation],
            "calendar": calendar.version,
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    reason = next((s.text for s in duty.derivation if s.code == "provisional" and duty.provisional), None)
    head = [say("截止日：{due}", due=shown(duty.due)), _provisional_line(reason)]
    click.echo("\n".join([*head, *_derivation(duty.derivation), _calendar_line(calendar.version)]))
