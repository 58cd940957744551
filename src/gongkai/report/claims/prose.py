"""A text prepared for reading: folded, masked, with its terms and quantities looked up by span."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from gongkai.report.claims.lexicon import Term, find_terms
from gongkai.report.claims.masks import mask, mask_names, years
from gongkai.report.claims.numerals import Quantity, find_quantities

T = TypeVar("T", Term, Quantity)


@dataclass(frozen=True, slots=True)
class Prose:
    """``folded`` is as long as the text it was made from; ``masked`` blanks what is never a claim's number."""

    folded: str
    masked: str
    terms: list[Term]
    quantities: list[Quantity]
    years: list[tuple[int, int]]
    term_starts: list[int]
    quantity_starts: list[int]

    def terms_in(self, start: int, end: int) -> list[Term]:
        """The terms that begin in ``start``..``end``."""
        return self.terms[bisect_left(self.term_starts, start) : bisect_left(self.term_starts, end)]

    def quantities_in(self, start: int, end: int) -> list[Quantity]:
        """The quantities that begin in ``start``..``end``."""
        return self.quantities[bisect_left(self.quantity_starts, start) : bisect_left(self.quantity_starts, end)]

    def years_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """(offset, year) of the years named in ``start``..``end``."""
        return self.years[bisect_left(self.years, (start, 0)) : bisect_left(self.years, (end, 0))]

    def without(self, spans: Sequence[tuple[int, int]]) -> Prose:
        """The same with ``spans`` turned into line ends."""
        if not spans:
            return self
        return _prose(
            _blanked(self.folded, spans),
            _blanked(self.masked, spans),
            _outside(self.terms, spans),
            _outside(self.quantities, spans),
            self.years,
        )


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, position = [], 0
    for start, end in spans:
        pieces += [text[position:start], "\n" * (end - start)]
        position = end
    return "".join([*pieces, text[position:]])


def _outside(found: Sequence[T], spans: Sequence[tuple[int, int]]) -> list[T]:
    """Those of ``found`` that begin in none of ``spans`` (in order)."""
    starts = [start for start, _ in spans]
    return [item for item in found if (i := bisect_right(starts, item.start)) == 0 or spans[i - 1][1] <= item.start]


def _prose(
    folded: str, masked: str, terms: list[Term], quantities: list[Quantity], years: list[tuple[int, int]]
) -> Prose:
    return Prose(folded, masked, terms, quantities, years, [t.start for t in terms], [q.start for q in quantities])


def prepare(folded: str) -> Prose:
    """Mask folded text and find its terms and quantities."""
    named = mask_names(folded)
    masked = mask(named)
    return _prose(folded, masked, find_terms(named), list(find_quantities(masked)), years(folded))
