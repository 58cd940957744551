"""Figures as cells print them: one text, one number, with remarks, signs and units as clerks write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gongkai.report.model import Number
from gongkai.report.text import fold, remembered

_MARKS = frozenset({"无", "不涉及", "不适用", "无此项", "未涉及", "N/A", "NA", "n/a", "不填", "部门不填", "略"})
_DASHES = re.compile(r"[-—–―─_/\\*.·…~]+")
_ZEROS = frozenset({"零", "〇", "○", "O", "o", "Ο", "О"})
_UNCHANGED = frozenset({"无变化", "无增减", "未增减", "无增减变化", "没有变化", "不变", "持平", "与上年持平", "无变动"})
_REMARK = re.compile(r"[(\[【〔{].*$", re.DOTALL)
_SIGN_WORDS = (("增加", 1), ("减少", -1), ("新增", 1), ("增", 1), ("减", -1), ("↑", 1), ("↓", -1))
_THOUSANDS = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_FIGURE = re.compile(r"(?P<sign>[-+−])?(?P<digits>\d[\d, ]*(?:\.\d+)?)(?P<scale>[万亿])?(?P<unit>[^\d\s.,+-]{0,3})")
_LONGEST = 1000  # Characters of a cell that holds a figure, whatever the remark behind it.
_REMEMBERED = 8192  # Figures: a batch of reports prints the same few thousand again and again.
_TOO_LARGE = 1e15  # From here on the sum of two figures may not be exact; no agency counts so far.
_MONEY = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_SCALES = {"万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell says. ``value`` is None for a blank (``raw`` empty) and for a mark (``/``, 不涉及)."""

    value: Number | None
    raw: str


@remembered
def tidy(text: str) -> str:
    """The text on one line: line feeds inside a figure or a label are the narrow column's, not the writer's."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


@remembered
def is_mark(text: str) -> bool:
    """True for text that stands for *no figure*: dashes, slashes, 不涉及; blank counts too."""
    if len(text) > _LONGEST:
        return not text.strip()
    plain = fold(tidy(text)).replace(" ", "")
    return not plain or plain in _MARKS or bool(_DASHES.fullmatch(plain))


def parse_figure(text: str, *, kind: str = "integer", unit: str | None = None) -> Figure | None:
    """The figure that ``text`` prints; ``kind`` and ``unit`` are the column's (Row.type and Row.unit of the edition).

    Money is converted to the column's unit (元 to 万元 and back); a column of unit ``unspecified`` is kept in 元
    (form of 2019, 采购总金额). None when the text is not one figure: the cell is then absent, never a guess.
    """
    if len(text) > _LONGEST:
        return None if text.strip() else Figure(None, "")
    return _parsed(tidy(text), kind, unit)


@lru_cache(maxsize=_REMEMBERED)
def _parsed(raw: str, kind: str, unit: str | None) -> Figure | None:
    plain = fold(raw)
    if is_mark(raw):
        return Figure(None, raw)
    if plain in _ZEROS or (kind == "signed_integer" and _without_remark(plain) in _UNCHANGED):
        return Figure(0, raw)
    value = _number(_without_remark(plain), unit)
    if value is None or (kind == "integer" and value != int(value)):
        return None
    return Figure(value, raw)


def _without_remark(plain: str) -> str:
    """``55(含自然失效29件)`` is 55; a text that is a remark only stays as it is."""
    return _REMARK.sub("", plain).strip(" ;,。、*①②③④⑤") or plain


def _number(plain: str, unit: str | None) -> Number | None:
    sign, rest = _signed(plain)
    match = _FIGURE.fullmatch(rest)
    if match is None:
        return None
    digits = match["digits"].strip()
    if ("," in digits or " " in digits) and not _THOUSANDS.fullmatch(digits):
        return None
    value = float(digits.replace(",", "").replace(" ", "")) * sign * (-1 if match["sign"] in ("-", "−") else 1)
    if abs(value) >= _TOO_LARGE:
        return None
    return _plain_number(_in_unit(value, match["scale"], match["unit"], unit))


def _signed(plain: str) -> tuple[int, str]:
    for word, sign in _SIGN_WORDS:
        if plain.startswith(word):
            return sign, plain.removeprefix(word).strip()
    return 1, plain


def _in_unit(value: float, scale: str | None, printed: str, unit: str | None) -> float:
    printed = (scale or "") + printed.strip()
    if unit in ("元", "万元", "unspecified") and printed in _MONEY:
        return value * _MONEY[printed] / _MONEY.get(unit, 1)
    return value * _SCALES.get(scale or "", 1)


def _plain_number(value: float) -> Number:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
