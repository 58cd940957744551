"""From the answer to a question to its chart: which columns are drawn, in which order, in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.corpus.site.drawing.slots import Slot, slots_of
from gongkai.corpus.site.drawing.svg import Picture
from gongkai.corpus.site.drawing.vega import HALF, WIDE, Bar, Dot, Part, Words, across, lines, stacked
from gongkai.corpus.site.language import _
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
    if not any(row[-1] > 0 for row in rows):
        return ()
    slots = slots_of(row[:2] for row in rows)
    fills = SEVERITY_FILLS if part == "severity" else range(len(order))
    parts = [Part(Slot(year, form), fills[at], amount) for year, form, at, amount in rows]
    told = [_point(Slot(year, form), names[order[at]], amount, unit) for year, form, at, amount in rows]
    labels = tuple(zip(fills, names.values(), strict=True))
    width = HALF if half else WIDE
    words = Words(sheet.id, sheet.title, _said(told), "" if whole else _(unit), labels, width)
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
    labels = tuple(names.values())
    told = [_point(d.slot, labels[d.line], d.value, unit) for d in dots]
    return (lines(dots, slots, Words(sheet.id, sheet.title, _said(told), _(unit), tuple(enumerate(labels)))),)


def ranking(
    sheet: Sheet, bars: Sequence[Bar], *, unit: str, parts: Sequence[tuple[int, str]] = ()
) -> tuple[Picture, ...]:
    """Bars across, in the order given."""
    if not any(bar.value > 0 for bar in bars):
        return ()
    told = [_("{label}{value}", label=bar.label, value=bar.words) for bar in bars]
    return (across(bars, Words(sheet.id, sheet.title, _said(told), _(unit), tuple(parts))),)


def _point(slot: Slot, part: str, value: float, unit: str) -> str:
    """One number of a chart in words."""
    form = _("（{form}）", form=_(era_label(slot.era))) if slot.era else ""
    known = {"year": slot.year, "form": form, "part": _(part), "value": grouped(value), "unit": _(unit)}
    return _("{year}年{form}{part}{value}{unit}", **known)


def _said(parts: Sequence[str]) -> str:
    words = _("；").join(parts[:SAID])
    if len(parts) > SAID:
        return _("{words}……共{count}个数，见图下数据表。", words=words, count=len(parts))
    return _("{words}。", words=words)
