"""What an import would do to the registers of an organ: each row added, changed, unchanged or refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal, TypeVar

from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.jobs.actions import Told, untold
from gongkai.registers.closing import Closed, closed_years
from gongkai.registers.counting import Tally
from gongkai.registers.identity import changes, fingerprint, free_identity, row_values
from gongkai.registers.models import Row
from gongkai.registers.sheets import Sheet
from gongkai.registers.validation import faults_of
from gongkai.registers.workbook.reading import Contents, Line, Located, SheetRows

State = Literal["added", "changed", "unchanged", "refused"]
STATES: tuple[State, ...] = ("added", "changed", "unchanged", "refused")
_AT_ONCE = 1000
T = TypeVar("T")


@dataclass
class Decision:
    """What becomes of a line. ``row`` is the stored row that it changes or equals; ``differing`` the changed fields."""

    line: Line
    state: State
    identity: str = ""
    row: Row | None = None
    before: dict[str, Any] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)


@dataclass
class SheetPlan:
    """The decisions on one sheet, in the order of its rows."""

    rows: SheetRows
    decisions: list[Decision]

    @property
    def sheet(self) -> Sheet:
        return self.rows.sheet

    def of(self, state: State) -> list[Decision]:
        return [decision for decision in self.decisions if decision.state == state]

    def counts(self) -> dict[str, int]:
        counted = Counter(decision.state for decision in self.decisions)
        return {state: counted[state] for state in STATES}


@dataclass
class Plan:
    """An import as it would be carried out now."""

    contents: Contents
    sheets: list[SheetPlan]

    def faults(self) -> list[Located]:
        """Every error and warning."""
        return self.contents.all_faults()

    @property
    def clean(self) -> bool:
        """Whether nothing is refused."""
        return not any(located.fault.severity == "error" for located in self.faults())

    def total(self, state: State) -> int:
        return sum(plan.counts()[state] for plan in self.sheets)


def plan_import(agency: Agency, contents: Contents, told: Told = untold) -> Plan:
    """Compare the rows of a workbook with the organ's registers. Faults that only the registers show (closed years) are
    added to the lines."""
    closed = closed_years(agency)
    tally = Tally(told, sum(len(rows.sound) for rows in contents.sheets))
    return Plan(contents, [_plan_sheet(agency, rows, closed, tally) for rows in contents.sheets])


def _plan_sheet(agency: Agency, rows: SheetRows, closed: Closed, tally: Tally) -> SheetPlan:
    decide = _decide_numbered if rows.sheet.number else _decide_unnumbered
    doing = _("正在与台账“%(sheet)s”核对") % {"sheet": rows.sheet.name}
    decided = {d.line.number: d for d in tally.each(decide(agency, rows, rows.sound), doing)}
    decisions = [decided.get(line.number) or Decision(line, "refused") for line in rows.lines]
    for decision in decisions:
        _refuse_closed(rows.sheet, decision, closed)
    return SheetPlan(rows, decisions)


def _refuse_closed(sheet: Sheet, decision: Decision, closed: Closed) -> None:
    if decision.state in ("added", "changed"):
        faults = closed.faults(sheet, decision.before or None, decision.line.values)
        if faults:
            decision.line.faults += faults
            decision.state = "refused"


def _decide_numbered(agency: Agency, rows: SheetRows, lines: Sequence[Line]) -> Iterator[Decision]:
    """A row whose number exists is changed."""
    sheet = rows.sheet
    assert sheet.number
    for some in batches(lines, _AT_ONCE):
        numbers = [line.values[sheet.number] for line in some]
        stored = {row.identity: row for row in _stored(agency, sheet).filter(identity__in=numbers)}
        for line, number in zip(some, numbers, strict=True):
            row = stored.get(number)
            yield _decide_change(rows, line, row) if row else Decision(line, "added", number)


def _decide_change(rows: SheetRows, line: Line, row: Row) -> Decision:
    before = row_values(rows.sheet, row)
    if rows.absent:
        line.values |= {name: before[name] for name in rows.absent}
        line.faults = faults_of(rows.sheet, line.values)
    differing = changes(rows.sheet, before, line.values)
    state: State = "refused" if line.refused else "changed" if differing else "unchanged"
    return Decision(line, state, row.identity, row, before, differing)


def _decide_unnumbered(agency: Agency, rows: SheetRows, lines: Sequence[Line]) -> Iterator[Decision]:
    """As many equal rows as are stored are unchanged; the rest are added, each under an ordinal of its own."""
    sheet = rows.sheet
    taken = set(_stored(agency, sheet).values_list("identity", flat=True)) if lines else set()
    left = Counter(identity.rpartition("-")[0] for identity in taken)
    for line in lines:
        equal = fingerprint(sheet, line.values)
        if left[equal]:
            left[equal] -= 1
            yield Decision(line, "unchanged")
        else:
            identity = free_identity(equal, taken)
            taken.add(identity)
            yield Decision(line, "added", identity)


def _stored(agency: Agency, sheet: Sheet) -> Any:
    return sheet.model._default_manager.filter(agency=agency)


def batches(items: Sequence[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while some := list(islice(waiting, size)):
        yield some
