"""Which figures of a read file are to be confirmed by eye, and the part of the source that shows each.

Plain Python without Django: it runs in the process that reads an uploaded file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from gongkai.law.editions import Edition
from gongkai.law.rules import builtin_rules
from gongkai.report.auditing.engine import audit
from gongkai.report.model import NOWHERE, Note, Number, Place, Report
from gongkai.report.reading.document import Document, Table, TableCell
from gongkai.report.serialise import place_to_json

UNSURE = frozenset({"unreadable", "ambiguous", "repeated", "contradiction"})
HEAD_ROWS = 2
LINES_AROUND = 2
LONGEST = 400  # Characters of a line that are shown.


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that the reader is not sure of. ``excerpt`` has the shape of ``DoubtfulCell.excerpt``."""

    key: str
    note: str
    where: Place = NOWHERE
    read_value: Number | None = None
    excerpt: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "where": place_to_json(self.where)}


def doubts_of(report: Report, edition: Edition | None, document: Callable[[], Document | None]) -> list[Doubt]:
    """The doubtful cells in the order of the form; ``document`` is asked for only when there are some."""
    if edition is None:
        return []
    notes = {**_contradicting(report, edition), **_unsure(report, edition)}
    if not notes:
        return []
    source = document()
    return [_doubt(key, notes[key], report, edition, source) for key in edition.slots if key in notes]


def _unsure(report: Report, edition: Edition) -> dict[str, str]:
    """Cells that a note of the reader names, and cells that are missing from a row of which others were read."""
    found = dict.fromkeys(_gaps(report, edition), "这一格没有读出数字。")
    for note in report.notes:
        if note.code in UNSURE:
            found |= {key: str(note.message) for key in _named_by(note, report, edition)}
    return found


def _gaps(report: Report, edition: Edition) -> Iterator[str]:
    read = {key.partition("@")[0] for key in report.cells}
    for key, (_, row, _column) in edition.slots.items():
        if key not in report.cells and row.holds == "required" and "@" in key and key.partition("@")[0] in read:
            yield key


def _named_by(note: Note, report: Report, edition: Edition) -> Iterator[str]:
    """The cells that a note names in 「」; of a row named as a whole, those that were not read, or all when what was
    read contradicts itself."""
    named = str(note.message).partition("「")[2].partition("」")[0]
    for key, (_, row, _column) in edition.slots.items():
        whole_row = named == row.label and (note.code == "contradiction" or key not in report.cells)
        if named and (edition.label(key) == named or whole_row):
            yield key


def _contradicting(report: Report, edition: Edition) -> dict[str, str]:
    """Cells of sums that do not come out."""
    rules = builtin_rules()
    found: dict[str, str] = {}
    for finding in audit(report, edition=edition).findings:
        rule = rules.get(finding.rule)
        if rule is not None and rule.kind == "arithmetic" and finding.severity == "error":
            found |= {key: finding.message for key in finding.cells if key in edition.slots}
    return found


def _doubt(key: str, note: str, report: Report, edition: Edition, document: Document | None) -> Doubt:
    cell = report.cells.get(key)
    where = cell.where if cell else _beside(key, report)
    excerpt = _excerpt(where, document, exact=cell is not None) if document else {}
    return Doubt(key, note, where, cell.value if cell else None, excerpt)


def _beside(key: str, report: Report) -> Place:
    """Where another cell of the same row stands: near enough to look there."""
    row = key.partition("@")[0]
    return next((c.where for k, c in report.cells.items() if k.partition("@")[0] == row), NOWHERE)


def _excerpt(where: Place, document: Document, *, exact: bool) -> dict[str, Any]:
    if where.table is not None and where.row is not None:
        tables = list(document.tables())
        return _rows_around(tables[where.table], where, exact=exact) if where.table < len(tables) else {}
    if where.start is not None and document.text:
        return _lines_around(document.text, where.start, where.end or where.start)
    return {}


def _rows_around(table: Table, where: Place, *, exact: bool) -> dict[str, Any]:
    rows = table.rows()
    at = where.row or 0
    shown = sorted({*range(min(HEAD_ROWS, len(rows))), *(i for i in (at - 1, at, at + 1) if 0 <= i < len(rows))})
    texts = [[cell.text[:LONGEST] for cell in rows[i]] for i in shown]
    column = where.column if exact else None
    place = next(
        (n for n, cell in enumerate(rows[at]) if column is not None and cell.column <= column < _right(cell)), None
    )
    return {"rows": texts, "row": shown.index(at), "column": place}


def _right(cell: TableCell) -> int:
    return cell.column + cell.column_span


def _lines_around(text: str, start: int, end: int) -> dict[str, Any]:
    lines: list[tuple[int, str]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        lines.append((at, line))
        at += len(line)
    hit = max((n for n, (begin, _) in enumerate(lines) if begin <= start), default=0)
    near = [line.strip()[:LONGEST] for _, line in lines[max(0, hit - LINES_AROUND) : hit] if line.strip()]
    begin, line = lines[hit]
    before, after = line[: start - begin].lstrip(), line[end - begin :].rstrip()
    marked = [before[-LONGEST:], text[start:end][:LONGEST], after[:LONGEST]]
    return {"rows": [*([each] for each in near), marked], "row": len(near), "column": 1}
