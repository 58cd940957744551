"""How far the work on a workbook is: told every few hundred rows, since each telling of a job is a statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from gongkai.jobs.actions import Told

STEP = 500
T = TypeVar("T")


@dataclass
class Tally:
    """Counts the rows of one pass over all sheets."""

    told: Told
    total: int
    done: int = 0

    def each(self, rows: Iterable[T], doing: str) -> Iterator[T]:
        """The rows, counted as they are done with."""
        for number, row in enumerate(rows):
            if number % STEP == 0:
                self.told(self.done, self.total, doing)
            yield row
            self.done += 1
        if self.done == self.total:
            self.told(self.done, self.total, doing)

    def add(self, rows: int, doing: str) -> None:
        """Some more are done."""
        self.done += rows
        self.told(self.done, self.total, doing)
