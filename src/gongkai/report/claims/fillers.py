"""Words that say nothing: what is left of a phrase without them tells whether it says something unforeseen."""

from __future__ import annotations

import re
from functools import cache

from gongkai.report.claims.lexicon import any_of, patterns


@cache
def _fillers() -> re.Pattern[str]:
    return re.compile(rf"{any_of(patterns()['fillers'].split())}|[\s\x00“”\"'。.·]+")


def unknown(text: str) -> str:
    """``text`` without fillers, blanks and masked characters."""
    return _fillers().sub("", text)
