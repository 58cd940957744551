"""A forgiving view of an edition file under check: only members that have the right shape, each with its JSON path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

MOST_MEMBERS = 1000


@dataclass(frozen=True, eq=False)
class Part:
    """An object of the file with its JSON path."""

    path: str
    data: dict[str, Any]

    def text(self, field: str) -> str:
        """The text in a field; empty where the field is missing or holds no text."""
        value = self.data.get(field)
        return value if isinstance(value, str) else ""

    def texts(self, field: str) -> list[str]:
        """The texts in a list."""
        return [v for v in self._list(field) if isinstance(v, str)]

    def members(self, field: str) -> list[Part]:
        """The objects in a list; what is no object is left to the schema to complain of."""
        members = enumerate(self._list(field))
        return [Part(f"{self.path}.{field}[{i}]", v) for i, v in members if isinstance(v, dict)]

    def _list(self, field: str) -> list[Any]:
        """At most ``MOST_MEMBERS``: the schema allows no more."""
        value = self.data.get(field)
        return value[:MOST_MEMBERS] if isinstance(value, list) else []

    @property
    def key(self) -> str:
        return self.text("key")

    @property
    def parent(self) -> str:
        return self.text("parent")

    @property
    def role(self) -> str:
        return self.text("role")

    @property
    def holds(self) -> str:
        """Whether a row has a figure, as ``law.editions`` reads it."""
        return self.text("value") or ("none" if self.role == "heading" else "required")


@dataclass(frozen=True, eq=False)
class TablePart(Part):
    """A table with its rows and columns."""

    @property
    def layout(self) -> str:
        return self.text("layout")

    @cached_property
    def rows(self) -> list[Part]:
        return self.members("rows")

    @cached_property
    def columns(self) -> list[Part]:
        return self.members("columns")

    @cached_property
    def printed_rows(self) -> list[Part]:
        """The rows, or the one unnamed row of a ``single_row`` table that gives none."""
        unnamed = self.layout == "single_row" and not self.rows
        return [Part(f"{self.path}.rows", {"key": "value"})] if unnamed else self.rows

    def cell_keys(self, *held: str) -> Iterator[tuple[Part, Part, str]]:
        """(row, column, cell key) for the rows whose ``holds`` is one of ``held``; nothing while the pattern of keys
        cannot be filled in."""
        for row in self.printed_rows:
            for column in self.columns:
                if row.holds in held and (key := self._cell_key(row, column)):
                    yield row, column, key

    def _cell_key(self, row: Part, column: Part) -> str:
        try:
            return self.text("cell_key").format(row=row.key, column=column.key)
        except (LookupError, ValueError, AttributeError):
            return ""
