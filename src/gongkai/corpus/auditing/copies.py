"""Prose that stands in the report of another agency, or in one of an earlier year.

Each section's own words, names and figures masked and what is commonplace left out, get a MinHash digest; sections that
probably share much are then compared character run by character run (rules X-10, X-11).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import duckdb
import numpy as np

from gongkai.corpus.auditing.candidates import Digests, agreement, candidate_pairs, digests_of
from gongkai.corpus.auditing.commonplace import Commonplace, Hashes, run_hashes
from gongkai.corpus.auditing.results import Results
from gongkai.corpus.auditing.series import Entry, Series
from gongkai.law.rules import builtin_rules
from gongkai.report.auditing.cross_agency import (
    NOT_OWN_WORDS,
    Beside,
    CopiedSection,
    copied_sections,
    without_names,
)
from gongkai.report.auditing.cross_year import share_repeated
from gongkai.report.auditing.engine import examine
from gongkai.report.model import Report, Section, Source

BATCH = 1000  # Reports whose prose is held at once.
SECTIONS_AT_ONCE = 4000
MOST_SOURCES = 3  # Other reports that one report is compared with, for each kind.
_PROSE_OF_YEAR = 'SELECT sha256, "at", key, text FROM sections WHERE year = ?'
_PROSE_OF = 'SELECT sha256, "at", key, number, title, text FROM sections WHERE sha256 IN (SELECT unnest(?))'


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A report whose sections (positions) probably stand in ``source``; ``kind`` as in the table ``copies``."""

    entry: Entry
    source: Entry
    kind: str
    sections: frozenset[int]
    estimate: float


@dataclass(slots=True)
class _Sections:
    """Every section that is long enough: whose it is, where, and its digest."""

    owners: list[Entry] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    digests: list[Digests] = field(default_factory=list)


def find_copies(
    connection: duckdb.DuckDBPyConnection, series: Series, results: Results, step: Callable[[int], None]
) -> None:
    """Fill the table ``copies``, and tell the report that is later, or both where that cannot be told."""
    counted = {entry.sha256: entry for by_year in series.chosen.values() for entry in by_year.values()}
    common = _commonplace(connection, series, counted, step)
    sections = _sections(connection, series, counted, common, step)
    suspicions = _suspicions(sections, series)
    repeats_last_year = results.found("X-08")
    for batch in _batches(suspicions):
        prose = _prose(connection, {e.sha256: e for s in batch for e in (s.entry, s.source)})
        found = [(s, list(_copied(s, prose, common))) for s in batch]
        for suspicion, parts in found:
            _rows(suspicion, parts, results)
        _tell(found, prose, common, repeats_last_year, results)


def _own_prose(
    connection: duckdb.DuckDBPyConnection, year: int, counted: Mapping[str, Entry]
) -> Iterator[tuple[Entry, list[tuple[int, str]]]]:
    """The reports of a year with their own words by position, masked. The rows of a report follow each other."""
    for sha256, rows in groupby(_rows_of_year(connection, year), key=lambda row: row[0]):
        if entry := counted.get(sha256):
            texts = [(at, without_names(text, entry.agency)) for _, at, key, text in rows if key not in NOT_OWN_WORDS]
            yield entry, texts


def _rows_of_year(connection: duckdb.DuckDBPyConnection, year: int) -> Iterator[tuple[Any, ...]]:
    cursor = connection.cursor().execute(_PROSE_OF_YEAR, [year])
    while rows := cursor.fetchmany(SECTIONS_AT_ONCE):
        yield from rows


def _commonplace(
    connection: duckdb.DuckDBPyConnection, series: Series, counted: Mapping[str, Entry], step: Callable[[int], None]
) -> Commonplace:
    common = Commonplace()
    for year in series.years:
        for _, texts in _own_prose(connection, year, counted):
            common.count(text for _, text in texts)
            step(1)
        common.close_year()
    return common


