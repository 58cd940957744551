"""Rules about the form of a report: parts, period, dates, signature, headings (D-01 … D-08, D-15, D-17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from rapidfuzz import fuzz

from gongkai.law.editions import SectionTitle
from gongkai.law.parameters import regime_of_report
from gongkai.law.rules import Rule, Severity
from gongkai.law.working_days import builtin_calendar
from gongkai.report.auditing.document_facts import (
    Announcement,
    Period,
    announced_parts,
    filled_by,
    has_contact,
    publication_date,
    signature_date,
    signing_agency,
    stated_period,
)
from gongkai.report.auditing.document_facts_headings import HeadingFault, chinese, heading_faults
from gongkai.report.auditing.findings import Hit, Skip, Subject
from gongkai.report.auditing.prose import Prose, half_width, is_government, prose_of
from gongkai.report.auditing.registry import rule

# With fewer parts than this the headings were not recognised (or this is an excerpt): nothing can be said.
_FEWEST_PARTS = 3
_SHORTEST_REPORT = 300
EARLIEST_DAY = (12, 1)  # A report dated before this month and day of the year that it is on has a misprint.
_ARTICLE_32 = {
    "主动公开政府信息的情况": r"主动公开",
    "依申请公开政府信息的情况": r"依申请|申请公开|公开申请|信息公开的申请|受理",
    "收费及减免情况": r"收费|费用|减免|免费|收取",
    "因政府信息公开申请行政复议、提起行政诉讼的情况": r"复议|诉讼",
    "存在的主要问题及改进情况": r"问题|不足|改进|差距|薄弱",
}
_CONTENTS = re.compile(r"^\s*目\s*录\s*:?\s*$", re.M)  # The catalogue (公开目录) of the agency is often spoken of.
_REORGANISED = re.compile(r"机构改革|组建|新设|新成立|成立以来|挂牌|更名|合并|划转")


def _is_excerpt(subject: Subject) -> bool:
    """True for a text of which nothing says that it is a whole report."""
    prose = prose_of(subject)
    return len(prose.text) < _SHORTEST_REPORT or (subject.edition is None and subject.report.title is None)


@rule("D-01")
def d_01_parts_present_and_in_order(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """The parts that the edition requires are there, in its order."""
    required = [s for s in subject.edition.sections if s.required] if subject.edition else []
    keys = [s.key for s in subject.report.sections]
    found = [s for s in required if s.key in keys]
    if not required or len(found) < min(_FEWEST_PARTS, len(required)):
        yield Skip("未能识别出年度报告的各部分标题，无法判断是否齐全")
        return
    if missing := [s for s in required if s.key not in keys]:
        yield from _missing_parts(subject, missing, len(required))
    if (actual := sorted((s.key for s in found), key=keys.index)) != [s.key for s in found]:
        printed = "、".join(str(subject.report.sections[keys.index(k)].title) for k in actual)
        yield Hit(
            f"报告各部分的顺序为“{printed}”，与统一格式的顺序不一致。",
            mend="请按统一格式调整各部分的先后顺序：" + "、".join(s.title for s in required) + "。",
        )


def _missing_parts(subject: Subject, missing: list[SectionTitle], total: int) -> Iterator[Hit | Skip]:
    """A title that stands in the running text was not recognised; a heading that the form does not know, or the
    part's table, may be the part under another title or without one: no error then."""
    text = re.sub(r"\s", "", prose_of(subject).text)
    if lost := [s for s in missing if half_width(s.title) in text]:
        yield Skip(f"{'、'.join(f'“{s.title}”' for s in lost)}没有独立成行，无法判断是否为标题")
    missing = [s for s in missing if s not in lost]
    if not missing:
        return
    names = "、".join(f"“{s.title}”" for s in missing)
    unknown = [s.title for s in subject.report.sections if s.key is None and s.number and s.title]
    if len(unknown) >= len(missing):
        other = "、".join(f"“{t}”" for t in unknown)
        yield Hit(
            f"没有找到标题为{names}的部分，另有统一格式所没有的标题{other}。",
            severity="warning",
            mend=f"如{other}即为该部分，请改用统一格式的标题。",
        )
        return
    yield Hit(
        f"统一格式要求{chinese(total)}个部分，报告缺少{names}。",
        mend=f"请补上{names}；没有相关内容的，也应保留标题并说明“无”。",
        severity="warning" if all(_has_table(subject, s) for s in missing) else None,
    )


def _has_table(subject: Subject, section: SectionTitle) -> bool:
    """True where the table that the form prints in a section was read."""
    tables = subject.edition.tables if subject.edition else ()
    return any(t.section == section.key and any(k in subject.report.cells for _, _, k in t.slots()) for t in tables)


