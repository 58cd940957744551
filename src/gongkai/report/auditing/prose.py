"""The prose of a report as the rules about narrative and form look at it: one text, its sentences, its claims.

The text is the report's sections joined by line feeds, with half-width punctuation and digits and simplified
characters of the same length, so that every pattern is written once. What stands around an appended table
(填报单位, 填表人, notes) is kept apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from gongkai.report.auditing.findings import Quote, Subject
from gongkai.report.model import Claim, Report
from gongkai.report.text import fold

if TYPE_CHECKING:
    from gongkai.report.auditing.prose_numbers import Figure

_TO_FULL = 0xFEE0
_HALF_WIDTH = tuple((chr(ord(c) + _TO_FULL), c) for c in ",;:()%.?!~-")
_FULL_DIGITS = {ord(d) + _TO_FULL: d for d in "0123456789"}
_WIDE_DIGITS = "".join(map(chr, _FULL_DIGITS))
_TRADITIONAL = "條開報據數關無"
_HAN = re.compile(r"[\u3400-\u9fff]+")
_BREAK = re.compile(r"[。?!\n]")
_MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.]|\(?[一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|第.{1,3}部分)"
)
_PLAN = re.compile(
    r"下一?步|今后|明年|来年|(?<!转)(?<!转[至到入])下一?年度|新的一年|拟|力争|争取|计划(?:在|于|组织|开展)|打算"
    r"|(?<![,、])将(?:进一步|继续|加强|加大|积极|着力|着重|重点|不断|严格|认真|以|从|按照?|在|通过|对)|要(?:进一步|继续|加强|加大|切实)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_GOVERNMENT = re.compile(
    r"(?:省|自治区|市|县|区|旗|州|盟|乡|镇|政府)$|人民政府|管委会|管理委员会|街道|办事处|^[^局厅]*政府办"
)
_COUNT = re.compile(r"[0-9] ?[条件个篇则期份次场项人名宗例起家部册幅批处]")
_UNFINISHED = ",、;:和及与(《“"
_WRAPPED_LINE = 28


def half_width(text: str) -> str:
    """``text`` with half-width punctuation and digits and simplified characters, same length."""
    for wide, narrow in _HALF_WIDTH:
        text = text.replace(wide, narrow)
    if any(digit in text for digit in _WIDE_DIGITS):
        text = text.translate(_FULL_DIGITS)
    if any(character in text for character in _TRADITIONAL):
        text = _HAN.sub(lambda match: fold(match[0]), text)
    return text


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim and where it stands in ``Prose.text``."""

    claim: Claim
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of ``Prose.text``; ``section`` is an index into ``Report.sections``."""

    text: str
    start: int
    end: int
    section: int
    claims: tuple[Stated, ...] = ()

    @property
    def planned(self) -> bool:
        """True where the sentence speaks of what is to be done."""
        return bool(_PLAN.search(self.text))


class Prose:
    """The narrative of one report. Offsets are offsets in ``text``."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.sections = [i for i, s in enumerate(report.sections) if s.key != "attachment" and s.text]
        self.begins: list[int] = []
        parts, offset = [], 0
        for index in self.sections:
            self.begins.append(offset)
            parts.append(report.sections[index].text)
            offset += len(parts[-1]) + 1
        self.text = half_width("\n".join(parts))
        self.figures_of: dict[int, list[Figure]] = {}

    @cached_property
    def attachment(self) -> str:
        """What surrounds an appended table."""
        return half_width("\n".join(s.text for s in self.report.sections if s.key == "attachment"))

    def section_at(self, offset: int) -> int:
        """The index in ``Report.sections`` of the section that ``offset`` falls in."""
        return self.sections[bisect_right(self.begins, offset) - 1]

    def offset(self, section: int, start: int) -> int:
        """The offset in ``text`` of an offset in a section's text."""
        return self.begins[self.sections.index(section)] + start

    def quote(self, start: int, end: int) -> Quote:
        """The words of the report at ``start``..``end``, verbatim; they stand in one section."""
        section = self.section_at(start)
        begin = self.begins[self.sections.index(section)]
        text = self.report.sections[section].text
        first, last = start - begin, min(end - begin, len(text))
        return Quote(text[first:last], section, first, last)

    @cached_property
    def stated(self) -> list[Stated]:
        """Every claim of the narrative in the order of the text."""
        begins = dict(zip(self.sections, self.begins, strict=True))
        placed = (
            Stated(c, begins[c.section] + c.start, begins[c.section] + c.end)
            for c in self.report.claims
            if c.section in begins
        )
        return sorted(placed, key=lambda s: (s.start, s.end))

    @cached_property
    def own(self) -> list[Stated]:
        """The claims that are about this agency and this year: those that may be compared."""
        return [s for s in self.stated if s.claim.scope == "own" and s.claim.period == "year"]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of ``text``; an enumeration that goes on over lines is one sentence."""
        return list(self._sentences())

    def _sentences(self) -> Iterator[Sentence]:
        starts = [s.start for s in self.stated]
        for index, begin in zip(self.sections, self.begins, strict=True):
            end = begin + len(self.report.sections[index].text)
            for first, last in _spans(self.text, begin, end):
                claims = self.stated[bisect_right(starts, first - 1) : bisect_right(starts, last - 1)]
                yield Sentence(self.text[first:last], first, last, index, tuple(claims))

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that ``offset`` falls in."""
        return self.sentences[bisect_right(self._sentence_starts, offset) - 1]

    def counts_in(self, sentence: Sentence) -> int:
        """How many Arabic numbers with a measure word the sentence has."""
        return bisect_right(self._counts, sentence.end - 1) - bisect_right(self._counts, sentence.start - 1)

    @cached_property
    def _counts(self) -> list[int]:
        return [match.start() for match in _COUNT.finditer(self.text)]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    def mentioning(self, words: Iterable[str]) -> list[Sentence]:
        """The sentences that contain one of ``words``, in the order of the text."""
        found: dict[int, Sentence] = {}
        for word in words:
            at = self.text.find(word)
            while at >= 0:
                sentence = self.sentence_at(at)
                found[sentence.start] = sentence
                at = self.text.find(word, sentence.end)
        return [found[start] for start in sorted(found)]


