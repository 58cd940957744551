"""The same thing in different editions: which figures may be set beside each other, and how.

Three eras of the form have three sets of rows. A concept has one expression an era, a relation, and a note on the
break in series. Editions of one era share their keys and are compared cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from gongkai.law.checks import substitutes
from gongkai.law.data_files import load_json
from gongkai.law.editions import Edition, Row
from gongkai.law.expressions import Number, Ref, parse_figure

Comparability = Literal["yes", "caution", "no"]
State = Literal["number", "blank", "absent", "no_row"]
Figures = Mapping[str, Number | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one report. ``state`` tells a number from a blank, from a cell that the document lacks although the
    form has it (``absent``), and from one that the form does not have (``no_row``)."""

    value: Number | None
    state: State


@dataclass(frozen=True)
class Concept:
    """``expressions`` are by era, None where the era's form has no such figure. ``comparable`` is ``yes``,
    ``caution``, ``no`` or ``Y+ only``. ``changes`` are the eras at whose beginning the figure becomes another:
    ``relation``, ``comparable`` and ``note`` are about these; between other eras it is the same figure."""

    id: str
    label: str
    expressions: Mapping[str, str | None]
    relation: str
    comparable: str
    note: str
    changes: tuple[str, ...]

    def differs(self, era: str, other: str) -> bool:
        """Whether the figure becomes another somewhere between two eras."""
        known = list(self.expressions)
        first, last = sorted((known.index(era), known.index(other)))
        return any(begun in self.changes for begun in known[first + 1 : last + 1])

    def comparability(self, era: str, other: str) -> Comparability:
        """Whether figures of two eras may be set beside each other; figures that do not differ always may."""
        if self.expressions[era] is None or self.expressions[other] is None:
            return "no"
        if not self.differs(era, other) or self.comparable.endswith("only"):
            return "yes"
        return "caution" if self.comparable == "caution" else "yes" if self.comparable == "yes" else "no"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures side by side. ``key`` is a cell key (one era) or the id of a concept (two eras); ``label`` is the
    concept's, None for a cell."""

    key: str
    label: str | None
    first: Figure
    second: Figure
    relation: str = "exact"
    comparable: Comparability = "yes"
    note: str = ""


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by id, in the order of the data file."""
    return {
        item["concept"]: Concept(
            item["concept"],
            item["label_zh"],
            item["expr"],
            item["relation"],
            item["comparable"],
            item.get("note_zh", ""),
            tuple(item.get("changes") or _changes(item["expr"])),
        )
        for item in load_json("crosswalk.json")["items"]
    }


def _changes(expressions: Mapping[str, str | None]) -> list[str]:
    """The eras that begin with another expression, or with a form so new that cells of one name may count otherwise."""
    new: list[str] = load_json("crosswalk.json")["new_forms"]
    return [
        era for before, era in pairwise(expressions) if era in new or expressions[era] != expressions[before]
    ]  # fmt: skip


def era_of(edition: Edition) -> str | None:
    """The era whose keys an edition uses: its own, or that of its base; None for a custom edition without one."""
    eras: dict[str, list[str]] = load_json("crosswalk.json")["eras"]
    by_edition = {edition_id: era for era, ids in eras.items() for edition_id in ids}
    return by_edition.get(edition.id) or by_edition.get(edition.base or "")


def concept_figure(concept: Concept, edition: Edition, figures: Figures) -> Figure:
    """The concept's figure in a report of ``edition``; ``figures`` maps its cells, None for a blank."""
    expression = concept.expressions.get(era_of(edition) or "")
    if expression is None:
        return Figure(None, "no_row")
    node = parse_figure(_as_printed(expression, edition, figures))
    found = {ref.key: cell_figure(edition, ref.key, figures) for ref in node.refs()}
    for state in ("no_row", "absent"):
        if any(figure.state == state for figure in found.values()):
            return Figure(None, state)
    if all(figure.state == "blank" for figure in found.values()):
        return Figure(None, "blank")
    return Figure(node.evaluate({key: figure.value for key, figure in found.items()}), "number")


