"""Totals and their parts in the prose: 主动公开56条，其中A类16条，B类21条，其他19条.

其中 binds to the nearest figure before it with the same measure; the parts end with the sentence, at a ; where the
list is one inside another, or at a figure that is plainly something else. A list is taken to be complete (so that it
must add up) only where it looks complete: it ends with 其他, every part is a class (类), or every part has its share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from gongkai.report.auditing.prose import Prose, Sentence
from gongkai.report.auditing.prose_numbers import Figure, figures
from gongkai.report.model import Number

Kind = Literal["channel", "mode", "outcome", "class"]

_OPENER = re.compile(
    r"(?P<frame>在[^,。;:\d]{0,12}?(?:公开|收到|发布|受理|答复)的[^,。;:]{0,24}?(?:中|里),?)"
    r"|(?P<list>(?:其中|包括|包含|分别(?:为|是)|具体(?:为|是|包括)|方式为|形式为|途径为):?)"
    r"|(?P<colon>:)"
)
# One of these stands in every sentence with a list.
_LIST_WORDS = ("其中", "包括", "包含", "分别", "具体", "方式为", "形式为", "途径为", ":", "计", "的")
_LIST_START = re.compile(r"\s*(?:其中|按|从[^,;。:]{0,12}看|分[^,;。:]{0,6}看)")
_COLON_WORDS = re.compile(r"按|分类|类别|栏目|构成|如下|来看|拆开|方式|渠道|其中|包括|信息$")
_NOT_A_PART = re.compile(r"增加|减少|增长|下降|提高|同比|上年|去年|较|累计|截至|阅读|点击|浏览|访问|粉丝|关注")
_OTHER_CRITERION = re.compile(r"电子化|原创|转载|转发|采用|首发|按时|及时|延期")
_REST = re.compile(r"其他|其它|其余|剩余|另有|另")
_CLASS = re.compile(r"类|方面")
_CHANNEL = re.compile(
    r"网站|门户|公众号|微信|微博|抖音|视频号|头条|客户端|APP|公[开示告]栏|专栏|平台|报[刊纸]|电视|广播|公报"
)
_SUM_WORD = re.compile(r"(?:合计|总计|共计)(?:为|是|达)?$")
_ITEMS = frozenset("条件个篇则期份")
_NO_PART = frozenset(
    ("req_answered", "req_received", "proactive_items", "review_total", "litigation_total", "complaints_total")
)
_COUNTED = frozenset("条件个篇则期份次场项人名宗例起家部册幅批处人次")
_COLON_REACH = 16
_FEWEST_CLASSES = 3


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Parts of a total. ``totals`` are the figures that the parts may belong to, the likeliest first; ``complete``
    tells that the list looks complete; ``start``..``end`` are offsets in ``Prose.text``."""

    totals: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    complete: bool
    start: int
    end: int

    @property
    def total(self) -> Figure:
        return self.totals[0]

    @property
    def sum(self) -> Number:
        return sum(p.value for p in self.parts)

    @property
    def kind(self) -> Kind:
        """By what the parts are told apart, from the keys of most of them, or their words."""
        keys = [p.key or "" for p in self.parts]
        if sum(bool(_CHANNEL.search(p.label)) for p in self.parts) * 2 > len(self.parts):
            return "channel"
        for kind, prefix in (("channel", "channel_"), ("mode", "req_received_"), ("outcome", "reply_")):
            if sum(k.startswith(prefix) for k in keys) * 2 > len(keys):
                return kind  # type: ignore[return-value]
        return "class"

    def adds_up(self) -> bool:
        """True where the parts, or two lists of parts one after the other, make a total."""
        wanted = {t.value for t in self.totals}
        return self.sum in wanted or any(self._splits_at(i, wanted) for i in range(2, len(self.parts) - 1))

    def _splits_at(self, at: int, wanted: set[Number]) -> bool:
        first, second = self.parts[:at], self.parts[at:]
        return (
            sum(p.value for p in first) in wanted
            and sum(p.value for p in second) in wanted
            and not _REST.search(second[0].label)
        )


