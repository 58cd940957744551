"""Traces of conversion and pasting in a report's text: placeholders, wrong bytes, figures left out of a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gongkai.report.auditing.document_facts import stated_period
from gongkai.report.auditing.prose import Prose

Kind = Literal["loss", "gap", "residue", "caption", "slip"]

# What must stand in the text for a pattern to be worth trying, and the pattern.
_RESIDUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[image", re.compile(r"\[image[^\]\n]{0,120}\][^\u4e00-\u9fff\n]{0,300}(?:[\u4e00-\u9fff](?=\n))?")),
    ("[bookmark", re.compile(r"\[bookmark[^\]\n]{0,80}\]")),
    ("![", re.compile(r"!\[[^\]\n]{0,80}\]\([^)\n]{0,200}\)")),
    ("<img", re.compile(r"<img[^>\n]{0,300}>")),
    ("&nbsp", re.compile(r"(?:&nbsp;?)+")),
    ("\ufffd", re.compile(r"\ufffd+")),
    ("锟斤拷", re.compile(r"(?:锟斤拷)+")),
    ("烫烫", re.compile(r"烫{2,}")),
    ("HYPERLINK", re.compile(r"HYPERLINK\s*\"?[^\s\"]{0,200}\"?")),
    ("MERGEFORMAT", re.compile(r"\\\* ?MERGEFORMAT")),
    ("PAGEREF", re.compile(r"PAGEREF\s*\S{0,40}")),
    ("错误!", re.compile(r"错误!(?:未|超链接|文档)[^。\n]{0,24}")),
)
_LOSING = ("[image", "![", "<img", "\ufffd", "锟斤拷")
_BEGINNING = "一二三四五六七八九十(《“图。;:!?,、”》)"
_GAPS = (
    ("信条", re.compile(r"政府信条")),
    ("×", re.compile(r"[×]{2,}\s*(?:年|月|日|条|件|次|个|人|期|篇)")),
    ("X", re.compile(r"(?<![A-Za-z0-9])[Xx]{2,}\s*(?:年|月|日|条|件|次|个|人|期|篇)")),
    ("__", re.compile(r"_{2,}\s*(?:年|月|日|条|件|次|个|人|期|篇)")),
    ("信息条", re.compile(r"信息条(?=[,。;、])")),
    ("计条", re.compile(r"[总合累共]计条(?=[,。;、])")),
    ("共条", re.compile(r"共条(?=[,。;、])")),
    (" 条", re.compile(r"(?:信息|申请|共|为|计) +条(?=[,。;、])")),
    (" 件", re.compile(r"(?:信息|申请|共|为|计) +件(?=[,。;、])")),
    ("年月日", re.compile(r"(?<!出生)年月日")),
    ("年 ", re.compile(r"年 +月 *日")),
)
_SLIPS = tuple((word, re.compile(re.escape(word))) for word in ("。。", ",,", ",。", "、。", "、,", ";。"))
_FULL_DATE = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?:年(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?|月[0-9]{1,2}日)"
)
_LONGEST_CAPTION = 60
_CAPTION = re.compile(r"\n图\s?\d{1,2}\s?[.:、]?\s?\S")


@dataclass(frozen=True, slots=True)
class Residue:
    """``loss``: words of a sentence are probably gone; ``gap``: a word or figure was left out; ``residue``: a trace
    that harms no text; ``caption``: the caption of a picture that is not there; ``slip``: doubled punctuation.
    ``around`` is the span with the words before and after."""

    kind: Kind
    span: tuple[int, int]
    around: tuple[int, int]


def residues(prose: Prose) -> list[Residue]:
    """Every trace, in the order of the text."""
    return sorted(
        (
            *_traces(prose),
            *_found(prose, "gap", _GAPS),
            *_bad_dates(prose),
            *_found(prose, "slip", _SLIPS),
            *_captions(prose),
        ),
        key=lambda r: r.span,
    )


def _traces(prose: Prose) -> Iterator[Residue]:
    for word, pattern in _RESIDUES:
        if word in prose.text:
            for match in pattern.finditer(prose.text):
                kind: Kind = "loss" if word in _LOSING and _breaks(prose, match.start(), match.end()) else "residue"
                yield Residue(kind, match.span(), _around(prose, *match.span()))


def _breaks(prose: Prose, start: int, end: int) -> bool:
    """True where a sentence stops before the trace and something that begins no sentence follows it."""
    before = prose.text[:start].rstrip()[-1:] if start else ""
    after = prose.text[end : end + 8].strip()
    return "\u4e00" <= before <= "\u9fff" and bool(after) and after[0] not in _BEGINNING


def _around(prose: Prose, start: int, end: int) -> tuple[int, int]:
    """The span with up to twelve characters before and after, inside one section."""
    section = prose.section_at(start)
    first = next(i for i in range(max(0, start - 12), start + 1) if prose.section_at(i) == section)
    last = min(end + 12, len(prose.text))
    while last > end and prose.section_at(last - 1) != section:
        last -= 1
    return first, last


def _found(prose: Prose, kind: Kind, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> Iterator[Residue]:
    for word, pattern in patterns:
        if word in prose.text:
            for match in pattern.finditer(prose.text):
                yield Residue(kind, match.span(), _around(prose, *match.span()))


def _bad_dates(prose: Prose) -> Iterator[Residue]:
    """Dates that are none (13月, 2月30日) or lack their month; that of the stated period is D-03's."""
    period = stated_period(prose)
    for match in _FULL_DATE.finditer(prose.text):
        inside = period is not None and period.span[0] <= match.start() < period.span[1]
        if not inside and not _exists(match):
            yield Residue("gap", match.span(), _around(prose, *match.span()))


def _exists(match: re.Match[str]) -> bool:
    year, month, day = match["year"], match["month"], match["day"]
    if month is None:
        return False
    try:
        date(int(year), int(month), int(day or 1))
    except ValueError:
        return False
    return True


def _captions(prose: Prose) -> Iterator[Residue]:
    for match in _CAPTION.finditer(prose.text):
        end = prose.text.find("\n", match.end())
        span = (match.start() + 1, len(prose.text) if end < 0 else end)
        if span[1] - span[0] <= _LONGEST_CAPTION:
            yield Residue("caption", span, span)
