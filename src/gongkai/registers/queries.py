"""The only ways from a person to rows of registers and to imports."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.models import Agency
from gongkai.agencies.rules import Permission, Who, require
from gongkai.registers.models import Import, Row
from gongkai.registers.registry import all_sheets
from gongkai.registers.sheets import Sheet

LARGEST_KEY = 2**63 - 1


def access_sheet(slug: str) -> Sheet:
    """The register of this slug; NoSuchObject where there is none."""
    for sheet in all_sheets():
        if sheet.slug == slug:
            return sheet
    raise NoSuchObject(_("没有这种台账。"), _("请从台账目录进入。"))


def access_rows(person: Who, agency: Agency, sheet: Sheet, permission: Permission) -> QuerySet[Row]:
    """The organ's rows of one register; NotPermitted without the permission."""
    require(person, permission, agency)
    return sheet.model._default_manager.filter(agency=agency)


def access_row(person: Who, agency: Agency, sheet: Sheet, pk: int, permission: Permission) -> Row:
    """One row of the organ's; NoSuchObject where it has none of this key, NotPermitted without the permission."""
    rows = access_rows(person, agency, sheet, permission)
    known = rows.select_related("agency", "created_by", "updated_by", "source")
    row = known.filter(pk=pk).first() if pk <= LARGEST_KEY else None
    if row is None:
        raise NoSuchObject(_("没有这一行，或者它已经被删除。"), _("请刷新列表。"))
    return row


def access_import(person: Who, agency: Agency, pk: int, permission: Permission) -> Import:
    """One import of the organ's; NoSuchObject and NotPermitted as for rows."""
    require(person, permission, agency)
    found = Import.objects.select_related("agency", "by").filter(agency=agency, pk=min(pk, LARGEST_KEY)).first()
    if found is None:
        raise NoSuchObject(_("没有这次导入。"), _("请从导入记录进入。"))
    return found
