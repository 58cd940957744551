"""What an installation may set: environment variables ``GONGKAI_…``, or one TOML file that ``GONGKAI_SETTINGS`` names.

A variable wins over the file. Secrets (``secret_key``, passwords in addresses) are read from the environment only.
Every field is described in docs/settings.md, which a test holds.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

PREFIX = "GONGKAI_"


def default_home() -> Path:
    """The user's data directory, as the XDG Base Directory Specification has it."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "gongkai"


class Environment(BaseSettings):
    """The settings, each with its default; ``description`` is what docs/settings.md says of it."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")

    home: Path = Field(default_factory=default_home, description="Folder that holds database, files and logs.")
    secret_key: SecretStr = Field(
        SecretStr(""), description="Signs sessions and links; 50 characters or more. Required."
    )
    database_url: SecretStr = Field(SecretStr(""), description="PostgreSQL address; empty: SQLite in the home folder.")
    redis_url: SecretStr = Field(SecretStr(""), description="Redis for background work; empty: the database does it.")
    base_url: str = Field("http://127.0.0.1:8000", description="Address under which people reach the site.")
    allowed_hosts: list[str] = Field(["127.0.0.1", "localhost", "[::1]"], description="Host names that are answered.")
    trusted_proxy: bool = Field(False, description="Believe X-Forwarded-Proto and -For of the proxy in front.")
    debug: bool = Field(False, description="Show errors in the browser. Never on a server.")
    demo: bool = Field(False, description="Say on every page that this is a demonstration; plain HTTP allowed.")
    language: Literal["zh-hans", "en"] = Field(
        "zh-hans", description="Language of pages where the browser states none."
    )
    time_zone: str = Field("Asia/Shanghai", description="Time zone of dates and times.")
    site_name: str = Field("政府信息公开", description="Name of the site in headings and mails.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level that is logged.")
    upload_limit_mb: int = Field(50, ge=1, le=500, description="Largest file that may be uploaded, in MB.")
    session_hours: int = Field(10, ge=1, description="Hours without use after which a session ends.")
    login_attempts: int = Field(5, ge=1, description="Wrong passwords for one account before it is locked out.")
    login_lock_minutes: int = Field(15, ge=1, description="Minutes for which an account stays locked out.")
    require_totp: bool = Field(False, description="Everyone needs a one-time password of an app to log in.")
    mail_url: SecretStr = Field(
        SecretStr(""), description="smtp:// or smtps:// address; empty: mails go to the log folder."
    )
    mail_from: str = Field("gongkai@localhost", description="Sender of mails.")
    ldap_url: str = Field("", description="ldap:// or ldaps:// address of the directory; empty: none.")
    ldap_user_dn: str = Field("", description="Template of a person's name in the directory, with %(user)s.")
    ldap_start_tls: bool = Field(False, description="Encrypt the connection to an ldap:// address by StartTLS.")
    ldap_ca_file: str = Field("", description="Certificates that vouch for the directory, as PEM; empty: the system's.")
    oidc_issuer: str = Field("", description="Address of the OpenID Connect provider; empty: none.")
    oidc_client_id: str = Field("", description="Name under which the provider knows this site.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Secret shared with the provider.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = os.environ.get(f"{PREFIX}SETTINGS")
        return (init_settings, env_settings) + ((TomlFile(settings_cls, toml_file=Path(toml)),) if toml else ())


SECRETS = frozenset(name for name, field in Environment.model_fields.items() if field.annotation is SecretStr)


class SecretInFileError(ValueError):
    """The TOML file holds a secret: a file is copied, shown and backed up."""


class TomlFile(TomlConfigSettingsSource):
    """The TOML file, refused when it is not there or holds a secret."""

    def __call__(self) -> dict[str, Any]:
        values = super().__call__()
        for name in SECRETS & values.keys():
            raise SecretInFileError(f"{name}: set {PREFIX}{name.upper()} in the environment instead")
        return values


@cache
def environment() -> Environment:
    return Environment()
