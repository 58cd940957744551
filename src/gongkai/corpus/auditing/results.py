"""What an audit of a store finds, as rows of its tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from gongkai.corpus.auditing.series import Entry
from gongkai.corpus.store.arrow import tables_of
from gongkai.corpus.store.rows import finding_row
from gongkai.report.auditing.findings import Audit, Finding

SOURCE = "corpus"
Row = tuple[Any, ...]


@dataclass(slots=True)
class Results:
    """Rows by table, in the order of the schema's columns."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, row: Row) -> None:
        self.rows[table].append(row)

    def find(self, entry: Entry, finding: Finding) -> None:
        """A finding about a report."""
        self.add("findings", finding_row(finding, (*entry.stem, entry.edition), entry.form, SOURCE))

    def take(self, entry: Entry, audit: Audit, *, leave_out: Iterable[str] = ()) -> None:
        """The findings of an audit, and what it could not assess; not those of the rules left out."""
        left_out = frozenset(leave_out)
        for finding in audit.findings:
            if finding.rule not in left_out:
                self.find(entry, finding)
        for check in audit.not_assessable:
            if check.rule not in left_out:
                self.skip(entry, check.rule, check.reason)

    def skip(self, entry: Entry, rule: str, reason: str) -> None:
        """A check that could not be made."""
        self.add("unassessed", (*entry.stem, rule, str(reason)))

    def found(self, rule: str) -> set[str]:
        """The hashes of the reports with a finding of ``rule``."""
        return {row[0] for row in self.rows["findings"] if row[4] == rule}

    def tables(self) -> dict[str, pa.Table]:
        """The rows as Arrow tables, sorted: the same store gives the same tables."""
        return tables_of({name: sorted(rows, key=_order) for name, rows in self.rows.items()})


def _order(row: Row) -> tuple[str, ...]:
    return tuple(f"{value:09}" if isinstance(value, int) else str(value) for value in row)
