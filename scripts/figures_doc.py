"""Write docs/figures.md: every cell of every edition, with its counting rule or the reason why it is entered by hand.

python scripts/figures_doc.py > docs/figures.md
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

import django

if TYPE_CHECKING:
    from gongkai.filing.figures import CellSource
    from gongkai.law.editions import Edition

INTRODUCTION = """# Figures

Every cell of every built-in edition, with what feeds it. A cell is counted from one register by one rule, or entered by
hand with reason and evidence; never both. The rules are those of `figures.py` in the rooms; what is entered by hand
stands in `filing/figures.py`. A matrix is told by its rows: each column of the applicants' table counts the same rows
of one kind of applicant, 总计 all of them.

This file is written by `scripts/figures_doc.py`; a test holds it up to date.
"""


def document() -> str:
    """The whole file."""
    from gongkai.law.editions import builtin_editions

    parts = [INTRODUCTION]
    for edition in builtin_editions().values():
        parts.append("\n".join(_edition(edition)))
    return "\n".join(parts) + "\n"


def _edition(edition: Edition) -> Iterator[str]:
    from gongkai.filing.figures import cell_sources
    from gongkai.filing.prose.binding import names_of

    first, last = edition.first_year, edition.last_year
    yield f"## {edition.id}（{first}–{last or ''}）\n"
    yield "| cell | name | register | rule |"
    yield "|---|---|---|---|"
    years = range(first, (last or first) + 1)
    names = names_of(edition)
    for key in edition.slots:
        told = dict.fromkeys(_rule(cell_sources(edition, year)[key]) for year in years)
        if _is_told_by_its_row(key):
            continue
        for sheet, rule in told:
            yield f"| `{key}` | {names[key]} | {sheet} | {rule} |"
    yield ""


def _is_told_by_its_row(key: str) -> bool:
    return "@" in key and not key.endswith("@total")


def _rule(source: CellSource) -> tuple[str, str]:
    from gongkai.registers.registry import sheet

    if source.figure:
        return sheet(source.figure.source.sheet).name, source.figure.rule
    return "手工填报", f"{source.by_hand.why}依据：{source.by_hand.evidence}"


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(document())
