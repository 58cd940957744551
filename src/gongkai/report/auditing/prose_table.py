"""The figure of the table that a claim of the prose is about (``law/data/claims.json``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.law.data_files import load_json
from gongkai.law.editions import Edition
from gongkai.report.auditing.declarative import figures_of
from gongkai.report.auditing.findings import Subject
from gongkai.report.auditing.wording import label, number
from gongkai.report.model import Number

_NEW_FORM = 2019
# Cells that repeat one number where everything received was dealt with: what agrees with what.
_COMPANIONS = {
    "req_received": ("req_closed", "req_replied"),
    "req_received@total": ("outcome_total@total",),
    "outcome_total@total": ("req_received@total",),
}


@dataclass(frozen=True, slots=True)
class TableFigure:
    """A figure of the table: its value (None = blank) and the cells that it was taken from."""

    value: Number | None
    cells: Mapping[str, Number | None]


@cache
def _cells_by_era() -> Mapping[str, Mapping[str, str | None]]:
    return {entry["key"]: entry["cell"] for entry in load_json("claims.json")["keys"]}


@cache
def claim_label(key: str) -> str:
    """The Chinese name of a claim's key."""
    return next((str(e["label"]) for e in load_json("claims.json")["keys"] if e["key"] == key), key)


def cell_keys(edition: Edition, key: str) -> tuple[str, ...] | None:
    """The cells that a claim's key stands for in an edition (their sum); None where the form has no such cell."""
    if key == "unmapped":
        return None
    era = "2019+" if (edition.first_year or 0) >= _NEW_FORM else "2014-2018"
    mapped = _cells_by_era().get(key, {}).get(era) or key
    keys = tuple(edition.resolve(part.strip()) for part in mapped.split("+"))
    return keys if all(k in edition.slots or k.partition("@")[0] in edition.rows for k in keys) else None


@lru_cache(maxsize=8)
def figures(subject: Subject) -> Mapping[str, Number | None]:
    """The figures of the report's table by cell key; None is blank, a cell that is absent has no key."""
    return figures_of(subject.report)


@lru_cache(maxsize=8)
def _keys_of_row(subject: Subject) -> Mapping[str, list[str]]:
    """The cell keys of each row of several columns, in the order of the report."""
    keys: dict[str, list[str]] = {}
    for key in figures(subject):
        row, several, _ = key.partition("@")
        if several:
            keys.setdefault(row, []).append(key)
    return keys


def figure_of_claim(subject: Subject, key: str) -> TableFigure | None:
    """The table's figure for a claim's key; None where the form or the document has no such cell."""
    keys = cell_keys(subject.edition, key) if subject.edition else None
    return total_of(subject, keys) if keys else None


def total_of(subject: Subject, keys: tuple[str, ...]) -> TableFigure | None:
    """The sum of cells: blank where all are blank, None where one is absent."""
    parts = [figure(subject, key) for key in keys]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts) or not found:
        return None
    cells = {key: value for part in found for key, value in part.cells.items()}
    values = [part.value for part in found if part.value is not None]
    return TableFigure(sum(values) if values else None, cells)


def figure(subject: Subject, key: str) -> TableFigure | None:
    """The figure of one cell. A blank 总计 is the sum of its filled columns; a row that the form computes is the sum
    of its rows."""
    known = figures(subject)
    if key not in known:
        return _computed(subject, key)
    value = known[key]
    if value is not None or not key.endswith("@total"):
        return TableFigure(value, {key: value})
    columns = {k: known[k] for k in _keys_of_row(subject)[key.partition("@")[0]] if k != key and known[k] is not None}
    return TableFigure(sum(v for v in columns.values() if v is not None) if columns else None, {key: None, **columns})


def _computed(subject: Subject, key: str) -> TableFigure | None:
    row_key, _, column = key.partition("@")
    table = (
        next((t for t in subject.edition.tables if any(r.key == row_key for r in t.rows)), None)
        if (subject.edition)
        else None
    )
    if table is None or not column:
        return None
    children = tuple(f"{row.key}@{column}" for row in table.rows if row.parent == row_key)
    return total_of(subject, children) if children else None


def support(subject: Subject, figure_: TableFigure) -> dict[str, Number]:
    """Cells that bear out a figure of the table: its parts, where they add up to it, and what repeats it."""
    known = figures(subject)
    if figure_.value is None or subject.edition is None or len(figure_.cells) != 1:
        return {}
    key = next(iter(figure_.cells))
    found = _parts(subject.edition, known, key)
    if sum(found.values()) != figure_.value:
        found = {}
    found |= {k: v for k in _COMPANIONS.get(key, ()) if (v := known.get(k)) is not None and v == figure_.value}
    return found


def _parts(edition: Edition, known: Mapping[str, Number | None], key: str) -> dict[str, Number]:
    row, _, column = key.partition("@")
    if column == "total":
        keys = [k for k in known if k.startswith(f"{row}@") and k != key]
    else:
        keys = [r.key for r in edition.rows.values() if r.parent == row and r.role == "component"]
    return {k: v for k in keys if (v := known.get(k))}


def told(subject: Subject, cells: Mapping[str, Number | None]) -> str:
    """``「收到申请数」6、「申请办结数」未填``."""
    return "、".join(
        f"「{label(subject.edition, key)}」{'未填' if value is None else number(value)}" for key, value in cells.items()
    )


def likely_mend(subject: Subject, figure_: TableFigure) -> str:
    """Which side is likely wrong: the prose, where the table bears itself out."""
    if borne_out := support(subject, figure_):
        return f"表内{told(subject, borne_out)}与表内数相互印证，正文的数可能有误；请核对台账后改正正文。"
    return "请对照台账核实，改正有误的一处，使正文与统计表一致。"
