"""What a report states about itself: the period of its figures, dates, signature, announced parts.

Every offset is an offset in ``Prose.text`` (half-width punctuation and digits).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gongkai.report.auditing.prose import Prose, half_width
from gongkai.report.claims.numerals import parse_characters

_CHINESE_YEAR = "二[〇○零OΟo0][〇○零OΟo0一二][〇○零OΟo0一二三四五六七八九]"
_YEAR = rf"(?:\d{{4}}|{_CHINESE_YEAR})"
_MONTH = r"(?:\d{1,2}|十[一二]|[元正一二三四五六七八九十])"
_DAY = r"(?:\d{1,2}|[一二]?十[一二三四五六七八九]?|三十一?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_DATE = (
    rf"(?P<y>{_YEAR})\s*年\s*(?P<m>{_MONTH})\s*月\s*(?P<d>{_DAY})\s*日"
    r"|(?P<y2>\d{4})[./-](?P<m2>\d{1,2})[./-](?P<d2>\d{1,2})"
)
_ALONE = re.compile(rf"(?:^|(?<=[\s(]))(?:{_DATE})(?=$|[\s)]|附)", re.M)
_PUBLISHED = re.compile(rf"(?:发布|公布|公开)(?:日期|时间)\s*:?\s*(?:{_DATE})")
_PUBLISHED_WORDS = tuple(verb + noun for verb in ("发布", "公布", "公开") for noun in ("日期", "时间"))
_PERIOD_WORD = re.compile(
    r"统计(?:数据)?的?(?:期限|时限|时间|时段|周期|期间|区间|范围|起止)|数据的?(?:统计)?(?:期限|时限|时间|起止|周期)|起止(?:时间|日期)"
)
_MOMENT = re.compile(
    rf"(?P<y>{_YEAR})\s*年\s*(?P<m>{_MONTH})\s*月份?\s*(?:(?P<d>{_DAY})\s*[日号]?)?"
    r"|(?P<y2>\d{4})[./](?P<m2>\d{1,2})[./](?P<d2>\d{1,2})|(?P<y3>\d{4})-(?P<m3>\d{1,2})-(?P<d3>\d{1,2})"
    rf"|(?P<nomonth>{_YEAR})\s*(?:月|年)\s*{_DAY}\s*[日号]|(?P<m4>{_MONTH})\s*月份?\s*(?:(?P<d4>{_DAY})\s*[日号])?"
    rf"|(?P<y5>{_YEAR})\s*年度?|(?P<m6>\d{{1,2}})(?=\s*[-—~至到]\s*\d{{1,2}}\s*月)"
)
_TO = re.compile(r"[\s,]*(?:0时|零时|起始?|始|开始|全年)?[\s,]*(?:至|到|~|〜|[-—–―─一]{1,2})\s*")
_PERIOD_WINDOW = 60
_TAIL = 1500
_HEAD = 160
_AGENCY_LINE = re.compile(
    r"[\u4e00-\u9fff()·“”]{2,40}?(?:局|厅|委|会|政府|办公室|办公厅|中心|办事处|院|署|队|处|所|站|镇|乡|街道|公司|学校|银行|部|办|社)(?:\(.{0,6}章\))?"
)
_FILLED_BY = re.compile(r"填[报表]单位[^:]{0,8}:\s*[\u4e00-\u9fff]{2}")
_CONTACT = re.compile(r"电话|传真|邮编|邮政编码|邮箱|电子邮件|[Ee]-?mail|地址|联系方式")
_FEWEST_LISTED = 3
_ANNOUNCED = re.compile(
    r"本(?:年度?)?(?:报告|年报)[^。;:\n]{0,16}?(?:由|包括|包含|分为|共分)(?P<parts>[^。\n]{8,500}?)"
    r"(?:等?(?P<count>[两几\d一二三四五六七八九十]{1,3})个?(?:部分|方面|章节|章)|等?(?:部分|方面)|等?内容|组成|。|$)"
)

Moment = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Period:
    """The period that a report says its figures cover, as (year, month, day) with None for what is not said;
    ``malformed`` is set where a date lacks its month."""

    start: Moment
    end: Moment
    span: tuple[int, int]
    malformed: bool = False

    def covers(self, year: int | None) -> bool:
        """True for the whole of ``year`` (of any one year when None)."""
        first, last = self.start[0], self.end[0] or self.start[0]
        whole = self.start[1:] in ((1, 1), (1, None)) and self.end[1:] in ((12, 31), (12, None))
        return not self.malformed and whole and first == last and year in (None, first)


@dataclass(frozen=True, slots=True)
class Announcement:
    """The parts that the introduction announces, as written, and their number where it is given."""

    parts: str
    count: int | None
    span: tuple[int, int]


@lru_cache(maxsize=8)
def stated_period(prose: Prose) -> Period | None:
    """The period of the figures (统计期限); None where the report states none that can be read."""
    for word in _PERIOD_WORD.finditer(prose.text):
        end = word.end() + _PERIOD_WINDOW
        stop = prose.text.find("。", word.end(), end)
        if period := _period_in(prose.text, word.start(), word.end(), stop if stop >= 0 else end):
            return period
    return None


def _period_in(text: str, begin: int, start: int, end: int) -> Period | None:
    if (first := _MOMENT.search(text, start, end)) is None:
        return None
    if (joint := _TO.match(text, first.end(), end)) and (last := _MOMENT.match(text, joint.end(), end)):
        malformed = bool(first["nomonth"] or last["nomonth"])
        return Period(_moment(first), _moment(last), (begin, last.end()), malformed)
    if first["y5"]:
        year = _number(first["y5"])
        return Period((year, 1, 1), (year, 12, 31), (begin, first.end()))
    return None


def _moment(match: re.Match[str]) -> Moment:
    group = match.groupdict()
    year = group["y"] or group["y2"] or group["y3"] or group["y5"] or group["nomonth"]
    month = group["m"] or group["m2"] or group["m3"] or group["m4"] or group["m6"]
    day = group["d"] or group["d2"] or group["d3"] or group["d4"]
    if group["y5"] and month is None:
        return _number(year), 1, None
    return _number(year), _number(month), _number(day)


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    if text in ("元", "正"):
        return 1
    if len(text) == 4:
        return int("".join(str(parse_characters(c) or 0) for c in text))
    return parse_characters(text)


def _as_date(match: re.Match[str]) -> date | None:
    year, month, day = (_number(match[n] or match[f"{n}2"]) for n in "ymd")
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


@lru_cache(maxsize=8)
def signature_date(prose: Prose) -> tuple[date, tuple[int, int]] | None:
    """The last date that stands alone at the report's end, or under its title, with its span."""
    end = len(prose.text)
    for start, stop in ((max(0, end - _TAIL), end), (0, min(_HEAD, end))):
        found = [(d, m.span()) for m in _ALONE.finditer(prose.text, start, stop) if (d := _as_date(m))]
        if found:
            return found[-1]
    return None


