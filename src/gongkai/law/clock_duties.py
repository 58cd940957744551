"""The clocks that do not hang on a request: publishing an item, and the annual report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law.clock_events import LAST_YEAR, BadDetailError, NotInForceError
from gongkai.law.clock_steps import Step, calendar_steps, shown
from gongkai.law.messages import Message
from gongkai.law.parameters import AgencyKind, regime_of_report, regime_on
from gongkai.law.working_days import Calendar, builtin_calendar

FIRST_REPORT_YEAR = 2008
AGENCY_NAMES: dict[AgencyKind, str] = {"department": "政府部门", "local_government": "地方人民政府"}


@dataclass(frozen=True, slots=True)
class DutyDeadline:
    """A due date with its derivation. ``provisional`` is True when a day of a year not announced was counted."""

    due: date
    provisional: bool
    derivation: tuple[Step, ...]


def publication_deadline(formed: date, calendar: Calendar | None = None) -> DutyDeadline:
    """When an item formed or changed on that day must be public: 20 working days (2019 art. 26, 2007 art. 18); other
    laws may set another limit, which comes first. Raises ClockError for a day outside the Regulations' time."""
    calendar, regime = calendar or builtin_calendar(), regime_on(formed)
    if regime is None:
        raise NotInForceError(
            Message("{day} 早于《政府信息公开条例》施行之日 2008-05-01", day=formed), "请核对信息形成日期"
        )
    if formed.year > LAST_YEAR:
        raise BadDetailError(
            Message("日期 {day} 过于遥远", day=formed), Message("请填 {last_year} 年以前的日期", last_year=LAST_YEAR)
        )
    due = calendar.add_working_days(formed, regime.publish_days)
    text = f"{shown(formed)}形成或变更，当日不计，{regime.publish_days}个工作日内公开；法律、法规另有期限的从其规定"
    step = Step("publish", text, due.date, regime.cite("publish"), days=regime.publish_days)
    return DutyDeadline(due.date, due.provisional, (step, *calendar_steps(calendar, formed, due.date)))


def annual_report_deadline(year: int, agency: AgencyKind) -> DutyDeadline:
    """The last day to publish the annual report for ``year``: 31 March of the next year for everyone up to the report
    for 2018 (2007 art. 31); from 2019 31 January for departments, 31 March for local governments (2019 art. 49)."""
    if not FIRST_REPORT_YEAR <= year <= LAST_YEAR:
        raise BadDetailError(
            Message("没有{year}年度的政府信息公开工作年度报告", year=year),
            Message("请填{first_year}年以后的年份", first_year=FIRST_REPORT_YEAR),
        )
    regime = regime_of_report(year)
    due = date(year + 1, *regime.annual_report[agency])
    text = f"{AGENCY_NAMES[agency]}{year}年度报告，{shown(due)}前向社会公布"
    return DutyDeadline(due, False, (Step("annual_report", text, due, regime.cite("annual_report")),))
