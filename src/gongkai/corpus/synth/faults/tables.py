"""Faults of a table: figures that no longer add up, parts greater than the whole, figures in each other's place.

What must be found is not written down here but worked out from the rules (``judging``): every rule that the changed
cells break. The prose keeps telling the right figures, so rules about prose may speak of the changed cells too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from gongkai.corpus.synth.faults.case import Case, Change, Expected, Fault, expected_of
from gongkai.corpus.synth.figures_2019 import APPLICANTS
from gongkai.corpus.synth.judging import cells_by_rule
from gongkai.corpus.synth.printing.cells import printed_figure
from gongkai.report.model import Cell, Number

_TRIES = 24
Changed = dict[str, Number]
Draft = Callable[[Case, Random], Changed | None]


def inject(case: Case, changed: Changed, rules: Iterable[str] = ()) -> Change | None:
    """Print ``changed`` figures in place of the right ones; None where that breaks none of ``rules`` (of any rule)."""
    cells = {**case.cells, **{key: reprinted(case, key, value) for key, value in changed.items()}}
    before = case.breaches_of(case.cells)
    found = [b for b in case.breaches_of(cells) if b not in before and set(b.cells) & changed.keys()]
    wanted = set(rules)
    if not found or (wanted and not any(b.rule in wanted for b in found)):
        return None
    told = "、".join(f"{key} {case.cells[key].raw}→{cells[key].raw}" for key in changed)
    case.cells = cells
    return Change(told, expected_of(found, list(changed)), (Expected(("T-*",), _with_totals(case, changed)),))


def _with_totals(case: Case, changed: Iterable[str]) -> tuple[str, ...]:
    """The changed cells and the totals over them, which rules about prose work out where the form prints none."""
    found = []
    for key in changed:
        row, at, column = key.partition("@")
        found.append(key)
        if at:
            rows = (row, case.edition.rows[row].parent or row)
            found.extend(f"{r}@{c}" for r in rows for c in (column, "total"))
    return tuple(dict.fromkeys(found))


def reprinted(case: Case, key: str, value: Number) -> Cell:
    """The cell with another figure, in the agency's digits."""
    cell = case.cells[key]
    table, row, column = case.edition.slots[key]
    raw = printed_figure(value, case.style, signed=table.type_of(row, column) == "signed_integer")
    return replace(cell, value=value, raw=raw + ("元" if cell.raw.endswith("元") else ""))


def breaking(*rules: str, low: int = 0) -> Callable[[Case, Random], Change | None]:
    """A fault that changes one cell which one of ``rules`` names so that the rule breaks; no figure under ``low``."""

    def fault(case: Case, draw: Random) -> Change | None:
        naming = cells_by_rule(case.edition.id)
        cells = sorted({c for rule in rules for c in naming.get(rule, ()) if _is_printed(case, c)})
        for _ in range(_TRIES if cells else 0):
            key = draw.choice(cells)
            if change := inject(case, {key: _another(case, key, draw, low)}, rules):
                return change
        return None

    return fault


def _is_printed(case: Case, key: str) -> bool:
    return key in case.cells and case.cells[key].value is not None


def _another(case: Case, key: str, draw: Random, low: int) -> Number:
    """A figure near the printed one, or far from it: both slips are made."""
    value = case.cells[key].value or 0
    if isinstance(value, float):
        return round(value + draw.choice((0.5, 1.0, 2.0)), 2)
    near = value + draw.choice((-3, -2, -1, 1, 2, 3))
    return max(draw.choice((near, near, value * 2 + 1, value + draw.randint(1, 60), 0)), low)


def drafted(draft: Draft) -> Callable[[Case, Random], Change | None]:
    """A fault of the figures that ``draft`` proposes, tried again where they break nothing."""

    def fault(case: Case, draw: Random) -> Change | None:
        for _ in range(_TRIES):
            changed = draft(case, draw)
            if changed and (change := inject(case, changed)):
                return change
        return None

    return fault


def _named(case: Case) -> list[str]:
    return sorted({c for cells in cells_by_rule(case.edition.id).values() for c in cells if _is_printed(case, c)})


def _any_cell(case: Case, draw: Random) -> Changed | None:
    key = draw.choice(_named(case))
    return {key: _another(case, key, draw, 0)}


def _neighbours(case: Case, draw: Random) -> Changed | None:
    """Two cells beside each other in a row, or below each other, with each other's figure."""
    keys = [key for key in case.edition.slots if _is_printed(case, key)]
    columns: dict[str, list[str]] = {}
    for key in keys:
        columns.setdefault(key.partition("@")[2], []).append(key)
    line = keys if draw.random() < 0.5 else draw.choice([c for c in columns.values() if len(c) > 1] or [keys])
    at = draw.randrange(len(line) - 1)
    one, other = line[at], line[at + 1]
    first, second = case.cells[one].value, case.cells[other].value
    if first is None or second is None or first == second or not isinstance(first, int) or not isinstance(second, int):
        return None
    return {one: second, other: first}


def _shifted(case: Case, draw: Random) -> Changed | None:
    """A row of the requests matrix one column too far to the left; the first figure stands last."""
    rows = sorted({key.partition("@")[0] for key in case.edition.slots if "@" in key})
    if not rows:
        return None
    row = draw.choice(rows)
    keys = [f"{row}@{who}" for who in APPLICANTS]
    values = [case.cells[key].value for key in keys]
    turned = [*values[1:], values[0]]
    if None in values or values == turned:
        return None
    return {k: new for k, old, new in zip(keys, values, turned, strict=True) if new is not None and new != old}


