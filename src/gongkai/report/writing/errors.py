"""Why a report could not be written."""

from __future__ import annotations


class UnwritableError(Exception):
    """The report cannot be written. ``reason`` says why, ``mend`` what to do, both for a clerk."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(f"{reason}；{mend}")
        self.reason = reason
        self.mend = mend
