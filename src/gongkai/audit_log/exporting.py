"""The record as a file: CSV and Excel for people, JSON lines with everything that the hashes cover for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.audit_log.chain import content_of
from gongkai.audit_log.chinese import in_chinese
from gongkai.audit_log.models import Entry
from gongkai.audit_log.names import action_name
from gongkai.report.writing.figures import clean
from gongkai.report.writing.spreadsheet import guarded

LONGEST_CELL = 32_000
"""Characters that Excel takes in a cell, less some: a longer text is cut, the JSON lines have all of it."""


@in_chinese
def heads() -> list[str]:
    return [
        _("序号"), _("记录时间"), _("生效日期"), _("办理人"), _("机关"), _("动作"), _("对象"), _("原因"),
        _("变更前"), _("变更后"), _("校验值"),
    ]  # fmt: skip


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """With a mark at the front by which Excel knows UTF-8."""
    yield "\ufeff" + _csv(heads())
    for entry in entries:
        yield _csv([guarded(value) for value in _values(entry)])


def json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """What each hash covers, in the order of ``chain.content_of``, and the hash."""
    for entry in entries:
        yield json.dumps(content_of(entry) | {"hash": entry.hash}, ensure_ascii=False) + "\n"


@in_chinese
def workbook(entries: Iterable[Entry]) -> bytes:
    """Every value is written as text or number, never as a formula or link."""
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(_("操作日志"))
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, head in enumerate(heads()):
            sheet.write_string(0, column, head, bold)
        for line, entry in enumerate(entries, 1):
            for column, value in enumerate(_values(entry)):
                _write(sheet, line, column, value)
    return target.getvalue()


def _write(sheet: Any, line: int, column: int, value: str | int) -> None:
    if isinstance(value, int):
        sheet.write_number(line, column, value)
    else:
        sheet.write_string(line, column, clean(value)[:LONGEST_CELL])


@in_chinese
def _values(entry: Entry) -> list[str | int]:
    return [
        entry.number,
        timezone.localtime(entry.recorded_at).strftime("%Y-%m-%d %H:%M:%S"),
        entry.effective_on.isoformat(),
        entry.actor_name,
        entry.agency.name if entry.agency else "",
        action_name(entry.action),
        entry.target_name,
        entry.reason,
        _told(entry.before),
        _told(entry.after),
        entry.hash,
    ]


def _told(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""


def _csv(values: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()
