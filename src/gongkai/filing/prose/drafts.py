"""The first draft of a report's prose from the facts: ``data/drafting.json`` says what is told of which figure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import edition_of, name_in_year
from gongkai.filing.models import Problem
from gongkai.filing.prose.binding import keys_in
from gongkai.law.editions import Edition
from gongkai.law.parameters import regime_of_report
from gongkai.report.model import Cell, Report

PREAMBLE = "preamble"
Cells = Mapping[str, Cell]
_END = re.compile(r"[。！？；，\s]+$")


@dataclass(frozen=True, slots=True)
class DraftedSection:
    """A section as drafted; numbers are ``{{key}}``."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class _Facts:
    """What a draft may tell."""

    agency: Agency
    name: str
    year: int
    cells: Cells
    previous: Report | None
    last_year: Sequence[Problem]
    this_year: Sequence[Problem]

    def value(self, key: str) -> float | None:
        cell = self.cells.get(key)
        return None if cell is None else cell.value


@cache
def _plan() -> dict[str, list[list[dict[str, Any]]]]:
    file = Path(__file__).parent / "data" / "drafting.json"
    plan: dict[str, list[list[dict[str, Any]]]] = json.loads(file.read_text(encoding="utf-8"))["sections"]
    return plan


def draft_sections(
    agency: Agency,
    year: int,
    cells: Cells,
    previous: Report | None,
    *,
    edition: Edition | None = None,
    last_year: Sequence[Problem] = (),
    this_year: Sequence[Problem] = (),
) -> list[DraftedSection]:
    """Every section of the edition, in its order, after the words before the first heading. A section of which no
    register knows anything is empty. ``last_year`` are the problems of last year's report, ``this_year`` this one's."""
    edition = edition or edition_of(agency, year)
    facts = _Facts(agency, name_in_year(agency, year), year, cells, previous, last_year, this_year)
    sections = sorted(edition.sections, key=lambda s: s.order)
    return [
        DraftedSection(PREAMBLE, "", _section_text(PREAMBLE, facts)),
        *(DraftedSection(s.key, s.title, _section_text(s.key, facts)) for s in sections),
    ]


def _section_text(key: str, facts: _Facts) -> str:
    paragraphs = ("".join(filter(None, (_sentence(s, facts) for s in told))) for told in _plan().get(key, ()))
    return "\n".join(filter(None, paragraphs))


def _sentence(told: Mapping[str, Any], facts: _Facts) -> str:
    if "contact" in told:
        return _contact(facts.agency)
    if "problems" in told:
        return "\n".join(_followed_up(facts) if told["problems"] == "last_year" else _admitted(facts))
    if not _applies(told, facts):
        return ""
    if "parts" in told:
        parts = [part for part in told["parts"] if (facts.value(keys_in(part)[0]) or 0) > 0]
        return f"{_worded(told['lead'], facts)}{'，'.join(parts)}。" if parts else ""
    return _worded(told["text"], facts)


def _applies(told: Mapping[str, Any], facts: _Facts) -> bool:
    if not told.get("since", 0) <= facts.year <= told.get("until", 9999):
        return False
    if any(facts.value(key) is None for key in keys_in(told.get("text", ""))):
        return False
    if "some" in told and not any((facts.value(key) or 0) > 0 for key in told["some"]):
        return False
    return all(facts.value(key) == 0 for key in told.get("none", ()))


def _worded(text: str, facts: _Facts) -> str:
    put_in = {"{agency}": facts.name, "{year}": str(facts.year), "{regulations}": regime_of_report(facts.year).doc}
    for name, value in put_in.items():
        text = text.replace(name, value)
    return text


def _contact(agency: Agency) -> str:
    """How to reach the organ, as far as it is known."""
    known = (("地址", agency.address), ("邮编", agency.postal_code), ("电话", agency.phone), ("电子邮箱", agency.email))
    told = "；".join(f"{label}：{value}" for label, value in known if value)
    return f"如对本报告有疑问，请与本机关联系（{told}）。" if told else ""


def _followed_up(facts: _Facts) -> Iterator[str]:
    """What became of last year's problems."""
    if not facts.last_year:
        return
    yield f"（一）{facts.year - 1}年度报告所列问题的整改情况"
    for number, problem in enumerate(facts.last_year, start=1):
        outcome = Problem.Outcome(problem.outcome)
        state = {"mended": "已整改", "partly": "正在整改", "open": "尚未整改"}[outcome.value]
        told = f"{_bare(problem.followed_up)}。" if problem.followed_up else ""
        yield f"{number}．{_bare(problem.text)}：{state}。{told}"


def _admitted(facts: _Facts) -> Iterator[str]:
    """This year's problems and what will be done."""
    if not facts.this_year:
        return
    yield f"（{'二' if facts.last_year else '一'}）{facts.year}年存在的主要问题及改进措施"
    for number, problem in enumerate(facts.this_year, start=1):
        measure = f"改进措施：{_bare(problem.measure)}。" if problem.measure else ""
        yield f"{number}．{_bare(problem.text)}。{measure}"


def _bare(text: str) -> str:
    return _END.sub("", " ".join(text.split()))


def told_keys() -> Iterable[str]:
    """Every cell that a draft may bind."""
    for paragraphs in _plan().values():
        for told in (sentence for paragraph in paragraphs for sentence in paragraph):
            for text in (told.get("text", ""), *told.get("parts", ())):
                yield from keys_in(text)