@lru_cache(maxsize=8)
def breakdowns(prose: Prose) -> tuple[Breakdown, ...]:
    """Every total with its parts, in the order of the text."""
    return tuple(_breakdowns(prose))


def _breakdowns(prose: Prose) -> Iterator[Breakdown]:
    """Sentence after sentence; what a sentence counts is what 其中 at the beginning of the next refers to, and of the
    one after that where the next is such a list itself."""
    subject: Sentence | None = None
    before: Sentence | None = None
    for sentence in prose.sentences:
        if before is None or before.section != sentence.section:
            subject = None
        elif not _LIST_START.match(before.text):
            subject = before
        before = sentence
        if _has_list(prose, sentence):
            yield from _of_sentence(prose, sentence, subject)


def _has_list(prose: Prose, sentence: Sentence) -> bool:
    """True where it is worth reading the figures of the sentence."""
    counts = prose.counts_in(sentence)
    return (counts > 1 or len(sentence.claims) > 1) and any(word in sentence.text for word in _LIST_WORDS)


def _of_sentence(prose: Prose, sentence: Sentence, subject: Sentence | None) -> Iterator[Breakdown]:
    openers = list(_OPENER.finditer(sentence.text))
    if not openers and "计" not in sentence.text:
        return
    counted = [f for f in figures(prose, sentence) if _counts(f)]
    for at, opener in enumerate(openers):
        following = openers[at + 1].start() + sentence.start if at + 1 < len(openers) else None
        totals = _totals(prose, sentence, subject, opener, counted)
        parts = _parts(prose, sentence, opener, totals[0], counted, following) if totals else []
        if parts := _up_to_semicolon(prose, totals, parts):
            complete = _looks_complete(prose, sentence, opener, parts)
            yield Breakdown(tuple(totals), tuple(parts), complete, totals[0].start, parts[-1].end)
    yield from _summed_up(counted, bool(openers))


def _counted_in(prose: Prose, sentence: Sentence | None) -> list[Figure]:
    """What a sentence counts: figures that are wholes by their keys, the last first, else its last and its first."""
    if sentence is None or not (sentence.claims or prose.counts_in(sentence)):
        return []
    counted = [f for f in figures(prose, sentence) if _counts(f) and not f.approx and not f.depth]
    counted = [f for f in counted if not _NOT_A_PART.search(f.label)]
    wholes = [f for f in reversed(counted) if f.key in _NO_PART]
    return list(dict.fromkeys((*wholes, counted[-1], counted[0]))) if counted else []


def _counts(figure: Figure) -> bool:
    return figure.unit in _COUNTED and not figure.foreign


def _totals(
    prose: Prose, sentence: Sentence, subject: Sentence | None, opener: re.Match[str], counted: Sequence[Figure]
) -> list[Figure]:
    """The figures that what follows ``opener`` may be parts of, the likeliest first."""
    start, end = sentence.start + opener.start(), sentence.start + opener.end()
    if opener["frame"]:
        inside = [f for f in counted if start <= f.start < end]
        return inside[-1:] or ([] if "申请" in opener[0] else _items_before(prose, sentence, start))
    earlier = [f for f in counted if f.end <= start and not _NOT_A_PART.search(f.label)]
    if opener["colon"]:
        return _before_colon(prose, sentence, subject, opener, earlier)
    following = next((f for f in counted if f.start >= end), None)
    if following and (alike := [f for f in earlier if _same_measure(f, following)]):
        return list(dict.fromkeys((alike[-1], alike[0])))
    return _counted_in(prose, subject) if not earlier and _opens_sentence(sentence, opener) else []


