"""A county's reports, from latent years to the bytes of files and their answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from gongkai.corpus.synth.agency import Agency, agency_of
from gongkai.corpus.synth.answers import Answer, answer_of
from gongkai.corpus.synth.chance import stream, weighted
from gongkai.corpus.synth.faults import FAMILIES, FAULTS
from gongkai.corpus.synth.faults.case import Case, Fault
from gongkai.corpus.synth.figures_2014 import Figures, figures_2014
from gongkai.corpus.synth.figures_2019 import Standing, figures_2019
from gongkai.corpus.synth.plan import County, Options, Series
from gongkai.corpus.synth.printing.cells import CellStyle, cell_style
from gongkai.corpus.synth.printing.files import file_of, look_of
from gongkai.corpus.synth.prose.composing import compose
from gongkai.corpus.synth.prose.teller import Teller
from gongkai.corpus.synth.prose.voice import Voice
from gongkai.law.editions import Edition, builtin_editions

_PUBLISHING = 0.5
_SECOND_FAULT = 0.12
_WEIGHTS = {"arithmetic": 5, "cross-year": 3, "prose": 5, "document": 1.5}
_COUNTIES_A_FOLDER = 100


@dataclass(frozen=True, slots=True)
class Made:
    """A report's file: its path below the folder, its bytes, and what is true of it."""

    path: str
    content: bytes
    answer: Answer


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where an agency's reports are made: what stays the same from year to year."""

    options: Options
    agency: Agency
    style: CellStyle
    me: str
    length: int

    @property
    def series(self) -> Series:
        return self.agency.series


def make_county(options: Options, county: County) -> Iterator[Made]:
    """The reports of a county, agency by agency, year by year."""
    cases: list[Case] = []
    for series in county.series:
        cases.extend(_series(options, series, cases))
    for case in cases:
        yield _made(options, county, case)


def _series(options: Options, series: Series, others: Sequence[Case]) -> list[Case]:
    draw = stream(options.seed, "desk", series.agency)
    desk = _Desk(options, agency_of(series, options.seed), cell_style(draw), _me(series, draw), draw.randint(8, 48))
    standing, previous, made = Standing(), None, []
    for year in series.years:
        case = _case(desk, year, standing, previous, others)
        made.append(case)
        previous = case
    return made


def _me(series: Series, draw: Random) -> str:
    if series.is_government:
        return f"{draw.choice('我本')}{series.place[-1]}"
    return draw.choice(("我局", "本局", "本机关", "我单位"))


def _case(desk: _Desk, year: int, standing: Standing, previous: Case | None, others: Sequence[Case]) -> Case:
    """The report of a year with its faults, if any; ``standing`` is moved on to the end of the year."""
    series, seed = desk.series, desk.options.seed
    edition = builtin_editions()[series.edition(year)]
    figures = _figures(desk, edition, year, standing, previous)
    voice = Voice(seed, series.agency, year, series.bureau)
    case = Case(series, year, edition, desk.style, figures, voice, previous, others)
    _write(desk, case)
    draw = stream(seed, "faults", series.agency, year)
    case.published = case.prose.signed if case.prose and draw.random() < _PUBLISHING else None
    if draw.random() < desk.options.rate:
        _put_in(desk, case, draw)
    return case


def _write(desk: _Desk, case: Case) -> None:
    """Print the table and write the prose anew from the case's figures."""
    case.cells = case.printed(case.figures)
    then = case.previous.figures if case.previous else None
    teller = Teller(case.voice, desk.series.agency, desk.me, case.year, case.figures, then)
    case.prose = compose(teller, case.edition, desk.options.seed, length=desk.length)


def _put_in(desk: _Desk, case: Case, draw: Random) -> None:
    """Put in the first fault that the report has a place for, sometimes with a fault of the document."""
    order = [f for f in _in_turn(draw) if not desk.options.kinds or f.id in desk.options.kinds]
    for fault in order:
        if _tried(desk, case, fault, draw):
            break
    if "document" not in {FAULTS[name].stage for name in case.changes} and draw.random() < _SECOND_FAULT:
        for fault in (f for f in order if f.stage == "document"):
            if _tried(desk, case, fault, draw):
                break


def _tried(desk: _Desk, case: Case, fault: Fault, draw: Random) -> bool:
    change = fault.inject(case, draw)
    if change is None:
        return False
    case.changes[fault.id] = change
    if fault.stage in ("figures", "voice"):
        _write(desk, case)
    return True


def _in_turn(draw: Random) -> list[Fault]:
    """All faults in the order in which they are tried: by family, within it by chance."""
    left, order = list(FAMILIES), []
    while left:
        family = weighted(draw, [(name, _WEIGHTS[name]) for name in left])
        left.remove(family)
        kinds = [fault for fault in FAULTS.values() if fault.family == family]
        order.extend(draw.sample(kinds, len(kinds)))
    return order


def _figures(desk: _Desk, edition: Edition, year: int, standing: Standing, previous: Case | None) -> Figures:
    """A latent year that is not last year's over again."""
    for attempt in range(100):
        draw = stream(desk.options.seed, "figures", desk.series.agency, year, attempt)
        trial = deepcopy(standing)
        if year >= 2019:
            figures = figures_2019(draw, desk.agency, edition, trial)
        else:
            figures = figures_2014(draw, desk.agency, edition)
        if previous is None or figures != previous.figures:
            break
    standing.carried, standing.stocks, standing.items = trial.carried, trial.stocks, trial.items
    return figures


def _made(options: Options, county: County, case: Case) -> Made:
    draw = stream(options.seed, "file", case.series.agency, case.year)
    look = look_of(case, options.formats, draw)
    content = file_of(case, look, draw)
    folder = f"{case.series.region}/{county.number // _COUNTIES_A_FOLDER:03d}/{case.series.place}"
    path = f"{folder}/{case.series.agency}{case.year}年.{look.suffix}"
    return Made(path, content, answer_of(case, look, path, sha256(content).hexdigest()))
