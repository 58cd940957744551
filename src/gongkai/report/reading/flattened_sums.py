"""The arithmetic of a form table, from the edition and the rules: sums within a row and equations between rows.

Only equalities that a rule holds to be errors where they fail are proof enough to split digits; the parents named by
the edition stand in for totals that no rule mentions (custom forms).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from gongkai.law.checks import rules_edition
from gongkai.law.editions import Edition, FormTable, Row
from gongkai.law.expressions import Comparison, ExpressionError, Node, Ref, Sum, parse
from gongkai.law.rules import Rule, builtin_rules
from gongkai.report.reading.digits import ColumnSum
from gongkai.report.reading.digits_faults import Equation

Terms = tuple[tuple[int, str], ...]


def column_sums(table: FormTable) -> tuple[ColumnSum, ...]:
    """Totals among the columns: each adds up the columns that name it as parent, or, where no column names a parent,
    all the others."""
    position = {column.key: i for i, column in enumerate(table.columns)}
    named = any(c.parent for c in table.columns)
    result = []
    for total in (c for c in table.columns if c.role == "total"):
        parts = [c for c in table.columns if (c.parent == total.key if named else c is not total)]
        if parts:
            result.append(ColumnSum(position[total.key], tuple(position[c.key] for c in parts)))
    return tuple(result)


def row_equations(table: FormTable, edition: Edition, printed: Callable[[str], bool]) -> list[Equation]:
    """Equations between the rows of ``table`` that hold in every column. ``printed`` says whether the document prints
    a row with figures: an equation that names a row which it lacks says nothing, unless other rows stand for it."""
    rules = _rules(edition)
    errors = (rule for rule in rules if rule.severity_in(edition.id) == "error")
    found = [terms for rule in errors for terms in _variants(rule, table, printed)]
    found += _from_parents(table, {ref.key.partition("@")[0] for rule in rules for ref in _refs(rule)})
    kept = dict.fromkeys(t for t in found if len(t) > 1 and all(printed(key) for _, key in t))
    return [Equation(terms) for terms in kept]


def _rules(edition: Edition) -> list[Rule]:
    """The rules of arithmetic for an edition, those that a custom edition brings along too."""
    known = rules_edition(edition)
    return [
        rule
        for rule in (*builtin_rules().values(), *edition.rules)
        if rule.kind == "arithmetic" and (known in rule.editions or rule in edition.rules)
    ]


def _variants(rule: Rule, table: FormTable, printed: Callable[[str], bool]) -> Iterator[Terms]:
    """The rule's equation over rows; where a row stands for several that are not printed, with that row instead."""
    terms = _terms(rule, table)
    if terms is None:
        return
    for single, group in rule.substitute.items():
        if printed(single) and not any(printed(key) for key in group):
            sign = next((s for s, key in terms if key in group), 0)
            terms = (*(t for t in terms if t[1] not in group), *(((sign, single),) if sign else ()))
    yield terms


def _terms(rule: Rule, table: FormTable) -> Terms | None:
    """Signed rows that add up to zero, None when the rule is not such an equality about rows of ``table``."""
    try:
        node = parse(rule.expr)
    except ExpressionError:
        return None
    if not isinstance(node, Comparison) or node.operator != "==":
        return None
    variable = _column_variable(rule, table)
    left, right = _signed(node.left, 1), _signed(node.right, -1)
    if variable is None or left is None or right is None:
        return None
    rows = {row.key for row in table.rows}
    terms = tuple((sign, row) for sign, key in left + right if (row := _row(key, variable)))
    return terms if len(terms) == len(left + right) and all(key in rows for _, key in terms) else None


def _column_variable(rule: Rule, table: FormTable) -> str | None:
    """The variable that runs over the columns of ``table``; empty where the table has one column; None where the rule
    is about something else."""
    if not rule.for_each:
        return "" if len(table.columns) == 1 else None
    return next((str(name) for name, over in rule.for_each.items() if over == f"{table.key}.columns"), None)


def _row(key: str, variable: str) -> str | None:
    row, _, column = key.partition("@")
    return row if column == variable else None


def _signed(node: Node, sign: int) -> list[tuple[int, str]] | None:
    """The cells of a plain sum with their signs."""
    if isinstance(node, Ref):
        return None if node.of else [(sign, node.key)]
    if not isinstance(node, Sum):
        return None
    parts = [_signed(term, sign * s) for s, term in node.terms]
    return None if None in parts else [pair for part in parts if part for pair in part]


def _refs(rule: Rule) -> Iterator[Ref]:
    """The cells that a rule speaks of."""
    try:
        yield from parse(rule.expr).refs()
    except ExpressionError:
        return


def _from_parents(table: FormTable, mentioned: set[str]) -> Iterator[Terms]:
    """A total equals its components, for totals that no rule mentions."""
    children: dict[str, list[Row]] = {}
    for row in table.rows:
        if row.parent and (row.role == "component" or row.holds == "computed"):
            children.setdefault(row.parent, []).append(row)
    for row in table.rows:
        if row.role == "total" and row.key not in mentioned and row.key in children:
            yield ((-1, row.key), *((1, leaf) for leaf in _leaves(row, children)))


def _leaves(row: Row, children: Mapping[str, list[Row]]) -> Iterator[str]:
    """The components of a total; a computed heading stands for its own components."""
    for child in children.get(row.key, ()):
        if child.has_cell:
            yield child.key
        else:
            yield from _leaves(child, children)
