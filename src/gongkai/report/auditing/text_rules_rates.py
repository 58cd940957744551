"""Rule T-15: percentages that the prose or the table lets one recompute, within what the printed digits allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.law.editions import builtin_editions
from gongkai.law.rules import Rule
from gongkai.report.auditing.findings import Hit, Skip, Subject
from gongkai.report.auditing.prose import Prose, Sentence, prose_of
from gongkai.report.auditing.prose_breakdowns import breakdowns
from gongkai.report.auditing.prose_numbers import Figure, figures, is_exact
from gongkai.report.auditing.prose_table import figure_of_claim
from gongkai.report.auditing.registry import rule
from gongkai.report.auditing.wording import number
from gongkai.report.model import Number

_SHARE = re.compile(r"[,\s]*\(?(?:占[^,;:。%\d]{0,14}|比(?:例|重)?[为是达约]*)?")
_RATE_WORD = re.compile(r"(?:占|比|率|\(|增|长|升|降|减|少|多)[^,;。%]{0,16}%|百分之")
_WIDER = re.compile(r"全[省市县区国州系]|同类|总面积|人口")
_GROWTH = re.compile(r"(?P<down>下降|减少|降低|降幅|少|下滑)|(?P<up>增长|增加|上升|提高|提升|增幅|多|递增)")
_GROWTH_END = re.compile(
    r"(?:下降|减少|降低|降幅|下滑|增长|增加|上升|提高|提升|增幅|递增)(?:了|幅度?|率|为|达到?|约)*$"
)
_COMPARED = re.compile(r"同比|上年|去年|上一年|上年度|往年|前一年|由|从")
_DELTA = re.compile(r"(?:增加|增长|减少|下降|多|少|新增|净增)(?:了)?$")
_BEFORE = re.compile(r"(?:上年|去年|上一年|前一年|上年度|由|从)[^,;。\d]{0,12}$")
_NOW = re.compile(r"(?:增加|增长|减少|下降|上升|提高|变)?(?:到|至|为)了?$")
_RATE = re.compile(r"(?:办结|答复|办理|办复|回复)率[^,;。\d]{0,6}$")
_HANDLED = re.compile(r"办结|答复|办复|回复|办理完毕")
_RECEIVED = re.compile(r"收到|受理|承办|接到|新收")
_FULL_TEXT = re.compile(r"电子化(?:率|程度)?[^,;。\d]{0,6}$")
_OF_A_WHOLE = re.compile(r"(?:率|占[^,;:。%\d]{0,12})(?:均|为|达到?|是|约)*$")
_ALL = 100
_NOT_DUE = re.compile(r"结转|正在|未到期|尚未|期限内|待办")


@dataclass(frozen=True, slots=True)
class _Rate:
    """A printed percentage with what it should be; ``how`` is the calculation in words."""

    printed: Decimal
    step: Decimal
    exact: Decimal
    how: str
    start: int
    end: int
    doubtful: bool = False

    def agrees(self, tolerance: float) -> bool:
        return abs(self.printed - self.exact) <= max(self.step / 2, Decimal(str(tolerance)))

    @property
    def cut_off(self) -> bool:
        """True where further digits were cut off instead of rounded."""
        return Decimal(0) <= self.exact - self.printed < self.step


@rule("T-15")
def t_15_percentages(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Shares, rates and changes over last year agree with their parts; digits cut off are for information."""
    prose = prose_of(subject)
    if "%" not in prose.text and "百分之" not in prose.text:
        return
    sentences = [s for s in prose.mentioning(("%", "百分之")) if _RATE_WORD.search(s.text)]
    rates = [r for s in sentences for r in _rates(subject, prose, s)]
    wrong = [r for r in rates if not r.agrees(rule.tolerance)]
    for rate in (r for r in wrong if not r.cut_off):
        yield Hit(
            f"正文写{number(float(rate.printed))}%，按{rate.how}计算应为{_shown(rate)}%。",
            quotes=(prose.quote(rate.start, rate.end),),
            mend="请核对百分比和用来计算的两个数。",
            severity="info" if rate.doubtful else None,
        )
    if cut := [r for r in wrong if r.cut_off]:
        shown = "；".join(f"{r.how}应为{_shown(r)}%，写作{number(float(r.printed))}%" for r in cut)
        yield Hit(
            f"百分比没有四舍五入：{shown}。",
            quotes=tuple(prose.quote(r.start, r.end) for r in cut),
            mend="请按四舍五入改写。",
            severity="info",
        )
    yield from _impossible(prose, sentences, {r.end for r in wrong})