def cells_of(concept: Concept, edition: Edition) -> list[str]:
    """The cells of ``edition`` that the concept's figure is computed from."""
    expression = concept.expressions.get(era_of(edition) or "")
    return [edition.resolve(ref.key) for ref in parse_figure(expression).refs()] if expression else []


def _as_printed(expression: str, edition: Edition, figures: Figures) -> str:
    """A sum of rows gives way to the one row that the document prints in their place."""
    for row, fine in substitutes(edition).items():
        printed = {key.partition("@")[0] for key in figures}
        if row in printed and printed.isdisjoint(fine):
            expression = expression.replace(" + ".join(fine), row)
    return expression


def cell_figure(edition: Edition, key: str, figures: Figures) -> Figure:
    """The figure of a cell, of a row of a matrix (its 总计, or when that is blank the sum of its columns), or of a
    heading that is the sum of the rows under it."""
    resolved = edition.resolve(key)
    row = edition.rows.get(key.partition("@")[0])
    if row is not None and row.holds == "computed" and resolved not in figures:
        return _total([cell_figure(edition, _beside(part, key), figures) for part in _parts(edition, row)])
    if resolved not in figures:
        return Figure(None, "absent" if resolved in edition.slots else "no_row")
    value = figures[resolved]
    if value is not None:
        return Figure(value, "number")
    columns = [figures[c] for c in _columns_beside(edition, resolved) if figures.get(c) is not None]
    filled = [value for value in columns if value is not None]
    return Figure(sum(filled), "number") if filled else Figure(None, "blank")


def _parts(edition: Edition, row: Row) -> list[Row]:
    return [part for part in edition.rows.values() if part.parent == row.key]


def _beside(part: Row, key: str) -> str:
    """The cell of ``part`` in the column of ``key``."""
    _, at, column = key.partition("@")
    return f"{part.key}{at}{column}"


def _total(parts: list[Figure]) -> Figure:
    if any(part.state in ("absent", "no_row") for part in parts):
        return Figure(None, "absent")
    filled = [part.value for part in parts if part.value is not None]
    return Figure(sum(filled), "number") if filled else Figure(None, "blank")


def _columns_beside(edition: Edition, key: str) -> list[str]:
    row, at, column = Ref(key).key.partition("@")
    table = next((t for t in edition.tables if at and any(r.key == row for r in t.rows)), None)
    if table is None or column != table.default_column:
        return []
    return [f"{row}@{c.key}" for c in table.columns if c.key != column]


def pairs(first: Edition, second: Edition, figures: Figures, others: Figures) -> Iterator[Pair]:
    """The figures of two reports side by side: cell by cell within an era, by concepts across eras.

    Custom editions without a base share no concepts with anything: their cells are paired by equal keys.
    """
    eras = era_of(first), era_of(second)
    if eras[0] == eras[1] or None in eras:
        yield from _cells_side_by_side(first, second, figures, others)
        return
    for concept in concepts().values():
        differs = concept.differs(str(eras[0]), str(eras[1]))
        yield Pair(
            concept.id,
            concept.label,
            concept_figure(concept, first, figures),
            concept_figure(concept, second, others),
            concept.relation if differs else "exact",
            concept.comparability(str(eras[0]), str(eras[1])),
            concept.note if differs else "",
        )


def _cells_side_by_side(first: Edition, second: Edition, figures: Figures, others: Figures) -> Iterator[Pair]:
    keys = dict.fromkeys((*first.slots, *figures, *second.slots, *others))
    for key in keys:
        one, other = cell_figure(first, key, figures), cell_figure(second, key, others)
        if "no_row" in (one.state, other.state):
            yield Pair(key, None, one, other, "local", "no", "只在其中一份报告的表格中有此栏。")
        else:
            yield Pair(key, None, one, other)
