"""Sending a version in, approving it, returning it, and signing for what stands in the way."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies.errors import NotPermitted
from gongkai.agencies.models import Person
from gongkai.agencies.rules import require
from gongkai.audit_log.actions import record
from gongkai.filing.approval import (
    AFTER,
    CHAIN,
    PERMISSION,
    CommentMissing,
    NotAtThisStage,
    locked,
    objections,
    refuse_changed,
    refuse_unless_at,
    require_turn,
)
from gongkai.filing.findings import findings_of
from gongkai.filing.models import SignedReason, Stage, Step, Version
from gongkai.filing.readiness import refuse_empty_sections
from gongkai.filing.reporting import cells_of, to_stored

ACTIONS = {Step.Decision.SENT: "send_in", Step.Decision.APPROVED: "approve", Step.Decision.RETURNED: "return_version"}


@transaction.atomic
def send_in(*, version: Version, actor: Person, comment: str = "", seen: int | None = None) -> Version:
    """Hand a draft to approval. Its figures are stored and stay; ``seen`` is the revision that the person saw."""
    version = locked(version)
    require(actor, PERMISSION[Stage.DRAFT], version.report.agency)
    refuse_unless_at(version, Stage.DRAFT)
    refuse_changed(version, seen)
    refuse_empty_sections(version)
    version.cells = to_stored(cells_of(version))
    version.sent_by = actor
    return _moved(version, Stage.SECTION, Step.Decision.SENT, actor, comment)


@transaction.atomic
def approve(*, version: Version, actor: Person, comment: str = "", seen: int | None = None) -> Version:
    """Pass a version on to the next stage."""
    version = locked(version)
    if version.stage == Stage.LEADER:
        raise NotAtThisStage(_("这一版报告等待领导签发。"), _("请使用“签发并发布”。"))
    refuse_unless_at(version, *AFTER)
    refuse_changed(version, seen)
    require_turn(actor, version)
    return _moved(version, AFTER[Stage(version.stage)], Step.Decision.APPROVED, actor, comment)


@transaction.atomic
def return_version(*, version: Version, actor: Person, comment: str, seen: int | None = None) -> Version:
    """Send a version back to draft, saying why; its figures follow the registers again."""
    version = locked(version)
    refuse_unless_at(version, *CHAIN)
    require(actor, PERMISSION[Stage(version.stage)], version.report.agency)
    refuse_changed(version, seen)
    if not comment.strip():
        raise CommentMissing(_("退回时要说明原因。"), _("请写明需要修改什么。"))
    if version.report.combined_from_id is None:
        version.cells = {}
    return _moved(version, Stage.DRAFT, Step.Decision.RETURNED, actor, comment)


@transaction.atomic
def sign_reason(*, version: Version, rule: str, reason: str, actor: Person) -> list[SignedReason]:
    """The leader's reason to publish although error findings of this rule stand: one line for each finding."""
    version = locked(version)
    refuse_unless_at(version, Stage.LEADER)
    require_turn(actor, version)
    if not reason.strip():
        raise CommentMissing(_("请写明带着这个问题发布的理由。"))
    errors = [o.finding for o in objections(version, findings_of(version).findings) if o.finding.rule == rule]
    if not errors:
        raise NotPermitted(_("这一版报告没有这样的错误，不需要签署理由。"), _("请刷新页面查看。"))
    return [_signed(version, rule, error.message, reason.strip(), actor) for error in errors]


def _signed(version: Version, rule: str, message: str, reason: str, actor: Person) -> SignedReason:
    signed: SignedReason = SignedReason.objects.create(
        version=version, rule=rule, message=message, reason=reason, by=actor
    )
    record(
        actor=actor,
        action="sign_reason",
        target=version,
        agency=version.report.agency,
        reason=reason,
        after={"rule": rule, "finding": message},
    )
    return signed


def _moved(version: Version, to: Stage, decision: Step.Decision, actor: Person, comment: str) -> Version:
    before: dict[str, Any] = {"stage": version.stage}
    stage, version.stage = Stage(version.stage), to
    version.revision += 1
    Step.objects.create(
        version=version, stage=stage, decision=decision, comment=comment.strip(), by=actor, revision=version.revision
    )
    version.save()
    record(
        actor=actor,
        action=ACTIONS[decision],
        target=version,
        agency=version.report.agency,
        reason=comment.strip(),
        before=before,
        after={"stage": to.value},
    )
    return version