def _shown(rate: _Rate) -> str:
    """The right percentage with one digit more than is printed where that tells them apart."""
    rounded = rate.exact.quantize(rate.step)
    return str(abs(rate.exact).quantize(rate.step / 10) if abs(rounded) == rate.printed else abs(rounded))


def _rates(subject: Subject, prose: Prose, sentence: Sentence) -> Iterator[_Rate]:
    found = figures(prose, sentence)
    for at, percent in enumerate(found):
        if percent.unit != "%" or percent.approx or percent.foreign:
            continue
        lead = sentence.text[: percent.start - sentence.start]
        before = [f for f in found[:at] if f.unit != "%" and not f.approx]
        if before and _is_share(prose, before[-1], percent):
            rate = _share(prose, before, percent)
        elif _GROWTH_END.search(lead) and _COMPARED.search(lead[-60:]):
            rate = _growth(subject, before, percent, lead)
        elif _RATE.search(lead):
            rate = _handled(sentence, before, percent)
        else:
            rate = None
        if rate:
            yield rate


def _is_share(prose: Prose, part: Figure, percent: Figure) -> bool:
    """True for n条,占x% and n条(x%)."""
    between = prose.text[part.end : percent.start]
    said = "占" in between or "比" in between or between.strip(" ,") == "("
    return said and bool(_SHARE.fullmatch(between)) and not _WIDER.search(between)


def _rate(percent: Figure, exact: Decimal, how: str, start: int, *, doubtful: bool = False) -> _Rate:
    step = Decimal(1).scaleb(-percent.decimals)
    return _Rate(Decimal(str(percent.value)), step, exact, how, start, percent.end, doubtful)


def _percent_of(part: Number, whole: Number) -> Decimal:
    return Decimal(str(part)) * 100 / Decimal(str(whole))


def _share(prose: Prose, before: list[Figure], percent: Figure) -> _Rate | None:
    """The share of the figure before the percentage in the total that it is part of, else in a greater figure of the
    same measure before it; with several of those, one that fits."""
    part = before[-1]
    owners = [b.totals for b in breakdowns(prose) if part in b.parts]
    earlier = [f for f in before[:-1] if f.unit == part.unit and f.value >= part.value]
    wholes = [t for t in (owners[0] if owners else earlier) if t.value]
    rates = [
        _rate(percent, _percent_of(part.value, w.value), f"{number(part.value)}÷{number(w.value)}", part.start)
        for w in wholes
    ]
    fitting = [r for r in rates if r.agrees(0.05) or r.cut_off]
    if fitting:
        return fitting[0]
    return rates[0] if len({w.value for w in wholes}) == 1 or (owners and rates) else None


def _growth(subject: Subject, before: list[Figure], percent: Figure, lead: str) -> _Rate | None:
    """The change over last year: from two figures of the sentence, from a figure and its difference, else from last
    year's report."""
    word = list(_GROWTH.finditer(lead))[-1]
    sign = -1 if word["down"] else 1
    pair = _pair(before, sign) or _pair_with_previous(subject, before)
    if pair is None or not pair[0]:
        return None
    then, now = pair
    change = _percent_of(now - then, then) * sign
    how = f"上年{number(then)}、本年{number(now)}"
    return _rate(percent, change, how, before[-1].start if before else percent.start)


