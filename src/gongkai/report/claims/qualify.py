"""Whose number it is and of what time: scope and period of a claim."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from gongkai.report.claims.prose import Prose
from gongkai.report.model import Number, Period, Scope

_GOVERNMENT = re.compile(r"(?:政府|管委会|管理委员会|街道办事处|街道办|街道|镇|乡)$")
_OFFICE = re.compile(r"[我本](?:局|厅|委(?!员)|办|院|处|站|所|中心|大队|支队|部门|行|校|馆)")
_PLACE = re.compile(r"[我本](?:省|市|县|区|镇|乡|州|旗|街道)")
_ADVERBS = r"(?:[\s\x00,、]|其中|全年|年内|本年度?|今年|目前|截至目前|年度|一年来|据统计|共有?|累计)*"
_OTHERS_TOO = re.compile(
    rf"^{_ADVERBS}(?:我[省市县区州])?"
    r"(?:全(?:省|市|县|区(?!域)|州|盟|旗|国|系统|行业)|各(?:县|区|市|乡镇|镇|街道|地|级|单位|部门|成员单位|直属|行政机关)"
    r"|(?:省|市|县|区)(?:直|级)各?(?:部门|单位|机关)|(?:下属|所属|直属|辖区)(?:各|单位|机构)|乡镇)"
)
_OURSELVES = re.compile(
    rf"^{_ADVERBS}(?:[我本](?:局|厅|委|办|院|处|站|所|中心|机关|级|单位)|局机关|机关"
    r"|[省市县区州镇](?:政府|[局厅委])?本级|[省市县区州][局厅委](?![直属]))"
)
_ELSEWHERE = re.compile(
    r"(?:上级|市府办|政府办|省厅|市局|省局|总局|[市省区县]里|其他单位|兄弟单位|外单位)[^,。;]{0,8}?(?:组织|举办|召开|开展|主办)"
)
_LAST_YEAR = r"(?:上年度?|去年|上一年度?|前一年度?|往年)(?:同期)?"
_OF_LAST_YEAR = re.compile(
    rf"{_LAST_YEAR}(?:的|为|是|仅|只有|共)?$|^[\s\x00]*而?{_LAST_YEAR}(?!度?(?:结转|遗留|接转|转))[^比较]*$"
)
_BRACKETED = re.compile(rf"{_LAST_YEAR}\($")
_ADVERBIAL = re.compile(
    r"(?:^|[,。;:、(\s\"]|[我本](?:局|厅|委|办|院|镇|乡|县|区|市|省|街道)|在|于|自|截[至止]|从)\s*$"
)
_ATTRIBUTE = re.compile(r"\s?年度?(?:部门|预算|决算|预决算|结转|计划|考核|报告|年报|要点|财政)")
_COMPARED = re.compile(r"[比较自从]\s?$")
_ONWARD = re.compile(r"\d{4}[^,。;]{0,14}?以来|\d{4}年度?,?[^,。;]{0,4}将")
_SINCE = re.compile(r"以来|历年|历史")
_LATEST_YEAR = re.compile(r"((?:19|20)\d\d)(?!.*(?:19|20)\d\d)")
_UP_TO = re.compile(r"截[至止]")
_STOCK = re.compile(r"累计|总(?:访问|浏览|点击)")
_AUDIENCE = re.compile(r"访问|浏览|点击|粉丝|关注|用户|订阅|注册")
_ANNUAL = re.compile(r"全年|本年|今年|年内|当年|年度|新增|一年")


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports and on which year; ``government`` is None where the text does not tell."""

    government: bool | None
    year: int | None


def reporter(prose: Prose, agency: str | None, year: int | None) -> Reporter:
    """Fill in from the text what the caller does not know."""
    government: bool | None = None
    if agency:
        government = bool(_GOVERNMENT.search(agency))
    elif _OFFICE.search(prose.folded):
        government = False
    elif _PLACE.search(prose.folded):
        government = True
    return Reporter(government, year or _main_year(prose))


def _main_year(prose: Prose) -> int | None:
    """The year named most often, the earliest mention first; 比2015年, 自2008年以来, 转入2017年 name others."""
    text = prose.folded
    counts = Counter(year for offset, year in prose.years if not _names_another(prose, text, offset))
    return max(counts, key=lambda year: counts[year], default=None)


def _names_another(prose: Prose, text: str, offset: int) -> bool:
    carried = any(
        t.tags & {"carried_in", "carried_out"} and t.end > offset for t in prose.terms_in(offset - 4, offset + 1)
    )
    return carried or bool(_COMPARED.search(text[max(0, offset - 2) : offset]) or _ONWARD.match(text, offset))


def scope(who: Reporter, clause: str, carried: Scope) -> Scope:
    """The scope of a number at the end of ``clause`` (folded); ``carried`` is that of the clauses before it."""
    if _ELSEWHERE.search(clause):
        return "other"
    if who.government or _OURSELVES.match(clause):
        return "own"
    return "jurisdiction" if _OTHERS_TOO.match(clause) else carried


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a number stands: offsets of the block, the sentence, the clause that it ends."""

    block: int
    sentence: int
    clause: int
    end: int


def period(who: Reporter, prose: Prose, at: Setting, value: Number) -> Period:
    """The time that a number is about. 累计 in a report that has named its year is a sum over that year."""
    clause, sentence = prose.folded[at.clause : at.end], prose.folded[at.sentence : at.end]
    if value and "历年" in clause:
        return "cumulative"
    if _BRACKETED.search(prose.folded[max(0, at.clause - 6) : at.clause]):
        return "other_year"
    if _OF_LAST_YEAR.search(clause.rstrip("0123456789,.件条次份个宗项篇人名元期")):
        return "other_year"
    named = [y for y in prose.years_in(at.sentence, at.end) if _is_adverb(prose.folded, y[0])]
    if own := [year for offset, year in named if offset >= at.clause and not _SINCE.search(clause)]:
        return "year" if not who.year or own[-1] == who.year else "other_year"
    since = _SINCE.search(sentence)
    if (
        since
        and not _ANNUAL.search(clause)
        and not _this_year(sentence[max(0, since.start() - 14) : since.start()], who.year)
    ):
        return "cumulative" if value else "year"
    if value and not since and _is_stock(prose, at, clause, sentence, dated=bool(named)):
        return "cumulative"
    return "other_year" if named and who.year and named[-1][1] != who.year else "year"


def _is_stock(prose: Prose, at: Setting, clause: str, sentence: str, *, dated: bool) -> bool:
    if _STOCK.search(clause) and _AUDIENCE.search(clause):
        return True
    if _UP_TO.search(sentence):
        return bool(_STOCK.search(sentence)) and not _ANNUAL.search(clause)
    dated = dated or bool(prose.years_in(at.block, at.sentence)) or bool(_ANNUAL.search(sentence))
    return bool(_STOCK.search(clause)) and not dated


def _this_year(before: str, year: int | None) -> bool:
    latest = _LATEST_YEAR.search(before)
    if re.search(r"今年|本年度?|年初$", before):
        return True
    return bool(latest and int(latest[1]) == year)


def _is_adverb(folded: str, offset: int) -> bool:
    """True for the year of 2016年收到, False for that of 公开2016年部门预算."""
    return bool(_ADVERBIAL.search(folded[max(0, offset - 4) : offset])) and not _ATTRIBUTE.match(folded, offset + 4)