def _spans(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the sentences between ``begin`` and ``end``, without the mark that ends them."""
    start = begin
    for match in _BREAK.finditer(text, begin, end):
        at = match.start()
        if match[0] == "\n" and _goes_on(text, start, at, end):
            continue
        yield from _trimmed(text, start, at)
        start = at + 1
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    if bare := words.strip():
        begin = start + words.index(bare[0])
        yield begin, begin + len(bare)


def _goes_on(text: str, start: int, at: int, end: int) -> bool:
    """True where the line that ends at ``at`` is continued by the next one: an open enumeration, or a line that was
    only wrapped."""
    line = text[text.rfind("\n", start, at) + 1 : at].strip() if "\n" in text[start:at] else text[start:at].strip()
    if not line:
        return not text[start:at].strip()
    if line[-1] in _UNFINISHED:
        return True
    return len(line) >= _WRAPPED_LINE and "," in line and not _MARK.match(text, at + 1, end)


@lru_cache(maxsize=8)
def prose_of(subject: Subject) -> Prose:
    """The prose of the subject's report, derived once."""
    return Prose(subject.report)


def is_government(agency: str | None) -> bool:
    """True for a local government or its office, as far as the name shows; its report speaks for many organs."""
    return bool(agency and _GOVERNMENT.search(agency))


def is_fact(subject: Subject, sentence: Sentence) -> bool:
    """True for a sentence about what was done in the year reported on: no plan, no problem, no other year."""
    if subject.report.sections[sentence.section].key == "sec_problems" or sentence.planned:
        return False
    years = {int(year) for year in _YEAR.findall(sentence.text)}
    return not years or subject.report.year is None or subject.report.year in years


def quotes_of(prose: Prose, spans: Sequence[Stated | Sentence]) -> tuple[Quote, ...]:
    """The verbatim words of claims or sentences, each once."""
    return tuple({(s.start, s.end): prose.quote(s.start, s.end) for s in spans}.values())
