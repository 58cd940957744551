"""What the rules say of figures, worked out a second time.

The expressions and blank policies of ``rules.json`` are carried out here by Python's own parser, without the evaluator
that audits reports, so that what a fault must cause is known from somewhere else than from what is found.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import CodeType

from gongkai.law.editions import builtin_editions
from gongkai.law.rules import Rule, Severity, builtin_rules
from gongkai.report.model import Number

Values = Mapping[str, Number | None]
_NAME = re.compile(r"(?:prev\(([a-z0-9_]+)(?:@([a-z_]+))?\))|([a-z][a-z0-9_]*)(?:@([a-z_]+))?(?![a-z0-9_@(])")
_WORDS = {"and", "or", "not"}
_FUNCTIONS = {"max", "count_positive", "prev"}
_KINDS = ("arithmetic", "quality", "cross_year")
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that figures break: one instance of it, with the report's own cells that it names."""

    rule: str
    severity: Severity
    cells: tuple[str, ...]


@dataclass(frozen=True)
class _Test:
    """One instance of a rule. ``names`` are the figures it needs, ``parts`` those across from ``total``."""

    rule: Rule
    severity: Severity
    holds: CodeType
    applies: CodeType | None
    names: tuple[str, ...]
    needed: tuple[str, ...]
    total: str | None
    stand_ins: Mapping[str, tuple[str, ...]]

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n for n in self.needed if not n.startswith("prev(")))


def breaches(edition: str, year: int, values: Values, previous: Values | None = None) -> list[Breach]:
    """Every rule with an expression that the figures break; ``previous`` are those of last year's report.

    ``values`` has None for a blank; a cell without entry is absent. Rules that another broken rule explains away
    (``silent_when_failed``) are left out, as are blanks that stand where a total should.
    """
    known: dict[str, Number | None] = dict(values)
    if previous is not None:
        known |= {f"prev({key})": value for key, value in previous.items()}
    broken = [t for t in _tests(edition) if t.rule.covers_year(year) and _breaks(t, known)]
    failed = {t.rule.id for t in broken}
    kept = [t for t in broken if not failed.intersection(t.rule.silent_when_failed)]
    return [Breach(t.rule.id, t.severity, t.cells) for t in kept]


@cache
def _tests(edition: str) -> tuple[_Test, ...]:
    rules = [r for r in builtin_rules().values() if r.kind in _KINDS and edition in r.editions]
    return tuple(test for rule in rules if _executable(rule) for test in _instances(rule, edition))


@cache
def cells_by_rule(edition: str) -> Mapping[str, frozenset[str]]:
    """The cells that the executable rules of an edition name, by rule."""
    found: dict[str, set[str]] = {}
    for test in _tests(edition):
        found.setdefault(test.rule.id, set()).update(test.cells)
    return {rule: frozenset(cells) for rule, cells in found.items()}


def _executable(rule: Rule) -> bool:
    called = set(re.findall(r"([a-z_]+)\(", f"{rule.expr} {rule.when or ''}")) - _WORDS
    return called <= _FUNCTIONS


def _instances(rule: Rule, edition: str) -> Iterator[_Test]:
    form = builtin_editions()[edition]
    if not rule.for_each:
        found = [_test(rule, edition, "", "")]
    else:
        (variable, domain), *_ = rule.for_each.items()
        table = form.table("requests") if domain.startswith("requests.") else None
        if table is None:
            return
        rows = [row.key for row in table.rows if row.has_cell]
        bound = [c.key for c in table.columns] if domain == "requests.columns" else rows
        found = [_test(rule, edition, variable, value) for value in bound]
    yield from (test for test in found if test)


