"""The statutory form as grids of merged cells, with random figures: what the PDF and OFD tests print and read back."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell to print: text, top left grid position, spans."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1

    @property
    def area(self) -> tuple[str, int, int, int, int]:
        return (self.text, self.row, self.column, self.row_span, self.column_span)


Grid = list[Printed]
LABEL_COLUMNS = 3
HEADER_ROWS = 3


def form() -> dict[str, Any]:
    source = resources.files("gongkai.law") / "data" / "editions" / "cn-gid-2021.json"
    parsed: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return parsed


def _table(key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(t for t in form()["tables"] if t["key"] == key)
    return found


def requests_matrix(seed: int = 1, blank: float = 0.1) -> Grid:
    """The 28 × 10 table of requests, figures drawn with ``seed``, a share of ``blank`` cells without a figure."""
    table = _table("requests")
    rows, columns = table["rows"], table["columns"]
    draw = random.Random(seed)
    cells = _matrix_header(table["form_note"], columns)
    line = HEADER_ROWS
    for number, row in enumerate(rows):
        following = rows[number + 1 :]
        if row["type"] == "heading":
            depth = 0 if row["parent"] is None else 1
            height = _leaves(following, row, depth)
            cells.append(Printed(_label(row), line, depth, height, 1))
            continue
        start = (
            0
            if row["parent"] is None
            else (1 if row["parent"] == "outcome_total" or row["key"] == "outcome_total" else 2)
        )
        cells.append(Printed(_label(row), line, start, 1, LABEL_COLUMNS - start))
        for offset in range(len(columns)):
            figure = "" if draw.random() < blank else str(draw.choice([0, draw.randrange(10), draw.randrange(3000)]))
            cells.append(Printed(figure, line, LABEL_COLUMNS + offset))
        line += 1
    return cells


def _label(row: dict[str, Any]) -> str:
    number = row["number"] or ""
    mark = "" if number.startswith("（") or not number else ("、" if number in "一二三四五六" else ".")
    return f"{number}{mark}{row['label']}"


def _leaves(following: list[dict[str, Any]], head: dict[str, Any], depth: int) -> int:
    """How many printed rows stand under a heading."""
    if depth == 0:
        return sum(r["type"] != "heading" and r["parent"] is not None for r in following)
    return sum(r["parent"] == head["key"] for r in following)


def _matrix_header(note: str, columns: list[dict[str, Any]]) -> Grid:
    grouped = [n for n, c in enumerate(columns) if c["group"]]
    cells = [
        Printed(note, 0, 0, HEADER_ROWS, LABEL_COLUMNS),
        Printed("申请人情况", 0, LABEL_COLUMNS, 1, len(columns)),
        Printed(columns[grouped[0]]["group"], 1, LABEL_COLUMNS + grouped[0], 1, len(grouped)),
    ]
    for number, column in enumerate(columns):
        if column["group"]:
            cells.append(Printed(column["label"], 2, LABEL_COLUMNS + number))
        else:
            cells.append(Printed(column["label"], 1, LABEL_COLUMNS + number, 2, 1))
    return cells


def review_table(seed: int = 2) -> Grid:
    """The 4 × 15 table of reconsideration and litigation."""
    draw = random.Random(seed)
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    cells = [
        Printed("行政复议", 0, 0, 2, 5),
        Printed("行政诉讼", 0, 5, 1, 10),
        Printed("未经复议直接起诉", 1, 5, 1, 5),
        Printed("复议后起诉", 1, 10, 1, 5),
    ]
    for column in range(15):
        cells.append(Printed(names[column % 5], 2, column))
        cells.append(Printed(str(draw.randrange(100)), 3, column))
    return cells


def disclosure_table(seed: int = 3) -> Grid:
    """The table of article 20, four parts under each other."""
    draw = random.Random(seed)
    cells: Grid = []
    line = 0
    for part in ("art20_1", "art20_5", "art20_6", "art20_8"):
        table = _table(part)
        cells.append(Printed(table["title"], line, 0, 1, 4))
        labels = [c["label"] for c in table["columns"]]
        wide = 1 if len(labels) == 3 else 3
        cells.append(Printed("信息内容", line + 1, 0))
        cells.extend(Printed(text, line + 1, 1 + n * wide, 1, wide) for n, text in enumerate(labels))
        for offset, row in enumerate(table["rows"]):
            cells.append(Printed(row["label"], line + 2 + offset, 0))
            cells.extend(
                Printed(str(draw.randrange(500)), line + 2 + offset, 1 + n * wide, 1, wide) for n in range(len(labels))
            )
        line += 2 + len(table["rows"])
    return cells


def size(grid: Grid) -> tuple[int, int]:
    return max(c.row + c.row_span for c in grid), max(c.column + c.column_span for c in grid)
