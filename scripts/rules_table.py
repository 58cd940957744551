"""Writes ``docs/rules.md``, the table of all reconciliation rules, from ``law/data/rules.json``.

``python scripts/rules_table.py`` writes it; ``--check`` changes nothing and exits with 1 when it is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from gongkai.law.data_files import load_json
from gongkai.law.editions import builtin_editions
from gongkai.law.rules import Rule, builtin_rules

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
KINDS = {
    "arithmetic": ("Arithmetic", "Sums and inclusions inside a table."),
    "quality": ("Quality", "Figures that are possible and unlikely, and cells left empty."),
    "cross_year": ("Across years", "Need last year's report (`--previous`)."),
    "cross_level": ("Across levels", "Need the reports that a roll-up adds up (`gongkai combine --parent`)."),
    "cross_agency": ("Between reports", "Need the reports of other agencies (`gongkai corpus audit`)."),
    "narrative": ("Prose against table", "Figures and statements of the text against the cells and each other."),
    "document": ("Document", "Form, dates, headings, wording."),
}
HEAD = """# Rules

Written by `scripts/rules_table.py` from `src/gongkai/law/data/rules.json`; do not edit by hand. How rules are read,
which blanks count as 0 and how to write one: [auditing.md](auditing.md).

Severity: *error* is a form's own note, arithmetic or statute; *warning* is normally true and has lawful exceptions;
*info* is worth a look and never a defect.
"""


def page() -> Iterator[str]:
    rules = builtin_rules()
    yield HEAD
    yield f"There are {len(rules)} rules.\n"
    for kind, (title, about) in KINDS.items():
        yield f"## {title}\n"
        yield f"{about}\n"
        yield "| id | editions | severity | 检查 | rule | 依据；正当例外 |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(rule) for rule in rules.values() if rule.kind == kind)
        yield ""


def _row(rule: Rule) -> str:
    lawful = f"；例外：{'、'.join(rule.lawful)}" if rule.lawful else ""
    cells = (rule.id, _editions(rule), _severity(rule), rule.title_zh, _expression(rule), rule.citation + lawful)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _editions(rule: Rule) -> str:
    groups = {"all": set(builtin_editions())}
    groups |= {era: set(ids) for era, ids in load_json("crosswalk.json")["eras"].items()}
    left, said = set(rule.editions), []
    for name, members in groups.items():
        if members <= left:
            said.append(name)
            left -= members
    return ", ".join([*said, *(e.removeprefix("cn-gid-") for e in rule.editions if e in left)]) + _years(rule)


def _years(rule: Rule) -> str:
    first, last = rule.years
    if first is None and last is None:
        return ""
    return f" (years {first or ''}–{last or ''})" if first != last else f" (year {first})"


def _severity(rule: Rule) -> str:
    other = {severity for severity in rule.severity_by_edition.values() if severity != rule.severity}
    where = [e.removeprefix("cn-gid-") for e, severity in rule.severity_by_edition.items() if severity in other]
    parts = [rule.severity, *(f"{severity} in {', '.join(where)}" for severity in other)]
    if rule.missing_total:
        parts.append(f"total missing: {rule.missing_total}")
    return "; ".join(parts)


def _expression(rule: Rule) -> str:
    """The expression as it stands; for a procedure, what it asks in words."""
    if rule.kind in ("narrative", "document"):
        return rule.title_en
    condition = f" when `{rule.when}`" if rule.when else ""
    each = "".join(f", each {variable}" for variable in rule.for_each)
    return f"`{rule.expr}`{condition}{each}"


def main() -> int:
    text = "\n".join(page()).rstrip() + "\n"
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("docs/rules.md is out of date: run python scripts/rules_table.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
