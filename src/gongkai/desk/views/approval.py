"""The way of a report to publication: where it stands, what there is to know before deciding, and deciding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.models import Person
from gongkai.agencies.rules import Permission, may, require
from gongkai.desk.forms.approval import Comment, Publication, Reason, Return
from gongkai.desk.views.acting import actor
from gongkai.desk.views.asking import ask
from gongkai.desk.views.registers import attachment
from gongkai.filing.actions.approval import approve, return_version, send_in, sign_reason
from gongkai.filing.actions.correction import OPEN, open_correction
from gongkai.filing.actions.publication import ask_to_publish
from gongkai.filing.actions.withdrawal import withdraw_correction, withdraw_draft
from gongkai.filing.approval import CHAIN, PERMISSION, may_approve, objections, steps_since_sent
from gongkai.filing.differences import register_changes, version_changes
from gongkai.filing.files import FORMS, UNPUBLISHED, unpublished_file
from gongkai.filing.findings import findings_of
from gongkai.filing.models import AnnualReport, PublishedFile, Stage, Step, Version
from gongkai.filing.queries import access_report, published_versions
from gongkai.filing.readiness import to_look_at
from gongkai.filing.reporting import current_version

DECIDING = tuple(PERMISSION[stage] for stage in CHAIN)
DRAFT_FORMS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
asked = require_http_methods(["GET", "HEAD", "POST"])
Act = Callable[[Version, Person, dict[str, Any]], object]


def found(request: HttpRequest, code: str, year: int, *needed: Permission) -> Version:
    """The version that is in work, or else holds, if the person may read it; for an act, with one of its permissions.
    Whether it is the person's turn is asked by the action, which says what has changed meanwhile."""
    report = access_report(request.user, code, year)
    version = current_version(report.agency, year)
    if version is None:
        raise NoSuchObject(_("这份年度报告没有版本。"), _("请先开始编制。"))
    if needed:
        held = (permission for permission in needed if may(actor(request), permission, report.agency))
        require(actor(request), next(held, needed[0]), report.agency)
    return version


@login_required
@require_safe
def approval(request: HttpRequest, code: str, year: int) -> HttpResponse:
    version = found(request, code, year)
    prefetch_related_objects([version], Prefetch("steps", Step.objects.select_related("by")))
    last = published_versions().filter(report=version.report, number__lt=version.number).order_by("-number").first()
    cells, sections = version_changes(last, version) if last else ([], [])
    findings = findings_of(version).findings
    context = {
        **_place(version, _("审批")),
        "version": version,
        "steps": list(_timeline(version)),
        "history": list(version.steps.all()),
        "last": last,
        "cell_changes": cells,
        "section_changes": sections,
        "moved": register_changes(version) if version.stage in CHAIN else [],
        "to_look_at": to_look_at(version) if version.stage in (Stage.DRAFT, *CHAIN) else None,
        "objections": objections(version, findings),
        "other_findings": [finding for finding in findings if finding.severity != "error"],
        "may": _may(actor(request), version),
        "draft_forms": DRAFT_FORMS if version.stage in OPEN else {},
    }
    return render(request, "desk/approval/approval.html", context)


def _place(version: Version, title: str) -> dict[str, Any]:
    annual = version.report
    name = _("%(agency)s%(year)d年度报告") % {"agency": annual.agency.name, "year": annual.year}
    return {
        "title": f"{name}{_('：')}{title}",
        "agency": annual.agency,
        "year": annual.year,
        "crumbs": [(name, reverse("desk:workbench", args=[annual.agency.code, annual.year])), (title, "")],
    }


def _may(person: Person, version: Version) -> dict[str, bool]:
    """Which buttons the person gets; the acts ask again."""
    agency, stage = version.report.agency, Stage(version.stage)
    turn = may_approve(person, version)
    corrects = may(person, Permission.REOPEN_YEAR, agency)
    return {
        "send": stage == Stage.DRAFT and may(person, Permission.DRAFT_REPORT, agency),
        "approve": turn and stage != Stage.LEADER,
        "give_back": stage in CHAIN and may(person, PERMISSION[stage], agency),
        "sign": turn and stage == Stage.LEADER,
        "publish": turn and stage == Stage.LEADER and may(person, Permission.PUBLISH_REPORT, agency),
        "correct": stage == Stage.PUBLISHED and corrects,
        "give_up": stage in OPEN and version.is_correction and corrects,
        "withdraw": stage == Stage.DRAFT and not version.is_correction and may(person, Permission.DRAFT_REPORT, agency),
    }


def _timeline(version: Version) -> Iterator[dict[str, Any]]:
    """The parts of the way: who did each in this round, whose turn it is."""
    acts = steps_since_sent(version)
    done = {step.stage: step for step in acts if step.decision != Step.Decision.RETURNED}
    back = next((step for step in acts if step.decision == Step.Decision.RETURNED), None)
    for stage in (Stage.DRAFT, *CHAIN):
        step = None if back and stage == Stage.DRAFT else done.get(stage)
        state = "done" if step else "current" if stage == version.stage else "waiting"
        if back and stage == back.stage:
            step, state = back, "returned"
        label = _("起草送审") if stage == Stage.DRAFT else stage.label
        yield {
            "label": label,
            "state": state,
            "by": step.by if step else "",
            "at": step.at if step else None,
            "note": step.comment if step else "",
        }


