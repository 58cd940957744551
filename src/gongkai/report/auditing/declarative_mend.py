"""The likely mend of a failed sum: the one correction that explains it.

Any cell of a failed sum could be changed so that the sum holds. A correction is proposed only when something beside
this one sum speaks for it (another sum that fails and would hold too, a parent left at 0, a slip in typing, a figure
that belongs in the neighbouring column), when it leaves no other sum broken, and when nothing else is as likely.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongkai.law.editions import Edition
from gongkai.law.expressions import Comparison, Node, Number, Ref, Sum, Values
from gongkai.law.outcomes import Check, assess
from gongkai.report.auditing.wording import label, number

Checks = Mapping[str, tuple[Check, ...]]
_BAD = ("fail", "missing_total", "missing_children")
TELLING = 3  # A figure below this is equal to its neighbours too often to mean anything.


@dataclass(frozen=True, slots=True)
class Correction:
    """``cell`` set to ``value``; ``mends`` counts the failed checks that then hold."""

    cell: str
    value: Number
    mends: int


@dataclass(frozen=True, slots=True)
class Case:
    """A failed equation with what surrounds it. ``hard`` are the checks without exceptions, by cell."""

    check: Check
    values: Values
    hard: Checks
    edition: Edition

    def name(self, cell: str) -> str:
        return f"「{label(self.edition, cell)}」"

    def filled(self, cell: str) -> str:
        value = self.values[cell]
        return f"{self.name(cell)}未填" if value is None else f"{self.name(cell)}填{number(value)}"

    def standing(self, changes: Mapping[str, Number | None]) -> int | None:
        """How many failed checks hold after ``changes``; None when a check that names a changed cell then fails."""
        after = {**self.values, **changes}
        touched = {id(c): c for cell in changes for c in (*self.hard.get(cell, ()), self.check)}.values()
        if any(assess(c, after) in _BAD for c in touched):
            return None
        return sum(assess(c, self.values) in _BAD for c in touched)


def propose(check: Check, values: Values, hard: Checks, edition: Edition) -> str | None:
    """A Chinese sentence with the mend; None when none, or more than one, is likely."""
    expression = check.expression
    if not isinstance(expression, Comparison) or expression.operator != "==" or expression.left.kind != "number":
        return None
    case = Case(check, values, hard, edition)
    if shifted := _shifted(case):
        return shifted
    sound = list(_corrections(case, expression))
    return _crossing(case, sound) or _left_out(case, sound) or _slip(case, sound)


def _signed_cells(node: Node, sign: int = 1) -> Iterator[tuple[str, int]]:
    """Each plain cell of a sum with its sign."""
    if isinstance(node, Ref):
        yield node.name, sign
    elif isinstance(node, Sum):
        for factor, term in node.terms:
            yield from _signed_cells(term, sign * factor)


def _corrections(case: Case, expression: Comparison) -> Iterator[Correction]:
    """Every change of one cell of this report that makes both sides equal and leaves nothing broken."""
    gap = expression.left.evaluate(case.values) - expression.right.evaluate(case.values)
    for cell, sign in (*_signed_cells(expression.left), *_signed_cells(expression.right, -1)):
        value = round((case.values[cell] or 0) - sign * gap, 6)
        if "(" in cell or (value < 0 and not _may_be_negative(case.edition, cell)):
            continue
        if mends := case.standing({cell: value}):
            yield Correction(cell, value, mends)


def _may_be_negative(edition: Edition, cell: str) -> bool:
    slot = edition.slots.get(cell)
    return slot is not None and slot[0].type_of(slot[1], slot[2]) == "signed_integer"


def _shifted(case: Case) -> str | None:
    """Two columns fail by opposite gaps and hold when the figures of one row change places."""
    siblings = {id(c): c for checks in case.hard.values() for c in checks if c.rule is case.check.rule}
    found = [
        (here, there)
        for other in siblings.values()
        if other is not case.check and assess(other, case.values) == "fail"
        for here, there in zip(case.check.names, other.names, strict=False)
        if _figure_in_wrong_column(case, here, there)
    ]
    if len(found) != 1:
        return None
    here, there = found[0] if case.values[found[0][0]] else found[0][::-1]
    return f"{case.filled(here)}，可能填错了列，似应填在{case.name(there)}"


def _figure_in_wrong_column(case: Case, here: str, there: str) -> bool:
    mine, theirs = case.values.get(here), case.values.get(there)
    if here.partition("@")[0] != there.partition("@")[0] or bool(mine) == bool(theirs):
        return False
    return bool(case.standing({here: theirs, there: mine}))


def _crossing(case: Case, sound: list[Correction]) -> str | None:
    """One cell stands where several failed sums meet."""
    most = max((c.mends for c in sound), default=0)
    best = [c for c in sound if c.mends == most]
    if most < 2 or len(best) != 1:
        return None
    return f"{case.filled(best[0].cell)}，改为{number(best[0].value)}后，相关的{most}处勾稽关系都成立"


def _left_out(case: Case, sound: list[Correction]) -> str | None:
    """The total was left at 0 or blank."""
    total = next((c for c in sound if c.cell == case.check.total), None)
    if total is None or case.values[total.cell] or not total.value:
        return None
    return f"{case.name(total.cell)}可能漏填，按分项合计应为{number(total.value)}"


def _slip(case: Case, sound: list[Correction]) -> str | None:
    """A figure that one slip of the hand explains."""
    told = [f"{case.filled(c.cell)}，似应为{number(c.value)}（{why}）" for c in sound if (why := _why(case, c))]
    return told[0] if len(told) == 1 else None


def _why(case: Case, correction: Correction) -> str | None:
    was = case.values[correction.cell]
    if not was:
        return None
    old, new = number(abs(was)), number(abs(correction.value))
    if old != new and sorted(old) == sorted(new) and len(old) > 1:
        return "数字前后颠倒"
    if _one_digit_more(old, new) or _one_digit_more(new, old):
        return "多写或漏写一位"
    if correction.cell == case.check.total:
        return _miscounted_part(case, correction)
    return _same_as_neighbour(case, correction.cell)


def _one_digit_more(long: str, short: str) -> bool:
    return (
        len(long) == len(short) + 1
        and short != "0"
        and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    )


def _miscounted_part(case: Case, correction: Correction) -> str | None:
    """The total lacks exactly one of its parts, or has one of them twice."""
    gap = correction.value - (case.values[correction.cell] or 0)
    added = [name for name, sign in _signed_cells(case.check.parts or case.check.expression) if sign > 0]
    parts = [name for name in added if case.values[name] == abs(gap)]
    if abs(gap) < TELLING or len(parts) != 1:
        return None
    return f"合计{'漏计' if gap > 0 else '重复计入'}了{case.name(parts[0])}{number(abs(gap))}"


def _same_as_neighbour(case: Case, cell: str) -> str | None:
    """The figure repeats that of the cell printed before it."""
    order = list(case.edition.slots)
    before = order[order.index(cell) - 1] if cell in order[1:] else None
    value = case.values[cell] or 0
    if before is None or value < TELLING or case.values.get(before) != value:
        return None
    return f"与前一格{case.name(before)}相同，可能重复录入"
