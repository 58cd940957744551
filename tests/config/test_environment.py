"""Settings come from the environment or one file; what cannot be meant is refused."""

import pytest
from pydantic import ValidationError

from gongkai.config.environment import Environment, SecretInFileError


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Writes the settings file that GONGKAI_SETTINGS names."""
    path = tmp_path / "gongkai.toml"

    def write(text):
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("GONGKAI_SETTINGS", str(path))

    return write


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in Environment.model_fields:
        monkeypatch.delenv(f"GONGKAI_{name.upper()}", raising=False)


def test_defaults_serve_this_machine_only():
    env = Environment()
    assert env.allowed_hosts == ["127.0.0.1", "localhost", "[::1]"]
    assert env.base_url == "http://127.0.0.1:8000"
    assert not env.debug
    assert not env.demo


def test_the_home_is_in_the_users_data_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Environment().home == tmp_path / "gongkai"


def test_a_file_sets_what_it_names(file):
    file('site_name = "示例县政务公开"\nupload_limit_mb = 20\n')
    env = Environment()
    assert env.site_name == "示例县政务公开"
    assert env.upload_limit_mb == 20


def test_a_variable_wins_over_the_file(file, monkeypatch):
    file("upload_limit_mb = 20\n")
    monkeypatch.setenv("GONGKAI_UPLOAD_LIMIT_MB", "30")
    assert Environment().upload_limit_mb == 30


def test_lists_are_json_in_a_variable(monkeypatch):
    monkeypatch.setenv("GONGKAI_ALLOWED_HOSTS", '["a.example.cn", "b.example.cn"]')
    assert Environment().allowed_hosts == ["a.example.cn", "b.example.cn"]


def test_a_misspelt_name_in_the_file_is_refused(file):
    file("upload_limit = 20\n")
    with pytest.raises(ValidationError, match="upload_limit"):
        Environment()


@pytest.mark.parametrize("name", ["secret_key", "database_url", "redis_url", "mail_url", "oidc_client_secret"])
def test_a_secret_in_the_file_is_refused(file, name):
    file(f'{name} = "hidden"\n')
    with pytest.raises(SecretInFileError, match=f"GONGKAI_{name.upper()}"):
        Environment()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("UPLOAD_LIMIT_MB", "0"),
        ("UPLOAD_LIMIT_MB", "501"),
        ("LOGIN_ATTEMPTS", "none"),
        ("LANGUAGE", "fr"),
        ("DEBUG", "perhaps"),
    ],
)
def test_values_that_cannot_be_meant_are_refused(monkeypatch, name, value):
    monkeypatch.setenv(f"GONGKAI_{name}", value)
    with pytest.raises(ValidationError):
        Environment()


def test_secrets_do_not_show_when_the_settings_are_printed(monkeypatch):
    monkeypatch.setenv("GONGKAI_DATABASE_URL", "postgres://clerk:tea-house-7@db/gongkai")
    env = Environment()
    assert env.database_url.get_secret_value() == "postgres://clerk:tea-house-7@db/gongkai"
    assert "tea-house-7" not in f"{env!r}{env}"
