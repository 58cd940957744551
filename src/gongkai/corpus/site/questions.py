"""The questions that the site puts to the store: one SQL file each, with its title, definition and columns.

The SQL is shown on the site word for word and runs as it stands in ``gongkai corpus query``: it uses the documented
views only. ``{known}`` and ``{counted}`` are the two shared first steps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from gongkai.corpus.site.sheets import Heading, Sheet

if TYPE_CHECKING:
    import duckdb

KNOWN = """known AS (  -- 每份报告及其机关：corpus audit 认定的机关，没有时用报告写明的名称
  SELECT r.*, coalesce(s.organ, a.organ, r.agency) AS organ, s.counts
  FROM reports r LEFT JOIN series s ON s.sha256 = r.sha256
  LEFT JOIN (SELECT name, min(organ) AS organ FROM agencies GROUP BY name HAVING count(DISTINCT organ) = 1) a
    ON a.name = r.agency)"""
COUNTED = """counted AS (  -- 同一机关同一年度只取一份：corpus audit 认定的，没有时取数字最齐的
  SELECT * FROM known
  QUALIFY row_number() OVER (
    PARTITION BY CASE WHEN organ IS NULL OR year IS NULL THEN sha256 ELSE organ || '|' || year END
    ORDER BY counts DESC NULLS LAST, filled DESC, sha256) = 1)"""
SHARED = {"known": KNOWN, "counted": COUNTED}
_HEAD = re.compile(r"^-- (title|definition|columns): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Question:
    """One statistic: what it is called, what exactly it counts, its columns, and the SQL that counts it."""

    id: str
    title: str
    definition: str
    headings: tuple[Heading, ...]
    sql: str


@cache
def questions() -> dict[str, Question]:
    """Every question by id."""
    folder = files(__package__) / "questions"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return {name[:-4]: _question(name[:-4], (folder / name).read_text(encoding="utf-8")) for name in names}


def _question(name: str, text: str) -> Question:
    head = dict(_HEAD.findall(text))
    sql = _HEAD.sub("", text).strip()
    for step, words in SHARED.items():
        sql = sql.replace(f"{{{step}}}", words)
    return Question(name, head["title"], head["definition"], tuple(_headings(head["columns"])), sql)


def _headings(line: str) -> list[Heading]:
    """``name label unit | …``; the unit % marks a share."""
    parts = [column.split() for column in line.split(" | ")]
    return [Heading(p[0], p[1], p[2] if len(p) > 2 and p[2] != "%" else "", p[2:] == ["%"]) for p in parts]


def ask(connection: duckdb.DuckDBPyConnection, name: str) -> Sheet:
    """The answer to a question as a sheet; a page fills in columns that the SQL does not give."""
    question = questions()[name]
    found = connection.execute(question.sql)
    given = [column[0] for column in found.description or ()]
    headings = tuple(h for h in question.headings if h.name in given)
    order = [given.index(heading.name) for heading in headings]
    rows = tuple(tuple(row[at] for at in order) for row in found.fetchall())
    return Sheet(name, question.title, question.definition, headings, rows, question.sql)
