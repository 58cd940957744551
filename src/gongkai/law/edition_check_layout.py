"""Faults between the layout of a table and its cell keys, printed order of columns and default column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from string import Formatter

from gongkai.law.edition_parts import TablePart
from gongkai.law.messages import Message
from gongkai.law.schema_check import Fault

PATTERNS = {"grid": "{row}_{column}", "matrix": "{row}@{column}", "single_row": "{column}"}
PRINTED = ("label", "unit")


def layout_faults(table: TablePart) -> Iterator[Fault]:
    """Faults of the fields that hang on the layout of ``table``."""
    yield from _pattern_faults(table)
    yield from _order_faults(table)
    keys = [c.key for c in table.columns]
    default = table.text("default_column")
    if default and default not in keys:
        yield Fault(
            f"{table.path}.default_column",
            Message("没有代码为“{default}”的列；可用的有：{keys}", default=default, keys=keys),
        )
    if table.data.get("rows") == [] and table.layout != "single_row":
        yield Fault(f"{table.path}.rows", "表里没有行")
    elif table.rows and not any(r.holds in ("required", "optional") for r in table.rows):
        yield Fault(f"{table.path}.rows", "没有一行可以填数")


def _pattern_faults(table: TablePart) -> Iterator[Fault]:
    if not table.columns or "cell_key" not in table.data or table.layout not in (*PATTERNS, "row_value"):
        return
    single = "{row}" if len(table.columns) == 1 else "{row}@{column}"
    example = PATTERNS.get(table.layout, single)
    if _placeholders(table.text("cell_key")) != _placeholders(example):
        yield Fault(
            f"{table.path}.cell_key",
            Message(
                "“{cell_key}”不合 {layout} 表（{count} 列），应写成“{example}”这样",
                cell_key=table.text("cell_key"),
                layout=table.layout,
                count=len(table.columns),
                example=example,
            ),
        )


def _placeholders(pattern: str) -> list[str]:
    """The names in braces, sorted; a name with an index, a format or a conversion counts as another name."""
    try:
        found = list(Formatter().parse(pattern))
    except ValueError:
        return ["?"]
    return sorted(f"{name}{spec or ''}{conversion or ''}" for _, name, spec, conversion in found if name is not None)


def _order_faults(table: TablePart) -> Iterator[Fault]:
    if "column_order" not in table.data:
        return
    path, order, keys = f"{table.path}.column_order", table.texts("column_order"), [c.key for c in table.columns]
    if table.layout != "row_value":
        yield Fault(path, "只有 row_value 表写 column_order")
        return
    for name, count in Counter(order).items():
        if name not in (*PRINTED, *keys):
            yield Fault(path, Message("“{name}”不是列；可用的有：{known}", name=name, known=(*PRINTED, *keys)))
        elif count > 1:
            yield Fault(path, Message("“{name}”写了 {count} 次", name=name, count=count))
    for name in ("label", *filter(None, keys)):
        if name not in order:
            yield Fault(path, Message("缺少“{name}”", name=name))
    for column in table.columns:
        if column.key in PRINTED:
            yield Fault(
                f"{column.path}.key", Message("列代码不能用“{key}”，它在 column_order 里另有所指", key=column.key)
            )


def cell_faults(tables: Iterable[TablePart]) -> Iterator[Fault]:
    """Two cells of the edition with one key."""
    seen: dict[str, str] = {}
    for table in tables:
        for row, column, key in table.cell_keys("required", "optional"):
            place = f"{row.path} × {column.path}"
            if key in seen:
                yield Fault(
                    row.path,
                    Message(
                        "格子代码“{key}”（{column} 列）与 {seen} 相同，请改行、列代码或 cell_key",
                        key=key,
                        column=column.key,
                        seen=seen[key],
                    ),
                )
            else:
                seen[key] = place
