"""The notice to mend as a Word file, in the manner of official documents (GB/T 9704)."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import cast

import docx
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from docx.document import Document

from gongkai.audit_log.chinese import in_chinese
from gongkai.filing.models import Notice, NoticeItem
from gongkai.law.rules import Severity, builtin_rules
from gongkai.report.presenting.words import SEVERITY_NAMES
from gongkai.report.writing.docx_styles import prepare
from gongkai.report.writing.figures import clean


@in_chinese
def number_of(agency: str, year: int, serial: int) -> str:
    """``示例县人民政府信息公开整改〔2025〕3号``."""
    return _("%(agency)s信息公开整改〔%(year)s〕%(serial)s号") % {"agency": agency, "year": year, "serial": serial}


@in_chinese
def notice_docx(notice: Notice, items: Sequence[NoticeItem]) -> bytes:
    """The Word file; ``items`` are given because the notice may not be stored yet."""
    submission = notice.submission
    title = _("关于%(agency)s%(year)s年度政府信息公开工作年度报告的整改通知") % {
        "agency": submission.agency.name, "year": submission.round.year,
    }  # fmt: skip
    document = docx.Document()
    prepare(document, title=title, author=notice.agency.name)
    _add(document, notice.number, "Table Line").alignment = 1
    _add(document, title, "Title")
    _add(document, "")
    _add(document, f"{submission.agency.name}：").paragraph_format.first_line_indent = 0
    for paragraph in _opening(notice, len(items)):
        _add(document, paragraph)
    _add(document, _("一、需要整改的问题"), "Heading 1")
    for position, item in enumerate(items, 1):
        _add_item(document, position, item)
    _add(document, _("二、整改要求"), "Heading 1")
    for paragraph in _demands(notice):
        _add(document, paragraph)
    _add(document, "")
    _add(document, notice.agency.name, "Signature")
    _add(document, formats.date_format(timezone.localdate(), "Y年n月j日"), "Signature")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: Document, text: str, style: str = "Normal"):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return document.add_paragraph(clean(text), style=style)


def _opening(notice: Notice, count: int) -> list[str]:
    told = _("你单位报送的%(year)s年度政府信息公开工作年度报告收悉。经核对，有%(count)s处需要整改，现予退回。") % {
        "year": notice.submission.round.year, "count": count,
    }  # fmt: skip
    return [told]


def _add_item(document: Document, position: int, item: NoticeItem) -> None:
    rule = builtin_rules().get(item.rule)
    severity = SEVERITY_NAMES[cast(Severity, item.severity)]
    head = f"（{position}）{rule.title_zh if rule else item.rule}（{item.rule}，{severity}）"
    _add(document, head, "Heading 2")
    _add(document, _("核对情况：%(message)s") % {"message": item.message})
    if item.mend:
        _add(document, _("整改建议：%(mend)s") % {"mend": item.mend})


def _demands(notice: Notice) -> list[str]:
    due = formats.date_format(notice.due_on, "Y年n月j日")
    standard = _("请对照台账逐项核实，更正报告中的错误；确有特殊情况的，逐项说明理由。请于%(due)s前重新报送。")
    given = [line.strip() for line in notice.text.splitlines() if line.strip()]
    return [*given, standard % {"due": due}]
