"""Sheet 回应解读."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from gongkai.corpus.synth.chance import stream
from gongkai.demo.agency import Agency, YearFigures
from gongkai.demo.rows.days import later_in_year, some_days
from gongkai.demo.rows.texts import Titles, words
from gongkai.demo.sheets import RegisterError, Row, full_row

# In the order in which hot topics are given to them: what answers an event first, interpretations last.
TYPES = {
    "response_weibo_wechat": "微博微信回应",
    "response_other": "其他方式回应",
    "press_conferences": "新闻发布会",
    "online_interviews": "在线访谈",
    "interpretation_articles": "政策解读",
}
_EVENTS = ("微博微信回应", "其他方式回应")


def response_rows(agency: Agency, years: Sequence[YearFigures], items: Sequence[Row]) -> list[Row]:
    titles = Titles(agency)
    policies = [item for item in items if item["内容分类"] == "政策文件" and item["首次公开日期"]]
    return [row for target in years for row in _of_year(titles, target, policies)]


def _of_year(titles: Titles, target: YearFigures, policies: Sequence[Row]) -> list[Row]:
    draw = stream(titles.agency.name, "responses", target.year)
    rows = [row for key, kind in TYPES.items() for row in _of_type(draw, titles, target, key, kind)]
    _give_topics(draw, rows, target)
    of_year = [p for p in policies if str(p["首次公开日期"]).startswith(str(target.year))]
    for row in rows:
        if row["类型"] == "政策解读" and of_year:
            _tie_to_policy(draw, row, draw.choice(of_year))
    return sorted(rows, key=lambda row: str(row["日期"]))


def _of_type(draw: Random, titles: Titles, target: YearFigures, key: str, kind: str) -> list[Row]:
    rows = []
    for n, day in enumerate(some_days(draw, target.year, target.count(key))):
        principal = n < target.count(f"{key}_principal")
        values: Row = {
            "日期": day,
            "类型": kind,
            "主题": titles.one_of(draw, key, target.year),
            "主要负责同志参加": "是" if principal else "否",
            "形式": draw.choice(words()["interpretation_forms"]) if kind == "政策解读" else None,
        }
        rows.append(full_row("回应解读", values))
    return rows


def _give_topics(draw: Random, rows: list[Row], target: YearFigures) -> None:
    topics = target.count("response_hot_topics")
    if topics > len(rows):
        raise RegisterError(f"response_hot_topics of {target.year}: {topics} topics need as many responses")
    numbers = [f"RD{target.year}-{n:03d}" for n in range(1, topics + 1)]
    for row, number in zip(rows, numbers, strict=False):
        row["热点编号"] = number
    for row in rows[topics:]:
        if numbers and row["类型"] in _EVENTS:
            row["热点编号"] = draw.choice(numbers)


def _tie_to_policy(draw: Random, row: Row, policy: Row) -> None:
    """An interpretation is published with its policy or within three working days."""
    day = policy["首次公开日期"]
    assert isinstance(day, date)
    row["关联索引号"] = policy["索引号"]
    row["日期"] = later_in_year(day, draw.randint(0, 3))
