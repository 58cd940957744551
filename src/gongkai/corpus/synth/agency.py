"""What does not change about an agency from year to year: how much of everything it does."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from gongkai.corpus.synth.chance import stream, weighted
from gongkai.corpus.synth.plan import Series


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency's usual year: ``requests`` received, ``items`` disclosed, normative ``documents`` made at most;
    ``makes_rules`` for governments that may make 规章."""

    series: Series
    requests: int
    items: int
    documents: int
    makes_rules: bool

    @property
    def is_government(self) -> bool:
        return self.series.is_government

    def around(self, draw: Random, usual: float) -> int:
        """A yearly figure near ``usual``, at least 1."""
        return max(1, round(usual * draw.uniform(0.7, 1.35)))

    def requests_in_a_year(self, draw: Random) -> int:
        return self.around(draw, self.requests) if self.requests > 1 else draw.choice((0, 0, 1, 2))


def agency_of(series: Series, seed: int) -> Agency:
    """The agency of a series."""
    draw = stream(seed, "agency", series.agency)
    levels = ((0, 2), (3, 3), (9, 3), (30, 2), (120, 1)) if not series.is_government else ((12, 2), (60, 3), (380, 1))
    requests = weighted(draw, levels)
    return Agency(
        series,
        requests=requests and draw.randint(requests, requests * 2),
        items=draw.randint(300, 4000) if series.is_government else draw.randint(40, 900),
        documents=draw.randint(4, 20) if series.is_government else draw.randint(1, 6),
        makes_rules=series.is_government and series.place.endswith("市"),
    )
