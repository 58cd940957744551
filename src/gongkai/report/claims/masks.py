"""What looks like a stated number and is none: dates, document numbers, phones, addresses, articles, limits, slogans.

Masking keeps the length, so offsets stay valid.
"""

from __future__ import annotations

import re
from functools import cache

from gongkai.report.claims.lexicon import any_of, patterns
from gongkai.report.claims.numerals import CHARACTERS

MASK = "\x00"
_HAN = f"[{CHARACTERS}]"
_HANS = _HAN + "{1,12}"
_NUMBER = rf"(?:\d{{1,15}}(?:\.\d{{1,6}})?|{_HANS})"
_DASH = r"\s?[-—–~―至到]{1,2}\s?"
_MONTH = rf"(?:\d{{1,2}}(?:{_DASH}\d{{1,2}})?|[元一二三四五六七八九十]{{1,3}})\s?月(?:份|底|末|初|中旬|上旬|下旬)?"
_DAY = rf"(?:\d{{1,2}}(?:(?:{_DASH}|、)\d{{1,2}})?|[一二三四五六七八九十廿卅]{{1,3}})\s?[日号]"

DATES = (
    rf"(?:(?:19|20)\d\d|[一二]{_HAN}{{3}})(?:年?(?:{_DASH}|、)(?:19|20)\d\d)?\s?年(?:度|底|末|初)?(?:\s?{_MONTH})?(?:\s?{_DAY})?(?:起|止)?",
    rf"(?:\d{{4}}年?)?{_MONTH}(?:\s?{_DAY})?(?:起|止)?",
    r"(?<!\d)(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\d)",
    r"(?<![\d.条件])\d{1,2}日(?!常|报)(?:起|止)?",
    r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)",
)
# What an account is called is no statement: 公众号“某县审批”.
_ACCOUNT = "公众号|订阅号|微信号|微博|微信"
_NAMES = (
    r"\[(?:image|bookmark)[^\]\n]{0,80}\]",
    r"https?://[\x21-\x7e]+|www\.[\w./?=&-]+|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]++@[A-Za-z0-9.-]+",
    r"(?<![A-Za-z0-9.-])(?:[A-Za-z0-9-]{1,63}\.){1,6}(?:gov|com|cn|net|org)[A-Za-z0-9./?=&_-]*",
    # No claim has sixteen digits; without such runs every pattern below is linear.
    r"\d{16,}",
    r"《[^》\n]{0,120}》|<<?[^<>\n]{0,120}>>?",
    rf"(?:(?<=公众号)|(?<=微博)|(?<=微信))“[^”\n]{{1,20}}”|“[^”\n]{{1,20}}”(?=(?:政务|官方)?(?:{_ACCOUNT}|视频号|抖音号|头条号))",
)
_OTHERS = (
    r"[一每]个?(?:年|季度?|月|周|天|旬)[一1两2](?:次|期)|(?:相同|同一)[^,。;)]{0,12}计\s?\d\s?[条次件]"
    r"|[只仅]统?计算?[作为]?\s?[一1]\s?[条次件]",
    r"[〔\[(【〈]\s?(?:19|20)\d\d\s?[〕\])】〉]\s?第?\s?\d+\s?号?",
    rf"第\s?{_NUMBER}\s?(?:个|批次|[条款项章节编届次批期号类部季名位件轮])?",
    r"\d{1,15}(?:[-—]\d{1,6})?\s?号(?:楼|院|令|文|公告|窗口)?|\d{1,15}\s?(?:楼|层|室|栋|幢|路|弄|巷|座)(?![一-龥]?(?:网|谈))",
    r"(?<!\d)(?:\(?0\d{2,3}\)?\s?[-—–―转]*\s?\d{7,8}|1[3-9]\d{9}|400-?\d{3}-?\d{4})(?:[-—转]\d{1,5})?(?!\d)",
    r"(?:邮编|邮政编码|邮码|电话|传真|手机|QQ|邮箱|微信号|账号|信箱)(?:号码|号)?\s?[:为是]\s?[\d()、,;/ -—–―]+",
    rf"{_NUMBER}(?:多|余)?\s?个?(?:工作日|月|小时|钟头|星期|季度|年度|学时|课时)(?:内|以内)?",
    r"\d{1,15}(?:\.\d{1,6})?\s?(?:天|日|年|周|分钟|秒|岁)(?:内|以内)?",
    rf"(?:{_HANS})(?:多|余)?(?:天|年|周|季度|分钟|岁)(?:内|以内)?",
    rf"{_NUMBER}\s?个?大?(?:部分|方面|层面|环节|步骤|阶段|章节|维度|层级|领域|原则|统一|同步|坚持)",
    r"(?:图|表|附件|附表|注|例)\s?\d+(?:[-.]\d+)?(?![条件份个次])",
    r"12345|(?<!\d)123\d\d(?=[一-龥]{0,6}(?:热线|平台|电话|工单|服务))|(?<!\d)1[12]\d(?=[一-龥]{0,4}(?:热线|电话|平台))",
    r"(?<!\d)\d+(?:\.\d+)?版|(?<![A-Za-z])[A-Za-z]+-?\d+(?:\.\d+)*(?![\d,]*\s?[条件份篇次期个项场万])|(?<!\d)\d[GAD]级?",
    r"(?<![\d.,])\d{1,2}[.、)](?=\s*[一-龥“\"(])|\(\d{1,2}\)(?!\s?[条件份篇次个])|[①-⑳]",
    rf"每(?:一?个?(?:年|月|周|日|天|季度?|半年|季|人|工作日|星期))[^,。;:]{{0,6}}?{_NUMBER}\s?(?:次|条|篇|期|个|件|份|场)",
    rf"(?:不少于|不得少于|不低于|不得超过|不超过|至少)\s?{_NUMBER}\s?[一-龥%]?",
    rf"“{_HAN}{{1,2}}[^”,。;0-9]{{1,6}}”",
    r"\d{1,15}[:/]\d{1,15}",
    rf"{_HANS}届[^,。;\d]{{0,4}}?{_HANS}次(?:全体)?会议|{_HANS}届(?:{_HANS}中)?",
    r"[这那][一几两三]?[个件条项块类次份批]",
    # What is kept in two lists or books is not counted by them: 定密与公开两张单子.
    rf"{_NUMBER}\s?[张个份本]\s?(?:单子|台?账(?!号|户|目))",
    rf"(?:规定|要求|明确|列明)的\s?{_NUMBER}\s?[项类种个]",
)


