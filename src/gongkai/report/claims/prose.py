"""A text prepared for reading: folded, masked, with its terms and quantities looked up by span."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from gongkai.report.claims.lexicon import Term, find_terms
from gongkai.report.claims.masks import mask, years
from gongkai.report.claims.numerals import Quantity, find_quantities
from gongkai.report.text import fold


@dataclass(frozen=True, slots=True)
class Prose:
    """``folded`` is as long as the text it was made from; ``masked`` blanks what is never a claim's number."""

    folded: str
    masked: str
    terms: list[Term]
    quantities: list[Quantity]
    years: list[tuple[int, int]]

    def terms_in(self, start: int, end: int) -> list[Term]:
        """The terms that begin in ``start``..``end``."""
        first = bisect_left(self.terms, start, key=lambda t: t.start)
        last = bisect_left(self.terms, end, key=lambda t: t.start)
        return self.terms[first:last]

    def quantities_in(self, start: int, end: int) -> list[Quantity]:
        """The quantities that begin in ``start``..``end``."""
        first = bisect_left(self.quantities, start, key=lambda q: q.start)
        last = bisect_left(self.quantities, end, key=lambda q: q.start)
        return self.quantities[first:last]

    def years_in(self, start: int, end: int) -> list[int]:
        """The years named in ``start``..``end``."""
        return [year for offset, year in self.years if start <= offset < end]


def prepare(text: str, hidden: list[tuple[int, int]] | None = None) -> Prose:
    """Fold and mask ``text`` and find its terms and quantities; spans in ``hidden`` are blanked first."""
    folded = fold(text)
    for start, end in hidden or ():
        folded = folded[:start] + "\n" * (end - start) + folded[end:]
    masked = mask(folded)
    return Prose(folded, masked, find_terms(masked), list(find_quantities(masked)), years(folded))
