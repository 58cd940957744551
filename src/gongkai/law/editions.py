"""Editions of the statutory form as data: years, tables, rows, columns, units, section titles, legal basis.

An edition is one version of the form (国办发〔2014〕32号 and its local variants, 国办公开办函〔2019〕60号,
国办公开办函〔2021〕30号, or a custom file of a user). Adding next year's form is a new JSON file in
``law/data/editions``; no code names an edition.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from typing import Any, Literal

from gongkai.law.data_files import DATA
from gongkai.law.rules import Rule, rule_from_dict

Layout = Literal["row_value", "grid", "matrix", "single_row"]
LAYOUTS: tuple[Layout, ...] = ("row_value", "grid", "matrix", "single_row")


class HashedOnce:
    """A dataclass that is a key of many caches. Its hash is reckoned once, and stays behind with whatever else was
    derived when it goes to another process, where texts hash otherwise."""

    @cached_property
    def _hash(self) -> int:
        compared = (f for f in fields(self) if f.hash is not False)  # type: ignore[arg-type]
        return hash(tuple(getattr(self, f.name) for f in compared))

    def __hash__(self) -> int:
        return self._hash

    def __getstate__(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True)
class Row:
    """A row of the form. ``parent`` is the key of the row it adds up to or stands under. ``holds`` says whether the
    row has a figure: ``none`` (heading), ``optional``, ``computed`` (sum of children, no cell), ``required``."""

    key: str
    label: str | None
    number: str | None = None
    unit: str | None = None
    parent: str | None = None
    type: str = "integer"
    role: str = "standalone"
    holds: str = "required"
    aliases: tuple[str, ...] = ()
    note: str | None = None

    @property
    def has_cell(self) -> bool:
        return self.holds in ("required", "optional")

    @property
    def labels(self) -> tuple[str, ...]:
        return ((self.label,) if self.label else ()) + self.aliases


@dataclass(frozen=True)
class Column:
    """A column of figures. ``groups`` are the headings printed above its label, outermost first."""

    key: str
    label: str
    groups: tuple[str, ...] = ()
    unit: str | None = None
    type: str | None = None
    role: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormTable(HashedOnce):
    """One table of an edition. ``column_order`` is given for ``row_value`` tables only: the printed order of
    ``label``, ``unit`` and the keys of the value columns. ``section`` is the key of the section that the form prints
    the table in, None where it is appended after the text. ``columns_title`` is printed above all value columns of a
    ``matrix`` (申请人情况)."""

    key: str
    title: str
    layout: Layout
    cell_key: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    column_order: tuple[str, ...] = ()
    default_column: str | None = None
    form_note: str | None = None
    section: str | None = None
    columns_title: str | None = None

    __hash__ = HashedOnce.__hash__

    def key_of(self, row: Row, column: Column) -> str:
        """The cell key of a row and a column, e.g. ``req_received@total``."""
        return self.cell_key.format(row=row.key, column=column.key)

    def slots(self) -> Iterator[tuple[Row, Column, str]]:
        """Every (row, column, cell key) that holds a figure, in printed order."""
        for row in self.rows:
            if row.has_cell:
                for column in self.columns:
                    yield row, column, self.key_of(row, column)

    def unit_of(self, row: Row, column: Column) -> str | None:
        return column.unit or row.unit

    def type_of(self, row: Row, column: Column) -> str:
        """``integer``, ``decimal`` or ``signed_integer``."""
        declared = column.type or row.type
        return declared if declared != "heading" else "integer"


@dataclass(frozen=True)
class SectionTitle:
    """A section that a report of this edition should have; ``basis`` is the article that demands it."""

    key: str
    order: int
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    basis: str | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        return (self.title, *self.aliases)


@dataclass(frozen=True)
class LegalBasis:
    doc: str
    title: str
    articles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition(HashedOnce):
    """One version of the statutory form. ``first_year`` and ``last_year`` are years reported on, inclusive; None is
    open. ``base`` names the edition whose rules also apply wherever their keys exist; ``rules`` are those that the
    edition carries itself."""

    id: str
    title: str
    first_year: int | None
    last_year: int | None
    tables: tuple[FormTable, ...]
    sections: tuple[SectionTitle, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    status: str = "national"
    base: str | None = None
    empty_marks: tuple[str, ...] = ("", "/", "-", "—")
    signature_fields: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = field(default=(), hash=False)

    __hash__ = HashedOnce.__hash__

    def covers(self, year: int) -> bool:
        return (self.first_year or year) <= year <= (self.last_year or year)

    @cached_property
    def slots(self) -> dict[str, tuple[FormTable, Row, Column]]:
        """Every cell key of the edition, in printed order, with its table, row and column."""
        return {key: (t, row, column) for t in self.tables for row, column, key in t.slots()}

    @cached_property
    def rows(self) -> dict[str, Row]:
        return {row.key: row for t in self.tables for row in t.rows}

    def table(self, key: str) -> FormTable:
        return next(t for t in self.tables if t.key == key)

    def resolve(self, key: str) -> str:
        """The cell key that ``key`` means: a bare matrix row stands for its default column (``@total``)."""
        if key in self.slots:
            return key
        for table in self.tables:
            if table.default_column and any(r.key == key for r in table.rows):
                return f"{key}@{table.default_column}"
        return key

    def label(self, key: str) -> str:
        """How a clerk would name the cell: row label, and column label where the table has several columns."""
        if (slot := self.slots.get(self.resolve(key))) is None:
            row = self.rows.get(key)
            return (row.label if row else None) or key
        table, row, column = slot
        if table.layout == "single_row":
            return "·".join((*column.groups, column.label))
        if len(table.columns) == 1 and table.layout == "row_value":
            return row.label or key
        return f"{row.label}·{column.label}"


def edition_from_dict(data: dict[str, Any]) -> Edition:
    """Build an edition from the parsed JSON of an edition file (see docs/editions.md). The file must have passed
    ``edition_check.check``; a malformed one raises KeyError or TypeError here."""
    years = data.get("valid_years") or {}
    return Edition(
        id=data["id"],
        title=data["title"],
        first_year=years.get("from"),
        last_year=years.get("to"),
        tables=tuple(_table(t) for t in data["tables"]),
        sections=tuple(_section(s) for s in data.get("report_sections", ())),
        legal_basis=tuple(
            LegalBasis(b["doc"], b["title"], tuple(b.get("articles", ()))) for b in data.get("legal_basis", ())
        ),
        status=data.get("status", "custom"),
        base=data.get("base"),
        empty_marks=tuple(data.get("empty_marks", ("", "/", "-", "—"))),
        signature_fields=tuple(data.get("signature_fields", ())),
        rules=tuple(rule_from_dict(r) for r in data.get("rules", ())),
    )


def _table(data: dict[str, Any]) -> FormTable:
    return FormTable(
        key=data["key"],
        title=data["title"],
        layout=data["layout"],
        cell_key=data["cell_key"],
        rows=tuple(_row(r) for r in data["rows"]) or (Row(key="value", label=None, unit="件"),),
        columns=tuple(_column(c) for c in data["columns"]),
        column_order=tuple(data.get("column_order", ())),
        default_column=data.get("default_column"),
        form_note=data.get("form_note"),
        section=data.get("section"),
        columns_title=data.get("columns_title"),
    )


def _row(data: dict[str, Any]) -> Row:
    holds = data.get("value", "none" if data.get("role") == "heading" else "required")
    return Row(
        key=data["key"],
        label=data["label"],
        number=data.get("number"),
        unit=data.get("unit"),
        parent=data.get("parent"),
        type=data.get("type", "integer"),
        role=data.get("role", "standalone"),
        holds=holds,
        aliases=tuple(data.get("aliases", ())),
        note=data.get("note"),
    )


def _column(data: dict[str, Any]) -> Column:
    group = data.get("group") or ()
    return Column(
        key=data["key"],
        label=data["label"],
        groups=(group,) if isinstance(group, str) else tuple(group),
        unit=data.get("unit"),
        type=data.get("type"),
        role=data.get("role"),
        parent=data.get("parent"),
        aliases=tuple(data.get("aliases", ())),
    )


def _section(data: dict[str, Any]) -> SectionTitle:
    return SectionTitle(
        key=data["key"],
        order=data["order"],
        title=data["title"],
        aliases=tuple(data.get("aliases", ())),
        required=data.get("required", False),
        basis=data.get("basis"),
    )


@cache
def builtin_editions() -> dict[str, Edition]:
    """The editions that ship with Gongkai, by id."""
    folder = DATA / "editions"
    loaded = (json.loads(f.read_text(encoding="utf-8")) for f in sorted(folder.iterdir(), key=lambda f: f.name))
    return {e.id: e for e in map(edition_from_dict, loaded)}


class UnknownEditionError(LookupError):
    """No edition of this id or for this year."""


def load_edition(identifier: str) -> Edition:
    """The built-in edition of this id, or UnknownEditionError."""
    try:
        return builtin_editions()[identifier]
    except KeyError:
        raise UnknownEditionError(identifier) from None


def national_edition(year: int) -> Edition:
    """The edition that the State Council's offices prescribed for reports on this year; UnknownEditionError before
    2014, when there was no national table."""
    for edition in builtin_editions().values():
        if edition.status == "national" and edition.covers(year):
            return edition
    raise UnknownEditionError(str(year))
