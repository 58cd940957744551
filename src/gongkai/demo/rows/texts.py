"""Texts of the rows, put together from words of our own; the same title never twice in one register."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from gongkai.demo.agency import Agency

DATA = Path(__file__).parents[1] / "data"


@cache
def words() -> dict[str, Any]:
    """The parts of titles and topics: ``data/words.json``."""
    loaded: dict[str, Any] = json.loads((DATA / "words.json").read_text(encoding="utf-8"))
    return loaded


@dataclass
class Titles:
    """Fills patterns with an agency's words; a text that came before gets a number of its own."""

    agency: Agency
    used: Counter[str] = field(default_factory=Counter)

    def compose(self, draw: Random, pattern: str, year: int, month: int = 1) -> str:
        text = pattern.format(
            agency=self.agency.name,
            subject=draw.choice(self.agency.subjects),
            place=draw.choice(words()["places"]),
            material=draw.choice(words()["materials"]),
            year=year,
            month=month,
        )
        self.used[text] += 1
        return text if self.used[text] == 1 else f"{text}（{self.used[text]}）"

    def one_of(self, draw: Random, name: str, year: int) -> str:
        """A text by one of the patterns listed under ``name``."""
        return self.compose(draw, draw.choice(words()[name]), year)