def _pair(before: list[Figure], sign: int) -> tuple[Number, Number] | None:
    """(last year, this year) from the figures of the sentence."""
    deltas = [f for f in before if _DELTA.search(f.label)]
    then = [f for f in before if f not in deltas and _BEFORE.search(f.label)]
    rest = [f for f in before if f not in deltas and f not in then]
    now = [f for f in rest if _NOW.search(f.label)] or rest
    if not now or len({f.unit for f in (*now[-1:], *then[-1:], *deltas[-1:])}) > 1:
        return None
    if then:
        return then[-1].value, now[-1].value
    return (now[-1].value - sign * deltas[-1].value, now[-1].value) if deltas else None


def _pair_with_previous(subject: Subject, before: list[Figure]) -> tuple[Number, Number] | None:
    """(last year, this year) where last year's report has the figure that the sentence speaks of."""
    claims = [f.claim for f in before if f.claim and f.claim.key != "unmapped" and is_exact(f.claim)]
    if subject.previous is None or not claims or before[-1].claim is not claims[-1]:
        return None
    key, previous = claims[-1].key, subject.previous
    table = figure_of_claim(Subject(previous, builtin_editions().get(previous.edition or "")), key)
    if table and table.value is not None:
        return table.value, claims[-1].value
    told = {c.value for c in previous.claims if c.key == key and c.scope == "own" and c.period == "year"}
    return (told.pop(), claims[-1].value) if len(told) == 1 else None


def _handled(sentence: Sentence, before: list[Figure], percent: Figure) -> _Rate | None:
    """A rate of requests or proposals dealt with, where the sentence tells how many came and how many were."""
    came = [f for f in before if f.key == "req_received" or _RECEIVED.search(f.label)]
    done = [f for f in before if f not in came and (f.key == "req_answered" or _HANDLED.search(f.label))]
    if len(came) != 1 or len(done) != 1 or not came[0].value or done[0].unit != came[0].unit:
        return None
    how = f"{number(done[0].value)}÷{number(came[0].value)}"
    lawful = percent.value == 100 and done[0].value < came[0].value
    if lawful and _NOT_DUE.search(sentence.text):
        return None
    return _rate(percent, _percent_of(done[0].value, came[0].value), how, came[0].start, doubtful=lawful)


def _impossible(prose: Prose, sentences: list[Sentence], told: set[int]) -> Iterator[Hit]:
    """A share or rate above 100 per cent; 全文电子化率 of n items that no whole number of items gives."""
    items = {s.claim.value for s in prose.own if s.claim.key == "proactive_items" and is_exact(s.claim)}
    whole = items.pop() if len(items) == 1 else 0
    for sentence in sentences:
        percents = (f for f in figures(prose, sentence) if f.unit == "%" and f.end not in told)
        for percent in (f for f in percents if not f.approx and not f.foreign):
            lead = sentence.text[: percent.start - sentence.start]
            quotes = (prose.quote(percent.start - len(percent.label), percent.end),)
            if percent.value > _ALL and _OF_A_WHOLE.search(lead) and not _GROWTH.search(percent.label):
                message = f"正文写{number(percent.value)}%，比例不会超过100%。"
                yield Hit(message, quotes=quotes, mend="请核对百分比。")
            elif _FULL_TEXT.search(lead) and (near := _nearest(percent, whole)):
                yield Hit(
                    f"正文写全文电子化率{number(percent.value)}%，但{number(whole)}条中没有哪个整数条数对应这个比例（{near}）。",
                    quotes=quotes,
                    mend="请核对全文电子化的条数和比例。",
                )


def _nearest(percent: Figure, whole: Number) -> str | None:
    """What the nearest whole number of items gives, where that is not the printed percentage; None where it is."""
    if not whole or percent.value > _ALL or whole != int(whole):
        return None
    guess = int(Decimal(str(percent.value)) * int(whole) / 100)
    rates = {k: _rate(percent, _percent_of(k, whole), "", 0) for k in (guess, guess + 1)}
    if any(r.agrees(0) or r.cut_off for r in rates.values()):
        return None
    k, rate = min(rates.items(), key=lambda item: abs(item[1].exact - item[1].printed))
    return f"{k}条为{rate.exact.quantize(rate.step)}%"
