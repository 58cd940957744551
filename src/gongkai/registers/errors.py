"""What the registers refuse, and why."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.agencies.errors import Refusal
from gongkai.registers.sheets import Fault


class YearClosed(Refusal):
    """The change touches what a published report counts."""


class RowRefused(Refusal):
    """Values that a row may not have; ``faults`` holds each with the header of its column."""

    def __init__(self, reason: str, mend: str, faults: Sequence[Fault]) -> None:
        super().__init__(reason, mend)
        self.faults = tuple(faults)


class NumberTaken(Refusal):
    """Another row of the register bears this number."""


class WorkbookRefused(Refusal):
    """The file as a whole cannot be read as registers."""


class ImportRefused(Refusal):
    """The import cannot be carried out as it stands: it has faults, or was carried out or given up before."""
