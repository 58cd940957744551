"""Dates as people in an office write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone

from gongkai.law.messages import Message

CHINA = timezone(timedelta(hours=8))

_SEPARATED = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


class DateError(ValueError):
    """The text is no date; the message (Chinese) says which forms are."""


def parse_date(text: str) -> date:
    """The date that ``text`` writes as 2026-11-02, 2026/11/2, 2026.11.2, 20261102 or 2026年11月2日, full-width digits
    and spaces allowed. Raises DateError."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if match := _SEPARATED.fullmatch(plain):
        year, _, month, day = match.groups()
    elif match := _CHINESE.fullmatch(plain) or _COMPACT.fullmatch(plain):
        year, month, day = match.groups()
    else:
        raise DateError(
            Message("“{text}”不是日期，请写成 2026-11-02、2026/11/2、2026.11.2、20261102 或 2026年11月2日", text=text)
        )
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise DateError(Message("没有“{text}”这一天，请核对年月日", text=text)) from error


def today() -> date:
    """The day it is in China."""
    return datetime.now(CHINA).date()
