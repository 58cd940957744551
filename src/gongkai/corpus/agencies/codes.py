"""Codes of administrative divisions: six digits of GB/T 2260, followed by three of GB/T 10114 for a township and three
more of the statistical code for a village."""

from __future__ import annotations

from gongkai.corpus.agencies.names import Level
from gongkai.law.messages import Message

PROVINCES = frozenset(
    map(
        str,
        (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82),
    )
)
LENGTHS = (6, 9, 12)
_PARTS = (2, 4, 6, 9, 12)
_LEVELS: dict[int, Level] = {0: "national", 2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "township"}


def code_fault(code: str) -> Message | None:
    """What is wrong with a code (Chinese); None where it is well formed. ``000000`` is the nation's."""
    if not (code.isascii() and code.isdigit() and len(code) in LENGTHS):
        return Message("代码“{code}”应为6位（GB/T 2260）或9位、12位数字", code=code)
    if not code.strip("0"):
        return None
    if code[:2] not in PROVINCES:
        return Message("代码“{code}”的前两位不是省级代码", code=code)
    if code[2:4] == "00" and code[4:].strip("0"):  # A city without counties (441900) has towns directly below it.
        return Message("代码“{code}”缺中间一级", code=code)
    return None


def significant(code: str) -> str:
    """The code without the zeros of the levels below: 370100 → 3701, 370102001000 → 370102001."""
    length = max(
        (end for start, end in zip((0, *_PARTS), _PARTS, strict=False) if code[start:end].strip("0")), default=0
    )
    return code[: min(length, len(code))]


def level_of_code(code: str) -> Level:
    return _LEVELS[len(significant(code))]


def codes_above(code: str) -> list[str]:
    """The significant codes of the divisions above, nearest first."""
    own = significant(code)
    return [own[:end] for end in reversed((0, *_PARTS)) if end < len(own)]
