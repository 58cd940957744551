"""The problems that a report admits, and what became of them by the next one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies.models import Person
from gongkai.agencies.rules import Permission, require
from gongkai.audit_log.actions import record
from gongkai.filing.actions.drafting import Incomplete, NotADraft
from gongkai.filing.models import AnnualReport, Problem, Stage, Version


@transaction.atomic
def note_problem(*, report: AnnualReport, text: str, actor: Person, measure: str = "") -> Problem:
    """Admit a problem in a year's report."""
    require(actor, Permission.DRAFT_REPORT, report.agency)
    if not text.strip():
        raise Incomplete(_("没有写明问题。"), _("请写明存在的主要问题。"))
    problem = Problem.objects.create(report=report, text=text.strip(), measure=measure.strip())
    _count_among_drafters(actor, report=report)
    record(
        actor=actor, action="note_problem", target=report, agency=report.agency,
        after={"problem": problem.pk, "text": problem.text, "measure": problem.measure},
    )  # fmt: skip
    return problem


@transaction.atomic
def follow_up_problem(*, problem: Problem, outcome: str, followed_up: str, actor: Person) -> Problem:
    """Say what became of a problem of last year's report. One that is mended, or being mended, says how."""
    require(actor, Permission.DRAFT_REPORT, problem.report.agency)
    if outcome not in Problem.Outcome.values:
        raise Incomplete(_("没有选择整改情况。"), _("请选择未整改、正在整改或已整改。"))
    if outcome != Problem.Outcome.OPEN and not followed_up.strip():
        raise Incomplete(_("没有写明怎样整改。"), _("请写明落实情况。"))
    before = {"outcome": problem.outcome, "followed_up": problem.followed_up}
    problem.outcome, problem.followed_up = outcome, followed_up.strip()
    problem.save(update_fields=["outcome", "followed_up"])
    _count_among_drafters(actor, report__agency=problem.report.agency, report__year__gt=problem.report.year)
    record(
        actor=actor, action="follow_up_problem", target=problem.report, agency=problem.report.agency,
        before={"problem": problem.pk, **before},
        after={"problem": problem.pk, "outcome": problem.outcome, "followed_up": problem.followed_up},
    )  # fmt: skip
    return problem


@transaction.atomic
def withdraw_problem(*, problem: Problem, actor: Person) -> None:
    """Take back a problem that was noted by mistake, while the report is not published."""
    require(actor, Permission.DRAFT_REPORT, problem.report.agency)
    annual = problem.report
    if annual.versions.filter(stage=Stage.PUBLISHED).exists():
        raise NotADraft(_("报告已经发布，所列问题不能删除。"), _("请在下一年度写明落实情况。"))
    noted = {"problem": problem.pk, "text": problem.text, "measure": problem.measure}
    problem.delete()
    record(actor=actor, action="withdraw_problem", target=annual, agency=annual.agency, before=noted)


def _count_among_drafters(actor: Person, **draft: Any) -> None:
    """The prose tells the problems, so who notes one or says what became of one writes in the draft."""
    for version in Version.objects.filter(stage=Stage.DRAFT, **draft):
        version.drafters.add(actor)
