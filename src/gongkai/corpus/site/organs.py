"""The organs that the site has pages of, and which report counts for which organ and year."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow.parquet as pq

from gongkai.corpus.site.measures import needed_concepts
from gongkai.corpus.site.questions import COUNTED, KNOWN
from gongkai.corpus.site.series import YearFigures
from gongkai.corpus.site.words import organ_page, slug

if TYPE_CHECKING:
    import duckdb

BATCH = 2_000
LEVELS = {"national": "中央", "province": "省级", "prefecture": "市级", "county": "县级", "township": "乡级"}


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ with what the directory shows of it. ``code``, ``level`` and ``parent`` are those of the agency tree,
    None where ``corpus audit`` has not run or does not know them."""

    name: str
    reports: int
    first: int | None
    last: int | None
    errors: int
    warnings: int
    code: str | None = None
    level: str | None = None
    parent: str | None = None

    @property
    def slug(self) -> str:
        return slug(self.name)

    @property
    def page(self) -> str:
        return organ_page(self.name)

    @property
    def group(self) -> str:
        """The heading that it stands under in the directory."""
        return self.parent or LEVELS.get(self.level or "", "")


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name that the organ's reports bear or bore, and what became of the organ."""

    name: str
    first: int | None
    last: int | None
    reports: int | None
    matched: str | None
    successor: str | None
    change: str | None
    change_year: int | None
    source: str | None


@dataclass(frozen=True, slots=True)
class MissingYear:
    """A year without a report, and why it is said to be missing."""

    year: int
    message: str


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A section whose words stand in another report."""

    year: int | None
    title: str | None
    other_organ: str | None
    other_agency: str | None
    other_year: int | None
    share: float | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as an organ's page and a year's page list it. ``counted``: its figures stand for its organ and year."""

    sha256: str
    organ: str | None
    agency: str | None
    year: int | None
    edition: str | None
    era: str | None
    title: str | None
    name: str
    format: str | None
    published: Any
    errors: int
    warnings: int
    infos: int
    counted: bool
    received: float | None
    handled: float | None
    due: Any
    days_late: int | None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as pages list it."""

    sha256: str
    organ: str | None
    year: int | None
    rule: str
    severity: str
    message: str
    mend: str | None
    basis: str | None
    source: str | None
    name: str | None


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Two small tables that every page is written from: the reports with their organ (``site_reports``) and the
    concepts of the measures, one row a counted report (``site_figures``)."""
    connection.execute(
        f"CREATE TABLE site_reports AS WITH {KNOWN},\n{COUNTED}\n"
        "SELECT sha256, organ, agency, year, edition, era, title, name, format, published, "
        "sha256 IN (SELECT sha256 FROM counted) AS counted FROM known"
    )
    names = needed_concepts()
    columns = ",\n".join(
        f"max(value) FILTER (WHERE concept = '{n}') AS v_{n}, max(state) FILTER (WHERE concept = '{n}') AS s_{n}"
        for n in names
    )
    chosen = ", ".join(f"'{name}'" for name in names)
    connection.execute(
        f"CREATE TABLE site_figures AS SELECT sha256, {columns} FROM concepts "
        f"WHERE concept IN ({chosen}) GROUP BY sha256"
    )


_ORGANS = """
WITH said AS (
  SELECT organ, arg_max(code, coalesce(last_year, 0)) AS code, arg_max(level, coalesce(last_year, 0)) AS level,
         arg_max(parent, coalesce(last_year, 0)) AS parent FROM agencies GROUP BY organ),
found AS (
  SELECT sha256, count(*) FILTER (WHERE severity = 'error') AS errors,
         count(*) FILTER (WHERE severity = 'warning') AS warnings FROM findings GROUP BY sha256)
SELECT r.organ, count(*), min(r.year), max(r.year), sum(coalesce(f.errors, 0))::BIGINT,
       sum(coalesce(f.warnings, 0))::BIGINT, any_value(a.code), any_value(a.level), any_value(a.parent)
FROM site_reports r LEFT JOIN found f ON f.sha256 = r.sha256 LEFT JOIN said a ON a.organ = r.organ
WHERE r.organ IS NOT NULL GROUP BY r.organ
ORDER BY any_value(a.code) NULLS LAST, any_value(a.level) NULLS LAST, any_value(a.parent) NULLS LAST, r.organ
"""


def organs(connection: duckdb.DuckDBPyConnection) -> dict[str, Organ]:
    """Every organ by name, in the order of the directory: by code, those without one by name."""
    return {row[0]: Organ(*row) for row in connection.execute(_ORGANS).fetchall()}


