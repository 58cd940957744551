"""An aggregate over ten million figures through the store, beside DuckDB's own scan of the same files: the ratio.

``python benchmarks/store.py [MILLIONS]`` fills a store through its writer, then asks the same questions of our view
(``Store.query``, confinement included), of our trusted connection, and of a bare ``read_parquet`` of the same files,
by turns, and prints medians of RUNS runs.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from gongkai.corpus.store import Store

RUNS = 9
FIRST_YEAR, YEARS = 2008, 16
ROWS = 1_000_000  # Rows of one commit.
CELLS = 200  # Figures of one report.
QUESTIONS = {
    "sum by year": "SELECT year, sum(value) FROM {figures} GROUP BY year ORDER BY year",
    "sum by concept and year": "SELECT concept, year, count(*), sum(value) FROM {figures} GROUP BY ALL ORDER BY ALL",
    "mean of one key": "SELECT avg(value) FROM {figures} WHERE key = 'row7@total'",
}
FIGURES = """
WITH numbered AS (
  SELECT range AS n, range // {cells} AS report, 'row' || (range % {cells} // 7) AS "row",
    ['natural', 'company', 'research', 'social', 'legal', 'other', 'total'][range % 7 + 1] AS "column"
  FROM range({start}, {stop})
)
SELECT sha256(cast(report AS VARCHAR)) AS sha256, '单位' || (report % 4000) AS agency,
  {first} + report % {years} AS year, 'cn-gid-2021' AS edition, "row" || '@' || "column" AS key, "row", "column",
  CASE WHEN n % 7 = 6 THEN 'concept' || (n % {cells} // 7) END AS concept, cast(hash(n) % 5000 AS DOUBLE) AS value,
  NULL::VARCHAR AS exact, cast(hash(n) % 5000 AS VARCHAR) AS raw, '件' AS unit, NULL::VARCHAR AS printed_unit,
  '{{"table":1,"row":' || (n % 30) || '}}' AS place
FROM numbered
"""
REPORTS = """
SELECT sha256, 'in/' || sha256 AS path, 'r.html' AS name, 'html' AS format, 1 AS bytes, any_value(agency) AS agency,
  any_value(year) AS year, any_value(edition) AS edition, '2021+' AS era, 't' AS title, count(*) AS cells,
  count(value) AS filled, 0 AS sections, 0 AS characters, 0 AS claims, 0 AS notes, 0 AS errors, 0 AS warnings,
  0 AS infos, 0 AS not_assessable, NULL::DATE AS published, 'benchmark' AS gongkai
FROM figures GROUP BY sha256 ORDER BY min(number)
"""


def fill(store: Store, rows: int) -> None:
    """Figures as the writer gets them, a million a commit."""
    with store.writing() as writer:
        for start in range(0, rows, ROWS):
            with duckdb.connect() as connection:
                bounds = {"start": start, "stop": min(start + ROWS, rows)}
                sql = FIGURES.format(cells=CELLS, first=FIRST_YEAR, years=YEARS, **bounds)
                figures = connection.sql(sql).to_arrow_table()
                numbered = figures.append_column("number", [range(figures.num_rows)])
                connection.register("figures", numbered)
                reports = connection.sql(REPORTS).to_arrow_table()
            writer.add({"reports": reports, "figures": figures})
            writer.commit()


def ways(store: Store) -> dict[str, Callable[[str], list[tuple[object, ...]]]]:
    """Each way of asking a question."""
    files = [str(store.folder / file.path) for file in store.manifest.files("figures")]
    bare = f"read_parquet({files!r})"

    def scan(question: str) -> list[tuple[object, ...]]:
        with duckdb.connect() as connection:
            return connection.execute(question.format(figures=bare)).fetchall()

    def query(question: str) -> list[tuple[object, ...]]:
        with store.query(question.format(figures="figures")) as result:
            return list(result.rows())

    def connection(question: str) -> list[tuple[object, ...]]:
        return store.reading(lambda c: c.execute(question.format(figures="figures")).fetchall())

    return {"bare scan": scan, "store.query": query, "store.connection": connection}


def measure(store: Store) -> None:
    for name, question in QUESTIONS.items():
        times: dict[str, list[float]] = {}
        answers = set()
        for _ in range(RUNS):
            for way, ask in ways(store).items():
                before = time.perf_counter()
                answers.add(str(ask(question)))
                times.setdefault(way, []).append(time.perf_counter() - before)
        assert len(answers) == 1, answers
        medians = {way: statistics.median(some) for way, some in times.items()}
        told = "  ".join(f"{way} {1000 * one:.0f} ms ×{one / medians['bare scan']:.2f}" for way, one in medians.items())
        print(f"{name:24} {told}")  # noqa: T201


def main() -> None:
    rows = int(float(sys.argv[1]) * 1_000_000) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create_or_open(Path(folder) / "store")
        before = time.perf_counter()
        fill(store, rows)
        files = store.manifest.files("figures")
        print(f"{sum(f.rows for f in files):,} figures in {len(files)} files, {time.perf_counter() - before:.0f} s")  # noqa: T201
        measure(store)


if __name__ == "__main__":
    main()
