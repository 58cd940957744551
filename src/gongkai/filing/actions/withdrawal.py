"""Giving up a version that is not published: a first draft begun by mistake, a correction that is not needed.

The version stays in the list as withdrawn; its number is not used again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Person
from gongkai.agencies.rules import Permission, require
from gongkai.audit_log.actions import record
from gongkai.filing.actions.correction import OPEN, NothingToCorrect, locked_report
from gongkai.filing.approval import CommentMissing, locked, refuse_unless_at
from gongkai.filing.differences import register_changes
from gongkai.filing.models import Stage, Version
from gongkai.filing.queries import published_versions
from gongkai.registers.actions.years import close_year


class RegistersChanged(Refusal):
    """A correction was to be given up although its registers are not what was published."""


class IsCorrection(Refusal):
    """A correction was to be given up as if it were a first draft."""


@transaction.atomic
def withdraw_draft(*, version: Version, actor: Person, reason: str) -> Version:
    """Give up a first draft; the year's report can be begun anew. One that is being approved is returned first."""
    report = locked_report(version.report)
    require(actor, Permission.DRAFT_REPORT, report.agency)
    version = locked(version)
    refuse_unless_at(version, Stage.DRAFT)
    if version.is_correction:
        raise IsCorrection(_("这一版是更正。"), _("请使用“放弃更正”。"))
    if not reason.strip():
        raise CommentMissing(_("作废草稿要说明原因。"))
    return _withdrawn(version, actor, "withdraw_draft", reason.strip())


@transaction.atomic
def withdraw_correction(*, version: Version, actor: Person, reason: str) -> Version:
    """Give up a correction: the published version goes on to hold, so the registers must give its figures."""
    report = locked_report(version.report)
    require(actor, Permission.REOPEN_YEAR, report.agency)
    version = locked(version)
    refuse_unless_at(version, *OPEN)
    if not reason.strip():
        raise CommentMissing(_("放弃更正要说明原因。"))
    last = published_versions().filter(report=report).order_by("-number").first()
    if last is None:
        raise NothingToCorrect(_("这份报告还没有发布，不是更正。"))
    _refuse_changed_registers(last)
    close_year(agency=report.agency, year=report.year, actor=None)
    return _withdrawn(version, actor, "withdraw_correction", reason.strip())


def _withdrawn(version: Version, actor: Person, action: str, reason: str) -> Version:
    before = {"stage": version.stage}
    version.stage = Stage.WITHDRAWN
    version.revision += 1
    version.save()
    record(
        actor=actor, action=action, target=version, agency=version.report.agency, reason=reason,
        before=before, after={"stage": version.stage},
    )  # fmt: skip
    return version


def _refuse_changed_registers(last: Version) -> None:
    changes = register_changes(last)
    if changes:
        named = _("、").join(f"“{change.label}”" for change in changes[:5])
        raise RegistersChanged(
            _("台账已经改动，%(cells)s与已发布的报告不一致，不能放弃更正。") % {"cells": named},
            _("请完成更正，或者先把台账改回。"),
        )
