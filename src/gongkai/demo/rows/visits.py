"""Sheets 查阅点接待 and 两馆报送."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.corpus.synth.chance import stream
from gongkai.demo.agency import Agency, YearFigures
from gongkai.demo.rows.days import some_days
from gongkai.demo.rows.sharing import shares
from gongkai.demo.rows.texts import words
from gongkai.demo.sheets import Row, full_row

CARRIERS = {"library_deliveries_paper": "纸质", "library_deliveries_electronic": "电子"}
_MOST_VISITS, _MOST_DELIVERIES = 24, 4


def visit_rows(agency: Agency, years: Sequence[YearFigures]) -> list[Row]:
    rows = []
    for target in years:
        draw = stream(agency.name, "visits", target.year)
        heads = shares(draw, target.count("reading_point_visits"), _MOST_VISITS)
        points = words()["reading_points"][: max(1, target.count("reading_points"))]
        for day, number in zip(some_days(draw, target.year, len(heads)), heads, strict=True):
            rows.append(full_row("查阅点接待", {"日期": day, "查阅点": draw.choice(points), "人次": number}))
    return rows


def delivery_rows(agency: Agency, years: Sequence[YearFigures]) -> list[Row]:
    rows = []
    for target in years:
        draw = stream(agency.name, "deliveries", target.year)
        for key, carrier in CARRIERS.items():
            numbers = shares(draw, target.count(key), _MOST_DELIVERIES)
            for n, (day, number) in enumerate(zip(some_days(draw, target.year, len(numbers)), numbers, strict=True)):
                receiver = words()["libraries"][n % 2]
                values = {"日期": day, "接收单位": receiver, "载体": carrier, "件数": number}
                rows.append(full_row("两馆报送", values))
    return rows
