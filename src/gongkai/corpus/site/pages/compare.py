"""Organs side by side: one small chart a measure and organ, on common axes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from markupsafe import Markup

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.site.drawing.small import small_chart
from gongkai.corpus.site.measures import MEASURES, Measure
from gongkai.corpus.site.organs import Organ, figures_by_organ
from gongkai.corpus.site.series import Series, YearFigures, all_series
from gongkai.corpus.site.sheets import Heading, Sheet
from gongkai.corpus.site.site import Site
from gongkai.law.messages import Message
from gongkai.report.writing.spreadsheet import Value

BY_DEFAULT = 6
AT_MOST = 24


@dataclass(frozen=True, slots=True)
class Panel:
    """One organ's chart in the row of a measure; ``drawn`` is None where the organ has no figure."""

    organ: Organ
    series: Series
    drawn: Markup | None


@dataclass(frozen=True, slots=True)
class Row:
    """A measure over all organs compared."""

    measure: Measure
    panels: tuple[Panel, ...]
    breaks: tuple[str, ...]
    sheet: Sheet


def chosen_organs(organs: dict[str, Organ], names: Sequence[str]) -> list[str]:
    """The organs to compare: those named, else the ones with most reports under the organ that has most below it.
    CorpusError: a name that the store lacks."""
    if not names:
        most = sorted(_family(list(organs.values())), key=lambda o: (-o.reports, o.name))[:BY_DEFAULT]
        return [organ.name for organ in most]
    if len(set(names)) > AT_MOST:
        raise CorpusError(Message("一次最多比较{most}个机关", most=AT_MOST), "请减少 --compare")
    for name in names:
        if name not in organs:
            raise CorpusError(Message("库中没有机关“{name}”", name=name), _advice(name, list(organs)))
    return list(dict.fromkeys(names))


def _family(organs: list[Organ]) -> list[Organ]:
    """The largest group of organs under one parent; all of them where no parent has two."""
    below = Counter(organ.parent for organ in organs if organ.parent)
    parent, count = max(below.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return [organ for organ in organs if organ.parent == parent] if count > 1 else organs


def _advice(name: str, known: list[str]) -> Message:
    close = [n for n in known if name in n][:3] or get_close_matches(name, known, 3, 0.5)
    return Message("是不是 {names}", names=close) if close else Message("请用报告写明的机关名称")


def write_compare(site: Site) -> None:
    figures = dict(figures_by_organ(site.connection, list(site.compared)))
    shown = [name for name in site.compared if name in figures]
    rows = [_row(site, measure, shown, figures) for measure in MEASURES]
    rows = [row for row in rows if any(panel.drawn for panel in row.panels)]
    site.page("compare.html", "compare.html", rows=rows, organs=[site.organs[name] for name in shown])


def _row(site: Site, measure: Measure, names: Sequence[str], figures: dict[str, list[YearFigures]]) -> Row:
    at = MEASURES.index(measure)
    series = {name: all_series(figures[name])[at] for name in names}
    values = [p.value for one in series.values() for p in one.points if p.value is not None]
    years = [p.year for one in series.values() for p in one.points]
    top, span = (max(values) if values else None), ((min(years), max(years)) if years else (0, 0))
    panels = tuple(_panel(site.organs[n], series[n], f"{measure.id}-{i}", top, span) for i, n in enumerate(names))
    told = dict.fromkeys(one.breaks_told for one in series.values() if one.breaks and one.has_numbers)
    return Row(measure, panels, tuple(told), site.keep(compared_sheet(measure, series)))


def _panel(organ: Organ, series: Series, name: str, top: float | None, span: tuple[int, int]) -> Panel:
    drawn = small_chart(series, name, top, span) if series.has_numbers else None
    return Panel(organ, series, drawn)


def compared_sheet(measure: Measure, series: dict[str, Series]) -> Sheet:
    """One row an organ, one column a year; a figure that is missing says why, a year without a report is empty."""
    years = sorted({p.year for one in series.values() for p in one.points})
    headings = (Heading("organ", "机关"), *(Heading(str(y), f"{y}年", measure.unit, measure.share) for y in years))
    rows = []
    for name, one in series.items():
        points = {p.year: p for p in one.points}
        cells: list[Value] = []
        for year in years:
            point = points.get(year)
            cells.append(None if point is None else point.why if point.value is None else point.value)
        rows.append((name, *cells))
    return Sheet(f"compare_{measure.id}", f"{measure.label}：机关比较", measure.definition, headings, tuple(rows))
