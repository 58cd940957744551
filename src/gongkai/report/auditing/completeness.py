"""Rules about what should have been filled in or reported, and was not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.law.editions import Edition, FormTable
from gongkai.law.rules import Rule, Severity
from gongkai.report.auditing.findings import Hit, Skip, Subject
from gongkai.report.auditing.registry import rule
from gongkai.report.auditing.wording import label, names, number
from gongkai.report.model import Report

_FEE_WORDS = re.compile(r"信息处理费|收费|收取.{0,6}费|费用")


@rule("C14-01")
def c14_01_blank_cells(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Cells left empty, told once."""
    yield from _blank_cells(subject, rule)


@rule("C19-01")
def c19_01_blank_cells(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Tables without any figure are a warning; single blank cells are for information."""
    yield from _blank_cells(subject, rule)


def _blank_cells(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """A mark such as ``/`` says *not applicable* and is no blank; absent cells are not counted."""
    edition = subject.edition
    if edition is None:
        return
    printed = _printed(subject.report, edition, rule)
    missing = [table.title for table in edition.tables if not printed[table.key]]
    if missing:
        yield Skip(f"没有读到{'、'.join(f'“{title}”' for title in missing)}一表")
    blank = {name: [key for key in keys if _is_blank(subject.report, key)] for name, keys in printed.items()}
    faulty = [table for table in edition.tables if blank[table.key]]
    empty = [table for table in faulty if blank[table.key] == printed[table.key]]
    if empty:
        yield _told(edition, empty, blank, "没有填写任何数据", rule.severity)
    partly = [table for table in faulty if blank[table.key] != printed[table.key]]
    if partly:
        yield _told(edition, partly, blank, "有空白格", "info")


def _told(edition: Edition, tables: list[FormTable], blank: dict[str, list[str]], what: str, severity: Severity) -> Hit:
    keys = [key for table in tables for key in blank[table.key]]
    titles = "、".join(f"“{table.title}”" for table in tables)
    counted = f"共{len(keys)}格" if len(tables) > 1 else f"{len(keys)}格"
    message = f"{titles}{what}，{counted}：{names(edition, keys)}。无数据的请填0，不适用的请填“/”。"
    return Hit(message, dict.fromkeys(keys), severity=severity)


def _printed(report: Report, edition: Edition, rule: Rule) -> dict[str, list[str]]:
    """By table, the cells that the document has and that ought to be filled."""
    printed: dict[str, list[str]] = {table.key: [] for table in edition.tables}
    for key, (table, row, _) in edition.slots.items():
        if key in report.cells and row.holds == "required" and row.key not in rule.exempt:
            printed[table.key].append(key)
    return printed


def _is_blank(report: Report, key: str) -> bool:
    cell = report.cells[key]
    return cell.value is None and not cell.raw.strip()


@rule("C19-02")
def c19_02_fee_not_reported(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Requests closed for an unpaid fee imply fee notices, which the prose must report."""
    cells = {key: c.value for key, c in subject.report.cells.items() if key.startswith("other_unpaid_fee@")}
    closed = cells.get("other_unpaid_fee@total") or sum(value or 0 for value in cells.values())
    if not cells:
        yield Skip("表中没有读到“逾期未按收费通知要求缴纳费用”一行")
    elif closed > 0 and not subject.report.sections:
        yield Skip("没有读到正文")
    elif closed > 0 and not any(_FEE_WORDS.search(section.text) for section in subject.report.sections):
        name = label(subject.edition, "other_unpaid_fee@total")
        message = f"「{name}」为{number(closed)}，应发出过收费通知，而正文没有报告信息处理费，请在第六部分补充。"
        yield Hit(message, {key: value for key, value in cells.items() if value})
