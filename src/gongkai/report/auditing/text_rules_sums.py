"""Rules about arithmetic inside the prose: parts of a total (T-04), proposals (T-10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from gongkai.law.rules import Rule, Severity
from gongkai.report.auditing.findings import Hit, Skip, Subject
from gongkai.report.auditing.prose import Prose, Sentence, prose_of
from gongkai.report.auditing.prose_breakdowns import Breakdown, breakdowns
from gongkai.report.auditing.prose_numbers import Figure, figures
from gongkai.report.auditing.registry import rule
from gongkai.report.auditing.wording import number
from gongkai.report.model import Number

_NEAR_SHARE = 20
_MOST_TERMS = 12
_FEW = 3
_PROPOSAL_UNITS = ("件", "条", "份")
_TAKEN_UP = re.compile(r"承办|办理|收到|接收|接到|承接|交办|受理|主办|共有?|涉及")
_COUNTED_PROPOSALS = re.compile(r"(?:提案|建议|议案)[^,;。\d]{0,6}\d|\d\s?[件条份][^,;。\d]{0,8}(?:提案|建议|议案)")
_NAMED_BEFORE = re.compile(r"(?:提案|建议|议案)[^,;。\d]{0,6}$")
_NAMED_BEHIND = re.compile(r"[^,;。、\d]{0,8}(?:提案|建议|议案)")
_REFERENCE = re.compile(r"参阅|参考件|供参考")
_NOT_HANDLED = re.compile(r"撤案|撤销|撤回|并案|退办|退回|协办|会办|分办|转办|不再")
_OUTCOMES = (
    ("暂难解决", re.compile(r"难以?解决|暂难|暂不|无法解决|不能解决|未能解决|留作参考|[CD]类|作(?:解释|说明)")),
    ("正在解决", re.compile(r"正在|列入|逐步|B类|拟解决|计划解决")),
    ("已解决", re.compile(r"解决|A类")),
)


@rule("T-04")
def t_04_parts_make_the_total(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """A total given with its parts adds up. An open list (其中 without 其他) may lack parts; channels may exceed the
    total, since an item on two channels counts once."""
    prose = prose_of(subject)
    told: set[tuple[int, int]] = set()
    for found in breakdowns(prose):
        if len(found.parts) < 2 or found.adds_up() or (found.start, found.end) in told:
            continue
        if any(_outcome(p) for p in found.parts) and "提案" in prose.text:  # Proposals are for T-10.
            continue
        told.add((found.start, found.end))
        if (grade := _grade(found)) is not None:
            yield _sum_hit(prose, found, grade)


def _grade(found: Breakdown) -> Severity | None:
    """How grave it is that the parts do not make the total; None where it need mean nothing."""
    several = len(found.parts) >= _FEW
    if found.sum > max(t.value for t in found.totals):
        if found.kind == "channel":
            return None
        return "error" if found.complete or several or found.kind == "mode" else "warning" if _nearly(found) else "info"
    if found.complete:
        return "error"
    if _nearly(found) or (several and found.kind in ("mode", "outcome")):
        return "warning"
    return "info" if several else None


def _nearly(found: Breakdown) -> bool:
    """True where the parts so nearly make the total that they are hardly a selection."""
    return abs(found.total.value - found.sum) * _NEAR_SHARE <= found.total.value


def _sum_hit(prose: Prose, found: Breakdown, severity: Severity) -> Hit:
    total = found.total
    gap = number(abs(total.value - found.sum))
    shown = "＋".join(number(p.value) for p in found.parts[:_MOST_TERMS])
    shown += "…" if len(found.parts) > _MOST_TERMS else ""
    word = "少" if found.sum < total.value else "多"
    tail = "如只列举了一部分，可不改。" if severity == "info" else _sum_mend(found)
    return Hit(
        f"正文总数为{number(total.value)}{total.unit}，所列{len(found.parts)}个分项{shown}＝{number(found.sum)}{total.unit}，"
        f"比总数{word}{gap}。",
        quotes=(prose.quote(found.start, found.end),),
        mend=tail,
        severity=severity,
    )


def _sum_mend(found: Breakdown) -> str:
    """Which number is likely wrong: a part that is exactly what is too much or a list that makes the total before its
    end."""
    gap = found.sum - found.total.value
    sums = list(accumulate(p.value for p in found.parts))
    if found.total.value in sums[:-1]:
        count = sums.index(found.total.value) + 1
        following = found.parts[count]
        words = f"{following.label}{number(following.value)}{following.unit}"
        return f"前{count}项之和恰为总数，请核对其后的“{words}”。"
    if gap in (p.value for p in found.parts):
        part = next(p for p in found.parts if p.value == gap)
        return f"多出的数恰等于“{part.label}”一项，请核对是否重复计算。"
    return f"请核对各分项；如分项无误，总数应为{number(found.sum)}{found.total.unit}。"


@dataclass(frozen=True, slots=True)
class _Proposals:
    """Proposals of one kind: the figures of those handled, of those for reference only, and of the outcomes."""

    kind: str
    totals: tuple[Figure, ...]
    reference: Number
    outcomes: tuple[tuple[str, Figure], ...]
    excused: tuple[Number, ...]
    start: int
    end: int

    @property
    def sum(self) -> Number:
        return sum(f.value for _, f in self.outcomes)

    @property
    def whole(self) -> Number:
        """The number taken up; 建议 and 提案 told apart make one, with or without their sum."""
        values = [t.value for t in self.totals]
        return max(values) if len(values) > 1 and max(values) * 2 == sum(values) else sum(values)

    @property
    def handled(self) -> Number:
        return self.whole - self.reference


@rule("T-10")
def t_10_proposals_and_their_outcomes(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Proposals handled, less those for reference (参阅件), are those resolved, in progress and deferred; people's
    congress (建议) and CPPCC (提案) each for itself."""
    prose = prose_of(subject)
    for found in _proposals(prose):
        kinds = {name for name, _ in found.outcomes}
        if len(kinds) < 2 or _comes_out(found):
            continue
        certain = len(kinds) == len(_OUTCOMES) or found.sum > found.handled
        yield _proposal_hit(prose, found, None if certain and not found.excused else "warning")


