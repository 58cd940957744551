"""Rule T-09: how requests were answered, as the prose tells it, against the rows of replies and outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.law.rules import Rule
from gongkai.report.auditing.findings import Hit, Skip, Subject
from gongkai.report.auditing.prose import Prose, Sentence, prose_of, quotes_of
from gongkai.report.auditing.prose_numbers import Figure, figures
from gongkai.report.auditing.prose_table import TableFigure, figure, told
from gongkai.report.auditing.registry import rule
from gongkai.report.auditing.wording import label, number
from gongkai.report.model import Number

# The words of prose for the rows of either form, in the order in which they are tried: a refusal contains the words
# of a grant. Words whose row depends on local practice carry a warning only.
_KINDS_2014 = (
    ("reply_partial", r"部分公开"),
    ("reply_refused", r"不予公开|不同意公开"),
    ("reply_already_public", r"已(?:经)?(?:主动)?公开(?!申请)|主动公开范围|属于主动公开"),
    ("reply_granted", r"(?<!不)予以公开|(?<!不)同意公开"),
    ("reply_not_this_agency", r"不属于?(?:本|我)|非(?:本|我)(?:机关|局|部门|单位)"),
    ("reply_not_exist", r"不存在"),
    ("reply_amend_requested", r"(?:描述|内容|表述|问题)[^,;。]{0,4}(?:不清|不明)|不明确|更改|补正|补充"),
    ("reply_other_channel", r"其他途径"),
)
_KINDS_2019 = (
    ("already_public", r"已(?:经)?(?:主动)?公开(?!申请)|主动公开范围|属于主动公开"),
    ("outcome_partial", r"部分公开"),
    ("outcome_refused", r"不予公开|不同意公开"),
    ("outcome_granted", r"(?<!不)予以公开|(?<!不)同意公开"),
    ("outcome_unable", r"无法提供"),
    ("outcome_not_processed", r"不予处理"),
    ("outcome_other", r"其他处理|其它处理"),
    ("unable_not_held", r"不掌握|不存在|不属于?(?:本|我)|非(?:本|我)(?:机关|局|部门|单位)"),
    ("unable_needs_creation", r"另行制作|没有现成"),
    ("unable_still_unclear", r"仍不明确"),
    ("np_petition", r"信访"),
    ("np_repeat", r"重复申请"),
)
_CERTAIN_2019 = ("outcome_partial", "outcome_refused", "outcome_granted", "outcome_unable", "outcome_not_processed")
_DESCRIBES = re.compile(r"为|属|系|是|因|予以|不予|已|未|不|告知|同意|部分|无法|“|做出|作出|的?申请")
_FILLERS = re.compile(r"其中|另外?|共|有|和|及")
_GOES_ON = re.compile(r"\s*(?:其中|[在按从]?(?:申请|各类)?答复(?:情[形况]|结果|[的中])|[按从]?办理结果)")
_COUNTS_REQUESTS = ("件", "条", "份", "宗", "例", "个", "")
_OTHER_SUBJECT = re.compile(r"复议|诉讼|提案|建议[案\d]|留言")


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence says of one row, over all its figures."""

    cell: str
    figures: tuple[Figure, ...]

    @property
    def value(self) -> Number:
        return sum(f.value for f in self.figures)


