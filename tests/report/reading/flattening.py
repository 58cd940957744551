"""Fills the later forms with figures that add up and prints them as running text. Test data only."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from gongkai.law.editions import Edition, Row, builtin_editions

Rows = dict[str, list[int]]
FORM_2019 = builtin_editions()["cn-gid-2019"]
FORM_2021 = builtin_editions()["cn-gid-2021"]
HEADING = "申请人情况自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他"
_BALANCE = ("req_received", "req_carried_in", "outcome_total", "req_carried_out")


def requests(rng: random.Random, edition: Edition, *, digits: int = 2, density: float = 0.2) -> Rows:
    """Seven figures for each row of the requests table; all sums of the form hold."""
    outcomes = [r.key for r in edition.table("requests").rows if r.has_cell and r.key not in _BALANCE]
    rows = {key: [_figure(rng, digits, density) for _ in range(6)] for key in outcomes}
    rows["outcome_total"] = [sum(rows[key][c] for key in outcomes) for c in range(6)]
    rows["req_carried_out"] = [_figure(rng, digits, density / 2) for _ in range(6)]
    both = [a + b for a, b in zip(rows["outcome_total"], rows["req_carried_out"], strict=True)]
    rows["req_carried_in"] = [rng.randint(0, n) if rng.random() < density else 0 for n in both]
    rows["req_received"] = [a - b for a, b in zip(both, rows["req_carried_in"], strict=True)]
    return {key: [*row, sum(row)] for key, row in rows.items()}


def _figure(rng: random.Random, digits: int, density: float) -> int:
    return rng.randrange(1, 10 ** rng.randint(1, digits)) if rng.random() < density else 0


def cells_of(edition: Edition, rows: Mapping[str, Sequence[int | None]]) -> dict[str, int | None]:
    table = edition.table("requests")
    return {f"{key}@{column.key}": v for key, row in rows.items() for column, v in zip(table.columns, row, strict=True)}


def official(row: Row) -> str:
    """The numbering of the form: 一、 （一） 1."""
    number = row.number or ""
    if number.isdigit():
        return number + "."
    return number if number.startswith("（") or not number else number + "、"


def printed(
    edition: Edition,
    rows: Mapping[str, Sequence[object]],
    *,
    numbering: Callable[[Row], str] = official,
    label: Callable[[Row], str] = lambda row: row.label or "",
    figures: Callable[[str, str], str] = lambda key, text: text,
    between: str = "",
    without: Sequence[str] = (),
) -> str:
    """The requests table as one run of text. ``figures`` changes what is printed behind a row's label."""
    text = HEADING
    for row in edition.table("requests").rows:
        if row.key in without:
            continue
        text += numbering(row) + label(row)
        if row.key in rows:
            text += figures(row.key, between.join(map(str, rows[row.key])))
    return text
