"""The accounts of the demonstration. They are named after their posts, not after people, and share a known password,
so the site refuses to be reached from outside in this mode (``config.checks``, gongkai.E007)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password

from gongkai.agencies.models import Agency, Membership, Person, Role

PASSWORD = "gongkai-demo-2026"  # Shown on the screen: there is nothing behind it but invented registers.
SINCE = datetime.date(2014, 1, 1)
POSTS = (
    (Role.CLERK, "clerk"),
    (Role.SECTION_HEAD, "section"),
    (Role.SECRECY_REVIEWER, "secrecy"),
    (Role.OFFICE, "office"),
    (Role.LEADER, "leader"),
)
COUNTY_POSTS = ((Role.SUPERVISOR, "supervisor"), (Role.AUDITOR, "auditor"), (Role.ADMINISTRATOR, "admin"))


@dataclass(frozen=True)
class Staff:
    """The people of one organ, by role."""

    agency: Agency
    people: dict[Role, Person]

    def __getitem__(self, role: Role) -> Person:
        return self.people[role]


def make_staff(agency: Agency, initials: str) -> Staff:
    """One person for each post of an organ: ``kj-clerk`` is the clerk of the organ with the initials kj."""
    return Staff(agency, {role: _person(f"{initials}-{post}", role, agency) for role, post in POSTS})


def make_county_staff(government: Agency) -> dict[Role, Person]:
    """Supervisor, auditor and administrator of the whole county."""
    return {role: _person(name, role, government) for role, name in COUNTY_POSTS}


@cache
def _hashed() -> str:
    """The password's hash, reckoned once for all: it takes a third of a second."""
    return make_password(PASSWORD)


def _person(username: str, role: Role, agency: Agency) -> Person:
    name = f"{agency.short_name}{role.label}"
    person = Person.objects.create(username=username, password=_hashed(), name=name)
    Membership.objects.create(person=person, agency=agency, role=role, valid_from=SINCE)
    return person