@lru_cache(maxsize=8)
def publication_date(prose: Prose) -> date | None:
    """The date of publication that the page prints (发布日期)."""
    whole = prose.report.text or prose.text
    if not any(word in whole for word in _PUBLISHED_WORDS):
        return None
    match = _PUBLISHED.search(half_width(whole))
    return _as_date(match) if match else None


def signing_agency(prose: Prose, signed: tuple[int, int] | None) -> str | None:
    """The agency that signs: the line of its name at the report's end, above the date or below it."""
    end = signed[0] if signed else len(prose.text)
    above = prose.text[max(0, end - 240) : end].split("\n")[-8:]
    below = prose.text[signed[1] : signed[1] + 60].split("\n") if signed else []
    lines = [re.sub(r"\s", "", line) for line in (*above, *below)]
    named = [line for line in lines if _is_agency(line, prose)]
    if named:
        return named[-1]
    before = re.search(r"([\u4e00-\u9fff]{4,30})\s*$", prose.text[max(0, end - 40) : end]) if signed else None
    return before[1] if before and _is_agency(before[1], prose) else None


def _is_agency(line: str, prose: Prose) -> bool:
    return bool(line) and (line == prose.report.agency or bool(_AGENCY_LINE.fullmatch(line)))


def filled_by(prose: Prose) -> bool:
    """True where the form says which agency filled it in (填报单位)."""
    return bool(_FILLED_BY.search(prose.attachment) or ("填" in prose.text and _FILLED_BY.search(prose.text)))


def has_contact(prose: Prose) -> bool:
    """True where the report says how to reach the office."""
    return bool(_CONTACT.search(prose.text) or _CONTACT.search(prose.attachment))


def announced_parts(prose: Prose) -> Announcement | None:
    """What the introduction says that the report consists of; who has compiled it (由…编制) is no list of parts."""
    for match in _ANNOUNCED.finditer(prose.text, 0, 4000):
        if "编制" in match["parts"] or len(re.split(r"[、,;]", match["parts"])) < _FEWEST_LISTED:
            continue
        count = match["count"]
        number = None if count is None or count == "几" else _number(count)
        return Announcement(match["parts"], number, match.span())
    return None


def lines(prose: Prose) -> Iterator[tuple[int, str]]:
    """(offset, line) of every line of the narrative."""
    offset = 0
    for line in prose.text.split("\n"):
        yield offset, line
        offset += len(line) + 1
