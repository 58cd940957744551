"""The record for auditors: list, one line, files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies.log import access_entries, access_entry
from gongkai.agencies.rules import Permission, agencies_where
from gongkai.audit_log import exporting
from gongkai.audit_log.models import Entry
from gongkai.audit_log.names import action_name
from gongkai.desk.forms.log import LogFilter
from gongkai.desk.log_words import changes_of, kind_name

PER_PAGE = 50
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson; charset=utf-8",
}
LABELS = {"csv": "CSV", "xlsx": "Excel", "jsonl": "JSON"}


@login_required
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    form, found = _asked(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("操作日志"),
        "filter": form,
        "page": page,
        "lines": [(entry, action_name(entry.action)) for entry in page],
        "exports": [
            (LABELS[kind], f"{reverse('desk:log-export', args=[kind])}?{_question(request)}") for kind in FORMATS
        ],
    }
    return render(request, "desk/log/list.html", context)


@login_required
@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    line = access_entry(request.user, number)
    context = {
        "title": _("第%(number)s条日志") % {"number": number},
        "crumbs": [(_("操作日志"), reverse("desk:log")), (str(number), "")],
        "facts": [
            (_("动作"), action_name(line.action)),
            (_("对象"), _("%(name)s（%(kind)s）") % {"name": line.target_name, "kind": kind_name(line.target_kind)}),
            (_("机关"), line.agency),
            (_("办理人"), line.actor_name),
            (_("记录时间"), timezone.localtime(line.recorded_at).strftime("%Y-%m-%d %H:%M:%S")),
            (_("生效日期"), line.effective_on.isoformat()),
            (_("原因"), line.reason),
        ],
        "changes": list(changes_of(line)),
        "hashes": [(_("校验值"), line.hash), (_("上一条的校验值"), line.previous_hash)],
    }
    return render(request, "desk/log/entry.html", context)


@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    _form, found = _asked(request)
    entries = found.order_by("number").iterator(2000)
    answer: HttpResponseBase
    if kind == "xlsx":
        answer = HttpResponse(exporting.workbook(entries), content_type=FORMATS[kind])
    else:
        written = exporting.csv_lines if kind == "csv" else exporting.json_lines
        answer = StreamingHttpResponse(written(entries), content_type=FORMATS[kind])
    name = f"audit-log-{timezone.localdate()}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _asked(request: HttpRequest) -> tuple[LogFilter, QuerySet[Entry]]:
    entries = access_entries(request.user)
    form = LogFilter(request.GET, agencies=agencies_where(request.user, Permission.READ_AUDIT_LOG))
    return form, form.narrowed(entries)


def _question(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()
