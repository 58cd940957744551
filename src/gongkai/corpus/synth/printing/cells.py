"""How an agency prints the figures of its table: zeros and blanks, digits, signs, money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from gongkai.corpus.synth.chance import weighted
from gongkai.corpus.synth.figures_2019 import APPLICANTS, BALANCE
from gongkai.law.editions import Edition
from gongkai.report.model import Cell, Number
from gongkai.report.writing.figures import plain_number

_FULL_WIDTH = str.maketrans("0123456789.-+", "０１２３４５６７８９．－＋")
_HEADINGS = ("none", "optional")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """``zeros``: ``filled`` prints every 0, ``sparse`` leaves it blank in rows that are parts of others,
    ``few_totals`` leaves 总计 blank outside the rows of the balance. ``digits``: ``plain``, ``full`` width or
    ``thousands``. ``mark`` stands for what does not apply (规章 of who makes none), ``yuan`` behind money."""

    zeros: str = "filled"
    digits: str = "plain"
    mark: str = ""
    yuan: bool = False
    signs: bool = True


def cell_style(draw: Random) -> CellStyle:
    """The style of an agency."""
    return CellStyle(
        zeros=weighted(draw, (("filled", 14), ("sparse", 3), ("few_totals", 2))),
        digits=weighted(draw, (("plain", 16), ("full", 1), ("thousands", 2))),
        mark=weighted(draw, (("", 3), ("/", 1))),
        yuan=draw.random() < 0.5,
        signs=draw.random() < 0.7,
    )


def print_cells(figures: Mapping[str, Number], edition: Edition, style: CellStyle) -> dict[str, Cell]:
    """Every cell of the edition as printed; one without figure, and a heading that needs none, is blank."""
    found = {}
    for key, (table, row, column) in edition.slots.items():
        unit = table.unit_of(row, column)
        value = figures.get(key)
        if value is None or row.holds in _HEADINGS:
            found[key] = Cell(key, None, "", unit)
        elif row.key == "rules" and style.mark and not _any(figures, "rules"):
            found[key] = Cell(key, None, style.mark, unit)
        elif _left_blank(key, value, row.role, style):
            found[key] = Cell(key, None, "", unit)
        else:
            raw = printed_figure(value, style, signed=table.type_of(row, column) == "signed_integer")
            money = "元" if style.yuan and value and key == "central_procurement_amount" else ""
            found[key] = Cell(key, value, raw + money, "元" if key == "central_procurement_amount" else unit)
    return found


def _any(figures: Mapping[str, Number], row: str) -> bool:
    return any(value for key, value in figures.items() if key.startswith(f"{row}_"))


def _left_blank(key: str, value: Number, role: str, style: CellStyle) -> bool:
    row, at, column = key.partition("@")
    if at:
        if style.zeros == "few_totals" and column == "total":
            return row not in BALANCE
        return style.zeros == "sparse" and value == 0 and column in APPLICANTS
    return style.zeros == "sparse" and value == 0 and role in ("component", "subset")


def printed_figure(value: Number, style: CellStyle, *, signed: bool = False) -> str:
    """A figure in the agency's digits."""
    text = plain_number(value)
    if style.digits == "thousands" and abs(value) >= 1000:
        text = f"{value:,}"
    if signed and value > 0 and style.signs:
        text = f"+{text}"
    return text.translate(_FULL_WIDTH) if style.digits == "full" else text