def _digits_swapped(case: Case, draw: Random) -> Changed | None:
    key = draw.choice(_named(case))
    value = case.cells[key].value
    if not isinstance(value, int) or value < 12 or str(value)[0] == str(value)[1]:
        return None
    text = str(value)
    return {key: int(text[1] + text[0] + text[2:])}


def _digit_lost(case: Case, draw: Random) -> Changed | None:
    key = draw.choice(_named(case))
    value = case.cells[key].value
    return {key: value // 10} if isinstance(value, int) and value >= 10 else None


def _below_zero(case: Case, draw: Random) -> Changed | None:
    key = draw.choice(_named(case))
    value = case.cells[key].value
    return {key: -value} if isinstance(value, int) and value > 0 else None


def _fault(fault_id: str, what: str, *rules: str, low: int = 0) -> Fault:
    return Fault(fault_id, "arithmetic", "cells", what, breaking(*rules, low=low))


FAULTS = (
    _fault("channel_heading", "the channel heading (Weihai) is not the sum of the channels", "P14-03"),
    _fault("items_above_channels", "more items than all channels together published", "P14-01"),
    _fault("items_below_channel", "fewer items than one channel published", "P14-02"),
    _fault("documents_above_whole", "more normative documents than items, or than were made", "P14-05", "P14-06"),
    _fault("principal_above_whole", "the principal took part in more events than there were", "Q14-01", "Q14-02"),
    _fault("topics_and_events", "hot topics fewer than the events of one method, or more than all", "Q14-03", "Q14-04"),
    _fault("modes_sum", "ways of applying that do not add up to the requests received", "A14-01", "A14-02", "A14-03"),
    _fault("closed_sum", "closed in time and late that do not add up to closed", "A14-04"),
    _fault("replies_sum", "kinds of reply that do not add up to the replies", "A14-05"),
    _fault("grounds_sum", "grounds that do not add up to the refusals", "A14-06", "A14-07"),
    _fault("closed_above_received", "more requests closed than received", "A14-09"),
    _fault("review_sum_2014", "outcomes of reviews that do not add up (2014 form)", "L14-01", "L14-02"),
    _fault("litigation_sum_2014", "outcomes of lawsuits that do not add up (2014 form)", "L14-11", "L14-12"),
    _fault("complaints_sum", "outcomes of complaints that do not add up", "L14-21"),
    _fault("library_sum", "paper and electronic deliveries that do not add up", "B14-01"),
    _fault("levels_sum", "city, county and town that do not add up (Weihai)", "B14-02", "B14-03", "B14-04"),
    _fault("staff_sum", "full-time and part-time staff that do not add up", "B14-05"),
    _fault("office_missing", "no office, no staff, fee without a closed request", "B14-10", "B14-12", "B14-06"),
    _fault("training_without_trainees", "training without trainees, or the reverse", "B14-07", "B14-08"),
    _fault("gazette_without_copies", "gazette issues without copies, visits without a place", "B14-13", "B14-09"),
    _fault("balance", "carried in and received are not handled and carried out", "A19-01"),
    _fault("outcomes_sum", "outcomes that do not add up to the total in a column", "A19-02", "A21-02"),
    _fault("row_sum", "applicant columns that do not add up to the row's total", "A19-03"),
    _fault("review_sum", "results of reviews that do not add up", "L19-review"),
    _fault(
        "litigation_sum",
        "results of lawsuits that do not add up",
        "L19-litigation_direct",
        "L19-litigation_after_review",
    ),
    _fault(
        "disclosed_above_stock",
        "more documents newly disclosed than disclosed in all",
        "P19-01-rules",
        "P19-01-normative_docs",
    ),
    _fault("disclosed_above_made", "more documents newly disclosed than made", "P19-02-rules", "P19-02-normative_docs"),
    _fault(
        "decisions_without_items",
        "decisions of a kind that has no item",
        *(f"P19-04-{r}" for r in ("licensing", "other_services", "penalties", "coercion")),
    ),
    _fault(
        "items_below_zero",
        "a decrease greater than the items there were",
        *(f"P19-03-{r}" for r in ("licensing", "other_services", "penalties", "coercion")),
        "P19-05",
        low=-999,
    ),
    _fault("procurement_without_amount", "procurement projects without an amount, or the reverse", "P19-06"),
    _fault(
        "made_above_valid",
        "more documents made than are valid or were repealed",
        "P21-01-rules",
        "P21-01-normative_docs",
    ),
    Fault(
        "any_cell", "arithmetic", "cells", "any cell that a rule names, changed so that one breaks", drafted(_any_cell)
    ),
    Fault(
        "swapped_cells", "arithmetic", "cells", "two neighbouring cells with each other's figure", drafted(_neighbours)
    ),
    Fault("shifted_row", "arithmetic", "cells", "a row of the matrix shifted by one column", drafted(_shifted)),
    Fault(
        "digits_swapped", "arithmetic", "cells", "the first two digits of a figure in reverse", drafted(_digits_swapped)
    ),
    Fault("digit_lost", "arithmetic", "cells", "the last digit of a figure lost", drafted(_digit_lost)),
    Fault("below_zero", "arithmetic", "cells", "a count printed with a minus", drafted(_below_zero)),
)
