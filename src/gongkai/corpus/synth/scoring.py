"""The findings and cells of a store held against the answer key."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.corpus.synth.answers import Answer, read_answers
from gongkai.corpus.synth.faults import FAULTS
from gongkai.corpus.synth.matching import Told, meets, meets_any
from gongkai.report.model import Number

if TYPE_CHECKING:
    import duckdb

    from gongkai.corpus.store import Store

BATCH = 2000  # Reports whose cells are in memory at a time.
EXAMPLES = 5
_TOLERANCE = 1e-9


@dataclass(slots=True)
class KindScore:
    """A kind of fault: how many were put in, how many found; ``missed`` holds examples (path, what was changed)."""

    kind: str
    family: str
    injected: int = 0
    found: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class FalseScore:
    """Findings of a rule that no fault causes, with examples (path, message)."""

    rule: str
    severity: str
    count: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class ReadingScore:
    """The reports of one format and edition: cells as printed (``right``), with another value (``wrong``), without key
    (``missing``), with a key that the edition does not have (``extra``); ``unread`` reports are not in the store,
    ``mistaken`` ones were taken for another agency's, year's or edition's."""

    format: str
    edition: str
    reports: int = 0
    unread: int = 0
    mistaken: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0
    extra: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """Cells that the reports in the store print."""
        return self.right + self.wrong + self.missing


@dataclass(slots=True)
class Score:
    """What a store makes of the reports of an answer key."""

    kinds: dict[str, KindScore] = field(default_factory=dict)
    false: dict[tuple[str, str], FalseScore] = field(default_factory=dict)
    reading: dict[tuple[str, str], ReadingScore] = field(default_factory=dict)
    reports: int = 0
    faulty: int = 0

    @property
    def missed(self) -> int:
        return sum(kind.injected - kind.found for kind in self.kinds.values())

    @property
    def false_errors(self) -> int:
        return sum(f.count for f in self.false.values() if f.severity == "error")

    @property
    def unread(self) -> int:
        return sum(r.unread for r in self.reading.values())

    @property
    def passes(self) -> bool:
        """True where every fault was found, no error is false and every report is in the store."""
        return not (self.missed or self.false_errors or self.unread)

    def families(self) -> dict[str, tuple[int, int]]:
        """(injected, found) by family."""
        counts: dict[str, tuple[int, int]] = {}
        for kind in self.kinds.values():
            injected, found = counts.get(kind.family, (0, 0))
            counts[kind.family] = (injected + kind.injected, found + kind.found)
        return counts


@dataclass(frozen=True, slots=True)
class Kept:
    """What a store holds of a report."""

    recognised: tuple[str | None, int | None, str | None]
    findings: Sequence[Told]
    cells: Mapping[str, Number | None]


def score_store(store: Store, answers: Path) -> Score:
    """Hold ``store`` against an answer key. CorpusError where the key or the store cannot be read."""
    score = store.reading(lambda connection: _scored(connection, answers))
    score.kinds = {kind: score.kinds[kind] for kind in FAULTS if kind in score.kinds} | score.kinds
    return score


def _scored(connection: duckdb.DuckDBPyConnection, answers: Path) -> Score:
    score = Score()
    for batch in _batches(read_answers(answers)):
        kept = _kept(connection, [answer.sha256 for answer in batch])
        for answer in batch:
            add(score, answer, kept.get(answer.sha256))
    return score


def add(score: Score, answer: Answer, kept: Kept | None) -> None:
    """Count a report; ``kept`` None: the store does not have it, so that its faults are missed."""
    score.reports += 1
    score.faulty += bool(answer.injected)
    _add_faults(score, answer, kept.findings if kept else ())
    _add_false(score, answer, kept.findings if kept else ())
    _add_reading(score, answer, kept)


def _add_faults(score: Score, answer: Answer, findings: Sequence[Told]) -> None:
    for injected in answer.injected:
        kind = score.kinds.setdefault(injected.kind, KindScore(injected.kind, injected.family))
        kind.injected += 1
        if all(any(meets(told, expected) for told in findings) for expected in injected.must):
            kind.found += 1
        elif len(kind.missed) < EXAMPLES:
            kind.missed.append((answer.path, injected.told))


def _add_false(score: Score, answer: Answer, findings: Sequence[Told]) -> None:
    explained = [*answer.excused, *(expected for injected in answer.injected for expected in injected.must)]
    for told in findings:
        if told.severity == "info" or meets_any(told, explained):
            continue
        false = score.false.setdefault((told.rule, told.severity), FalseScore(told.rule, told.severity))
        false.count += 1
        if len(false.examples) < EXAMPLES:
            false.examples.append((answer.path, told.message))


def _add_reading(score: Score, answer: Answer, kept: Kept | None) -> None:
    key = (answer.format, answer.edition)
    reading = score.reading.setdefault(key, ReadingScore(*key))
    reading.reports += 1
    if kept is None:
        reading.unread += 1
        return
    reading.mistaken += kept.recognised != (answer.agency, answer.year, answer.edition)
    printed = answer.values()
    reading.extra += len(kept.cells.keys() - printed.keys())
    faults = []
    for cell, value in printed.items():
        if cell not in kept.cells:
            reading.missing += 1
            faults.append(f"{cell}={_shown(value)}→?")
        elif _same(kept.cells[cell], value):
            reading.right += 1
        else:
            reading.wrong += 1
            faults.append(f"{cell}={_shown(value)}→{_shown(kept.cells[cell])}")
    if faults and len(reading.examples) < EXAMPLES:
        reading.examples.append((answer.path, " ".join(faults[:3])))


def _shown(value: Number | None) -> str:
    return "" if value is None else f"{value:g}"


def _same(one: Number | None, other: Number | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _TOLERANCE


def _batches(answers: Iterable[Answer]) -> Iterator[list[Answer]]:
    batch: list[Answer] = []
    for answer in answers:
        batch.append(answer)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _kept(connection: duckdb.DuckDBPyConnection, hashes: list[str]) -> dict[str, Kept]:
    """What the store holds of these contents, by hash."""
    connection.execute("CREATE OR REPLACE TEMP TABLE asked AS SELECT unnest(?) AS sha256", [hashes])
    ask = "FROM {view} SEMI JOIN asked USING (sha256)"
    findings: defaultdict[str, list[Told]] = defaultdict(list)
    columns = "sha256, rule, severity, message, cells, quotes"
    for sha256, *told in connection.execute(f"SELECT {columns} {ask.format(view='findings')}").fetchall():
        findings[sha256].append(_told(*told))
    cells: defaultdict[str, dict[str, Number | None]] = defaultdict(dict)
    for sha256, key, value in connection.execute(f"SELECT sha256, key, value {ask.format(view='figures')}").fetchall():
        cells[sha256][key] = value
    reports = connection.execute(f"SELECT sha256, agency, year, edition {ask.format(view='reports')}").fetchall()
    return {sha: Kept((agency, year, edition), findings[sha], cells[sha]) for sha, agency, year, edition in reports}


def _told(rule: str, severity: str, message: str, cells: str | None, quotes: str | None) -> Told:
    named = frozenset(json.loads(cells)) if cells else frozenset()
    words = tuple(quote["text"] for quote in json.loads(quotes)) if quotes else ()
    return Told(rule, severity, message, named, words)
