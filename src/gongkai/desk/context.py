"""What the shell of every page needs: where one is, where one may go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency, Person
from gongkai.agencies.rules import GRANTS, Permission, may, roles_held
from gongkai.desk.place import agencies_of, current_agency, current_year, years_offered

Item = dict[str, Any]


def shell(request: HttpRequest) -> dict[str, Any]:
    """``shell`` is made when a template first reads it, so public pages ask nothing."""
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "directory": settings.DIRECTORY,
        "shell": SimpleLazyObject(lambda: _shell(request)),
    }


def _shell(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)  # Absent where the very first steps refused the request.
    if not isinstance(person, Person):
        return {}
    agency, year = current_agency(request), current_year(request)
    return {
        "home": reverse("desk:home"),
        "nav": list(_nav(request, person, agency, year)),
        "switcher": _switcher(person, agency, year),
        "user": str(person),
        "account": _account(person),
    }


def _nav(request: HttpRequest, person: Person, agency: Agency | None, year: int) -> Iterator[Item]:
    yield _item(request, _("我的工作"), "work", "desk:home")
    if agency:
        yield from _agency_nav(request, person, agency, year)
    managed = [p for p in (Permission.MANAGE_AGENCIES, Permission.MANAGE_PEOPLE) if _anywhere(person, p)]
    logs = _anywhere(person, Permission.READ_AUDIT_LOG)
    if managed or logs:
        yield {"group": _("管理")}
    if Permission.MANAGE_AGENCIES in managed:
        yield _item(request, _("机关"), "agency", "desk:agencies")
    if Permission.MANAGE_PEOPLE in managed:
        yield _item(request, _("人员与岗位"), "people", "desk:people")
    if logs:
        yield _item(request, _("操作日志"), "log", "desk:log")


def _agency_nav(request: HttpRequest, person: Person, agency: Agency, year: int) -> Iterator[Item]:
    if may(person, Permission.READ_REGISTERS, agency):
        yield _item(request, _("台账"), "register", "desk:registers", agency.code)
    if may(person, Permission.READ_REPORT, agency):
        yield _item(request, _("年度报告"), "report", "desk:workbench", agency.code, year)
    if may(person, Permission.FILE_REPORT, agency):
        yield _item(request, _("向上报送"), "submit", "desk:filing", agency.code)
    if may(person, Permission.SUPERVISE, agency):
        yield _item(request, _("收集与汇总"), "review", "desk:rounds", agency.code)
        yield _item(request, _("比较"), "level", "desk:compare", agency.code)


def _account(person: Person) -> list[Item]:
    return [
        {"label": _("账户与安全"), "url": reverse("desk:account"), "icon": "settings"},
        {"label": _("退出登录"), "url": reverse("account_logout"), "icon": "exit", "post": True},
    ]


def _switcher(person: Person, agency: Agency | None, year: int) -> Item | None:
    if agency is None:
        return None
    return {
        "agency": agency.short_name or agency.name,
        "agency_value": agency.code,
        "agencies": [(one.code, one.name) for one in agencies_of(person)],
        "year": year,
        "years": years_offered(year),
        "action": reverse("desk:switch"),
    }


def _item(request: HttpRequest, label: str, icon: str, name: str, *arguments: Any) -> Item:
    address = reverse(name, args=arguments)
    home = name == "desk:home"
    here = request.path == address if home else request.path.startswith(address)
    return {"label": label, "icon": icon, "url": address, "current": here}


def _anywhere(person: Person, permission: Permission) -> bool:
    return any(m.role in GRANTS[permission] for m in roles_held(person))