def _decide(
    request: HttpRequest, version: Version, form: type[forms.Form], act: Act, *, title: str, done: str, **context: Any
) -> HttpResponse:
    """A page with the form of one act; what the page showed goes with the answer."""
    context.setdefault("back", reverse("desk:approval", args=[version.report.agency.code, version.report.year]))
    given = form(request.POST or None, initial={"seen": version.revision})
    return ask(
        request,
        given,
        lambda data: act(version, actor(request), data),
        title=title,
        done=done,
        lead=version.title,
        submit=title,
        **context,
    )


@login_required
@require_safe
def unpublished(request: HttpRequest, code: str, year: int, kind: str) -> HttpResponseBase:
    """The version in work as a file to be read away from the screen."""
    version = found(request, code, year)
    if kind not in DRAFT_FORMS or version.stage not in OPEN:
        raise NoSuchObject(_("没有这个送审稿。"), _("已发布的文件请到“各版本”中下载。"))
    answer = HttpResponse(unpublished_file(version, kind), DRAFT_FORMS[kind])
    return attachment(answer, f"{version.title}{UNPUBLISHED}.{kind}")


@login_required
@asked
def send(request: HttpRequest, code: str, year: int) -> HttpResponse:
    return _decide(
        request,
        found(request, code, year, Permission.DRAFT_REPORT),
        Comment,
        lambda version, person, data: send_in(version=version, actor=person, **data),
        title=_("送审"),
        done=_("已送审，数值已按当前台账固定。"),
    )


@login_required
@asked
def agree(request: HttpRequest, code: str, year: int) -> HttpResponse:
    return _decide(
        request,
        found(request, code, year, *DECIDING),
        Comment,
        lambda version, person, data: approve(version=version, actor=person, **data),
        title=_("审核同意"),
        done=_("已同意，报告转入下一环节。"),
    )


@login_required
@asked
def give_back(request: HttpRequest, code: str, year: int) -> HttpResponse:
    return _decide(
        request,
        found(request, code, year, *DECIDING),
        Return,
        lambda version, person, data: return_version(version=version, actor=person, **data),
        title=_("退回修改"),
        done=_("已退回起草人。"),
    )


@login_required
@asked
def sign(request: HttpRequest, code: str, year: int, rule: str) -> HttpResponse:
    version = found(request, code, year, Permission.APPROVE_LEADER)
    errors = [o.finding for o in objections(version, findings_of(version).findings) if o.finding.rule == rule]
    return _decide(
        request,
        version,
        Reason,
        lambda version, person, data: sign_reason(version=version, rule=rule, actor=person, **data),
        title=_("签署理由"),
        done=_("理由已记入操作日志。"),
        about=[(error.rule, error.message) for error in errors],
        template="desk/base_confirm.html",
    )


@login_required
@asked
def publish(request: HttpRequest, code: str, year: int) -> HttpResponse:
    jobs: list[int] = []
    answer = _decide(
        request,
        found(request, code, year, Permission.PUBLISH_REPORT),
        Publication,
        lambda version, person, data: jobs.append(ask_to_publish(version=version, actor=person, **data).pk),
        title=_("签发并发布"),
        done="",  # Whether it was done is told by the page of the job.
        consequences=[
            _("报告向社会公布，此后不能修改或删除。"),
            _("本年度台账关账；以后需要改动的，要先开始更正。"),
        ],
        template="desk/base_confirm.html",
    )
    return redirect("desk:job", jobs[0]) if jobs else answer


@login_required
@asked
def correct(request: HttpRequest, code: str, year: int) -> HttpResponse:
    return _decide(
        request,
        found(request, code, year, Permission.REOPEN_YEAR),
        Reason,
        lambda version, person, data: open_correction(report=version.report, actor=person, **data),
        title=_("开始更正"),
        done=_("已建立新的版本，本年度台账已重开。"),
        consequences=[
            _("已发布的版本保持不变，继续公开；新版本发布后注明更正内容和原因。"),
            _("本年度台账重新开放，可以修改。"),
        ],
        template="desk/base_confirm.html",
    )


@login_required
@asked
def give_up(request: HttpRequest, code: str, year: int) -> HttpResponse:
    return _decide(
        request,
        found(request, code, year, Permission.REOPEN_YEAR),
        Reason,
        lambda version, person, data: withdraw_correction(version=version, actor=person, **data),
        title=_("放弃更正"),
        done=_("已放弃更正，已发布的版本继续有效，台账重新关账。"),
        dangerous=True,
        template="desk/base_confirm.html",
    )


@login_required
@asked
def withdraw(request: HttpRequest, code: str, year: int) -> HttpResponse:
    return _decide(
        request,
        found(request, code, year, Permission.DRAFT_REPORT),
        Reason,
        lambda version, person, data: withdraw_draft(version=version, actor=person, **data),
        title=_("作废草稿"),
        done=_("草稿已作废。需要时可以重新开始编制。"),
        consequences=[_("已写的正文不再使用，仍保存在各版本中备查；台账不受影响。")],
        back=reverse("desk:workbench", args=[code, year]),
        dangerous=True,
        template="desk/base_confirm.html",
    )


@login_required
@require_safe
def versions(request: HttpRequest, code: str, year: int) -> HttpResponse:
    report = access_report(request.user, code, year)
    context = {
        **_place(Version(report=report), _("版本")),
        "versions": _versions(report),
    }
    return render(request, "desk/approval/versions.html", context)


def _versions(report: AnnualReport) -> list[Version]:
    written = Prefetch("files", PublishedFile.objects.filter(form__in=FORMS))  # Not the public page and its pictures.
    return list(report.versions.select_related("created_by", "sent_by").prefetch_related(written).order_by("-number"))
