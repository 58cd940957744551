"""What a run tells while it goes on, and at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from gongkai.corpus.sources.items import Fault


class Progress(Protocol):
    """Told by the run, shown by whoever wants to."""

    def looking(self, files: int) -> None:
        """So many files have been looked at; how many there are is not known yet."""

    def reading(self, done: int, total: int, faults: int) -> None:
        """So many files of all that are to be read are done, so many of them unreadable."""


class Silent:
    """Shows nothing."""

    def looking(self, files: int) -> None:
        """Nothing."""

    def reading(self, done: int, total: int, faults: int) -> None:
        """Nothing."""


@dataclass(slots=True)
class Summary:
    """What a run did. ``read`` reports are new in the store; ``present`` files it had already; ``duplicates`` are new
    addresses of contents that it has; ``others`` are files of other kinds; ``faults`` includes those of earlier runs
    whose files have not changed."""

    read: int = 0
    present: int = 0
    duplicates: int = 0
    others: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def files(self) -> int:
        """Files of reports that were found."""
        return self.read + self.present + self.duplicates + len(self.faults)