def _test(rule: Rule, edition: str, variable: str, bound: str) -> _Test | None:
    slots = builtin_editions()[edition].slots
    names: list[str] = []

    def resolved(key: str, column: str | None) -> str:
        key, column = (bound if variable and key == variable else key), (bound if column == variable else column)
        full = f"{key}@{column}" if column else key
        return full if full in slots or column else f"{full}@total" if f"{full}@total" in slots else full

    def looked_up(match: re.Match[str]) -> str:
        last, word = match[1], match[1] or match[3]
        if word in _WORDS:
            return match[0]
        key = resolved(word, match[2] if last else match[4])
        name = f"prev({key})" if last else key
        names.append(name)
        return f"figure({name!r})"

    expression = _NAME.sub(looked_up, rule.expr)
    in_expression = tuple(dict.fromkeys(names))
    condition = _NAME.sub(looked_up, rule.when) if rule.when else None
    own = [n for n in names if not n.startswith("prev(")]
    absent = [n for n in own if n not in slots]
    if any(n not in rule.optional_keys for n in absent):
        return None
    kept = tuple(n for n in in_expression if n not in absent)
    return _Test(
        rule,
        rule.severity_in(edition),
        compile(ast.parse(expression, mode="eval"), rule.id, "eval"),
        compile(ast.parse(condition, mode="eval"), rule.id, "eval") if condition else None,
        kept,
        tuple(n for n in dict.fromkeys(names) if n not in absent),
        _single_side(expression),
        _stand_ins(edition, kept) if rule.blank_total else {},
    )


def _single_side(expression: str) -> str | None:
    """The side of a comparison that is a single figure, the left one if both are."""
    tree = ast.parse(expression, mode="eval").body
    if isinstance(tree, ast.Compare):
        for side in (tree.left, *tree.comparators):
            if isinstance(side, ast.Call) and isinstance(side.func, ast.Name) and side.func.id == "figure":
                assert isinstance(side.args[0], ast.Constant)
                return str(side.args[0].value)
    return None


def _stand_ins(edition: str, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """For each cell of the 总计 column the cells of its row, which stand for it where it is blank."""
    found = {}
    for name in (n for n in names if n.removesuffix(")").endswith("@total")):
        table = builtin_editions()[edition].table("requests")
        others = [c.key for c in table.columns if c.key != "total"]
        found[name] = tuple(name.replace("@total", f"@{column}") for column in others)
    return found


def _breaks(test: _Test, values: Values) -> bool:
    if not all(name in values for name in test.needed):
        return False
    values = _standing_in(test, values)
    if test.applies and not _run(test.applies, values):
        return False
    return not _passed_over(test, values) and not _run(test.holds, values)


def _standing_in(test: _Test, values: Values) -> Values:
    sums = {}
    for total, cells in test.stand_ins.items():
        filled = [v for cell in cells if (v := values.get(cell)) is not None]
        if values.get(total) is None and filled:
            sums[total] = sum(filled)
    return {**values, **sums} if sums else values


def _passed_over(test: _Test, values: Values) -> bool:
    """True where the rule's policy about blanks leaves it unevaluated or speaks of a missing figure instead."""
    blank = [name for name in test.names if values[name] is None]
    return bool(blank) and _LEAVES_OUT[test.rule.blank](test, blank)


def _all(test: _Test, blank: list[str]) -> bool:
    return len(blank) == len(test.names)


def _total(test: _Test, blank: list[str]) -> bool:
    return test.total in blank


def _every_part(test: _Test, blank: list[str]) -> bool:
    return set(test.names) - {test.total} <= set(blank)


_LEAVES_OUT: dict[str, Callable[[_Test, list[str]], bool]] = {
    "zero": lambda test, blank: False,
    "zero_children": lambda test, blank: _total(test, blank) or (test.total is not None and _all(test, blank)),
    "zero_if_row_touched": _all,
    "skip": lambda test, blank: True,
    "skip_if_total_blank": _total,
    "skip_if_all_children_blank": lambda test, blank: _total(test, blank) or _every_part(test, blank),
}


def _run(code: CodeType, values: Values) -> bool:
    def figure(name: str) -> Number:
        return round(values.get(name) or 0, _DECIMALS)

    def count_positive(*figures: Number) -> int:
        return sum(f > 0 for f in figures)

    names = {"figure": figure, "max": max, "count_positive": count_positive, "__builtins__": {}}
    return bool(eval(code, names))  # The code is that of the shipped rules.
