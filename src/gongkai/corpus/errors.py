"""Refusals of the corpus room."""

from __future__ import annotations


class CorpusError(Exception):
    """Something that the user can mend: ``reason`` says what is wrong and where, ``mend`` what to do (Chinese)."""

    def __init__(self, reason: str, mend: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.mend = mend