def _items_before(prose: Prose, sentence: Sentence, start: int) -> list[Figure]:
    """The last number of items told before ``start`` in the section: what 在公开的信息中 refers to."""
    told = [s for s in prose.own if s.claim.key == "proactive_items" and s.end <= start]
    if not told or prose.section_at(told[-1].start) != sentence.section:
        return []
    holder = prose.sentence_at(told[-1].start)
    return [f for f in figures(prose, holder) if f.key == "proactive_items"][-1:]


def _before_colon(
    prose: Prose, sentence: Sentence, subject: Sentence | None, opener: re.Match[str], earlier: list[Figure]
) -> list[Figure]:
    if earlier:
        near = sentence.start + opener.start() - earlier[-1].end <= _COLON_REACH
        return earlier[-1:] if near else []
    lead = sentence.text[: opener.start()]
    return _counted_in(prose, subject) if len(lead) <= _COLON_REACH and _COLON_WORDS.search(lead) else []


def _opens_sentence(sentence: Sentence, opener: re.Match[str]) -> bool:
    lead = sentence.text[: opener.start()].strip(" ,主要")
    return len(lead) <= 8


def _parts(
    prose: Prose,
    sentence: Sentence,
    opener: re.Match[str],
    total: Figure,
    counted: Sequence[Figure],
    following: int | None,
) -> list[Figure]:
    """The figures behind ``opener`` that belong to its list; empty where one of them is approximate."""
    begin = sentence.start + opener.end()
    depth = sentence.text[: opener.end()].count("(") - sentence.text[: opener.end()].count(")")
    parts: list[Figure] = []
    for figure in (f for f in counted if f.start >= begin):
        if figure.depth < depth or (parts and figure.key in _NO_PART and figure.key != total.key):
            break
        if _inside_another(prose, figure, following) or figure.depth > depth or not _is_part(figure, total):
            continue
        parts.append(figure)
    return [] if total.approx or any(p.approx for p in parts) else parts


def _up_to_semicolon(prose: Prose, totals: Sequence[Figure], parts: list[Figure]) -> list[Figure]:
    """The parts before the first ; where they make the total, or where the total is itself one of several figures
    told in a row, each with its parts: 不予公开3件，其中…；无法提供2件，其中…."""
    first = [p for p in parts if ";" not in prose.text[parts[0].start : p.start]]
    ends = bool(first) and sum(p.value for p in first) == totals[0].value
    return first if ends or (len(totals) > 1 and len(first) > 1) else parts


def _inside_another(prose: Prose, figure: Figure, following: int | None) -> bool:
    """True for a figure in a list inside this one, which goes on to the next ;."""
    return following is not None and figure.start > following and ";" not in prose.text[following : figure.start]


def _is_part(figure: Figure, total: Figure) -> bool:
    return (
        _same_measure(figure, total)
        and not _NOT_A_PART.search(figure.label)
        and not _OTHER_CRITERION.search(figure.label)
    )


def _same_measure(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit or {one.unit, other.unit} <= _ITEMS


def _looks_complete(prose: Prose, sentence: Sentence, opener: re.Match[str], parts: list[Figure]) -> bool:
    if len({p.unit for p in parts}) > 1 or len(parts) < 2:
        return False
    if any(_REST.search(p.label) for p in parts[1:]) or opener[0].startswith("分别"):
        return True
    if len(parts) < _FEWEST_CLASSES:
        return False
    if all(_CLASS.search(p.label) for p in parts):
        return True
    shares = [f for f in figures(prose, sentence) if f.unit == "%" and f.start > parts[0].start]
    return len(shares) >= len(parts)


def _summed_up(counted: Sequence[Figure], has_openers: bool) -> Iterator[Breakdown]:
    """网站公布100条，微信公布50条，合计150条."""
    for at, total in enumerate(counted):
        parts = [f for f in counted[:at] if _is_part(f, total)]
        alike = len(parts) >= 2 and not any(f.approx or f.unit != total.unit for f in (total, *parts))
        if alike and not has_openers and _SUM_WORD.search(total.label):
            yield Breakdown((total,), tuple(parts), True, parts[0].start, total.end)
