"""Normative documents and rules: when each was made, first published and repealed.

A stock runs through all years: what a year's form counts as made, newly disclosed, repealed, disclosed in all and
valid are five views of the same documents. Documents older than the register fill what the counts presuppose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from gongkai.corpus.synth.chance import stream
from gongkai.demo.agency import Agency, YearFigures
from gongkai.demo.rows.days import earlier, later, later_in_year, some_day, working_days
from gongkai.demo.sheets import RegisterError

KINDS = {"normative_docs": "行政规范性文件", "rules": "规章"}
_OLDEST = 6  # Years before the first of the register from which its older documents come.


@dataclass(slots=True)
class Document:
    """A document by its years; ``published`` None: never disclosed, ``ended`` None: still valid."""

    kind: str
    made: int
    published: int | None = None
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class DatedDocument:
    kind: str
    made: date
    published: date | None
    ended: date | None


def documents(agency: Agency, years: Sequence[YearFigures]) -> list[DatedDocument]:
    """Every document of the register, oldest first."""
    found: list[DatedDocument] = []
    for key, kind in KINDS.items():
        draw = stream(agency.name, "documents", key)
        stock = _Stock(key, kind, years)
        found += (_dated(draw, document) for document in stock.documents())
    return sorted(found, key=lambda d: (d.made, d.kind))


def disclosed(target: YearFigures, key: str) -> int:
    """How many documents of a kind (``normative_docs`` or ``rules``) are first published in the year."""
    return target.count(f"{key}_newly_disclosed") or target.count(f"{key}_disclosed")


class _Stock:
    def __init__(self, key: str, kind: str, years: Sequence[YearFigures]) -> None:
        self.key = key
        self.kind = kind
        self.years = years
        self.first = years[0].year
        self.held: list[Document] = []

    def documents(self) -> list[Document]:
        already = self._disclosed_before()
        for n in range(already or 0):
            self._add_old(n, published=True)
        for target in self.years:
            self._make_and_disclose(target)
        self._meet_valid(free=already is None)
        for target in self.years:
            self._repeal(target)
        return self.held

    def _figure(self, target: YearFigures, name: str) -> int | None:
        key = f"{self.key}_{name}"
        return target.count(key) if key in target.figures else None

    def _disclosed_before(self) -> int | None:
        """How many were disclosed before the register's first year; None where no form tells."""
        found, sum_so_far = None, 0
        for target in self.years:
            sum_so_far += disclosed(target, self.key)
            if (total := self._figure(target, "disclosed_total")) is None:
                continue
            if total < sum_so_far or found not in (None, total - sum_so_far):
                raise RegisterError(
                    f"{self.key}_disclosed_total of {target.year} does not follow from the years before"
                )
            found = total - sum_so_far
        return found

    def _add_old(self, number: int, *, published: bool) -> Document:
        made = self.first - 1 - number % _OLDEST
        document = Document(self.kind, made, made if published else None)
        self.held.append(document)
        return document

    def _make_and_disclose(self, target: YearFigures) -> None:
        waiting = [d for d in self.held if d.published is None]
        new = [Document(self.kind, target.year) for _ in range(target.count(f"{self.key}_made"))]
        self.held += new
        wanted = disclosed(target, self.key)
        candidates = [*new, *waiting][:wanted]
        candidates += (self._add_old(n, published=False) for n in range(wanted - len(candidates)))
        for document in candidates:
            document.published = target.year

    def _meet_valid(self, *, free: bool) -> None:
        """End old documents, or add some, until the first figure of valid documents is met. Forms before 2021 ask for
        no repeals, so that a surplus may have ended before."""
        target = next((t for t in self.years if self._figure(t, "valid") is not None), None)
        if target is None:
            return
        repealed = sum(t.count(f"{self.key}_repealed") for t in self.years if t.year <= target.year)
        natural = sum(d.made <= target.year for d in self.held) - repealed
        wanted = target.count(f"{self.key}_valid")
        for n in range(wanted - natural):
            self._add_old(n, published=free)
        before = sorted((d for d in self.held if d.made < target.year and _settled(d, target.year)), key=_age)
        if len(before) < natural - wanted:
            raise RegisterError(f"{self.key}_valid of {target.year} is less than what is new that year")
        for document in before[: max(0, natural - wanted)]:
            document.ended = target.year - 1

    def _repeal(self, target: YearFigures) -> None:
        wanted = target.count(f"{self.key}_repealed")
        valid = [d for d in self.held if d.made <= target.year and d.ended is None]
        oldest = sorted((d for d in valid if _settled(d, target.year + 1)), key=_age)[:wanted]
        if len(oldest) < wanted:
            raise RegisterError(f"{self.key}_repealed of {target.year} is more than there are")
        for document in oldest:
            document.ended = target.year
        stated = self._figure(target, "valid")
        if stated is not None and stated != len(valid) - wanted:
            raise RegisterError(f"{self.key}_valid of {target.year} does not follow from the year before")


def _settled(document: Document, year: int) -> bool:
    """True where whatever is published of the document was published before the year."""
    return document.published is None or document.published < year


def _age(document: Document) -> tuple[bool, int]:
    """Published documents first, oldest first."""
    return document.published is None, document.made


def _dated(draw: Random, document: Document) -> DatedDocument:
    made, published = _made_and_published(draw, document)
    ended = None
    if document.ended is not None:
        after = max(day for day in (made, published, date(document.ended, 1, 1)) if day)
        days = [day for day in working_days(document.ended) if day >= after]
        ended = draw.choice(days)
    return DatedDocument(document.kind, made, published, ended)


def _made_and_published(draw: Random, document: Document) -> tuple[date, date | None]:
    """Published within the 20 working days of the Regulations where made in the same year, or at the turn of it."""
    if document.published is None:
        return some_day(draw, document.made), None
    if document.published == document.made + 1:
        published = some_day(draw, document.published, 0, 9)
        return earlier(published, draw.randint(10, 20)), published
    made = some_day(draw, document.made)
    if document.published == document.made:
        return made, later_in_year(made, draw.randint(0, 18))
    return made, later(some_day(draw, document.published, 0, 100), draw.randint(0, 60))
