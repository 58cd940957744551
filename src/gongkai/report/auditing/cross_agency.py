"""Rules about two reports beside each other: prose copied from another agency, a name left in it, two reports for one
agency and year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai.law.rules import Rule, Severity
from gongkai.report.auditing.cross_level import plain_name
from gongkai.report.auditing.cross_year import SENTENCE, SHINGLE, masked, runs_of
from gongkai.report.auditing.findings import Hit, Quote, Skip, Subject
from gongkai.report.auditing.registry import rule
from gongkai.report.auditing.wording import label, number
from gongkai.report.model import Report, Section
from gongkai.report.text import fold

NOT_OWN_WORDS = ("preamble", "attachment")  # Set phrases, and what surrounds an appended table.
SELF = "某"  # Stands for every name of the agency itself.
_CITED = re.compile(r"《[^《》]{1,60}》")
_SPACE, _SELVES = re.compile(r"\s+"), re.compile(f"{SELF}{{2,}}")
_SELF_WORDS = re.compile(r"[我本全](?:街道|单位|机关|部门|系统|[省市州盟县区旗镇乡局委办厅院署])")
PLACE = r"(?!住房|城[市乡镇]|社区|村镇)[^\W\d_]{1,9}?(?:省|自治区|市|自治州|州|地区|盟|县|区|旗|镇|乡|街道)"
"""Pattern of one place at the head of an agency's name; 城市管理局 and 住房和城乡建设局 begin with no place."""
_PLACE = re.compile(PLACE)
MOST_QUOTES, LONG_ENOUGH, SAME_SENTENCE = 5, 2 * SHINGLE, 0.8
MOST_CELLS = 5

Flags = Callable[[str], Sequence[bool]]
"""Of a masked text, for each run of characters whether it is commonplace: many agencies write it."""


@dataclass(frozen=True, slots=True, eq=False)
class Beside(Subject):
    """``report`` beside ``other``, the earlier one, or the one that counts. ``commonplace`` None: no run is."""

    other: Report | None = None
    commonplace: Flags | None = None


@dataclass(frozen=True, slots=True)
class CopiedSection:
    """A section whose own words stand in another report. ``share`` is of its runs that are not commonplace,
    ``characters`` their number; ``quotes`` are the longest sentences that stand there too."""

    at: int
    key: str | None
    title: str | None
    share: float
    characters: int
    quotes: tuple[Quote, ...]


def without_names(text: str, *agencies: str | None) -> str:
    """The text as prose of different agencies is compared: masked, names and places of ``agencies`` and words for the
    agency itself are one mark, titles of laws and documents do not count."""
    folded = _CITED.sub("", _SPACE.sub("", fold(text)))
    names = _names_of(agencies)
    folded = names.sub(SELF, folded) if names else folded
    return _SELVES.sub(SELF, masked(_SELF_WORDS.sub(SELF, folded)))


@lru_cache(maxsize=4096)
def _names_of(agencies: tuple[str | None, ...]) -> re.Pattern[str] | None:
    """One pattern for the names: whole, without the places above, and the places; longest first."""
    found = {name for agency in agencies if agency for name in _forms(plain_name(agency))}
    longest = sorted(found, key=lambda name: (-len(name), name))
    return re.compile("|".join(re.escape(name) for name in longest)) if longest else None


def _forms(agency: str) -> Iterator[str]:
    rest = agency
    places = []
    while (place := _PLACE.match(rest)) and len(place.group()) > 1:
        places.append(place.group())
        yield rest
        rest = rest[place.end() :]
    yield from places
    yield from ("".join(places[start:]) for start in range(len(places)))
    if len(rest) > 2 or not places:
        yield rest


def copied_sections(
    report: Report, other: Report, rule: Rule, commonplace: Flags | None = None
) -> Iterator[CopiedSection]:
    """The sections of ``report`` of whose own words more than the limit of ``rule`` stand in ``other``."""
    names = report.agency, other.agency
    known = runs_of(without_names("\n".join(s.text for s in other.sections if s.key not in NOT_OWN_WORDS), *names))
    for at, section in enumerate(report.sections):
        if section.key in NOT_OWN_WORDS:
            continue
        text = without_names(section.text, *names)
        own = _own_runs(text, commonplace)
        if len(own) >= rule.limits["characters"]:
            share = sum(run in known for run in own) / len(own)
            if share > rule.limits["share"]:
                yield CopiedSection(at, section.key, section.title, share, len(own), _quotes(section, at, known, names))


def _own_runs(text: str, commonplace: Flags | None) -> list[str]:
    runs = [text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)]
    if commonplace is None:
        return runs
    return [run for run, common in zip(runs, commonplace(text), strict=True) if not common]


