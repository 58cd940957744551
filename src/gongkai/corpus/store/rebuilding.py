"""Reports out of the store again: a stream of one table beside streams of the others, so that memory stays flat."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gongkai.corpus.store.manifest import Manifest, Part
from gongkai.corpus.store.schema import TABLES
from gongkai.report.model import NOWHERE, Cell, Claim, Note, Number, Place, Report, Section, Source

BATCH = 4096
CONTENT = ("figures", "sections", "claims", "notes")
Line = Mapping[str, Any]


def rebuilt(folder: Path, manifest: Manifest, wanted: frozenset[str] | None, seen: set[str]) -> Iterator[Report]:
    """The reports of a generation, ``wanted`` contents only where given, those in ``seen`` left out and added to it.
    FileNotFoundError where a writer has taken a file away meanwhile."""
    for part in manifest.parts:
        for file in part.files.get("reports", ()):
            chosen = _Chosen(wanted, manifest.retired | seen)
            for report in _reports(folder, part, file.path, chosen):
                assert report.source is not None
                seen.add(report.source.sha256)
                yield report


class _Chosen:
    """Which contents are asked for."""

    def __init__(self, wanted: frozenset[str] | None, unwanted: Iterable[str]) -> None:
        self._wanted = None if wanted is None else pa.array(sorted(wanted), pa.string())
        self._unwanted = pa.array(sorted(unwanted), pa.string())

    def of(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        if self._wanted is not None:
            batch = batch.filter(pc.is_in(batch["sha256"], self._wanted))
        return batch.filter(pc.invert(pc.is_in(batch["sha256"], self._unwanted))) if len(self._unwanted) else batch


def _reports(folder: Path, part: Part, path: str, chosen: _Chosen) -> Iterator[Report]:
    """Within a part every table of a year has the reports in the same order (see ``manifest.Part``)."""
    if not any(len(batch) for batch in _batches(folder / path, ["sha256"], chosen)):
        return
    year = Path(path).parent.name
    beside = {name: _Beside(_lines_of_year(folder, part, name, year, chosen)) for name in CONTENT}
    for line in _lines([folder / path], "reports", chosen):
        yield _report(line, {name: rows.of(line["sha256"]) for name, rows in beside.items()})


class _Beside:
    """The rows of another table, taken content by content."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._groups = groupby(lines, key=lambda line: line["sha256"])
        self._next = next(self._groups, None)

    def of(self, sha256: str) -> list[Line]:
        if self._next is None or self._next[0] != sha256:
            return []
        lines = list(self._next[1])
        self._next = next(self._groups, None)
        return lines


def _lines_of_year(folder: Path, part: Part, table: str, year: str, chosen: _Chosen) -> Iterator[Line]:
    paths = [folder / file.path for file in part.files.get(table, ()) if Path(file.path).parent.name == year]
    return _lines(paths, table, chosen)


def _lines(paths: Sequence[Path], table: str, chosen: _Chosen) -> Iterator[Line]:
    columns = [column.name for column in TABLES[table].columns]
    for path in paths:
        for batch in _batches(path, columns, chosen):
            yield from batch.to_pylist()


def _batches(path: Path, columns: Sequence[str], chosen: _Chosen) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH, columns=list(columns)):
            yield chosen.of(batch)


def _report(line: Line, content: Mapping[str, Sequence[Line]]) -> Report:
    return Report(
        agency=line["agency"],
        year=line["year"],
        edition=line["edition"],
        title=line["title"],
        source=Source(line["name"], line["sha256"], line["format"]),
        cells={row["key"]: _cell(row) for row in content["figures"]},
        sections=[Section(row["key"], row["number"], row["title"], row["text"]) for row in content["sections"]],
        claims=[_claim(row) for row in content["claims"]],
        notes=[Note(row["code"], row["message"], _place(row["place"])) for row in content["notes"]],
    )


def _cell(row: Line) -> Cell:
    return Cell(row["key"], _number(row), row["raw"], row["unit"], _place(row["place"]), row["printed_unit"])


def _claim(row: Line) -> Claim:
    value = _number(row)
    assert value is not None
    place = (row["quote"], row["start"], row["end"], row["section"])
    return Claim(row["key"], value, row["unit"], row["scope"], row["period"], row["approx"], *place)


def _number(row: Line) -> Number | None:
    """Whole numbers are read as int, as the reader does."""
    if row["exact"] is not None:
        return int(row["exact"])
    value: float | None = row["value"]
    return int(value) if value is not None and value.is_integer() else value


def _place(text: str | None) -> Place:
    if text is None:
        return NOWHERE
    found = json.loads(text)
    return Place(**{**found, "box": tuple(found["box"])} if "box" in found else found)
