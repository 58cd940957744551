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
from gongkai.report.reading.formats import open_document
from gongkai.report.writing import write

RUNS = 7
FILLER = "办公室牵头，各科室各有一名联络员，信息随办随录，发布前逐条审查；网站栏目每季度检查，发现问题及时整改。"
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
    """A report of the 2021 edition with every cell filled and some 5,000 characters of prose."""
    edition = builtin_editions()["cn-gid-2021"]
    report = Report(
        agency="云岭县水务局", year=2023, edition=edition.id, title="云岭县水务局2023年政府信息公开工作年度报告"
    )
    report.cells = {key: Cell(key, n % 7, str(n % 7)) for n, key in enumerate(edition.slots)}
    for n, title in enumerate(edition.sections):
        prose = "\n".join(FILLER * 4 + SENTENCE.format(n * 7 + i, n + i, i) for i in range(3))
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
    """Taking files apart against libraries that take out the tables; the whole way of a report against limits."""
    report = sample()
    files = {suffix: folder / f"sample.{suffix}" for suffix in ("pdf", "docx", "xlsx", "html")}
    for path in files.values():
        write(report, path)
    parts = {suffix: milliseconds(lambda path=path: open_document(path.read_bytes())) for suffix, path in files.items()}
    yield Line("take a PDF apart", parts["pdf"], "pdfplumber", milliseconds(lambda: pdf_tables(files["pdf"])), 3)
    yield Line(
        "take a Word file apart", parts["docx"], "python-docx", milliseconds(lambda: docx_tables(files["docx"])), 2
    )
    yield Line("take a workbook apart", parts["xlsx"], "openpyxl", milliseconds(lambda: workbook(files["xlsx"])), 2)
    for suffix in files:
        ours = milliseconds(lambda path=files[suffix]: read(path))
        yield Line(f"read a report from {suffix}, claims and all", ours, "limit of 150 ms", 150, 1)
    text = "\n".join(s.text for s in report.sections)
    yield Line(f"claims of {len(text)} characters", milliseconds(lambda: extract(text)), "limit of 60 ms", 60, 1)
    yield Line("audit a report, all rules", milliseconds(lambda: audit(report)), "limit of 100 ms", 100, 1)
    yield Line("write Word", milliseconds(lambda: write(report, folder / "out.docx")), "limit of 250 ms", 250, 1)
    yield Line("write PDF", milliseconds(lambda: write(report, folder / "out.pdf")), "limit of 500 ms", 500, 1)


def main() -> int:
    """Print the table; 1 when a goal is missed."""
    say = sys.stdout.write
    machine = f"{os.cpu_count()} cores, Python {sys.version.split()[0]}"
    say(f"{datetime.now(UTC):%Y-%m-%d}, {machine}, medians of {RUNS} runs\n\n")
    say("| what | ours, ms | against | ms | ratio | goal |\n|---|---|---|---|---|---|\n")
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for line in measurements(Path(folder)):
            missed += line.ratio < line.goal
            mark = "" if line.ratio >= line.goal else " (missed)"
            figures = f"{line.ours:.1f} | {line.peer} | {line.theirs:.1f} | {line.ratio:.1f} | ≥ {line.goal}{mark}"
            say(f"| {line.what} | {figures} |\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
