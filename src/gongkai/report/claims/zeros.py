"""Denials: 未收到申请, 无收费及减免情况, 行政复议、诉讼均为零, 无此类情况 state a 0 without a digit."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cache

from gongkai.report.claims.fillers import unknown
from gongkai.report.claims.lexicon import Term, all_tags
from gongkai.report.claims.rules import Denial, denials, kind
from gongkai.report.claims.state import Phrase, State

# So many characters between the denial and what it denies may be words that nobody foresaw (names, topics).
_UNFORESEEN = 10
_CAUSED = re.compile(r"[\s的而]*(?:所)?(?:引起|引发|导致|产生|提起|提出|发生)?[\s的而]*")
_CAUSE = re.compile(r"(?:因|由于|针对|就|向|对于?)[^,、]*$")
_CONDITION = re.compile(r"如(?!下)|若|凡|一旦|假如|对于?(?:没有|未)|争取|力争|确保")
_REMEDIES = frozenset({"review", "litigation", "complaint", "remedy_both"})
_MONEY = frozenset({"fee", "waive"})
_DISCLOSURE = frozenset({"ogi", "request", "request_info", "info", "fee", "waive", "publish", "proactive", "granted"})


def denied(clause: Phrase, state: State) -> list[Denial]:
    """What ``clause`` says does not exist. A bare 无 or 无此类情况 denies what the sentence named before, else what the
    title names."""
    if _is_free_of_charge(clause, state):
        return [d for d in denials() if d.key == "fee_collected"]
    mark = next((t for t in clause.terms if t.tags & {"neg", "post_neg"}), None)
    if mark is None or _CONDITION.search(clause.text[: mark.start]):
        return []
    after = Phrase(clause.text, [t for t in clause.terms if t.start >= mark.end])
    around = _around(clause, state)
    if objects := _behind(mark, after, around):
        return objects
    if unknown(clause.text[mark.end :]):
        return []
    before = Phrase(clause.text, [t for t in clause.terms if t.end <= mark.start])
    return _named(before, around) or named_before(state)


def _around(clause: Phrase, state: State) -> set[str]:
    """What bears on a denial without being denied: 收到5件,无传真申请 and 上年没有结转."""
    counted = {"counted_requests"} if state.now.requests else set[str]()
    return counted | (all_tags(clause.terms) & {"last_year"})


def named_before(state: State) -> list[Denial]:
    """What can be denied of that which the sentence, else the title, named last; 当面申请: 0件 is a way where requests
    have been counted."""
    counted = {"counted_requests"} if state.now.requests is not None else set[str]()
    named = (*reversed(state.now.open), *state.headings)
    return next((d for p in named if (d := _named(p, counted if all_tags(p.terms) & kind("mode") else set()))), [])


def named_by(term: Term | None) -> list[Denial]:
    """What can be denied of what one word names: two things for 复议诉讼 and 收费减免."""
    return [d for d in denials() if term and d.tag in term.tags]


def _is_free_of_charge(clause: Phrase, state: State) -> bool:
    """分文不取 speaks of fees by itself, 免费 only where disclosure is spoken of."""
    tags = all_tags(clause.terms)
    if "no_fee" in tags:
        return True
    around = tags | state.heading_tags | state.now.open_tags
    return "free" in tags and bool(around & _DISCLOSURE) and not tags & {"training", "business"}


def _behind(mark: Term, after: Phrase, around: set[str]) -> list[Denial]:
    """The denied things behind ``mark``; none where other words than fillers stand between."""
    first = next((t for t in after.terms if t.tags & _denied_tags()), None)
    if first is None or len(unknown(after.text[mark.end : first.start])) > _UNFORESEEN:
        return []
    passed = all_tags(t for t in after.terms if t.end <= first.start)
    return [] if passed & {"late", "answered", "superior", "noise"} else _named(after, around)


def _named(phrase: Phrase, around: AbstractSet[str] = frozenset()) -> list[Denial]:
    """One denial for each key that the phrase names; ``around`` is what else bears on it."""
    named = [t for i, t in enumerate(phrase.terms) if not _only_a_cause(phrase, i)]
    tags = all_tags(phrase.terms) | around
    found = [d for d in denials() if any(d.tag in t.tags for t in named) and d.when.holds(tags)]
    mapped = {d.key: d for d in found if d.key != "unmapped"}
    return list(mapped.values()) or found[:1]


def _only_a_cause(phrase: Phrase, i: int) -> bool:
    """True for the 申请 of 因政府信息公开申请(引起的)行政复议: it names the cause, not the thing denied."""
    term = phrase.terms[i]
    if not term.tags & {"request", "request_info"}:
        return False
    behind = phrase.terms[i + 1 :]
    later = next((t for t in behind if t.tags & _REMEDIES), None) or next((t for t in behind if t.tags & _MONEY), None)
    if later is None:
        return term.end - term.start <= 2 and any(t.tags & _REMEDIES for t in phrase.terms[:i])
    joined = _CAUSED.fullmatch(phrase.text, term.end, later.start)
    return bool(joined or _CAUSE.search(phrase.text[: term.start]))


@cache
def _denied_tags() -> frozenset[str]:
    return frozenset(d.tag for d in denials())
