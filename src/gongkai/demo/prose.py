"""What the county's clerks write by hand: sections that no register knows, problems and what became of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from gongkai.agencies.models import Agency, Person
from gongkai.demo.rows.texts import DATA
from gongkai.filing.actions.drafting import draft_again, save_section
from gongkai.filing.actions.problems import follow_up_problem, note_problem
from gongkai.filing.models import Version
from gongkai.filing.readiness import to_look_at
from gongkai.filing.reporting import open_problems

PROBLEMS = "sec_problems"
PROBLEMS_A_YEAR = 2


@cache
def _prose() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((DATA / "prose.json").read_text(encoding="utf-8"))
    return told


def write_prose(version: Version, clerk: Person) -> None:
    """Follow up last year's problems, note this year's, and fill what the draft left empty."""
    agency, year = version.report.agency, version.report.year
    last_year = open_problems(agency, year)
    for problem, told in zip(last_year.problems.all() if last_year else (), _problems(agency, year - 1), strict=False):
        follow_up_problem(problem=problem, outcome=told["outcome"], followed_up=told["followed_up"], actor=clerk)
    for told in _problems(agency, year):
        note_problem(report=version.report, text=told["text"], measure=told["measure"], actor=clerk)
    _save(version, PROBLEMS, draft_again(version=version, key=PROBLEMS), clerk)
    for section in to_look_at(version).empty:
        _save(version, section.key, _prose()["sections"][section.key], clerk)


def _problems(agency: Agency, year: int) -> Iterator[dict[str, str]]:
    """Those of an organ's year: the next year takes up where this one ends, and every organ begins elsewhere."""
    pool = _prose()["problems"]
    begin = int(agency.code[-1]) + year * PROBLEMS_A_YEAR
    return (pool[(begin + number) % len(pool)] for number in range(PROBLEMS_A_YEAR))


def _save(version: Version, key: str, text: str, clerk: Person) -> None:
    save_section(version=version, key=key, text=text, actor=clerk, revision=version.revision)
