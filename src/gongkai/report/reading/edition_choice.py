"""Which edition of the form a document prints: the one whose rows and columns its tables name, whatever the file is
called; the year decides only where the labels do not."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence, Set

from gongkai.law.editions import Edition, FormTable
from gongkai.report.reading.document import Document, Table
from gongkai.report.reading.labels import index_of
from gongkai.report.reading.placing import Placement, looks_like_figure, names_a_row, printed_labels
from gongkai.report.reading.placing_matrix import place_matrix, prints_heading
from gongkai.report.reading.placing_rows import place_row_values
from gongkai.report.reading.placing_single import place_single_row
from gongkai.report.reading.running_tables import RunningText, place_running
from gongkai.report.reading.values import tidy

Placer = Callable[[Table, FormTable, Placement], set[int]]
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


def place_tables(document: Document, edition: Edition) -> Placement:
    """Place what the tables of ``document`` print of a form into the cells of ``edition``."""
    placement = Placement(edition)
    tables = list(document.tables())
    placement.name_rows(printed_labels(tables))
    headed = {f.key for f in edition.tables if f.layout == "grid" and any(prints_heading(t, f) for t in tables)}
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            continue
        forms = [f for f in edition.tables if f.key not in headed or _may_print(block, f, placement)]
        understood = {row for form in forms for row in _place(block, form, placement)}
        if understood:
            placement.forms.add(number)
            _note_foreign_rows(block, understood, placement)
    return placement


def _may_print(table: Table, form: FormTable, placement: Placement) -> bool:
    """Below its headings, or behind a page break after them: tables of the agency's own name 行政处罚 too."""
    return form.key in placement.headers or prints_heading(table, form)


def _incomplete(placement: Placement) -> bool:
    """True when the document may print more of the form than its tables gave."""
    unplaced = any(note.code == "unplaced" for note in placement.notes)
    return unplaced or not placement.cells.keys() >= placement.edition.slots.keys()


def _place(table: Table, form: FormTable, placement: Placement) -> set[int]:
    if form.layout != "single_row" and not names_a_row(table, form):
        return set()
    return _PLACERS[form.layout](table, form, placement)


def _note_foreign_rows(table: Table, understood: set[int], placement: Placement) -> None:
    for number, cells in enumerate(table.rows()):
        if number in understood or not any(looks_like_figure(c) for c in cells):
            continue
        label = next((tidy(c.text) for c in cells if c.text.strip() and not looks_like_figure(c)), "")
        if label:
            placement.note("unknown_row", f"表中“{label[:40]}”一行在本版表格中没有对应项，未采用。", cells[0].place)


def score(placement: Placement, year: int | None) -> float:
    """How well an edition fits: what it explains less what it leaves unexplained or misses."""
    edition = placement.edition
    unknown = sum(n.code in ("unknown_row", "unplaced") for n in placement.notes)
    missing = _MISSING * _lacking(edition, placement.printed)
    return len(placement.cells) + len(placement.printed) - 3 * unknown - missing + _in_year(edition, year)


def _lacking(edition: Edition, printed: Set[str]) -> int:
    """How many labelled rows of the form the document lacks."""
    return sum(r.has_cell and r.key not in printed for t in edition.tables for r in t.rows if r.label)


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
    for form in placement.edition.tables:
        rows = [r for r in form.rows if r.label and r.has_cell]
        placed = sum(any(form.key_of(r, c) in placement.cells for c in form.columns) for r in rows)
        if rows:
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
    labels = printed_labels(document.tables())
    promises = {edition.id: most(labels, edition, year) + columns[edition.id] for edition in editions}
    placements: dict[str, Placement] = {}
    kept = -math.inf
    for edition in sorted(editions, key=lambda e: -promises[e.id]):
        if promises[edition.id] < kept:
            break
        placements[edition.id] = placement = place_tables(document, edition)
        if fits(placement, year):
            kept = max(kept, score(placement, year) + columns[edition.id])
    return [placements[edition.id] for edition in editions if edition.id in placements]


def most(labels: Collection[str], edition: Edition, year: int | None) -> float:
    """What ``score`` gives at most to a document whose tables print ``labels``: every row that a label may mean, with
    a figure in each column, and nothing left unexplained."""
    rows: set[str] = set()
    cells = 0
    for form in edition.tables:
        index = index_of(form)
        meant = {row.key for label in labels if (match := index.match(label)) for row in match.rows}
        cells += len(form.columns) * (1 if form.layout == "single_row" else len(meant))
        rows |= meant
    return cells + len(rows) - _MISSING * _lacking(edition, rows) + _in_year(edition, year)


def _best(placements: Sequence[Placement], columns: Mapping[str, float], year: int | None) -> Placement | None:
    def fit(placement: Placement) -> float:
        return score(placement, year) + columns[placement.edition.id]

    return max((p for p in placements if fits(p, year)), key=fit, default=None)


def _columns_named(text: RunningText, edition: Edition) -> int:
    """How many column labels of an edition the document prints: the rows of two editions may read alike, and figures
    that run together can be cut to fit either."""
    labels = {c.label for table in edition.tables for c in table.columns if len(c.label) >= _TELLING}
    return sum(label in text.compact for label in labels)
