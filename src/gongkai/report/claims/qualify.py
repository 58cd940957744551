"""Whose number it is and of what time: scope and period of a claim."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from gongkai.report.claims.prose import Prose
from gongkai.report.model import Number, Period, Scope

_GOVERNMENT = re.compile(r"(?:政府|管委会|管理委员会|街道办事处|街道办|街道|镇|乡)$")
_OFFICE = re.compile(r"[我本](?:局|厅|委(?!员)|办|院|处|站|所|中心|大队|支队|部门|行|校|馆|税务局)")
_PLACE = re.compile(r"我(?:省|市|县|区|镇|乡|州|旗|街道)|本(?:省|市|县|区|镇|乡|州)")
_ALL = re.compile(
    r"全(?:省|市|县|区(?!域)|州|盟|旗|国|系统)|各(?:县|区|市|乡镇|镇|街道|地|级|单位|部门|成员单位|直属|行政机关)|(?:下属|所属|直属|辖区)(?:各|单位|机构)"
)
_ALL_SMALL = re.compile(r"全(?:镇|乡|街道|局|厅|委|院)")
_ELSEWHERE = re.compile(r"(?:上级|市府办|政府办|省厅|市局|省局|总局|市里|省里|区里|县里|其他单位|兄弟单位|外单位)[^,。;]{0,8}?(?:组织|举办|召开|开展|主办)的?")
_LAST_YEAR = re.compile(r"(?:上年度?|去年|上一年度?|前一年度?|上年同期|去年同期|往年)[^,。;:结转遗留办入]{0,8}$")
_CUMULATIVE = re.compile(r"历年|历史累计|以来|截至|截止|累计|自[^,。;]{2,12}起")
_SINCE = re.compile(r"以来|历年|历史|截[至止][^,。;]{0,14}?(?:累计|共有|已|,)|(?:累计|总)(?:总)?(?:访问|浏览|点击|关注|粉丝|用户|订阅|注册)")
_STOCK = re.compile(r"累计")
_ANNUAL = re.compile(r"全年|本年|今年|年内|当年|年度|新增|这一年|一年来|一年")


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports and on which year; ``government`` is None where the text does not tell."""

    government: bool | None
    year: int | None


def reporter(prose: Prose, agency: str | None, year: int | None) -> Reporter:
    """Fill in from the text what the caller does not know."""
    if agency:
        government: bool | None = bool(_GOVERNMENT.search(agency))
    elif _OFFICE.search(prose.folded):
        government = False
    else:
        government = True if _PLACE.search(prose.folded) else None
    return Reporter(government, year or _main_year(prose))


def _main_year(prose: Prose) -> int | None:
    counts = Counter(y for _, y in prose.years)
    return max(counts, key=lambda y: (counts[y], -y)) if counts else None


def scope(who: Reporter, clause: str) -> Scope:
    """``clause``: folded text from the beginning of the sentence to the number."""
    if _ELSEWHERE.search(clause):
        return "other"
    if who.government or not _ALL.search(clause):
        return "own"
    return "jurisdiction"


def period(who: Reporter, sentence: str, clause: str, years: list[int], paragraph_years: list[int], value: Number) -> Period:
    """``sentence`` reaches from its beginning to the number, ``clause`` is its last part; ``years`` are named in it,
    ``paragraph_years`` before it under the same heading."""
    if _LAST_YEAR.search(clause):
        return "other_year"
    if value and (_SINCE.search(sentence) or (_STOCK.search(clause) and not _dated(sentence, years, paragraph_years))):
        return "cumulative" if not years or _SINCE.search(clause) or years[-1] != who.year or not _ANNUAL.search(sentence) else "year"
    if who.year and years and years[-1] != who.year and value:
        return "other_year"
    return "year"


def _dated(sentence: str, years: list[int], paragraph_years: list[int]) -> bool:
    return bool(years or paragraph_years or _ANNUAL.search(sentence))
