"""Imported by the fork server before it has workers: one small report is read and audited, so that rules, editions and
patterns are loaded once and every worker, also one that takes a dead one's place, begins with them in shared memory."""

from __future__ import annotations

from contextlib import suppress

from gongkai.corpus.running.tasks import read_report
from gongkai.report.auditing.engine import audit

_REPORT = """某县水务局2021年政府信息公开工作年度报告

一、总体情况

2021年，主动公开政府信息12条，收到政府信息公开申请3件，均已办结。
"""

with suppress(Exception):  # What is wrong with the readers shows with the first file, and is told there.
    audit(read_report(_REPORT.encode(), "a.txt"))
