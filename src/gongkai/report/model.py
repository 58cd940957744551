"""The one model in the middle: what every file is read into and every output is written from.

A blank, a not-applicable mark and a zero are three different things: a blank cell has ``value`` None and
``raw`` ``""``; a mark keeps its text in ``raw`` (``"/"``) with ``value`` None; a zero has ``value`` 0. A cell whose
row, column or table the document lacks has no key at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Number = int | float
Scope = Literal["own", "jurisdiction", "other"]
Period = Literal["year", "cumulative", "other_year"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its source file; only the coordinates that the format has are set.

    ``table``, ``row`` and ``column`` count from 0 (table in the document, row and column in its grid); ``page`` and
    ``line`` count from 1; ``box`` is (left, bottom, right, top) in points of the page; ``start`` and ``end`` are
    character offsets in the decoded plain text; ``sheet`` is the name of a worksheet.
    """

    table: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    line: int | None = None
    start: int | None = None
    end: int | None = None
    sheet: str | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the statutory form. ``unit`` is the form's unit, ``printed_unit`` what the document prints
    (None where the layout has no unit column, ``""`` where the unit cell is empty)."""

    key: str
    value: Number | None
    raw: str
    unit: str | None = None
    where: Place = NOWHERE
    printed_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that the prose states. One entry per occurrence.

    ``key`` is a key of ``law/data/claims.json`` or ``"unmapped"``. ``section`` is an index into ``Report.sections`` and
    ``quote`` is that section's ``text[start:end]``. The JSON of a plain-text report turns ``start`` and ``end`` into
    offsets in the whole text.
    """

    key: str
    value: Number
    unit: str
    scope: Scope
    period: Period
    approx: bool
    quote: str
    start: int
    end: int
    section: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a section, with its words for those who cannot see it. ``content`` is a PNG or JPEG file, None where
    only the words are known, as in JSON."""

    alt: str
    caption: str = ""
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One top-level part of a report; ``text`` is its prose: paragraphs joined by a line feed, no heading, no table.

    ``key`` is a section key of the edition, ``"preamble"`` for what stands between the title and the first heading,
    ``"attachment"`` for what surrounds an appended table (填报单位, 填表人, notes), None for a heading that the edition
    does not know. ``anchors`` are (offset in ``text``, offset in the report's plain text) of each paragraph, empty
    where the source was not plain text. ``pictures`` stand in order below the prose, above its tables; reading a file
    gives none.
    """

    key: str | None
    number: str | None
    title: str | None
    text: str
    anchors: tuple[tuple[int, int], ...] = ()
    pictures: tuple[Picture, ...] = ()

    def offset_in_source(self, offset: int) -> int:
        """The offset in the report's plain text of an offset in this section's text."""
        begin, anchor = max((a for a in self.anchors if a[0] <= offset), default=(0, 0))
        return anchor + offset - begin


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader could not place or wants to tell: never a finding."""

    code: str
    message: str
    where: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Source:
    """The file a report was read from: its name without folders, the SHA-256 of its bytes and its format."""

    name: str
    sha256: str
    format: str


@dataclass(slots=True)
class Report:
    """One agency's annual report for one year.

    ``edition`` is the id of the edition of the statutory form, None where no table of a known edition was found.
    ``text`` is the decoded text when the source was plain text, else None.
    """

    agency: str | None = None
    year: int | None = None
    edition: str | None = None
    title: str | None = None
    source: Source | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    text: str | None = None

    def value(self, key: str) -> Number | None:
        """The figure of ``key``; None where it is blank or absent."""
        cell = self.cells.get(key)
        return cell.value if cell else None
