"""``gongkai check`` as a command: each unsafe setting with its remedy, and the exit code."""

import pytest

pytestmark = pytest.mark.django_db
SAFE = {
    "GONGKAI_BASE_URL": "https://xxgk.example.cn",
    "GONGKAI_ALLOWED_HOSTS": '["xxgk.example.cn"]',
    "GONGKAI_TRUSTED_PROXY": "true",
    "GONGKAI_REQUIRE_TOTP": "true",
    "GONGKAI_MAIL_URL": "smtps://mail.example.cn",
}


def test_a_safe_installation_is_said_to_be_safe(home):
    home.environment |= SAFE
    assert home.gongkai("check")[0] == "没有发现不安全的设置。\n"


def test_advice_alone_leaves_the_exit_code_alone(home):
    home.environment |= SAFE | {"GONGKAI_REQUIRE_TOTP": "false"}
    printed, _said = home.gongkai("check")
    assert printed.splitlines() == [
        "提示 gongkai.W009  登录只凭密码。请设 GONGKAI_REQUIRE_TOTP=true，让每个人再用一次性口令。",
        "共 1 项。",
    ]


def test_errors_come_first_and_are_told_by_the_exit_code(home):
    home.environment |= SAFE | {"GONGKAI_REQUIRE_TOTP": "false", "GONGKAI_DEBUG": "true", "GONGKAI_SECRET_KEY": "short"}
    printed, _said = home.gongkai("check", code=1)
    assert [line.split()[:2] for line in printed.splitlines()[:-1] if "gongkai." in line] == [
        ["错误", "gongkai.E001"], ["错误", "gongkai.E002"], ["提示", "gongkai.W009"],
    ]  # fmt: skip


def test_a_setting_that_does_not_exist_or_cannot_be_meant_is_one_line(home, tmp_path):
    (tmp_path / "gongkai.toml").write_text("uplod_limit_mb = 3\n")
    home.environment["GONGKAI_SETTINGS"] = str(tmp_path / "gongkai.toml")
    _printed, said = home.gongkai("check", code=2)
    assert said.startswith("gongkai: 设置 uplod_limit_mb 不对：")
    assert said.count("\n") == 1
