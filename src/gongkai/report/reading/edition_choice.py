"""Which edition of the form a document prints: the one whose rows and columns its tables name, whatever the file is
called; the year decides only where the labels do not."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from functools import lru_cache
from itertools import chain

from gongkai.law.editions import Edition, FormTable
from gongkai.report.reading.document import Document, Table
from gongkai.report.reading.labels import index_of, meanings_in
from gongkai.report.reading.placing import Placement
from gongkai.report.reading.placing_matrix import place_matrix, prints_heading
from gongkai.report.reading.placing_rows import place_row_values
from gongkai.report.reading.placing_single import place_single_row
from gongkai.report.reading.printed import (
    PrintedTable,
    looks_like_figure,
    printed_labels,
    printed_table,
)
from gongkai.report.reading.running_tables import RunningText, place_running
from gongkai.report.reading.values import tidy

Placer = Callable[[PrintedTable, FormTable, Placement], set[int]]
_PLACERS: dict[str, Placer] = {
    "row_value": place_row_values,
    "grid": place_matrix,
    "matrix": place_matrix,
    "single_row": place_single_row,
}
_FIRST_NATIONAL_YEAR = 2014
_ENOUGH = 0.4
_NEARLY_ALL = 0.8
# A few rows: one row printed for three must not outweigh the year, the columns of another form must.
_YEAR_WEIGHT = 6.0
_MISSING = 1.5
_TELLING = 5
_COLUMN = 3
_EDITIONS = 32


def place_tables(document: Document, edition: Edition) -> Placement:
    """Place what the tables of ``document`` print of a form into the cells of ``edition``."""
    return _place_all(_printed_tables(document), printed_labels(document.tables()), edition)


def _printed_tables(document: Document) -> dict[int, PrintedTable]:
    """The tables by the number of their block."""
    return {n: printed_table(block) for n, block in enumerate(document.blocks) if isinstance(block, Table)}


def _place_all(tables: Mapping[int, PrintedTable], labels: Collection[str], edition: Edition) -> Placement:
    placement = Placement(edition)
    placement.name_rows(labels)
    grids = [form for form in edition.tables if form.layout == "grid"]
    headed = {f.key for f in grids if any(prints_heading(t, f) for t in tables.values())}
    for number, table in tables.items():
        forms = [f for f in edition.tables if f.key not in headed or _may_print(table, f, placement)]
        understood = {row for form in forms for row in _place(table, form, placement)}
        if understood:
            placement.forms.add(number)
            _note_foreign_rows(table, understood, placement)
    return placement


def _may_print(table: PrintedTable, form: FormTable, placement: Placement) -> bool:
    """Below its headings, or behind a page break after them: tables of the agency's own name 行政处罚 too."""
    return form.key in placement.headers or prints_heading(table, form)


def _incomplete(placement: Placement) -> bool:
    """True when the document may print more of the form than its tables gave."""
    unplaced = any(note.code == "unplaced" for note in placement.notes)
    return unplaced or not placement.cells.keys() >= placement.edition.slots.keys()


def _place(table: PrintedTable, form: FormTable, placement: Placement) -> set[int]:
    if form.layout != "single_row" and not any(map(index_of(form).match, table.telling)):
        return set()
    return _PLACERS[form.layout](table, form, placement)


def _note_foreign_rows(table: PrintedTable, understood: set[int], placement: Placement) -> None:
    for number, printed in enumerate(table.rows):
        if number in understood or not printed.figured:
            continue
        label = next((tidy(c.text) for c in printed.filled if not looks_like_figure(c)), "")
        if label:
            message = f"表中“{label[:40]}”一行在本版表格中没有对应项，未采用。"
            placement.note("unknown_row", message, printed.cells[0].place)


def score(placement: Placement, year: int | None) -> float:
    """How well an edition fits: what it explains less what it leaves unexplained or misses."""
    edition = placement.edition
    unknown = sum(n.code in ("unknown_row", "unplaced") for n in placement.notes)
    missing = _MISSING * _lacking(edition, placement.printed)
    return len(placement.cells) + len(placement.printed) - 3 * unknown - missing + _in_year(edition, year)


def _lacking(edition: Edition, printed: Set[str]) -> int:
    """How many labelled rows of the form the document lacks."""
    return sum(key not in printed for rows in _labelled_rows(edition) for key in rows)


