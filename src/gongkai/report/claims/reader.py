"""Reading prose for claims: block by block, sentence by sentence, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.report.claims.lexicon import all_tags
from gongkai.report.claims.outline import Block, blocks, clauses, sentences
from gongkai.report.claims.pieces import Piece, pieces
from gongkai.report.claims.prose import Prose
from gongkai.report.claims.qualify import Reporter, Setting, period, scope
from gongkai.report.claims.rules import kind, usual_units
from gongkai.report.claims.state import Phrase, State, headings_of, phrase, title_phrases
from gongkai.report.claims.stated import (
    changed_to,
    is_former,
    is_number_of_something,
    key_of_piece,
    key_of_requests,
    spread,
    surroundings,
)
from gongkai.report.claims.zeros import denied, named_before, named_by
from gongkai.report.model import Claim, Number, Period, Scope

_ALL_OF_THEM = re.compile(r"^[\s\x00]*(?:且|其中|并)?(?:均|都|全部|全是|全为|皆)")
_IN_WHAT_WAY = re.compile(r"(?:方式|形式|渠道|途径|结果|类型)(?:均|都|全)?(?:为|是|系)")
_THE_ONE = re.compile(r"^[\s\x00]*(?:是|为|系|通过|经|以)")
_NOT_ONE = re.compile(r"(?:没|未(?!审结|办结|到期|到|满)|无)[^,。;\d]{0,4}$")
_ONE_NOT = re.compile(r"[^,、。;\d]{0,4}?(?:没|未(?!审结|办结|到期|到|满)|无|不落)")
_DAY = re.compile(r"\d月\d{1,2}日")
# Without a number, only a sentence with one of these can claim something.
_CLAIMING = frozenset({"neg", "post_neg", "no_fee", "free", "press"})
_INTENDED = re.compile(r"将|计划|拟|预计|准备|要|争取|力争")
_SHORT = 9
_HANDED_IN = re.compile(r"(?:提出|提交|递交|申请|寄来|送来|送达|寄送|邮寄|面交)的?$")
# A year so near the beginning of a sentence dates all of it.
_LEAD = 4
# So far back a sentence bears on a number; longer ones are no prose.
_CONTEXT = 600
_BLANK = " \t\u3000\xa0,、:。;“"


def read_claims(prose: Prose, who: Reporter, heading: str) -> Iterator[Claim]:
    """All claims of ``prose`` in order; ``heading`` is the folded title above it, ``""`` for none."""
    outer = title_phrases(heading)
    for block in blocks(prose.folded):
        yield from _BlockReader(prose, who, block, headings_of(prose, block, outer)).claims()


class _BlockReader:
    def __init__(self, prose: Prose, who: Reporter, block: Block, headings: Sequence[Phrase]) -> None:
        self.prose, self.who, self.block = prose, who, block
        self.state = State(headings)
        self.sentence = self.clause = block.start
        self.scope: Scope = "own"

    def claims(self) -> Iterator[Claim]:
        for start, end in sentences(self.prose.masked, self.block.start, self.block.end):
            self.sentence, self.scope = start, "own"
            found = self._read(start, end)
            self.state.leave_sentence(claimed=bool(found), stopped=self.prose.folded[end : end + 1] != ";")
            yield from found

    def _read(self, start: int, end: int) -> list[Claim]:
        terms = self.prose.terms_in(start, end)
        if self.state.plans(terms) or self._is_ahead(start, end):
            return []
        if not self.prose.quantities_in(start, end) and not any(t.tags & _CLAIMING for t in terms):
            self.state.pass_over(terms)
            return []
        self.state.enter_sentence(self.prose.masked[start:end], all_tags(terms))
        return [claim for span in clauses(self.prose.masked, start, end) for claim in self._clause(*span)]

    def _is_ahead(self, start: int, end: int) -> bool:
        """True for a plan of a named later year: 2021年,我局计划举办培训4期 in the report on 2020."""
        lead = self.prose.years_in(start, min(end, start + _LEAD))
        later = bool(lead and self.who.year and lead[0][1] > self.who.year)
        return later and bool(_INTENDED.search(self.prose.folded, start, end))

    def _clause(self, start: int, end: int) -> list[Claim]:
        clause, self.clause = phrase(self.prose, start, end), start
        self.scope = scope(self.who, self.prose.folded[start:end], self.scope)
        self.state.enter_clause(clause, bracketed=self._bracketed(start))
        parts = [
            p for p in pieces(self.prose, start, end) if not self._denies(p) and is_number_of_something(self.prose, p)
        ]
        found = list(self._zeros(parts, start, end)) or list(self._stated(parts, start))
        found = found or list(self._denied(clause, start, end)) or list(self._implied(clause, start, end))
        counted = any(p.quantity.kind != "percent" and "delta" not in p.tags for p in parts)
        self.state.leave_clause(clause, counted=counted or bool(found and not parts))
        return found

    def _bracketed(self, start: int) -> bool:
        before = self.prose.folded[max(self.sentence, start - _CONTEXT) : start]
        return before.count("(") > before.count(")")

    def _denies(self, piece: Piece) -> bool:
        """True for the number inside 没有一个人 and 一件也没收到."""
        quantity, text = piece.quantity, self.prose.masked
        if quantity.value != 1:
            return False
        return bool(
            _NOT_ONE.search(text[max(0, quantity.start - 8) : quantity.start]) or _ONE_NOT.match(text, quantity.end)
        )

    def _stated(self, parts: list[Piece], start: int) -> Iterator[Claim]:
        earlier: Piece | None = None
        known: str | None = None
        for piece in spread(self.prose, parts, start):
            changed = changed_to(self.prose, earlier, piece) if earlier else None
            when: Period | None = "other_year" if is_former(self.prose, piece) else None
            if earlier and changed:
                piece, when = changed, self._period_of_change(earlier, piece)
            tags = surroundings(self.prose, piece, earlier, self.state)
            known = known if changed else key_of_piece(self.prose, piece, tags, self.state)
            if known is not None:
                yield self._claim(known, piece, tags, when)
            earlier = piece

    def _period_of_change(self, former: Piece, piece: Piece) -> Period:
        """This year, where no other one is named between the two figures."""
        named = self.prose.years_in(former.quantity.end, piece.quantity.start)
        return "other_year" if named and self.who.year and named[-1][1] != self.who.year else "year"

    def _claim(self, key: str, piece: Piece, tags: set[str], when: Period | None) -> Claim:
        quantity, state = piece.quantity, self.state
        unit = quantity.unit or usual_units().get(key, state.unit)
        claim = self._made(key, quantity.value, unit, piece.start, piece.end, approx=quantity.approx)
        claim = replace(claim, period=when) if when else claim
        state.claimed(claim, tags, quantity)
        state.unit = state.unit if quantity.kind == "percent" else unit
        return claim

    def _denied(self, clause: Phrase, start: int, end: int) -> Iterator[Claim]:
        for denial in denied(clause, self.state):
            self.state.unit, self.state.now.mapped = denial.unit, denial.key
            self.state.requests_in = "case" if denial.key == "req_received" else self.state.requests_in
            yield self._made(denial.key, 0, denial.unit, start, end)

    def _zeros(self, parts: list[Piece], start: int, end: int) -> Iterator[Claim]:
        """复议、诉讼情况: 0件 denies all that is named before it, 复议诉讼0件 all that its noun names."""
        if len(parts) != 1 or parts[0].quantity.value != 0:
            return
        bare = not parts[0].tags & kind("telling")
        listed = named_before(self.state) if bare else named_by(parts[0].counted)
        for denial in listed if bare or len(listed) > 1 else ():
            yield self._made(denial.key, 0, parts[0].quantity.unit or denial.unit, start, end)

    def _implied(self, clause: Phrase, start: int, end: int) -> Iterator[Claim]:
        """均为网络申请 after 收到申请3件; 予以公开 after 其中1件涉及拆迁; 举行新闻发布会 on a named day."""
        tags, now = all_tags(clause.terms), self.state.now
        if "press" in tags and tags & {"hold", "attend"} and _DAY.search(self.prose.folded[start:end]):
            yield self._made("press_conferences", 1, "次", start, end)
        if now.requests and (_says_how(clause.text, alone=now.requests == 1) or self._is_its_way(clause, tags)):
            key = key_of_requests(tags)
            if key.startswith(("req_received_", "reply_")) and ("answered" not in tags or tags & kind("outcome")):
                yield self._made(key, now.requests, "件", start, end)
        elif now.pending and (key := key_of_requests(tags)).startswith(("reply_", "req_carried_out")):
            yield self._made(key, now.pending.value, now.pending.unit, start, end)

    def _is_its_way(self, clause: Phrase, tags: set[str]) -> bool:
        """True for the 当面提出 behind 收到申请一件."""
        told = tags & kind("mode") and _HANDED_IN.search(clause.text.rstrip()) and "neg" not in tags
        return self.state.now.requests == 1 and bool(told) and len(clause.text) < _SHORT

    def _made(self, key: str, value: Number, unit: str, start: int, end: int, *, approx: bool = False) -> Claim:
        folded = self.prose.folded
        while start < end and folded[start] in _BLANK[:-1]:
            start += 1
        while end > start and folded[end - 1] in _BLANK:
            end -= 1
        near = end - _CONTEXT
        where = scope(self.who, folded[max(self.clause, near) : end], self.scope)
        setting = Setting(self.block.start, max(self.sentence, near), max(self.clause, near), end)
        when = period(self.who, self.prose, setting, value)
        return Claim(key, value, unit, where, when, approx, folded[start:end], start, end)


def _says_how(text: str, *, alone: bool) -> bool:
    """True for 均为网络申请, 申请方式为当面申请, and for 是从网上提交的 where one request is spoken of."""
    return bool(_ALL_OF_THEM.match(text) or _IN_WHAT_WAY.search(text) or (alone and _THE_ONE.match(text)))
