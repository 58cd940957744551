"""Why a file could not be read."""

from __future__ import annotations


class UnreadableError(Exception):
    """The file cannot be read at all. ``reason`` says why, ``mend`` what to do, both for a clerk."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.mend = mend