def _quotes(section: Section, at: int, known: frozenset[str], names: tuple[str | None, ...]) -> tuple[Quote, ...]:
    shared = [quote for quote in _sentences(section, at) if _stands_in(quote.text, known, names)]
    longest = sorted(shared, key=lambda quote: -len(quote.text))[:MOST_QUOTES]
    return tuple(sorted(longest, key=lambda quote: quote.start or 0))


def _sentences(section: Section, at: int) -> Iterator[Quote]:
    for match in SENTENCE.finditer(section.text):
        words = match.group().strip()
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        yield Quote(words, at, start, start + len(words))


def _stands_in(words: str, known: frozenset[str], names: tuple[str | None, ...]) -> bool:
    text = without_names(words, *names)
    runs = [text[at : at + SHINGLE] in known for at in range(len(text) - SHINGLE + 1)]
    return len(text) >= LONG_ENOUGH and sum(runs) > SAME_SENTENCE * len(runs)


@rule("X-10")
def x_10_prose_copied(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Sections whose words stand in the report of another agency, or of an earlier year, names and figures aside."""
    assert isinstance(subject, Beside)
    assert subject.other is not None
    report, other = subject.report, subject.other
    found = list(copied_sections(report, other, rule, subject.commonplace))
    if not found:
        return
    parts = "、".join(f"“{_title(report.sections[part.at])}”约{part.share:.0%}" for part in found)
    quotes = tuple(quote for part in found for quote in part.quotes)[:MOST_QUOTES]
    yield Hit(
        f"{parts}的文字与{told(other)}相同（数字、机关名称和各机关通用的文字不计）。",
        quotes=quotes,
        mend="请按本机关本年的实际情况重写；内容确由上级统一提供的，请说明。",
    )


def _title(section: Section) -> str:
    return (section.title or "正文").strip()


def told(report: Report) -> str:
    """A report in words: 东湖区财政局2020年度报告（文件 a.docx）."""
    source = f"（文件 {report.source.name}）" if report.source else ""
    return f"{report.agency or '某机关'}{report.year or ''}年度报告{source}"


@rule("X-11")
def x_11_name_left(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """A sentence that stands in another agency's report and still names that agency."""
    assert isinstance(subject, Beside)
    assert subject.other is not None
    report, other = subject.report, subject.other
    name = plain_name(other.agency or "")
    if len(name) < 3 or name in plain_name(report.agency or ""):
        yield Skip("另一份报告没有写明机关名称")
        return
    names = report.agency, other.agency
    known = runs_of(without_names("\n".join(s.text for s in other.sections if s.key not in NOT_OWN_WORDS), *names))
    found = [
        quote
        for at, section in enumerate(report.sections)
        if section.key not in NOT_OWN_WORDS and name in plain_name(section.text)
        for quote in _sentences(section, at)
        if name in plain_name(quote.text) and _stands_in(quote.text, known, names)
    ]
    if found:
        yield Hit(
            f"正文中写着另一机关的名称“{other.agency}”，同样的句子见于{told(other)}。",
            quotes=tuple(found[:MOST_QUOTES]),
            mend=f"请核对是否照抄了{other.agency}的报告而没有改名称。",
        )


@rule("X-12")
def x_12_two_reports(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Two files hold the report of one agency on one year; their figures ought to be the same."""
    assert isinstance(subject, Beside)
    assert subject.other is not None
    report, other = subject.report, subject.other
    if report.year != other.year:
        yield Skip("两份报告不是同一年度的")
        return
    differing = [key for key in report.cells if key in other.cells and report.value(key) != other.value(key)]
    severity: Severity | None = None
    if report.edition != other.edition:
        result = "两份报告的统计表不是同一版式，没有逐格比较"
        differing, severity = [], "info"
    elif differing:
        shown = "；".join(_both(subject, other, key) for key in differing[:MOST_CELLS])
        result = f"有{len(differing)}格数据不同：{shown}{'等' if len(differing) > MOST_CELLS else ''}"
    else:
        result, severity = "两份的统计数据没有不同", "info"
    yield Hit(
        f"同一机关同一年度有两份报告：本份{told(report)}，另一份{told(other)}，跨年核对以后一份为准；{result}。",
        {key: report.value(key) for key in differing},
        mend="请确认以哪一份为准，撤下另一份。",
        severity=severity,
    )


def _both(subject: Subject, other: Report, key: str) -> str:
    mine, theirs = (_shown(report, key) for report in (subject.report, other))
    return f"「{label(subject.edition, key)}」本份{mine}，另一份{theirs}"


def _shown(report: Report, key: str) -> str:
    value = report.value(key)
    return "空白" if value is None else number(value)
