"""Numbers in sentences: each figure with the words around it, and how exactly it is meant (narrative grammar).

The words for approximate numbers follow the field's usage: 60余个 is 60 or more and fewer than 70, 超过n is more than
n, 近n is fewer than n but close, 约n is n within a tenth, 129.9万 is exact to the printed digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.auditing.prose import Prose, Sentence, Stated, half_width
from gongkai.report.claims.masks import MASK, mask, mask_names
from gongkai.report.claims.numerals import Quantity, find_quantities
from gongkai.report.model import Claim, Number

_DECIMALS = re.compile(r"\.(\d+)")
_SEPARATORS = ",;、:。()\n"
_SEPARATOR = re.compile(f"[{_SEPARATORS}]")
_BELOW = re.compile(r"(?:将近|接近|不足|(?<!最)近)\s*[\d一二两三四五六七八九十百千]")
_ABOVE = re.compile(r"(?:超过|超|逾|突破)\s*[\d一二两三四五六七八九十百千]")
_ABOUT = re.compile(r"(?:大约|大概|约)\s*[\d一二两三四五六七八九十百千]|左右|上下")
_AT_LEAST = re.compile(r"[\d十百千万亿][余多几]|[余多]\s*[件条次个期篇份人场项万]|以上|有余|\d\+")
_SCALED = re.compile(r"\d+(?:\.(?P<decimals>\d+))?\s*[余多几]?(?P<scale>百万|千万|[百千万亿])")
_SCALES = {"百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}
_CLOSE_BELOW, _ABOUT_SHARE = Decimal("0.8"), Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a sentence. ``start``/``end`` are offsets in ``Prose.text``; ``label`` are the words before it and
    ``after`` those behind it, back and forth to the next separator or figure; ``depth`` counts open brackets,
    ``decimals`` the digits printed behind the point;
    ``claim`` is what was read there about this agency and year, ``foreign`` a claim about another scope or period."""

    value: Number
    unit: str
    start: int
    end: int
    label: str
    after: str
    depth: int
    approx: bool
    decimals: int = 0
    claim: Claim | None = None
    foreign: bool = False

    @property
    def key(self) -> str | None:
        return self.claim.key if self.claim else None


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers that a wording admits; ``low_open``/``high_open`` leave the end itself out, ``high`` None is no
    upper end."""

    low: Decimal
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def admits(self, value: Number) -> bool:
        number = Decimal(str(value))
        above = number > self.low if self.low_open else number >= self.low
        if self.high is None:
            return above
        return above and (number < self.high if self.high_open else number <= self.high)


def figures(prose: Prose, sentence: Sentence) -> list[Figure]:
    """The numbers of a sentence that count or measure something, in order; dates, addresses and the like are none."""
    known = prose.figures_of.get(sentence.start)
    if known is None:
        known = prose.figures_of[sentence.start] = _read(sentence)
    return known


def _read(sentence: Sentence) -> list[Figure]:
    found = find_quantities(sentence.text)
    quantities = [q for q in found if _claimed(sentence, q) or (q.unit and _counts(sentence.text, q))]
    ends = [q.end for q in quantities]
    starts = [q.start for q in quantities]
    read = []
    for i, quantity in enumerate(quantities):
        begin = ends[i - 1] if i else 0
        label = begin + 1 + max(sentence.text[begin : quantity.start].rfind(mark) for mark in _SEPARATORS)
        stop = _SEPARATOR.search(sentence.text, quantity.end)
        end = min(starts[i + 1] if i + 1 < len(starts) else len(sentence.text), stop.start() if stop else 10**9)
        read.append(
            _figure(sentence, quantity, sentence.text[label : quantity.start], sentence.text[quantity.end : end])
        )
    return read


def _counts(text: str, quantity: Quantity) -> bool:
    """False for a number that is part of a date, an article, a title and the like (``claims.masks``). Only numbers in
    which no claim was read are looked at, in their clause, since masking is slow."""
    begin = max(text.rfind(mark, 0, quantity.start) for mark in ",;。\n") + 1
    end = min((at for mark in ",;。\n" if (at := text.find(mark, quantity.end)) >= 0), default=len(text))
    return MASK not in mask(mask_names(text[begin:end]))[quantity.start - begin : quantity.end - begin]


def _claimed(sentence: Sentence, quantity: Quantity) -> bool:
    return any(s.claim.value == quantity.value and _covers(sentence, s, quantity) for s in sentence.claims)


def _covers(sentence: Sentence, stated: Stated, quantity: Quantity) -> bool:
    return stated.start <= sentence.start + quantity.start < stated.end


def _figure(sentence: Sentence, quantity: Quantity, label: str, after: str) -> Figure:
    claims = [s.claim for s in sentence.claims if s.claim.value == quantity.value and _covers(sentence, s, quantity)]
    own = [c for c in claims if c.scope == "own" and c.period == "year"]
    before = sentence.text[: quantity.start]
    return Figure(
        quantity.value,
        quantity.unit,
        sentence.start + quantity.start,
        sentence.start + quantity.end,
        label.strip(),
        after.strip(),
        before.count("(") - before.count(")"),
        quantity.approx,
        _decimals(sentence.text[quantity.start : quantity.end]),
        own[0] if own else None,
        bool(claims) and not own,
    )


def _decimals(printed: str) -> int:
    match = _DECIMALS.search(printed)
    return len(match[1]) if match else 0


def last_place(value: Number) -> Decimal:
    """One unit of the last place that is not zero: 85000 → 1000, 60 → 10, 15 → 1."""
    number = Decimal(str(value)).normalize()
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and number else Decimal(1)


def printed_step(quote: str) -> Decimal | None:
    """What one unit of the last printed digit is worth in a number written with 万 and the like: 129.9万 → 1000."""
    if not any(scale in quote for scale in "百千万亿") or (match := _SCALED.search(half_width(quote))) is None:
        return None
    return Decimal(1).scaleb(_SCALES[match["scale"]] - len(match["decimals"] or ""))


def meant(claim: Claim) -> Span:
    """The numbers that the words of a claim admit."""
    value = Decimal(str(claim.value))
    if claim.approx:
        words = half_width(claim.quote)
        if _BELOW.search(words):
            return Span(value * _CLOSE_BELOW, value, high_open=True)
        if _ABOVE.search(words):
            return Span(value, None, low_open=True)
        if _AT_LEAST.search(words) and not _ABOUT.search(words):
            return Span(value, value + last_place(claim.value), high_open=True)
        return Span(value * (1 - _ABOUT_SHARE), value * (1 + _ABOUT_SHARE))
    half = (printed_step(claim.quote) or Decimal(0)) / 2
    return Span(value - half, value + half)


def is_exact(claim: Claim) -> bool:
    """True where the words state one number to the unit."""
    return not claim.approx and printed_step(claim.quote) is None
