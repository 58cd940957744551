"""Notices to mend: sent by the organ that supervises, answered by the one that files."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.agencies.rules import Permission, may
from gongkai.desk.forms.supervision import AnswerForm, SendBackForm
from gongkai.desk.views.acting import actor
from gongkai.desk.views.sending import DOCX, bytes_of, file_answer
from gongkai.filing.collecting import supervision
from gongkai.filing.collecting.actions import notices as actions
from gongkai.filing.models import Submission


@login_required
def send_back(request: HttpRequest, code: str, year: int, agency: str) -> HttpResponse:
    found = supervision.access_supervised(request.user, code, year, agency)
    actions.refuse_unsendable(found)
    form = SendBackForm(request.POST or None, submission=found, initial=SendBackForm.suggested(found))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.send_back(submission=found, actor=actor(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已退回，整改通知%(number)s已送达。") % {"number": made.number})
            return redirect("desk:submission", code, year, agency)
    context = {
        "title": _("退回%(agency)s的报告") % {"agency": found.agency.name}, "form": form, "submit": _("退回并发出通知"),
        "back": reverse("desk:submission", args=[code, year, agency]),
        "lead": _("选中的问题写入整改通知；该机关重新报送后，系统逐项判断是否已整改。"),
    }  # fmt: skip
    return render(request, "desk/base_form.html", context)


@login_required
def notice(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = supervision.access_notice(request.user, code, pk)
    answers = may(request.user, Permission.FILE_REPORT, found.submission.agency)
    context = {
        "title": found.number, "notice": found, "answers": answers, "agency": found.submission.agency,
        "crumbs": [*_way(found.submission, answers), (found.number, "")],
    }  # fmt: skip
    return render(request, "desk/supervision/notice.html", context)


def _way(submission: Submission, files: bool) -> list[tuple[str, str]]:
    """The way to a submission, on the side of whoever reads."""
    agency, round_ = submission.agency, submission.round
    year = _("%(year)s年度") % {"year": round_.year}
    if files:
        return [
            (_("向上报送"), reverse("desk:filing", args=[agency.code])),
            (year, reverse("desk:file-report", args=[agency.code, submission.pk])),
        ]
    place = [round_.agency.code, round_.year]
    return [
        (_("收集与汇总"), reverse("desk:rounds", args=place[:1])),
        (year, reverse("desk:round", args=place)),
        (agency.name, reverse("desk:submission", args=[*place, agency.code])),
    ]


@login_required
def document(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = supervision.access_notice(request.user, code, pk)
    return file_answer(bytes_of(found.document), f"{found.number}.docx", DOCX)


@login_required
def answer(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    item = supervision.access_item(request.user, code, pk)
    form = AnswerForm(request.POST or None, initial={"answer": item.answer})
    if request.method == "POST" and form.is_valid():
        actions.answer_item(item=item, answer=form.cleaned_data["answer"], actor=actor(request))
        return redirect("desk:notice", code, item.notice_id)
    context = {
        "title": _("说明情况"), "form": form, "lead": item.message, "submit": _("提交说明"),
        "back": reverse("desk:notice", args=[code, item.notice_id]),
    }  # fmt: skip
    return render(request, "desk/base_form.html", context)
