"""Which checks a rule makes in an edition: variables bound, bare rows resolved, optional rows dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.law.editions import Edition, FormTable
from gongkai.law.expressions import Comparison, ExpressionError, Node, Ref, Sum, parse
from gongkai.law.messages import Message
from gongkai.law.outcomes import BLANK_POLICIES, Check
from gongkai.law.rules import Rule, additive_keys, builtin_rules

DECIMAL_TOLERANCE = 0.005


class _MissingKeyError(Exception):
    """The edition lacks a key that the rule names: the rule is not applicable."""


def rules_edition(edition: Edition) -> str | None:
    """The id under which the rules know an edition: its own, or for a custom edition that of its base."""
    return next((e for e in (edition.id, edition.base) if e in ruled_editions()), None)


@cache
def ruled_editions() -> frozenset[str]:
    """The ids of the editions that the rules name."""
    return frozenset(edition for rule in builtin_rules().values() for edition in rule.editions)


def unfilled_rows(edition: Edition) -> frozenset[str]:
    """Headings that need hold no figure: a document that prints none has left them blank, not out."""
    return frozenset(
        table.key_of(row, column)
        for table in edition.tables
        for row in table.rows
        if row.holds in ("none", "optional")
        for column in table.columns
    )


@lru_cache(maxsize=64)
def substitutes(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Rows that some documents print in place of several rows of the edition. Callers must not change it."""
    pairs = (pair for rule in builtin_rules().values() for pair in rule.substitute.items())
    return {row: rows for row, rows in pairs if set(rows) <= edition.rows.keys()}


def checks_of(rule: Rule, edition: Edition, *, coarse: bool = False) -> tuple[Check, ...]:
    """The checks of a declarative rule; none where the rule is not applicable.

    ``coarse`` is for a document that prints the rows of ``Rule.substitute`` in place of those they stand for.
    ExpressionError when the rule cannot be read.
    """
    binder = _Binder(rule, edition, rule.substitute if coarse else {})
    return tuple(binder.checks())


@dataclass(frozen=True)
class _Binder:
    rule: Rule
    edition: Edition
    substitute: Mapping[str, tuple[str, ...]]

    def checks(self) -> Iterator[Check]:
        if self.rule.blank not in BLANK_POLICIES:
            raise ExpressionError(self.rule.expr, 1, Message("blank 只能是 {policies}", policies=BLANK_POLICIES))
        for variable, value in self._instances():
            try:
                check = self._check(variable, value)
            except _MissingKeyError:
                continue
            if check and (self.edition.id in self.rule.editions or self._names_every_part(check)):
                yield check

    def _instances(self) -> Iterator[tuple[str, str | None]]:
        if not self.rule.for_each:
            yield "", None
        for variable, domain in self.rule.for_each.items():
            for value in self._domain(domain):
                yield variable, value

    def _domain(self, domain: str | list[str]) -> tuple[str, ...]:
        if not isinstance(domain, str):
            return tuple(domain)
        if domain == "additive_keys":
            return tuple(key for key in self.edition.slots if key.split("@")[0] in additive_keys())
        name, _, part = domain.partition(".")
        table = next((t for t in self.edition.tables if t.key == name), None)
        if table is None:
            return ()
        return tuple(c.key for c in table.columns) if part == "columns" else tuple(self._value_rows(table))

    def _value_rows(self, table: FormTable) -> Iterator[str]:
        replaced = {row for rows in self.substitute.values() for row in rows}
        for row in table.rows:
            if (row.has_cell and row.key not in replaced) or row.key in self.substitute:
                yield row.key

    def _check(self, variable: str, value: str | None) -> Check | None:
        expression = self._bind(parse(self.rule.expr), variable, value)
        condition = self._bind(parse(self.rule.when), variable, value) if self.rule.when else None
        if expression is None or (self.rule.when and condition is None):
            return None
        keys = [ref.key for node in (expression, condition) if node for ref in node.refs()]
        return Check(
            self.rule,
            expression,
            condition,
            tolerance=max([self.rule.tolerance, *map(self._tolerance, keys)]),
            bound=value,
            stand_ins=self._stand_ins(expression, condition) if self.rule.blank_total else {},
        )

    def _bind(self, node: Node, variable: str, value: str | None) -> Node | None:
        return node.rewrite(lambda ref: self._resolve(ref.bound(variable, value) if value else ref))

    def _resolve(self, ref: Ref) -> Ref | None:
        row, at, column = ref.key.partition("@")
        for coarse, fine in self.substitute.items():
            if row in fine:
                return Ref(f"{coarse}{at}{column}", ref.of) if row == fine[0] else None
        key = self.edition.resolve(ref.key)
        if ref.of or self._exists(key):
            return Ref(key, ref.of)
        if row in self.rule.optional_keys:
            return None
        raise _MissingKeyError

    def _exists(self, key: str) -> bool:
        return key in self.edition.slots or key.split("@")[0] in self.substitute or key in unfilled_rows(self.edition)

    def _tolerance(self, key: str) -> float:
        slot = self.edition.slots.get(key)
        return DECIMAL_TOLERANCE if slot and slot[0].type_of(slot[1], slot[2]) == "decimal" else 0

    def _stand_ins(self, *nodes: Node | None) -> dict[str, tuple[str, ...]]:
        refs = (ref for node in nodes if node for ref in node.refs())
        return {ref.name: columns for ref in refs if (columns := self._other_columns(ref))}

    def _other_columns(self, ref: Ref) -> tuple[str, ...]:
        """The cells beside a cell of the default column, of the same side."""
        slot = self.edition.slots.get(ref.key)
        if slot is None or slot[2].key != slot[0].default_column:
            return ()
        table, row, total = slot
        return tuple(Ref(table.key_of(row, c), ref.of).name for c in table.columns if c.key != total.key)

    def _names_every_part(self, check: Check) -> bool:
        """False for a sum of a base edition that leaves out a part which a custom edition added to its total."""
        if check.total is None or not isinstance(check.expression, Comparison) or not isinstance(check.parts, Sum):
            return True
        parts = {r.key for r in self.edition.rows.values() if r.parent == check.total and r.role == "component"}
        named = set(check.part_names)
        return not (parts & named) or parts <= named
