"""Documents and meetings that a report cites: titles with their numbers, sessions of congresses; their registers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from gongkai.law.data_files import load_json
from gongkai.report.auditing.prose import Prose, half_width
from gongkai.report.reading.headings import ordinal

_TITLE = r"《(?P<title>[^《》\n]{2,90}(?:《[^《》\n]{2,80}》[^《》\n]{0,40})?)》"
_CITED = re.compile(_TITLE + r"\s*(?:\((?P<number>[^()\n]{4,40})\))?")
_NUMBER = re.compile(r"[〔\[【〈(]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]】〉)]\s*第?\s*\d{1,4}\s*号")
_ISSUER = re.compile(r"[\u4e00-\u9fff]{1,14}\s*$")
_ORDER = re.compile(r"[\u4e00-\u9fff]{0,14}\s*\d{3}\s*号\s*令?")
_SESSION = re.compile(
    r"(?P<lead>[\u4e00-\u9fff]{0,10}?)第?(?P<term>[一二三四五六七八九十]{1,3})届(?P<mid>[\u4e00-\u9fff]{0,12}?)"
    r"第?(?P<session>[一二三四五六七八九十])次(?:全体)?会议"
)
_LEAD = 14
_MOST_MISSING = 3


@dataclass(frozen=True, slots=True)
class Citation:
    """A title in 《》, the number printed behind it (None) and the year that number carries (None)."""

    title: str
    number: str | None
    year: int | None
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Session:
    """A session of a congress or the CPPCC: 第 ``term`` 届第 ``session`` 次会议; ``body`` are the words around it."""

    body: str
    term: int
    session: int
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Known:
    """A document of the register; numbers are folded by ``folded_number``."""

    title: str
    folded: str
    titles: frozenset[str]
    numbers: tuple[str, ...]
    editions: tuple[tuple[str, int | None, int | None], ...] = ()


def citations(prose: Prose) -> list[Citation]:
    """Every title in 《》 with the number behind it."""
    return [_citation(match) for match in _CITED.finditer(prose.text)] if "《" in prose.text else []


def _citation(match: re.Match[str]) -> Citation:
    printed = match["number"]
    number = _NUMBER.search(printed) if printed else None
    if number:
        return Citation(match["title"], folded_number(printed), int(number["year"]), match.span())
    order = _ORDER.fullmatch(printed) if printed and "令" in printed else None
    return Citation(match["title"], folded_number(printed) if order else None, None, match.span())


def document_numbers(prose: Prose) -> Iterator[tuple[str, int, tuple[int, int]]]:
    """(number, year, span) of every document number, cited with a title or alone."""
    if "号" in prose.text:
        for match in _NUMBER.finditer(prose.text):
            issuer = _ISSUER.search(prose.text, max(0, match.start() - 14), match.start())
            start = issuer.start() if issuer else match.start()
            yield folded_number(prose.text[start : match.end()]), int(match["year"]), (start, match.end())


def folded_number(text: str) -> str:
    """A document number in one spelling: ``国办发[2014]32号`` and ``国办发〔2014〕第32号`` are the same; the number of
    an order is its issuer and the figure (``国务院492`` for 国务院令第492号, 国务院492号令)."""
    text = re.sub(r"[\s第]", "", half_width(text))
    if match := re.match(r"(.*?)[〔\[【〈(](\d{4})[〕\]】〉)](\d+)号", text):
        return f"{match[1]}〔{match[2]}〕{match[3]}号"
    return re.sub(r"(?:中华人民共和国|令|号)", "", text)


def folded_title(text: str) -> str:
    """A title without punctuation, spaces and book title marks."""
    return re.sub(r"[\s《》<>〈〉“”\"、,()]", "", half_width(text))


@cache
def register() -> tuple[Known, ...]:
    """The documents of ``law/data/documents.json``."""
    return tuple(_known(entry) for entry in load_json("documents.json")["documents"])


def _known(entry: dict[str, Any]) -> Known:
    return Known(
        entry["title"],
        folded_title(entry["title"]),
        frozenset(folded_title(t) for t in (entry["title"], *entry["short"])),
        tuple(folded_number(n) for n in entry["numbers"]),
        tuple((folded_number(e["number"]), *e["report_years"]) for e in entry.get("editions", ())),
    )


@lru_cache(maxsize=256)
def by_title(title: str) -> Known | None:
    """The document that a title names exactly."""
    folded = folded_title(title)
    return next((known for known in register() if folded in known.titles), None)


def by_number(number: str) -> Known | None:
    """The document that has this number."""
    return next((known for known in register() if number in known.numbers), None)


@lru_cache(maxsize=256)
def misnamed(title: str) -> Known | None:
    """The document that a title nearly names: a few characters left out or put in, its beginning and end kept."""
    folded = folded_title(title)
    return next((k for k in register() if folded not in k.titles and _near(folded, k.folded)), None)


def _near(title: str, full: str) -> bool:
    if title[:2] != full[:2] or title[-2:] != full[-2:] or not 0 < abs(len(title) - len(full)) <= _MOST_MISSING:
        return False
    shorter, longer = sorted((title, full), key=len)
    rest = iter(longer)
    return all(character in rest for character in shorter)


def sessions(prose: Prose) -> list[Session]:
    """Every session of a people's congress or CPPCC that the text names."""
    found = []
    at = prose.text.find("届")
    while at >= 0:
        if match := _SESSION.search(prose.text, max(0, at - _LEAD), at + _LEAD + 8):
            found.append(_session(match))
        at = prose.text.find("届", at + 1)
    return found


def _session(match: re.Match[str]) -> Session:
    return Session(match["lead"] + match["mid"], ordinal(match["term"]), ordinal(match["session"]), match.span())
