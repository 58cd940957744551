"""Tables that a converter has flattened to a run of text: labels following each other, figures run together.

``…申请数量 3000003二、上年结转…0000000三、本年度办理结果（一）予以公开2000002…``: only the arithmetic of the form can
split the digits. A cell whose figure is not certain is absent, never 0; what stays open becomes a note.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.law.editions import Edition
from gongkai.report.model import Note
from gongkai.report.reading.digits import count_figures
from gongkai.report.reading.flattened_cells import FlatCell, TableReader
from gongkai.report.reading.flattened_labels import Text, folded_text, items_of
from gongkai.report.reading.flattened_runs import Run, find_runs

_FEWEST_FIGURES = 2
_SHORTEST = 20


@dataclass(frozen=True, slots=True)
class FlattenedTable:
    """A stretch of text that holds flattened tables: ``text`` is the whole text, ``start`` and ``end`` the stretch,
    ``scores`` says for each edition id how well its labels fit (0 to 1), best first; editions that do not fit lack."""

    text: str
    start: int
    end: int
    scores: Mapping[str, float]


@dataclass(slots=True)
class Solution:
    """The cells that are certain, by cell key, what could not be decided, and the stretches (start, end) of the text
    that are rows of a table."""

    cells: dict[str, FlatCell] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    stretches: list[tuple[int, int]] = field(default_factory=list)


def find_flattened(paragraph_text: str, editions: Sequence[Edition]) -> FlattenedTable | None:
    """The stretch of a paragraph that prints tables of one of ``editions`` as running text, None where there is none.
    One row of a form, or prose that names some rows, is not a table."""
    if len(paragraph_text) < _SHORTEST or count_figures(paragraph_text) < _FEWEST_FIGURES:
        return None
    text = folded_text(paragraph_text)
    found = {edition.id: runs for edition in editions if (runs := list(_all_runs(text, edition)))}
    if not found:
        return None
    most = max(_weight(runs) for runs in found.values())
    scores = {edition.id: _score(edition, found[edition.id], most) for edition in editions if edition.id in found}
    every = [run for runs in found.values() for run in runs]
    start = _before_numbering(text.folded, min(run.label[0] for run in every))
    best_first = dict(sorted(scores.items(), key=lambda item: -item[1]))
    return FlattenedTable(paragraph_text, start, max(run.end for run in every), best_first)


def solve(flattened: FlattenedTable, edition: Edition, known: Collection[str] = ()) -> Solution:
    """The cells of ``edition`` that the text prints with certainty. Offsets are those of ``flattened.text``. Rows with
    a cell among ``known`` were read elsewhere and need no note."""
    text = folded_text(flattened.text)
    solution = Solution()
    for table in edition.tables:
        if runs := find_runs(text, table):
            reader = TableReader(flattened.text, text.folded, edition, table, runs)
            solution.cells |= reader.cells()
            solution.notes += reader.notes(known)
            solution.stretches += [(_before_numbering(text.folded, run.label[0]), run.end) for run in runs]
    return solution


def _all_runs(text: Text, edition: Edition) -> Iterator[Run]:
    for table in edition.tables:
        yield from find_runs(text, table)


def _weight(runs: Sequence[Run]) -> int:
    return sum(run.label[1] - run.label[0] for run in runs)


def _score(edition: Edition, runs: Sequence[Run], most: int) -> float:
    """How much of the form's tables the text prints, and how much of the text's labels the form knows."""
    keys = {run.item.key for run in runs}
    tables = [t for t in edition.tables if t.key in keys or any(item.key in keys for item in items_of(t))]
    wanted = sum(1 if t.key in keys else len(items_of(t)) for t in tables)
    recall, coverage = len(runs) / wanted, _weight(runs) / most
    return round(2 * recall * coverage / (recall + coverage), 4)


def _before_numbering(folded: str, start: int) -> int:
    """The label's start with its numbering."""
    head = folded[max(0, start - 6) : start]
    return start - len(head) + len(head.rstrip("(一二三四五六七八九十0123456789)、. :其中"))
