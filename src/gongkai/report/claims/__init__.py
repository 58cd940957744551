"""Numbers that prose states about disclosure work."""

from __future__ import annotations

from dataclasses import replace

from gongkai.report.claims.prose import prepare
from gongkai.report.claims.qualify import reporter
from gongkai.report.claims.reader import read_claims
from gongkai.report.model import Claim
from gongkai.report.text import fold

__all__ = ["extract"]


def extract(text: str, *, heading: str | None = None, year: int | None = None, agency: str | None = None) -> list[Claim]:
    """The claims of ``text`` in order of occurrence, offsets into ``text``.

    ``heading`` is the title above the text when it is not in it; ``year`` and ``agency`` are those of the report and
    are read off the text where not given.
    """
    prose = prepare(text)
    claims = read_claims(prose, reporter(prose, agency, year), fold(heading) if heading else None)
    return [replace(c, quote=text[c.start : c.end]) for c in claims]
