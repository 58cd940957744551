"""Automatic list numbers of Word files as they are printed: number formats, level texts, running counters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_CLOSING = "、，．。：；）】》」』〉］"


@dataclass(slots=True)
class Level:
    """One level of a list. ``text`` holds the numbers of levels as ``%1`` … ``%9``; ``restart`` is the level (from 1)
    whose use restarts this one, 0 for never, None for any higher level."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class Counters:
    """The running numbers of every list in a document."""

    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(
        self, list_id: str, level: int, levels: Mapping[int, Level], override: tuple[str, int | None] | None = None
    ) -> str:
        """Count one paragraph at ``level`` of list ``list_id`` and return its printed label.

        ``override`` is (instance, start): instances of one list share its counters; the first use of an instance
        with a start of its own begins again there.
        """
        counts = self._counts.setdefault(list_id, {})
        definition = levels.get(level, Level())
        start = self._own_start(level, override)
        if start is not None or level not in counts:
            counts[level] = definition.start if start is None else start
        else:
            counts[level] += 1
        for higher in range(level):
            counts.setdefault(higher, levels.get(higher, Level()).start)
        self._restart_lower(counts, level, levels)
        return _fill(definition, counts, levels)

    def _own_start(self, level: int, override: tuple[str, int | None] | None) -> int | None:
        if override is None or override[1] is None or (override[0], level) in self._begun:
            return None
        self._begun.add((override[0], level))
        return override[1]

    @staticmethod
    def _restart_lower(counts: dict[int, int], level: int, levels: Mapping[int, Level]) -> None:
        for lower in [key for key in counts if key > level]:
            restart = levels.get(lower, Level()).restart
            if restart is None or level < restart:
                del counts[lower]


def prefix(label: str) -> str:
    """A label as it stands before its text. A blank follows unless the label's own mark parts them, so that ``1.`` and
    ``2021年`` never become ``1.2021年``."""
    return label if not label or label[-1] in _CLOSING else f"{label} "


def joined(label: str, text: str) -> str:
    """A label and its text."""
    return prefix(label) + text if text else label


def _fill(level: Level, counts: Mapping[int, int], levels: Mapping[int, Level]) -> str:
    if level.format == "bullet":
        return ""
    text = level.text
    for index in range(9):
        mark = f"%{index + 1}"
        if mark in text:
            kind = "decimal" if level.legal else levels.get(index, level).format
            text = text.replace(mark, format_number(counts.get(index, 1), kind))
    return text.strip()


def format_number(number: int, kind: str) -> str:
    """``number`` in an ST_NumberFormat of ECMA-376 (part 1, 17.18.59); an unknown format prints Arabic digits."""
    formatter = _FORMATS.get(kind)
    return formatter(number) if formatter and number >= 0 else str(number)


def chinese(number: int, digits: str = _DIGITS, units: str = "十百千", *, bare_ten: bool = True) -> str:
    """Counting in Chinese up to 9999: 10 十, 21 二十一, 105 一百零五."""
    if not 0 < number < 10_000:
        return digits[0].replace("〇", "零") if number == 0 else str(number)
    text, pending = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if pending else "") + digits[digit] + ("", *units)[power]
            pending = False
        else:
            pending = bool(text)
    return text[1:] if bare_ten and 10 <= number < 20 else text


def _digitwise(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(figure)] for figure in str(number))


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number else "0"


def _letters(first: str) -> Callable[[int], str]:
    """a … z, aa, bb …: Word repeats the letter."""
    return lambda number: chr(ord(first) + (number - 1) % 26) * min((number - 1) // 26 + 1, 30) if number else "0"


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _enclosed(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def _circled(number: int) -> str:
    for first, last, sign in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if first <= number <= last:
            return chr(ord(sign) + number - first)
    return "⓪" if number == 0 else str(number)


def _legal(number: int) -> str:
    return chinese(number, _LEGAL_DIGITS, "拾佰仟", bare_ten=False)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": "{:02d}".format,
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographDigital": _digitwise(_DIGITS),
    "taiwaneseDigital": _digitwise(_DIGITS),
    "japaneseDigitalTenThousand": _digitwise(_DIGITS),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _enclosed("㊀", 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "decimalFullWidth": _digitwise("０１２３４５６７８９"),
    "decimalFullWidth2": _digitwise("０１２３４５６７８９"),
}
