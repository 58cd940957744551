import io

import pytest
from django.core.management import CommandError, call_command

from gongkai.agencies.actions.invitations import accept_invitation
from gongkai.agencies.models import Agency, Invitation, Role
from gongkai.agencies.rules import Permission, may
from tests.people import PASSWORD, county

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command("invite_administrator", "县管理员", *arguments, stdout=out)
    return out.getvalue().strip()


def test_an_empty_installation_gets_its_first_organ_and_administrator():
    address = run("--code", "990101", "--name", "示例县人民政府")
    assert address.startswith("http://127.0.0.1:8000/desk/invitation/")
    someone = accept_invitation(token=address.rstrip("/").rsplit("/", 1)[1], username="first", password=PASSWORD)
    assert may(someone, Permission.MANAGE_PEOPLE, Agency.objects.get(code="990101"))


def test_an_organ_that_exists_is_taken():
    county()
    run("--code", "990101-kj")
    assert Agency.objects.count() == 4
    assert Invitation.objects.get().role == Role.ADMINISTRATOR


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--code", "990303"], "--name"),
        (["--code", "有空格", "--name", "某局"], "slug|字母"),
        (["--code", "people", "--name", "某局"], "已被使用"),
        (["--code", "990101", "--name", "某局", "--email", "不是邮箱"], "Email"),
    ],
)
def test_a_refusal_is_one_sentence_and_nothing_is_made(arguments, said):
    with pytest.raises(CommandError, match=said):
        run(*arguments)
    assert not Agency.objects.exists()
