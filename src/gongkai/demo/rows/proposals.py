"""Sheet 建议提案."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from gongkai.corpus.synth.chance import stream, weighted
from gongkai.demo.agency import Agency, YearFigures
from gongkai.demo.rows.days import some_day
from gongkai.demo.rows.texts import Titles
from gongkai.demo.sheets import Row, full_row

REFERENCE = "参阅件"
RESULTS = ("已解决或基本解决", "正在解决或列入规划", "暂时难以解决", "留作参考")
_SATISFIED = (("满意", 8.0), ("基本满意", 1.5), ("不满意", 0.2))
_FIRST_YEAR_OF_TERM = 2017  # Of the invented county's bodies; a term has five years.
_TERM = 10


def proposal_rows(agency: Agency, years: Sequence[YearFigures]) -> list[Row]:
    titles = Titles(agency)
    return [
        row
        for target in years
        for kind, counts in target.proposals.items()
        for row in _of_kind(titles, target.year, kind, counts)
    ]


def session(year: int) -> str:
    """The session of a year with that year, which a number alone would not tell."""
    terms, sessions = divmod(year - _FIRST_YEAR_OF_TERM, 5)
    return f"第{_TERM + terms}届第{sessions + 1}次会议（{year}年）"


def _of_kind(titles: Titles, year: int, kind: str, counts: Mapping[str, int]) -> Iterator[Row]:
    draw = stream(titles.agency.name, "proposals", kind, year)
    results = [result for result, number in counts.items() for _ in range(number)]
    draw.shuffle(results)
    for n, result in enumerate(results, 1):
        values: Row = {
            "编号": f"{kind[2:]}{year}第{n}号",
            "届次": session(year),
            "类型": kind,
            "标题": titles.one_of(draw, "proposals", year),
            "参阅件": "是" if result == REFERENCE else "否",
            **({} if result == REFERENCE else _answer(draw, year, result)),
        }
        yield full_row("建议提案", values)


def _answer(draw: Random, year: int, result: str) -> Row:
    """Answered within six months of a session in February."""
    return {"答复日期": some_day(draw, year, 50, 150), "办理结果": result, "满意": weighted(draw, _SATISFIED)}
