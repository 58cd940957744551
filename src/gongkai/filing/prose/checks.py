"""Numbers that a clerk typed instead of binding them: which cell they speak of, and whether they agree with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gongkai.filing.prose.binding import Piece, names_of, pieces
from gongkai.filing.reporting import Cells
from gongkai.law.editions import Edition
from gongkai.registers.figures import Number
from gongkai.report.auditing.prose_table import cell_keys
from gongkai.report.claims import extract
from gongkai.report.model import Claim, Report

_DIGITS = re.compile(r"\d[\d,，]*(?:\.\d+)?")
State = Literal["equal", "differs"]


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number in words that a cell should say. ``at`` is the offset of ``number`` in the stored text; ``keys`` are the
    cells that it stands for, ``value`` their sum. Only a number of one cell can be bound."""

    quote: str
    number: str
    at: int
    keys: tuple[str, ...]
    name: str
    value: Number | None
    state: State

    @property
    def can_be_bound(self) -> bool:
        return len(self.keys) == 1 and self.value is not None


def typed_numbers_checked(text: str, cells: Cells, edition: Edition, report: Report, heading: str) -> list[TypedNumber]:
    """The typed numbers of a section's stored text that speak of a cell of the form, in order."""
    parts = list(pieces(text, cells))
    printed = "".join(part.text for part in parts)
    claims = extract(printed, heading=heading, year=report.year, agency=report.agency)
    own = (c for c in claims if c.scope == "own" and c.period == "year" and not c.approx)
    found = (typed for claim in own for typed in _typed(claim, printed, parts, cells, edition))
    return sorted(found, key=lambda typed: typed.at)


def _typed(claim: Claim, printed: str, parts: list[Piece], cells: Cells, edition: Edition) -> Iterator[TypedNumber]:
    keys = cell_keys(edition, claim.key) or ()
    digits = _digits_of(claim, printed)
    piece = _piece_at(parts, digits.start()) if digits else None
    if not keys or digits is None or piece is None or not set(keys) <= set(cells):
        return
    values = [cells[key].value for key in keys]
    value = None if None in values else sum(v for v in values if v is not None)
    name = "＋".join(names_of(edition)[key] for key in keys)
    at = piece.at + digits.start() - piece.start
    yield TypedNumber(claim.quote, digits[0], at, keys, name, value, "equal" if claim.value == value else "differs")


def _digits_of(claim: Claim, printed: str) -> re.Match[str] | None:
    """The digits in which the claim's number is written; None where it is written in words."""
    found = _DIGITS.finditer(printed, claim.start, claim.end)
    return next((m for m in found if float(re.sub("[,，]", "", m[0])) == claim.value), None)


def _piece_at(parts: list[Piece], offset: int) -> Piece | None:
    """The run of words at an offset of the printed text; None in a bound number."""
    return next((p for p in parts if p.key is None and p.start <= offset < p.start + len(p.text)), None)
