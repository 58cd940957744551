"""The words that every presentation of findings uses."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.law.editions import Edition, builtin_editions
from gongkai.law.rules import SEVERITIES, Severity, builtin_rules
from gongkai.report.auditing.findings import Audit
from gongkai.report.model import Number
from gongkai.report.writing.figures import plain_number

SEVERITY_NAMES: Mapping[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}
# Shapes differ, so that severity is told without colour.
SEVERITY_MARKS: Mapping[Severity, str] = {"error": "■", "warning": "▲", "info": "○"}
Editions = Mapping[str, Edition]


def edition_of(audit: Audit, editions: Editions | None = None) -> Edition | None:
    """The edition of the audited report: among ``editions`` (custom ones), else among the built-in ones."""
    key = audit.report.edition or ""
    return (editions or {}).get(key) or builtin_editions().get(key)


def name_of(audit: Audit) -> str:
    """The file's name, else the report's title or agency and year."""
    report = audit.report
    if source := audit.source or report.source:
        return source.name
    if report.title:
        return " ".join(report.title.split())
    return " ".join(filter(None, (report.agency, f"{report.year}年" if report.year else ""))) or "未命名的报告"


def rule_title(rule: str) -> str:
    """What the rule demands, in a few words; empty for a rule of a custom edition."""
    known = builtin_rules().get(rule)
    return known.title_zh if known else ""


def cell_label(key: str, edition: Edition | None) -> str:
    return edition.label(key) if edition else key


def cell_words(key: str, value: Number | None, edition: Edition | None) -> str:
    """A cell and its figure: 申请办结数＝0; a blank is 空白."""
    return f"{cell_label(key, edition)}＝{'空白' if value is None else plain_number(value)}"


def counts(audit: Audit) -> dict[Severity, int]:
    return {severity: audit.count(severity) for severity in SEVERITIES}


def summary(audit: Audit) -> str:
    """One line on a report: 错误 2　警告 1　提示 0, or that nothing was found."""
    if audit.error is not None:
        return "无法读取"
    if not audit.findings:
        return "未发现问题"
    return "　".join(f"{SEVERITY_NAMES[s]} {n}" for s, n in counts(audit).items() if n)
