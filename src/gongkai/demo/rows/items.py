"""Sheets 主动公开信息 and 公开渠道."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from gongkai.corpus.synth.chance import stream, weighted
from gongkai.demo.agency import Agency, YearFigures
from gongkai.demo.rows.days import earlier, later_in_year, some_day, some_days
from gongkai.demo.rows.documents import KINDS, DatedDocument, disclosed, documents
from gongkai.demo.rows.texts import Titles, words
from gongkai.demo.sheets import RegisterError, Row, full_row

CHANNELS = {
    "channel_gazette": "政府公报",
    "channel_website": "政府网站",
    "channel_weibo": "政务微博",
    "channel_wechat": "政务微信",
    "channel_other": "其他",
}
_WITHHELD_PER_ITEMS = 60  # One item in so many is kept back, so that a register has something that must not leak.


@dataclass
class _Register:
    agency: Agency
    titles: Titles
    rows: list[Row]
    numbers: dict[int, int]

    def add(self, year: int, values: Row) -> None:
        """``year`` is the one of the index number: of publication, or of making where nothing was published."""
        self.numbers[year] = self.numbers.get(year, 0) + 1
        index = f"{self.agency.code}/{year}-{self.numbers[year]:05d}"
        self.rows.append(full_row("主动公开信息", {"索引号": index, "状态": "有效", **values}))


def item_rows(agency: Agency, years: Sequence[YearFigures]) -> list[Row]:
    register = _Register(agency, Titles(agency), [], {})
    draw = stream(agency.name, "items")
    for values in sorted(_items(draw, register.titles, agency, years), key=_first_seen):
        register.add(_first_seen(values).year, values)
    return register.rows


def _first_seen(values: Row) -> date:
    day = values.get("首次公开日期") or values["成文日期"]
    assert isinstance(day, date)
    return day


def _items(draw: Random, titles: Titles, agency: Agency, years: Sequence[YearFigures]) -> Iterator[Row]:
    serial: dict[int, int] = {}
    for document in documents(agency, years):
        serial[document.made.year] = serial.get(document.made.year, 0) + 1
        number = f"{agency.document_word}〔{document.made.year}〕{serial[document.made.year]}号"
        yield _document(draw, titles, document, number)
    for target in years:
        others = target.count("proactive_items") - sum(disclosed(target, key) for key in KINDS)
        if others < 0 and "proactive_items" in target.figures:
            raise RegisterError(f"proactive_items of {target.year} is less than the documents disclosed")
        for day in some_days(draw, target.year, max(0, others)):
            yield _item(draw, titles, day)
        for _ in range(target.count("proactive_items") // _WITHHELD_PER_ITEMS):
            yield _withheld(draw, titles, target.year)


def _document(draw: Random, titles: Titles, document: DatedDocument, number: str) -> Row:
    public = document.published is not None
    return {
        "标题": titles.one_of(draw, "document_patterns", document.made.year),
        "文号": number,
        "信息类型": document.kind,
        "目录编码": "A03",
        "内容分类": "政策文件",
        "公开属性": "主动公开" if public else "依申请公开",
        "不予公开理由": None if public else "含有第三方权益，按申请逐件审查",
        "成文日期": document.made,
        "首次公开日期": document.published,
        "状态": "废止" if document.ended else "有效",
        "废止或失效日期": document.ended,
    }


def _item(draw: Random, titles: Titles, day: date) -> Row:
    weights = [(category, float(category["weight"])) for category in words()["categories"]]
    category: dict[str, Any] = weighted(draw, weights)
    return {
        "标题": titles.compose(draw, draw.choice(category["patterns"]), day.year, day.month),
        "信息类型": "其他",
        "目录编码": category["code"],
        "内容分类": category["name"],
        "公开属性": "主动公开",
        "成文日期": earlier(day, draw.choice((0, 0, 1, 2, 5, 9))),
        "首次公开日期": day,
    }


def _withheld(draw: Random, titles: Titles, year: int) -> Row:
    kind = draw.choice(words()["withheld"])
    return {
        "标题": titles.compose(draw, kind["pattern"], year),
        "信息类型": "其他",
        "公开属性": kind["attribute"],
        "不予公开理由": kind["reason"],
        "成文日期": some_day(draw, year),
    }


def channel_rows(agency: Agency, years: Sequence[YearFigures], items: Sequence[Row]) -> list[Row]:
    by_year: dict[int, list[Row]] = {}
    for item in items:
        if item["公开属性"] == "主动公开":
            by_year.setdefault(_first_seen(item).year, []).append(item)
    return [row for target in years for row in _channels(agency, target, by_year.get(target.year, []))]


def _channels(agency: Agency, target: YearFigures, items: list[Row]) -> list[Row]:
    """Each channel takes the items that follow those of the channel before, all round: where the channels' counts
    reach the number of items, every item is on a channel, and none twice on the same."""
    draw = stream(agency.name, "channels", target.year)
    draw.shuffle(items := list(items))
    rows, at, posted = [], 0, set()
    for key, channel in CHANNELS.items():
        wanted = target.count(key)
        for n in range(min(wanted, len(items))):
            item = items[(at + n) % len(items)]
            wait = draw.choice((0, 0, 1, 2)) if item["索引号"] in posted else 0
            posted.add(item["索引号"])
            rows.append(_posting(agency, channel, item, later_in_year(_first_seen(item), wait)))
        at += min(wanted, len(items))
        rows += _reposts(draw, agency, target.year, channel, wanted - len(items))
    return sorted(rows, key=lambda row: str(row["发布日期"]))


def _posting(agency: Agency, channel: str, item: Row, day: date) -> Row:
    values: Row = {"索引号": item["索引号"], "标题": item["标题"], "渠道": channel, "发布日期": day}
    if channel == "政府网站":
        values["地址"] = f"{agency.contact.website}/xxgk/{str(item['索引号']).split('/')[1]}.html"
    elif channel == "政府公报":
        values["地址"] = f"{words()['gazette']}{day.year}年第{(day.month + 1) // 2}期"
    return full_row("公开渠道", values)


def _reposts(draw: Random, agency: Agency, year: int, channel: str, number: int) -> Iterator[Row]:
    """Postings beyond the register's own items: they have a title and no index number."""
    titles = Titles(agency)
    for day in some_days(draw, year, max(0, number)):
        title = titles.one_of(draw, "reposts", year)
        yield full_row("公开渠道", {"标题": title, "渠道": channel, "发布日期": day})
