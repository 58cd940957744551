"""The way of a version: draft → section → secrecy review → office → leader → published, and who may act at each stage.

A person acts at most once between sending in and publication, and never on what they wrote or sent in. After a return
the way begins anew, so everybody may act again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.agencies.errors import ChangedMeanwhile, Refusal
from gongkai.agencies.models import Person
from gongkai.agencies.rules import Permission, Who, may, require
from gongkai.filing.models import HandFigure, SignedReason, Stage, Step, Version
from gongkai.report.auditing.findings import Finding

CHAIN = (Stage.SECTION, Stage.SECRECY, Stage.OFFICE, Stage.LEADER)
AFTER = {Stage.SECTION: Stage.SECRECY, Stage.SECRECY: Stage.OFFICE, Stage.OFFICE: Stage.LEADER}
PERMISSION = {
    Stage.DRAFT: Permission.DRAFT_REPORT,
    Stage.SECTION: Permission.APPROVE_SECTION,
    Stage.SECRECY: Permission.APPROVE_SECRECY,
    Stage.OFFICE: Permission.APPROVE_OFFICE,
    Stage.LEADER: Permission.APPROVE_LEADER,
}


class NotAtThisStage(Refusal):
    """The version is somewhere else on its way than the act requires."""


class OwnWork(Refusal):
    """Somebody was to approve what they wrote or sent in, or to act twice."""


class CommentMissing(Refusal):
    """An act that must be explained was not."""


def locked(version: Version) -> Version:
    """The version as it stands now, held until the transaction ends: what the caller has loaded may be old."""
    held = Version.objects.select_for_update(of=("self",), no_key=True).select_related("report__agency")
    found: Version = held.get(pk=version.pk)
    return found


def refuse_unless_at(version: Version, *stages: Stage) -> None:
    if version.stage not in stages:
        label = Stage(version.stage).label
        raise NotAtThisStage(
            _("这一版报告现在处于“%(stage)s”环节，不能这样办理。") % {"stage": label},
            _("可能有人刚刚办理过，请刷新页面查看。"),
        )


def refuse_changed(version: Version, seen: int | None) -> None:
    """``seen`` is the revision that the person had before them; None where no page was shown."""
    if seen is not None and version.revision != seen:
        raise ChangedMeanwhile(_("您打开页面以后，这一版报告有了变动。"), _("请刷新页面，看过以后再办理。"))


def require_turn(person: Person, version: Version) -> None:
    """Raise unless the person may approve the version at the stage where it stands."""
    require(person, PERMISSION[Stage(version.stage)], version.report.agency)
    if wrote(person, version):
        raise OwnWork(_("您起草或者送审了这一版报告，不能审核自己的工作。"), _("请由其他同事审核。"))
    if acted_since(person, version):
        raise OwnWork(
            _("您已经在前面的环节审核过这一版报告。"), _("每人在一次审核中只办理一个环节，请由其他同事审核。")
        )


def may_approve(person: Who, version: Version) -> bool:
    """``require_turn`` as a question, for pages."""
    if not isinstance(person, Person) or version.stage not in CHAIN:
        return False
    held = may(person, PERMISSION[Stage(version.stage)], version.report.agency)
    return held and not wrote(person, version) and not acted_since(person, version)


def wrote(person: Person, version: Version) -> bool:
    """Whether the person sent the version in, wrote in it or entered one of its figures by hand."""
    annual = version.report
    entered = HandFigure.objects.filter(agency=annual.agency_id, year=annual.year, by=person)
    return version.sent_by_id == person.pk or version.drafters.filter(pk=person.pk).exists() or entered.exists()


def acted_since(person: Person, version: Version) -> bool:
    """Whether the person has acted since the version was last sent in."""
    return person.pk in {step.by_id for step in steps_since_sent(version)}


def steps_since_sent(version: Version) -> list[Step]:
    """The acts of the present round of approval, the sending in first."""
    steps = list(version.steps.all())
    sent = [at for at, step in enumerate(steps) if step.decision == Step.Decision.SENT]
    return steps[sent[-1] :] if sent else []


@dataclass(frozen=True)
class Objection:
    """An error finding that stands in the way of publication, and the leader's reason to publish all the same."""

    finding: Finding
    signed: SignedReason | None


def objections(version: Version, findings: Iterable[Finding]) -> list[Objection]:
    """Every error finding with the reason signed for exactly it in this round of approval."""
    signed = {(s.rule, s.message): s for s in version.signed_reasons.select_related("by").order_by("pk")}
    since = steps_since_sent(version)
    valid = {key: s for key, s in signed.items() if since and s.at >= since[0].at}
    errors = (finding for finding in findings if finding.severity == "error")
    return [Objection(finding, valid.get((finding.rule, finding.message))) for finding in errors]
