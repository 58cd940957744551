"""Whose report it is and for which year, from what the document says, never from its file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from gongkai.report.text import fold

_CHINESE_DIGITS = str.maketrans("〇○零Ο０一二三四五六七八九", "00000123456789")
_YEAR = r"((?:19|20)\d{2}|[二][〇○零O0ΟＯ][〇○零O0ΟＯ一二][〇○零O0Ο一二三四五六七八九])"
_TITLE_YEAR = re.compile(_YEAR + r"\s*年")
_PERIOD = re.compile(_YEAR + r"年?\d{0,2}月\d{1,2}日.{0,6}?[至到—-].{0,4}?(?:\1年)?12月31日")
_NAMED_WITH_YEAR = re.compile(_YEAR + r"年?度?[^。\n]{0,20}(?:统计表|年度报告|年报)")
_YEAR_ALONE = re.compile(r"^[(（]?" + _YEAR + r"年度[)）]?$", re.M)
_REPORT_WORD = re.compile(r"(?:政府信息公开|政务公开|信息公开|政务信息公开).*(?:报告|年报)|年度报告|工作报告")
_REPORT_END = re.compile(
    r"(?:年度)?(?:工作)?(?:年度)?(?:报告|年报)(?:[(（]"
    + _YEAR
    + r"年?度?(?=[)）]))?(?:[(（](?:汇总|本级)(?=[)）]))?[)）》]?$"
)
_RUN_IN_TITLE = re.compile(
    r"^(?P<title>[^。；，,]{0,40}?" + _YEAR + r"\s*年?度?[^。；，,\s]{0,24}?(?:年度报告|工作报告|公开报告|年报))"
    r"(?=\s|根据|按照|依据|遵照|为[了贯深全进认更]|本报告|本年[度报]|现将|现公布|现就|目\s*录|一、)"
)
_SET_WORDS = tuple(
    f"{topic}公开{work}{report}"
    for topic in ("政府信息", "政务")
    for work in ("", "工作")
    for report in ("年度报告", "年度工作报告", "报告", "年报")
)
_AGENCY_END = (
    r"(?:人民政府|政府|委员会|管委会|办公厅|办公室|总局|分局|支局|局|厅|部|委|院|署|办|中心|总队|支队|大队|街道办事处|街道办|街道|镇|乡"
    r"|学校|医院|公司|联合会|联社|所|处|站|会|法院|检察院|研究院|管理区|开发区|新区|示范区|园区)"
)
_AGENCY = re.compile(r"[\u4e00-\u9fff（）()·]{2,40}?" + _AGENCY_END + r"$")
_RUN_IN_SIGNATURE = re.compile(
    r"[。；;！)]\s*([\u4e00-\u9fff]{2,40}?" + _AGENCY_END + r")\s*" + _YEAR + r"年\d{1,2}月\d{1,2}日\s*$"
)
_CAPTION = re.compile(
    r"^([\u4e00-\u9fff]{2,40}?"
    + _AGENCY_END
    + r")\s*(?:\(?"
    + _YEAR
    + r"年?度?\)?)?\s*(?:政府信息公开|政务公开)\S{0,8}统计表"
)
_FILLED_BY = re.compile(r"填[报表]单位(?:[(（][^)）]*[)）])?\s*[:：]\s*([\u4e00-\u9fff（）()·]{2,40})")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,}?(?:省|自治区|市|县|区|旗|州|盟|镇|乡|街道)|国家|中国|中华")
_TITLE_LINES = 4
_TITLE_SEARCH = 40
_LONGEST_TITLE_LINE = 100


@dataclass(frozen=True, slots=True)
class Title:
    """The report's title and the lines (indices) that print it; ``rest`` is the offset in the last line of the text
    that a run-in title is followed by."""

    text: str
    lines: range
    rest: int | None = None


def find_title(lines: Sequence[str]) -> Title | None:
    """The title among the first lines: one line or a cluster of short ones. A line with the year is preferred to one
    without: menus of web pages name annual reports too."""
    found = []
    for i, line in enumerate(lines[:_TITLE_SEARCH]):
        text = line.strip()
        if (match := _RUN_IN_TITLE.match(text)) and len(text) > len(match["title"]) + 20:
            found.append(Title(match["title"], range(i, i + 1), len(line) - len(line.lstrip()) + match.end()))
            break
        if _is_title_end(text) or (i and _is_broken(lines[i - 1], text)):
            found.append(_with_lines_above(lines, i))
        if len(text) > _LONGEST_TITLE_LINE:
            break
    return next((t for t in found if _TITLE_YEAR.search(fold(t.text))), next(iter(found), None))


def _is_title_end(text: str) -> bool:
    plain = re.sub(r"\s", "", text)
    if len(plain) > 60 or re.search(r"[。；：:>]", plain) or not _REPORT_END.search(plain):
        return False
    return plain in ("年度报告", "工作报告", "年报", "工作年度报告") or bool(_REPORT_WORD.search(plain))


def _is_broken(above: str, text: str) -> bool:
    """True where a title breaks off within its set words and ``text`` is their rest: 工作年度 / 报告."""
    upper, lower = re.sub(r"\s", "", above), re.sub(r"\s", "", text)
    rest = re.sub(r"[(（][^(（]*$", "", lower)
    if not rest or not any(words.endswith(rest) and words != rest for words in _SET_WORDS):
        return False
    return (upper + rest).endswith(_SET_WORDS) and _is_title_end(upper + lower)


def _with_lines_above(lines: Sequence[str], end: int) -> Title:
    start, text = end, lines[end].strip()
    while start > 0 and end - start < _TITLE_LINES and _continues_title(lines[start - 1], text):
        start -= 1
        text = lines[start].strip() + text
    return Title(re.sub(r"\s+", "", text), range(start, end + 1))


def _continues_title(above: str, text: str) -> bool:
    plain = re.sub(r"\s", "", above)
    if not plain or len(plain) > 40 or re.search(r"[。；：:，,>|]", plain):
        return False
    if _is_broken(plain, text):
        return True
    if not _TITLE_YEAR.search(fold(text)):
        return bool(_TITLE_YEAR.search(fold(plain + text)) or "公开" in plain)
    start = _before_year(text)
    has_agency = bool(re.match(r".{2,}?" + _AGENCY_END, start))
    broken = bool(start) and bool(_AGENCY.fullmatch(plain + start) and _PLACE.match(plain + start))
    return not has_agency and (bool(_AGENCY.fullmatch(plain)) or broken)


def _before_year(title: str) -> str:
    match = _TITLE_YEAR.search(fold(title))
    return title[: match.start()] if match else title


def find_year(title: str | None, lines: Sequence[str]) -> int | None:
    """The year reported on: from the title, the stated period, a table's caption, else the year that opens most
    sentences about it (at least half of those named); None where the text leaves it open."""
    if title and (match := _TITLE_YEAR.search(fold(title))):
        return _as_year(match.group(1))
    text = fold("\n".join(lines))
    for pattern in (_PERIOD, _NAMED_WITH_YEAR, _YEAR_ALONE):
        if match := pattern.search(text):
            return _as_year(match.group(1))
    return _usual_year(text)


def _usual_year(text: str) -> int | None:
    counts = Counter(
        _as_year(m) for m in re.findall(r"(?:^|[。；\s、）)情况])" + _YEAR + r"年(?!\d{1,2}月)", text, re.M)
    )
    if not counts:
        return None
    year, count = counts.most_common(1)[0]
    return year if count * 2 >= sum(counts.values()) else None


def _as_year(text: str) -> int:
    return int(text.translate(_CHINESE_DIGITS).replace("O", "0"))


def find_agency(title: str | None, lines: Sequence[str]) -> str | None:
    """The agency that reports: the title's, the one that filled in the table, the signature's; of several the one
    that names its place (``区科技局`` alone is incomplete)."""
    sources = (_from_filled_by, _from_signature, _from_contact, _from_caption, _from_line_at_the_top)
    unplaced = None
    for candidate in chain((_from_title(title),), (source(lines) for source in sources)):
        if candidate and _PLACE.match(candidate):
            return candidate
        unplaced = unplaced or candidate
    return unplaced


def _from_title(title: str | None) -> str | None:
    if not title:
        return None
    author, about, _ = title.partition("关于")
    if about and _AGENCY.fullmatch(author):
        return author
    before = re.sub(r"[\s:：]+$", "", _before_year(re.sub(r"^.*?关于", "", title)))
    if before == title or not before:
        before = re.split(r"政府信息公开|政务公开|信息公开", title)[0]
    before = re.sub(
        r"(?:政府信息|政务|信息)公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)$", "", before.strip("《》（）() ")
    )
    before = re.sub(r"(?:关于|的|年度)$", "", before)
    if _AGENCY.fullmatch(before) or re.fullmatch(r"[\u4e00-\u9fff]{3,20}", before):
        return before
    after = re.match(
        r"年?度?([\u4e00-\u9fff]{3,30}?" + _AGENCY_END + r")(?=政府信息|政务|信息公开)",
        title[len(_before_year(title)) + 4 :],
    )
    return after.group(1) if after else None


def _from_filled_by(lines: Sequence[str]) -> str | None:
    found = (m.group(1) for line in lines if (m := _FILLED_BY.search(line)))
    return next((re.sub(r"[(（](?:盖?公?章|签章)[)）]?$", "", f) for f in found), None)


def _from_signature(lines: Sequence[str]) -> str | None:
    """The line above the last date line, when it is an agency's name; or the name between the last sentence and the
    date where a converter has joined them."""
    if lines and (match := _RUN_IN_SIGNATURE.search(fold(lines[-1]))):
        return match[1]
    for i in range(len(lines) - 1, 0, -1):
        if re.fullmatch(_YEAR + r"\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日", fold(lines[i].strip())):
            above = re.sub(r"\s", "", lines[i - 1])
            return above if _AGENCY.fullmatch(above) else None
    return None


def _from_caption(lines: Sequence[str]) -> str | None:
    found = (_CAPTION.match(fold(line.strip())) for line in lines)
    return next((match[1] for match in found if match), None)


def _from_line_at_the_top(lines: Sequence[str]) -> str | None:
    """An agency's name on a line of its own around the title."""
    top = (re.sub(r"\s", "", line) for line in lines[:_TITLE_LINES])
    return next((line for line in top if _PLACE.match(line) and _AGENCY.fullmatch(line)), None)


def _from_contact(lines: Sequence[str]) -> str | None:
    pattern = re.compile(
        r"(?:请与|由|请联系)([\u4e00-\u9fff]{3,30}?(?:人民政府|委员会|局|厅|委|街道办事处|镇|乡))(?:办公室|编制|联系|政府信息)"
    )
    return next((m.group(1) for line in lines if (m := pattern.search(line))), None)
