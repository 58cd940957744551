"""Which reports there are: governments with their bureaus, each over consecutive years, each year on its edition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from gongkai.corpus.synth.chance import stream, weighted
from gongkai.corpus.synth.names import BUREAUS, GOVERNMENT, Bureau, place_name
from gongkai.law.editions import builtin_editions

REGIONS = ("national", "shandong", "weihai")
SHORTEST, LONGEST = 3, 12
_MOST_BUREAUS = 9
_REPORTS_A_BUREAU = 60
_FEWEST_BUREAUS = 2


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for. ``rate`` is the share of reports with a fault; no ``editions`` or no ``kinds`` (of faults)
    means all."""

    count: int
    seed: int
    rate: float
    formats: tuple[str, ...]
    first_year: int = 2014
    last_year: int = 2024
    editions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """An agency with the years it reports on; ``region`` is the practice that its form follows before 2019."""

    place: str
    agency: str
    bureau: Bureau
    region: str
    number: int
    years: tuple[int, ...]

    @property
    def is_government(self) -> bool:
        return self.bureau == GOVERNMENT

    def edition(self, year: int) -> str:
        return edition_for(self.region, year, government=self.is_government)


@dataclass(frozen=True, slots=True)
class County:
    """One unit of work: a government and its bureaus."""

    number: int
    place: str
    series: tuple[Series, ...]

    @property
    def size(self) -> int:
        return sum(len(s.years) for s in self.series)


@cache
def edition_for(region: str, year: int, *, government: bool) -> str:
    """The edition of the form that an agency of a region uses in a year."""
    if year >= 2019:
        return next(e.id for e in builtin_editions().values() if e.status == "national" and e.covers(year))
    if region == "weihai" and builtin_editions()["cn-gid-2014-weihai"].covers(year):
        return "cn-gid-2014-weihai"
    if region == "national":
        return "cn-gid-2014-national"
    return "cn-gid-2014-shandong" if government else "cn-gid-2014-shandong-dept"


def counties(options: Options) -> Iterator[County]:
    """The counties that make up exactly ``options.count`` reports, in order.

    Nothing where the years asked for have none of the editions asked for.
    """
    left, number, idle = options.count, 0, 0
    while left > 0 and idle < 3 * len(REGIONS):
        county = _county(options, number)
        number += 1
        idle = 0 if county.series else idle + 1
        if county.series:
            county = _cut(county, left)
            left -= county.size
            yield county


def _county(options: Options, number: int) -> County:
    draw = stream(options.seed, "county", number)
    most = min(max(options.count // _REPORTS_A_BUREAU, _FEWEST_BUREAUS), _MOST_BUREAUS)
    place = place_name(number)
    region = REGIONS[number % len(REGIONS)]
    kinds = [GOVERNMENT, *draw.sample(BUREAUS, draw.randint(1, max(most - 1, 1)))]
    series = []
    for at, bureau in enumerate(kinds):
        first = max(options.first_year, 2014 + weighted(draw, tuple(enumerate((6, 2, 2, 1, 1, 3, 1)))))
        length = draw.randint(SHORTEST, LONGEST)
        one = Series(place, f"{place}{bureau.name}", bureau, region, at, ())
        years = [y for y in range(first, min(first + length, options.last_year + 1)) if _wanted(options, one, y)]
        if run := _longest_run(years):
            series.append(replace(one, years=run))
    return County(number, place, tuple(series))


def _wanted(options: Options, series: Series, year: int) -> bool:
    return not options.editions or series.edition(year) in options.editions


def _longest_run(years: list[int]) -> tuple[int, ...]:
    longest: tuple[int, ...] = ()
    run: tuple[int, ...] = ()
    for year in years:
        run = (*run, year) if run and run[-1] == year - 1 else (year,)
        longest = max(longest, run, key=len)
    return longest


def _cut(county: County, left: int) -> County:
    kept = []
    for series in county.series:
        years = series.years[:left]
        left -= len(years)
        if years:
            kept.append(replace(series, years=years))
    return replace(county, series=tuple(kept))
