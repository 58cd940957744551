"""Sheets 行政权力 and 经费收费: monthly counts and sums of money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random

from gongkai.corpus.synth.chance import split, stream
from gongkai.demo.agency import Agency, YearFigures
from gongkai.demo.rows.days import some_days
from gongkai.demo.rows.sharing import money
from gongkai.demo.sheets import MONEY, RegisterError, Row, full_row

DECISIONS = {
    "licensing": "行政许可",
    "other_services": "其他对外管理服务事项",
    "penalties": "行政处罚",
    "coercion": "行政强制",
}
FUNDS = {"special_funds": "专项经费", "fee_collected": "信息处理费收取"}
_YUAN_IN_UNIT = 10_000
_MONTHS = 12


def power_rows(agency: Agency, years: Sequence[YearFigures]) -> list[Row]:
    return [row for target in years for row in _powers(agency, target)]


def _powers(agency: Agency, target: YearFigures) -> list[Row]:
    draw = stream(agency.name, "powers", target.year)
    rows = [
        _row(f"{target.year}-{month:02d}", kind, count)
        for key, kind in DECISIONS.items()
        for month, count in enumerate(split(draw, target.count(f"{key}_decisions"), [1] * _MONTHS), 1)
        if count
    ]
    fees = money(draw, target.figures.get("admin_fees_amount", 0), _MONTHS)
    rows += (_row(f"{target.year}-{month:02d}", "行政事业性收费", None, sum_) for month, sum_ in enumerate(fees, 1))
    rows += _procurement(draw, target)
    return sorted(rows, key=lambda row: str(row["月份"]))


def _procurement(draw: Random, target: YearFigures) -> Iterator[Row]:
    """The form counts yuan, the register units of 10,000."""
    projects, yuan = target.count("central_procurement_projects"), target.figures.get("central_procurement_amount", 0)
    if bool(projects) != bool(yuan):
        raise RegisterError(f"central_procurement of {target.year} has projects without an amount or the reverse")
    sums = money(draw, yuan, min(projects, _MONTHS)) if projects else []
    counts = [1 + n for n in split(draw, projects - len(sums), [1] * len(sums))] if sums else []
    months = sorted(draw.sample(range(1, _MONTHS + 1), len(sums)))
    for month, count, sum_ in zip(months, counts, sums, strict=True):
        yield _row(f"{target.year}-{month:02d}", "政府集中采购", count, sum_ / _YUAN_IN_UNIT)


def _row(month: str, kind: str, count: int | None, amount: Decimal | None = None) -> Row:
    return full_row("行政权力", {"月份": month, "类别": kind, "件数": count, MONEY: amount})


def fund_rows(agency: Agency, years: Sequence[YearFigures]) -> list[Row]:
    return [row for target in years for row in _funds(agency, target)]


def _funds(agency: Agency, target: YearFigures) -> list[Row]:
    draw = stream(agency.name, "funds", target.year)
    rows = []
    for key, kind in FUNDS.items():
        sums = money(draw, target.figures.get(key, 0), 3)
        for day, amount in zip(some_days(draw, target.year, len(sums)), sums, strict=True):
            rows.append(full_row("经费收费", {"日期": day, "类型": kind, MONEY: amount}))
    return rows
