"""Printed text into the text that a clerk would type: no spaces between Chinese characters, plain code points."""

from __future__ import annotations

import re
import unicodedata

WIDE_GAP = "\t"
"""Stands between pieces of a line that are set far apart, until ``clean`` makes it a space."""

_WIDE = (
    "\u00b7\u2013-\u2027\u2190-\u2bff\u2e80-\u9fff\uac00-\ud7af\ue000-\ufaff\ufe30-\ufe4f\uff00-\uffef\ufffd"
    "\U00020000-\U0003ffff"
)
_IS_WIDE = re.compile(f"[{_WIDE}]")
_ODD = re.compile(r"[\s\u00ad\u200b-\u200f\ufeff\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\ud800-\udfff\uf000-\uf0ff]")
_BLANKS = re.compile(r"[^\S\t\u3000]{4,}|\u3000{2,}")
_BESIDE_WIDE = re.compile(rf"(?<=[{_WIDE}])[^\S\t]+|[^\S\t]+(?=[{_WIDE}\t]|$)|(?<=\t)[^\S\t]+|^[^\S\t]+")
_SPREAD = re.compile(r"\S(?:\t+\S)+")
_INVISIBLE = re.compile("[\u200b-\u200f\ufeff]")
_BROKEN_WORD = re.compile("(?<=[A-Za-z])\u00ad(?=[A-Za-z])")
_HYPHENATED = re.compile("[A-Za-z0-9]-$")
_COMPATIBLE = re.compile("[\u2e9f\u2ef3-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
_RADICALS = str.maketrans(
    "⺁⺇⺌⺍⺎⺒⺓⺔⺗⺝⺠⺥⺩⺬⺮⺳⺶⺼⺾⻁⻃⻄⻅⻆⻉⻊⻋⻌⻍⻎⻏⻐⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻲",
    "厂几小小兀巳幺彑心月民爪王示竹网羊肉艹虎覀西见角贝足车辶辶辶邑钅長长门阜雨青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙亀",
)

_SYMBOLS = str.maketrans("\uf0b7\uf06c\uf06e\uf0a7\uf0d8\uf075\uf0fc\uf0fe\uf052\uf0a8\uf06f\uf0a3", "••■▪➢◆√☑☑□□□")
"""Signs of the fonts Symbol and Wingdings, which have no code points of their own."""


def is_wide(character: str) -> bool:
    """Whether a character is Chinese or set like one: no space is printed between such characters."""
    return _IS_WIDE.match(character) is not None


def clean(text: str) -> str:
    """The text of one line. Spaces beside wide characters go unless the gap is wide; radicals and ligatures that
    fonts give for whole characters become those characters."""
    if not _ODD.search(text):
        return text
    text = _INVISIBLE.sub("", _plain(text))
    text = _BROKEN_WORD.sub("", text).replace("\u00ad", "-")
    text = _BESIDE_WIDE.sub("", _BLANKS.sub(WIDE_GAP, text.strip()))
    if _SPREAD.fullmatch(text):
        text = text.replace(WIDE_GAP, "")
    return re.sub(r"\s+", " ", text).strip()


def _plain(text: str) -> str:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return text.translate(_RADICALS).translate(_SYMBOLS)


def continued(before: str, after: str) -> str:
    """Two lines of one paragraph, each already clean, as one text: a word or number broken at the line end is whole
    again, Chinese goes on without a space."""
    if not before or not after:
        return before + after
    if _HYPHENATED.search(before):
        return before[:-1] + after if after[0].islower() else before + after
    last, first = before[-1], after[0]
    if is_wide(last) or is_wide(first) or (last.isdigit() and first.isdigit()):
        return before + after
    return f"{before} {after}"
