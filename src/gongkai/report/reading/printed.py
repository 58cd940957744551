"""The tables of a document as every form looks at them: row by row, with what the text of each cell is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.law.data_files import load_json
from gongkai.report.reading.document import Table, TableCell
from gongkai.report.reading.values import is_mark, parse_figure, tidy
from gongkai.report.text import remembered

UNITS = frozenset(load_json("units.json")["units"])
_HAN = re.compile(r"[\u3400-\u9fff]")
_ANYWHERE = frozenset({"其他", "总计", "合计"})


@dataclass(frozen=True, slots=True)
class Look:
    """What a text in a cell is: ``figure``, ``mark``, ``unit``; ``label``: it may be one; ``telling``: a label that is
    no mere 其他 or 总计."""

    figure: bool
    mark: bool
    unit: bool
    label: bool
    telling: bool


@remembered
def look_at(text: str) -> Look:
    """What ``text`` is where it stands in a cell."""
    mark, short = is_mark(text), tidy(text)
    label = _HAN.search(text) is not None and text.strip() not in UNITS and not mark
    return Look(
        figure=not mark and parse_figure(text, kind="decimal") is not None,
        mark=mark,
        unit=short in UNITS,
        label=label,
        telling=label and len(text.strip()) > 1 and short not in _ANYWHERE,
    )


def looks_like_figure(cell: TableCell) -> bool:
    return look_at(cell.text).figure


def printed_labels(tables: Iterable[Table]) -> list[str]:
    """The texts of cells that may be labels, each once."""
    texts = dict.fromkeys(cell.text for table in tables for cell in table.cells)
    return [text for text in texts if look_at(text).label]


@dataclass(slots=True)
class PrintedRow:
    """The cells that begin in a row of a table, and what each is."""

    cells: list[TableCell]
    looks: list[Look]
    figured: bool

    @property
    def filled(self) -> list[TableCell]:
        """The cells that are not blank."""
        return [cell for cell in self.cells if cell.text.strip()]


def printed_row(cells: list[TableCell]) -> PrintedRow:
    looks = [look_at(cell.text) for cell in cells]
    return PrintedRow(cells, looks, any(look.figure for look in looks))


@dataclass(slots=True)
class PrintedTable:
    """A table of a document: its rows, and the labels in it that tell something of a form."""

    rows: Sequence[PrintedRow]
    ragged: bool
    telling: Sequence[str]


def printed_table(table: Table) -> PrintedTable:
    texts = dict.fromkeys(cell.text for cell in table.cells)
    telling = [text for text in texts if look_at(text).telling]
    return PrintedTable([printed_row(cells) for cells in table.rows()], table.ragged, telling)
