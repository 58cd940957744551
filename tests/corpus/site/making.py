"""Stores of made-up reports for the tests of the site."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable

from gongkai.corpus.store import Store
from gongkai.corpus.store.arrow import joined, tables_of
from gongkai.corpus.store.rows import file_row, rows_of
from gongkai.law.editions import builtin_editions
from gongkai.report.auditing.engine import audit
from gongkai.report.model import Cell, Report, Section, Source

EDITION_OF = {2016: "cn-gid-2014-national", 2017: "cn-gid-2014-shandong", 2018: "cn-gid-2014-national"}
OFFICES = ("交通运输局", "教育局", "卫生健康委员会", "市场监督管理局", "民政局", "水利局", "财政局", "档案局")


def edition_of(year: int) -> str:
    return EDITION_OF.get(year) or ("cn-gid-2019" if year in (2019, 2020) else "cn-gid-2021")


def cells_of(edition: str, rng: random.Random, size: int = 20) -> dict[str, Cell]:
    """Every cell of the form; the total columns add up, most of the rest is chance."""
    found: dict[str, Cell] = {}
    form = builtin_editions()[edition]
    for key, (table, row, column) in form.slots.items():
        value = rng.randrange(size if row.key in ("req_received", "outcome_granted") else max(size // 5, 2))
        if column.key == table.default_column:
            value = sum(found[f"{row.key}@{c.key}"].value or 0 for c in table.columns if c is not column)
        found[key] = Cell(key, value, str(value), table.unit_of(row, column))
    return found


def report(
    agency: str | None, year: int | None, *, edition: str | None = "of year", seed: int = 0, name: str = ""
) -> Report:
    """A report with a sensible form for its year; ``seed`` makes its figures, ``name`` its file's name."""
    form = edition_of(year or 2021) if edition == "of year" else edition
    identity = f"{agency}|{year}|{form}|{seed}|{name}"
    title = f"{agency or ''}{year or ''}年政府信息公开工作年度报告"
    text = f"本年度收到政府信息公开申请{seed}件。\n{agency or ''}\n{(year or 2020) + 1}年{2 + seed % 3}月20日"
    return Report(
        agency,
        year,
        form,
        title,
        Source(name or f"{seed}.html", hashlib.sha256(identity.encode()).hexdigest(), "html"),
        cells_of(form, random.Random(identity), 5 + seed * 3) if form else {},
        [Section("preamble", None, None, text)],
    )


def some_reports(agencies: int = 6, years: Iterable[int] = range(2016, 2024)) -> list[Report]:
    names = [f"示例{'甲乙丙丁'[n // 8 % 4]}市{OFFICES[n % 8]}" for n in range(agencies)]
    return [report(name, year, seed=n) for n, name in enumerate(names) for year in years if (n, year) != (1, 2018)]


def store_of(folder, reports: Iterable[Report], faults: Iterable[tuple[str, str]] = ()) -> Store:
    """A store of the reports with their audits, and of files that could not be read."""
    store = Store.create_or_open(folder)
    rows = [rows_of(one, audit(one), path=f"/in/{one.source.name}", size=9, modified="1") for one in reports]
    rows.append({"files": [file_row(path, None, 5, "1", fault) for path, fault in faults]})
    with store.writing() as writer:
        writer.add(tables_of(joined(rows)))
        writer.commit()
    return store
