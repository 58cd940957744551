"""Where a page of the registers is: the organ, the register, what the person may do there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import access_agency
from gongkai.agencies.rules import Permission, may, require
from gongkai.registers.models import ClosedYear, Row
from gongkai.registers.queries import access_rows, access_sheet
from gongkai.registers.sheets import Sheet

READ, EDIT = Permission.READ_REGISTERS, Permission.EDIT_REGISTERS
Crumbs = list[tuple[str, str]]


@dataclass(frozen=True)
class Place:
    """The registers of one organ, as one request sees them."""

    request: HttpRequest
    agency: Agency

    @cached_property
    def may_edit(self) -> bool:
        return may(self.request.user, EDIT, self.agency)

    @cached_property
    def may_reopen(self) -> bool:
        return may(self.request.user, Permission.REOPEN_YEAR, self.agency)

    @cached_property
    def closed(self) -> list[int]:
        """The years whose registers are closed, the newest first."""
        found = ClosedYear.objects.filter(agency=self.agency, reopened_at__isnull=True)
        return list(found.order_by("-year").values_list("year", flat=True))

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"desk:{name}", args=[self.agency.code, *args])

    def crumbs(self, *more: tuple[str, str]) -> Crumbs:
        return [(str(self.agency), ""), (_("台账"), self.url("registers")), *more]

    def context(self, **more: Any) -> dict[str, Any]:
        return {"place": self, "agency": self.agency, **more}


@dataclass(frozen=True)
class Register(Place):
    """One register of an organ."""

    sheet: Sheet

    @property
    def rows(self) -> QuerySet[Row]:
        return access_rows(self.request.user, self.agency, self.sheet, READ)

    @property
    def list_url(self) -> str:
        return self.url("register", self.sheet.slug)

    def row_url(self, row: Row) -> str:
        return self.url("register-row", self.sheet.slug, row.pk)

    def crumbs(self, *more: tuple[str, str]) -> Crumbs:
        here = self.list_url if more else ""
        return super().crumbs((self.sheet.name, here), *more)

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(sheet=self.sheet, **more)


def open_place(request: HttpRequest, code: str, permission: Permission = READ) -> Place:
    """NoSuchObject where the person may not read there, NotPermitted where they may read but not do this."""
    agency = access_agency(request.user, code, READ)
    require(request.user, permission, agency)
    return Place(request, agency)


def open_register(request: HttpRequest, code: str, slug: str, permission: Permission = READ) -> Register:
    place = open_place(request, code, permission)
    return Register(request, place.agency, access_sheet(slug))