def _comes_out(found: _Proposals) -> bool:
    """True where a total, less what was for reference, withdrawn or merged, equals the outcomes."""
    values = {found.whole, *(t.value for t in found.totals)}
    less = {0, found.reference, *found.excused, found.reference + sum(found.excused), sum(found.excused)}
    return any(v - n == found.sum for v in values for n in less)


def _proposal_hit(prose: Prose, found: _Proposals, severity: Severity | None) -> Hit:
    terms = "＋".join(f"{name}{number(f.value)}" for name, f in found.outcomes)
    reference = f"（扣除参阅件{number(found.reference)}件后{number(found.handled)}件）" if found.reference else ""
    gap = found.handled - found.sum
    said = f"有{number(gap)}件没有说明结果" if gap > 0 else f"多出{number(-gap)}件"
    return Hit(
        f"正文称承办{found.kind}{number(found.whole)}件{reference}，办理结果{terms}＝{number(found.sum)}件，{said}。",
        quotes=(prose.quote(found.start, found.end),),
        mend="请核对承办数和各类结果；其中如有参阅件、撤案或并案，应在文中注明件数。",
        severity=severity,
    )


def _proposals(prose: Prose) -> Iterator[_Proposals]:
    """The totals of proposals, each with the outcomes told behind it in the same paragraph."""
    named = (s for s in prose.mentioning(("提案", "建议", "议案")) if _COUNTED_PROPOSALS.search(s.text))
    heads = [(s, totals) for s in named if (totals := _totals(prose, s))]
    for at, (head, totals) in enumerate(heads):
        stop = heads[at + 1][0].start if at + 1 < len(heads) else len(prose.text)
        run = [s for s in prose.sentences if head.start <= s.start < stop and not _apart(prose, head, s)]
        counted = [f for s in run for f in figures(prose, s) if f not in totals and f.unit in _PROPOSAL_UNITS]
        outcomes = tuple((name, f) for f in counted if (name := _outcome(f)))
        reference = sum(f.value for f in counted if _REFERENCE.search(f.label + f.after))
        excused = tuple(f.value for f in counted if _NOT_HANDLED.search(f.label + f.after))
        if outcomes:
            yield _Proposals(_kind(run[0].text), totals, reference, outcomes, excused, run[0].start, run[-1].end)


def _apart(prose: Prose, head: Sentence, sentence: Sentence) -> bool:
    """True where a line or section lies between: the outcomes belong to something else."""
    return head.section != sentence.section or "\n" in prose.text[head.end : sentence.start]


def _totals(prose: Prose, sentence: Sentence) -> tuple[Figure, ...]:
    """The figures of a sentence that count the proposals handled."""
    return tuple(
        f
        for f in figures(prose, sentence)
        if f.unit in _PROPOSAL_UNITS
        and not f.depth
        and not f.approx
        and (_NAMED_BEFORE.search(f.label) or _NAMED_BEHIND.match(f.after))
        and _TAKEN_UP.search(sentence.text[: f.start - sentence.start])
        and not _outcome(f)
        and not _NOT_HANDLED.search(f.label)
    )


def _outcome(figure: Figure) -> str | None:
    words = figure.label + figure.after[:8]
    return next((name for name, pattern in _OUTCOMES if pattern.search(words)), None)


def _kind(text: str) -> str:
    if "提案" in text and "建议" in text:
        return "建议提案"
    return "政协提案" if "提案" in text else "人大建议"
