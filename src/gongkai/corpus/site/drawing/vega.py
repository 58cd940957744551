"""Charts through Altair and vl-convert: stacked bars, bars across, lines; drawn once wide and once for a telephone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import altair as alt
import vl_convert as vlc
from markupsafe import Markup

from gongkai.corpus.site.drawing.palette import BREAK, DASHES, FILLS, INK, LINE, MUTED, PAPER, SHAPES
from gongkai.corpus.site.drawing.slots import Slot
from gongkai.corpus.site.drawing.svg import Key, Picture, finished
from gongkai.corpus.site.language import _
from gongkai.corpus.site.measures import era_label
from gongkai.corpus.site.sheets import grouped
from gongkai.report.writing.figures import clean

WIDE, HALF, NARROW = 700, 470, 300
"""Width of the plot in pixels, without its axes."""
LABELLED_SHARE = 0.07
"""Parts of a bar that are smaller than this share of the axis have no room for their number."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stacked bar: the slot of its bar, which part it is (from 0), how much."""

    slot: Slot
    part: int
    value: float


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart says besides its numbers: its id on the page, title, description, unit, and the legend: the fill of
    each part (from 0) with its name. Description and unit are in the language of the site, title and names in Chinese
    as they came."""

    name: str
    title: str
    description: str
    unit: str = ""
    parts: tuple[tuple[int, str], ...] = ()
    width: int = WIDE


def stacked(parts: Sequence[Part], slots: Sequence[Slot], words: Words, *, whole: bool = False) -> Picture:
    """Bars of stacked parts over the years; ``whole``: each bar is 100 per cent. Parts with room carry their number."""
    rows = _stack(parts, whole)
    top = 1.0 if whole else max((row["high"] for row in rows), default=1.0)

    def draw(width: int) -> alt.LayerChart:
        room = width / max(len(slots), 1) > 26
        return _stacked_chart(rows, slots, words, top, whole=whole, numbers=room).properties(width=width, height=280)

    return _picture(draw, words, [row["part"] for row in rows])


def _stack(parts: Sequence[Part], whole: bool) -> list[dict[str, Any]]:
    """Each part with where it begins and ends; Vega is told, so that labels stand in the middle of their part."""
    totals: dict[str, float] = {}
    for part in parts:
        totals[part.slot.key] = totals.get(part.slot.key, 0) + part.value
    reached: dict[str, float] = {}
    rows = []
    for part in sorted(parts, key=lambda p: p.part):
        scale = totals[part.slot.key] if whole else 1
        if part.value <= 0 or scale <= 0:
            continue
        low = reached.get(part.slot.key, 0)
        reached[part.slot.key] = high = low + part.value / scale
        number = f"{(high - low) * 100:.0f}%" if whole else grouped(part.value)
        rows.append({"slot": part.slot.key, "part": part.part, "low": low, "high": high, "number": number})
    return rows


def _stacked_chart(
    rows: list[dict[str, Any]], slots: Sequence[Slot], words: Words, top: float, *, whole: bool, numbers: bool
) -> alt.LayerChart:
    x = _years(slots)
    y = alt.Y(
        "low:Q",
        title=words.unit or None,
        scale=alt.Scale(domain=[0, top], nice=not whole),
        axis=alt.Axis(format=_format(top, whole), tickCount=5, domain=False, ticks=False),
    )
    bars = _over(rows).mark_bar(stroke=INK, strokeWidth=0.4).encode(x=x, y=y, y2="high:Q", color=_fill())
    layers: list[Any] = [bars, *_breaks(slots, x)]
    if numbers:
        labelled = [
            {**row, "middle": (row["low"] + row["high"]) / 2}
            for row in rows
            if row["high"] - row["low"] >= LABELLED_SHARE * top
        ]
        text = _over(labelled).encode(x=x, y=alt.Y("middle:Q"), text="number:N")
        layers += [_halo(text), text.mark_text(fontSize=11, color=INK)]
    return _layered(*layers)


def _halo(text: alt.Chart) -> alt.Chart:
    """The outline that keeps a number readable on any fill."""
    outlined: alt.Chart = text.mark_text(
        fontSize=11, stroke=PAPER, strokeWidth=3, strokeJoin="round", strokeOpacity=0.85
    )
    return outlined


def _over(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    """A chart that carries its data with it."""
    return alt.Chart(alt.InlineData(values=list(rows)))


def _layered(*layers: alt.Chart) -> alt.LayerChart:
    return cast(alt.LayerChart, alt.layer(*layers))


def _fill(column: str = "part") -> alt.Color:
    return alt.Color(f"{column}:O", legend=None, scale=alt.Scale(domain=list(range(len(FILLS))), range=list(FILLS)))


def _years(slots: Sequence[Slot]) -> alt.X:
    axis = alt.Axis(
        labelExpr="split(datum.value, '|')[0]", labelAngle=0, ticks=False, labelOverlap=True, labelPadding=6
    )
    scale = alt.Scale(domain=[slot.key for slot in slots], paddingInner=0.28, paddingOuter=0.15)
    return alt.X("slot:O", title=None, axis=axis, scale=scale, sort=None)


def _breaks(slots: Sequence[Slot], x: alt.X) -> list[alt.Chart]:
    gaps = [{"slot": slot.key, "form": _(era_label(slot.era))} for slot in slots if slot.year is None]
    if not gaps:
        return []
    rule: alt.Chart = _over(gaps).mark_rule(color=BREAK, strokeDash=[4, 3], strokeWidth=1.5).encode(x=x)
    label = (
        _over(gaps)
        .mark_text(color=BREAK, fontSize=11, dy=-4, baseline="bottom")
        .encode(x=x, y=alt.value(0), text="form:N")
    )
    return [rule, label]


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line: its slot, which line (from 0), its value."""

    slot: Slot
    line: int
    value: float