@rule("T-09")
def t_09_kinds_of_reply(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """The numbers of each kind of reply in the prose are those of the table."""
    kinds = _kinds(subject)
    prose = prose_of(subject)
    told_of = {s: _told_in(prose, s, kinds) for s in _sentences(prose)}
    whole = _over_sentences(told_of.values())
    for sentence, tellings in told_of.items():
        compared = [(t, f) for t in tellings if (f := figure(subject, t.cell)) is not None]
        wrong = [(t, f) for t, f in compared if (f.value or 0) not in _accepted(t, tellings, whole)]
        if wrong:
            yield _hit(subject, prose, sentence, wrong)


def _kinds(subject: Subject) -> tuple[tuple[str, re.Pattern[str]], ...]:
    edition = subject.edition
    if edition is None:
        return ()
    kinds = _KINDS_2019 if "outcome_granted" in edition.rows else _KINDS_2014
    return tuple((edition.resolve(k) if k in edition.slots else _total(k), re.compile(p)) for k, p in kinds)


def _total(key: str) -> str:
    return f"{key}@total"


def _sentences(prose: Prose) -> Iterator[Sentence]:
    """Sentences that tell how many requests came and how they were answered, or go on from one that does (其中 …)."""
    before: Sentence | None = None
    for sentence in prose.sentences:
        told = any(s.claim.key.startswith(("req_received", "reply_", "req_answered")) for s in sentence.claims)
        goes_on = before is not None and before.section == sentence.section and bool(_GOES_ON.match(sentence.text))
        if (told or goes_on) and not _OTHER_SUBJECT.search(sentence.text) and not sentence.planned:
            yield sentence
            before = sentence
        else:
            before = None


def _told_in(prose: Prose, sentence: Sentence, kinds: tuple[tuple[str, re.Pattern[str]], ...]) -> list[_Told]:
    found: dict[str, list[Figure]] = {}
    for counted in figures(prose, sentence):
        if counted.unit not in _COUNTS_REQUESTS or counted.foreign or counted.approx:
            continue
        words = _description(counted)
        named = [key for key, pattern in kinds if pattern.search(words)]
        if len(named) == 1:  # 予以公开或部分公开5件 is of no one kind.
            found.setdefault(named[0], []).append(counted)
    return [_Told(cell, tuple(of_cell)) for cell, of_cell in found.items()]


def _description(counted: Figure) -> str:
    """The words that say of which kind the counted requests are: those behind the number where they describe it."""
    if counted.claim and counted.claim.key.startswith("reply_"):
        return counted.claim.quote
    return counted.after if _describes_behind(counted) else counted.label


def _describes_behind(counted: Figure) -> bool:
    """True for 2件为 … and for 其中2件 …, where the kind stands behind the number."""
    return bool(_DESCRIBES.match(counted.after)) or not _FILLERS.sub("", counted.label)


def _over_sentences(tellings: Iterable[list[_Told]]) -> dict[str, Number]:
    whole: dict[str, Number] = {}
    for telling in (t for of_sentence in tellings for t in of_sentence):
        whole[telling.cell] = whole.get(telling.cell, 0) + telling.value
    return whole


def _accepted(telling: _Told, tellings: list[_Told], whole: dict[str, Number]) -> set[Number]:
    """What the cell may hold: the number told here, with or without what stands in brackets, or the sum of what all
    sentences tell; local practice counts what was public already as granted."""
    values = {telling.value, sum(f.value for f in telling.figures if not f.depth), whole[telling.cell]}
    public = sum(t.value for t in tellings if "already_public" in t.cell)
    return values | {telling.value + public} if telling.cell.startswith("outcome_granted") else values


def _words(prose: Prose, telling: _Told) -> str:
    """The words that tell of a row, verbatim, with their sum where there are several."""
    spans = (
        (f.start, f.end + len(f.after)) if _describes_behind(f) else (f.start - len(f.label), f.end)
        for f in telling.figures
    )
    quoted = "、".join(f"“{prose.quote(*span).text.strip()}”" for span in spans)
    return quoted if len(telling.figures) == 1 else f"{quoted}（共{number(telling.value)}）"


def _hit(subject: Subject, prose: Prose, sentence: Sentence, wrong: list[tuple[_Told, TableFigure]]) -> Hit:
    sides = "；".join(f"正文称{_words(prose, t)}，统计表{told(subject, {t.cell: f.value})}" for t, f in wrong)
    certain = all("@" not in t.cell or t.cell.partition("@")[0] in _CERTAIN_2019 for t, _ in wrong)
    names = "".join(f"「{label(subject.edition, t.cell)}」" for t, _ in wrong)
    return Hit(
        f"正文所述的申请处理情形与统计表不一致：{sides}。",
        cells={t.cell: f.value for t, f in wrong},
        quotes=quotes_of(prose, [sentence]),
        mend=f"请对照申请台账核实{names}各有几件，改正有误的一处。",
        severity=None if certain else "warning",
    )
