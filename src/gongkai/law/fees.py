"""The information-processing fee (信息处理费, 国办函〔2020〕109号): progressive by item or by page, one of the two.

Only the units inside a tier cost that tier's rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gongkai.law.messages import Message
from gongkai.law.parameters import FeeScale, Tier, fee_rules

Basis = Literal["items", "pages"]
UNITS: dict[Basis, str] = {"items": "件", "pages": "页"}
MOST_UNITS = 100_000


class FeeError(ValueError):
    """The fee cannot be computed; the message (Chinese) says why and what to do."""


@dataclass(frozen=True, slots=True)
class FeeLine:
    """What the units number ``first`` to ``last`` cost: ``count`` units at ``rate`` yuan are ``amount`` yuan."""

    first: int
    last: int
    count: int
    rate: int
    amount: int


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee of ``total`` yuan with its sum, tier by tier. ``scope`` says over what the units are counted."""

    basis: Basis
    count: int
    lines: tuple[FeeLine, ...]
    total: int
    scope: str
    citation: str


def fee_by_items(items: int, on: date) -> Fee:
    """The fee for the number of requests of one applicant in one calendar month. Raises FeeError."""
    return _fee("items", items, fee_rules().per_item, on)


def fee_by_pages(pages: int, on: date) -> Fee:
    """The fee for the number of pages (one side of A4 or smaller) given on one request. Raises FeeError."""
    return _fee("pages", pages, fee_rules().per_page, on)


def _fee(basis: Basis, count: int, scale: FeeScale, on: date) -> Fee:
    rules, unit = fee_rules(), UNITS[basis]
    citation = Message("《{title}》（{doc}）", title=Message(rules.title), doc=Message(rules.doc))
    if on < rules.applies_from:
        raise FeeError(
            Message(
                "{citation}自 {applies_from} 起施行，{on} 不适用；请核对日期",
                citation=citation,
                applies_from=rules.applies_from,
                on=on,
            )
        )
    if not 0 <= count <= MOST_UNITS:
        raise FeeError(
            Message(
                "数量应在 0 至 {most_units} {unit}之间，现为 {count}；请核对",
                most_units=MOST_UNITS,
                unit=Message(unit),
                count=count,
            )
        )
    lines = tuple(_line(tier, count) for tier in _tiers(scale, count))
    return Fee(basis, count, lines, sum(line.amount for line in lines), Message(scale.scope), citation)


def _line(tier: Tier, count: int) -> FeeLine:
    last = count if tier.last is None else min(count, tier.last)
    inside = last - tier.first + 1
    return FeeLine(tier.first, last, inside, tier.rate, inside * tier.rate)


def _tiers(scale: FeeScale, count: int) -> Iterator[Tier]:
    """The tiers that ``count`` units reach, the open-ended scale by item carried on as far as needed."""
    for tier in scale.tiers:
        if tier.first > count:
            return
        yield tier
    first, rate = (tier.last or count) + 1, tier.rate
    while first <= count:
        rate += scale.step
        yield Tier(first, first + scale.then_every - 1, rate)
        first += scale.then_every
