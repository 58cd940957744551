"""Closing the registers of a year whose report is published, and reopening them for a correction."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Agency, Person
from gongkai.agencies.queries import register_holders
from gongkai.agencies.rules import Permission, require_for
from gongkai.audit_log.actions import record
from gongkai.registers.locking import changing
from gongkai.registers.models import ClosedYear


class ReasonMissing(Refusal):
    """A closed year is reopened for a stated reason only."""


class YearNotClosed(Refusal):
    """The year is open already."""


def close_year(*, agency: Agency, year: int, actor: Person | None) -> ClosedYear:
    """Close the year's registers, again where they had been reopened. Closing what is closed changes nothing."""
    require_for(actor, Permission.PUBLISH_REPORT, agency)
    with changing(*register_holders(agency, year)):
        closed, made = ClosedYear.objects.get_or_create(agency=agency, year=year)
        if made or closed.reopened_at:
            ClosedYear.objects.filter(pk=closed.pk).update(reopened_at=None, reason="", closed_at=timezone.now())
            closed.refresh_from_db()
            record(actor=actor, action="close_year", target=closed, agency=agency, after={"year": year})
    return closed


def reopen_year(*, agency: Agency, year: int, actor: Person | None, reason: str) -> ClosedYear:
    """Open the registers of a closed year for a correction. Raises ReasonMissing, YearNotClosed, NotPermitted."""
    require_for(actor, Permission.REOPEN_YEAR, agency)
    if not reason.strip():
        raise ReasonMissing(_("没有写明重开的原因。"), _("请写明更正什么、为什么更正。"))
    with changing(*register_holders(agency, year)):
        closed = ClosedYear.objects.filter(agency=agency, year=year, reopened_at__isnull=True).first()
        if closed is None:
            raise YearNotClosed(_("%(year)d年没有关账。") % {"year": year}, _("可以直接修改台账。"))
        closed.reopened_at, closed.reason = timezone.now(), reason.strip()
        closed.save()
        record(actor=actor, action="reopen_year", target=closed, agency=agency, reason=reason, after={"year": year})
    return closed
