"""Numbers that prose states about disclosure work."""

from __future__ import annotations

from dataclasses import replace

from gongkai.report.claims.lexicon import patterns
from gongkai.report.claims.prose import prepare
from gongkai.report.claims.qualify import reporter
from gongkai.report.claims.reader import read_claims
from gongkai.report.claims.rows import find_rows, read_rows
from gongkai.report.model import Claim
from gongkai.report.text import fold

__all__ = ["extract"]


def extract(
    text: str, *, heading: str | None = None, year: int | None = None, agency: str | None = None, section: int = 0
) -> list[Claim]:
    """The claims of ``text`` in order of occurrence, offsets into ``text``, the number of its section.

    ``heading`` is the title above the text when it is not in it; ``year`` and ``agency`` are those of the report and
    are read off the text where not given.
    """
    folded = fold(text)
    rows = find_rows(folded)
    whole = prepare(folded)
    prose = whole.without([(row.label, row.end) for row in rows])
    claims = [*read_claims(prose, reporter(prose, agency, year), fold(heading or "")), *read_rows(whole, rows)]
    return [_as_printed(claim, text, folded, section) for claim in sorted(claims, key=lambda c: c.start)]


def _as_printed(claim: Claim, text: str, folded: str, section: int) -> Claim:
    """Quote and measure word as the text prints them (traditional characters stay); persons are counted in 人."""
    at = folded.rfind(claim.unit, claim.start, claim.end) if claim.unit else -1
    printed = text[at : at + len(claim.unit)] if at >= 0 and not claim.unit.startswith(("%", "‰")) else claim.unit
    unit = patterns()["unit_names"].get(claim.unit, printed)
    return replace(claim, quote=text[claim.start : claim.end], unit=unit, section=section)
