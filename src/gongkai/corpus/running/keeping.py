"""Keeping what workers give: staged, and committed every so often. Only the client writes."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from gongkai.corpus.running.tasks import unpacked
from gongkai.corpus.store.arrow import tables_of
from gongkai.corpus.store.rows import Row, file_row
from gongkai.corpus.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Pace:
    """When staged rows are committed: after so many files, bytes or seconds. A killed run loses no more than that."""

    files: int = 4000
    bytes: int = 48 << 20
    seconds: float = 60.0


class Keeper:
    """Stages rows in a writer and commits them at a pace."""

    def __init__(self, writer: Writer, pace: Pace) -> None:
        pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own keeps what is freed: a sixth more memory here.
        self._writer = writer
        self._pace = pace
        self._rows: list[Row] = []
        self._begin()

    def _begin(self) -> None:
        self._files = self._bytes = 0
        self._since = time.monotonic()

    def keep(self, tables: Mapping[str, bytes], reports: int) -> None:
        """Stage the tables of so many reports."""
        if tables:
            staged: dict[str, pa.Table] = {name: unpacked(data) for name, data in tables.items()}
            self._writer.add(staged)
            self._bytes += sum(table.nbytes for table in staged.values())
            self._files += reports

    def keep_address(
        self, path: str, sha256: str | None, size: int | None, modified: str | None, fault: str | None = None
    ) -> None:
        """Stage what was found at an address."""
        self._rows.append(file_row(path, sha256, size, modified, fault))
        self._files += 1

    def commit_when_due(self) -> None:
        """Commit where the pace says so."""
        pace = self._pace
        waited = time.monotonic() - self._since
        if self._files >= pace.files or self._bytes >= pace.bytes or (self._files and waited >= pace.seconds):
            self.commit()

    def commit(self) -> None:
        """Make visible what is staged."""
        if self._rows:
            self._writer.add(tables_of({"files": self._rows}))
            self._rows = []
        self._writer.commit()
        self._begin()
