"""Rules that need last year's report and more than an expression."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.law.crosswalk import Pair, cells_of, concepts, pairs
from gongkai.law.editions import Edition, builtin_editions
from gongkai.law.rules import Rule, non_additive_keys
from gongkai.report.auditing.declarative import figures_of
from gongkai.report.auditing.findings import Hit, Quote, Skip, Subject
from gongkai.report.auditing.registry import rule
from gongkai.report.auditing.wording import label, number
from gongkai.report.model import Number, Report
from gongkai.report.text import fold

_DIGITS = re.compile(r"\d+(?:\.\d+)?|[零一二三四五六七八九十百千万亿两]+")
_NOT_WORDS = re.compile(r"[^\w#]+")
SENTENCE = re.compile(r"[^。！？；!?;\n]+")
SHINGLE = 8  # Characters; shorter runs repeat in any two reports on the same subject.
SHORTEST = 100  # Characters of prose below which a rate of repetition means nothing.
REPEATED_SENTENCE, MOST_QUOTES = 0.8, 5


def obstacle(subject: Subject) -> str | None:
    """Why last year's figures cannot be used (Chinese); None when they can."""
    previous, year = subject.previous, subject.report.year
    if previous is None:
        return "未提供上一年度的报告"
    if year is not None and previous.year is not None and previous.year != year - 1:
        return f"所给的上年报告是{previous.year}年度的，应为{year - 1}年度"
    return None


def agency_change(subject: Subject) -> str | None:
    """A remark when the two reports name different agencies; one name inside the other is the same agency."""
    names = [r.agency for r in (subject.report, subject.previous) if r and r.agency]
    folded = [_NOT_WORDS.sub("", fold(name)) for name in names]
    if len(folded) < 2 or folded[0] in folded[1] or folded[1] in folded[0]:
        return None
    return f"（两份报告的机关名称不同：{names[1]}、{names[0]}，可能因机构改革或合并，请先确认是否为同一机关。）"


@rule("X-07")
def x_07_table_repeats_last_year(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Every figure other than 0 is last year's. Stocks (in force, disclosed in all) may lawfully stand still."""
    previous = subject.previous
    if previous is None or subject.report.edition != previous.edition or subject.edition is None:
        yield Skip("两年报告没有同一版式的统计表")
        return
    now, then = _nonzero(subject.report), _nonzero(previous)
    if not now and not then:
        yield Skip("两年的统计表均无非零数据")
    elif now == then:
        stocks_only = all(key in non_additive_keys() for key in now)
        told = "、".join(f"「{label(subject.edition, key)}」{number(value)}" for key, value in list(now.items())[:5])
        told = f"本年统计表的{len(now)}个非零数据与上年完全相同（{told}{'等' if len(now) > 5 else ''}）"
        yield Hit(f"{told}，请核对是否沿用了上年数据。", now, severity="info" if stocks_only else None)


def _nonzero(report: Report) -> dict[str, Number]:
    return {key: cell.value for key, cell in report.cells.items() if cell.value}


@rule("X-08")
def x_08_prose_repeats_last_year(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """The share of this year's prose, figures masked, whose runs of characters stand in last year's."""
    previous = subject.previous
    if previous is None:
        return
    share = share_repeated(subject.report, previous)
    if share is None:
        yield Skip("正文太短或没有读到正文，无法比较")
        return
    limit = rule.limits["share"]
    if share > limit:
        message = f"正文约{share:.0%}的文字与上年报告相同（数字不计），超过{limit:.0%}，请充实本年内容。"
        yield Hit(message, quotes=tuple(repeated(subject.report, runs_of(_prose(previous)))))


def share_repeated(report: Report, other: Report) -> float | None:
    """The share (0 to 1) of the report's own prose whose runs stand in that of ``other``; None where one is too short
    to tell."""
    then, now = _prose(other), _prose(report)
    return None if min(len(then), len(now)) < SHORTEST else share_known(now, runs_of(then))


def _prose(report: Report) -> str:
    """The prose that an agency writes itself: the preamble and what surrounds an appended table are set phrases."""
    return masked("".join(s.text for s in report.sections if s.key not in ("preamble", "attachment")))


def masked(text: str) -> str:
    """The text as prose is compared: figures are one mark, spaces and punctuation do not count."""
    return _NOT_WORDS.sub("", _DIGITS.sub("#", fold(text)))


def runs_of(text: str) -> frozenset[str]:
    """Every run of ``SHINGLE`` characters of a masked text."""
    return frozenset(text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1))


def share_known(text: str, known: frozenset[str]) -> float:
    """The share of the runs of a masked text that are known."""
    runs = [text[at : at + SHINGLE] in known for at in range(len(text) - SHINGLE + 1)]
    return sum(runs) / len(runs) if runs else 0


def repeated(report: Report, known: frozenset[str]) -> Iterator[Quote]:
    """The first long sentences that stand in last year's report too."""
    found = 0
    for at, section in enumerate(report.sections):
        for match in SENTENCE.finditer(section.text):
            words = match.group().strip()
            if (
                len(words) > 2 * SHINGLE
                and found < MOST_QUOTES
                and share_known(masked(words), known) > REPEATED_SENTENCE
            ):
                found += 1
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                yield Quote(words, at, start, start + len(words))


@rule("X-09")
def x_09_five_fold_change(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """A count that is more than five times, or less than a fifth of, last year's. Small counts are left alone."""
    previous = subject.previous
    other = builtin_editions().get(previous.edition or "") if previous else None
    if previous and subject.edition and previous.edition == subject.edition.id:
        other = subject.edition
    if previous is None or subject.edition is None or other is None:
        yield Skip("两份报告须都有可识别的统计表")
        return
    for pair in pairs(other, subject.edition, figures_of(previous), figures_of(subject.report)):
        if _is_count(pair, subject.edition) and _changed(pair, rule):
            yield _change_told(pair, subject.edition, subject.report)


def _is_count(pair: Pair, edition: Edition) -> bool:
    """Comparable counts; of a matrix only its 总计, since single applicant columns vary lawfully."""
    if pair.comparable == "no":
        return False
    slot = edition.slots.get(pair.key)
    if slot is None:
        return pair.label is not None
    table, row, column = slot
    whole = table.default_column in (None, column.key)
    return whole and table.type_of(row, column) == "integer"


def _changed(pair: Pair, rule: Rule) -> bool:
    then, now = pair.first.value, pair.second.value
    if then is None or now is None or max(then, now) < rule.limits["small"]:
        return False
    return now > then * rule.limits["high"] or now < then * rule.limits["low"]


def _change_told(pair: Pair, edition: Edition, report: Report) -> Hit:
    then, now = pair.first.value or 0, pair.second.value or 0
    name = pair.label or label(edition, pair.key)
    times = f"，为上年的{now / then:.2g}倍" if then and now else ""
    note = f"两年表格口径有变：{pair.note}" if pair.label and pair.note else ""
    keys = [pair.key] if pair.label is None else cells_of(concepts()[pair.key], edition)
    cells = {key: report.value(key) for key in keys if key in report.cells}
    return Hit(f"「{name}」本年为{number(now)}，上年为{number(then)}{times}，变动较大，请核实。{note}", cells)