def lines(dots: Sequence[Dot], slots: Sequence[Slot], words: Words) -> Picture:
    """Lines over the years, each with its own mark and dash, interrupted where the form changed or a year lacks."""
    rows = [{"slot": d.slot.key, "line": d.line, "value": d.value, "run": _run(d, dots)} for d in dots]

    def draw(width: int) -> alt.LayerChart:
        return _line_chart(rows, slots, words).properties(width=width, height=260)

    return _picture(draw, words, [d.line for d in dots], line=True)


def _run(dot: Dot, dots: Sequence[Dot]) -> str:
    """The unbroken stretch that a point belongs to: same line, same era, no year missing."""
    years = {d.slot.year for d in dots if d.line == dot.line and d.slot.era == dot.slot.era}
    start = dot.slot.year or 0
    while start - 1 in years:
        start -= 1
    return f"{dot.line}|{dot.slot.era}|{start}"


def _line_chart(rows: list[dict[str, Any]], slots: Sequence[Slot], words: Words) -> alt.LayerChart:
    x, domain, top = _years(slots), list(range(len(SHAPES))), max((row["value"] for row in rows), default=0)
    axis = alt.Axis(format=_format(top), tickCount=5, domain=False, ticks=False)
    scale = alt.Scale(domain=[0, top * 1.08 or 1])
    y = alt.Y("value:Q", title=words.unit or None, scale=scale, axis=axis)
    base = _over(rows).encode(x=x, y=y, color=_fill("line"))
    dash = alt.StrokeDash("line:O", legend=None, scale=alt.Scale(domain=domain, range=[list(d) for d in DASHES]))
    shape = alt.Shape("line:O", legend=None, scale=alt.Scale(domain=domain, range=list(SHAPES)))
    strokes = base.mark_line(strokeWidth=2.25).encode(detail="run:N", strokeDash=dash)
    marks = base.mark_point(size=55, filled=False, strokeWidth=2, fill=PAPER, opacity=1).encode(shape=shape)
    return _layered(strokes, marks, *_breaks(slots, x))


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar across: its label, its value, the words at its end, its fill (from 0)."""

    label: str
    value: float
    words: str
    fill: int = 0


def across(bars: Sequence[Bar], words: Words) -> Picture:
    """Horizontal bars, longest names cut to the room there is; each with its number at the end."""

    def draw(width: int) -> alt.LayerChart:
        room = 24 if width == WIDE else 9
        rows = [
            {"at": f"{n:03d}", "label": _cut(clean(b.label), room), "value": b.value, "words": b.words, "part": b.fill}
            for n, b in enumerate(bars)
        ]
        plot = width - 260 if width == WIDE else width - 105
        return _across_chart(rows, words).properties(width=plot, height=alt.Step(26))

    return _picture(draw, words, [bar.fill for bar in bars])


def _across_chart(rows: list[dict[str, Any]], words: Words) -> alt.LayerChart:
    names = {row["at"]: row["label"] for row in rows}
    chosen = " : ".join(f"datum.value == '{at}' ? {_vega_text(label)}" for at, label in names.items())
    axis = alt.Axis(labelExpr=f"{chosen} : ''", ticks=False, domain=False, labelLimit=400, labelFontSize=12)
    y = alt.Y("at:O", title=None, axis=axis, scale=alt.Scale(paddingInner=0.3))
    top = max((row["value"] for row in rows), default=1) or 1
    x = alt.X(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[0, top * 1.3]),
        axis=alt.Axis(tickCount=4, domain=False, ticks=False, format=_format(top)),
    )
    base = _over(rows).encode(x=x, y=y)
    bars = base.mark_bar(stroke=INK, strokeWidth=0.4).encode(color=_fill())
    return _layered(bars, base.mark_text(align="left", dx=5, fontSize=11.5, color=INK).encode(text="words:N"))


def _vega_text(text: str) -> str:
    """A text as a literal of Vega's expression language, where nothing of it can end the literal."""
    return "'" + "".join(c if c.isalnum() else f"\\u{ord(c):04x}" for c in text if ord(c) < 0x10000) + "'"


def _cut(text: str, room: float) -> str:
    """As much of a text as ``room`` Chinese characters take; a Latin one takes little more than half of that."""
    for at, character in enumerate(text):
        room -= 0.56 if ord(character) < 0x2E80 else 1
        if room < 0:
            return f"{text[: at - 1]}…"
    return text


def _format(top: float, whole: bool = False) -> str:
    """The number format of an axis that reaches to ``top``: plain figures, 12k from a hundred thousand on."""
    return ".0%" if whole else "~s" if top >= 100_000 else ",.0f" if top >= 5 else ".1~f"


def _picture(
    draw: Callable[[int], alt.LayerChart], words: Words, parts: Sequence[int], *, line: bool = False
) -> Picture:
    keys = tuple(Key(fill + 1, label, line) for fill, label in words.parts if fill in parts)
    return Picture(
        _svg(draw(words.width), f"{words.name}-w", words), _svg(draw(NARROW), f"{words.name}-n", words), keys
    )


def _svg(chart: alt.LayerChart, name: str, words: Words) -> Markup:
    plain = (
        chart.configure(background="transparent", font="sans-serif", padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=MUTED,
            titleColor=MUTED,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            gridColor=LINE,
            domainColor=MUTED,
            tickColor=MUTED,
            titleAngle=0,
            titleAlign="left",
            titleAnchor="end",
        )
        .configure_axisY(titleX=-4, titleY=-14)
        .configure_axisX(grid=False)
    )
    return finished(vlc.vegalite_to_svg(plain.to_dict(validate=False)), name, _(words.title), words.description)