def _sections(
    connection: duckdb.DuckDBPyConnection,
    series: Series,
    counted: Mapping[str, Entry],
    common: Commonplace,
    step: Callable[[int], None],
) -> _Sections:
    least = builtin_rules()["X-10"].limits["characters"]
    made = _Sections()
    waiting: list[Hashes] = []
    for year in series.years:
        for entry, texts in _own_prose(connection, year, counted):
            for at, text in texts:
                hashes = run_hashes(text)
                own = hashes[~common.among(hashes)]
                if len(own) >= least:
                    made.owners.append(entry)
                    made.places.append(at)
                    waiting.append(own)
            step(1)
            if len(waiting) >= SECTIONS_AT_ONCE:
                made.digests.append(digests_of(waiting))
                waiting.clear()
    made.digests.append(digests_of(waiting))
    return made


def _suspicions(sections: _Sections, series: Series) -> list[Suspicion]:
    """Who may have copied from whom: the most alike reports of each kind for each report."""
    digests = np.concatenate(sections.digests)
    pairs = candidate_pairs(digests)
    weighed = zip(pairs.tolist(), agreement(digests, pairs).tolist() if len(pairs) else [], strict=True)
    alike = [(one, other, estimate) for (one, other), estimate in weighed if _differ(sections, one, other)]
    one_line = _of_one_line(series)
    own_first = _first_own_year(sections, series, alike)
    grouped: dict[tuple[Entry, Entry, str], list[tuple[int, float]]] = defaultdict(list)
    for one, other, estimate in alike:
        for late, early in _directions(sections, one, other):
            entry, source = sections.owners[late], sections.owners[early]
            organs = series.organ(entry), series.organ(source)
            kind = "years" if organs[0] == organs[1] or organs in one_line else "agencies"
            if kind == "agencies" and own_first.get(late, entry.year) <= source.year and late in own_first:
                continue  # The agency repeats its own words, which are no younger than the other's.
            grouped[entry, source, kind].append((sections.places[late], estimate))
    made = [
        Suspicion(entry, source, kind, frozenset(at for at, _ in found), max(estimate for _, estimate in found))
        for (entry, source, kind), found in grouped.items()
    ]
    return list(_most_alike(made))


def _differ(sections: _Sections, one: int, other: int) -> bool:
    return sections.owners[one].sha256 != sections.owners[other].sha256


def _of_one_line(series: Series) -> set[tuple[str, str]]:
    """Pairs of organs of which one was merged or split from the other."""
    changes = [change for some in series.directory.changes.values() for change in some]
    found = {(change.organ, organ) for change in changes for _, organ in change.before if organ}
    return found | {(other, one) for one, other in found}


def _first_own_year(sections: _Sections, series: Series, alike: Iterable[tuple[int, int, float]]) -> dict[int, int]:
    """For a section, the first year in which the same organ wrote it already."""
    first: dict[int, int] = {}
    for one, other, _ in alike:
        mine, theirs = sections.owners[one], sections.owners[other]
        if mine.year != theirs.year and series.organ(mine) == series.organ(theirs):
            late, year = (one, theirs.year) if mine.year > theirs.year else (other, mine.year)
            first[late] = min(year, first.get(late, year))
    return first


def _directions(sections: _Sections, one: int, other: int) -> list[tuple[int, int]]:
    """(later, earlier) by year, then by date of publication; both ways where neither tells."""
    mine, theirs = sections.owners[one], sections.owners[other]
    if mine.year != theirs.year:
        return [(one, other) if mine.year > theirs.year else (other, one)]
    if mine.published and theirs.published and mine.published != theirs.published:
        return [(one, other) if mine.published > theirs.published else (other, one)]
    return [(one, other), (other, one)]


def _most_alike(found: Iterable[Suspicion]) -> Iterator[Suspicion]:
    def group(suspicion: Suspicion) -> tuple[int, str, str]:
        return suspicion.entry.year, suspicion.entry.sha256, suspicion.kind

    def order(s: Suspicion) -> tuple[Any, ...]:
        return *group(s), -len(s.sections), -s.estimate, s.source.year, s.source.sha256

    for _, some in groupby(sorted(found, key=order), key=group):
        yield from list(some)[:MOST_SOURCES]


