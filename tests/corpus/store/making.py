"""Small reports for the tests of the store."""

from __future__ import annotations

import hashlib

from gongkai.corpus.store import Store
from gongkai.corpus.store.arrow import joined, tables_of
from gongkai.corpus.store.rows import rows_of
from gongkai.report.auditing.engine import audit
from gongkai.report.model import Cell, Claim, Place, Report, Section, Source


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def report(name: str = "一", *, year: int | None = 2020, received: int | float | None = 7) -> Report:
    """A report of the form of 2019 with two cells, a section and a claim."""
    text = f"全年收到申请{received}件。"
    return Report(
        agency=f"示例市{name}局",
        year=year,
        edition="cn-gid-2019",
        title=f"示例市{name}局政府信息公开工作年度报告",
        source=Source(f"{name}.html", digest(name), "html"),
        cells={
            "req_received@natural": Cell("req_received@natural", received, str(received), "件", Place(table=1, row=2)),
            "req_received@total": Cell("req_received@total", received, str(received), "件", Place(table=1, row=2)),
        },
        sections=[Section("requests", "三", "收到和处理政府信息公开申请情况", text)],
        claims=[Claim("req_received", received or 0, "件", "own", "year", False, text[4:], 4, len(text))],
    )


def rows(one: Report, path: str | None = None):
    assert one.source
    return rows_of(one, audit(one), path=path or f"in/{one.source.sha256}", size=9, modified="1")


def tables(*reports: Report):
    return tables_of(joined([rows(one) for one in reports]))


def store_of(folder, *reports: Report) -> Store:
    """A store with one commit a report."""
    store = Store.create_or_open(folder)
    with store.writing() as writer:
        for one in reports:
            writer.add(tables(one))
            writer.commit()
    return store
