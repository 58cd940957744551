"""A text prepared for reading: folded, masked, with its terms and quantities looked up by span."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.claims.lexicon import Term, find_terms
from gongkai.report.claims.masks import mask, mask_names, years
from gongkai.report.claims.numerals import Quantity, find_quantities


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


def prepare(folded: str, hidden: Sequence[tuple[int, int]] = ()) -> Prose:
    """Mask folded text and find its terms and quantities; spans in ``hidden`` are blanked first."""
    for start, end in hidden:
        folded = folded[:start] + "\n" * (end - start) + folded[end:]
    named = mask_names(folded)
    masked = mask(named)
    return Prose(folded, masked, find_terms(named), list(find_quantities(masked)), years(folded))
