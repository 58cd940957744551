"""What ``gongkai corpus audit`` prints: findings by kind and severity, dates, gaps, and the gravest findings."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from gongkai.cli.language import say, translate
from gongkai.report.presenting.text_table import pad, text_width, wrap
from gongkai.report.presenting.words import SEVERITY_MARKS, SEVERITY_NAMES
from gongkai.report.writing.figures import clean

if TYPE_CHECKING:
    from gongkai.corpus.auditing import Outcome
    from gongkai.corpus.store import Store

MOST_SHOWN = 20
KINDS = ("cross_year", "cross_level", "cross_agency", "document")
_LATE = """
SELECT year, count(*), count(*) FILTER (days_late > 0), max(days_late) FROM lateness GROUP BY year ORDER BY year
"""
_WORST = """
SELECT severity, rule, agency, year, message FROM findings WHERE source = 'corpus'
ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, year, agency, rule, message LIMIT ?
"""
_MISSING = "SELECT message FROM missing ORDER BY year DESC, organ LIMIT ?"


def summary(store: Store, outcome: Outcome) -> Iterator[str]:
    """The lines of the table output."""
    yield say("共 {reports} 份报告，{organs} 个机关", reports=outcome.reports, organs=outcome.organs)
    yield from _by_kind(outcome)
    with store.connection() as connection:
        late = connection.execute(_LATE).fetchall()
        missing = connection.execute(_MISSING, [MOST_SHOWN]).fetchall()
        worst = connection.execute(_WORST, [MOST_SHOWN]).fetchall()
    if late:
        yield ""
        heading = (say("年度"), say("有日期的报告"), say("逾期"), say("最多逾期天数"))
        yield from aligned([heading, *late])
    yield from _listed(say("缺少的报告：{count} 份", count=outcome.tables["missing"]), (row[0] for row in missing))
    if worst:
        total = sum(outcome.severities.values())
        yield ""
        yield say("最严重的 {shown} 个问题（共 {total} 个）：", shown=len(worst), total=total)
        yield from (line for row in worst for line in _finding(*row))


def _by_kind(outcome: Outcome) -> Iterator[str]:
    names = {
        "cross_year": say("上下年衔接"),
        "cross_level": say("汇总与所属"),
        "cross_agency": say("报告之间"),
        "document": say("期限"),
    }
    heading = (say("类别"), say("错误"), say("警告"), say("提示"))
    rows = [
        (names[kind], *(outcome.severities[kind, severity] for severity in ("error", "warning", "info")))
        for kind in KINDS
    ]
    yield from aligned([heading, *rows])


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    shown = list(lines)
    if shown:
        yield ""
        yield heading
        yield from (f"  {clean(line)}" for line in shown)


def _finding(severity: Any, rule: str, agency: str, year: int, message: str) -> Iterator[str]:
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 100
    yield f"{SEVERITY_MARKS[severity]} {translate(SEVERITY_NAMES[severity])} {rule}  {clean(agency)} {year}"
    yield from (f"    {line}" for line in wrap(clean(message), max(width - 4, 40)))


def aligned(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Lines of columns; the first is flush left, figures are flush right."""
    cells = [[str(value) for value in row] for row in rows]
    widths = [max(text_width(row[at]) for row in cells) for at in range(len(cells[0]))]
    for row in cells:
        rest = (" " * (width - text_width(text)) + text for text, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join((pad(row[0], widths[0]), *rest))
