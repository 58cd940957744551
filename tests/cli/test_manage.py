"""``gongkai manage``: Django's commands end as they say, and a database that is not there is one line."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_command_of_django_runs(home):
    assert "[X] 0001_initial" in home.gongkai("manage", "showmigrations", "filing")[0]


def test_a_refusal_of_django_is_told_by_the_exit_code(home):
    _printed, said = home.gongkai("manage", "no_such_command", code=1)
    assert "no_such_command" in said


def test_without_a_database_it_says_how_to_make_one(homes):
    _printed, said = homes("other", empty=True).gongkai(
        "manage", "invite_administrator", "--code", "990101", "--name", "示例县人民政府", "管理员", code=2
    )
    assert said.startswith("gongkai: 数据库还没有建好：")
    assert said.endswith("请先运行一次 gongkai serve 或 gongkai manage migrate。\n")
