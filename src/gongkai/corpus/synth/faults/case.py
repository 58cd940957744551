"""A report in the making, and what a fault says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from gongkai.corpus.synth.figures_2014 import Figures
from gongkai.corpus.synth.judging import Breach, breaches
from gongkai.corpus.synth.plan import Series
from gongkai.corpus.synth.printing.cells import CellStyle, print_cells
from gongkai.corpus.synth.prose.composing import Prose
from gongkai.corpus.synth.prose.voice import Voice
from gongkai.law.editions import Edition
from gongkai.report.model import Cell, Number

Stage = Literal["figures", "voice", "cells", "prose", "document"]
Family = Literal["arithmetic", "cross-year", "prose", "document"]


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding of one of ``rules`` (``T-*`` any of a family) that names one of ``cells`` or words of ``passage``; with
    neither, any finding of the rule."""

    rules: tuple[str, ...]
    cells: tuple[str, ...] = ()
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a fault changed: ``told`` in words for whoever reads the key, what ``must`` be found in this report, what
    else it ``may`` cause there."""

    told: str
    must: tuple[Expected, ...]
    may: tuple[Expected, ...] = ()


@dataclass(slots=True)
class Case:
    """A report in the making. ``figures`` are those that its prose tells, ``cells`` those that its table prints;
    ``previous`` is last year's report, ``others`` the reports of the county that were made before."""

    series: Series
    year: int
    edition: Edition
    style: CellStyle
    figures: Figures
    voice: Voice
    previous: Case | None = None
    others: Sequence[Case] = ()
    cells: dict[str, Cell] = field(default_factory=dict)
    prose: Prose | None = None
    published: tuple[int, int, int] | None = None
    changes: dict[str, Change] = field(default_factory=dict)

    def values(self) -> dict[str, Number | None]:
        """The printed figures."""
        return {key: cell.value for key, cell in self.cells.items()}

    def breaches_of(self, cells: Mapping[str, Cell]) -> list[Breach]:
        """The rules that these cells break in this report, errors and warnings."""
        then = self.previous.values() if self.previous else None
        found = breaches(self.edition.id, self.year, {key: c.value for key, c in cells.items()}, then)
        return [b for b in found if b.severity != "info"]

    def printed(self, figures: Figures) -> dict[str, Cell]:
        """The cells of figures as this agency prints them."""
        return print_cells(figures, self.edition, self.style)


Inject = Callable[[Case, Random], Change | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault. ``inject`` changes a case at its ``stage`` and tells what it did, or leaves it alone and gives
    None where the report has no place for it or the fault could not be seen. ``what`` is for the documentation."""

    id: str
    family: Family
    stage: Stage
    what: str
    inject: Inject


def expected_of(found: Sequence[Breach], changed: Sequence[str]) -> tuple[Expected, ...]:
    """A finding for every breach, which names the changed cells that the rule names."""
    return tuple(Expected((b.rule,), tuple(c for c in b.cells if c in changed)) for b in found)
