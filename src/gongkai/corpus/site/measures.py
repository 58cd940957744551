"""The figures that the site follows over the years, in concepts of the crosswalk, each with its definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gongkai.law.crosswalk import Comparability, Concept, concepts
from gongkai.law.data_files import load_json


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of one report: the concept ``of``, or its share of the concept ``among``."""

    id: str
    label: str
    unit: str
    of: str
    among: str | None
    definition: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, self.among) if self.among else (self.of,)

    @property
    def share(self) -> bool:
        return self.among is not None


MEASURES = (
    Measure("received", "新收申请", "件", "requests_received", None, "本年新收政府信息公开申请数（总计）。"),
    Measure(
        "handled",
        "办结申请",
        "件",
        "requests_handled",
        None,
        "2014年版取“申请办结数”，2019年起取办理结果“总计”。",
    ),
    Measure(
        "carried_out",
        "结转下年",
        "件",
        "requests_carried_out",
        None,
        "结转下年度继续办理的申请数；2014年版无此栏。",
    ),
    Measure(
        "granted_share",
        "予以公开占比",
        "",
        "granted",
        "requests_replied",
        "予以公开 ÷ 答复数。2014年版：（已主动公开＋同意公开）÷ 申请答复数；2019年起：予以公开 ÷ 办理结果总计。",
    ),
    Measure(
        "refused_share",
        "不予公开占比",
        "",
        "refused",
        "requests_replied",
        "不予公开 ÷ 答复数。2014年版取“不同意公开答复数”，2019年起取“不予公开”八种理由之和。",
    ),
    Measure("proactive", "主动公开信息", "条", "proactive_items", None, "主动公开政府信息数；只有2014年版有此栏。"),
    Measure("normative", "规范性文件制发", "件", "normative_docs_made", None, "本年制发的行政规范性文件数。"),
    Measure("review", "行政复议", "件", "review_total", None, "因政府信息公开申请行政复议的总计。"),
    Measure(
        "litigation",
        "行政诉讼",
        "件",
        "litigation_total",
        None,
        "行政诉讼总计；2019年起为未经复议与复议后起诉之和。",
    ),
)


@cache
def needed_concepts() -> tuple[str, ...]:
    """The concepts that the measures need, each once."""
    return tuple(dict.fromkeys(name for measure in MEASURES for name in measure.needs))


@cache
def eras() -> Mapping[str, str]:
    """The label of each era of the form, in their order."""
    return {era: f"{era[:4]}年版" for era in sorted(load_json("crosswalk.json")["eras"])}


def era_label(era: str | None) -> str:
    """2014年版; 未识别表格 where no table of a known form was found."""
    return eras().get(era, era) if era else "未识别表格"


RELATIONS = {
    "exact": "口径相同",
    "close": "口径相近",
    "break": "序列中断",
    "local": "地方栏目",
    "narrative": "文字报告",
}
COMPARABLE: Mapping[Comparability, str] = {"yes": "可以比较", "caution": "谨慎比较", "no": "不能比较"}


@dataclass(frozen=True, slots=True)
class Break:
    """A change of the form within a series: from which era to which, and what it does to the figures."""

    earlier: str
    later: str
    relation: str
    comparable: Comparability
    note: str

    @property
    def verdict(self) -> str:
        return f"{era_label(self.earlier)}→{era_label(self.later)}：{self.relation}，{COMPARABLE[self.comparable]}"

    @property
    def words(self) -> str:
        return f"{self.verdict}。{self.note}"


def break_between(measure: Measure, earlier: str, later: str) -> Break:
    """What changing from one era's form to another's means for the measure: the worst of its concepts decides."""
    parts = [concepts()[name] for name in measure.needs]
    if not (in_form(measure, earlier) and in_form(measure, later)):
        return Break(earlier, later, "只有一方有此栏", "no", "".join(dict.fromkeys(c.note for c in parts if c.note)))
    changed = [part for part in parts if part.differs(earlier, later)]
    if not changed:
        return Break(earlier, later, RELATIONS["exact"], "yes", "")
    worst = min(changed, key=lambda c: ("no", "caution", "yes").index(_comparable(c, earlier, later)))
    notes = "".join(dict.fromkeys(c.note for c in changed if c.note))
    return Break(earlier, later, RELATIONS[worst.relation], _comparable(worst, earlier, later), notes)


def _comparable(concept: Concept, earlier: str, later: str) -> Comparability:
    if earlier not in concept.expressions or later not in concept.expressions:
        return "no"
    return concept.comparability(earlier, later)


def in_form(measure: Measure, era: str | None) -> bool:
    """Whether the form of an era has the measure at all."""
    return all(concepts()[name].expressions.get(era or "") is not None for name in measure.needs)
