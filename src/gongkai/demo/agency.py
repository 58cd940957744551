"""An agency of the demonstration, and the figures that its registers shall give for a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from gongkai.law.editions import Edition
from gongkai.report.model import Number

Kind = Literal["government", "department"]


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the disclosure office; every number in it is made of zeros."""

    office: str
    address: str
    postcode: str
    hours: str
    telephone: str
    email: str
    website: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An invented agency. ``code`` starts with 99, which is no province of GB/T 2260; ``parent`` is the code of the
    agency above, None for the government; ``document_word`` is what its document numbers begin with (机关代字);
    ``subjects`` are the matters that its items, requests and meetings speak of."""

    code: str
    name: str
    short_name: str
    kind: Kind
    parent: str | None
    document_word: str
    contact: Contact
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What the registers of one year shall give.

    ``figures`` holds the cells of the edition and, under keys that other editions use, what the registers hold beyond
    it; a key that is absent counts as 0. ``proposals`` are counts by kind (人大建议, 政协提案) and result, those under
    参阅件 for reference only.
    """

    year: int
    edition: Edition
    figures: Mapping[str, Number]
    proposals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def count(self, key: str) -> int:
        return int(self.figures.get(key, 0))

    @property
    def by_applicant(self) -> bool:
        """True where the form counts requests by kind of applicant (2019 on)."""
        return any(table.layout == "matrix" for table in self.edition.tables)