@cache
def _masks() -> re.Pattern[str]:
    slogans = patterns()["slogans"].split()
    first = re.escape("".join(sorted({slogan[0] for slogan in slogans} | set(CHARACTERS))))
    # Most characters begin nothing that is masked: one look decides, before forty patterns are tried.
    return re.compile(
        rf"(?=[{first}{_FIRST}])(?:" + "|".join((_OTHERS[0], any_of(slogans), *DATES, *_OTHERS[1:])) + ")"
    )


_FIRST = r"\da-zA-Z元第相同只仅(〔\[【〈①-⑳图表附注例邮电传手微账信每不至“这那规要明列"
_TITLES = re.compile(rf"(?=[\[\dA-Za-z._+《<“-])(?:{'|'.join(_NAMES)})")


def mask_names(text: str) -> str:
    """Folded text without the titles of documents, addresses of pages and marks of pictures."""
    return _TITLES.sub(_blank, text)


def mask(text: str) -> str:
    """The result of ``mask_names`` with everything blanked that is never a claim's number."""
    return _masks().sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return MASK * len(match[0])


_YEAR = re.compile(rf"(?=[12二])(?<!\d)(?:(?P<arabic>(?:19|20)\d\d)|(?P<spoken>二[零〇○]{_HAN}{{2}}))(?=\s?年|[-./]\d)")
_SPOKEN_YEAR = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


def years(text: str) -> list[tuple[int, int]]:
    """(offset, year) of every year named in folded text."""
    return [(m.start(), _year(m)) for m in _YEAR.finditer(text)]


def _year(match: re.Match[str]) -> int:
    return int(match["arabic"] or "".join(_SPOKEN_YEAR.get(c, "0") for c in match["spoken"]))
