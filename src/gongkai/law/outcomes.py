"""A rule bound to cells, and what it says of their figures.

The blank policies are those of ``rules.json`` (``blank_policy``). Absent is not blank: a figure that the document
lacks makes its checks not evaluated before any policy is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from gongkai.law.expressions import Comparison, Node, Number, Ref, Values
from gongkai.law.rules import Rule

Outcome = Literal["pass", "fail", "missing_total", "missing_children", "skipped", "absent", "blank"]


@dataclass(frozen=True, eq=False)
class Check:
    """A rule bound to the cells of an edition: one instance of its ``for_each``, or the rule itself.

    ``total`` is the name of the side that is a single cell (the left one when both are), None where neither is.
    ``bound`` is the value that the ``for_each`` variable took: a row, a column or a cell. ``stand_ins`` are, for each
    cell of a 总计 column that may be replaced by its row, the cells of that row.
    """

    rule: Rule
    expression: Node
    condition: Node | None = None
    tolerance: float = 0
    bound: str | None = None
    stand_ins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The cells of the expression in their order, each once."""
        return tuple(dict.fromkeys(ref.name for ref in self.expression.refs()))

    @cached_property
    def needed(self) -> frozenset[str]:
        """The cells of the expression and of its condition."""
        conditional = (ref.name for ref in self.condition.refs()) if self.condition else ()
        return frozenset((*self.names, *conditional))

    @cached_property
    def total(self) -> str | None:
        if isinstance(self.expression, Comparison):
            for side in (self.expression.left, self.expression.right):
                if isinstance(side, Ref):
                    return side.name
        return None

    @cached_property
    def parts(self) -> Node | None:
        """The side of the comparison across from ``total``."""
        if not isinstance(self.expression, Comparison) or self.total is None:
            return None
        single_left = isinstance(self.expression.left, Ref)
        return self.expression.right if single_left else self.expression.left

    @cached_property
    def part_names(self) -> tuple[str, ...]:
        return tuple(name for name in self.names if name != self.total)


def assess(check: Check, values: Values) -> Outcome:
    """What the check says of ``values`` (cell name → figure, None for a blank; an absent cell has no entry).

    ``absent`` and ``blank`` are the two ways of *not evaluated*; ``skipped`` is a check that has nothing to look at;
    a rule whose condition (``when``) does not hold passes.
    """
    if not check.needed <= values.keys():
        return "absent"
    if check.stand_ins:
        values = _with_stand_ins(check.stand_ins, values)
    if check.condition is not None and not check.condition.evaluate(values, check.tolerance):
        return "pass"
    return _POLICIES[check.rule.blank](check, values)


def absent_from(check: Check, values: Values) -> list[str]:
    """The cells that the check needs and ``values`` lacks, in the order of the expression."""
    ordered = dict.fromkeys((*check.names, *sorted(check.needed)))
    return [name for name in ordered if name not in values]


def _with_stand_ins(stand_ins: Mapping[str, tuple[str, ...]], values: Values) -> Values:
    sums: dict[str, Number | None] = {}
    for total, columns in stand_ins.items():
        filled = [v for name in columns if (v := values.get(name)) is not None]
        if values.get(total) is None and filled:
            sums[total] = sum(filled)
    return {**values, **sums} if sums else values


def _compute(check: Check, values: Values) -> Outcome:
    return "pass" if check.expression.evaluate(values, check.tolerance) else "fail"


def _all_blank(names: tuple[str, ...], values: Values) -> bool:
    return all(values[name] is None for name in names)


def _missing_total(check: Check, values: Values) -> Outcome:
    """The total is blank: that is a fault where the parts add up to something."""
    return "missing_total" if check.parts and check.parts.evaluate(values) > 0 else "skipped"


def _zero_children(check: Check, values: Values) -> Outcome:
    if isinstance(check.expression, Comparison) and _all_blank(check.names, values):
        return "skipped"
    if check.total is not None and values[check.total] is None:
        return _missing_total(check, values)
    return _compute(check, values)


def _zero_if_row_touched(check: Check, values: Values) -> Outcome:
    return "skipped" if _all_blank(check.names, values) else _compute(check, values)


def _skip(check: Check, values: Values) -> Outcome:
    return "blank" if any(values[name] is None for name in check.names) else _compute(check, values)


def _skip_if_total_blank(check: Check, values: Values) -> Outcome:
    if check.total is not None and values[check.total] is None:
        return _missing_total(check, values)
    return _compute(check, values)


def _skip_if_all_children_blank(check: Check, values: Values) -> Outcome:
    total = values[check.total] if check.total else None
    if not _all_blank(check.part_names, values):
        return _missing_total(check, values) if total is None else _compute(check, values)
    if total is None:
        return "skipped"
    return "missing_children" if total > 0 else "pass"


_POLICIES: dict[str, Callable[[Check, Values], Outcome]] = {
    "zero": _compute,
    "zero_children": _zero_children,
    "zero_if_row_touched": _zero_if_row_touched,
    "skip": _skip,
    "skip_if_total_blank": _skip_if_total_blank,
    "skip_if_all_children_blank": _skip_if_all_children_blank,
}
BLANK_POLICIES = tuple(_POLICIES)