def _batches(suspicions: Sequence[Suspicion]) -> Iterator[list[Suspicion]]:
    """Whole reports' suspicions together."""
    batch: list[Suspicion] = []
    for _, some in groupby(suspicions, key=lambda s: s.entry.sha256):
        batch += some
        if len(batch) >= BATCH // 2:
            yield batch
            batch = []
    if batch:
        yield batch


def _prose(connection: duckdb.DuckDBPyConnection, entries: Mapping[str, Entry]) -> dict[str, Report]:
    """The reports with their prose only."""
    reports = {
        sha256: Report(e.agency, e.year, e.edition, e.title, Source(e.name, sha256, ""))
        for sha256, e in entries.items()
    }
    rows = connection.execute(_PROSE_OF, [list(entries)]).fetchall()
    for sha256, _, key, number, title, text in sorted(rows, key=lambda row: (row[0], row[1])):
        reports[sha256].sections.append(Section(key, number, title, text))
    return reports


def _suspected(suspicion: Suspicion, prose: Mapping[str, Report]) -> Report:
    """The report with the suspected sections only; the others are empty, so that positions stay."""
    report = prose[suspicion.entry.sha256]
    sections = [
        section if at in suspicion.sections else Section(section.key, section.number, section.title, "")
        for at, section in enumerate(report.sections)
    ]
    return Report(report.agency, report.year, report.edition, report.title, report.source, sections=sections)


def _copied(suspicion: Suspicion, prose: Mapping[str, Report], common: Commonplace) -> Iterator[CopiedSection]:
    rule = builtin_rules()["X-10"]
    return copied_sections(_suspected(suspicion, prose), prose[suspicion.source.sha256], rule, common.flags)


def _rows(suspicion: Suspicion, parts: Iterable[CopiedSection], results: Results) -> None:
    source = suspicion.source
    for part in parts:
        quotes = json.dumps([quote.text for quote in part.quotes], ensure_ascii=False)
        heading = (part.at, part.key, part.title, suspicion.kind)
        other = (source.sha256, source.agency, source.year)
        results.add("copies", (*suspicion.entry.stem, *heading, *other, round(part.share, 4), part.characters, quotes))


def _tell(
    found: Sequence[tuple[Suspicion, list[CopiedSection]]],
    prose: Mapping[str, Report],
    common: Commonplace,
    repeats_last_year: set[str],
    results: Results,
) -> None:
    """One finding a report and kind, about the report that most stands in; last year's is told by X-08."""

    def group(pair: tuple[Suspicion, list[CopiedSection]]) -> tuple[str, str]:
        return pair[0].entry.sha256, pair[0].kind

    for (sha256, kind), some in groupby(sorted(found, key=group), key=group):
        pairs = list(some)
        if kind == "agencies":
            suspicion, parts = max(pairs, key=_weight)
            rules = (["X-10"] if parts else []) + ["X-11"]
        else:
            old = [pair for pair in pairs if pair[1] and _repeats_an_older_year(pair[0], prose)]
            if not old or sha256 in repeats_last_year:
                continue
            suspicion, parts = max(old, key=_weight)
            rules = ["X-10"]
        mine, other = _suspected(suspicion, prose), prose[suspicion.source.sha256]
        subject = Beside(mine, suspicion.entry.form, None, other, common.flags)
        results.take(suspicion.entry, examine(subject, [builtin_rules()[rule] for rule in rules]))


def _repeats_an_older_year(suspicion: Suspicion, prose: Mapping[str, Report]) -> bool:
    """Whether the whole prose is that of a year before the last. An agency may say in a section what it said before:
    its own words are held against the limit of X-08, as those of last year are."""
    if suspicion.source.year >= suspicion.entry.year - 1:
        return False
    share = share_repeated(prose[suspicion.entry.sha256], prose[suspicion.source.sha256])
    return share is not None and share > builtin_rules()["X-08"].limits["share"]


def _weight(pair: tuple[Suspicion, list[CopiedSection]]) -> float:
    return sum(part.share * part.characters for part in pair[1])
