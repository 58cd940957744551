"""A clause taken apart around its quantities: what stands before each, what stands after, what is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.report.claims.lexicon import Term, all_tags
from gongkai.report.claims.numerals import Quantity
from gongkai.report.claims.prose import Prose
from gongkai.report.claims.rules import kind

_BETWEEN = re.compile(r"[\s\x00的了已共计合总数量额达到为是有仅只就约分别均各累“”\":》)至多一都全部]*")
_PART_END = re.compile(r"、|和|及|以及|与(?!其)|而|其中|,|另")
_LEADING = re.compile(r"^[\s\x00、,:;“”]*(?:和|及|以及|与|其中|包括|包含|含|另有|另外|另|以及|分别为|分别是|分别|即|为)?[\s\x00:“”]*")
_MARK = re.compile(r"^(?:[一二三四五六七八九十]是|首先|其次|再次|最后)[,:]?")


@dataclass(frozen=True, slots=True)
class Piece:
    """One quantity with the terms that belong to it. ``counted`` is the tags of the noun that is counted;
    ``adjacent`` tells that this noun stands directly before the number; ``start``..``end`` is what a claim quotes."""

    quantity: Quantity
    left: list[Term]
    right: list[Term]
    counted: frozenset[str]
    adjacent: bool
    start: int
    end: int

    @property
    def terms(self) -> list[Term]:
        return [*self.left, *self.right]


def pieces(prose: Prose, start: int, end: int) -> list[Piece]:
    """The quantities of the clause ``start``..``end``, each with its surroundings."""
    found: list[Piece] = []
    begin = start
    quantities = prose.quantities_in(start, end)
    for i, quantity in enumerate(quantities):
        limit = quantities[i + 1].start if i + 1 < len(quantities) else end
        piece = _piece(prose, begin, quantity, limit, shared=i + 1 < len(quantities))
        found.append(piece)
        begin = max(piece.end, quantity.end)
    return found


def _piece(prose: Prose, begin: int, quantity: Quantity, limit: int, *, shared: bool) -> Piece:
    left = prose.terms_in(begin, quantity.start)
    nearest = _adjacent(prose, left, quantity)
    right_end, parted = _right_end(prose, quantity.end, limit)
    right = [] if nearest or (shared and not parted and _says_something(left)) else prose.terms_in(quantity.end, right_end)
    counted = nearest or _first_counted(right) or _last_counted(left)
    quote_end = max((t.end for t in right), default=quantity.end)
    if right and not shared and right_end == limit:
        quote_end = right_end
    return Piece(quantity, left, right, counted, bool(nearest), _quote_start(prose, begin, quantity.start), quote_end)


def _adjacent(prose: Prose, left: list[Term], quantity: Quantity) -> frozenset[str]:
    """The counted tags of the term directly before the number, fillers (共, 总数, 为 …) aside."""
    if not left or not _BETWEEN.fullmatch(prose.masked, left[-1].end, quantity.start):
        return frozenset()
    return left[-1].tags & kind("counted")


def _says_something(terms: list[Term]) -> bool:
    return bool(all_tags(terms) & (kind("counted") | kind("content") | kind("mode") | kind("channel") | kind("outcome")))


def _right_end(prose: Prose, start: int, limit: int) -> tuple[int, bool]:
    match = _PART_END.search(prose.masked, start, limit)
    return (match.start(), True) if match else (limit, False)


def _first_counted(terms: list[Term]) -> frozenset[str]:
    return next((tags for t in terms if (tags := t.tags & kind("counted"))), frozenset())


def _last_counted(terms: list[Term]) -> frozenset[str]:
    return _first_counted(terms[::-1])


def _quote_start(prose: Prose, begin: int, end: int) -> int:
    """Skip list marks, conjunctions and a leading date."""
    begin += _skipped(_LEADING, prose.masked[begin:end])
    begin += _skipped(_MARK, prose.folded[begin:end])
    masked = prose.masked[begin:end]
    dates = [m.end() for m in re.finditer("\x00+", masked[:24])]
    return begin + (dates[-1] if dates else 0)


def _skipped(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0
