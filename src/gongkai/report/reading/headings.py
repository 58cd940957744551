"""Headings of a report: numbering styles, known section titles, headings that run into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from gongkai.law.data_files import load_json
from gongkai.law.editions import Edition, builtin_editions
from gongkai.report.reading.labels import canonical
from gongkai.report.text import fold

_DIGITS = "一二三四五六七八九十"
_STYLES = {
    "chinese": re.compile(rf"^\s*([{_DIGITS}]{{1,3}})\s*[、.．,，:：]\s*(?=\S)"),
    "bracket": re.compile(rf"^\s*[(（]\s*([{_DIGITS}]{{1,3}})\s*[)）]\s*[、.]?\s*(?=\S)"),
    "part": re.compile(rf"^\s*第([{_DIGITS}]{{1,3}})(?:部分|章)[、.：:\s]*(?=\S)"),
    "arabic": re.compile(r"^\s*(\d{1,2})\s*[、.．]\s*(?=[^\d\s])"),
}
_SENTENCE_END = re.compile(r"[。；;！？]")
_AFTER_TITLE = "的,，、。（( "
_RUN_IN = re.compile(rf"(?:(?<=^)|(?<=[\s。；;！？：:]))([{_DIGITS}]{{1,3}})、\s*")
LONGEST_HEADING = 48


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``style`` names its numbering, ``length`` is how many characters of the line it takes."""

    style: str
    ordinal: int
    number: str
    title: str
    length: int


def ordinal(number: str) -> int:
    """一 → 1, 十二 → 12, 二十一 → 21; arabic digits as they are."""
    if number.isdigit():
        return int(number)
    tens, _, ones = number.rpartition("十")
    if "十" not in number:
        return _DIGITS.index(number[-1]) + 1
    return (_DIGITS.index(tens) + 1 if tens else 1) * 10 + (_DIGITS.index(ones) + 1 if ones else 0)


def parse_heading(line: str) -> Heading | None:
    """The heading that a line is, whatever its style; None for a line that is a sentence."""
    for style, pattern in _STYLES.items():
        if match := pattern.match(line):
            title = line[match.end() :].strip()
            if len(title) > LONGEST_HEADING or _SENTENCE_END.search(title.rstrip("。；;")):
                return None
            number = match.group(0).strip()
            return Heading(style, ordinal(match.group(1)), number, title.rstrip("。：:；;"), len(line))
    return None


@cache
def known_titles() -> frozenset[str]:
    """The canonical section titles of all built-in editions."""
    return frozenset(canonical(t) for e in builtin_editions().values() for s in e.sections for t in s.titles)


@lru_cache(maxsize=4096)
def is_known_title(title: str) -> bool:
    """True for a title that is, or nearly is, one of an edition."""
    text = canonical(title)
    return text in known_titles() or max((fuzz.ratio(text, known) for known in known_titles()), default=0) >= 80


@lru_cache(maxsize=4096)
def is_section_title(title: str) -> bool:
    """True for a title that reads like a part of an annual report of any edition."""
    return is_known_title(title) or _by_words(canonical(title)) is not None


@cache
def _words() -> list[tuple[str, str | None, re.Pattern[str]]]:
    entries = load_json("section_words.json")["words"]
    return [(w["key"], w.get("instead"), re.compile(w["pattern"])) for w in entries]


def _by_words(text: str) -> tuple[str, str | None] | None:
    return next(((key, instead) for key, instead, pattern in _words() if pattern.search(text)), None)


@lru_cache(maxsize=32)
def _titles(edition: Edition) -> tuple[tuple[str, str], ...]:
    """(canonical title, key) of the sections of an edition."""
    return tuple((canonical(t), s.key) for s in edition.sections for t in s.titles)


def section_key(title: str, edition: Edition | None) -> str | None:
    """The section key of a title in an edition (of any edition when None): exact, then nearly, then by its words."""
    text = canonical(title)
    titles = _titles(edition) if edition else ()
    for known, key in titles:
        if text == known:
            return key
    scored = [(fuzz.ratio(text, known), key) for known, key in titles]
    if scored and max(scored)[0] >= 80:
        return max(scored)[1]
    return _key_by_words(fold(text), edition)


def _key_by_words(text: str, edition: Edition | None) -> str | None:
    if (found := _by_words(text)) is None:
        return None
    if edition is None:
        return found[0]
    keys = {s.key for s in edition.sections}
    return next((k for k in found if k in keys), None)


def top_style(headings: Sequence[Heading]) -> str | None:
    """The numbering style of the report's parts: the outermost style that numbers section titles from one on."""
    for style in ("part", "chinese", "bracket", "arabic"):
        of_style = [h for h in headings if h.style == style]
        named = [h for h in of_style if is_section_title(h.title)]
        if len(named) >= 2 and any(h.ordinal == 1 for h in of_style):
            return style
    chinese = [h for h in headings if h.style == "chinese" and is_section_title(h.title)]
    return "chinese" if chinese else None


def run_in_headings(text: str, last: int = 0) -> Iterator[tuple[int, int, Heading]]:
    """(start, end, heading) of section headings inside a line of text, numbered on from the heading ``last``."""
    for match in _RUN_IN.finditer(text):
        number = ordinal(match.group(1))
        title = _run_in_title(text[match.end() : match.end() + LONGEST_HEADING])
        if title is None or number < last or (last and number > last + 2):
            continue
        if number == last and canonical(title) not in known_titles():
            continue
        last = number
        end = match.end() + len(title)
        yield match.start(), end, Heading("chinese", number, match.group(0).strip(), title, end - match.start())


def _lists(rest: str) -> bool:
    """True when what follows a title shows that it is named in a list of the report's parts."""
    return rest.lstrip()[:1] in ("，", ",", "、", "；", ";", "”", "》", "等")


def _run_in_title(following: str) -> str | None:
    """The title at the beginning of ``following``: a known one, else words up to a space that read like one."""
    for size in range(min(len(following), LONGEST_HEADING), 1, -1):
        piece = following[:size]
        if canonical(piece) in known_titles() and piece == piece.rstrip(_AFTER_TITLE) and not _lists(following[size:]):
            return piece
    words = re.match(r"(\S{3,32}?(?:情况|概述|概况|措施|事项|问题|打算))(?=[\s(（]|\d{4}年|我|本)", following)
    if words and not _SENTENCE_END.search(words.group(1)) and is_section_title(words.group(1)):
        return words.group(1)
    return None
