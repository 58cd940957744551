"""Which function carries out which rule.

A rule is either declarative (its ``expr`` parses) or has one function, registered under the rule's id::

    @rule("T-03")
    def t_03_nothing_claimed(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
        ...

The function's name begins with the id. Modules of this package are found by themselves; none need be listed.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from gongkai.law.rules import Rule, builtin_rules
from gongkai.report.auditing.findings import RuleFunction

EXECUTABLE_KINDS = ("arithmetic", "quality", "cross_year")  # Rules of these kinds may be expressions.
_functions: dict[str, RuleFunction] = {}


class RuleRegistryError(Exception):
    """A rule is registered under an id that does not exist, twice, or under a name that hides which rule it is; or a
    rule has neither a function nor an expression."""


def rule(*ids: str) -> Callable[[RuleFunction], RuleFunction]:
    """Register a function as the procedure of the rules ``ids``; its name begins with the first id."""

    def register(function: RuleFunction) -> RuleFunction:
        name = getattr(function, "__name__", "")
        if not name.startswith(ids[0].lower().replace("-", "_")):
            raise RuleRegistryError(f"{name} carries out {ids[0]}: its name must begin with the rule's id")
        for rule_id in ids:
            _register(rule_id, function)
        return function

    return register


def _register(rule_id: str, function: RuleFunction) -> None:
    if rule_id not in builtin_rules():
        raise RuleRegistryError(f"no rule {rule_id} in law/data/rules.json")
    if rule_id in _functions:
        raise RuleRegistryError(f"rule {rule_id} has two functions")
    _functions[rule_id] = function


@cache
def rule_functions() -> dict[str, RuleFunction]:
    """The registered functions by rule id; imports the modules of this package on the first call.

    RuleRegistryError when a rule that is no expression lacks its function.
    """
    package = importlib.import_module("gongkai.report.auditing")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    if lacking := without_procedure(builtin_rules().values(), _functions):
        raise RuleRegistryError(f"rules without a procedure: {', '.join(lacking)}")
    return _functions


def without_procedure(rules: Iterable[Rule], functions: Mapping[str, RuleFunction]) -> list[str]:
    """The ids of rules that are no expressions and have no function either."""
    return [rule.id for rule in rules if rule.kind not in EXECUTABLE_KINDS and rule.id not in functions]
