"""Django settings, derived from ``config.environment``; nothing here is meant to be edited by an installation."""

from __future__ import annotations

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

from gongkai.config.environment import environment
from gongkai.config.logs import logging_config

ENV = environment()
PACKAGE = Path(__file__).resolve().parent.parent
HOME = ENV.home

SECRET_KEY = ENV.secret_key.get_secret_value()
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "agencies.Person"
SITE_NAME = ENV.site_name
BASE_URL = ENV.base_url
DEMO = ENV.demo

ROOMS = [
    "gongkai.audit_log", "gongkai.agencies", "gongkai.jobs", "gongkai.registers",
    "gongkai.disclosure", "gongkai.channels", "gongkai.outreach", "gongkai.requests", "gongkai.remedies",
    "gongkai.duties", "gongkai.capacity", "gongkai.filing", "gongkai.desk", "gongkai.portal",
]  # fmt: skip
INSTALLED_APPS = [
    "gongkai.config",
    *ROOMS,
    "wagtail.users", "wagtail.images", "wagtail.documents", "wagtail.search", "wagtail.admin", "wagtail",
    "modelcluster", "taggit",
    "allauth", "allauth.account", "allauth.mfa", "allauth.usersessions", "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks", "django_tasks_db", "django_htmx",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.humanize", "whitenoise.runserver_nostatic", "django.contrib.staticfiles",
]  # fmt: skip
MIDDLEWARE = [
    "gongkai.config.logs.AccessLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongkai.config.middleware.Activity",
    "gongkai.agencies.middleware.FirstThingsFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongkai.config.middleware.ContentPolicy",
    "gongkai.config.middleware.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.desk.context.shell",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    """SQLite in WAL mode with immediate transactions, or what ``GONGKAI_DATABASE_URL`` says; connections persist."""
    address = ENV.database_url.get_secret_value()
    if address:
        return dict(dj_database_url.parse(address, conn_max_age=None, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "gongkai.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
        },
        "TEST": {"NAME": HOME / "test.sqlite3"},
    }


DATABASES = {"default": _database()}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}


def _tasks() -> dict[str, Any]:
    """Background work in the database, or in Redis where ``GONGKAI_REDIS_URL`` is set; the tasks are the same."""
    if not ENV.redis_url.get_secret_value():
        return {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
    return {"BACKEND": "huey.contrib.djhuey.tasks_backend.HueyBackend", "QUEUES": []}


TASKS = {"default": _tasks()}
if ENV.redis_url.get_secret_value():
    INSTALLED_APPS.append("huey.contrib.djhuey")
    HUEY = {
        "huey_class": "huey.RedisExpireHuey",  # Forgets results after a day.
        "name": "gongkai",
        "immediate": False,
        "connection": {"url": ENV.redis_url.get_secret_value()},
        "consumer": {"workers": 2, "worker_type": "thread"},  # Threads end with their process, however it ends.
    }

LANGUAGE_CODE = ENV.language
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
TIME_ZONE = ENV.time_zone
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["gongkai.config.formats"]

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = [
    "gongkai.config.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_LIMIT = ENV.upload_limit_mb * 1_000_000

SESSION_COOKIE_AGE = ENV.session_hours * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
_HTTPS = ENV.base_url.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [ENV.base_url] if _HTTPS else []
if ENV.trusted_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # Else all people share the proxy's share of attempts to log in.


def _directory_options() -> dict[int, Any]:
    """A directory that does not answer delays a login by seconds, and a foreign certificate is refused whatever the
    machine's own ldap.conf says."""
    import ldap

    options = {
        ldap.OPT_NETWORK_TIMEOUT: 5,
        ldap.OPT_TIMEOUT: 5,
        ldap.OPT_REFERRALS: 0,
        ldap.OPT_X_TLS_REQUIRE_CERT: ldap.OPT_X_TLS_DEMAND,
    }
    if ENV.ldap_ca_file:
        options[ldap.OPT_X_TLS_CACERTFILE] = ENV.ldap_ca_file
    return options | {ldap.OPT_X_TLS_NEWCTX: 0}  # Last: it makes those before it hold.


AUTHENTICATION_BACKENDS = ["gongkai.agencies.login.StaffBackend"]
DIRECTORY = bool(ENV.ldap_url and find_spec("django_auth_ldap"))  # Without the package a check says so.
if DIRECTORY:
    AUTHENTICATION_BACKENDS.insert(0, "gongkai.agencies.directory.DirectoryBackend")
    AUTH_LDAP_SERVER_URI = ENV.ldap_url
    AUTH_LDAP_START_TLS = ENV.ldap_start_tls
    AUTH_LDAP_CONNECTION_OPTIONS = _directory_options()
    AUTH_LDAP_USER_DN_TEMPLATE = ENV.ldap_user_dn
    AUTH_LDAP_NO_NEW_USERS = True
    AUTH_LDAP_ALWAYS_UPDATE_USER = False
    AUTH_LDAP_PERMIT_EMPTY_PASSWORD = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
REQUIRE_TOTP = ENV.require_totp
ACCOUNT_ADAPTER = "gongkai.agencies.login.StaffAccounts"
SOCIALACCOUNT_ADAPTER = "gongkai.agencies.login.StaffSocialAccounts"
SOCIALACCOUNT_LOGIN_ON_GET = True  # A form would need the provider's address in the Content-Security-Policy.
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if ENV.oidc_issuer:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "sso",
                "name": _("统一身份认证"),
                "client_id": ENV.oidc_client_id,
                "secret": ENV.oidc_client_secret.get_secret_value(),
                "settings": {"server_url": ENV.oidc_issuer, "oauth_pkce_enabled": True},
            }
        ]
    }
MFA_ADAPTER = "gongkai.agencies.login.StaffFactors"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{ENV.site_name}] "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": f"{ENV.login_attempts}/{ENV.login_lock_minutes * 60}s/key,20/m/ip",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = ENV.site_name
USERSESSIONS_TRACK_ACTIVITY = True

WAGTAIL_SITE_NAME = ENV.site_name
WAGTAILADMIN_BASE_URL = ENV.base_url
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from
EMAIL_FILE_PATH = HOME / "mail"


def _mail() -> dict[str, Any]:
    """Django's e-mail settings from one address, smtp://name:password@host:port or smtps://…; without one, mails are
    written to the home folder."""
    address = urlsplit(ENV.mail_url.get_secret_value())
    if not address.scheme:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": address.hostname or "",
        "EMAIL_PORT": address.port or (465 if address.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_SSL": address.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


globals().update(_mail())

LOGGING = logging_config(ENV.log_level)
# W005 and W021 ask for promises on behalf of other sites of the domain; the others are judged by config.checks.
SILENCED_SYSTEM_CHECKS = [
    "security.W004", "security.W005", "security.W008", "security.W009", "security.W012", "security.W016",
    "security.W021",
]  # fmt: skip
