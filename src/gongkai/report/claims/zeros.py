"""Denials: 未收到申请, 无收费及减免情况, 行政复议、诉讼均为零, 无此类情况 state a 0 without a digit."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from gongkai.report.claims.lexicon import Term, all_tags, patterns
from gongkai.report.claims.prose import Prose
from gongkai.report.claims.rules import Denial, denials

# So many characters between the denial and what it denies may be words that nobody foresaw (names, topics).
_UNKNOWN = 10
_ELLIPSIS = re.compile(r"^[\s的]*(?:此|这|该|相关|有关|上述|以上|类似|情况|发生|涉及|出现|产生|事项|任何|一)")
_PART_OF_REMEDY = re.compile(r"[\s的而]*(?:所)?(?:引起|引发|导致|产生|提起|提出|发生)?[\s的而]*")
_CAUSE = re.compile(r"(?:因|由于|针对|就|对于?)[^,、]*$")
_CONDITION = re.compile(r"如果?|若|凡|一旦|假如|对于?没有|对未|的,")


def denied(prose: Prose, start: int, end: int, before: Collection[Term], heading: Collection[str]) -> list[Denial]:
    """What the clause ``start``..``end`` says does not exist. ``before`` are the terms of the clauses just before that
    state nothing themselves, ``heading`` the tags of the heading: a bare 无 or 无此类情况 denies those."""
    terms = prose.terms_in(start, end)
    if any("no_fee" in t.tags for t in terms):
        return _free_of_charge(terms, heading, before)
    mark = next((t for t in terms if t.tags & {"neg", "post_neg"}), None)
    if mark is None or _CONDITION.search(prose.masked, start, mark.start):
        return []
    after = [t for t in terms if t.start >= mark.end]
    if objects := _objects(prose, mark, after, end):
        return objects
    if not _only_fillers(prose.masked[mark.end : end]):
        return []
    own = [t for t in terms if t.end <= mark.start]
    return _first(_denials(prose, own, all_tags(terms)), _denials(prose, before, all_tags(before)), _bare(heading))


def _first(*choices: list[Denial]) -> list[Denial]:
    return next((c for c in choices if c), [])


def _bare(tags: Collection[str]) -> list[Denial]:
    return [d for d in denials() if d.tag in tags and d.when.holds(tags)]


def _free_of_charge(terms: Collection[Term], heading: Collection[str], before: Collection[Term]) -> list[Denial]:
    tags = all_tags(terms) | set(heading) | all_tags(before)
    if not tags & {"ogi", "request", "request_info", "info", "fee", "waive", "publish"} or "training" in tags:
        return []
    return [d for d in denials() if d.key == "fee_collected"]


def _objects(prose: Prose, mark: Term, after: list[Term], end: int) -> list[Denial]:
    """The denied things behind the denial; none where other words than fillers stand between."""
    first = next((t for t in after if t.tags & _denied_tags()), None)
    if first is None or not _reaches(prose.masked[mark.end : first.start], after, first):
        return []
    return _denials(prose, after, all_tags(after))


def _reaches(between: str, after: list[Term], first: Term) -> bool:
    passed = [t for t in after if t.end <= first.start]
    return len(_unknown(between)) <= _UNKNOWN and not all_tags(passed) & {"late", "answered", "superior", "noise"}


def _denials(prose: Prose, terms: Collection[Term], tags: Collection[str]) -> list[Denial]:
    """One denial for each key that one of ``terms`` names."""
    named = [t for i, t in enumerate(terms) if not _only_a_cause(prose, list(terms), i)]
    found = [d for d in denials() if any(d.tag in t.tags for t in named) and d.when.holds(tags)]
    mapped = {d.key: d for d in found if d.key != "unmapped"}
    return list(mapped.values()) or found[:1]


def _only_a_cause(prose: Prose, terms: list[Term], i: int) -> bool:
    """True for the 申请 of 因政府信息公开申请(引起的)行政复议: it names the cause, not the thing denied."""
    remedies = {"review", "litigation", "complaint", "remedy_both"}
    term = terms[i]
    if not term.tags & {"request", "request_info"}:
        return False
    later = [t for t in terms[i + 1 :] if t.tags & remedies]
    if not later:
        return bool([t for t in terms[:i] if t.tags & remedies]) and term.end - term.start <= 2
    joined = _PART_OF_REMEDY.fullmatch(prose.masked, term.end, later[0].start)
    return bool(joined or _CAUSE.search(prose.masked[max(0, term.start - 20) : term.start]))


@cache
def _denied_tags() -> frozenset[str]:
    return frozenset(d.tag for d in denials())


@cache
def _fillers() -> re.Pattern[str]:
    words = sorted(map(re.escape, patterns()["fillers"].split()), key=len, reverse=True)
    return re.compile("|".join((*words, r"[\s\x00]+")))


def _unknown(text: str) -> str:
    return _fillers().sub("", text)


def _only_fillers(text: str) -> bool:
    return not _unknown(text).strip("“”\"'。.")
