"""Combining a round into the supervising organ's own report."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies.errors import NoSuchObject, Refusal
from gongkai.agencies.models import Person
from gongkai.agencies.rules import Permission, require
from gongkai.audit_log.actions import record
from gongkai.filing.actions.drafting import drafted_sections, keep_hand_figure
from gongkai.filing.collecting import tasks
from gongkai.filing.collecting.combining import (
    Combination,
    combination_of,
    combined_version,
    counted_cell,
    may_be_entered,
)
from gongkai.filing.models import AnnualReport, HandFigure, Round, Section, Stage, Submission, Version
from gongkai.filing.reporting import title_of, to_stored
from gongkai.jobs.actions import enqueue
from gongkai.jobs.models import Job
from gongkai.law.editions import Edition, load_edition
from gongkai.registers.figures import plain

MANY = 50
"""From so many accepted reports on combining runs in the background."""


class NothingAccepted(Refusal):
    """There is nothing to combine yet."""


class PastDraft(Refusal):
    """The report is under review or published."""


class AddedUp(Refusal):
    """The figure is a sum of the reports: it is not entered by hand."""


@transaction.atomic
def combine_round(*, round: Round, actor: Person) -> Version:  # noqa: A002 - the contract's name.
    """Make or renew the draft of the organ's report from its registers and all that was accepted."""
    require(actor, Permission.SUPERVISE, round.agency)
    held = Round.objects.select_for_update(of=("self",)).select_related("agency").get(pk=round.pk)
    if not held.submissions.filter(state=Submission.State.ACCEPTED).exists():
        raise NothingAccepted(_("还没有接收任何报告。"), _("请先接收各机关的报告，再汇总。"))
    combination = combination_of(held)
    version = _draft(held, combination, actor)
    version.cells = to_stored(combination.report.cells)
    version.revision += 1
    version.save(update_fields=["cells", "revision"])
    version.drafters.add(actor)
    held.combination = combination.to_json()
    held.save(update_fields=["combination"])
    round.combination = held.combination
    record(
        actor=actor, action="combine", target=version, agency=held.agency,
        after={"included": len(combination.parts), "missing": len(combination.missing)},
    )  # fmt: skip
    return version


def _draft(round_: Round, combination: Combination, actor: Person) -> Version:
    """The draft of the organ's report, begun where there is none."""
    annual, _made = AnnualReport.objects.get_or_create(
        agency=round_.agency, year=round_.year, defaults={"edition": combination.edition.id}
    )
    annual = AnnualReport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=annual.pk)
    standing = annual.versions.exclude(stage=Stage.WITHDRAWN).order_by("-number").first()
    if standing and standing.stage != Stage.DRAFT:
        raise PastDraft(_("本机关的报告已经送审或发布。"), _("请先退回，或者开始更正，再重新汇总。"))
    annual.combined_from = round_
    annual.save(update_fields=["combined_from"])
    return standing or _begin(annual, combination, actor)


def _begin(annual: AnnualReport, combination: Combination, actor: Person) -> Version:
    version = Version.objects.create(
        report=annual, number=annual.versions.count() + 1, title=title_of(annual.agency, annual.year), created_by=actor
    )
    drafted = drafted_sections(annual, combination.report.cells)
    Section.objects.bulk_create(
        Section(version=version, key=s.key, position=at, title=s.title, text=s.text) for at, s in enumerate(drafted)
    )
    return version


@transaction.atomic
def enter_combined_figure(
    *,
    round: Round,  # noqa: A002
    key: str,
    value: Decimal | None,
    reason: str,
    evidence: str,
    actor: Person,
) -> HandFigure:
    """Say what a figure of the combined draft is that cannot be added up; None leaves it blank on purpose. It stays
    when the reports are combined again."""
    require(actor, Permission.SUPERVISE, round.agency)
    held = Round.objects.select_for_update(of=("self",)).select_related("agency").get(pk=round.pk)
    version = _standing_draft(held)
    edition = load_edition(version.report.edition)
    _refuse_sum(held, version, key, edition)
    entered = keep_hand_figure(
        HandFigure(
            agency=held.agency, year=held.year, key=key, value=value, reason=reason, evidence=evidence, by=actor
        ),
        action="enter_combined_figure",
    )
    counted = counted_cell(key, None if value is None else plain(value), edition)
    version.cells = {**version.cells, **to_stored({key: counted})}
    version.revision += 1
    version.save(update_fields=["cells", "revision"])
    version.drafters.add(actor)
    known = held.combination or {}
    held.combination = {**known, "entered": sorted({*known.get("entered", ()), key})}
    held.save(update_fields=["combination"])
    round.combination = held.combination
    return entered


def _standing_draft(round_: Round) -> Version:
    """The combined report's draft, locked."""
    newest = combined_version(round_)
    if newest is None:
        raise NothingAccepted(_("还没有汇总。"), _("请先汇总，再填报不能相加的数值。"))
    version: Version = Version.objects.select_for_update(of=("self",)).select_related("report").get(pk=newest.pk)
    if version.stage != Stage.DRAFT:
        raise PastDraft(_("本机关的报告已经送审或发布。"), _("请先退回，或者开始更正，再填报。"))
    return version


def _refuse_sum(round_: Round, version: Version, key: str, edition: Edition) -> None:
    if key not in edition.slots:
        raise NoSuchObject(_("汇总报告里没有这一格。"), _("请返回汇总页重新选择。"))
    if not may_be_entered(round_, version, key, edition):
        raise AddedUp(
            _("这一格由各机关的数值相加得出，不能手工填报。"), _("数值有误的，请退回有关机关改正后重新汇总。")
        )


def combine_or_enqueue(*, round: Round, actor: Person) -> Version | Job:  # noqa: A002
    """Combine now, or in the background where there are many reports."""
    if round.submissions.filter(state=Submission.State.ACCEPTED).count() < MANY:
        return combine_round(round=round, actor=actor)
    require(actor, Permission.SUPERVISE, round.agency)
    return enqueue(
        tasks.combine, kind="combine", title=_("汇总报告"), person=actor, agency=round.agency, round_=round.pk,
        person_pk=actor.pk,
    )  # fmt: skip
