"""A clause taken apart around its quantities: what stands before each, what stands after, what is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.claims.fillers import unknown
from gongkai.report.claims.lexicon import Term, all_tags
from gongkai.report.claims.numerals import Quantity
from gongkai.report.claims.prose import Prose
from gongkai.report.claims.rules import kind

_BETWEEN = re.compile(r"[\s\x00的了已共计合总数量额达到为是有仅只就约分别均各累“”\":》)至多一都全部]*")
_PART_END = re.compile(r"、|和|及|以及|与(?!其)|而|其中|另")
_ASIDE = re.compile(r"其中|另|而")
_LEADING = re.compile(
    r"^[\s\x00、,:;“]*(?:和|及|以及|与|其中|包括|包含|含|另有|另外|另|分别为|分别是|分别|即|为|[一二三四五六七八九十]是)?[\s\x00:“]*"
)
_FILLING = re.compile(r"[\s\x00的为是均都已全部系属于“”\":设立置建了发走用以从经靠通过]+")
# The noun that a number counts stands close behind it.
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """One quantity with the terms that belong to it. ``counted`` is the term that is counted, if any; ``adjacent``
    tells that it stands directly before the number; ``foreign`` that an unknown noun stands directly behind it;
    ``start``..``end`` is what a claim quotes."""

    quantity: Quantity
    left: Sequence[Term]
    right: Sequence[Term]
    counted: Term | None
    adjacent: bool
    foreign: bool
    start: int
    end: int

    @property
    def terms(self) -> list[Term]:
        """Its terms before and behind the number."""
        return [*self.left, *self.right]

    @property
    def tags(self) -> set[str]:
        """The tags of all its terms."""
        return all_tags(self.terms)


def pieces(prose: Prose, start: int, end: int) -> list[Piece]:
    """The quantities of the clause ``start``..``end``, each with its surroundings."""
    found: list[Piece] = []
    begin = start
    quantities = prose.quantities_in(start, end)
    for i, quantity in enumerate(quantities):
        last = i + 1 == len(quantities)
        found.append(_piece(prose, begin, quantity, end if last else quantities[i + 1].start, last))
        begin = max(found[-1].end, quantity.end)
    return found


def _piece(prose: Prose, begin: int, quantity: Quantity, limit: int, last: bool) -> Piece:
    left = prose.terms_in(begin, quantity.start)
    adjacent = _adjacent(prose, left, quantity)
    stop = (_ASIDE if last else _PART_END).search(prose.masked, quantity.end, limit)
    until = stop.start() if stop else limit
    apart = last or stop is not None  # What stands behind belongs to this number and not to the next.
    behind = _near(prose, quantity.end, until)
    if adjacent and apart and behind and behind[0].start == quantity.end and behind[0].tags & kind("counted"):
        adjacent = None  # 要信息的有4件申请 counts the 申请.
    sent = adjacent and "staff" in adjacent.tags and all_tags(behind) & {"training", "attend"}
    usable = (adjacent is None or bool(sent)) and (apart or not all_tags(left) & kind("telling"))
    right = behind if usable else []
    counted = adjacent or _counted(right, kind("remedy")) or _counted(right) or _counted(left[::-1])
    end = until if right else quantity.end
    return Piece(
        quantity, left, right, counted, adjacent is not None, _foreign(prose, quantity.end, until),
        _quote_start(prose, begin, quantity.start), end,
    )  # fmt: skip


def _near(prose: Prose, start: int, end: int) -> list[Term]:
    """The terms behind a number, unless unknown words come first."""
    terms = prose.terms_in(start, end)
    return terms if terms and len(unknown(prose.masked[start : terms[0].start])) <= _NEAR else []


def _foreign(prose: Prose, start: int, end: int) -> bool:
    """True where a noun that is no term of the field stands directly behind: 36个单位."""
    terms = prose.terms_in(start, end)
    return bool(_FILLING.sub("", prose.masked[start : terms[0].start if terms else end]))


def _adjacent(prose: Prose, left: Sequence[Term], quantity: Quantity) -> Term | None:
    """The counted term directly before the number, fillers (共, 总数, 为 …) aside."""
    if not left or not _BETWEEN.fullmatch(prose.masked, left[-1].end, quantity.start):
        return None
    return left[-1] if left[-1].tags & kind("counted") else None


def _counted(terms: Sequence[Term], among: frozenset[str] | None = None) -> Term | None:
    """The first term that can be counted; 6件申请走到了复议 counts what the requests led to."""
    return next((t for t in terms if t.tags & (among or kind("counted"))), None)


def _quote_start(prose: Prose, begin: int, end: int) -> int:
    """Skip list marks, conjunctions and a leading date."""
    lead = _LEADING.match(prose.masked[begin:end])
    begin += lead.end() if lead else 0
    return begin + prose.masked[begin : min(end, begin + 24)].rfind("\x00") + 1
