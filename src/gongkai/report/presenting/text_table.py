"""Findings as aligned text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from gongkai.law.rules import SEVERITIES, Severity
from gongkai.report.auditing.findings import Audit, Finding
from gongkai.report.presenting.words import (
    SEVERITY_MARKS,
    SEVERITY_NAMES,
    Editions,
    cell_words,
    edition_of,
    name_of,
    summary,
)
from gongkai.report.writing.figures import clean

NARROWEST = 48
CELLS_SHOWN = 8
_COLOURS: dict[Severity, str] = {"error": "31", "warning": "33", "info": "36"}
_NOT_FIRST = frozenset("，。、；：？！）》”’】」』,.;:?!)]}%")
_SEVERITY_WIDTH = 8


def findings_table(
    audits: Sequence[Audit], *, width: int = 100, colour: bool = False, editions: Editions | None = None
) -> str:
    """One block a report: its name and counts, then each finding. ``width`` counts columns of the terminal (a Chinese
    character takes two); ``colour`` adds ANSI colours."""
    width = max(width, NARROWEST)
    blocks = ["\n".join(_report(audit, width, colour, editions)) for audit in audits]
    if len(audits) > 1:
        blocks.append(_total(audits))
    return "\n\n".join(blocks) + "\n"


def _report(audit: Audit, width: int, colour: bool, editions: Editions | None) -> Iterator[str]:
    report = audit.report
    facts = (report.agency, f"{report.year}年度" if report.year else None, report.edition)
    heading = "　".join(filter(None, (name_of(audit), *facts)))
    yield from wrap(clean(heading).replace("\n", " "), width)
    yield "─" * width
    if audit.error is not None:
        yield from _row("✕ 无法读取", "", clean(audit.error), width)
        return
    rule_width = max((text_width(clean(f.rule)) for f in audit.findings), default=0) + 2
    for finding in audit.findings:
        yield from _finding(finding, audit, rule_width, width, colour, editions)
    skipped = f"　未能核对 {len(audit.not_assessable)}" if audit.not_assessable else ""
    yield summary(audit) + skipped


def _finding(
    finding: Finding, audit: Audit, rule_width: int, width: int, colour: bool, editions: Editions | None
) -> Iterator[str]:
    label = pad(f"{SEVERITY_MARKS[finding.severity]} {SEVERITY_NAMES[finding.severity]}", _SEVERITY_WIDTH)
    if colour:
        label = f"\x1b[{_COLOURS[finding.severity]}m{label}\x1b[0m"
    indent = _SEVERITY_WIDTH + rule_width
    lines = [line for text in _texts(finding, audit, editions) for line in wrap(clean(text), width - indent)]
    yield label + pad(clean(finding.rule), rule_width) + lines[0]
    yield from (" " * indent + line for line in lines[1:])


def _texts(finding: Finding, audit: Audit, editions: Editions | None) -> Iterator[str]:
    edition = edition_of(audit, editions)
    yield finding.message
    if finding.cells:
        words = [cell_words(key, value, edition) for key, value in finding.cells.items()]
        more = f"；等{len(words)}格" if len(words) > CELLS_SHOWN else ""
        yield f"数据：{'；'.join(words[:CELLS_SHOWN])}{more}"
    yield from (f"原文：“{quote.text}”" for quote in finding.quotes)
    if finding.mend:
        yield f"建议：{finding.mend}"
    if finding.basis:
        yield f"依据：{finding.basis}"


def _row(label: str, rule: str, text: str, width: int) -> Iterator[str]:
    head = pad(label, text_width(label) + 2) + rule
    indent = text_width(head)
    lines = list(wrap(text, width - indent))
    yield head + lines[0]
    yield from (" " * indent + line for line in lines[1:])


def _total(audits: Sequence[Audit]) -> str:
    sums = "　".join(f"{SEVERITY_NAMES[s]} {sum(a.count(s) for a in audits)}" for s in SEVERITIES)
    unread = sum(a.error is not None for a in audits)
    return f"共 {len(audits)} 份报告　{sums}" + (f"　无法读取 {unread}" if unread else "")


def text_width(text: str) -> int:
    """The columns that a terminal gives the text: two for wide characters, none for combining ones."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    return text + " " * max(width - text_width(text), 0)


def wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most ``width`` columns (at least one line); no line begins with a closing mark, except that a mark
    may hang over by one character."""
    for paragraph in text.split("\n"):
        line, used = "", 0
        for character in paragraph:
            if used + _width(character) > width and character not in _NOT_FIRST:
                yield line
                line, used = "", 0
            line += character
            used += _width(character)
        yield line
