"""Numerals as Chinese prose writes them: Arabic, with thousands, 万 and 亿, in characters, approximate, per cent.

Everything here works on *folded* text (``report.text.fold``), in which full-width digits and commas are half-width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gongkai.report.claims.lexicon import patterns
from gongkai.report.model import Number

_DIGITS = {"零": 0, "〇": 0, "○": 0, "两": 2} | {c: i for i, c in enumerate("一二三四五六七八九", 1)}
_DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_TENS = {"廿": 20, "卅": 30}
_LARGE = {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "w": 10**4, "W": 10**4, "": 1}
_PLAIN = 15
CHARACTERS = "".join([*_DIGITS, *_STEPS, *_MYRIADS, *_TENS])


def parse_characters(text: str) -> int | None:
    """The integer that a numeral in characters writes (三百二十, 两千零五, 廿三, 二〇一七); None where it is none."""
    if not text or any(c not in CHARACTERS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        spoken = len(text) == 1 or not set("零〇○").isdisjoint(text[1:])
        return int("".join(str(_DIGITS[c]) for c in text)) if spoken else None
    return _parse_places(text)


def _parse_places(text: str) -> int | None:
    total = section = digit = 0
    place = 10
    for character in text:
        if character in _MYRIADS:
            section += digit
            if not total + section:
                return None
            step = _MYRIADS[character]
            total = (total + section) * step if character == "亿" else total + section * step
            section, digit, place = 0, 0, step
        elif character in _STEPS:
            place = _STEPS[character]
            section, digit = section + (digit or 1) * place, 0
        elif character in _TENS:
            section, digit, place = section + _TENS[character], 0, 10
        else:
            digit = _DIGITS[character]
            place = place if digit else 10
    # 三百二 is 320: a last digit without its place takes the next lower one.
    return total + section + digit * (place // 10)


def parse_arabic(digits: str, large: str = "") -> Number:
    """``1,234.5`` with an optional 百, 千, 万, 百万, 千万 or 亿 behind it."""
    if digits.isdecimal() and len(digits) <= _PLAIN:
        return int(digits) * _LARGE[large]
    value = Decimal(digits.replace(",", "")) * _LARGE[large]
    return int(value) if value == value.to_integral_value() else float(value)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure word. ``start``..``end`` covers both and the words that make it approximate;
    ``unit_start``..``end`` holds the measure word as printed (empty where there is none) and what follows it in an
    approximation (件以上); ``unit`` is the folded measure word, ``kind`` its class in ``claims_patterns.json``.
    ``spoken`` tells that the number is written in characters."""

    start: int
    end: int
    value: Number
    unit: str
    kind: str
    approx: bool
    spoken: bool = False


@cache
def unit_kinds() -> dict[str, str]:
    """The class of each measure word."""
    return {unit: kind for kind, units in patterns()["units"].items() for unit in units.split()}


@cache
def _quantity() -> re.Pattern[str]:
    units = "|".join(sorted(map(re.escape, unit_kinds()), key=len, reverse=True))
    others = "|".join(sorted(map(re.escape, patterns()["not_units"].split()), key=len, reverse=True))
    # Most characters begin no quantity: one look decides.
    return re.compile(
        rf"(?=[\s\d数几将接超逾近约大不上百{CHARACTERS}])"
        rf"(?P<vague>[数几](?=[十百千万亿]))?(?P<before>将近|接近|超过|超|逾|(?<!最)近|(?<![预条节合])约|大约|大概|不足|(?<!以)上(?=[百千万]))?\s?"
        rf"(?:百分之(?P<share>[{CHARACTERS}]+(?:点[{CHARACTERS}]+)?|\d+(?:\.\d+)?)"
        rf"|(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?:\.\d+)?)\s?|(?P<spoken>[{CHARACTERS}]+))"
        rf"(?P<more>[余多几来]|\+)?(?P<large>百万|千万|[百千万亿wW])?(?P<also>[余多]|\+)?"
        rf"[ \u3000\xa0]{{0,2}}大?(?!{others})(?P<unit>{units})?)(?P<after>以上|左右|上下|有余|[余多])?"
    )


def find_quantities(text: str) -> Iterator[Quantity]:
    """The numbers with a measure word in folded text, and Arabic numbers without one; a numeral in characters counts
    only with its measure word."""
    for match in _quantity().finditer(text):
        if match["vague"] is None and (quantity := _read(match)) is not None:
            yield quantity


def _read(match: re.Match[str]) -> Quantity | None:
    share, digits, spoken, large, unit = match.group("share", "digits", "spoken", "large", "unit")
    number = share or digits or spoken
    large, unit = large or "", "%" if share else unit or ""
    if unit == "元" and (large or number)[-1] in _MYRIADS:  # Money keeps the unit that is printed: 1.2万元.
        unit = (large or number)[-1] + unit
        number, large = (number, large[:-1]) if large else (number[:-1], "")
    value = _value(number, large)
    if value is None or (spoken and not unit):
        return None
    start = (
        match.start("before")
        if match["before"]
        else match.start("share") - 3
        if share
        else match.start("digits" if digits else "spoken")
    )
    approx = any(match.group("before", "more", "also", "after"))
    return Quantity(start, match.end(), value, unit, unit_kinds().get(unit, ""), approx, bool(spoken))


def _value(number: str, large: str) -> Number | None:
    if number[:1].isdigit() and number.isascii():
        return parse_arabic(number, large)
    whole, _, fraction = number.partition("点")
    value = parse_characters(whole)
    if value is None or not fraction:
        return None if value is None else parse_arabic(str(value), large)
    return parse_arabic(f"{value}." + "".join(str(_DIGITS.get(c, 0)) for c in fraction), large)
