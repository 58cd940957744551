"""The people and organs of the tests: a county government, two bureaus below it, an organ of another county."""

import datetime
from itertools import count

from gongkai.agencies.models import Agency, Kind, Membership, Person, Role

SINCE = datetime.date(2010, 1, 1)
PASSWORD = "county-of-examples-9"
_numbers = count(1)


def county() -> dict[str, Agency]:
    """``government`` with ``science`` and ``culture`` below it, and ``elsewhere``, no part of all this."""
    government = Agency.objects.create(code="990101", name="示例县人民政府", kind=Kind.GOVERNMENT)
    return {
        "government": government,
        "science": Agency.objects.create(
            code="990101-kj", name="示例县科学技术局", kind=Kind.DEPARTMENT, parent=government
        ),
        "culture": Agency.objects.create(
            code="990101-wh", name="示例县文化局", kind=Kind.DEPARTMENT, parent=government
        ),
        "elsewhere": Agency.objects.create(code="990202", name="别处县人民政府", kind=Kind.GOVERNMENT),
    }


def person(role: Role | None, agency: Agency | None, name: str = "") -> Person:
    """Somebody who holds ``role`` in ``agency``; without a role, somebody who may only log in."""
    number = next(_numbers)
    made = Person.objects.create_user(
        username=f"{role or 'nobody'}-{number}", password=PASSWORD, name=name or f"工作人员{number}"
    )
    if role and agency:
        Membership.objects.create(person=made, agency=agency, role=role, valid_from=SINCE)
    return made
