"""Faults of the rules that an edition carries: their ids, the editions they name, and keys that do not exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from gongkai.law.edition_parts import Part, TablePart
from gongkai.law.expressions import ExpressionError, Ref, parse
from gongkai.law.messages import Message
from gongkai.law.rules import builtin_rules
from gongkai.law.schema_check import Fault

OTHER_REPORTS = ("own", "sub", "parent")


def rule_faults(edition: Part, tables: Sequence[TablePart]) -> Iterator[Fault]:
    """Faults of the rules of ``edition``."""
    keys = _known_keys(tables)
    seen: dict[str, str] = {}
    for rule in edition.members("rules"):
        number = rule.text("id")
        if number in builtin_rules():
            yield Fault(f"{rule.path}.id", Message("“{number}”是内置规则的编号，请另取一个", number=number))
        elif number in seen:
            yield Fault(f"{rule.path}.id", Message("规则编号“{number}”已用于 {seen}", number=number, seen=seen[number]))
        elif number:
            seen[number] = rule.path
        if rule.texts("editions") and edition.text("id") not in rule.texts("editions"):
            yield Fault(f"{rule.path}.editions", Message("应包含本版本“{id}”，否则规则不会执行", id=edition.text("id")))
        yield from _year_faults(rule)
        yield from _expression_faults(rule, tables, keys)


def _known_keys(tables: Sequence[TablePart]) -> set[str]:
    """What a rule may name: every cell, and a bare row where its table has a default column."""
    keys = set()
    for table in tables:
        for row, _, key in table.cell_keys("required", "optional", "none"):
            keys |= {key, row.key} if table.text("default_column") else {key}
    return keys


def _year_faults(rule: Part) -> Iterator[Fault]:
    years = rule.data.get("years")
    first, last = (years.get("from"), years.get("to")) if isinstance(years, dict) else (None, None)
    if isinstance(first, int) and isinstance(last, int) and first > last:
        yield Fault(f"{rule.path}.years", Message("起始年份 {first} 晚于终止年份 {last}", first=first, last=last))


def _expression_faults(rule: Part, tables: Sequence[TablePart], keys: set[str]) -> Iterator[Fault]:
    domains = rule.data.get("for_each")
    values: dict[str, list[str]] = {}
    for variable, domain in domains.items() if isinstance(domains, dict) else ():
        found = _domain(domain, tables)
        if found is None:
            yield Fault(
                f"{rule.path}.for_each.{variable}",
                Message("“{domain}”应为“表代码.columns”“表代码.value_rows”或代码的列表", domain=domain),
            )
        values[variable] = found or []
    for field in ("expr", "when"):
        if rule.text(field).strip():
            yield from _key_faults(f"{rule.path}.{field}", rule, rule.text(field), keys, values)


def _domain(domain: object, tables: Sequence[TablePart]) -> list[str] | None:
    """The values of a ``for_each`` variable; None where it names nothing."""
    if isinstance(domain, list):
        return [v for v in domain if isinstance(v, str)]
    name, _, part = str(domain).partition(".")
    table = next((t for t in tables if t.key == name), None)
    if table is None or part not in ("columns", "value_rows"):
        return None
    members = table.columns if part == "columns" else [r for r in table.rows if r.holds in ("required", "optional")]
    return [m.key for m in members]


def _key_faults(
    path: str, rule: Part, expression: str, keys: set[str], values: dict[str, list[str]]
) -> Iterator[Fault]:
    try:
        refs = list(dict.fromkeys(parse(expression).refs()))
    except ExpressionError as error:
        yield Fault(path, error.args[0])
        return
    for ref in refs:
        if ref.of in OTHER_REPORTS:
            yield Fault(path, Message("自定义规则不能用 {of}(…)，汇总关系另有规则核对", of=ref.of))
        elif not _exists(ref, keys, values) and ref.key.split("@")[0] not in rule.texts("optional_keys"):
            close = get_close_matches(ref.key, keys, n=1)
            hint = Message("；是不是“{close}”", close=close[0]) if close else ""
            yield Fault(path, Message("本版本没有可填数的“{key}”{hint}", key=ref.key, hint=hint))


def _exists(ref: Ref, keys: set[str], values: dict[str, list[str]]) -> bool:
    """True for a key of the edition, or one that a ``for_each`` variable turns into such a key for some value."""
    bound = (ref.bound(variable, value).key for variable, found in values.items() for value in found)
    return ref.key in keys or any(key in keys for key in bound)
