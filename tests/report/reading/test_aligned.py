"""Tables of plain text in columns set by blanks: whatever cells are blank, no figure is read into another's column."""

from __future__ import annotations

import random
import unicodedata

import pytest

from gongkai.law.editions import builtin_editions
from gongkai.report.reading.formats.plain.text import read_text
from gongkai.report.reading.recognise import recognise

Rows = list[list[str]]
EDITIONS = ("cn-gid-2014-weihai", "cn-gid-2019", "cn-gid-2021")
WIDE_ENOUGH = 0.9


def drawn(edition: str, blank: float, seed: int) -> tuple[list[Rows], dict[str, str]]:
    """The tables of a form with random figures, and what each cell prints. The single row of cases is left out: where
    its first figure is blank nothing stands below the first heading."""
    rng, printed, tables = random.Random(seed), {}, []
    for table in builtin_editions()[edition].tables:
        if table.layout == "single_row":
            continue
        matrix = table.layout != "row_value"
        heading = [table.form_note or "信息内容", *(c.label for c in table.columns)]
        rows = [heading if matrix else ["统计指标", "单位", "统计数"]]
        for row in table.rows:
            number = row.number or ""
            label = f"{number}{'' if number.startswith('（') or not number else '、'}{row.label}"
            cells = {} if row.holds == "none" else {table.key_of(row, c): "" for c in table.columns}
            cells = {key: "" if rng.random() < blank else str(rng.randrange(400)) for key in cells}
            printed |= cells
            rows.append([label, *([] if matrix or not cells else [row.unit or "——"]), *cells.values()])
        tables.append(rows)
    return tables, printed


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def in_columns(rows: Rows, side: str, rng: random.Random | None = None) -> str:
    """Rows in columns; with ``rng`` each figure up to three places beside its own."""
    widths = [max(width(row[at]) for row in rows if at < len(row)) for at in range(max(map(len, rows)))]
    lines = []
    for row in rows:
        line = row[0] + " " * (widths[0] - width(row[0]))
        for cell, wide in zip(row[1:], widths[1:], strict=False):
            room = wide + 3 - width(cell)
            left = {"left": 3, "right": room, "middle": 3 + (room - 3) // 2}[side]
            left = min(room, max(2, left + rng.randint(-3, 3))) if rng else left
            line += " " * left + cell + " " * (room - left)
        lines.append(line.rstrip())
    return "\n".join(lines)


def read(tables: list[str]) -> dict[str, str]:
    text = "云岭县水务局2022年政府信息公开工作年度报告\n\n" + "\n\n".join(tables) + "\n\n以上数据属实。\n"
    return {key: cell.raw for key, cell in recognise(read_text(text)).cells.items()}


@pytest.mark.parametrize("blank", [0.0, 0.2, 0.5, 0.8])
@pytest.mark.parametrize("side", ["left", "right", "middle"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_blanks_move_no_figure(edition: str, side: str, blank: float) -> None:
    tables, printed = drawn(edition, blank, seed=5)
    found = read([in_columns(rows, side) for rows in tables])
    assert found == {key: printed[key] for key in found}
    assert {key for key, text in printed.items() if text} <= found.keys()
    assert len(found) > WIDE_ENOUGH * len(printed)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("edition", EDITIONS)
def test_figures_beside_their_columns_are_read_right_or_not_at_all(edition: str, seed: int) -> None:
    rng = random.Random(seed)
    tables, printed = drawn(edition, rng.choice([0.2, 0.5, 0.8]), seed)
    found = read([in_columns(rows, rng.choice(["left", "right", "middle"]), rng) for rows in tables])
    assert found == {key: printed[key] for key in found}


@pytest.mark.parametrize("figure", ["258", "25", "2"])
def test_one_figure_is_not_cut_into_columns(figure: str) -> None:
    heading = "信息内容      上一年项目数量     本年增/减     处理决定数量"
    table = f"{heading}\n行政许可                  12\n行政处罚         {figure}\n行政强制   7           3         216"
    found = read([table])
    assert not {key for key in found if key.startswith(("licensing", "penalties"))}
