"""Plain text as converters leave it: one cell a line, tabs, bars, aligned columns, tables run together."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence

from gongkai.corpus.synth.printing.paper import Block, Grid, Line, Paper

Rows = Sequence[Sequence[str]]


def _grid_rows(grid: Grid) -> list[list[str]]:
    """Every place of the grid: a merged cell's text in its first place, nothing in the others."""
    width = max(b.column + b.column_span for b in grid.table.boxes)
    rows = [[""] * width for _ in range(grid.table.height)]
    for box in grid.table.boxes:
        rows[box.row][box.column] = grid.text(box)
    return rows


def _cell_rows(grid: Grid) -> list[list[str]]:
    """As converters go through a table: a cell merged sideways is one cell, one merged downwards is empty below."""
    width = max(b.column + b.column_span for b in grid.table.boxes)
    rows: list[list[str | None]] = [[None] * width for _ in range(grid.table.height)]
    for box in grid.table.boxes:
        for row in range(box.row, box.row + box.row_span):
            rows[row][box.column] = ""
        rows[box.row][box.column] = grid.text(box)
    return [[text for text in row if text is not None] for row in rows]


def _cell_a_line(grid: Grid) -> str:
    return "\n".join("".join(f"\t{text}\n" for text in row) for row in _cell_rows(grid))


def _tabs(grid: Grid) -> str:
    return "".join("\t".join(row) + "\n" for row in _grid_rows(grid))


def _bars(grid: Grid) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in _grid_rows(grid))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _aligned(grid: Grid) -> str:
    rows = _grid_rows(grid)
    widths = [max(_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ("   ".join(t + " " * (w - _width(t)) for t, w in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines) + "\n"


def _run_together(grid: Grid) -> str:
    return "".join(text for row in _cell_rows(grid) for text in row) + "\n"


_SHAPES: Mapping[str, Callable[[Grid], str]] = {
    "cells": _cell_a_line,
    "tabs": _tabs,
    "bars": _bars,
    "aligned": _aligned,
    "flattened": _run_together,
}
LAYOUTS = tuple(_SHAPES)


def text_file(paper: Paper, layout: str) -> bytes:
    """The text of a report; ``layout`` is how its tables are printed."""
    shape = _SHAPES[layout]

    def shaped(block: Block) -> str:
        if isinstance(block, Line):
            return f"{block.text}\n"
        return f"\n{(shape if layout != 'flattened' or block.table.narrow else _cell_a_line)(block)}\n"

    return ("\n".join(paper.title) + "\n\n" + "".join(map(shaped, paper.blocks))).encode()


def can_run_together(grids: Sequence[Grid]) -> bool:
    """True where every cell of the wide tables holds one digit, so that a run of digits can be split in one way."""
    wide = [grid for grid in grids if grid.table.narrow]
    return bool(wide) and all(
        len(grid.text(box)) == 1 and grid.text(box).isascii() and grid.text(box).isdigit()
        for grid in wide
        for box in grid.table.boxes
        if box.key
    )


def has_blanks(grids: Sequence[Grid]) -> bool:
    """True where a wide table has a blank cell: in columns told by spaces alone nobody could say which it is."""
    return any(not grid.text(box) for grid in grids if grid.table.narrow for box in grid.table.boxes if box.key)


def markdown_file(paper: Paper) -> bytes:
    """The report as Markdown."""

    def shaped(block: Block) -> str:
        if isinstance(block, Line):
            return f"## {block.text}\n\n" if block.kind == "heading" else f"{block.text}\n\n"
        rows = _grid_rows(block)
        rule = "|" + "---|" * len(rows[0]) + "\n"
        first, *rest = (f"| {' | '.join(row)} |\n" for row in rows)
        return f"{first}{rule}{''.join(rest)}\n"

    return (f"# {''.join(paper.title)}\n\n" + "".join(map(shaped, paper.blocks))).encode()
