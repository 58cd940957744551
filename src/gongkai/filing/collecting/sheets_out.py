"""Lists of the supervising desk as files: who has filed, the findings, a comparison."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.audit_log.chinese import in_chinese
from gongkai.filing.collecting.comparing import Table
from gongkai.filing.collecting.supervision import Found, Row
from gongkai.law.rules import SEVERITIES
from gongkai.report.presenting.words import SEVERITY_NAMES
from gongkai.report.writing.figures import clean
from gongkai.report.writing.spreadsheet import guarded

Value = str | int | float | None
Lines = list[list[Value]]


@in_chinese
def round_lines(rows: Iterable[Row]) -> Lines:
    """Who has filed in a round."""
    head: list[Value] = [
        _("机关代码"), _("机关"), _("状态"), _("首次报送时间"), _("是否逾期"),
        *(SEVERITY_NAMES[severity] for severity in SEVERITIES),
    ]  # fmt: skip
    return [head, *(_round_line(row) for row in rows)]


def _round_line(row: Row) -> list[Value]:
    submission = row.submission
    at = timezone.localtime(submission.first_filed_at).strftime("%Y-%m-%d %H:%M") if submission.first_filed_at else ""
    late = _("是") if row.late else _("否")
    counts = [row.counts[severity] if submission.filed_at else None for severity in SEVERITIES]
    return [submission.agency.code, submission.agency.name, submission.get_state_display(), at, late, *counts]


@in_chinese
def findings_lines(found: Iterable[Found]) -> Lines:
    """The findings of a round."""
    head: list[Value] = [
        _("机关代码"),
        _("机关"),
        _("级别"),
        _("规则"),
        _("核对内容"),
        _("问题"),
        _("整改建议"),
        _("依据"),
    ]
    return [head, *(_finding_line(one) for one in found)]


def _finding_line(found: Found) -> list[Value]:
    told = found.finding
    return [
        found.agency.code, found.agency.name, SEVERITY_NAMES[told["severity"]], told["rule"], found.title,
        told["message"], told["mend"] or "", told["basis"],
    ]  # fmt: skip


@in_chinese
def comparison_lines(tables: Sequence[Table]) -> Lines:
    """A comparison, one line an organ, year and concept."""
    head: list[Value] = [_("指标"), _("机关代码"), _("机关"), _("年度"), _("数值"), _("状态")]
    return [
        head,
        *(
            [table.concept.label, row.agency.code, row.agency.name, year, figure.value, figure.state]
            for table in tables
            for row in table.rows
            for year, figure in zip(table.years, row.figures, strict=True)
        ),
    ]


def comparison_json(tables: Sequence[Table]) -> str:
    """Schema ``gongkai.series/1``: numbers or null with their state."""
    out = {
        "schema": "gongkai.series/1",
        "concepts": [
            {
                "concept": table.concept.id,
                "label": table.concept.label,
                "note": table.concept.note,
                "breaks": {str(year): how for year, how in table.broken.items()},
                "series": [
                    {
                        "agency": row.agency.code,
                        "name": row.agency.name,
                        "figures": {
                            str(year): {"value": figure.value, "state": figure.state}
                            for year, figure in zip(table.years, row.figures, strict=True)
                        },
                    }
                    for row in table.rows
                ],
            }
            for table in tables
        ],
    }
    return json.dumps(out, ensure_ascii=False, indent=2)


def csv_bytes(lines: Lines) -> bytes:
    """As Excel takes it: a byte order mark, CRLF, and no text that it would run."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guarded(value) for value in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(lines: Lines, title: str) -> bytes:
    """One sheet with a frozen, filtered head; every text is a text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title[:31])
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for number, line in enumerate(lines):
            for column, value in enumerate(line):
                text = clean(value) if isinstance(value, str) else value
                sheet.write(number, column, text, wrapped if number else bold)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(lines) - 1, 1), len(lines[0]) - 1)
        sheet.set_column(0, len(lines[0]) - 1, 18)
    return out.getvalue()
