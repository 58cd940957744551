"""Faults against last year's report: balances and stocks that do not roll on.

They change the figures before the prose is written, so that the report agrees with itself and only last year's report
shows the fault.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from gongkai.corpus.synth.faults.case import Case, Change, Fault, expected_of
from gongkai.corpus.synth.figures_2014 import Figures
from gongkai.corpus.synth.figures_2019 import APPLICANTS

_TRIES = 12
Draft = Callable[[Case, Random], Figures | None]


def against_last_year(draft: Draft, prefix: str) -> Callable[[Case, Random], Change | None]:
    """A fault of the figures that ``draft`` proposes; it must break rules that begin with ``prefix`` and no other."""

    def fault(case: Case, draw: Random) -> Change | None:
        if case.previous is None:
            return None
        right = case.printed(case.figures)
        before = case.breaches_of(right)
        for _ in range(_TRIES):
            changed = draft(case, draw)
            if not changed:
                continue
            printed = case.printed(case.figures | changed)
            found = [b for b in case.breaches_of(printed) if b not in before]
            if any(b.rule.startswith(prefix) for b in found) and all(b.rule.startswith("X-") for b in found):
                told = "、".join(f"{key} {right[key].raw}→{printed[key].raw}" for key in changed)
                case.figures = case.figures | changed
                return Change(told, expected_of(found, list(changed)))
        return None

    return fault


def _carried(case: Case, draw: Random) -> Figures | None:
    """More or fewer requests carried in than last year carried out; as many fewer or more received."""
    if "req_carried_in@total" not in case.figures:
        return None
    who, by = draw.choice(APPLICANTS), draw.choice((-2, -1, 1, 2, 3))
    return _moved(case.figures, {who: by})


def _carried_elsewhere(case: Case, draw: Random) -> Figures | None:
    """The requests carried in stand in another applicant's column."""
    if "req_carried_in@total" not in case.figures:
        return None
    one, other = draw.sample(APPLICANTS, 2)
    by = draw.randint(1, 3)
    return _moved(case.figures, {one: -by, other: by})


def _moved(figures: Figures, by: dict[str, int]) -> Figures | None:
    changed: Figures = {}
    for who, n in by.items():
        changed[f"req_carried_in@{who}"] = figures[f"req_carried_in@{who}"] + n
        changed[f"req_received@{who}"] = figures[f"req_received@{who}"] - n
    if min(changed.values()) < 0:
        return None
    whole = sum(by.values())
    if whole:
        changed["req_carried_in@total"] = figures["req_carried_in@total"] + whole
        changed["req_received@total"] = figures["req_received@total"] - whole
    return changed


def _stock(column: str) -> Draft:
    def draft(case: Case, draw: Random) -> Figures | None:
        keys = [key for key in case.figures if key.endswith(column)]
        if not keys:
            return None
        key = draw.choice(keys)
        value = case.figures[key] + draw.choice((-5, -2, -1, 1, 2, 4, 9))
        return {key: value} if value >= 0 else None

    return draft


FAULTS = (
    Fault(
        "carried_in",
        "cross-year",
        "figures",
        "carried in is not what last year carried out",
        against_last_year(_carried, "X-01"),
    ),
    Fault(
        "carried_in_column",
        "cross-year",
        "figures",
        "carried in stands in another applicant's column",
        against_last_year(_carried_elsewhere, "X-02"),
    ),
    Fault(
        "valid_stock",
        "cross-year",
        "figures",
        "documents in force do not roll on",
        against_last_year(_stock("_valid"), "X-03"),
    ),
    Fault(
        "disclosed_stock",
        "cross-year",
        "figures",
        "documents disclosed in all do not roll on",
        against_last_year(_stock("_disclosed_total"), "X-04"),
    ),
    Fault(
        "items_of_last_year",
        "cross-year",
        "figures",
        "items of last year are not those of last year's table",
        against_last_year(_stock("_items_prev_year"), "X-05"),
    ),
)
