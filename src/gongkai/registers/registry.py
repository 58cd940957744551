"""Which sheets and figures there are: what the rooms declare in ``sheets.py`` (SHEETS) and ``figures.py`` (FIGURES)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps

from gongkai.registers.figures import Figure
from gongkai.registers.sheets import Sheet


@cache
def all_sheets() -> tuple[Sheet, ...]:
    """Every sheet of the workbook, in the order of the rooms."""
    return tuple(sheet for declared in _declared("sheets", "SHEETS") for sheet in declared)


@cache
def all_figures() -> tuple[Figure, ...]:
    """Every figure that a register feeds."""
    return tuple(figure for declared in _declared("figures", "FIGURES") for figure in declared)


def sheet(slug: str) -> Sheet:
    """The sheet of this slug; KeyError where there is none."""
    return {s.slug: s for s in all_sheets()}[slug]


def _declared(module: str, name: str) -> Iterator[Any]:
    for config in apps.get_app_configs():
        if not config.name.startswith("gongkai.") or config.name == "gongkai.registers":
            continue
        try:
            found = import_module(f"{config.name}.{module}")
        except ModuleNotFoundError as error:
            if error.name != f"{config.name}.{module}":
                raise
            continue
        if hasattr(found, name):
            yield getattr(found, name)