@lru_cache(maxsize=_EDITIONS)
def _labelled_rows(edition: Edition) -> list[dict[str, list[str]]]:
    """For each table the cell keys of its labelled rows, by row key."""
    return [
        {r.key: [form.key_of(r, c) for c in form.columns] for r in form.rows if r.label and r.has_cell}
        for form in edition.tables
    ]


def _in_year(edition: Edition, year: int | None) -> float:
    return _YEAR_WEIGHT if year is not None and edition.covers(year) else 0.0


def fits(placement: Placement, year: int | None) -> bool:
    """True when enough of the form is there to call it this edition. Before 2014 there was no national table: a local
    one that shares some labels is not the later form."""
    share = _share(placement)
    early = year is not None and year < _FIRST_NATIONAL_YEAR and placement.edition.status != "custom"
    return bool(placement.cells) and share >= (_NEARLY_ALL if early else _ENOUGH)


def _share(placement: Placement) -> float:
    """The largest share of one table's rows that the document prints."""
    shares = [0.0]
    for form, rows in zip(placement.edition.tables, _labelled_rows(placement.edition), strict=True):
        if rows:
            placed = sum(not placement.cells.keys().isdisjoint(keys) for keys in rows.values())
            shares.append(placed / len(rows))
        elif any(c.key in placement.cells for c in form.columns):
            shares.append(1.0)
    return max(shares)


def choose_edition(
    document: Document, text: RunningText, editions: Sequence[Edition], year: int | None
) -> Placement | None:
    """The placement under the best fitting edition; None when no edition fits. What the tables do not give is looked
    for in the running text: tables that were flattened."""
    columns = {edition.id: _COLUMN * _columns_named(text, edition) for edition in editions}
    placements = _placements(document, editions, columns, year)
    best = _best(placements, columns, year)
    for placement in [best] if best else placements:
        if _incomplete(placement):
            place_running(text, placement)
    return best or _best(placements, columns, year)


def _placements(
    document: Document, editions: Sequence[Edition], columns: Mapping[str, float], year: int | None
) -> list[Placement]:
    """The placements under all editions that may fit best, in their order. Those that promise most are tried first,
    and none that promises less than another one keeps."""
    labels, tables = printed_labels(document.tables()), _printed_tables(document)
    promises = {edition.id: most(labels, edition, year) + columns[edition.id] for edition in editions}
    placements: dict[str, Placement] = {}
    kept = -math.inf
    for edition in sorted(editions, key=lambda e: -promises[e.id]):
        if promises[edition.id] < kept:
            break
        placements[edition.id] = placement = _place_all(tables, labels, edition)
        if fits(placement, year):
            kept = max(kept, score(placement, year) + columns[edition.id])
    return [placements[edition.id] for edition in editions if edition.id in placements]


def most(labels: Collection[str], edition: Edition, year: int | None) -> float:
    """What ``score`` gives at most to a document whose tables print ``labels``: every row that a label may mean, with
    a figure in each column, and nothing left unexplained."""
    meanings = meanings_in(edition)
    meant = set(chain.from_iterable(map(meanings.meant, labels)))
    rows = {row for _, row in meant}
    cells = sum(
        len(edition.tables[table].columns) for table, _ in meant if edition.tables[table].layout != "single_row"
    )
    cells += sum(len(form.columns) for form in edition.tables if form.layout == "single_row")
    return cells + len(rows) - _MISSING * _lacking(edition, rows) + _in_year(edition, year)


def _best(placements: Sequence[Placement], columns: Mapping[str, float], year: int | None) -> Placement | None:
    def fit(placement: Placement) -> float:
        return score(placement, year) + columns[placement.edition.id]

    return max((p for p in placements if fits(p, year)), key=fit, default=None)


def _columns_named(text: RunningText, edition: Edition) -> int:
    """How many column labels of an edition the document prints: the rows of two editions may read alike, and figures
    that run together can be cut to fit either."""
    return sum(label in text.compact for label in _telling_columns(edition))


@lru_cache(maxsize=_EDITIONS)
def _telling_columns(edition: Edition) -> frozenset[str]:
    return frozenset(c.label for table in edition.tables for c in table.columns if len(c.label) >= _TELLING)
