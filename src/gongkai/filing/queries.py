"""The only ways to a report: of a person by their rights, of the public by what is published."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.models import Agency
from gongkai.agencies.rules import Permission, Who, agencies_where, roles_held
from gongkai.filing.approval import CHAIN, PERMISSION
from gongkai.filing.models import AnnualReport, HandFigure, Stage, Step, Version


def access_report(person: Who, code: str, year: int, permission: Permission = Permission.READ_REPORT) -> AnnualReport:
    """The report of an organ on a year, if the person has the permission there; NoSuchObject otherwise."""
    reports = AnnualReport.objects.filter(agency__in=agencies_where(person, permission))
    report = reports.filter(agency__code=code, year=year).select_related("agency").first()
    if report is None:
        raise NoSuchObject(_("没有这份年度报告，或者您无权查看。"), _("请检查地址，或请管理员核对您的岗位。"))
    return report


def published_versions() -> QuerySet[Version]:
    """What everybody may see: every published version, superseded ones too."""
    found: QuerySet[Version] = Version.objects.filter(stage=Stage.PUBLISHED)
    return found


def current_versions() -> QuerySet[Version]:
    """The published version of each report that holds now."""
    later = published_versions().filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    return published_versions().filter(~Exists(later))


def waiting_for(person: Who) -> QuerySet[Version]:
    """The versions that wait for this person: drafts of their own, what was returned, what is to be approved.
    A correction is begun by the office or the leader; its draft waits for everyone who drafts there."""
    due = Q(pk__in=[])
    for stage in CHAIN:
        due |= Q(stage=stage, report__agency__in=agencies_where(person, PERMISSION[stage]))
    last_sent = Step.objects.filter(version=OuterRef("version"), decision=Step.Decision.SENT).order_by("-pk")
    acts = Step.objects.filter(version=OuterRef("pk"), by=person.pk, pk__gte=Subquery(last_sent.values("pk")[:1]))
    own = Version.drafters.through.objects.filter(version=OuterRef("pk"), person=person.pk)
    entered = HandFigure.objects.filter(agency=OuterRef("report__agency"), year=OuterRef("report__year"), by=person.pk)
    to_approve = due & ~Q(sent_by=person.pk) & ~Exists(acts) & ~Exists(own) & ~Exists(entered)
    returned = Exists(Step.objects.filter(version=OuterRef("pk"), decision=Step.Decision.RETURNED))
    drafted_here = Q(report__agency__in=agencies_where(person, Permission.DRAFT_REPORT))
    correction = ~Q(correction_reason="")
    to_draft = Q(stage=Stage.DRAFT) & drafted_here & (returned | correction | Q(created_by=person.pk) | Exists(own))
    found: QuerySet[Version] = Version.objects.filter(to_approve | to_draft)
    return found.select_related("report__agency").order_by("report__year", "report__agency__path")


def in_approval(person: Who) -> QuerySet[Version]:
    """The versions on their way in the person's own organs, whoever's turn it is."""
    own = agencies_where(person, Permission.READ_REPORT).filter(pk__in=[m.agency_id for m in roles_held(person)])
    found: QuerySet[Version] = Version.objects.filter(stage__in=CHAIN, report__agency__in=own)
    return found.select_related("report__agency").order_by("report__year", "report__agency__path")


def versions_in_work() -> QuerySet[Version]:
    """Every version that is neither published nor withdrawn."""
    found: QuerySet[Version] = Version.objects.exclude(stage__in=[Stage.PUBLISHED, Stage.WITHDRAWN])
    return found


def latest_open_year(agency: Agency) -> int | None:
    """The latest year of the organ with a version in work."""
    found = versions_in_work().filter(report__agency=agency).order_by("-report__year")
    return found.values_list("report__year", flat=True).first()