@rule("D-02")
def d_02_items_of_article_32(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Items 1 to 5 of article 32 of the 2007 Regulations are covered somewhere in titles or text."""
    prose = prose_of(subject)
    if _is_excerpt(subject):
        yield Skip("不是完整的报告，无法判断内容是否齐全")
        return
    titles = "".join(s.title or "" for s in subject.report.sections)
    missing = [n for n, p in _ARTICLE_32.items() if not re.search(p, titles) and not re.search(p, prose.text)]
    if missing:
        yield Hit(
            "报告正文没有写到"
            + "、".join(f"“{m}”" for m in missing)
            + "，《条例》（2007年）第三十二条要求年度报告包括这些内容。",
            mend="请补充相应内容；没有发生的，写明“无”。",
        )


@rule("D-03")
def d_03_period_is_the_whole_year(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """The period of the figures is 1 January to 31 December of the year reported on."""
    prose = prose_of(subject)
    period = stated_period(prose)
    if period is None:
        yield Skip("正文没有写明统计期限")
    elif not period.covers(subject.report.year):
        yield _period_hit(prose, period, subject.report.year)


def _period_hit(prose: Prose, period: Period, year: int | None) -> Hit:
    words = prose.quote(*period.span)
    wanted = f"{year or period.end[0] or period.start[0]}年1月1日至12月31日"
    if period.malformed:
        return Hit(f"统计期限“{words.text}”中的日期不完整，缺少月份。", quotes=(words,), mend=f"应为{wanted}。")
    explained = period.start[0] == period.end[0] == year and _REORGANISED.search(prose.text)
    return Hit(
        f"统计期限写作“{words.text}”，不是报告年度的全年（{wanted}）。",
        quotes=(words,),
        mend="机构年内新设的，请说明全年数据由谁报告。" if explained else f"请核对统计期限，应为{wanted}。",
        severity="warning" if explained else None,
    )


@rule("D-04")
def d_04_published_in_time(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Published by 31 March (2007 art.31; local governments, 2019 art.49) or 31 January (departments, 2019 art.49).
    A date of signature is only a proxy for the date of publication."""
    prose, year = prose_of(subject), subject.report.year
    published = publication_date(prose)
    signed = signature_date(prose)
    if year is None or (published is None and signed is None):
        yield Skip("没有找到发布日期或落款日期" if year else "报告年度不明，无法判断是否按期发布")
        return
    name, day = ("发布日期", published) if published else ("落款日期", signed[0] if signed else date.min)
    words = (prose.quote(*signed[1]),) if signed and not published else ()
    last = deadline(year, subject.report.agency)
    if day <= date(year, *EARLIEST_DAY):
        yield Hit(
            f"{name}为{_date_words(day)}，早于报告年度（{year}年）结束，日期或年度可能有误。",
            quotes=words,
            mend=f"请核对{name}的年份。",
            severity="warning",
        )
    elif day > with_rest_days(last):
        yield Hit(
            f"{name}为{_date_words(day)}，晚于法定期限{_date_words(last)}。",
            quotes=words,
            mend="请核对实际发布日期；确属逾期的，应向主管部门说明。",
            severity=None if published else "warning",
        )


def deadline(year: int, agency: str | None) -> date:
    """The last day for publishing the report on ``year``; an agency whose kind its name does not show has the later
    date."""
    department = agency is not None and not is_government(agency)
    days = regime_of_report(year).annual_report
    return date(year + 1, *days["department" if department else "local_government"])


def with_rest_days(last: date) -> date:
    """The text does not say that a rest day moves this deadline; a report is not called late on that account."""
    calendar = builtin_calendar()
    return last if calendar.is_working_day(last) else calendar.add_working_days(last, 1).date


def _date_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@rule("D-05")
def d_05_signed_and_dated(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """The agency's name and a date stand at the end; the form's 填报单位 and 填报日期 are taken for a weaker sign."""
    prose = prose_of(subject)
    if _is_excerpt(subject):
        yield Skip("不是完整的报告，无法判断落款是否齐全")
        return
    signed = signature_date(prose)
    dated = signed is not None or publication_date(prose) is not None
    agency = signing_agency(prose, signed[1] if signed else None) is not None
    missing = [name for name, there in (("单位名称", agency), ("日期", dated)) if not there]
    if missing:
        weak: Severity | None = "info" if dated or filled_by(prose) or subject.edition is None else None
        yield Hit(
            f"报告末尾没有落款{'和'.join(missing)}。",
            mend="请在报告末尾署发布单位全称和成文日期。",
            severity=weak,
        )


@rule("D-06")
def d_06_contact_block(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """The report says how to reach the office."""
    prose = prose_of(subject)
    if _is_excerpt(subject):
        yield Skip("不是完整的报告，无法判断联系方式是否齐全")
    elif not has_contact(prose):
        yield Hit("报告没有写明联系地址、电话或电子邮箱。", mend="请在报告中注明政府信息公开工作机构的联系方式。")


@rule("D-07")
def d_07_heading_numbers(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Heading numbers are hierarchical, sequential and unique."""
    prose = prose_of(subject)
    if not any(s.number for s in subject.report.sections):
        yield Skip("没有识别出带序号的标题")
        return
    if _CONTENTS.search(prose.text, 0, 400):
        yield Skip("报告带有目录，标题与目录无法区分")
        return
    faults = heading_faults(prose)
    grave = [f for f in faults if not f.mark.style.startswith("arabic")]
    for group, severity in ((grave, None), ([f for f in faults if f not in grave], "info")):
        if group:
            yield Hit(
                "标题序号不规范：" + "；".join(_fault_words(prose, f) for f in group) + "。",
                quotes=tuple(prose.quote(f.mark.start, f.mark.end) for f in group if f.mark.end > f.mark.start),
                mend="请按“一、（一）1.（1）”的层级逐级、连续编号，同级不重复。",
                severity=severity,  # type: ignore[arg-type]
            )


def _fault_words(prose: Prose, fault: HeadingFault) -> str:
    mark = fault.mark
    here = mark.printed + mark.title if mark.top else prose.quote(mark.start, mark.end).text
    here = f"“{here.strip()[:16]}”"
    if fault.kind == "restart":
        inside = f"在第{chinese(fault.after.ordinal)}部分之内" if fault.after else "在正文之内"
        return f"{here}{inside}使用了与各部分相同的序号"
    if fault.kind == "first":
        return f"{here}之前没有序号为一的同级标题"
    before = fault.after.printed if fault.after else ""
    if fault.kind == "mixed":
        return f"{here}与前面的序号标点不一致"
    return f"{here}与前面的“{before}”不连续" if fault.kind == "gap" else f"{here}与前面的“{before}”重复或倒序"


@rule("D-08")
def d_08_announced_parts(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """The parts announced in the introduction are the headings that follow."""
    prose = prose_of(subject)
    announced = announced_parts(prose)
    titles = [s.title for s in subject.report.sections if s.number and s.title]
    if announced is None or len(titles) < _FEWEST_PARTS:
        yield Skip("引言没有列出报告的组成部分" if announced is None else "没有识别出报告各部分的标题")
        return
    missing = [t for t in titles if not _announces(announced.parts, t)]
    quotes = (prose.quote(*announced.span),)
    if missing:
        names = "、".join(f"“{t}”" for t in missing)
        yield Hit(f"引言所列的组成部分没有提到{names}。", quotes=quotes, mend="请使引言与各部分标题一致。")
    elif _miscounted(announced, len(titles)):
        yield Hit(
            f"引言称由{announced.count}个部分组成，实际有{len(titles)}个部分。",
            quotes=quotes,
            mend="请核对引言中的部分数。",
        )


def _announces(parts: str, title: str) -> bool:
    core = re.sub(r"政府信息|信息公开|公开|工作|情况|的|年度|主要", "", title)
    named = any(len(piece) > 2 and piece in parts for piece in re.split(r"、|和|与|以?及", core))
    return named or core in parts or fuzz.partial_ratio(title, parts) >= 70 or fuzz.partial_ratio(core, parts) >= 75


def _miscounted(announced: Announcement, actual: int) -> bool:
    """An appended table may be counted as a part or not."""
    return announced.count is not None and announced.count not in (actual, actual + 1)


@rule("D-15")
def d_15_printed_units(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Every row of the table prints its unit, and the one of the form."""
    edition, cells = subject.edition, subject.report.cells.values()
    if edition is None or not any(c.printed_unit for c in cells):
        yield Skip("表格没有计量单位一栏")
        return
    missing = [c for c in cells if c.printed_unit == "" and c.key in edition.slots and c.unit]
    missing = [c for c in missing if edition.slots[c.key][1].holds == "required"]
    other = [c for c in cells if c.printed_unit and c.unit and c.printed_unit.strip() != c.unit]
    if missing:
        names = "、".join(f"“{edition.label(c.key)}”" for c in missing)
        yield Hit(f"表中{names}没有印计量单位。", cells={c.key: c.value for c in missing}, mend="请补上计量单位。")
    if other:
        names = "、".join(f"“{edition.label(c.key)}”印作“{c.printed_unit}”，应为“{c.unit}”" for c in other)
        yield Hit(f"表中{names}。", cells={c.key: c.value for c in other}, mend="请按统计表改正计量单位。")


@rule("D-17")
def d_17_title(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """The title names 政府信息公开工作年度报告 and the year."""
    title, year = subject.report.title, subject.report.year
    if not title:
        yield Skip("没有识别出报告标题")
        return
    plain = re.sub(r"\s", "", title)
    named = "政府信息公开" in plain and re.search(r"年度?(?:工作)?(?:年度)?报告|年报", plain)
    dated = year is None or str(year) in plain or re.search(r"二[〇○零OΟ0]", plain)
    if not (named and dated):
        wanted = f"{subject.report.agency or '××'}{year or '××××'}年政府信息公开工作年度报告"
        yield Hit(f"报告标题“{title}”不是规范的“政府信息公开工作年度报告”并注明年度。", mend=f"建议改为“{wanted}”。")
