"""Words that say nothing: what is left of a phrase without them tells whether it says something unforeseen."""

from __future__ import annotations

import re
from functools import cache

from gongkai.report.claims.lexicon import patterns


@cache
def _fillers() -> re.Pattern[str]:
    words = sorted(map(re.escape, patterns()["fillers"].split()), key=len, reverse=True)
    return re.compile("|".join((*words, r"[\s\x00“”\"'。.·]+")))


def unknown(text: str) -> str:
    """``text`` without fillers, blanks and masked characters."""
    return _fillers().sub("", text)
