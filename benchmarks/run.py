"""Measures Gongkai against peers on the same files in one run; prints the table of docs/benchmarks.md.

``python benchmarks/run.py`` (or ``make bench``). Each figure is the median of several runs in one process; the ratio is
the peer's median over ours, so that more than 1 means that we are faster. A goal that is missed is marked.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import docx
import openpyxl
import pdfplumber

from gongkai.law.editions import builtin_editions
from gongkai.report.auditing.engine import audit
from gongkai.report.claims import extract
from gongkai.report.model import Cell, Report, Section
from gongkai.report.reading import read
from gongkai.report.writing import write

RUNS = 7
SENTENCE = "本年度主动公开政府信息{}条，其中门户网站公开{}条；收到申请{}件，均按期答复，未收取任何费用。"


@dataclass(frozen=True)
class Line:
    """One measurement: ours against a peer or a limit, in milliseconds; ``goal`` is the least ratio promised."""

    what: str
    ours: float
    peer: str
    theirs: float
    goal: float

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours


def milliseconds(action: Callable[[], object]) -> float:
    """Median wall time of an action over RUNS runs, after one run to warm up."""
    action()
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times)


def sample() -> Report:
    """A report of the 2021 edition with every cell filled and six sections of prose."""
    edition = builtin_editions()["cn-gid-2021"]
    report = Report(
        agency="云岭县水务局", year=2023, edition=edition.id, title="云岭县水务局2023年政府信息公开工作年度报告"
    )
    report.cells = {key: Cell(key, n % 7, str(n % 7)) for n, key in enumerate(edition.slots)}
    for n, title in enumerate(edition.sections):
        prose = "\n".join(SENTENCE.format(n * 7 + i, n + i, i) * 4 for i in range(6))
        report.sections.append(Section(title.key, f"{'一二三四五六'[n]}、", title.title, prose))
    return report


def pdf_tables(path: Path) -> list[object]:
    with pdfplumber.open(path) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def docx_tables(path: Path) -> list[list[str]]:
    return [[c.text for c in row.cells] for table in docx.Document(str(path)).tables for row in table.rows]


def workbook(path: Path) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    return [row for sheet in book for row in sheet.iter_rows(values_only=True)]


def measurements(folder: Path) -> Iterator[Line]:
    """Reading and auditing a whole report, claims included, against peers that only take out the tables."""
    report = sample()
    files = {suffix: folder / f"sample.{suffix}" for suffix in ("pdf", "docx", "xlsx", "html", "json")}
    for path in files.values():
        write(report, path)
    ours = {suffix: milliseconds(lambda path=path: read(path)) for suffix, path in files.items()}
    yield Line(
        "read a PDF report", ours["pdf"], "pdfplumber, tables only", milliseconds(lambda: pdf_tables(files["pdf"])), 2
    )
    yield Line(
        "read a Word report",
        ours["docx"],
        "python-docx, tables only",
        milliseconds(lambda: docx_tables(files["docx"])),
        0.5,
    )
    yield Line(
        "read a workbook", ours["xlsx"], "openpyxl, values only", milliseconds(lambda: workbook(files["xlsx"])), 0.5
    )
    yield Line("read a web page", ours["html"], "limit of 100 ms", 100, 1)
    text = "\n".join(s.text for s in report.sections)
    yield Line(f"claims of {len(text)} characters", milliseconds(lambda: extract(text)), "limit of 60 ms", 60, 1)
    yield Line("audit a report, all rules", milliseconds(lambda: audit(report)), "limit of 100 ms", 100, 1)
    yield Line("write Word", milliseconds(lambda: write(report, folder / "out.docx")), "limit of 250 ms", 250, 1)
    yield Line("write PDF", milliseconds(lambda: write(report, folder / "out.pdf")), "limit of 500 ms", 500, 1)


def main() -> int:
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {sys.version.split()[0]}, median of {RUNS} runs\n"
    )
    print("| what | ours, ms | against | ms | ratio | goal |\n|---|---|---|---|---|---|")
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for line in measurements(Path(folder)):
            missed += line.ratio < line.goal
            mark = "" if line.ratio >= line.goal else " (missed)"
            figures = f"{line.ours:.1f} | {line.peer} | {line.theirs:.1f} | {line.ratio:.1f} | ≥ {line.goal}{mark}"
            print(f"| {line.what} | {figures} |")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
