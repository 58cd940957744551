"""Refusals: what an action answers instead of doing something wrong. The text is for the user and says what to do."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818
    """An action that is not done. ``str(refusal)`` is a sentence in the user's language; ``mend`` says what to do."""

    def __init__(self, reason: str, mend: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.reason}{self.mend}"


class NotPermitted(Refusal):
    """The person's roles do not allow this."""


class NoSuchObject(Refusal):
    """There is no such object, or the person may not know that there is."""


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the object since it was opened."""
