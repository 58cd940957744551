"""Small line charts of a few points, written directly.

Vega takes about 20 ms a drawing: 90,000 small charts of 10,000 organs would take half an hour, these take seconds. What
they need is little: a line a stretch, a mark a point, its number, and the place where the form changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from gongkai.corpus.site.drawing.svg import framed
from gongkai.corpus.site.language import _
from gongkai.corpus.site.measures import Measure, era_label
from gongkai.corpus.site.series import Point, Series
from gongkai.corpus.site.sheets import grouped

WIDTH, HEIGHT = 300, 146
LEFT, RIGHT, TOP, BOTTOM = 14, 286, 40, 118
ROOM = 46
"""Width that a number needs."""
MARKS = ("circle", "square", "triangle")
"""The mark of the points tells the era of the form besides the break line."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with its place in the drawing."""

    x: float
    y: float
    point: Point
    mark: str


def small_chart(series: Series, name: str, top: float | None = None, span: tuple[int, int] | None = None) -> Markup:
    """The series as an image. ``top`` fixes the upper end of the axis and ``span`` its years, so that charts of a
    page can be compared; ``name`` makes ids unique."""
    first, last = span or (series.points[0].year, series.points[-1].year)
    spots = list(_spots(series, first, last, top))
    drawn = "".join(
        (_axis(first, last), *_break_lines(series, first, last), *_lines(spots, series), *_dots(spots, series))
    )
    return framed(drawn, name, _title(series.measure), described(series), f"0 0 {WIDTH} {HEIGHT}")


def _title(measure: Measure) -> str:
    label = _(measure.label)
    return _("{label}（{unit}）", label=label, unit=_(measure.unit)) if measure.unit else label


def described(series: Series) -> str:
    """All that the chart shows, in words."""
    told = [_("{year}年{value}", year=point.year, value=_number(series, point)) for point in series.points]
    return _("{words}。", words=_("；").join(told)) + "".join(_(b.words) for b in series.breaks)


def _number(series: Series, point: Point) -> str:
    if point.value is None:
        return _(point.why)
    return f"{point.value * 100:.1f}%" if series.measure.share else grouped(point.value)


def _x(year: int, first: int, last: int) -> float:
    return (LEFT + RIGHT) / 2 if first == last else LEFT + (RIGHT - LEFT) * (year - first) / (last - first)


def _spots(series: Series, first: int, last: int, top: float | None) -> Iterator[Spot]:
    filled = [p for p in series.points if p.value is not None]
    high = top or max((p.value for p in filled if p.value is not None), default=0) or 1
    eras = list(dict.fromkeys(p.era for p in series.points))
    for point in filled:
        share = min(max((point.value or 0) / high, 0), 1)
        mark = MARKS[eras.index(point.era) % len(MARKS)]
        yield Spot(_x(point.year, first, last), BOTTOM - (BOTTOM - TOP) * share, point, mark)


def _axis(first: int, last: int) -> str:
    line = f'<path d="M{LEFT - 6},{BOTTOM}H{RIGHT + 6}" class="axis"/>'
    ends = [(LEFT, first, "start"), (RIGHT, last, "end")] if first != last else [((LEFT + RIGHT) / 2, first, "middle")]
    labels = (
        f'<text x="{x:g}" y="{HEIGHT - 10}" text-anchor="{side}" class="tick">{year}</text>' for x, year, side in ends
    )
    return line + "".join(labels)


def _changes(series: Series) -> Iterator[Point]:
    """The points whose form differs from that of the one before."""
    known = [p for p in series.points if p.era]
    return (other for one, other in pairwise(known) if one.era != other.era)


def _break_lines(series: Series, first: int, last: int) -> Iterator[str]:
    for other in _changes(series):
        x = (_x(other.year - 1, first, last) + _x(other.year, first, last)) / 2
        yield f'<path d="M{x:.1f},{TOP - 24}V{BOTTOM}" class="break"/>'
        label = escape(_("{year}版", year=era_label(other.era).removesuffix("年版")))
        yield f'<text x="{x:.1f}" y="{TOP - 28}" text-anchor="middle" class="break-label">{label}</text>'


def _lines(spots: Sequence[Spot], series: Series) -> Iterator[str]:
    """A stroke between neighbouring years: solid within a form, dashed where caution is due, none where it breaks."""
    breaks = {(b.earlier, b.later): b.comparable for b in series.breaks}
    for one, other in pairwise(spots):
        if other.point.year != one.point.year + 1:
            continue
        same = one.point.era == other.point.era
        how = "yes" if same else breaks.get((str(one.point.era), str(other.point.era)), "no")
        if how != "no":
            kind = "line" if how == "yes" else "line careful"
            yield f'<path d="M{one.x:.1f},{one.y:.1f}L{other.x:.1f},{other.y:.1f}" class="{kind}"/>'


def _dots(spots: Sequence[Spot], series: Series) -> Iterator[str]:
    told = _told(spots)
    for spot in spots:
        yield _mark(spot)
        if spot in told:
            side = "start" if spot.x < LEFT + 12 else "end" if spot.x > RIGHT - 12 else "middle"
            number = _number(series, spot.point)
            yield f'<text x="{spot.x:.1f}" y="{spot.y - 8:.1f}" text-anchor="{side}" class="value">{number}</text>'


def _told(spots: Sequence[Spot]) -> list[Spot]:
    """The points that carry their number: the last, the first, the highest, as far as there is room."""
    told: list[Spot] = []
    for spot in (*spots[-1:], *spots[:1], max(spots, key=lambda s: s.point.value or 0, default=None)):
        if spot is not None and all(abs(spot.x - other.x) > ROOM for other in told):
            told.append(spot)
    return told


def _mark(spot: Spot) -> str:
    x, y = spot.x, spot.y
    if spot.mark == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="dot"/>'
    if spot.mark == "square":
        return f'<rect x="{x - 3.2:.1f}" y="{y - 3.2:.1f}" width="6.4" height="6.4" class="dot"/>'
    return f'<path d="M{x:.1f},{y - 4.4:.1f}l4.2,7.4h-8.4z" class="dot"/>'
