"""From the answer to a question to its chart: which columns are drawn, in which order, in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.corpus.site.drawing.slots import Slot, slots_of
from gongkai.corpus.site.drawing.svg import Picture
from gongkai.corpus.site.drawing.vega import HALF, WIDE, Bar, Dot, Part, Words, across, lines, stacked
from gongkai.corpus.site.measures import era_label
from gongkai.corpus.site.sheets import Sheet, grouped

SEVERITY_FILLS = (2, 1, 0)
"""Fills of error, warning, info: red, ochre, blue."""
SAID = 60
"""Numbers that the description of a chart says at most; the table below has them all."""


def stack_by_year(
    sheet: Sheet, part: str, value: str, names: Mapping[str, str], *, unit: str, whole: bool = False, half: bool = False
) -> tuple[Picture, ...]:
    """Bars by year, stacked by the column ``part``; where that is not the era itself and the sheet tells eras, eras
    stand apart, with a mark where the form changed. ``half``: for a place of half the page's width.
    ``names`` are the parts in their order with their words; none of them in the sheet: no picture."""
    order = list(names)
    apart = part != "era" and any(heading.name == "era" for heading in sheet.headings)
    rows = [
        (int(str(r["year"])), str(r["era"]) if apart else "", order.index(str(r[part])), float(str(r[value])))
        for r in sheet.records()
        if r["year"] is not None and r[value] is not None and str(r[part]) in names
    ]
    if not any(amount > 0 for *_, amount in rows):
        return ()
    slots = slots_of((year, form) for year, form, _, _ in rows)
    fills = SEVERITY_FILLS if part == "severity" else range(len(order))
    parts = [Part(Slot(year, form), fills[at], amount) for year, form, at, amount in rows]
    told = (f"{year}年{_form(form)}{names[order[at]]}{grouped(amount)}{unit}" for year, form, at, amount in rows)
    labels = tuple(zip(fills, names.values(), strict=True))
    width = HALF if half else WIDE
    words = Words(sheet.id, sheet.title, _said(list(told)), "" if whole else unit, labels, width)
    return (stacked(parts, slots, words, whole=whole),)


def lines_by_year(sheet: Sheet, names: Mapping[str, str], *, unit: str) -> tuple[Picture, ...]:
    """One line for each column among ``names``, interrupted where the form changed."""
    rows = [r for r in sheet.records() if r["year"] is not None and r["era"] is not None]
    dots = [
        Dot(Slot(int(str(r["year"])), str(r["era"])), at, float(str(r[name])))
        for at, name in enumerate(names)
        for r in rows
        if r[name] is not None
    ]
    if not dots:
        return ()
    slots = slots_of((d.slot.year or 0, d.slot.era) for d in dots)
    told = [f"{d.slot.year}年{_form(d.slot.era)}{list(names.values())[d.line]}{grouped(d.value)}{unit}" for d in dots]
    return (lines(dots, slots, Words(sheet.id, sheet.title, _said(told), unit, tuple(enumerate(names.values())))),)


def ranking(
    sheet: Sheet, bars: Sequence[Bar], *, unit: str, parts: Sequence[tuple[int, str]] = ()
) -> tuple[Picture, ...]:
    """Bars across, in the order given."""
    if not any(bar.value > 0 for bar in bars):
        return ()
    told = [f"{bar.label}{bar.words}" for bar in bars]
    return (across(bars, Words(sheet.id, sheet.title, _said(told), unit, tuple(parts))),)


def _form(era: str) -> str:
    return f"（{era_label(era)}）" if era else ""


def _said(parts: Sequence[str]) -> str:
    words = "；".join(parts[:SAID])
    return f"{words}……共{len(parts)}个数，见图下数据表。" if len(parts) > SAID else f"{words}。"
