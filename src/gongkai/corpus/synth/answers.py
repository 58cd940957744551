"""The answer key: what each report prints and which faults it has. ``answers.json`` is one JSON object whose member
``reports`` has one report on each line, so that it can be read whole or line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.synth.faults import FAULTS
from gongkai.corpus.synth.faults.case import Case, Expected
from gongkai.corpus.synth.judging import Breach
from gongkai.corpus.synth.printing.files import Look
from gongkai.law.editions import builtin_editions
from gongkai.law.messages import Message
from gongkai.report.model import Number
from gongkai.report.writing.figures import plain_number

NAME = "answers.json"
SCHEMA = "gongkai.answers/1"
BLANK = ""


@dataclass(frozen=True, slots=True)
class Injected:
    """A fault of a report: its kind and family, what was changed in words, what must be found because of it."""

    kind: str
    family: str
    told: str
    must: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A report of the key. ``cells`` are the printed figures in the order of the edition, ``None`` for a blank or a
    mark. ``excused`` are findings that faults cause besides those that must be found."""

    path: str
    sha256: str
    agency: str
    year: int
    edition: str
    format: str
    layout: str
    cells: tuple[Number | None, ...]
    injected: tuple[Injected, ...] = ()
    excused: tuple[Expected, ...] = ()

    def values(self) -> dict[str, Number | None]:
        """The printed figures by cell key."""
        return dict(zip(builtin_editions()[self.edition].slots, self.cells, strict=True))


def answer_of(case: Case, look: Look, path: str, digest: str) -> Answer:
    """The answer for a report as it stands."""
    injected = [
        Injected(kind, FAULTS[kind].family, change.told, change.must)
        for kind, change in case.changes.items()
        if kind in FAULTS
    ]
    may = [expected for change in case.changes.values() for expected in change.may]
    return Answer(
        path,
        digest,
        case.series.agency,
        case.year,
        case.edition.id,
        look.suffix,
        look.layout,
        tuple(cell.value for cell in case.cells.values()),
        tuple(injected),
        (*may, *_because_of_last_year(case, injected)),
    )


def _because_of_last_year(case: Case, injected: Iterable[Injected]) -> Iterator[Expected]:
    """What this report breaks only because last year's has a fault."""
    if case.previous is None or not case.previous.changes:
        return
    explained = {(rule, e.cells) for i in injected for e in i.must for rule in e.rules}
    for breach in _across_years(case):
        if not any(rule == breach.rule and set(cells) & set(breach.cells) for rule, cells in explained):
            yield Expected((breach.rule,), breach.cells)


def _across_years(case: Case) -> list[Breach]:
    return [b for b in case.breaches_of(case.cells) if b.rule.startswith("X-")]


def to_line(answer: Answer) -> str:
    """A report as its line of the key."""
    entry: dict[str, Any] = {
        "path": answer.path,
        "sha256": answer.sha256,
        "agency": answer.agency,
        "year": answer.year,
        "edition": answer.edition,
        "format": answer.format,
        "layout": answer.layout,
        "cells": ",".join(BLANK if value is None else plain_number(value) for value in answer.cells),
        "faults": [
            {"kind": f.kind, "family": f.family, "told": f.told, "must": [_entry(e) for e in f.must]}
            for f in answer.injected
        ],
        "excused": [_entry(e) for e in answer.excused],
    }
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def _entry(expected: Expected) -> dict[str, Any]:
    return {
        "rules": list(expected.rules),
        **({"cells": list(expected.cells)} if expected.cells else {}),
        **({"passage": expected.passage} if expected.passage else {}),
    }


def from_line(entry: Mapping[str, Any]) -> Answer:
    """A report of the key from its JSON object; KeyError, TypeError or ValueError where it is none."""
    return Answer(
        entry["path"],
        entry["sha256"],
        entry["agency"],
        entry["year"],
        entry["edition"],
        entry["format"],
        entry["layout"],
        tuple(None if text == BLANK else _number(text) for text in entry["cells"].split(",")),
        tuple(
            Injected(f["kind"], f["family"], f["told"], tuple(_expected(e) for e in f["must"])) for f in entry["faults"]
        ),
        tuple(_expected(e) for e in entry["excused"]),
    )


def _number(text: str) -> Number:
    return float(text) if "." in text else int(text)


def _expected(entry: Mapping[str, Any]) -> Expected:
    return Expected(tuple(entry["rules"]), tuple(entry.get("cells", ())), entry.get("passage", ""))


@dataclass(slots=True)
class AnswerWriter:
    """Writes the key report by report; ``close`` ends it."""

    file: TextIO
    options: Mapping[str, Any]
    count: int = field(default=0)

    def begin(self) -> None:
        head = json.dumps({"schema": SCHEMA, "options": self.options}, ensure_ascii=False)
        self.file.write(f'{head[:-1]}, "reports": [\n')

    def add(self, line: str) -> None:
        self.file.write(f"{',' if self.count else ''}{line}\n")
        self.count += 1

    def close(self) -> None:
        self.file.write(f'], "count": {self.count}}}\n')


def read_answers(path: Path) -> Iterator[Answer]:
    """The reports of a key, one at a time. CorpusError: not a key, a newer one, or one that breaks off."""
    try:
        with path.open(encoding="utf-8") as file:
            _check_head(file.readline(), path)
            for line in file:
                if line.startswith("]"):
                    return
                yield from_line(json.loads(line.lstrip(",")))
    except OSError as error:
        raise CorpusError(
            Message("读不了答案文件 {file}（{fault}）", file=path, fault=error.strerror or str(error)),
            "请给出 gongkai corpus synth 写出的 answers.json",
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise _no_key(path) from error
    raise _no_key(path)


def _check_head(line: str, path: Path) -> None:
    try:
        schema = json.loads(line.rstrip()[: -len(', "reports": [')] + "}")["schema"]
    except (ValueError, KeyError, TypeError) as error:
        raise _no_key(path) from error
    if schema != SCHEMA:
        raise CorpusError(
            Message("答案文件 {file} 的版本是 {schema}", file=path, schema=schema),
            Message("本版本只认 {schema}；请用同一版本的 gongkai 重新合成", schema=SCHEMA),
        )


def _no_key(path: Path) -> CorpusError:
    return CorpusError(
        Message("{file} 不是完整的答案文件", file=path), "请给出 gongkai corpus synth 写出的 answers.json"
    )
