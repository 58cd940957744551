"""Audits of made-up reports with findings of every kind."""

from __future__ import annotations

from gongkai.report.auditing.findings import Audit, Finding, NotAssessable, Quote
from gongkai.report.model import Cell, Note, Report, Section, Source
from tests.report.writing.reports import full_report

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)> &amp; =1+1 \x1b[31m'


def source(name: str) -> Source:
    return Source(name, "0" * 64, name.rpartition(".")[2])


def quote_of(report: Report, section: int, words: str) -> Quote:
    start = report.sections[section].text.index(words)
    return Quote(words, section, start, start + len(words))


def sample_audit(edition_id: str = "cn-gid-2021", name: str = "交通运输局.docx") -> Audit:
    """Three findings: an error on two cells (one of them blank), a warning on overlapping sentences, a remark."""
    report = full_report(edition_id)
    report.source = source(name)
    blank, filled = list(report.cells)[:2]
    report.cells[blank] = Cell(blank, None, "", report.cells[blank].unit)
    report.notes.append(Note("unplaced", "有一行没有读出。"))
    findings = [
        Finding(
            "A19-01",
            "error",
            "两边不等：左边为12，右边为15。",
            {blank: None, filled: 2},
            basis="国办公开办函〔2021〕30号",
            mend="请核对总计列。",
        ),
        Finding(
            "N-01",
            "warning",
            "文中为128条，表中为2条。",
            {filled: 2},
            (quote_of(report, 2, "主动公开政府信息128条"), quote_of(report, 2, "信息128条。\n（一）健全")),
        ),
        Finding("D-01", "info", "标题中没有“政府信息公开”。", {"no_such_cell": 7}, (Quote("年度报告"),)),
    ]
    return Audit(report, findings, [NotAssessable("V-01", "没有上一年度报告")], report.source)


def clean_audit(name: str = "清白.docx") -> Audit:
    report = full_report("cn-gid-2019")
    report.source = source(name)
    return Audit(report, source=report.source)


def broken_audit(name: str = "坏文件.pdf") -> Audit:
    return Audit(Report(), source=source(name), error="文件已加密；请去掉密码后再试")


def hostile_audit() -> Audit:
    """Everything that comes from a file tries to be markup, a formula or a control sequence."""
    sections = [Section("preamble", None, None, f"甲{HOSTILE}乙"), Section(None, HOSTILE, HOSTILE, HOSTILE)]
    report = Report(HOSTILE, 2020, "cn-gid-2014-weihai", HOSTILE, source(f"{HOSTILE}/../../etc.docx"))
    report.cells = {"staff_total": Cell("staff_total", None, HOSTILE, printed_unit=HOSTILE)}
    report.sections, report.notes = sections, [Note("x", HOSTILE)]
    quote = Quote(HOSTILE, 0, 1, 1 + len(HOSTILE))
    finding = Finding(HOSTILE, "error", HOSTILE, {"staff_total": None, HOSTILE: 1}, (quote,), HOSTILE, HOSTILE)
    return Audit(report, [finding], [NotAssessable(HOSTILE, HOSTILE)], report.source)


def every_kind() -> list[Audit]:
    return [sample_audit(), sample_audit("cn-gid-2014-national", "卫生局.txt"), clean_audit(), broken_audit()]
