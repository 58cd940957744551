"""Who may do what at the registers: every role on every address; keys, codes and names of others."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.agencies.models import Role
from gongkai.audit_log.models import Entry
from gongkai.registers.models import ClosedYear, Import
from gongkai.registers.registry import all_sheets
from tests.desk.register_kit import BASE, SHEETS, add_rows, desk, signed_in
from tests.people import county, person

pytestmark = pytest.mark.django_db
STAFF = {Role.CLERK, Role.SECTION_HEAD, Role.SECRECY_REVIEWER, Role.OFFICE, Role.LEADER}
READERS = STAFF | {Role.AUDITOR}
EDITORS = {Role.CLERK, Role.SECTION_HEAD}
READ = [
    "", "template/", "export/", "years/", "imports/", "import/{imported}/", "import/{imported}/file/", "items/",
    "items/export/", "items/export/?format=csv", "requests/options/", "items/{row}/",
]  # fmt: skip
EDIT = ["import/", "items/add/", "items/bulk/?rows=all", "items/{row}/remove/"]
POSTED = [
    "import/", "import/{imported}/confirm/", "import/{imported}/part/", "import/{imported}/discard/", "items/add/",
    "items/bulk/", "items/{row}/", "items/{row}/remove/",
]  # fmt: skip


def places(organ) -> dict[str, int]:
    [row] = add_rows("items", organ, 1)
    imported = Import.objects.create(agency=organ, file_name="a.xlsx", sha256="0" * 64, content="imports/none.xlsx")
    return {"row": row.pk, "imported": imported.pk}


@pytest.mark.parametrize("role", [*Role, None])
def test_each_role_reads_and_changes_what_its_table_says(role):
    organs = county()
    known = places(organs["science"])
    client = signed_in(person(role, organs["science"]))
    known_file = [address for address in READ if "file" not in address]
    for address in known_file:
        status = client.get(BASE + address.format(**known)).status_code
        assert status == (200 if role in READERS else 404), address
    for address in EDIT:
        status = client.get(BASE + address.format(**known)).status_code
        assert status == (200 if role in EDITORS else 403 if role in READERS else 404), address
    if role not in EDITORS:
        before = Entry.objects.count()
        for address in POSTED:
            status = client.post(BASE + address.format(**known), {"reason": "x"}).status_code
            assert status == (403 if role in READERS else 404), address
        assert Entry.objects.count() == before
        assert Import.objects.get().state == Import.State.PREVIEWED


@pytest.mark.parametrize("role", [*Role, None])
def test_only_office_and_leader_reopen_a_year(role):
    organs = county()
    ClosedYear.objects.create(agency=organs["science"], year=2024)
    client = signed_in(person(role, organs["science"]))
    url = f"{BASE}years/2024/reopen/"
    may = role in (Role.OFFICE, Role.LEADER)
    expected = 200 if may else 403 if role in READERS else 404
    assert client.get(url).status_code == expected
    client.post(url, {"reason": "更正申请数量"})
    closed = ClosedYear.objects.get()
    assert (closed.reopened_at is not None) == may
    assert closed.reason == ("更正申请数量" if may else "")


def test_nobody_who_is_not_signed_in_sees_anything():
    organs = county()
    known = places(organs["science"])
    for address in [*READ, *EDIT]:
        response = Client().get(BASE + address.format(**known))
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")
    for address in POSTED:
        assert Client().post(BASE + address.format(**known)).status_code == 302


@pytest.mark.parametrize("address", [*READ, *EDIT])
def test_colleagues_of_other_organs_find_nothing(address):
    organs = county()
    known = places(organs["science"])
    for elsewhere in ("government", "culture", "elsewhere"):
        clerk = person(Role.CLERK, organs[elsewhere])
        assert signed_in(clerk).get(BASE + address.format(**known)).status_code == 404


@pytest.mark.parametrize("address", [a for a in [*READ, *EDIT] if "{" in a])
def test_keys_of_other_organs_lead_nowhere(address):
    client, organs, _clerk = desk()
    known = places(organs["culture"])
    assert client.get(BASE + address.format(**known)).status_code == 404
    own = places(organs["science"])
    if "file" not in address:
        assert client.get(BASE + address.format(**own)).status_code == 200


@pytest.mark.parametrize("address", [a for a in POSTED if "{" in a])
def test_nothing_of_another_organ_is_changed_by_its_key(address):
    client, organs, _clerk = desk()
    known = places(organs["culture"])
    before = Entry.objects.count()
    assert client.post(BASE + address.format(**known), {"reason": "x"}).status_code == 404
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "address", ["nothing/", "nothing/add/", "nothing/1/", "items/99999/", f"items/{'9' * 40}/", f"import/{'9' * 40}/"]
)
def test_what_is_not_there_is_not_found(address):
    client, *_ = desk()
    assert client.get(BASE + address).status_code == 404


@pytest.mark.parametrize("slug", SHEETS)
def test_a_key_of_another_register_is_not_taken(slug):
    client, organs, _clerk = desk()
    other = "items" if slug != "items" else "postings"
    rows = add_rows(other, organs["science"], 2)
    assert client.get(f"{BASE}{slug}/{rows[-1].pk}/").status_code == 404


def test_forged_fields_of_a_form_are_not_stored():
    client, organs, clerk = desk()
    forged = {"agency": organs["culture"].pk, "identity": "x", "created_by": 1, "source": 1, "source_line": 9, "id": 77}
    typed = {"on": "2024-09-02", "kind": "special", "amount": "1.5"}
    assert client.post(f"{BASE}funds/add/", typed | forged).status_code == 302
    fund = next(s for s in all_sheets() if s.slug == "funds").model.objects.get()
    assert (fund.agency, fund.created_by, fund.source, fund.source_line) == (organs["science"], clerk, None, None)
    assert fund.pk != 77
    assert fund.identity != "x"


def test_a_change_without_its_token_is_refused():
    _client, organs, clerk = desk()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    known = places(organs["science"])
    for address in POSTED:
        assert strict.post(BASE + address.format(**known), {"reason": "x"}).status_code == 403


def test_changes_need_a_post():
    client, organs, _clerk = desk()
    known = places(organs["science"])
    for action in ("confirm", "part", "discard"):
        assert client.get(f"{BASE}import/{known['imported']}/{action}/").status_code == 405
