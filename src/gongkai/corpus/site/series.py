"""One figure of one organ over all its years: points, missing years, breaks where the form changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.corpus.site.measures import MEASURES, Break, Measure, break_between, in_form

STATES = {"blank": "空白", "absent": "未印此栏", "no_row": "本版无此栏", None: "未识别表格"}


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What one report gives to the series: ``values`` and ``states`` are by concept."""

    sha256: str
    year: int
    edition: str | None
    era: str | None
    values: Mapping[str, float | None]
    states: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a year. ``state`` says why there is none (``number`` where there is one)."""

    year: int
    era: str | None
    value: float | None
    state: str

    @property
    def why(self) -> str:
        return STATES.get(self.state, "不能计算")


@dataclass(frozen=True, slots=True)
class Series:
    """The points of a measure in the order of years, and the breaks between them."""

    measure: Measure
    points: tuple[Point, ...]
    breaks: tuple[Break, ...]

    @property
    def breaks_told(self) -> str:
        """Every break in one line, then what the crosswalk notes on the figure."""
        verdicts = "；".join(mark.verdict for mark in self.breaks)
        return f"{verdicts}。{''.join(dict.fromkeys(mark.note for mark in self.breaks))}"

    @property
    def has_numbers(self) -> bool:
        return any(point.value is not None for point in self.points)


def all_series(years: Sequence[YearFigures]) -> list[Series]:
    """Every measure over the years given (rising, one report a year)."""
    return [series_of(measure, years) for measure in MEASURES]


def series_of(measure: Measure, years: Sequence[YearFigures]) -> Series:
    points = tuple(_point(measure, figures) for figures in years)
    known = [point.era for point in points if point.era]
    changes = [(one, other) for one, other in pairwise(known) if one != other]
    here = [(one, other) for one, other in changes if in_form(measure, one) or in_form(measure, other)]
    breaks = (break_between(measure, one, other) for one, other in here)
    return Series(measure, points, tuple(dict.fromkeys(breaks)))


def _point(measure: Measure, figures: YearFigures) -> Point:
    state = _state(measure, figures)
    if state != "number":
        return Point(figures.year, figures.era, None, state)
    value = figures.values[measure.of]
    if measure.among is None:
        return Point(figures.year, figures.era, value, state)
    base = figures.values[measure.among]
    if not base or value is None:
        return Point(figures.year, figures.era, None, "no_base")
    return Point(figures.year, figures.era, value / base, state)


def _state(measure: Measure, figures: YearFigures) -> str:
    """``number`` when all that the measure needs is a number, else the first state that is not."""
    if not in_form(measure, figures.era):
        return "no_row"
    states = [figures.states.get(name) or "absent" for name in measure.needs]
    return next((state for state in states if state != "number"), "number")


def missing_years(years: Iterable[int]) -> list[int]:
    """The years between the first and the last that have no report."""
    known = set(years)
    return [year for year in range(min(known), max(known)) if year not in known] if known else []
