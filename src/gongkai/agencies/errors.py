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


class ImpossibleTree(Refusal):
    """The organ would stand below itself, or its place would be too deep to store."""


class CodeTaken(Refusal):
    """Another organ has the code."""


class UnfitSuccession(Refusal):
    """These organs cannot succeed one another like this."""


class UnfitVariant(Refusal):
    """There is no such edition, or it does not fit these years."""


class ReasonMissing(Refusal):
    """The action needs a stated reason."""


class RolesExclude(Refusal):
    """The person would hold roles that must stay apart."""


class LastAdministrator(Refusal):
    """Nobody would be left to administer the organ."""


class InvitationInvalid(Refusal):
    """The invitation was used, withdrawn, or is too old."""


class UnfitRole(Refusal):
    """The role cannot be given, or not for these days."""
