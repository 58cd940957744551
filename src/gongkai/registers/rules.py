"""Who may change registers."""

from __future__ import annotations

from gongkai.agencies.models import Agency, Person
from gongkai.agencies.rules import Permission, require


def require_for(actor: Person | None, permission: Permission, agency: Agency) -> None:
    """Raise NotPermitted unless the actor has the permission. None is the system itself: the command line, which only
    who may read and write the database can run, and the demonstration."""
    if actor is not None:
        require(actor, permission, agency)
