"""Agencies over the years, made independently of the rules that judge them, and stores that hold their reports."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from gongkai.corpus.store import Store
from gongkai.corpus.store.arrow import joined, tables_of
from gongkai.corpus.store.rows import rows_of
from gongkai.law.editions import builtin_editions
from gongkai.report.auditing.engine import audit
from gongkai.report.model import Cell, Report, Section, Source
from gongkai.report.reading import read
from gongkai.report.writing import write

COLUMNS = ("natural_person", "org_commercial", "org_research", "org_welfare", "org_legal_service", "org_other")
SYLLABLES = (
    "安邦博采策程达道德典度端发方丰福高格根广国海行和恒弘宏华环汇基吉际佳坚江教界金经景静聚开康科空快来礼利联良林领流隆路绿满民明能宁平浦齐启千强桥清全仁日融瑞森山上"
    "申生盛施石实书顺思松苏台泰天田通同团万维文吴物西夏先祥新兴星学雅阳业一以永友宇育元远云泽展张长真正智中洲竹资子宗"
)


def words(rng: random.Random, count: int) -> str:
    """Prose of ``count`` sentences that nobody else writes."""
    return "".join("".join(rng.choices(SYLLABLES, k=rng.randint(18, 40))) + "。" for _ in range(count))


def edition_of(year: int) -> str:
    return "cn-gid-2014-national" if year < 2019 else "cn-gid-2019" if year < 2021 else "cn-gid-2021"


def named(agency: str, year: int, figures: dict[str, int], prose: Sequence[str], name: str = "") -> Report:
    """A report with these cells; ``prose`` are its sections."""
    edition = builtin_editions()[edition_of(year)]
    cells = {}
    for key, value in figures.items():
        table, row, column = edition.slots[key]
        cells[key] = Cell(key, value, str(value), table.unit_of(row, column))
    keys = [("sec_overview", "一", "总体情况"), ("sec_problems", "五", "存在的主要问题及改进情况")]
    sections = [Section(*keys[min(at, 1)], text) for at, text in enumerate(prose)]
    title = f"{agency}{year}年政府信息公开工作年度报告"
    label = f"{agency}{year}{name}"
    digest = hashlib.sha256(f"{label}{sorted(figures.items())}{list(prose)}".encode()).hexdigest()
    return Report(agency, year, edition.id, title, Source(f"{label}.html", digest, "html"), cells, sections)


def requests(carried_in: Sequence[int], received: Sequence[int], carried_out: Sequence[int]) -> dict[str, int]:
    """The rows of the request table that years share, each with its total."""
    rows = {"req_carried_in": carried_in, "req_received": received, "req_carried_out": carried_out}
    figures = {f"{row}@{c}": n for row, values in rows.items() for c, n in zip(COLUMNS, values, strict=True)}
    return figures | {f"{row}@total": sum(values) for row, values in rows.items()}


def series(rng: random.Random, agency: str, years: Iterable[int]) -> list[Report]:
    """An agency that carries over from year to year just what was left, and never writes the same twice."""
    left = [rng.randint(0, 3) for _ in COLUMNS]
    valid, found = rng.randint(5, 40), []
    for year in years:
        if year < 2019:
            figures = {"req_received": rng.randint(20, 60), "trainees": rng.randint(30, 90)}
        else:
            received = [rng.randint(20, 60) for _ in COLUMNS]
            carried_out = [rng.randint(0, 9) for _ in COLUMNS]
            figures = requests(left, received, carried_out)
            left = carried_out
        if year >= 2021:
            made, repealed = rng.randint(0, 5), rng.randint(0, 5)
            valid = valid + made - repealed
            figures |= {"normative_docs_valid": valid, "normative_docs_made": made, "normative_docs_repealed": repealed}
        found.append(named(agency, year, figures, [words(rng, 6), words(rng, 5)]))
    return found


def changed(report: Report, key: str, value: int) -> Report:
    """The report with another figure in one cell."""
    cells = report.cells | {key: replace(report.cells[key], value=value, raw=str(value))}
    made = replace(report, cells=cells)
    assert made.source
    made.source = replace(made.source, sha256=hashlib.sha256(f"{made.source.sha256}{key}{value}".encode()).hexdigest())
    return made


def add(store: Store, reports: Iterable[Report]) -> None:
    rows = [rows_of(r, audit(r), path=r.source.name, size=1) for r in reports if r.source]
    with store.writing() as writer:
        writer.add(tables_of(joined(rows)))
        writer.commit()


def store_of(folder: Path, *reports: Report) -> Store:
    """A store of reports that were never files."""
    store = Store.create_or_open(folder)
    add(store, reports)
    return store


def whole(report: Report) -> Report:
    """The report with every other cell of its form as 0, as a file has to print them."""
    cells = {}
    for key, (table, row, column) in builtin_editions()[report.edition or ""].slots.items():
        if row.holds != "computed":
            cells[key] = report.cells.get(key) or Cell(key, 0, "0", table.unit_of(row, column))
    return replace(report, cells=cells)


def read_store(folder: Path, *reports: Report, form: str = "html") -> Store:
    """A store of reports that were written as files and read again."""
    files = folder / "files"
    files.mkdir(parents=True)
    found = []
    for report in reports:
        path = files / f"{report.agency}{report.year}.{form}"
        write(whole(report), path)
        found.append(read(path))
    return store_of(folder / "store", *found)


def findings(store: Store, rule: str | None = None) -> list[dict]:
    """The findings of the audit of the store."""
    rows = store.table("findings").to_pylist()
    return [row for row in rows if row["source"] == "corpus" and rule in (None, row["rule"])]


def rows(store: Store, table: str) -> list[dict]:
    return store.table(table).to_pylist()
