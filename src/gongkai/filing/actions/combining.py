"""Combining a round into the supervising organ's own report."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Person
from gongkai.agencies.rules import Permission, require
from gongkai.audit_log.actions import record
from gongkai.filing import tasks_collecting as tasks
from gongkai.filing.combining import Combination, combination_of
from gongkai.filing.models import AnnualReport, Round, Section, Stage, Submission, Version
from gongkai.filing.prose_drafts import draft_sections
from gongkai.filing.reporting import previous_report, title_of, to_stored
from gongkai.jobs.actions import enqueue
from gongkai.jobs.models import Job
from gongkai.law.editions import load_edition

MANY = 50
"""From so many accepted reports on combining runs in the background."""


class NothingAccepted(Refusal):
    """There is nothing to combine yet."""


class PastDraft(Refusal):
    """The report is under review or published."""


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
    edition, previous = load_edition(annual.edition), previous_report(annual.agency, annual.year)
    drafted = draft_sections(annual.agency, annual.year, combination.report.cells, previous, edition=edition)
    Section.objects.bulk_create(
        Section(version=version, key=s.key, position=at, title=s.title, text=s.text) for at, s in enumerate(drafted)
    )
    return version


def combine_or_enqueue(*, round: Round, actor: Person) -> Version | Job:  # noqa: A002
    """Combine now, or in the background where there are many reports."""
    if round.submissions.filter(state=Submission.State.ACCEPTED).count() < MANY:
        return combine_round(round=round, actor=actor)
    require(actor, Permission.SUPERVISE, round.agency)
    return enqueue(
        tasks.combine, kind="combine", title=_("汇总报告"), person=actor, agency=round.agency, round_=round.pk,
        person_pk=actor.pk,
    )  # fmt: skip
