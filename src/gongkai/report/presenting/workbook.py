"""Findings as a workbook: one row a finding, summaries by rule and by report, and what could not be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from gongkai.law.rules import SEVERITIES, Severity
from gongkai.report.auditing.findings import Audit
from gongkai.report.presenting.words import (
    SEVERITY_NAMES,
    Editions,
    cell_words,
    edition_of,
    name_of,
    rule_title,
)
from gongkai.report.writing.figures import clean, row_height

Value = str | int | None
_LONGEST_CELL = 32_767
_ROWS_PER_SHEET = 1_000_000
_FINDINGS = (
    ("报告", 28), ("单位", 20), ("年度", 7), ("版式", 20), ("规则", 12), ("级别", 7),
    ("问题", 52), ("数据", 36), ("原文", 40), ("依据", 30), ("建议", 40),
)  # fmt: skip
_BY_RULE = (("规则", 12), ("内容", 48), *((SEVERITY_NAMES[s], 8) for s in SEVERITIES), ("涉及报告", 10))
_BY_REPORT = (
    ("报告", 32), ("单位", 24), ("年度", 7), ("版式", 22),
    *((SEVERITY_NAMES[s], 8) for s in SEVERITIES), ("未能核对", 10), ("无法读取的原因", 44),
)  # fmt: skip
_SKIPPED = (("报告", 32), ("单位", 24), ("年度", 7), ("规则", 12), ("内容", 44), ("未能核对的原因", 60))
_FILLS: dict[Severity, str] = {"error": "#F9D9D6", "warning": "#FBEBC8", "info": "#DCE9F7"}


def findings_xlsx(audits: Sequence[Audit], *, editions: Editions | None = None) -> bytes:
    """The workbook; every text is a text, so that no cell of a report is taken for a formula."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheets = _Sheets(book)
        sheets.write("问题", _FINDINGS, _finding_rows(audits, editions), severity_column=5)
        sheets.write("按规则汇总", _BY_RULE, _rule_rows(audits))
        sheets.write("按报告汇总", _BY_REPORT, _report_rows(audits))
        sheets.write("未能核对", _SKIPPED, _skipped_rows(audits))
    return out.getvalue()


class _Sheets:
    """Writes tables with a frozen header and a filter; a table too long for one sheet goes on on the next."""

    def __init__(self, book: Workbook) -> None:
        base = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#BFBFBF"}
        self.book = book
        self.head = book.add_format({**base, "bold": True, "bg_color": "#E7E6E1", "valign": "vcenter"})
        self.plain = book.add_format(base)
        self.fills = {SEVERITY_NAMES[s]: book.add_format({**base, "bg_color": fill}) for s, fill in _FILLS.items()}

    def write(
        self,
        name: str,
        columns: Sequence[tuple[str, float]],
        rows: Iterator[tuple[Value, ...]],
        severity_column: int | None = None,
    ) -> None:
        number, sheet, at = 1, self._open(name, columns), 0
        for row in rows:
            if at == _ROWS_PER_SHEET:
                self._close(sheet, columns, at)
                number += 1
                sheet, at = self._open(f"{name}{number}", columns), 0
            at += 1
            sheet.set_row(at, row_height(((str(v or ""), w) for v, (_, w) in zip(row, columns, strict=True)), 16))
            for column, value in enumerate(row):
                look = self.fills[str(value)] if column == severity_column else self.plain
                _put(sheet, at, column, value, look)
        self._close(sheet, columns, at)

    def _open(self, name: str, columns: Sequence[tuple[str, float]]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        for column, (title, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, self.head)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _close(self, sheet: Worksheet, columns: Sequence[tuple[str, float]], rows: int) -> None:
        sheet.autofilter(0, 0, rows, len(columns) - 1)


def _put(sheet: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, clean(value)[:_LONGEST_CELL], look)
    else:
        sheet.write_number(row, column, value, look)


def _finding_rows(audits: Sequence[Audit], editions: Editions | None) -> Iterator[tuple[Value, ...]]:
    for audit in audits:
        report, edition = audit.report, edition_of(audit, editions)
        for finding in audit.findings:
            yield (
                name_of(audit),
                report.agency,
                report.year,
                report.edition,
                finding.rule,
                SEVERITY_NAMES[finding.severity],
                finding.message,
                "；".join(cell_words(key, value, edition) for key, value in finding.cells.items()),
                "\n".join(quote.text for quote in finding.quotes),
                finding.basis,
                finding.mend,
            )


def _rule_rows(audits: Sequence[Audit]) -> Iterator[tuple[Value, ...]]:
    graded = Counter((f.rule, f.severity) for a in audits for f in a.findings)
    reports = Counter(rule for a in audits for rule in {f.rule for f in a.findings})
    for rule, count in sorted(reports.items(), key=lambda item: (-item[1], item[0])):
        yield (rule, rule_title(rule), *(graded[rule, s] for s in SEVERITIES), count)


def _report_rows(audits: Sequence[Audit]) -> Iterator[tuple[Value, ...]]:
    for audit in audits:
        report = audit.report
        graded = (audit.count(s) for s in SEVERITIES)
        yield (
            name_of(audit),
            report.agency,
            report.year,
            report.edition,
            *graded,
            len(audit.not_assessable),
            audit.error,
        )


def _skipped_rows(audits: Sequence[Audit]) -> Iterator[tuple[Value, ...]]:
    for audit in audits:
        for skipped in audit.not_assessable:
            yield (
                name_of(audit),
                audit.report.agency,
                audit.report.year,
                skipped.rule,
                rule_title(skipped.rule),
                skipped.reason,
            )
