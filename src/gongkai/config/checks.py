"""What ``gongkai check`` finds unsafe in the settings: each with an id and a remedy (Django's system checks)."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice
from django.utils.translation import gettext as _

from gongkai.config.environment import Environment, environment

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SECRET_LENGTH = 50
Found = Iterator[CheckMessage]


@register(Tags.security, deploy=True)
def unsafe_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every unsafe setting of this installation."""
    env = environment()
    return [message for judge in JUDGES for message in judge(env)]


def _secret(env: Environment) -> Found:
    secret = env.secret_key.get_secret_value()
    if len(secret) < SECRET_LENGTH or len(set(secret)) < 5:
        yield Error(
            _("密钥太短或太简单。"), _("请把环境变量 GONGKAI_SECRET_KEY 设为 50 个以上的随机字符。"), id="gongkai.E001"
        )


def _debugging(env: Environment) -> Found:
    if env.debug:
        yield Error(_("调试模式会在浏览器里显示内部信息。"), _("请去掉 GONGKAI_DEBUG。"), id="gongkai.E002")


def _plain_http(env: Environment) -> Found:
    address = urlsplit(env.base_url)
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        yield Error(
            _("网站地址不是 https，密码会在网络上明文传送。"),
            _("请在前面放一个带证书的反向代理，并把 GONGKAI_BASE_URL 设为 https 地址。"),
            id="gongkai.E003",
        )


def _hosts(env: Environment) -> Found:
    if "*" in env.allowed_hosts:
        yield Error(_("任何主机名都会得到应答。"), _("请在 GONGKAI_ALLOWED_HOSTS 中写明主机名。"), id="gongkai.E004")
    host = urlsplit(env.base_url).hostname
    if host and "*" not in env.allowed_hosts and host not in env.allowed_hosts:
        yield Error(
            _("网站地址的主机名 %(host)s 不会得到应答。") % {"host": host},
            _("请把它加进 GONGKAI_ALLOWED_HOSTS。"),
            id="gongkai.E005",
        )


def _home(env: Environment) -> Found:
    if env.home.exists() and stat.S_IMODE(env.home.stat().st_mode) & 0o077:
        yield Advice(
            _("数据目录 %(home)s 别的用户也能进入。") % {"home": env.home}, _("请执行 chmod 700。"), id="gongkai.W006"
        )


def _demonstration(env: Environment) -> Found:
    if env.demo and urlsplit(env.base_url).hostname not in LOOPBACK:
        yield Error(
            _("演示模式的账号和密码是公开的。"), _("请去掉 GONGKAI_DEMO，并使用新的数据目录。"), id="gongkai.E007"
        )


def _proxy(env: Environment) -> Found:
    if env.base_url.startswith("https://") and not env.trusted_proxy:
        yield Advice(
            _("反向代理没有声明，网站不知道请求是经 https 来的，会反复跳转。"),
            _("确认代理会设置 X-Forwarded-Proto 后，请设 GONGKAI_TRUSTED_PROXY=true。"),
            id="gongkai.W008",
        )


def _second_factor(env: Environment) -> Found:
    if not env.require_totp:
        yield Advice(
            _("登录只凭密码。"), _("请设 GONGKAI_REQUIRE_TOTP=true，让每个人再用一次性口令。"), id="gongkai.W009"
        )


def _mail(env: Environment) -> Found:
    address = env.mail_url.get_secret_value()
    if not address:
        yield Advice(_("没有邮件服务器，邀请和提醒只写进数据目录。"), _("请设 GONGKAI_MAIL_URL。"), id="gongkai.W010")
    elif address.startswith("smtp://") and urlsplit(address).hostname not in LOOPBACK:
        yield Advice(_("邮件不加密传送。"), _("请把 GONGKAI_MAIL_URL 改为 smtps:// 地址。"), id="gongkai.W011")


def _directory(env: Environment) -> Found:
    addresses = [urlsplit(address) for address in env.ldap_url.split()]  # Several: those behind stand in for the first.
    encrypted = {"ldaps", "ldapi"} | ({"ldap"} if env.ldap_start_tls else set())
    if any(address.scheme not in encrypted and address.hostname not in LOOPBACK for address in addresses):
        yield Error(
            _("目录服务不加密，密码会明文传送。"),
            _("请把 GONGKAI_LDAP_URL 改为 ldaps:// 地址，或设 GONGKAI_LDAP_START_TLS=true。"),
            id="gongkai.E012",
        )


def _directory_parts(env: Environment) -> Found:
    if env.ldap_url and not find_spec("django_auth_ldap"):
        yield Error(
            _("设了目录服务，但没有安装它要用的软件包。"), _('请执行 pip install "gongkai[ldap]"。'), id="gongkai.E015"
        )
    if env.ldap_url and not _names_people(env.ldap_user_dn):
        yield Error(
            _("不知道怎样在目录中找到人员。"),
            _("请设 GONGKAI_LDAP_USER_DN，其中 %(name)s 代表用户名。") % {"name": "%(user)s"},
            id="gongkai.E016",
        )


def _names_people(template: str) -> bool:
    try:
        return template % {"user": "one"} != template % {"user": "another"}
    except (ValueError, TypeError, KeyError):
        return False


def _directory_certificates(env: Environment) -> Found:
    if env.ldap_url and env.ldap_ca_file and not Path(env.ldap_ca_file).is_file():
        yield Error(
            _("目录服务的根证书文件不存在，谁也不能用目录密码登录。"),
            _("请检查 GONGKAI_LDAP_CA_FILE。"),
            id="gongkai.E017",
        )


def _issuer(env: Environment) -> Found:
    if env.oidc_issuer.startswith("http://") and urlsplit(env.oidc_issuer).hostname not in LOOPBACK:
        yield Error(_("统一登录的地址不是 https。"), _("请把 GONGKAI_OIDC_ISSUER 改为 https 地址。"), id="gongkai.E013")


def _database(env: Environment) -> Found:
    address = urlsplit(env.database_url.get_secret_value())
    remote = address.hostname and address.hostname not in LOOPBACK
    if remote and "sslmode=" not in (address.query or ""):
        yield Advice(
            _("到数据库的连接可能不加密。"),
            _("请在 GONGKAI_DATABASE_URL 末尾加 ?sslmode=verify-full。"),
            id="gongkai.W014",
        )


JUDGES: tuple[Callable[[Environment], Found], ...] = (
    _secret, _debugging, _plain_http, _hosts, _home, _demonstration, _proxy, _second_factor, _mail, _directory,
    _directory_parts, _directory_certificates, _issuer, _database,
)  # fmt: skip


def found() -> list[CheckMessage]:
    """All checks, Django's and ours, worst first."""
    from django.core.checks import run_checks

    messages = [m for m in run_checks(include_deployment_checks=True) if m.id not in settings.SILENCED_SYSTEM_CHECKS]
    return sorted(messages, key=lambda message: -message.level)
