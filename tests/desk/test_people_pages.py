"""The pages of administrators about people, and one's own account."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.actions.invitations import invite
from gongkai.agencies.models import Invitation, Membership, Person, Role
from gongkai.audit_log.models import Entry
from tests.people import PASSWORD, county, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organs():
    return county()


@pytest.fixture
def administrator(organs):
    return person(Role.ADMINISTRATOR, organs["government"], name="县管理员")


@pytest.fixture
def client(administrator):
    client = Client()
    client.force_login(administrator)
    return client


def page(answer):
    return answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(client, organs, count, django_assert_num_queries):
    for _ in range(count):
        person(Role.CLERK, organs["science"])
    client.get(reverse("desk:people"))
    with django_assert_num_queries(9):
        answer = client.get(reverse("desk:people"))
    assert page(answer).count("示例县科学技术局经办人") == count


def test_the_list_shows_roles_within_reach_only(organs):
    of_science = person(Role.ADMINISTRATOR, organs["science"])
    both = person(Role.CLERK, organs["science"], name="两处任职")
    Membership.objects.create(
        person=both, agency=organs["elsewhere"], role=Role.LEADER, valid_from=timezone.localdate()
    )
    client = Client()
    client.force_login(of_science)
    for address in (reverse("desk:people"), reverse("desk:person", args=[both.pk])):
        shown = page(client.get(address))
        assert "两处任职" in shown
        assert "经办人" in shown
        assert "别处县人民政府" not in shown


def test_search(client, organs):
    person(Role.CLERK, organs["science"], name="甲经办")
    person(Role.CLERK, organs["science"], name="乙经办")
    found = page(client.get(reverse("desk:people"), {"q": "甲"}))
    assert "甲经办" in found
    assert "乙经办" not in found


def test_an_invitation_becomes_an_account_that_logs_in(client, organs):
    asked = {"name": "新同事", "agency": "990101-kj", "role": "clerk", "email": ""}
    answer = client.post(reverse("desk:invite"), asked)
    address = answer.context["address"].removeprefix("http://127.0.0.1:8000")
    stranger = Client()
    assert "新同事，您受邀担任示例县科学技术局的经办人。" in page(stranger.get(address))
    typed = {"username": "new-colleague", "password": PASSWORD, "again": "something-else-7"}
    assert "两次输入的密码不一致。" in page(stranger.post(address, typed))
    short = {**typed, "password": "short", "again": "short"}
    assert "密码太短，至少要有 12 个字符。" in page(stranger.post(address, short))
    assert stranger.post(address, {**typed, "again": PASSWORD}).headers["location"] == "/accounts/login/"
    assert stranger.get(address).status_code == 409
    stranger.post("/accounts/login/", {"login": "new-colleague", "password": PASSWORD})
    assert "示例县科学技术局：经办人" in page(stranger.get(reverse("desk:account")))


def test_a_forged_organ_or_role_is_refused(client):
    for forged in ({"agency": "990202", "role": "clerk"}, {"agency": "990101-kj", "role": "king"}):
        answer = client.post(reverse("desk:invite"), {"name": "新同事", **forged})
        assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_an_invitation_is_withdrawn_from_the_list(client, organs):
    made, _address = invite(agency=organs["science"], role=Role.CLERK, name="新同事", actor=None)
    assert "待接受" in page(client.get(reverse("desk:invitations")))
    client.post(reverse("desk:invitation-withdraw", args=[made.pk]))
    assert "已撤回" in page(client.get(reverse("desk:invitations")))


def test_a_role_is_given_and_ended(client, organs):
    someone = person(Role.CLERK, organs["culture"])
    today = timezone.localdate().isoformat()
    given = {"agency": "990101-kj", "role": "leader", "effective_on": today, "until": ""}
    client.post(reverse("desk:role-grant", args=[someone.pk]), given)
    held = someone.memberships.get(role=Role.LEADER)
    client.post(reverse("desk:role-end", args=[held.pk]), {"effective_on": today, "reason": "调动"})
    held.refresh_from_db()
    assert held.valid_to == timezone.localdate()


def test_a_refusal_stands_above_the_form_with_what_was_typed(client, organs):
    someone = person(Role.CLERK, organs["science"])
    typed = {
        "agency": "990101-kj", "role": "administrator", "effective_on": timezone.localdate().isoformat(), "until": "",
    }  # fmt: skip
    answer = client.post(reverse("desk:role-grant", args=[someone.pk]), typed)
    assert answer.status_code == 422
    assert "“管理员”与“经办人”不能由同一人在同一机关担任。" in page(answer)
    assert '<option value="administrator" selected>' in page(answer)


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("person-deactivate", "deactivate_person"),
        ("person-second-factor", "reset_second_factor"),
        ("person-sessions", "end_sessions"),
    ],
)
def test_what_is_done_to_an_account_needs_a_reason(client, organs, name, action):
    address = reverse(f"desk:{name}", args=[person(Role.CLERK, organs["science"]).pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "手机丢失"}).status_code == 302
    assert Entry.objects.get().action == action


def test_somebody_switched_off_is_brought_back(client, organs):
    someone = person(Role.CLERK, organs["science"])
    Person.objects.filter(pk=someone.pk).update(is_active=False)
    assert "恢复账号" in page(client.get(reverse("desk:person", args=[someone.pk])))
    client.post(reverse("desk:person-reactivate", args=[someone.pk]), {"reason": "返聘"})
    someone.refresh_from_db()
    assert someone.is_active


def test_own_contact_data_needs_the_password_again(organs):
    someone = person(Role.CLERK, organs["science"])
    client = Client()
    client.force_login(someone)
    address = reverse("desk:account-contact")
    assert client.get(address).headers["location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(address, {"phone": "0000-1", "email": "me@example.org"})
    someone.refresh_from_db()
    assert (someone.phone, someone.email) == ("0000-1", "me@example.org")


def test_what_is_typed_is_shown_as_text(client, organs):
    person(Role.CLERK, organs["science"], name="<script>alert(1)</script>")
    shown = page(client.get(reverse("desk:people")))
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown
