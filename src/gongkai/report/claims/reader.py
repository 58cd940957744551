"""Reading prose for claims: block by block, carrying topic, totals and unfinished clauses along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gongkai.report.claims.lexicon import Term, all_tags
from gongkai.report.claims.outline import Block, blocks, clauses, sentences
from gongkai.report.claims.pieces import Piece, pieces
from gongkai.report.claims.prose import Prose
from gongkai.report.claims.qualify import Reporter, period, scope
from gongkai.report.claims.rules import key_of, kind, topics
from gongkai.report.claims.zeros import denied
from gongkai.report.model import Claim, Number, Period

_PLAN_HEADING = re.compile(r"改进|下一步|打算|计划|努力方向|今后|下步|思路|安排")
_PROBLEM = re.compile(r"问题|不足|困难")
_VIA = re.compile(r"^[\s\x00]*(?:我局|本局|本机关|全年|主要)?(?:通过|依托|利用|借助|经由|经|由|在)")
_ETC = re.compile(r"等(?:多种|各种|多个|各类|渠道|方式|形式|平台|载体|媒体|途径|多|\d|，|、|主动|公开|发布|共|累计|向)")
_EACH = re.compile(r"各(?:有|为|是|收到|发生)?[约]?$|(?:均|都|皆|全)(?:为|是)?$")
_ALL_OF_THEM = re.compile(r"^[\s\x00,]*(?:且|其中|并)?(?:均|都|全部|全是|全为|皆)")
_THE_ONE = re.compile(r"^[\s\x00,]*(?:是|为|系|通过|经|以)")
_CONTENT = ("counted", "content", "mode", "channel", "outcome", "carried")
_UNITLESS = re.compile(r"(?:数|量|为|是|共|计|:|达)\s*$")


@dataclass(slots=True)
class State:
    """What a reader has in mind: ``topic`` and the heading's tags; ``open`` are the terms of clauses that stated no
    number yet, ``via`` the channel they named; ``total`` the key and tags of the last total, ``part`` whether its
    parts are being listed; ``unit`` of the last claim and whether the sentence before still had claims."""

    topic: str = ""
    heading_tags: set[str] = field(default_factory=set)
    open: list[Term] = field(default_factory=list)
    via: set[str] = field(default_factory=set)
    total_key: str = ""
    total_tags: set[str] = field(default_factory=set)
    part: bool = False
    requests: Number | None = None
    unit: str = ""
    kind: str = ""
    fresh: bool = False
    planning: bool = False

    def next_sentence(self, claimed: bool) -> None:
        """Forget what does not outlive a full stop."""
        self.open, self.via, self.part, self.total_key, self.requests = [], set(), False, "", None
        self.fresh = claimed


def read_claims(prose: Prose, who: Reporter, heading: str | None) -> Iterator[Claim]:
    """All claims of ``prose`` in order; ``heading`` is the folded title above it."""
    for block in blocks(prose.masked):
        yield from _BlockReader(prose, who, block, heading or "").claims()


class _BlockReader:
    def __init__(self, prose: Prose, who: Reporter, block: Block, heading: str) -> None:
        self.prose, self.who, self.block = prose, who, block
        titles = [prose.folded[a:b] for a, b in block.headings]
        self.state = State(planning=any(_plans(t) for t in (heading, *titles)))
        self.problems = any(_PROBLEM.search(t) for t in (heading, *titles))
        self._enter(heading)

    def _enter(self, heading: str) -> None:
        """Set topic and tags from the headings, the innermost that has a topic first."""
        from gongkai.report.claims.lexicon import find_terms

        layers = [find_terms(heading)] if heading else []
        layers += [self.prose.terms_in(a, b) for a, b in self.block.headings]
        for terms in reversed(layers):
            self.state.heading_tags |= all_tags(terms)
            self.state.topic = self.state.topic or _topic(terms)

    def claims(self) -> Iterator[Claim]:
        for start, end in sentences(self.prose.masked, self.block.start, self.block.end):
            if self._is_plan(start, end):
                continue
            found = list(self._sentence(start, end))
            self.state.next_sentence(bool(found) or (self.state.fresh and not found and end - start < 12))
            yield from found

    def _is_plan(self, start: int, end: int) -> bool:
        plan = self.state.planning or "plan" in all_tags(self.prose.terms_in(start, end))
        self.state.planning = self.state.planning or (plan and self.problems)
        return plan

    def _sentence(self, start: int, end: int) -> Iterator[Claim]:
        for a, b in clauses(self.prose.masked, start, end):
            yield from self._clause(start, a, b)

    def _clause(self, sentence: int, start: int, end: int) -> Iterator[Claim]:
        terms = self.prose.terms_in(start, end)
        found = list(self._stated(sentence, start, end)) or list(self._denied(sentence, start, end))
        found = found or list(self._implied(sentence, start, end, terms))
        self._remember(start, end, terms, bool(found))
        yield from found

    def _remember(self, start: int, end: int, terms: list[Term], claimed: bool) -> None:
        state = self.state
        state.topic = _topic(terms, state.topic) or state.topic
        if claimed:
            state.open, state.via = [], set()
            return
        state.open = [*state.open, *terms]
        if _VIA.match(self.prose.masked[start:end]):
            state.via |= all_tags(terms) & kind("channel")

    # Stated quantities.

    def _stated(self, sentence: int, start: int, end: int) -> Iterator[Claim]:
        found = [p for p in pieces(self.prose, start, end) if self._countable(p)]
        if re.match(r"[\s\x00]*(?:其中|包括|包含|含|分别)", self.prose.masked[start:end]):
            self.state.part = True
        shared = _distributed(self.prose, found, start, end)
        for piece, tags in zip(found, shared, strict=True):
            for words in tags or [self._tags(piece)]:
                if (key := self._key(piece, words)) is not None:
                    yield self._claim(key, piece, sentence, start, end if tags else piece.end)

    def _countable(self, piece: Piece) -> bool:
        quantity = piece.quantity
        if not quantity.unit:
            before = self.prose.masked[max(0, quantity.start - 4) : quantity.start]
            return bool(_UNITLESS.search(before)) and (quantity.value == 0 or "count" in before or "数" in before)
        return True

    def _tags(self, piece: Piece) -> set[str]:
        own = all_tags(piece.terms)
        if not own & _content():
            own |= all_tags(self.state.open) - {"neg"}
        if not own & kind("channel"):
            own |= self.state.via
        return own

    def _key(self, piece: Piece, tags: set[str]) -> str | None:
        words = tags | self._flags(piece, tags)
        key = key_of(words)
        if key and self.state.part and key == self.state.total_key and not ("proactive" in tags and "proactive" not in self.state.total_tags):
            key = "unmapped"
        if key == "unmapped" and piece.quantity.spoken and piece.quantity.value < 10 and piece.quantity.kind == "thing":
            return None
        return key

    def _flags(self, piece: Piece, tags: set[str]) -> set[str]:
        state, quantity = self.state, piece.quantity
        counted = piece.counted or (frozenset() if tags & _content() == all_tags(piece.terms) & _content() else tags & kind("counted"))
        flags = {f"unit:{quantity.kind}", f"topic:{state.topic}", *(f"head:{tag}" for tag in counted)}
        flags |= {f"heading:{topics()[t]}" for t in state.heading_tags if t in topics()}
        flags |= {f"total:{tag}" for tag in state.total_tags} if state.part else set()
        channels, modes = tags & kind("channel"), tags & kind("mode")
        many = bool(_ETC.search(self.prose.masked[piece.start : quantity.start])) and bool(channels)
        flags |= {"channel"} if channels else set()
        flags |= {"one_channel"} if len(channels) == 1 and not many else set()
        flags |= {"one_mode"} if len(modes) == 1 else set()
        flags |= {"part"} if state.part else set()
        flags |= {"zero"} if quantity.value == 0 else set()
        flags |= {"bare"} if not tags & _content() else set()
        flags |= {"bare_object"} if not counted else set()
        flags |= {"total"} if re.search(r"共|总|合计", self.prose.masked[piece.start : quantity.start]) else set()
        flags |= {"list"} if quantity.unit == state.unit and (state.fresh or state.total_key) else set()
        flags |= {"item_like"} if quantity.kind in ("item", "case", "event", "thing", "") and not counted - {"info", "doc", "media", "request_info"} else set()
        flags |= {"subset"} if _subset(self.prose, piece) else set()
        if {"request", "request_info"} & tags or state.topic == "request":
            flags |= {"rc"} if not counted - {"request", "request_info", "info", "doc", "message", "fee"} else set()
        return flags

    def _claim(self, key: str, piece: Piece, sentence: int, start: int, end: int) -> Claim:
        quantity, state = piece.quantity, self.state
        unit = quantity.unit or state.unit
        claim = self._made(key, quantity.value, unit, quantity.approx, sentence, piece.start, end)
        if not state.part or not state.total_key:
            state.total_key, state.total_tags = key, all_tags(piece.terms) | all_tags(state.open)
        if key == "req_received":
            state.requests = quantity.value
        state.unit, state.kind = unit, quantity.kind
        return claim

    def _made(self, key: str, value: Number, unit: str, approx: bool, sentence: int, start: int, end: int) -> Claim:
        folded = self.prose.folded
        start, end = _trimmed(folded, start, end)
        when = self._period(sentence, start, end, value)
        return Claim(key, value, unit, scope(self.who, folded[sentence:end]), when, approx, folded[start:end], start, end)

    def _period(self, sentence: int, start: int, end: int, value: Number) -> Period:
        named = self.prose.years_in(sentence, end)
        above = self.prose.years_in(self.block.start, sentence)
        folded = self.prose.folded
        return period(self.who, folded[sentence:end], folded[start:end], named, above, value)

    # Denials and implied numbers.

    def _denied(self, sentence: int, start: int, end: int) -> Iterator[Claim]:
        for denial in denied(self.prose, start, end, self.state.open, self.state.heading_tags):
            yield self._made(denial.key, 0, denial.unit, False, sentence, _after_date(self.prose, start, end), end)
            self.state.unit = denial.unit

    def _implied(self, sentence: int, start: int, end: int, terms: list[Term]) -> Iterator[Claim]:
        """均为网络申请 after 收到申请3件; 举行新闻发布会 on a named day."""
        tags, text = all_tags(terms), self.prose.masked[start:end]
        if "press" in tags and tags & {"hold", "attend"} and re.search(r"\d月\d{1,2}日", self.prose.folded[start:end]):
            yield self._made("press_conferences", 1, "次", False, sentence, start, end)
        count = self.state.requests
        if count and (_ALL_OF_THEM.match(text) or (count == 1 and _THE_ONE.match(text))):
            key = key_of(tags | {"rc", "one_mode", "unit:case", "topic:request"}) if len(tags & kind("mode")) <= 1 else None
            if key and (key.startswith("req_received_") or (key.startswith("reply_") and "answered" not in tags)):
                yield self._made(key, count, "件", False, sentence, start, end)


def _plans(title: str) -> bool:
    return bool(_PLAN_HEADING.search(title)) and not _PROBLEM.search(title)


def _content() -> frozenset[str]:
    return frozenset().union(*map(kind, _CONTENT))


def _topic(terms: list[Term], now: str = "") -> str:
    """The topic of the last term that sets one; 申请 in 申请行政复议 sets none."""
    found = ""
    for i, term in enumerate(terms):
        for tag in term.tags:
            if tag in topics():
                found = topics()[tag]
    return found


def _subset(prose: Prose, piece: Piece) -> bool:
    """True when other words than fillers stand between 公开 and the number: 公开惠农补贴信息30条 counts some items only."""
    from gongkai.report.claims.zeros import _unknown

    shown = [t for t in piece.left if t.tags & {"publish", "proactive"}]
    if not shown:
        return False
    rest = prose.masked[shown[-1].end : piece.quantity.start]
    for term in piece.left:
        if term.start >= shown[-1].end and term.tags & {"info", "ogi"}:
            rest = rest.replace(prose.masked[term.start : term.end], "")
    rest = re.sub(r"[各类的了已共计合总数量额达到为是有仅只就约分别均累“”\":》)政府务当年生成应该]+", "", rest)
    return len(_unknown(rest)) > 1


def _distributed(prose: Prose, found: list[Piece], start: int, end: int) -> list[list[set[str]]]:
    """For 微博、微信分别发布495条和632条 and 复议、诉讼各1件: the tags of each number; empty lists elsewhere."""
    none: list[list[set[str]]] = [[] for _ in found]
    if not found:
        return none
    lead = prose.terms_in(start, found[0].quantity.start)
    text = prose.masked[start : found[0].quantity.start]
    for name in ("channel", "mode", "outcome", "remedy", "post", "money", "event"):
        named = _distinct(lead, kind(name))
        others = all_tags(lead) - kind(name)
        if len(found) > 1 and "分别" in text and len(named) == len(found):
            return [[others | {tag}] for tag in named]
        if len(found) == 1 and len(named) > 1 and (_EACH.search(text) or found[0].quantity.value == 0):
            return [[others | {tag} for tag in named]]
    return none


def _distinct(terms: list[Term], tags: frozenset[str]) -> list[str]:
    named: list[str] = []
    for term in terms:
        for tag in sorted(term.tags & tags):
            if tag not in named:
                named.append(tag)
                break
    return named


def _after_date(prose: Prose, start: int, end: int) -> int:
    return start


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\u3000\xa0,、:":
        start += 1
    while end > start and text[end - 1] in " \t\u3000\xa0,、:。;":
        end -= 1
    return start, end


__all__ = ["read_claims", "replace"]
