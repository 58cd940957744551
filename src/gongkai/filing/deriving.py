"""The cells of an agency-year from its registers and hand figures."""

from __future__ import annotations

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import edition_of, register_holders
from gongkai.filing.figures import cell_sources
from gongkai.law.editions import Edition
from gongkai.registers.figures import Figure, Number, Scope, evaluate, plain
from gongkai.report.model import Cell


def scope_of(agency: Agency, year: int) -> Scope:
    """The rows that count in this agency-year."""
    return Scope(register_holders(agency, year), year)


def derive_cells(agency: Agency, year: int, edition: Edition | None = None) -> dict[str, Cell]:
    """Every cell of the edition, in printed order. A hand figure that nobody has entered is blank; one of a cell that a
    register feeds belongs to a combined report and changes nothing here."""
    edition = edition or edition_of(agency, year)
    sources = cell_sources(edition, year)
    values: dict[str, Number | None] = dict(
        evaluate([source.figure for source in sources.values() if source.figure], scope_of(agency, year))
    )
    by_hand = {key for key, source in sources.items() if source.by_hand}
    values |= {key: value for key, value in hand_values(agency, year).items() if key in by_hand}
    return {key: _cell(edition, key, values.get(key)) for key in sources}


def hand_values(agency: Agency, year: int) -> dict[str, Number | None]:
    """The figures entered by hand; None is a cell left blank on purpose."""
    entered = [figure for figure in agency.hand_figures.all() if figure.year == year]
    return {figure.key: None if figure.value is None else plain(figure.value) for figure in entered}


def _cell(edition: Edition, key: str, value: Number | None) -> Cell:
    table, row, column = edition.slots[key]
    return Cell(key, value, "" if value is None else f"{value}", table.unit_of(row, column))


def figure_of(edition: Edition, year: int, key: str) -> Figure | None:
    """The figure that feeds a cell; None where it is entered by hand or the edition has no such cell."""
    source = cell_sources(edition, year).get(key)
    return source.figure if source else None
