"""Who may read which lines of the record."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.agencies.errors import NoSuchObject, NotPermitted
from gongkai.agencies.rules import Permission, Who, agencies_where
from gongkai.audit_log.models import Entry


def access_entries(person: Who) -> QuerySet[Entry]:
    """The lines of the organs that the person audits, latest first. Lines of no organ are for the command line."""
    audited = agencies_where(person, Permission.READ_AUDIT_LOG)
    if not audited.exists():
        raise NotPermitted(_("只有审计员可以查看操作日志。"), _("请联系管理员。"))
    return Entry.objects.filter(agency__in=audited).select_related("agency")


def access_entry(person: Who, number: int) -> Entry:
    """One line; NoSuchObject where it is of another organ."""
    found = access_entries(person).filter(number=number).first()
    if found is None:
        raise NoSuchObject(_("没有这条日志，或者您无权查看。"), _("请检查地址。"))
    return found
