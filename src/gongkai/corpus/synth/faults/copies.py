"""Faults of whoever copies: last year's table, last year's prose, another agency's prose."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from gongkai.corpus.synth.faults.case import Case, Change, Expected, Fault, expected_of
from gongkai.law.rules import non_additive_keys
from gongkai.report.model import Number


def copied_table(case: Case, draw: Random) -> Change | None:
    """Every figure is last year's."""
    then = case.previous
    if then is None or then.edition.id != case.edition.id or then.changes:
        return None  # A table that is wrong already would make this report's prose repeat what is wrong.
    before = case.breaches_of(case.printed(case.figures))
    figures: dict[str, Number] = {
        key: value if (value := then.cells[key].value) is not None else 0 for key in case.figures if key in then.cells
    }
    cells = case.printed({**case.figures, **figures})
    filled = {key for key, cell in cells.items() if cell.value}
    same = all(
        cell.value == then.cells[key].value for key, cell in cells.items() if cell.value or then.cells[key].value
    )
    if not same or not filled - non_additive_keys():
        return None
    changed = [key for key, value in figures.items() if value != case.figures[key]]
    found = [b for b in case.breaches_of(cells) if b not in before and set(b.cells) & set(changed)]
    case.figures = {**case.figures, **figures}
    left_over = Expected(tuple({b.rule for b in case.breaches_of(cells)}) or ("X-07",))
    return Change("全部数据照抄上年", (Expected(("X-07",)), *expected_of(found, changed)), (left_over,))


def copied_prose(case: Case, draw: Random) -> Change | None:
    """The wording is last year's, the figures are this year's."""
    then = case.previous
    if then is None or then.voice.year != then.year or then.edition.id != case.edition.id:
        return None
    case.voice = then.voice
    return Change("正文照抄上年", (Expected(("X-08",)),), (Expected(("X-10",)),))


def copied_from_another(case: Case, draw: Random) -> Change | None:
    """The wording is that of another agency of the county in this year, published before, its name put in."""
    donors = [
        other
        for other in case.others
        if other.year == case.year and other.edition.id == case.edition.id and other.voice.writer == other.series.agency
    ]
    donors = [d for d in donors if d.voice.year == d.year and d.series.agency != case.series.agency]
    donors = [d for d in donors if d.prose and case.prose and d.prose.signed < case.prose.signed]
    if not donors:
        return None
    donor = draw.choice(donors)
    case.voice = replace(donor.voice)
    change = Change(f"正文照抄{donor.series.agency}", (Expected(("X-10",)),))
    lender = Change(f"被{case.series.agency}照抄", (), (Expected(("X-10",)),))
    donor.changes[f"lent:{case.series.agency}"] = lender
    return change


def repeated(now: str, then: str, run: int = 8) -> float:
    """The share of the runs of ``run`` characters of one text that stand in the other, figures and marks aside."""
    one, other = (re.sub(r"[\W_]+", "", re.sub(r"\d+(?:\.\d+)?", "#", text)).replace("#", "") for text in (now, then))
    known = {other[at : at + run] for at in range(len(other) - run + 1)}
    runs = [one[at : at + run] for at in range(len(one) - run + 1)]
    return sum(r in known for r in runs) / max(len(runs), 1)


FAULTS = (
    Fault("copied_table", "cross-year", "figures", "every figure is last year's", copied_table),
    Fault("copied_prose", "cross-year", "voice", "the prose is last year's with new figures", copied_prose),
    Fault(
        "copied_from_another",
        "prose",
        "voice",
        "the prose is another agency's with the name changed",
        copied_from_another,
    ),
)