def audited(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether ``corpus audit`` has made its tables."""
    return bool(connection.execute("SELECT count(*) > 0 FROM series").fetchall()[0][0])


def names_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[NameRow]]:
    """The names of organs that have had more than one, or that were merged or split."""
    found = connection.execute(
        "SELECT organ, name, first_year, last_year, reports, matched, successor, change, change_year, source "
        "FROM agencies QUALIFY count(*) OVER (PARTITION BY organ) > 1 OR successor IS NOT NULL "
        "ORDER BY organ, first_year NULLS LAST, name"
    )
    return _grouped(found.fetchall(), NameRow)


def missing_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[MissingYear]]:
    """The years that ``corpus audit`` misses, by organ."""
    found = connection.execute("SELECT organ, year, message FROM missing WHERE year IS NOT NULL ORDER BY organ, year")
    return _grouped(found.fetchall(), MissingYear)


def copies_by_organ(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str | None, Iterator[CopyRow]]]:
    """Sections whose words stand elsewhere, by organ, the newest year first."""
    rows = _stream(
        connection,
        "SELECT r.organ, c.year, c.title, o.organ, c.other_agency, c.other_year, c.share, c.kind FROM copies c "
        "JOIN site_reports r ON r.sha256 = c.sha256 LEFT JOIN site_reports o ON o.sha256 = c.other_sha256 "
        "ORDER BY r.organ NULLS LAST, c.year DESC NULLS LAST, c.section, c.share DESC, c.other_sha256",
    )
    for organ, group in groupby(rows, key=lambda row: row[0]):
        yield organ, (CopyRow(*row[1:]) for row in group)


R = TypeVar("R")


def _grouped(rows: Sequence[tuple[Any, ...]], kind: Callable[..., R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(kind(*row[1:]))
    return found


_REPORTS = """
SELECT r.sha256, r.organ, r.agency, r.year, r.edition, r.era, r.title, r.name, r.format, r.published,
       coalesce(f.errors, 0), coalesce(f.warnings, 0), coalesce(f.infos, 0), r.counted,
       s.v_requests_received, s.v_requests_handled, l.due, l.days_late
FROM site_reports r LEFT JOIN site_figures s ON s.sha256 = r.sha256
LEFT JOIN (SELECT sha256, any_value(due) AS due, any_value(days_late) AS days_late FROM lateness GROUP BY sha256) l
  ON l.sha256 = r.sha256
LEFT JOIN (SELECT sha256, count(*) FILTER (WHERE severity = 'error') AS errors,
           count(*) FILTER (WHERE severity = 'warning') AS warnings, count(*) FILTER (WHERE severity = 'info') AS infos
           FROM findings GROUP BY sha256) f ON f.sha256 = r.sha256
"""


def reports_by_organ(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str | None, list[ReportRow]]]:
    """The reports of each organ, oldest year first; organs in the order of names, those without a name last."""
    rows = _stream(connection, _REPORTS + "ORDER BY r.organ NULLS LAST, r.year NULLS LAST, r.sha256")
    for organ, group in groupby(rows, key=lambda row: row[1]):
        yield organ, [ReportRow(*row) for row in group]


def reports_by_year(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int | None, list[ReportRow]]]:
    """The reports of each year in the order of organs; those without a year last."""
    rows = _stream(connection, _REPORTS + "ORDER BY r.year NULLS LAST, r.organ NULLS LAST, r.sha256")
    for year, group in groupby(rows, key=lambda row: row[3]):
        yield year, [ReportRow(*row) for row in group]


_FINDINGS = """
SELECT f.sha256, r.organ, coalesce(r.year, f.year), f.rule, f.severity, f.message, f.mend, f.basis, f.source, r.name
FROM findings f LEFT JOIN site_reports r ON r.sha256 = f.sha256
"""
_WORST_FIRST = "list_position(['error', 'warning', 'info'], f.severity), f.rule, f.sha256, f.message"


def findings_by_organ(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str | None, Iterator[FindingRow]]]:
    """The findings of each organ, newest year first, the worst first; organs as in ``reports_by_organ``."""
    order = f"ORDER BY r.organ NULLS LAST, coalesce(r.year, f.year) DESC NULLS LAST, {_WORST_FIRST}"
    for organ, group in groupby(_stream(connection, _FINDINGS + order), key=lambda row: row[1]):
        yield organ, (FindingRow(*row) for row in group)


def findings_by_rule(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Iterator[FindingRow]]]:
    """The findings of each rule, newest year first."""
    order = "ORDER BY f.rule, coalesce(r.year, f.year) DESC NULLS LAST, r.organ NULLS LAST, f.sha256, f.message"
    for rule, group in groupby(_stream(connection, _FINDINGS + order), key=lambda row: row[3]):
        yield rule, (FindingRow(*row) for row in group)


def figures_by_organ(
    connection: duckdb.DuckDBPyConnection, only: list[str] | None = None
) -> Iterator[tuple[str, list[YearFigures]]]:
    """The figures of each organ with a name, year after year, of the reports that count."""
    names = needed_concepts()
    columns = ", ".join(f"s.v_{n}, s.s_{n}" for n in names)
    wanted = f"AND r.organ IN ({', '.join(map(_quoted, only)) or 'NULL'}) " if only is not None else ""
    sql = (
        f"SELECT r.organ, r.sha256, r.year, r.edition, r.era, {columns} FROM site_reports r "
        "LEFT JOIN site_figures s ON s.sha256 = r.sha256 "
        "WHERE r.counted AND r.organ IS NOT NULL AND r.year IS NOT NULL "
        f"{wanted}ORDER BY r.organ, r.year"
    )
    rows = _stream(connection, sql)
    for organ, group in groupby(rows, key=lambda row: row[0]):
        yield organ, [_figures(row, names) for row in group]


def _figures(row: tuple[Any, ...], names: tuple[str, ...]) -> YearFigures:
    cells = row[5:]
    values = dict(zip(names, cells[0::2], strict=True))
    states: Mapping[str, str | None] = dict(zip(names, cells[1::2], strict=True))
    return YearFigures(row[1], row[2], row[3], row[4], values, states)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _stream(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query a batch at a time, however many streams run side by side.

    The rows go through a file in DuckDB's temporary folder: a result that is fetched bit by bit would lie in memory
    as a whole.
    """
    folder = connection.execute("SELECT current_setting('temp_directory')").fetchall()[0][0]
    path = Path(folder) / f"stream-{secrets.token_hex(8)}.parquet"
    connection.execute(f"COPY ({sql}) TO {_quoted(str(path))} (FORMAT parquet)")
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=BATCH):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
    path.unlink()
